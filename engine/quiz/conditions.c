/* conditions.c - conditions over what happened in a task, and what stands there now: what is typed,
 * switched on, picked.
 *
 * Conditions are data, so a corrected rule can judge old attempts again. What stands there now is
 * not kept anywhere: it is the last thing that happened to it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/answer_match.h"
#include "quiz/session_state.h"

/* ---- what stands there now ---- */

bool
task_read_amount(const char *text, int64_t *amount)
{
    double value;
    if (!answer_read_number(text, &value) || value < 0 || value > 1e12 || value != floor(value))
        return false;
    *amount = (int64_t)value;
    return true;
}

const char *
task_typed(const struct session *session, size_t item, const char *field, bool since_visit)
{
    const struct item_progress *progress = &session->progress[item];
    for (size_t i = progress->happening_count; i-- > 0;) {
        const struct happening *one = &progress->happenings[i];
        if (strcmp(one->verb, "type") == 0 && strcmp(one->target, field) == 0)
            return one->value;
        if (since_visit && strcmp(one->verb, "visit") == 0)
            break;
    }
    return NULL;
}

static bool
is_switched_at_first(const struct json *task, const char *name)
{
    const struct json *screens = json_get(task, "screens");
    for (size_t i = 0; i < json_count(screens); i++) {
        const struct json *widget = session_find_widget(json_at(screens, i), "switch", name);
        if (widget != NULL)
            return json_is_true(json_get(widget, "on"));
    }
    return false;
}

bool
task_is_on(const struct session *session, size_t item, const char *name, uint32_t *since)
{
    const struct item_progress *progress = &session->progress[item];
    for (size_t i = progress->happening_count; i-- > 0;) {
        const struct happening *one = &progress->happenings[i];
        bool is_on = strcmp(one->verb, "switch-on") == 0;
        if ((is_on || strcmp(one->verb, "switch-off") == 0) && strcmp(one->target, name) == 0) {
            *since = one->seq;
            return is_on;
        }
    }
    *since = 0;
    return is_switched_at_first(session->quiz->sources[item], name);
}

bool
task_is_picked(const struct session *session, size_t item, const struct json *holder,
               const char *part, uint32_t *since)
{
    const struct item_progress *progress = &session->progress[item];
    bool has_several = json_is_true(json_get(holder, "several"));
    const char *name = json_get_text(holder, "id");
    size_t len = strlen(name);
    for (size_t i = progress->happening_count; i-- > 0;) {
        const struct happening *one = &progress->happenings[i];
        bool is_pick = strcmp(one->verb, "pick") == 0;
        bool is_about = (is_pick || strcmp(one->verb, "unpick") == 0) &&
                        strncmp(one->target, name, len) == 0 && one->target[len] == '=';
        bool is_this = is_about && strcmp(one->target + len + 1, part) == 0;
        if (is_this || (is_about && !has_several)) {
            *since = one->seq;
            return is_this && is_pick;
        }
    }
    *since = 0;
    return false;
}

const struct json *
task_find_holder(const struct json *task, const char *name)
{
    static const char *const KINDS[] = {"choices", "photos"};
    const struct json *screens = json_get(task, "screens");
    for (size_t i = 0; i < json_count(screens); i++)
        for (size_t n = 0; n < sizeof KINDS / sizeof KINDS[0]; n++) {
            const struct json *found = session_find_widget(json_at(screens, i), KINDS[n], name);
            if (found != NULL)
                return found;
        }
    return NULL;
}

/* ---- what happened ---- */

/* What a condition asks of a happening; a member that it does not name asks nothing. */
struct wanted {
    const char *verb, *target;
    char *value; /* NULL: any */
    bool has_amount;
    int64_t amount;
};

static bool
is_wanted(const struct happening *one, const struct wanted *wanted)
{
    return strcmp(one->verb, wanted->verb) == 0 &&
           (wanted->target == NULL || strcmp(one->target, wanted->target) == 0) &&
           (!wanted->has_amount || one->amount == wanted->amount) &&
           (wanted->value == NULL || strcmp(one->value, wanted->value) == 0);
}

