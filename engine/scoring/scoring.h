/* scoring.h - evidence becomes estimates, estimates become bands and a decision.
 *
 * Pure arithmetic (MEASURE.md): no clock, no files except the framework data that scoring_load_frameworks reads.
 * Same input, same output to 1e-6 on any machine; bands are taken from rounded values. */
#ifndef SCORING_SCORING_H
#define SCORING_SCORING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/json.h"
#include "scoring/frameworks.h"

enum { ITEM_STEPS_MAX = 12 };

/* ---- the model ---- */

struct irt_item {
    size_t indicator; /* index */
    double a;         /* logistic metric, above 0; scoring_decide takes more than 3.5 for 3.5 */
    double b[ITEM_STEPS_MAX];
    int steps;        /* m; 1 = dichotomous (2PL with fixed guessing c) */
    double c;
    double weight;    /* exponent of the likelihood, 1 = whole */
};
struct irt_model {
    size_t indicator_count;
    size_t area_count;
    const size_t *area_of; /* per indicator */
    double rho_g, rho_a;
    const double *mu;      /* per indicator */
    double cuts[CUT_COUNT];
};
enum { RESPONSE_MISSING = -1 };

struct indicator_estimate {
    double mean, sd;      /* EAP and posterior SD of theta, logits */
    double low, high;     /* 95 % interval */
    double p_at_least[CUT_COUNT]; /* P(theta >= cut): P(band >= 2), P(band >= 3), P(band = 4) */
};
struct tree_estimate {
    struct indicator_estimate *indicators;
    double *area_mean, *area_sd; /* of B_a */
    double general_mean, general_sd;
    double log_z;
    double *marginals; /* [indicator][point]: posterior of theta_k at mu_k + least + step * point; a row sums to 1 */
    size_t point_count;
    double point_least, point_step;
};

/* P(x | theta), x = 0..steps. */
void irt_probabilities(const struct irt_item *item, double theta, double *p);

/* Exact EAP of the tree model by sum-product on a grid (MEASURE.md section 1). responses[i] = category or
 * RESPONSE_MISSING. Free with irt_clear_estimate. */
void irt_estimate_tree(const struct irt_model *model, const struct irt_item *items, const int *responses,
                       size_t item_count, struct tree_estimate *out);
void irt_clear_estimate(struct tree_estimate *estimate);

/* ---- from outcomes to levels ---- */

/* How an answer came about (response_kind.c). */
enum response_kind {
    RESPONSE_COUNTS,
    RESPONSE_NOT_GIVEN,
    RESPONSE_NOT_REACHED, /* on the screen, and no answer: the test ended, or nothing was done for three minutes */
    RESPONSE_SKIPPED,     /* left without an answer: 0 */
    RESPONSE_RAPID        /* answered before anybody could have read it: not administered, and flagged */
};
struct scored_outcome {
    const char *item;       /* item id */
    size_t indicator;
    struct irt_item irt;
    int category;           /* or RESPONSE_MISSING */
    enum response_kind kind; /* why it is missing; RESPONSE_COUNTS says nothing about a missing one */
};
struct set_aside {
    char *item;
    enum response_kind kind;
};
struct critical_act {
    size_t indicator;
    const char *item;
    const char *text;
    uint32_t seq;
};
/* One line of evidence about a critical act that could have happened and did or did not. */
struct safety_situation {
    size_t indicator;
    const char *item, *text;
    size_t scenario_order;   /* when the item came on the screen: its first event */
    uint32_t seq;            /* of the event that decided it, 0 if none did */
    int64_t at;              /* Unix milliseconds of that event */
    bool was_safe;
    const char *overturned;  /* a reviewer's reason why an unsafe one does not count, NULL = none */
};
enum { SAFE_FOR_BAND = 2, SAFE_FOR_CERTIFICATE = 3 }; /* later scenarios that close an act (MEASURE.md section 5) */
enum critical_state { CRITICAL_OPEN, CRITICAL_BAND_FREE /* bars a certificate alone */, CRITICAL_CLOSED, CRITICAL_OVERTURNED };
/* An act that happened, with what came of it; the texts are its own. */
struct critical_finding {
    size_t indicator;
    char *item, *text, *reason; /* reason: "" unless overturned */
    uint32_t seq;
    int64_t at;
    size_t later_safe;
    enum critical_state state;
};
/* Safe in `safe` of `seen` scenarios: Beta(.5, .5) and its 95 % interval. */
struct safe_share {
    size_t safe, seen;
    double mean, low, high;
};

