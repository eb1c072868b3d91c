/* growth_claim.c - may growth be stated from these two tests?
 *
 * Two forms whose difficulties are their authors' guesses differ by chance, and the whole class seems to grow or fall
 * (MEASURE.md section 4: in .28 to .36 of classes). An answer may be used if its item is calibrated, or if the same
 * person answered the same item with the same parameters in the other test too. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scoring/scoring.h"

static const size_t NOWHERE = (size_t)-1;
static const double SAME = 1e-9;
/* Of the answers of one form, so many must be usable: a few are lost where somebody did not come to the end. */
static const double SHARE_LEAST = .9;

struct tie {
    size_t twin;           /* column of the other test with the same id, or NOWHERE */
    bool is_seen;          /* somebody answered it */
    bool is_common;        /* same id and parameters; seen in both tests */
    bool is_contradictory; /* other parameters, and nobody says that it drifted */
    bool is_firm;          /* calibrated and not contradictory: counts wherever it was answered */
};
struct claim_view {
    const struct growth_claim_case *given;
    struct tie *pre, *post;
};

static bool
is_paired(const struct growth_claim_case *given, size_t person)
{
    bool before = false, after = false;
    for (size_t i = 0; i < given->pre_count; i++)
        before = before || given->pre[person * given->pre_count + i] != RESPONSE_MISSING;
    for (size_t i = 0; i < given->post_count; i++)
        after = after || given->post[person * given->post_count + i] != RESPONSE_MISSING;
    return before && after;
}

static bool
have_same_parameters(const struct irt_item *one, const struct irt_item *other)
{
    bool is_same = one->indicator == other->indicator && one->steps == other->steps &&
                   fabs(one->a - other->a) <= SAME && fabs(one->c - other->c) <= SAME &&
                   fabs(one->weight - other->weight) <= SAME;
    for (int x = 0; is_same && x < one->steps; x++)
        is_same = fabs(one->b[x] - other->b[x]) <= SAME;
    return is_same;
}

static size_t
find_column(const struct growth_column *columns, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].id, id) == 0)
            return i;
    return NOWHERE;
}

/* Only answers of persons with both tests matter. */
static void
mark_seen(const int *answers, size_t person, size_t count, struct tie *ties)
{
    for (size_t i = 0; i < count; i++)
        ties[i].is_seen = ties[i].is_seen || answers[person * count + i] != RESPONSE_MISSING;
}

static void
tie_columns(const struct growth_column *columns, size_t count, const struct growth_column *others,
            const struct tie *other_ties, struct tie *ties)
{
    for (size_t i = 0; i < count; i++) {
        const struct growth_column *other = ties[i].twin == NOWHERE ? NULL : &others[ties[i].twin];
        bool is_twice = other != NULL && ties[i].is_seen && other_ties[ties[i].twin].is_seen;
        bool is_same = other != NULL && have_same_parameters(columns[i].irt, other->irt);
        bool drifts = columns[i].drifts || (other != NULL && other->drifts);
        ties[i].is_common = is_twice && is_same;
        ties[i].is_contradictory = is_twice && !is_same && !drifts;
        ties[i].is_firm = columns[i].status >= ITEM_CALIBRATED && !ties[i].is_contradictory;
    }
}

static struct claim_view
view_of(const struct growth_claim_case *given)
{
    struct claim_view view = {.given = given};
    view.pre = memory_new_array(given->pre_count + given->post_count + 1, sizeof *view.pre);
    view.post = view.pre + given->pre_count;
    for (size_t i = 0; i < given->pre_count; i++)
        view.pre[i].twin = find_column(given->post_columns, given->post_count, given->pre_columns[i].id);
    for (size_t i = 0; i < given->post_count; i++)
        view.post[i].twin = find_column(given->pre_columns, given->pre_count, given->post_columns[i].id);
    for (size_t person = 0; person < given->person_count; person++)
        if (is_paired(given, person)) {
            mark_seen(given->pre, person, given->pre_count, view.pre);
            mark_seen(given->post, person, given->post_count, view.post);
        }
    tie_columns(given->pre_columns, given->pre_count, given->post_columns, view.post, view.pre);
    tie_columns(given->post_columns, given->post_count, given->pre_columns, view.pre, view.post);
    return view;
}

/* Whether the person answered the column's twin too, with the same parameters. */
static bool
is_answered_twice(const struct tie *tie, const int *other_answers)
{
    return tie->is_common && other_answers[tie->twin] != RESPONSE_MISSING;
}

struct tally {
    size_t answered, twice, usable;
};

static struct tally
tally_answers(const struct tie *ties, size_t count, const int *answers, const int *other_answers)
{
    struct tally tally = {0};
    for (size_t i = 0; i < count; i++)
        if (answers[i] != RESPONSE_MISSING) {
            bool is_twice = is_answered_twice(&ties[i], other_answers);
            tally.answered++;
            tally.twice += is_twice;
            tally.usable += is_twice || ties[i].is_firm;
        }
    return tally;
}

