/* measurements.h - a part of the door classroom.h: what reports and calibrations read of the classes, who was tested twice,
 * and what the items are worth. Include classroom.h. */
#ifndef CLASSROOM_MEASUREMENTS_H
#define CLASSROOM_MEASUREMENTS_H

#include "scoring/scoring.h"

/* ---- measurements.c: who answered what, for calibration, item statistics and growth ---- */

/* One scored unit of a quiz: an item, or one of the two indicators of a task. */
struct measured_column {
    char *id;            /* as in a parameter set: "pay-bakery", "pay-bakery:4.2" */
    const char *item;    /* lives as long as the room */
    size_t indicator;    /* of the framework */
    struct irt_item irt; /* of the parameter set in use */
    enum item_status status;
    bool drifts; /* moved since the calibration before */
    double median_seconds; /* of the parameter set in use, 0 = not known: which answers are rapid guesses */
    int64_t answers;       /* behind its figures */
    bool is_task;
    size_t option_count; /* of a question with one choice, without "does not know"; else 0. Option 0 is the right one */
};
struct measured_attempt {
    char attempt_id[LEARNER_ID_MAX], learner_id[LEARNER_ID_MAX];
    char earlier[LEARNER_ID_MAX]; /* the same person's learner id in the class before, "" = not known */
    int64_t class_id, place, started_at;
    char village[200];
    char form[64]; /* "pre", "" = the whole quiz, "adaptive" */
    char parameter_set[PARAMETER_SET_NAME_MAX];
    char language[12]; /* at the end */
    int64_t birth_year; /* 0 = not stated, or erased */
    bool help_given, is_finished;
    bool is_first;         /* of this person among these */
    int *categories;       /* per column: 0..m, or RESPONSE_MISSING (not given, not reached, a rapid guess) */
    bool *is_repeat;       /* per column: answered by this person in an attempt before */
    int *chosen;           /* per column: option as the author counts them, option_count = "does not know", -1 = none */
    int64_t *milliseconds; /* per column: how long the item was on the screen, -1 = unknown (the laptop was started again) */
};
struct measurements {
    const struct quiz *quiz;           /* as it is now; lives as long as the room */
    const char *title_vi, *title_en;   /* the same */
    const struct framework *framework; /* the same */
    char parameter_set[PARAMETER_SET_NAME_MAX]; /* in use */
    struct measured_column *columns;
    size_t column_count;
    struct measured_attempt *attempts; /* class by class, as they were started (no clock is asked) */
    size_t attempt_count;
    char office[OFFICE_SIZE]; /* who issues here */
    int64_t now;              /* Unix seconds */
    size_t left_out; /* attempts with a version of the quiz whose items are others */
};
/* Every attempt with this quiz, of one class or (class_id 0) of all; without those of guests and of people who were
 * removed. Finished or not. FAULT_INPUT: no such quiz or class. */
MUST_CHECK enum fault classroom_measurements(struct classroom *room, const char *quiz, int64_t class_id,
                                             struct measurements *out, struct err *err);
void measurements_clear(struct measurements *measurements);

/* ---- class_results.c: what a class amounts to, for reports ---- */

struct learner_result {
    char learner_id[LEARNER_ID_MAX];
    char name[NAME_MAX_BYTES];
    int64_t number, birth_year;     /* 0 = not stated */
    bool has_come;                  /* else the roster expects this person */
    bool has_finished, certifies;   /* the newest finished attempt counts */
    bool identity_seen, help_given;
    int64_t minutes;                /* from start to end of that attempt, pauses too, rounded up */
    uint8_t bands[INDICATOR_MAX];   /* 1..4 per indicator of the framework; 0 = not enough evidence to state one */
    int overall;                    /* 1..4, 0 = not finished */
    char certificate[CERTIFICATE_ID_MAX]; /* "" = none */
    int64_t certified_at;
    bool is_revoked;
};
struct class_results {
    struct class_summary class;
    struct delivery delivery;
    const struct framework *framework; /* lives as long as the room */
    char office[OFFICE_SIZE];          /* who issues here */
    int64_t now;                       /* Unix seconds */
    struct learner_result *learners;   /* by number in the roster */
    size_t count;
};
MUST_CHECK enum fault classroom_results(struct classroom *room, int64_t class_id, struct class_results *results, struct err *err);
void class_results_clear(struct class_results *results);

/* ---- person_results.c: how one person stands ---- */