/* By the scoring units that were administered: a question is 1, a task of m steps is m. */
enum evidence_amount {
    EVIDENCE_NONE, /* 0 units: inferred from the other indicators, not tested */
    EVIDENCE_THIN, /* 1 unit: not enough, never stated on a certificate */
    EVIDENCE_ENOUGH
};

/* The share of all points that the person is expected to earn over the whole bank of an indicator, 0..1, with its 95 %
 * interval: what an indicator's theta means in this bank (MEASURE.md section 1). */
struct domain_score {
    bool is_known; /* the bank has items of it */
    double mean, low, high;
};

struct indicator_level {
    struct indicator_estimate estimate;
    enum evidence_amount amount;
    double p_band[BAND_COUNT];
    int band;        /* 1..4, posterior median level from values rounded to 1e-6; after caps */
    int score;       /* 0..31: where the estimate stands on the scale of the four bands, for the certificate's 5 bits */
    bool is_capped;  /* by a critical act that too few safe scenarios followed */
    struct domain_score domain;
    struct safe_share safety; /* of scenarios with something critical in them */
    bool in_set[BAND_COUNT]; /* the 80 % level set: the fewest bands that hold the person with P >= .80 */
};
/* Of an area: mean mu of its indicators + B_a; of everything: mean mu + sqrt(rho_g) G. Logits; mean +- 1.96 sd. */
struct factor_level {
    double mean, sd, low, high;
    bool is_inferred; /* nothing of it was tested */
};
/* Of the rules that made a decision: 1 (or not said) before domain scores, clearing and rapid guesses, which 2 has. */
enum { SCORING_RULES = 2 };

struct level_decision {
    struct indicator_level *levels; /* per indicator of the framework */
    size_t indicator_count;
    int overall;           /* lower median of the bands with enough evidence, what "level" on the paper says; 1 if none */
    size_t met;            /* indicators that meet the programme's need */
    bool has_open_critical;
    bool certifies;
    struct factor_level *areas; /* per area of the framework */
    size_t area_count;
    struct factor_level total;
    struct critical_finding *criticals; /* every critical act, in the order given */
    size_t critical_count;
    struct set_aside *set_aside; /* answers that were given and do not count */
    size_t set_aside_count;
    int rules;       /* that made it: SCORING_RULES */
    double accuracy; /* expected share of right bands among those with evidence: mean of the largest P; 0 if none */
};

/* Where a theta stands on the drawn scale 0..1 (four equal bands; piecewise linear through the cuts, outer bands one
 * logit wide and clamped). */
double scoring_scale_position(const struct framework *framework, double theta);

struct decision_case {
    const struct framework *framework;
    const struct programme *programme; /* NULL: none */
    const struct scored_outcome *outcomes;
    size_t outcome_count;
    const struct safety_situation *situations;
    size_t situation_count;
    const struct irt_item *bank; /* for the domain scores; NULL: the items of the outcomes, answered or not */
    size_t bank_count;
    int rules; /* 1: no critical act is ever closed; 0: the newest, SCORING_RULES */
    bool is_mapped; /* the outcomes are another framework's: units count by their weight */
};
void scoring_decide_case(const struct decision_case *given, struct level_decision *out);
/* The same where every critical act is open. */
void scoring_decide(const struct framework *framework, const struct programme *programme,
                    const struct scored_outcome *outcomes, size_t outcome_count,
                    const struct critical_act *criticals, size_t critical_count, struct level_decision *out);
void scoring_clear_decision(struct level_decision *decision);
struct json *scoring_decision_to_json(const struct framework *framework, const struct level_decision *decision);

/* ---- parameter_set.c: the items of one quiz with what they are worth, versioned ---- */

enum { PARAMETER_SET_NAME_MAX = 128 };
enum item_status { ITEM_AUTHOR, ITEM_PROVISIONAL, ITEM_CALIBRATED, ITEM_FIRM }; /* MEASURE.md section 2 */

