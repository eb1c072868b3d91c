/* room.h - what the use cases share: the open store, keys and quizzes, and a seat for each learner who is about.
 * Private to classroom/ and its tests. */
#ifndef CLASSROOM_ROOM_H
#define CLASSROOM_ROOM_H

#include "classroom/classroom.h"
#include "credential/credential.h"
#include "quiz/quiz.h"
#include "scoring/scoring.h"
#include "store/store.h"

enum { PHONE_MARK_LEN = 8 };

/* What the notes of an attempt say, besides the test: rebuilt with the session. */
struct around {
    int64_t hand_ms;          /* monotonic, 0 = down */
    int focus_out;            /* times the screen was left */
    char phone[PHONE_MARK_LEN + 1]; /* mark of the phone that joined last, "" = unknown */
    int phones;               /* different ones, one after the other */
    bool is_timed, is_paused; /* its clock was started; stands still */
    int64_t used_ms;          /* up to since_ms */
    int64_t since_ms;         /* monotonic */
};

/* A learner who joined, with the attempt as far as it was rebuilt. Everything but seen_ms and language can be rebuilt
 * from the store at any time. */
struct seat {
    struct learner_row learner;
    struct attempt_row attempt;
    struct session *session;  /* NULL: rebuild before use */
    bool is_stale;            /* rows too must be read again (after a roll-back) */
    int64_t seen_ms;          /* monotonic; 0 = not since the start */
    int64_t age_ms, loaded_ms; /* of the attempt when it was loaded, and when that was (monotonic) */
    const char *language;     /* of the result page, NULL = that of the test */
    struct around around;
};

struct classroom {
    char *folder, *share;
    struct classroom_clock clock;
    struct store *store;
    struct keyring *keyring;
    struct trust *trust;
    struct data_key *data_key; /* seals names and papers; NULL until there is a passphrase */
    bool keeps_papers_inside;  /* while serving: a sealed paper is shown, not written as a file */
    struct frameworks *frameworks;
    struct paper_press *press; /* opened at the first certificate */
    struct class_print *print; /* being drawn, page by page; NULL = none */
    struct quiz **quizzes;     /* loaded from share/quizzes, then older versions out of the store */
    size_t quiz_count, quiz_capacity;
    size_t shipped_count;      /* the first ones: those that a new class may use, shipped or installed */
    struct item_bank **banks;  /* of adaptive quizzes, made when first needed */
    size_t bank_count, bank_capacity;
    struct quiz_trust quiz_trust; /* which of them may lead to a certificate */
    struct quiz_choice *choices; /* each form of them */
    size_t choice_count, choice_capacity;
    struct seat *seats;
    size_t seat_count, seat_capacity;
    char *verifier_url, *layout;
    int64_t committed_at;      /* Unix seconds */
};

/* The quiz version that a class or attempt uses, out of the store if the folder has moved on. */
MUST_CHECK enum fault room_find_quiz(struct classroom *room, const char *hash_hex, const struct quiz **quiz, struct err *err);
/* Whether the quiz names a programme, and its files are shipped or signed by an author whom this laptop trusts. */
bool room_may_certify(const struct classroom *room, const struct quiz *quiz);
MUST_CHECK enum fault room_open_quiz_trust(struct classroom *room, bool is_to_read, struct err *err);
/* Its files are known as another author's, who is not trusted now. */
bool room_distrusts(const struct classroom *room, const struct quiz *quiz);
/* trust_quizzes.c: notes the shipped quizzes of the programmes as they are now. */
MUST_CHECK enum fault room_trust_shipped(const char *folder, const char *share, const struct frameworks *frameworks,
                                         struct err *err);
/* `id` may name a form: "village-skills.pre"; the first one where it does not. */
const struct quiz *room_shipped_quiz(const struct classroom *room, const char *id, size_t *form);
const struct framework *room_framework_of(const struct classroom *room, const struct quiz *quiz);

/* The seat of a learner, NULL if there is none. A seat found is fresh and its session is rebuilt. */
MUST_CHECK enum fault room_seat_by_token(struct classroom *room, const char *token, struct seat **seat, struct err *err);
MUST_CHECK enum fault room_seat_by_id(struct classroom *room, const char *learner_id, struct seat **seat, struct err *err);
struct seat *room_add_seat(struct classroom *room, const struct learner_row *learner, const struct attempt_row *attempt);
void room_remove_seat(struct classroom *room, struct seat *seat);
bool room_read_token(const char *token, uint8_t hash[HASH_LEN]);

/* The newest attempt of this class was replaced (retake): the seat follows. */
void room_reseat(struct seat *seat, const struct attempt_row *attempt);

