/* classroom.h - the use cases: one file = one thing that a person wants done.
 *
 * The only place where quiz, scoring, credential and store meet. It knows nothing of HTTP and the command line, so
 * that a test can call it directly. One thread uses a classroom. Nothing is acknowledged to a person before
 * classroom_commit has returned FAULT_NONE (group commit: one for all that waited). */
#ifndef CLASSROOM_CLASSROOM_H
#define CLASSROOM_CLASSROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/json.h"
#include "credential/credential.h"

enum { LEARNER_ID_MAX = 32, TOKEN_TEXT_MAX = 40, CERTIFICATE_ID_MAX = 40, NAME_MAX_BYTES = 400 };

struct classroom;

/* Clock that a test may replace. */
struct classroom_clock {
    int64_t (*wall_ms)(void);
    int64_t (*monotonic_ms)(void);
};

/* ---- set_up.c ---- */

struct laptop {
    const char *office;       /* NULL = "Lớp kỹ năng số" or what was set before */
    uint32_t place;           /* a code of certs/trust/places.tsv, 0 = not stated */
    const char *verifier_url; /* NULL = leave as it is */
    const char *layout;            /* of certs/layouts/; NULL = leave as it is, "formal" at first */
    struct passphrase *passphrase; /* NULL = none: enough where the keys are not sealed, or nothing is to be renewed */
};
/* Makes the data folder: store, root and issuer key, trust file with the tables behind the numbers. Idempotent.
 * FAULT_INPUT: unknown place, URL of more than 30 characters or with '#'. */
MUST_CHECK enum fault classroom_set_up(const char *folder, const char *share, const struct laptop *laptop, int64_t now,
                                       struct err *err);

/* ---- published_words.c ---- */

struct published_words; /* the tables behind the numbers in a certificate, from share/ */
MUST_CHECK enum fault published_words_load(const char *share, struct published_words **words, struct err *err);
const struct public_words *published_words_view(const struct published_words *words);
void published_words_free(struct published_words *words);

/* ---- room.c ---- */

/* Opens the data folder (store, keys), the frameworks and all quizzes of share/quizzes that load without problems;
 * a quiz with problems is left out and named in the log. Keys must exist (dauso init): else FAULT_CANNOT says so. */
MUST_CHECK enum fault classroom_open(const char *folder, const char *share, const struct classroom_clock *clock,
                                     struct classroom **room, struct err *err);
/* The same for those who only look: a record that the journal does not know is told, and no obstacle. */
MUST_CHECK enum fault classroom_open_to_read(const char *folder, const char *share, struct classroom **room, struct err *err);
void classroom_close(struct classroom *room);
/* The issuer's key, where it is sealed: FAULT_CONFLICT if that is not the passphrase. Locking wipes it. */
MUST_CHECK enum fault classroom_unlock(struct classroom *room, struct passphrase *passphrase, struct err *err);
/* The same by the words that a trainer typed, and sealing all keys with them for the first time. */
MUST_CHECK enum fault classroom_unlock_by_words(struct classroom *room, const char *words, struct err *err);
MUST_CHECK enum fault classroom_seal_by_words(struct classroom *room, const char *words, struct err *err);
void classroom_lock(struct classroom *room);
bool classroom_is_locked(const struct classroom *room);
bool classroom_is_sealed(const struct classroom *room);
/* Names and papers are sealed and nobody has given the passphrase since the start: people are shown by number. */
bool classroom_names_are_locked(const struct classroom *room);
/* From now on papers that are sealed are shown from the store only, and not written as files beside it. */
void classroom_keep_papers_inside(struct classroom *room);

/* Makes what happened durable. On a fault everything since the last commit is undone and every cached session is
 * dropped; the caller answers 507 to those who wait. */
MUST_CHECK enum fault classroom_commit(struct classroom *room, struct err *err);
void classroom_roll_back(struct classroom *room);
bool classroom_has_pending(const struct classroom *room);

/* ---- open_class.c ---- */

struct quiz_choice {
    char *id; /* of the quiz and its form: "village-skills.pre" */
    char *title_vi, *title_en;
    size_t items;
    int minutes;
    int adaptive_items;    /* at most, where the bank bears an adaptive test; 0: the quiz asks for none */
    bool is_practice_only; /* leads to no programme, or its author is not trusted here: no certificate follows */
};
size_t classroom_quizzes(const struct classroom *room, const struct quiz_choice **choices);
/* By the id of a quiz, whose first form is meant, or of one of its forms. */
bool classroom_has_quiz(const struct classroom *room, const char *id);
/* In that language, else in vi. Caller frees; NULL: nothing that can be chosen has this name. */
char *classroom_quiz_title(const struct classroom *room, const char *name, const char *language);

