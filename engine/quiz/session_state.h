/* session_state.h - one attempt at one moment, as session.c, screen.c and evidence.c share it.
 * Private to quiz/. */
#ifndef QUIZ_SESSION_STATE_H
#define QUIZ_SESSION_STATE_H

#include "base/language.h"
#include "quiz/question_type.h"

enum { ACCOUNTS_MAX = 8, PARTS_MAX = 12 };

/* Something that happened in a practical task; conditions look at these. "visit", "paid" and
 * "report" follow from acts; the others are acts. */
struct happening {
    char *verb, *target;
    char *value;    /* of "type": what was typed */
    int64_t amount; /* of "paid" */
    uint32_t seq;
};

struct item_progress {
    enum item_state state;
    int chosen; /* place of the one chosen option on the screen, -1 = none; the last place: does not know */
    size_t option_count;        /* the one for not knowing included */
    size_t order[OPTIONS_MAX];  /* place on the screen -> option as the author counts them, last: does not know */
    size_t picked[OPTIONS_MAX]; /* of several, or in an order: places, first to last */
    size_t picked_count;
    int partners[PAIRS_MAX]; /* of matching: place of the option for each left side, -1 = none */
    char *typed[GAPS_MAX];   /* of typed questions and gaps: NULL = nothing */
    struct json *variables;     /* {"amount": 35000, …}: resolved for this attempt */
    const struct json *screen;  /* of a practical: where the person is */
    const struct json *paying;  /* the code or the button whose payment is being made */
    int64_t balances[ACCOUNTS_MAX];
    struct happening *happenings;
    size_t happening_count, happening_capacity;
};

struct session {
    const struct quiz *quiz;
    uint8_t seed[SEED_LEN];
    char language[LANGUAGE_CODE_MAX]; /* may be one that this machine does not speak: then vi is seen */
    bool speaks_here; /* words of ours are in it as far as this machine has them; else in vi or en */
    const char *const *address; /* {"bác", "Bác"}: how the learner is spoken to on the screens */
    size_t *path; /* the items of this attempt in order, by their index in the quiz */
    size_t path_count, at;
    struct item_chooser chooser; /* of an adaptive attempt; choice NULL: the path is fixed */
    void *choice;
    size_t more; /* about how many items are to come, the current one included */
    size_t item; /* path[at]: the current item; item_count = all behind */
    bool is_finished;
    uint32_t seq; /* of the last event */
    struct item_progress *progress;
};

/* ---- session.c ---- */
void session_happen(struct session *session, const char *verb, const char *target, int64_t amount,
                    const char *value, uint32_t seq);
/* Puts the current item behind in this state and shows the next one. */
void session_next_item(struct session *session, enum item_state state, uint32_t seq);

/* ---- evidence.c ---- */
/* What the events say of the indicators of one item; returns how many. */
size_t session_item_outcomes(const struct session *session, size_t item,
                             struct outcome outcomes[QUIZ_INDICATORS_PER_ITEM]);

/* ---- question.c, task.c: one kind of item each ---- */
void question_prepare(struct session *session, size_t item);
MUST_CHECK enum fault question_apply(struct session *session, const struct event *event,
                                     struct err *err);
void question_clear(struct item_progress *progress);
bool question_is_answered(const struct session *session, size_t item);
double question_credit(const struct session *session, size_t item); /* 0..1; not knowing is 0 */
/* Order of a gap's choices on the screen: place -> as the author counts them, the right one first. */
void question_gap_order(const struct session *session, size_t item, size_t gap,
                        size_t order[OPTIONS_MAX]);
void task_prepare(struct session *session, size_t item);
void task_show(struct session *session, uint32_t seq); /* the first screen of the current task */
MUST_CHECK enum fault task_apply(struct session *session, const struct event *event,
                                 struct err *err);

/* What stands on a task's screens now. `since`: the event that made it so, 0 if it was so at first. */
const char *task_typed(const struct session *session, size_t item, const char *field,
                       bool since_visit); /* NULL: nothing; since_visit: since this screen came */
bool task_is_on(const struct session *session, size_t item, const char *name, uint32_t *since);
bool task_is_picked(const struct session *session, size_t item, const struct json *holder,
                    const char *part, uint32_t *since);
const struct json *task_find_holder(const struct json *task, const char *name); /* choices, photos */
bool task_is_shown(const struct session *session, size_t item, const struct json *widget);
bool task_read_amount(const char *text, int64_t *amount); /* "35.000", "35k", "35000 đ" */

/* ---- conditions.c ---- */

/* Whether a condition holds, and the events between which it did: `first` is the one that decided
 * it, 0 if none. */
struct finding {
    bool is_true;
    uint32_t first, last;
};
struct finding conditions_judge(const struct session *session, size_t item,
                                const struct json *condition);

/* ---- words.c and what the others look up ---- */

/* A text in the session's language with its {places} filled in. Caller frees; "" for NULL. */
char *session_words(const struct session *session, size_t item, const struct json *text);
extern const char *const SESSION_ADDRESSES[][2]; /* the first one is the usual one */
/* A number that may be a literal or "{variable}"; false if it is neither. */
bool session_number(const struct session *session, size_t item, const struct json *value,
                    int64_t *out);
size_t session_find_account(const struct session *session, size_t item,
                            const char *id); /* ACCOUNTS_MAX if none */
/* For walkthroughs: puts the items before `item` behind, not seen, and shows it. */
void session_jump_to(struct session *session, size_t item);
/* The member of a screen's widgets with this kind and this id (code, for scan). */
const struct json *session_find_widget(const struct json *screen, const char *kind, const char *id);
/* The button, entry or notification of a screen with this id; NULL if there is none. */
const struct json *session_find_pressed(const struct json *screen, const char *id);
void session_option_id(size_t place, size_t count, char out[16]); /* "a", "b", … "dont-know" */

#endif