struct person_level {
    double theta, sd, low, high; /* EAP in logits, its SD and the 95 % interval */
    enum evidence_amount amount; /* NONE: the figures are inferred from other skills */
    int band;                    /* 1..4; stated on paper only where amount is ENOUGH */
    bool is_capped;              /* by a critical act */
    bool in_set[BAND_COUNT];     /* the 80 % level set; nothing in an old result */
    struct domain_score domain;
    struct safe_share safety;    /* of scenarios with something critical in them; seen 0 = none */
};
/* A skill in which a critical act stands open, and what to practise, in the quiz's words; NULL if it has none. */
struct person_act {
    size_t indicator;
    char *practise_vi, *practise_en;
};
/* One finished test, as it was judged then. */
struct person_test {
    bool is_there;
    char attempt_id[LEARNER_ID_MAX];
    char class_name[200];
    int64_t started_at; /* Unix seconds */
    bool help_given;
    struct person_level *levels; /* per indicator of the framework */
    struct factor_level *areas;  /* per area */
    struct factor_level total;
    int overall;
    struct person_act *open;
    size_t open_count;
};
struct person_results {
    char learner_id[LEARNER_ID_MAX];
    char name[NAME_MAX_BYTES]; /* "Khách 7" where names are locked */
    char class_name[200], office[OFFICE_SIZE];
    int64_t class_id, number, now;
    const struct framework *framework; /* lives as long as the room */
    bool is_mapped;                    /* it is not the quiz's own */
    struct person_test newest, before; /* before: of the class that this one follows, if it has the same framework */
};
/* Under another framework, by a mapping of scripts/frameworks; NULL: the quiz's own. FAULT_INPUT: no such learner, removed,
 * erased, or merged with another; no mapping. */
MUST_CHECK enum fault classroom_person(struct classroom *room, const char *learner_id, const char *framework,
                                       const char *language, struct person_results *out, struct err *err);
void person_results_clear(struct person_results *results);

/* ---- attempt_records.c: the attempts of a class, answer by answer, for other programs ---- */

struct given_answer {
    char *item;
    bool is_task, is_skipped;
    int points, most;     /* categories of its indicators, and their steps */
    uint32_t seq;         /* of the event that put it behind */
    int64_t at_ms;        /* Unix milliseconds of that */
    int64_t spent_ms;     /* -1 = unknown: the laptop was started again */
    struct json *answer;  /* quiz/quiz.h, quiz_given_answer */
    struct json *acts;    /* of a task: [{"verb","target"}], without what was typed */
};
struct attempt_record {
    char attempt_id[LEARNER_ID_MAX], learner_id[LEARNER_ID_MAX];
    char quiz[100], quiz_hash[65], form[64], parameter_set[PARAMETER_SET_NAME_MAX], language[12];
    char *title_vi, *title_en;
    bool is_adaptive, is_finished, is_by_learner; /* else the trainer or the time closed it */
    int64_t started_ms, finished_ms, spent_ms;    /* spent: -1 or less = unknown */
    uint32_t finished_seq;
    struct given_answer *answers; /* in the order in which they were given; no practice */
    size_t answer_count;
    struct json *decision;        /* as stored (scoring/decision_json.c), NULL before the end */
};
/* In the order in which they were started, without guests and people who were removed. FAULT_INPUT: no such class. */
MUST_CHECK enum fault classroom_attempt_records(struct classroom *room, int64_t class_id, struct attempt_record **out,
                                                size_t *count, struct err *err);
void attempt_records_clear(struct attempt_record *records, size_t count);

/* ---- follow_class.c: the same people tested again ---- */

/* Opens the class of that name (or goes on with it) as the second test of the people of an earlier class: they stand on its
 * roster, tied to their places there. quiz NULL: the same form again, or the next one where both are calibrated.
 * FAULT_CONFLICT: it follows another class already, or names are sealed. */
MUST_CHECK enum fault classroom_follow_class(struct classroom *room, int64_t earlier_id, const char *name, const char *quiz,
                                             const uint8_t *seed, struct class_summary *out, struct err *err);
/* What the reports group classes by; "" = the class's name stands for itself. */
MUST_CHECK enum fault classroom_set_village(struct classroom *room, int64_t class_id, const char *claimed_village,
                                            struct err *err);
struct class_pair {
    int64_t before, after; /* classes */
    int64_t before_at, after_at; /* when they were opened, Unix seconds */
    int64_t place;
    char before_name[200], after_name[200];
    char before_quiz[100], after_quiz[100]; /* "village-skills.pre" */
    char village[200];                      /* the earlier class's name where nobody said */
};
/* Each class that follows one, in the order in which they were opened. Caller frees *pairs. */
MUST_CHECK enum fault classroom_list_pairs(struct classroom *room, struct class_pair **pairs, size_t *count, struct err *err);

/* ---- parameters.c: what the items are worth, as JSON (scoring/scoring.h, parameter_set_read) ---- */

/* The set in use for new classes with this quiz; its name, "author" for what the author wrote. New value. */
MUST_CHECK enum fault classroom_read_parameters(struct classroom *room, const char *quiz, struct json **set,
                                                char name[PARAMETER_SET_NAME_MAX], struct err *err);
/* Keeps the set for ever, and uses it for new classes. FAULT_INPUT: it does not fit the quiz as it is now. */
MUST_CHECK enum fault classroom_publish_parameters(struct classroom *room, const char *quiz, const struct json *set,
                                                   char name[PARAMETER_SET_NAME_MAX], struct err *err);

#endif