/* around.c: what an event means for the learner's surroundings. */
void room_note_around(struct around *around, const struct event *event, int64_t now_ms);
/* Milliseconds of the test's time that are used up; 0 while nobody counts. */
int64_t room_time_used(const struct seat *seat, int64_t now_ms);
/* A NOTE of this attempt. */
MUST_CHECK enum fault room_record_note(struct classroom *room, struct seat *seat, const char *verb, const char *value,
                                       struct err *err);
/* After the end: the act becomes a NOTE "late" (once, a few of them, none after the certificate), and stays refused.
 * FAULT_CONFLICT with why as it was; another fault: it could not be written. */
MUST_CHECK enum fault room_keep_late(struct classroom *room, struct seat *seat, const struct event *act, struct err *why);
/* Closes an attempt whose time is over, or that is a day old. Starts its clock with the first marked item. */
MUST_CHECK enum fault room_watch_time(struct classroom *room, struct seat *seat, const struct class_row *class,
                                      struct err *err);

/* deeds.c: what the trainer did, kept so that it can be undone. */
MUST_CHECK enum fault room_record_deed(struct classroom *room, int64_t class_id, const char *verb, const char *learner_id,
                                       const char *value, struct err *err);
MUST_CHECK enum fault room_find_class(struct classroom *room, int64_t id, struct class_row *class, struct err *err);
MUST_CHECK enum fault room_find_seat(struct classroom *room, const char *learner_id, struct seat **seat, struct err *err);

/* manage_class.c: attempts that the trainer closed go on. */
MUST_CHECK enum fault room_reopen_class(struct classroom *room, int64_t class_id, struct err *err);
MUST_CHECK enum fault room_set_pause(struct classroom *room, int64_t class_id, bool is_paused, struct err *err);

/* seal_data.c */
MUST_CHECK enum fault room_open_names(struct classroom *room, struct err *err);
MUST_CHECK enum fault room_unlock_names(struct classroom *room, struct passphrase *passphrase, struct err *err);
/* personal_data.c: prints, backups, papers as files, what an upgrade or a repair laid aside. */
MUST_CHECK enum fault room_wipe_plain_copies(struct classroom *room, struct err *err);

/* roster.c */
void room_new_learner_id(char id[ID_LEN + 1]);

/* welcome.c: the screens between joining and the first item, NULL when they are behind the learner. */
/* consent, picture, welcome; *is_one false: it is something else. */
MUST_CHECK enum fault room_take_welcome(struct classroom *room, struct seat *seat, const char *verb, const char *value,
                                        bool *is_one, struct err *err);
struct json *room_welcome_screen(const struct seat *seat, const struct class_row *class);
/* "" without names: "Khách 7" */
void room_show_name(const struct learner_row *learner, const char *language, char *out, size_t size);
void room_draw_digits(struct learner_row *learner);
/* Whoever practises without being written down. A place on the trainer's roster is given back: the name waits there as
 * before, and nothing ties it to what is done on this phone. The caller stores the learner. */
MUST_CHECK enum fault room_leave_no_name(struct classroom *room, struct learner_row *learner, struct err *err);
bool room_is_guest(const struct learner_row *learner);
/* Came and is no guest: the answers count in what is measured. Erased people's too, without their names. */
bool room_is_measured(const struct learner_row *learner);

/* start_test.c: makes the attempt of a learner with its START event. */
MUST_CHECK enum fault room_start_test(struct classroom *room, const struct class_row *class,
                                      const struct learner_row *learner, int sitting,
                                      struct attempt_row *attempt, struct err *err);
/* Appends to the attempt what the session accepts. */
MUST_CHECK enum fault room_record(struct classroom *room, struct seat *seat, struct event *event, struct err *err);

/* parameters.c */

/* The column of a response table that an item and one of its indicators are: "pay-bakery", or "pay-bakery:4.2" where the
 * item shows two. Caller frees. */
char *room_column_id(const struct quiz_item *item, const struct quiz_indicator_part *part);
/* The items of a quiz with what they are worth: as the author wrote (json NULL), or as a published set says, which must fit
 * the quiz. Caller clears. */
MUST_CHECK enum fault room_parameters(const struct frameworks *frameworks, const struct quiz *quiz, const struct json *json,
                                      struct parameter_set *out, struct err *err);
/* answer_times.c: the median seconds of first answers in this folder, for items of the set that have none. */
MUST_CHECK enum fault room_note_answer_times(struct classroom *room, const char *quiz_name, struct parameter_set *set,
                                             struct err *err);
/* For new classes: the newest that was published for this version of the quiz, else "author". */
MUST_CHECK enum fault room_parameters_in_use(struct classroom *room, const struct quiz *quiz,
                                             char name[PARAMETER_SET_NAME_MAX], struct err *err);
/* Out of the store; NULL for "author". New value. */
MUST_CHECK enum fault room_read_parameters(struct classroom *room, const char *name, struct json **set, struct err *err);
/* Whether a set has this name; json is what it was read from, NULL for the author's. */
bool room_is_parameter_set(const struct parameter_set *set, const struct json *json, const char *name);