struct class_summary {
    int64_t id;
    char name[200];
    char code[7];
    char quiz[100];
    char quiz_title[300];
    int64_t opened_at;
    bool has_ended, is_paused;
    bool is_practice_only; /* its quiz was not trusted, or leads to no programme: no certificate follows */
    int minutes;          /* for the test; 0 = nobody is timed */
    size_t learner_count; /* expected ones too */
};
/* Opens the class of that name or goes on with it. FAULT_INPUT: no such quiz, bad name, or the class has ended.
 * seed: NULL = random (only demo and tests fix it). */
MUST_CHECK enum fault classroom_open_class(struct classroom *room, const char *name, const char *quiz,
                                           const uint8_t *seed, struct class_summary *out, struct err *err);
MUST_CHECK enum fault classroom_list_classes(struct classroom *room, struct class_summary **classes, size_t *count,
                                             struct err *err);
MUST_CHECK enum fault classroom_find_class(struct classroom *room, int64_t id, struct class_summary *out, struct err *err);

/* ---- choose_items.c: adaptive tests ---- */

enum delivery_kind {
    DELIVERY_FIXED,    /* the quiz does not ask for anything else */
    DELIVERY_ADAPTIVE,
    DELIVERY_FALLBACK  /* it asks for an adaptive test, and its bank is too thin: the fixed form */
};
struct delivery {
    enum delivery_kind how;
    bool is_by_author;    /* adaptive by difficulties that nobody has measured yet */
    char indicator[24];   /* fallback: the thinnest one, */
    size_t there, usable; /* its items, and those among them that may be chosen: with 100 answers unless the quiz says so */
};
struct quiz;
struct frameworks;
/* Of a class as it stands; and of a quiz with its author's difficulties. */
MUST_CHECK enum fault classroom_delivery(struct classroom *room, int64_t class_id, struct delivery *out, struct err *err);
MUST_CHECK enum fault classroom_plan_delivery(const struct frameworks *frameworks, const struct quiz *quiz,
                                              struct delivery *out, struct err *err);

/* ---- manage_class.c ---- */

/* Closes all attempts that are still running (FINISH by trainer), then the class. */
MUST_CHECK enum fault classroom_end_class(struct classroom *room, int64_t class_id, struct err *err);
/* While a class rests nobody answers and no clock runs. */
MUST_CHECK enum fault classroom_pause(struct classroom *room, int64_t class_id, bool is_paused, struct err *err);
/* 1 to 600, 0 = nobody is timed. Counted from each learner's first marked item. */
MUST_CHECK enum fault classroom_limit_time(struct classroom *room, int64_t class_id, int minutes, struct err *err);

/* ---- roster.c ---- */

struct roster_report {
    size_t added, repeated; /* repeated: stood there already, or twice in the list */
};
/* A pasted table or the bytes of a CSV file, UTF-8. FAULT_INPUT names the line; then nobody was written down. */
MUST_CHECK enum fault classroom_import_roster(struct classroom *room, int64_t class_id, const char *text, size_t len,
                                              struct roster_report *out, struct err *err);
struct roster_name {
    char learner_id[LEARNER_ID_MAX];
    char name[NAME_MAX_BYTES];
    int64_t birth_year;
    bool is_here; /* a phone has joined with it */
};
/* By given name; none in a class without roster. Caller frees. */
MUST_CHECK enum fault classroom_list_roster(struct classroom *room, int64_t class_id, struct roster_name **names,
                                            size_t *count, struct err *err);

/* ---- deeds.c: what the trainer did, and taking it back ---- */

struct deed {
    int64_t seq, at;
    char verb[24];
    char name[NAME_MAX_BYTES]; /* whom it was about, "" = the class */
};
/* Those of the last ten minutes that may be undone, newest first. Caller frees. */
MUST_CHECK enum fault classroom_list_deeds(struct classroom *room, int64_t class_id, struct deed **deeds, size_t *count,
                                           struct err *err);
/* FAULT_CONFLICT: too late, or something was built upon it. */
MUST_CHECK enum fault classroom_undo(struct classroom *room, int64_t class_id, int64_t seq, struct err *err);

/* ---- join_class.c ---- */