/* Answers of both tests that may be used; of the test with fewer. */
static size_t
count_usable(const struct claim_view *view, size_t person, struct tally *sum)
{
    const struct growth_claim_case *given = view->given;
    const int *before = given->pre + person * given->pre_count, *after = given->post + person * given->post_count;
    struct tally pre = tally_answers(view->pre, given->pre_count, before, after);
    struct tally post = tally_answers(view->post, given->post_count, after, before);
    sum->answered += pre.answered + post.answered;
    sum->twice += pre.twice + post.twice;
    sum->usable += pre.usable + post.usable;
    return pre.usable < post.usable ? pre.usable : post.usable;
}

static bool
is_weak(const struct tie *tie)
{
    return tie->is_seen && !tie->is_common && !tie->is_firm;
}

/* The worst that can be said of the columns, and of which of them first. An item that is weak in the other test too was
 * counted there: others is NULL for the first. */
static void
find_reason(const struct growth_column *columns, size_t count, const struct tie *ties, const struct tie *others,
            struct growth_claim *out)
{
    for (size_t i = 0; i < count; i++) {
        bool is_counted = others != NULL && ties[i].twin != NOWHERE && is_weak(&others[ties[i].twin]);
        if (!is_weak(&ties[i]) || is_counted)
            continue;
        enum growth_refusal why = ties[i].is_contradictory ? REFUSAL_CONTRADICTION
                                  : columns[i].drifts      ? REFUSAL_DRIFTED_ITEMS
                                                           : REFUSAL_AUTHOR_ITEMS;
        out->weak_items++;
        if (why > out->why) {
            out->why = why;
            snprintf(out->item, sizeof out->item, "%s", columns[i].id);
        }
    }
}

static void
count_columns(const struct claim_view *view, struct growth_claim *out)
{
    const struct growth_claim_case *given = view->given;
    for (size_t i = 0; i < given->pre_count; i++) {
        out->pre_items += view->pre[i].is_seen;
        out->common_items += view->pre[i].is_common;
    }
    for (size_t i = 0; i < given->post_count; i++)
        out->post_items += view->post[i].is_seen;
    size_t all = out->pre_items + out->post_items - out->common_items;
    out->common_share = all == 0 ? 0 : (double)out->common_items / (double)all;
    find_reason(given->pre_columns, given->pre_count, view->pre, NULL, out);
    find_reason(given->post_columns, given->post_count, view->post, view->pre, out);
}

/* The same items in all, but each person met others in his second test. */
static void
refuse_crossing(const struct claim_view *view, struct growth_claim *out)
{
    out->why = REFUSAL_AUTHOR_ITEMS;
    for (size_t i = 0; i < view->given->pre_count; i++)
        if (view->pre[i].is_seen && !view->pre[i].is_firm) {
            if (out->weak_items++ == 0)
                snprintf(out->item, sizeof out->item, "%s", view->given->pre_columns[i].id);
        }
}

void
growth_claim_judge(const struct growth_claim_case *given, struct growth_claim *out)
{
    struct claim_view view = view_of(given);
    struct tally sum = {0};
    size_t able = 0, some = 0;
    *out = (struct growth_claim){0};
    count_columns(&view, out);
    for (size_t person = 0; person < given->person_count; person++)
        if (is_paired(given, person)) {
            size_t usable = count_usable(&view, person, &sum);
            out->person_count++;
            some += usable > 0;
            able += usable >= CLAIM_COMMON_LEAST;
        }
    double answered = (double)sum.answered;
    if (out->why == REFUSAL_NONE && (double)sum.usable < SHARE_LEAST * answered)
        refuse_crossing(&view, out);
    free(view.pre);
    if (out->person_count == 0) {
        out->why = REFUSAL_NO_PAIRS;
        return;
    }
    if (out->why == REFUSAL_NONE)
        out->kind = (double)sum.twice >= SHARE_LEAST * answered && out->common_share >= 1 ? CLAIM_SAME_FORM
                                                                                            : CLAIM_CALIBRATED;
    else if (able > 0)
        out->kind = CLAIM_COMMON_ITEMS;
    out->claim_persons = out->why == REFUSAL_NONE ? some : able;
}

static void
keep_answers(const struct tie *ties, size_t count, const int *answers, const int *other_answers, bool is_claimed,
             int *out)
{
    for (size_t i = 0; i < count; i++) {
        bool is_kept = is_claimed && answers[i] != RESPONSE_MISSING &&
                       (ties[i].is_firm || is_answered_twice(&ties[i], other_answers));
        out[i] = is_kept ? answers[i] : RESPONSE_MISSING;
    }
}

void
growth_claim_keep(const struct growth_claim_case *given, const struct growth_claim *claim, int *pre, int *post)
{
    struct claim_view view = view_of(given);
    size_t least = claim->kind == CLAIM_COMMON_ITEMS ? CLAIM_COMMON_LEAST : 1;
    for (size_t person = 0; person < given->person_count; person++) {
        size_t first = person * given->pre_count, second = person * given->post_count;
        const int *before = given->pre + first, *after = given->post + second;
        struct tally ignored = {0};
        bool is_claimed = claim->kind != CLAIM_REFUSED && count_usable(&view, person, &ignored) >= least;
        keep_answers(view.pre, given->pre_count, before, after, is_claimed, pre + first);
        keep_answers(view.post, given->post_count, after, before, is_claimed, post + second);
    }
    free(view.pre);
}