/* One column of a response table: an item, or one of the two indicators of a task. */
struct item_parameters {
    char *id;   /* "pay-bakery", or "pay-bakery:4.2" where the item shows two indicators */
    char *item; /* "pay-bakery" */
    struct irt_item irt;
    enum item_status status;
    int64_t answers; /* first attempts behind the figures */
    bool has_errors; /* the two below are known */
    double se_log_a, se_b[ITEM_STEPS_MAX];
    double median_seconds; /* of first answers, 0 = not known: MEASURE.md section 5, rapid guesses */
    bool drifts; /* moved since the set before: MEASURE.md section 2 */
};
struct parameter_set {
    char *quiz, *quiz_hash; /* "" = of no particular quiz */
    char *framework;        /* "village-basic/1", "" = none */
    char *before;           /* name of the set it is linked to, "" = none */
    char **codes;           /* per indicator */
    double *mu;             /* per indicator */
    size_t *area_of;        /* per indicator */
    size_t indicator_count;
    char **areas; /* codes */
    size_t area_count;
    double rho_g, rho_a, cuts[CUT_COUNT];
    struct item_parameters *items;
    size_t item_count;
};

/* From {"format":"dauso-parameters-1","quiz","quiz_hash","framework","before","rho_g","rho_a","cuts","indicators":[{"code",
 * "area","mu"}],"items":[{"id","item","indicator","a","b":[],"c","weight","status","answers","se_log_a","se_b","drifts"}]}.
 * What is missing is as in MEASURE.md section 1; other members are passed over. FAULT_INPUT names item and member. */
MUST_CHECK enum fault parameter_set_read(const struct json *json, struct parameter_set *out, struct err *err);
struct json *parameter_set_write(const struct parameter_set *set); /* canonical: equal sets give equal bytes */
void parameter_set_clear(struct parameter_set *set);
/* "village-skills-0123456789abcdef": the quiz and the first 16 digits of SHA-256 over the canonical JSON. */
void parameter_set_name(const struct parameter_set *set, char out[PARAMETER_SET_NAME_MAX]);
const struct item_parameters *parameter_set_find(const struct parameter_set *set, const char *id); /* NULL if none */
struct irt_model parameter_set_model(const struct parameter_set *set); /* borrows */
enum item_status item_status_of(int64_t answers);
const char *item_status_name(enum item_status status); /* "author", "provisional", "calibrated", "firm" */

/* ---- calibrate.c ---- */

#include "scoring/calibrate.h"

/* ---- item_statistics.c, reliability.c, person_fit.c, dif.c, standard_setting.c ---- */

#include "scoring/item_statistics.h"

/* ---- adaptive.c: which item next (MEASURE.md section 3) ---- */

enum adaptive_goal {
    ADAPTIVE_PROFILE,    /* until every indicator is known to `sd` */
    ADAPTIVE_CERTIFICATE /* until each indicator is on one side of the cut */
};
struct adaptive_rules {
    enum adaptive_goal goal;
    size_t items_most;
    double minutes_most;  /* of the items' stated minutes, no clock; 0 = no limit */
    double sd;            /* profile: logits */
    size_t per_indicator; /* certificate: items at most */
    int units_least;      /* steps of items before an indicator may be left: fewer are never stated */
    size_t cut;           /* certificate: which of the model's cuts */
    double sure;          /* certificate: decided at P(theta >= cut) >= sure or <= 1 - sure */
};
/* Profile, 40 items, 45 minutes, SD .60, 8 per indicator, 2 units, first cut, .90. */
struct adaptive_rules adaptive_usual_rules(void);

enum { ADAPTIVE_PARTS_MAX = 2, ADAPTIVE_BANK_LEAST = 8 /* items of each indicator; a thinner bank is no bank */ };
static const size_t ADAPTIVE_NO_ITEM = SIZE_MAX;
struct adaptive_item {
    struct irt_item parts[ADAPTIVE_PARTS_MAX]; /* one for each indicator that it shows */
    size_t part_count;                         /* 1 or 2 */
    double minutes;                            /* as the author states them, for the limit; 0 counts as 1 */
    double cost;                               /* what its worth is divided by: median minutes; 0 = as stated */
};

/* The tables of all items, made once. Immutable: tests on several threads may share it. Copies what it is given. */
struct adaptive_bank;
struct adaptive_bank *adaptive_bank_new(const struct irt_model *model, const struct adaptive_item *items,
                                        size_t item_count, const struct adaptive_rules *rules);
void adaptive_bank_free(struct adaptive_bank *bank);

