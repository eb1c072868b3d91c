/* quiz.h - a trainer's Lua becomes screens; events become state and evidence.
 *
 * Pure: a definition and events in, screens and evidence out, the same bytes on any machine. It
 * reads a quiz folder once (quiz_load), and knows no database, no clock, no learner's name and no
 * network. */
#ifndef QUIZ_QUIZ_H
#define QUIZ_QUIZ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "eventlog/eventlog.h"

enum { QUIZ_BANDS = 4, QUIZ_STEPS_MAX = 3, QUIZ_INDICATORS_PER_ITEM = 2 };

/* ---- definition: what a quiz folder says ---- */

struct quiz; /* immutable after loading */

/* One thing that is wrong with a quiz: a sentence that begins with file:line. */
struct quiz_problems {
    char **texts;
    size_t count;
    size_t capacity;
};

/* Loads `folder` (quiz.lua, items/ *.lua in name order) with the vocabulary and simulations of
 * `share` (share/scripts/...). *quiz is NULL if anything is wrong; then problems says all that was
 * found. FAULT_CANNOT: folder missing or unreadable. FAULT_INPUT: problems found. */
MUST_CHECK enum fault quiz_load(const char *folder, const char *share, struct quiz **quiz,
                                struct quiz_problems *problems, struct err *err);
/* The same from files held in memory (an exported attempt carries them): {"path": "text", ...} with
 * paths as in the hash, e.g. "quiz.lua", "scripts/quiz_words.lua",
 * "scripts/simulations/bank_qr_payment.lua". */
MUST_CHECK enum fault quiz_load_files(const char *id, const struct json *files, struct quiz **quiz,
                                      struct quiz_problems *problems, struct err *err);
void quiz_free(struct quiz *quiz);
void quiz_problems_add(struct quiz_problems *problems, const char *format, ...) PRINTF_LIKE(2, 3);
void quiz_problems_clear(struct quiz_problems *problems);

const char *quiz_id(const struct quiz *quiz); /* folder name */
const char *quiz_title(const struct quiz *quiz, const char *language);
const char *quiz_framework(const struct quiz *quiz); /* framework id */
int quiz_version(const struct quiz *quiz); /* what the author counts, 1 at first */
const char *quiz_programme(const struct quiz *quiz); /* programme id that it leads to, "" if none */
const uint8_t *quiz_hash(const struct quiz *quiz);   /* PRODUCT.md section 1 */
/* SHA-256 in the same way over what the author wrote alone, without scripts/: what a signature of the author is about. */
void quiz_author_hash(const struct quiz *quiz, uint8_t out[HASH_LEN]);
struct json *quiz_files(const struct quiz *quiz);    /* new value, form of quiz_load_files */
const char *quiz_folder(const struct quiz *quiz);    /* "" when loaded from memory */

struct quiz_indicator_part {
    const char *indicator; /* code in the framework, e.g. "4.2" */
    double weight;         /* Q-matrix weight, sum over parts <= 1 */
    double a;              /* discrimination, logistic metric */
    double b[QUIZ_STEPS_MAX];
    int steps;       /* m: 1 for a question, up to 3 for a practical task */
    double guessing; /* fixed c */
};

struct quiz_item {
    const char *id;
    bool is_practical;
    bool is_practice; /* shown first, never marked */
    int minutes;
    const struct quiz_indicator_part *parts;
    size_t part_count;
};

size_t quiz_item_count(const struct quiz *quiz);
const struct quiz_item *quiz_item_at(const struct quiz *quiz, size_t index);

/* Forms: selections of the items, for one sitting each. A quiz without forms has one, called "",
 * with all its items. Practice belongs to every form. */
size_t quiz_form_count(const struct quiz *quiz);
const char *quiz_form_id(const struct quiz *quiz, size_t form); /* "pre"; "" for the whole quiz */
/* "Basic skills: first test"; the quiz's title where there are no forms. Caller frees. */
char *quiz_form_title(const struct quiz *quiz, size_t form, const char *language);
/* Its marked items, in its order. */
size_t quiz_form_size(const struct quiz *quiz, size_t form);
size_t quiz_form_item(const struct quiz *quiz, size_t form, size_t place); /* index in the quiz */
bool quiz_form_has(const struct quiz *quiz, size_t form, size_t item);
/* "village-skills.pre": the id of the quiz and of one of its forms, "village-skills" where it has
 * none. Caller frees. */