struct joined {
    char learner_id[LEARNER_ID_MAX];
    char token[TOKEN_TEXT_MAX]; /* 32 hex digits; only its hash is stored */
    int64_t number;
    char name[NAME_MAX_BYTES];
};
enum join_answer {
    JOIN_OK,
    JOIN_WRONG_CODE,
    JOIN_BAD_NAME,
    JOIN_BAD_YEAR,
    JOIN_NAME_IN_USE,   /* open on another phone, and no way back but the trainer's hand */
    JOIN_CLASS_OVER,
    JOIN_ASK_PICTURE,   /* known: picture and four digits bring the test to this phone (classroom_rejoin) */
    JOIN_WRONG_PICTURE  /* not these */
};
enum { WELCOME_PICTURES = 12, WRONG_DIGITS_MAX = 5 };
enum agreement { AGREEMENT_UNASKED, AGREEMENT_YES, AGREEMENT_NO }; /* to being written down */
struct join_request {
    const char *code;
    const char *learner_id;   /* tapped on the roster; NULL: the name was typed */
    const char *claimed_name; /* as typed */
    int64_t birth_year;       /* 0 = not stated */
    enum agreement agreement; /* UNASKED: the first screens ask, and give picture and digits */
    const char *phone;        /* any text that a phone keeps to itself; NULL = unknown */
};
/* An answer is not a fault: *answer says which; for BAD_NAME err->text tells why. Who stands on the roster, or nobody
 * knows in a class without one, is in at once; else the trainer lets in (the screen says "waiting"). Who is known
 * already comes back with picture and digits, or when the trainer has released the name. */
MUST_CHECK enum fault classroom_join(struct classroom *room, const struct join_request *request, enum join_answer *answer,
                                     struct joined *out, struct err *err);
struct rejoin_request {
    const char *code, *learner_id;
    int picture;        /* 1.. */
    const char *digits; /* four */
    const char *phone;
};
/* After WRONG_DIGITS_MAX wrong ones only the trainer can let in. The phone before is told that it rests. */
MUST_CHECK enum fault classroom_rejoin(struct classroom *room, const struct rejoin_request *request,
                                       enum join_answer *answer, struct joined *out, struct err *err);
const char *classroom_picture(int number); /* name of its drawing; "" if there is none */
/* The class behind six digits. *class_id 0 = none is open. */
MUST_CHECK enum fault classroom_find_code(struct classroom *room, const char *code, int64_t *class_id, struct err *err);

/* ---- learner on a phone: answer.c ---- */

enum { CLIP_NAME_MAX = 160 };

struct learner_view {
    char learner_id[LEARNER_ID_MAX];
    char name[NAME_MAX_BYTES];
    char given_name[NAME_MAX_BYTES];
    int64_t class_id;
    bool class_has_ended;
    bool has_finished;
    const char *language;    /* "vi", "en", another code */
    char address[16];        /* how to speak to this person, "" = the usual way */
    bool hand_is_up;
    char clip[CLIP_NAME_MAX]; /* the voice recorded for this screen, for classroom_read_clip; "" = none */
    bool is_elsewhere;       /* a newer phone has taken this test over */
    uint32_t seq;            /* of the last event of the attempt */
    struct json *screen;     /* what to show now (quiz/screen.h); a finished attempt shows kind "result":
                                {"kind":"result","can_do":[{"text","drawing"}],"practise":[…],"certificate":"ready|issued|none",
                                 "says":…}. Before the first item, or beside the test: kind "waiting" (for the trainer),
                                "consent", "picture" {"pictures":[…]}, "digits" {"picture","digits"}, "paused", "guest"
                                (practised and did not want to be written down), "elsewhere" (on a newer phone) */
};
void learner_view_clear(struct learner_view *view);

/* Who holds this token? *found false: nobody (401). Starts the attempt on the first call. */
MUST_CHECK enum fault classroom_look(struct classroom *room, const char *token, bool *found, struct learner_view *view,
                                     struct err *err);

struct act {
    uint32_t seq; /* last known + 1 */
    const char *item, *verb, *target, *value;
};
/* Applies and appends one act, then shows the next screen. FAULT_CONFLICT: stale or future seq (view->seq tells what is
 * expected before: answer 409 with expected = view->seq + 1), attempt finished, class over. The very same act sent
 * again with its old seq is answered like the first time (idempotent). FAULT_INPUT: impossible (422). */
MUST_CHECK enum fault classroom_act(struct classroom *room, const char *token, const struct act *act, bool *found,
                                    struct learner_view *view, struct err *err);