/* judge_attempt.c */

/* What the events of one attempt amount to. */
struct verdict_of_attempt {
    struct evidence evidence;
    struct scored_outcome *scored; /* per outcome of the evidence: what the model was told */
    struct safety_situation *situations; /* with texts of evidence and events: only as long as these live */
    size_t situation_count;
    struct irt_item *bank; /* all items of the quiz, by indicators of its framework */
    size_t bank_count;
    struct level_decision decision;
    char screens_hash[2 * HASH_LEN + 1];
};
void room_clear_result(struct verdict_of_attempt *result);
/* Pure: quiz, parameters and events in, evidence and decision out. parameters: the set that event 1 names, NULL for the
 * author's. FAULT_INPUT: it is another one, or does not fit the quiz. */
MUST_CHECK enum fault room_judge_as(const struct frameworks *frameworks, const struct quiz *quiz,
                                    const struct json *parameters, int rules /* SCORING_RULES, or those of a stored result */,
                                    const struct event_list *events, struct verdict_of_attempt *out, struct err *err);
/* The same with the set out of the store. */
MUST_CHECK enum fault room_judge_stored(struct classroom *room, const struct quiz *quiz, const struct event_list *events,
                                        struct verdict_of_attempt *out, struct err *err);
/* The same answers under another framework, by a mapping of scripts/frameworks: never a certificate. The events must still
 * live. Caller frees *scored and clears *decision. */
MUST_CHECK enum fault room_decide_under(const struct frameworks *frameworks, const struct verdict_of_attempt *result,
                                        const char *own, const char *other, struct scored_outcome **scored,
                                        size_t *scored_count, struct level_decision *decision, struct err *err);
/* explain_attempt.c. {"framework","title","scored":[{"item","indicator","kind","category","steps","weight","a","b","c"}],
 * "labels","area_labels","bands","decision"}; category null = missing. New value. */
struct json *room_explain(const struct framework *framework, const struct scored_outcome *scored, size_t count,
                          const struct level_decision *decision);
MUST_CHECK enum fault room_explain_under(const struct frameworks *frameworks, const struct verdict_of_attempt *result,
                                         const char *own, const char *other, struct json **out, struct err *err);
/* finish_test.c. Judges a finished attempt and keeps the result in place of an older one. */
MUST_CHECK enum fault room_keep_result(struct classroom *room, const struct attempt_row *attempt, struct err *err);
/* Appends FINISH (who: "learner", "trainer"), judges from the stored events and keeps the result. */
MUST_CHECK enum fault room_finish_test(struct classroom *room, struct seat *seat, const char *who, struct err *err);
/* The private result page of a finished attempt, as a screen. */
MUST_CHECK enum fault room_result_screen(struct classroom *room, struct seat *seat, const char *language,
                                         struct json **screen, struct err *err);

/* What an outcome says to the model: a category, or RESPONSE_MISSING where the item was not given or not reached. */
int room_outcome_category(const struct outcome *outcome);
/* How it came about, with the events and what a parameter set says of the item (0, 0: nothing, so never rapid). */
enum response_kind room_response_kind(const struct outcome *outcome, const struct event_list *events,
                                      double median_seconds, int64_t answers);
/* The indicators of a decision that may be spoken of, best first (estimate), at most `max`; returns how many. */
size_t room_rank_indicators(const struct level_decision *decision, size_t *order, size_t max);
/* Meets a band and is not capped. */
bool room_can_do(const struct indicator_level *level);

/* read_certificates.c: DIR/certificates/ID.pdf; caller frees *pdf_path. */
MUST_CHECK enum fault room_write_pdf(const struct classroom *room, const char *id, const struct buffer *pdf,
                                     char **pdf_path, struct err *err);

/* issue_certificates.c: the press of certs/layouts/NAME.layout. */
MUST_CHECK enum fault room_open_press(const struct classroom *room, const char *layout, struct paper_press **press,
                                      struct err *err);

/* class_results.c: classroom_results without bands, which take the longest to read. */
MUST_CHECK enum fault room_list_papers(struct classroom *room, int64_t class_id, struct class_results *results, struct err *err);

/* print_class.c */
struct class_print;
void room_drop_print(struct class_print *print);

/* paper_words.c: fills a certificate_paper. The words live until clear. */
struct paper_words;
struct paper_words *paper_words_of_report(const struct classroom *room, const struct check_report *report);
struct paper_words *paper_words_new(const struct classroom *room, const struct quiz *quiz,
                                    const struct programme *programme, const struct framework *framework,
                                    const struct level_decision *decision, const struct check_report *report);
struct certificate_paper *paper_words_paper(struct paper_words *words);
void paper_words_free(struct paper_words *words);

#endif