char *quiz_form_name(const struct quiz *quiz, size_t form);
/* The form that such a name means, the first one where it names none; false if it means another
 * quiz or a form that is not there. */
bool quiz_find_form(const struct quiz *quiz, const char *name, size_t *form);
/* What a START event says of the form, in `eligibility`: "form:pre", "" for the whole quiz. Caller
 * frees. */
char *quiz_form_eligibility(const struct quiz *quiz, size_t form);

/* ---- adaptive tests: the next item depends on the answers ---- */

enum { QUIZ_ADAPTIVE_LEAST = 8 }; /* items of each indicator; a thinner bank is given as a fixed form */
/* What the author asks for, or the usual values (MEASURE.md section 3). */
struct quiz_adaptive {
    bool is_for_certificate;  /* stops at each indicator's decision, else at a known profile */
    int items, minutes;       /* at most; minutes are the items' own, no clock; 0 = no limit */
    int per_indicator;        /* certificate: items at most */
    double sd;                /* profile: logits */
    bool needs_calibrated;    /* items of fewer than 100 answers are not given */
};
bool quiz_is_adaptive(const struct quiz *quiz);
struct quiz_adaptive quiz_adaptive(const struct quiz *quiz);
/* What a START event says in `eligibility`: "adaptive:" and a bit for each marked item in the quiz's order, four to a
 * hexadecimal digit, the first one highest; bits past the last item are 0. is_eligible: per item of the quiz. Caller frees. */
char *quiz_adaptive_eligibility(const struct quiz *quiz, const bool *is_eligible);
/* Whether `eligibility` is of an adaptive attempt at all. */
bool quiz_is_adaptive_eligibility(const char *eligibility);
/* FAULT_INPUT: not that of an adaptive attempt with this quiz. out: per item of the quiz. */
MUST_CHECK enum fault quiz_read_adaptive_eligibility(const struct quiz *quiz, const char *eligibility, bool *out,
                                                     struct err *err);

/* Who knows which item is next: the model lies outside of this module. `about` must outlive every session. */
struct outcome;
static const size_t QUIZ_NO_ITEM = SIZE_MAX;
struct item_chooser {
    void *about;
    /* A new attempt. is_eligible: per item of the quiz; not kept. */
    void *(*begin)(const struct item_chooser *chooser, const uint8_t seed[SEED_LEN], const bool *is_eligible);
    /* The item to show now, by its index in the quiz, QUIZ_NO_ITEM when the test is over. *more: about how many are still
     * to come, this one included. */
    size_t (*next)(void *choice, size_t *more);
    /* An item is behind, with what the events say about each of its indicators. */
    void (*note)(void *choice, size_t item, const struct outcome *outcomes, size_t count);
    void (*end)(void *choice);
};

/* "Can do" and "practise next" lines of an indicator for learners and paper; NULL if the quiz does
 * not word it. */
const char *quiz_can_do(const struct quiz *quiz, const char *indicator, const char *language);
const char *quiz_practise(const struct quiz *quiz, const char *indicator, const char *language);
const char *quiz_drawing(const struct quiz *quiz,
                         const char *indicator); /* symbol name in drawings.svg, "" if none */

/* ---- session: one attempt at one moment ---- */

struct session;

/* The state after a START event. FAULT_INPUT if the event is none or names another quiz hash, or is that of an adaptive
 * attempt and chooser is NULL. Other attempts need no chooser; *chooser is copied. */
MUST_CHECK enum fault session_open(const struct quiz *quiz, const struct event *start,
                                   const struct item_chooser *chooser, struct session **session,
                                   struct err *err);
void session_free(struct session *session);

/* Applies one further event (ACT, NOTE, FINISH) or refuses it, changing nothing.
 * FAULT_INPUT: impossible for anybody (no such option, text too long). FAULT_CONFLICT: not now
 * (another item is on screen, attempt finished). NOTEs are accepted and only "language"
 * changes what is shown; after FINISH only "reopen" is, which takes the FINISH back. */
MUST_CHECK enum fault session_apply(struct session *session, const struct event *event,
                                    struct err *err);

bool session_is_finished(const struct session *session);
bool session_is_done(
    const struct session *session); /* the last item is behind: FINISH may follow */
/* For simulated learners, who see which item an adaptive attempt shows and not why: on an attempt of all items, this one
 * comes on the screen. No such item: nothing happens. */