/* Notes: "language" one of base/language.h, "hand" up|down, "focus" out|in, "consent" yes:VERSION:HASH | no:…, "picture" 1.., "welcome" "".
 * Never changes marks. */
MUST_CHECK enum fault classroom_note(struct classroom *room, const char *token, const char *verb, const char *value,
                                     bool *found, struct learner_view *view, struct err *err);
/* The recording in folder/audio for what a session shows, "ITEM.SCREEN.LANGUAGE" or "ITEM.LANGUAGE": true, and the caller
 * frees *path. Else name "" and *path NULL. */
struct session;
bool classroom_find_clip(const char *folder, const struct session *session, char name[CLIP_NAME_MAX], char **path);
/* The recorded voice (MP3) of this learner's screen, and of no other. */
MUST_CHECK enum fault classroom_read_clip(struct classroom *room, const char *token, const char *name, struct buffer *out,
                                          bool *found, struct err *err);
/* A picture that this learner's screen names now; *type is its media type, NULL if there is no such picture. */
MUST_CHECK enum fault classroom_read_picture(struct classroom *room, const char *token, const char *name,
                                             struct buffer *out, const char **type, struct err *err);
/* The same for whoever holds the quiz and one of its screens: the author's preview. */
struct quiz;
const char *classroom_read_shown_picture(const struct quiz *quiz, const struct json *screen, const char *name,
                                         struct buffer *out);
/* "Xong": the token is forgotten, the phone is free for the next person. */
MUST_CHECK enum fault classroom_leave(struct classroom *room, const char *token, bool *found, struct err *err);

/* ---- class_view.c: what the trainer sees ---- */

enum tile_state {
    TILE_AT_WORK,
    TILE_HAND_UP,
    TILE_AWAY,     /* > 30 s unseen */
    TILE_DONE,
    TILE_EXPECTED, /* on the roster, no phone yet */
    TILE_WAITING   /* to be let in */
};
struct tile {
    char learner_id[LEARNER_ID_MAX];
    char name[NAME_MAX_BYTES], family[NAME_MAX_BYTES], given[NAME_MAX_BYTES];
    int64_t number, birth_year;
    enum tile_state state;
    bool in_practice;
    size_t item, item_count; /* of an adaptive test: item_count is about how many there will be */
    bool is_adaptive;
    int64_t seconds_unseen;
    int64_t seconds_waiting;  /* since the hand went up */
    int focus_out;            /* times the screen was left */
    int phones;               /* different ones that this attempt was opened on */
    int same_phone;           /* others whose attempts were opened on this one's phone */
    int minutes_left;         /* -1 = not timed */
    int extra_minutes;
    int sittings;
    bool is_guest;            /* practises only */
    bool may_rejoin;
    char address[16];
    char digits[5], picture[12]; /* the way back in, "" = none */
    bool identity_seen, help_given;
    char certificate[CERTIFICATE_ID_MAX]; /* "" = none */
    bool is_revoked;                      /* it was withdrawn */
    bool is_printed;
    bool certifies;           /* finished and meets the programme's rule */
    char unsafe_item[64];     /* where a critical act still forbids the certificate (the first one), "" = nowhere */
    char unsafe_line[280];    /* what was not kept, in the author's words */
};
struct class_view {
    struct class_summary class;
    struct delivery delivery;
    struct tile *tiles;       /* by given name, Vietnamese order */
    size_t tile_count;
    size_t people; /* those who have come: not the ones who are only expected */
    size_t issued, to_issue;
    int64_t last_commit_at;   /* Unix seconds: "all answers saved · 14:31" */
};
MUST_CHECK enum fault classroom_view(struct classroom *room, int64_t class_id, struct class_view *view, struct err *err);
void class_view_clear(struct class_view *view);

/* ---- manage_learners.c: what the trainer does for one person. Doing it twice is doing it once. ---- */

MUST_CHECK enum fault classroom_admit(struct classroom *room, const char *learner_id, struct err *err);
MUST_CHECK enum fault classroom_remove(struct classroom *room, const char *learner_id, struct err *err);
MUST_CHECK enum fault classroom_rename(struct classroom *room, const char *learner_id, const char *claimed_name,
                                       int64_t birth_year, struct err *err);
/* Two entries, one person: learner_id's is hidden, into_id's attempt counts. FAULT_CONFLICT if the hidden one has a
 * certificate. */
MUST_CHECK enum fault classroom_merge(struct classroom *room, const char *learner_id, const char *into_id, struct err *err);
MUST_CHECK enum fault classroom_add_time(struct classroom *room, const char *learner_id, int minutes, struct err *err);
MUST_CHECK enum fault classroom_attest(struct classroom *room, const char *learner_id, bool identity_seen,
                                       bool help_given, struct err *err);