/* The first and the last happening that is wanted. */
static struct finding
find_wanted(const struct item_progress *progress, const struct wanted *wanted)
{
    struct finding found = {0};
    for (size_t i = 0; i < progress->happening_count; i++)
        if (is_wanted(&progress->happenings[i], wanted)) {
            found.last = progress->happenings[i].seq;
            found.first = found.is_true ? found.first : found.last;
            found.is_true = true;
        }
    return found;
}

/* paid("shop", 35000) and typed("PIN", "{pin}") ask for more than a name. */
static struct finding
find_happening(const struct session *session, size_t item, const char *verb,
               const struct json *condition)
{
    const struct json *more = json_get(condition, "b");
    struct wanted wanted = {.verb = verb, .target = json_get_text(condition, "a")};
    if (strcmp(verb, "type") == 0 && more != NULL)
        wanted.value = session_words(session, item, more);
    else if (more != NULL)
        wanted.has_amount = session_number(session, item, more, &wanted.amount);
    struct finding found = find_wanted(&session->progress[item], &wanted);
    free(wanted.value);
    return found;
}

static struct finding
judge_list(const struct session *session, size_t item, const struct json *list, bool wants_all)
{
    struct finding whole = {.is_true = wants_all};
    for (size_t i = 0; i < json_count(list); i++) {
        struct finding one = conditions_judge(session, item, json_at(list, i));
        if (!wants_all && one.is_true && (!whole.is_true || one.first < whole.first))
            whole.first = one.first;
        if (wants_all && one.first > whole.first)
            whole.first = one.first;
        whole.last = one.last > whole.last ? one.last : whole.last;
        whole.is_true = wants_all ? whole.is_true && one.is_true : whole.is_true || one.is_true;
    }
    return whole;
}

/* after(a, b): some a later than the first b. before(a, b): a, and no b earlier than the first a.
 */
static struct finding
judge_order(const struct session *session, size_t item, const struct json *condition,
            bool is_before)
{
    struct finding a = conditions_judge(session, item, json_get(condition, "a"));
    struct finding b = conditions_judge(session, item, json_get(condition, "b"));
    bool is_true = is_before ? a.is_true && (!b.is_true || a.first < b.first)
                             : a.is_true && b.is_true && a.last > b.first;
    return (struct finding){is_true, is_before ? a.first : a.last, a.last};
}

/* As kindly as a short answer. */
static bool
is_same_answer(const char *typed, const char *wanted)
{
    static const struct answer_rule RULE = {.spelling = 0};
    double left, right;
    bool are_numbers = answer_read_number(typed, &left) && answer_read_number(wanted, &right);
    return answer_matches_text(typed, wanted, &RULE) || (are_numbers && left == right) ||
           answer_matches_date(typed, wanted);
}

/* What a condition wants typed, in words. Caller frees. */
static char *
print_wanted(const struct session *session, size_t item, const struct json *wanted)
{
    int64_t number;
    if (json_read_integer(wanted, &number))
        return memory_print("%lld", (long long)number);
    return session_words(session, item, wanted);
}

/* Whether what is typed in a field now is one of the wanted texts; without any, whether something is. */
static struct finding
judge_entered(const struct session *session, size_t item, const struct json *condition)
{
    const char *field = json_get_text(condition, "a");
    const char *typed = task_typed(session, item, field, false);
    const struct json *wanted = json_get(condition, "b");
    const struct wanted any = {.verb = "type", .target = field};
    struct finding found = find_wanted(&session->progress[item], &any);
    size_t count = json_is_array(wanted) ? json_count(wanted) : wanted != NULL;
    bool is_typed = typed != NULL && typed[strspn(typed, " ")] != 0, is_same = wanted == NULL;
    for (size_t i = 0; is_typed && i < count && !is_same; i++) {
        char *words = print_wanted(session, item, json_is_array(wanted) ? json_at(wanted, i) : wanted);
        is_same = is_same_answer(typed, words);
        free(words);
    }
    return (struct finding){is_typed && is_same, found.last, found.last};
}

static size_t
count_words(const char *text)
{
    size_t count = 0;
    while (text[strspn(text, " ")] != 0) {
        text += strspn(text, " ");
        text += strcspn(text, " ");
        count++;
    }
    return count;
}