/* One person's test. The bank must outlive it. is_eligible: per item, NULL = all; it is copied. */
struct adaptive_test;
struct adaptive_test *adaptive_test_new(const struct adaptive_bank *bank, const bool *is_eligible, uint64_t seed);
void adaptive_test_free(struct adaptive_test *test);
/* The item to give now, ADAPTIVE_NO_ITEM at the end. A function of bank, eligibility, seed and what was noted. */
size_t adaptive_next(struct adaptive_test *test);
/* This item is behind: a category or RESPONSE_MISSING for each of its parts. Not twice. */
void adaptive_note(struct adaptive_test *test, size_t item, const int *categories);

/* Why the last adaptive_next gave none. */
enum adaptive_ending {
    ADAPTIVE_GOES_ON,
    ADAPTIVE_REACHED,     /* the goal */
    ADAPTIVE_ALL_ITEMS,   /* items_most */
    ADAPTIVE_ALL_MINUTES, /* no item fits into what is left of minutes_most */
    ADAPTIVE_BANK_EMPTY   /* no eligible item of what is still open */
};
enum adaptive_ending adaptive_ends(const struct adaptive_test *test);
/* About how many items are still to come, the one of the last adaptive_next among them; it never rises. */
size_t adaptive_more(struct adaptive_test *test);
/* v^2 I / (1 + v I) / t of an item now, summed over its indicators. */
double adaptive_value(const struct adaptive_test *test, size_t item);
/* The share of its points that the person is expected to earn, 0..1. */
double adaptive_success(const struct adaptive_test *test, size_t item);
/* What is known of an indicator: EAP, SD, P(theta >= cut). */
void adaptive_estimate(const struct adaptive_test *test, size_t indicator, double *mean, double *sd, double *p_above);

/* adaptive_exposure.c: which items one person may be given, so that no item becomes known to all. */
struct adaptive_exposure {
    const bool *is_usable; /* NULL = all */
    const double *rate;    /* share of the people before who were given it */
    const bool *is_worn;   /* given to too many of this room; NULL = none */
};
/* Each usable item with probability min(1, .30 / rate)^2 unless it is worn; at least four of each indicator (certificate:
 * per_indicator) where there are so many, then the least given ones. */
void adaptive_draw_eligible(const struct adaptive_bank *bank, const struct adaptive_exposure *exposure, uint64_t seed,
                            bool *is_eligible);
/* The rates after so many made-up people of the model, for a bank that nobody has sat yet. */
void adaptive_rehearse(const struct adaptive_bank *bank, const struct irt_model *model, const bool *is_usable,
                       size_t people, uint64_t seed, double *rate);

/* ---- domain_score.c, response_kind.c ---- */

/* Per indicator of the estimate, into out: E(theta) / m averaged over the items of the bank that show it (each as often as
 * it stands there), over the posterior; the interval is that of theta, mapped (the curve rises). */
void scoring_domain_scores(const struct tree_estimate *estimate, const double *mu, size_t indicator_count,
                           const struct irt_item *bank, size_t bank_count, struct domain_score *out);
/* The fewest bands that hold at least `wanted` of the probability; of equal ones the lower. */
void scoring_level_set(const double p_band[BAND_COUNT], double wanted, bool in_set[BAND_COUNT]);
/* What is seen of one response. The median is over real first answers of the item, out of the parameter set. */
struct response_look {
    bool was_seen, is_answered, is_skipped;
    int64_t spent_ms;         /* from the screen to the answer, -1 unknown */
    int64_t longest_pause_ms; /* on its screen without an act */
    double median_seconds;    /* 0 unknown */
    int64_t answers;          /* behind the median */
};
enum response_kind scoring_response_kind(const struct response_look *look);
int scoring_response_category(enum response_kind kind, int category); /* what the model is told: it, 0 or RESPONSE_MISSING */
const char *scoring_response_kind_name(enum response_kind kind); /* "counts", "not given", "not reached", "skipped", "rapid" */

/* safety.c. How many later, different, safe scenarios of its indicator followed situation `at`. */
size_t scoring_count_later_safe(const struct safety_situation *all, size_t count, size_t at);
struct safe_share scoring_safe_share(size_t safe, size_t seen); /* safe <= seen */
/* All 0 where the indicator had no scenario. */
struct safe_share scoring_safe_share_of(const struct safety_situation *all, size_t count, size_t indicator);
const char *scoring_critical_state_name(enum critical_state state); /* "open", "band free", "closed", "overturned" */