/* Another phone may take over, by name alone. */
MUST_CHECK enum fault classroom_release(struct classroom *room, const char *learner_id, struct err *err);
/* How the pages speak to this person: bác, ông, bà, cô, chú, anh, chị. */
MUST_CHECK enum fault classroom_address(struct classroom *room, const char *learner_id, const char *address, struct err *err);
MUST_CHECK enum fault classroom_lower_hand(struct classroom *room, const char *learner_id, struct err *err);
/* A new attempt with other variants for who has finished and has no certificate; three sittings a class at most. */
MUST_CHECK enum fault classroom_retake(struct classroom *room, const char *learner_id, struct err *err);
/* For a visit at home: joins in the trainer's own browser, "help given" is ticked. */
MUST_CHECK enum fault classroom_assist(struct classroom *room, int64_t class_id, const char *claimed_name,
                                       int64_t birth_year, enum join_answer *answer, struct joined *out, struct err *err);

/* ---- back_up.c ---- */

/* Copies everything that is stored to a USB stick that is plugged in, else to DIR/backups/, reads it again and compares.
 * Caller frees *path. Commits what is pending. */
MUST_CHECK enum fault classroom_back_up(struct classroom *room, char **path, bool *is_on_stick, struct err *err);

/* ---- personal_data.c ---- */

/* Everything that is kept of one person: {"name","birth_year","class","consent","attempts":[{"events":[…],"result",
 * "certificate"}],"deeds":[…]}. FAULT_INPUT: nobody. New value. */
MUST_CHECK enum fault classroom_personal_data(struct classroom *room, const char *learner_id, struct json **out,
                                              struct err *err);
/* Takes name, year and papers of that person away for good, in database, WAL, journal and files; the events stay and
 * name nobody. Commits at once. A paper that was handed out stays genuine and can still be withdrawn. */
MUST_CHECK enum fault classroom_erase(struct classroom *room, const char *learner_id, struct err *err);
/* Names are erased so many days after their class ended; 0 = never by itself. */
MUST_CHECK enum fault classroom_keep_names(struct classroom *room, int days, struct err *err);
MUST_CHECK enum fault classroom_read_keep_names(struct classroom *room, int *days, struct err *err);
/* Does so now. *count: how many. */
MUST_CHECK enum fault classroom_forget_old_names(struct classroom *room, size_t *count, struct err *err);

/* The rest of the door: papers.h (issuing, printing, withdrawing), measurements.h (what reports and calibrations read). */
#include "classroom/measurements.h"
#include "classroom/papers.h"

/* ---- overturn_act.c ---- */

/* A reviewer's word that the critical act in an item of a finished attempt does not count, with the reason, which stays in
 * the record. Not once a certificate names the attempt (FAULT_CONFLICT). Judges anew and commits. */
MUST_CHECK enum fault classroom_overturn(struct classroom *room, const char *attempt_id, const char *item,
                                         const char *reason, struct err *err);

/* ---- regrade_class.c: recompute from events ---- */

struct regrade {
    bool agrees;
    char *difference;      /* "" or one sentence: what differs, at which event */
    struct json *explain;  /* what each answer said, evidence lines, decision (room.h, room_explain); NULL if impossible */
};
void regrade_clear(struct regrade *regrade);
/* framework: the answers are seen under this one too, by a mapping, and explain has "under"; NULL: under the quiz's own alone.
 * FAULT_INPUT: no mapping. */
MUST_CHECK enum fault classroom_regrade(struct classroom *room, const char *attempt_id, const char *framework,
                                        struct regrade *out, struct err *err);
/* An exported attempt carries quiz, events, chain and result: checked without a store. */
MUST_CHECK enum fault classroom_regrade_export(const struct json *exported, const char *share, const char *framework,
                                               struct regrade *out, struct err *err);
MUST_CHECK enum fault classroom_export_attempt(struct classroom *room, const char *attempt_id, struct json **out, bool *found, struct err *err);
MUST_CHECK enum fault classroom_list_attempts(struct classroom *room, struct json **out, struct err *err); /* array of objects */
/* The stored decision of a learner: {"4.2": {"band":2,…}}; NULL if not finished. New value. */
MUST_CHECK enum fault classroom_read_decision(struct classroom *room, const char *learner_id, struct json **decision, char attempt_id[LEARNER_ID_MAX], struct err *err);

#endif