void session_follow(struct session *session, const char *item);
size_t session_item_number(const struct session *session);   /* 1-based place of the current item
                                                                among marked items, 0 in practice */
size_t session_item_total(const struct session *session);    /* marked items; in an adaptive attempt
                                                                those that were shown so far */
bool session_is_adaptive(const struct session *session);
size_t session_items_more(const struct session *session);    /* adaptive: about how many are to come,
                                                                the current one included */
bool session_has_item(const struct session *session, size_t item); /* by its form; shown so far */
const char *session_item_id(const struct session *session);  /* "" when finished */
const char *session_language(const struct session *session); /* "vi", "en", another code */

/* How the learner is spoken to on the screens: bác, ông, bà, cô, chú, anh, chị; anything else is bác. Belongs to what is
 * shown, not to the attempt: a replay always speaks to bác, so that its screens are the same bytes everywhere.
 * For the same reason only what is shown says words of ours in a language that other machines may lack. */
void session_set_address(struct session *session, const char *word);
/* The screen now, as data for a renderer (see screen.h for the members of each widget). Canonical:
 * equal states give equal bytes. New value. */
struct json *session_screen(const struct session *session);
/* The names of recordings that may belong to the screen now, best first: "pay-bakery.check.vi" of a task's screen, then
 * "pay-bakery.vi" of a question or of a task's first screen. False past the end. */
enum { SESSION_CLIP_MAX = 160 };
bool session_clip_name(const struct session *session, size_t n, char out[SESSION_CLIP_MAX]);

enum item_state { ITEM_NOT_SEEN, ITEM_SEEN, ITEM_ANSWERED, ITEM_SKIPPED, ITEM_NOT_MARKED };

/* What the events say about one (item, indicator). */
struct outcome {
    const char *item;
    const char *indicator;
    enum item_state state; /* NOT_SEEN and NOT_MARKED count as not administered, SKIPPED as 0 */
    int category;          /* 0..steps */
    const struct quiz_indicator_part *part;
};

/* A line of evidence in words, for people, replay --explain and walkthroughs. */
struct evidence_line {
    const char *item;
    const char *text; /* the author's sentence, in the session's language */
    const char *name; /* its name as written in the quiz, what a walkthrough says */
    const char *indicator;
    int answer; /* 1 yes, 0 no, -1 not seen */
    bool is_critical;
    uint32_t seq; /* event that decided it, 0 if none */
};

struct evidence {
    struct outcome *outcomes;
    size_t outcome_count;
    struct evidence_line *lines;
    size_t line_count;
};

void session_evidence(const struct session *session, struct evidence *evidence);
void evidence_clear(struct evidence *evidence);
struct json *evidence_to_json(
    const struct evidence *evidence); /* canonical, part of what replay compares */

/* All events at once: the last state, and SHA-256 over the bytes of every screen on the way (start
 * included; NULL: not asked for, and ten times as fast). FAULT_INPUT names the event that does not fit. */
MUST_CHECK enum fault session_replay(const struct quiz *quiz, const struct event_list *events,
                                     const struct item_chooser *chooser, struct session **session, uint8_t screens_hash[HASH_LEN],
                                     struct err *err);

/* ---- walkthroughs: a quiz's tests and readable replays ---- */

/* Runs walkthroughs/ *.walk of the quiz's folder, or one file. Each broken expectation is a problem
 * "file:line: ...". */
MUST_CHECK enum fault quiz_walk(const struct quiz *quiz, const char *path,
                                struct quiz_problems *problems, size_t *walked, struct err *err);

/* The same, telling what happens: `tell` is called after each line of a walk, and with words NULL
 * at the end of each. */
struct quiz_step {
    const char *walk; /* its path */
    int line;
    const char *words;  /* "press    Quay lại"; NULL: the walk ends here */
    const char *screen; /* what is on the screen then: its first heading, or the question */
    bool is_fine;       /* this line; at the end: the whole walk */
};
MUST_CHECK enum fault quiz_walk_telling(const struct quiz *quiz, const char *path,
                                        struct quiz_problems *problems, size_t *walked,
                                        void (*tell)(void *about, const struct quiz_step *step),
                                        void *about, struct err *err);

/* The acts of a walkthrough of `item`, for simulated learners: variables resolved for `session`'s
 * seed. path_kind: "careful", "half", "careless". FAULT_INPUT if the quiz has no such walkthrough.
 */