/* Whether some words of a text that follow each other say what is wanted. */
static bool
holds_words(const char *typed, const char *wanted)
{
    size_t count = count_words(wanted), words = count_words(typed);
    for (size_t first = 0; count > 0 && first + count <= words; first++) {
        const char *from = typed + strspn(typed, " "), *to;
        for (size_t i = 0; i < first; i++) {
            from += strcspn(from, " ");
            from += strspn(from, " ");
        }
        to = from;
        for (size_t i = 0; i < count; i++) {
            to += strspn(to, " ");
            to += strcspn(to, " ");
        }
        char *part = memory_print("%.*s", (int)(to - from), from);
        bool is_same = is_same_answer(part, wanted);
        free(part);
        if (is_same)
            return true;
    }
    return false;
}

/* Whether each of the wanted words stands somewhere in what is typed now. */
static struct finding
judge_mentions(const struct session *session, size_t item, const struct json *condition)
{
    const char *field = json_get_text(condition, "a");
    const char *typed = task_typed(session, item, field, false);
    const struct json *wanted = json_get(condition, "b");
    const struct wanted any = {.verb = "type", .target = field};
    struct finding found = find_wanted(&session->progress[item], &any);
    size_t count = json_is_array(wanted) ? json_count(wanted) : 1;
    found.is_true = typed != NULL;
    for (size_t i = 0; i < count && found.is_true; i++) {
        char *words = print_wanted(session, item, json_is_array(wanted) ? json_at(wanted, i) : wanted);
        found.is_true = holds_words(typed, words);
        free(words);
    }
    return (struct finding){found.is_true, found.last, found.last};
}

static struct finding
judge_picked(const struct session *session, size_t item, const struct json *condition)
{
    const struct json *holder = task_find_holder(session->quiz->sources[item], json_get_text(condition, "a"));
    const struct json *parts = json_get(holder, "entries");
    const char *part = json_get_text(condition, "b");
    struct finding found = {0};
    for (size_t i = 0; i < json_count(parts); i++) {
        const char *id = json_get_text(json_at(parts, i), "id");
        uint32_t since = 0;
        if ((part == NULL || strcmp(part, id) == 0) && task_is_picked(session, item, holder, id, &since))
            found.is_true = true;
        found.last = since > found.last ? since : found.last;
    }
    found.first = found.last;
    return found;
}

static struct finding
judge_switched(const struct session *session, size_t item, const struct json *condition, bool wants_on)
{
    struct finding found = {0};
    found.is_true = task_is_on(session, item, json_get_text(condition, "a"), &found.first) == wants_on;
    found.last = found.first;
    return found;
}

struct finding
conditions_judge(const struct session *session, size_t item, const struct json *condition)
{
    static const char *const VERBS[][2] = {{"paid", "paid"},     {"scanned", "scan"},
                                           {"pressed", "press"}, {"typed", "type"},
                                           {"visited", "visit"}, {"reported", "report"}};
    const char *op = json_get_text(condition, "op");
    for (size_t i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++)
        if (strcmp(op, VERBS[i][0]) == 0)
            return find_happening(session, item, VERBS[i][1], condition);
    if (strcmp(op, "never") == 0) {
        struct finding inner = conditions_judge(session, item, json_get(condition, "a"));
        inner.is_true = !inner.is_true;
        return inner;
    }
    if (strcmp(op, "entered") == 0)
        return judge_entered(session, item, condition);
    if (strcmp(op, "mentions") == 0)
        return judge_mentions(session, item, condition);
    if (strcmp(op, "picked") == 0)
        return judge_picked(session, item, condition);
    if (strcmp(op, "is_on") == 0 || strcmp(op, "is_off") == 0)
        return judge_switched(session, item, condition, strcmp(op, "is_on") == 0);
    if (strcmp(op, "after") == 0 || strcmp(op, "before") == 0)
        return judge_order(session, item, condition, strcmp(op, "before") == 0);
    return judge_list(session, item, json_get(condition, "list"), strcmp(op, "all") == 0);
}