/* framework_mapping.c. The same answers as evidence about the framework mapping->to: each as often as it shows something
 * there, with its weight times the mapping's. out: MAPPING_ROWS_EACH * count places; returns how many were used. */
size_t scoring_map_outcomes(const struct framework_mapping *mapping, const struct scored_outcome *outcomes, size_t count,
                            struct scored_outcome *out);
size_t scoring_map_items(const struct framework_mapping *mapping, const struct irt_item *items, size_t count,
                         struct irt_item *out);
/* A critical act counts for the indicator that its own says most about. out: count places. */
size_t scoring_map_situations(const struct framework_mapping *mapping, const struct safety_situation *situations,
                              size_t count, struct safety_situation *out);

/* The share of an item's points expected at theta, 0..1. */
double irt_expected_share(const struct irt_item *item, double theta);

/* ---- class_growth.c, growth_pool.c, growth_claim.c: MEASURE.md section 4 ---- */

/* mean +- 95 %; all 0 unless is_known. Logits: where the cuts are one apart, 1 logit is one band. */
struct growth_mean {
    bool is_known;
    double mean, se, low, high;
};
struct change_estimate { double mean, sd, p_above_zero; };
enum change_verdict { CHANGE_UNKNOWN, CHANGE_FELL, CHANGE_NOT_CLEAR, CHANGE_GREW };
enum growth_problem {
    GROWTH_FINE,
    GROWTH_NO_ANSWERS, /* nobody (of a person: not he) answered something in both tests */
    GROWTH_TOO_FEW,    /* one person only: no interval can be given */
    GROWTH_SINGULAR,   /* nearly all right, all wrong or all alike: the figures lean on a weak prior of the mean, N(0, 1)
                        * of a change: "at least", not "so much" */
    GROWTH_NOT_SETTLED, /* the search did not come to rest; figures are given, read them with care */
    GROWTH_OUT_OF_RANGE /* nearly all right in both tests, or nearly all wrong: a change between them cannot be seen */
};
const char *growth_problem_key(enum growth_problem problem); /* "growth.too-few" */

struct class_growth_case {
    const struct irt_model *model;
    const struct irt_item *pre_items, *post_items; /* a is taken as at most 3.5 */
    size_t pre_count, post_count;
    const int *pre, *post; /* [person][item], category or RESPONSE_MISSING */
    size_t person_count;
    double change_sd_own; /* tau_T: sd of an indicator's own change; 0 = .3 */
    void (*step)(void *context); /* twice for each person; NULL = nobody waits for it */
    void *context;
};
struct person_indicator_growth {
    bool is_tested; /* answered something of it in both tests; otherwise inferred from the other indicators */
    double pre_mean, pre_sd, post_mean, post_sd; /* theta */
    struct change_estimate change;
    enum change_verdict direction; /* P(delta > 0) >= .95 or <= .05: a direction, never a claim */
};
struct person_growth {
    enum growth_problem problem;            /* NO_ANSWERS: everything else is 0 */
    struct change_estimate change;          /* D; prior of D neutral N(0, .5^2), of G as in the class */
    enum change_verdict verdict;            /* the claim: P(D > 0) >= .95 grew, <= .05 fell; who had everything right
                                             * before is never said to have grown, all wrong: never to have fallen */
    struct change_estimate published;       /* D with the published prior of G, N(0, 1) */
    double pre_mean, post_mean;             /* mean theta of the indicators before and after */
    struct person_indicator_growth *indicators; /* per indicator; NULL with NO_ANSWERS */
};
struct class_indicator_growth {
    enum growth_problem problem;
    size_t person_count;                  /* answered something of it in both tests */
    struct growth_mean pre, post, change; /* mean theta before and after, mean change; of this indicator alone */
    struct growth_mean pooled;            /* the change, pooled over the indicators: the one to report */
    double p_above_zero;                  /* of the pooled change */
    enum change_verdict verdict;          /* P >= .975 grew, <= .025 fell */
    int iterations;
};
struct class_growth {
    enum growth_problem problem;
    size_t person_count; /* with both tests; the others are lost between the tests: person_count of the case less this */
    size_t grew, fell, not_clear;         /* persons */
    double mean[2], sigma[2][2], v[2][2]; /* (G, D): the class's mean and covariance; v of the mean (sandwich) */
    struct growth_mean gain;              /* of D: mean +- t(.975, N - 1) sqrt(v) */
    struct growth_mean pre, post;         /* mean theta of all indicators before and after: mean mu + sqrt(rho_g) G (+ D) */
    int iterations;
    struct class_indicator_growth *indicators; /* per indicator of the model */
    size_t indicator_count;
    struct person_growth *persons; /* per person of the case, in its order */
    size_t case_count;
};
/* What people who sat two tests gained, as a class and each. Only persons with answers in both tests enter. Figures that
 * cannot be computed are 0 and `problem` says why; never NaN. Free with class_growth_clear. */