MUST_CHECK enum fault quiz_walk_acts(const struct quiz *quiz, const char *item,
                                     const char *path_kind, const struct session *session,
                                     struct event_list *acts, struct err *err);
/* The option of a question that is right, as its screen names it for this session (for simulated
 * learners and checks), NULL for practical tasks. */
const char *quiz_right_option(const struct session *session, const char *item);
/* What was chosen, as the author counts options: 0 is the right one; *count (the number of options) = "does not know"; -1 =
 * nothing, or no question with one choice (then *count is 0). */
int quiz_chosen_option(const struct session *session, const char *item, size_t *count);
/* What was asked and answered, as far as the attempt has come: {"type":"choice"|"sequencing"|"matching"|"fill-in"|"numeric"|"task",
 * "asks":{"vi","en"},["story"],["choices":[{"vi","en"}…]],["lefts":[…]],"unknown":"does not know","given":[options as the author
 * counts them; of matching per left side, -1 = none],["number"]}. Typed texts are left out: people type names.
 * New value. */
struct json *quiz_given_answer(const struct session *session, const char *item);
/* Acts that answer a question of any kind and go on: `share` of its parts right, 1 for all, 0 for none.
 * Appended to acts; their numbers are the caller's. */
void quiz_answer_acts(const struct session *session, const char *item, double share,
                      struct event_list *acts);
/* n-th wrong option, "chưa biết" last; NULL past the end. */
const char *quiz_wrong_option(const struct session *session, const char *item, size_t n);

/* ---- recordings: one item tried out by its author, told in the words of a .walk file ---- */

struct recording;

/* Shows an item to learner number `seed` (the line `seed 7` of a walk). FAULT_INPUT: the quiz has no
 * such item. The quiz must outlive it. */
MUST_CHECK enum fault recording_open(const struct quiz *quiz, const char *item, int seed, const char *language,
                                     struct recording **recording, struct err *err);
void recording_free(struct recording *recording);

/* The attempt as it is now; its item is another one, or none, when recording_is_over. */
const struct session *recording_session(const struct recording *recording);
const char *recording_item(const struct recording *recording);
uint32_t recording_seq(const struct recording *recording); /* of the last event */
bool recording_is_over(const struct recording *recording);

/* Does one act and tells it. Refuses as session_apply does, changing nothing. */
MUST_CHECK enum fault recording_act(struct recording *recording, const char *verb, const char *target,
                                    const char *value, struct err *err);
/* Another language from here on. */
void recording_speak(struct recording *recording, const char *language);

/* The acts as lines of a walk, "press    Quay lại". */
size_t recording_count(const struct recording *recording);
const char *recording_line(const struct recording *recording, size_t n);
/* Does the first `count` acts of another recording in this fresh one. Returns how many fitted; `says`
 * holds why the next one did not, "" if all did. Caller frees. */
size_t recording_repeat(struct recording *recording, const struct recording *old, size_t count, char **says);

/* The whole walk: head, acts, and what the evidence says now. `is_for_simulation`: it goes beside the
 * simulation, so it names no item. Caller frees. */
char *recording_walk(const struct recording *recording, bool is_for_simulation);

/* ---- what people may type, for authors ---- */

/* One way of typing an answer, how it came about, and what it earns (0 to 1). */
struct quiz_variant {
    char *typed;
    const char *how; /* "without marks" */
    double credit;
};

/* A field of a question, and one of the answers that its author wrote. */
struct quiz_typed_answer {
    const char *item;
    char field[8];    /* "answer", or the number of a gap */
    const char *kind; /* "text", "number" or "date" */
    char *wanted;
    struct quiz_variant *variants;
    size_t count, capacity;
};

struct quiz_typed_answers {
    struct quiz_typed_answer *at;
    size_t count, capacity;
};

/* All typed answers of the questions, of full credit, and what each field makes of their variants. Of
 * a quiz with more than QUIZ_TYPED_MAX, the first ones. Caller clears. */
enum { QUIZ_TYPED_MAX = 400 };
void quiz_list_typed_answers(const struct quiz *quiz, struct quiz_typed_answers *out);
void quiz_clear_typed_answers(struct quiz_typed_answers *answers);

/* Adds a problem for each item that shows an indicator which is not in `codes` (the framework's).
 */
void quiz_check_indicators(const struct quiz *quiz, const char *const *codes, size_t count,
                           struct quiz_problems *problems);

#endif