void class_growth_estimate(const struct class_growth_case *given, struct class_growth *out);
void class_growth_clear(struct class_growth *growth);

/* Several estimates of the same kind (villages of a province, indicators of a class) looked at together: normal-normal,
 * sd between groups tau on 0..1 with prior half-normal(.5), flat mean (Gelman et al., BDA, 5.4). */
struct growth_group {
    double mean, se; /* given; a group with se <= 0 or not finite is left out: its `shrunk` is not known */
    size_t person_count; /* given; its weight in the total */
    struct growth_mean shrunk;
    double p_above_zero;
};
struct growth_pool {
    size_t group_count, person_count; /* that entered */
    double tau;               /* posterior mean of the sd between groups */
    struct growth_mean total; /* of the people tested: weighted by person_count */
    struct growth_mean mean;  /* of groups like these (random effects); of one group: that group */
};
void growth_pool_estimate(struct growth_group *groups, size_t group_count, struct growth_pool *out);

/* May growth be stated from these two tests? (Author difficulties on two forms gave false growth in .28-.36 of classes.) */
enum growth_claim_kind {
    CLAIM_REFUSED,
    CLAIM_SAME_FORM,   /* both tests had the same items, with the same parameters */
    CLAIM_CALIBRATED,  /* the items that differ have >= 100 answers each */
    CLAIM_COMMON_ITEMS /* refused for the whole tests; may be stated on the items that a person answered twice */
};
enum growth_refusal {
    REFUSAL_NONE,
    REFUSAL_NO_PAIRS,        /* nobody took both tests */
    REFUSAL_AUTHOR_ITEMS,    /* forms differ in items whose difficulty is its author's guess (under 100 answers) */
    REFUSAL_DRIFTED_ITEMS,   /* an item drifted, so it is another one now, and has under 100 answers */
    REFUSAL_CONTRADICTION    /* an item's parameters differ and no set says that it drifted: score both with one set */
};
struct growth_column {
    const char *id;
    const struct irt_item *irt;
    enum item_status status;
    bool drifts; /* moved since the set before */
};
struct growth_claim_case {
    const struct growth_column *pre_columns, *post_columns;
    size_t pre_count, post_count;
    const int *pre, *post; /* [person][column], the same persons */
    size_t person_count;
};
enum { CLAIM_COMMON_LEAST = 10 }; /* items that a person must have answered twice for CLAIM_COMMON_ITEMS (convention) */
struct growth_claim {
    enum growth_claim_kind kind;
    enum growth_refusal why;    /* of the refusal of the whole tests, also with CLAIM_COMMON_ITEMS */
    char item[64];              /* the first item that `why` is about, "" = none */
    size_t pre_items, post_items, common_items; /* that anybody answered; in both tests, with the same parameters */
    double common_share;        /* common / all that anybody answered, 0..1 */
    size_t weak_items;          /* not common and not calibrated, or contradictory, or met only once by most */
    size_t person_count;        /* took both tests */
    size_t claim_persons;       /* of them, about whom the claim may speak */
};
void growth_claim_judge(const struct growth_claim_case *given, struct growth_claim *out);
/* Copies of the answers with RESPONSE_MISSING wherever the claim may not use one (everything if refused):
 * what class_growth_estimate is to be given. pre, post: as large as the case's. */
void growth_claim_keep(const struct growth_claim_case *given, const struct growth_claim *claim, int *pre, int *post);

/* `dauso score --vectors`: the fields of a case's "expect", computed, as in PRODUCT.md section 4. *out is always a new
 * value; {"id", "error"} for a kind that is not known here, and with FAULT_INPUT for a case that lacks something. */
MUST_CHECK enum fault scoring_solve_case(const struct json *test_case, struct json **out, struct err *err);

#endif
