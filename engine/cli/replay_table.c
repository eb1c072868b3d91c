/* replay_table.c - `dauso replay --explain` on a terminal: what each answer said, what it amounts to, and why. */
#include "cli/replay_table.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum { ITEM_WIDE = 26, LABEL_WIDE = 32, ESTIMATE_WIDE = 22, BAND_WIDE = 22 };

/* In letters, which %-20s does not count. */
static void
print_wide(const char *text, size_t wide)
{
    size_t letters = text_count_letters(text);
    fputs(text, stdout);
    for (size_t i = letters; i < wide; i++)
        putchar(' ');
    putchar(' ');
}

static double
real_at(const struct json *from, const char *key)
{
    double value = 0;
    return json_read_real(json_get(from, key), &value) ? value : 0;
}

static int64_t
integer_at(const struct json *from, const char *key)
{
    int64_t value = 0;
    return json_read_integer(json_get(from, key), &value) ? value : 0;
}

static const char *
text_at(const struct json *from, const char *key)
{
    const char *text = json_get_text(from, key);
    return text != NULL ? text : "";
}

/* ---- answers ---- */

static void
print_answer(const struct json *row)
{
    static const struct { const char *kind, *says; } MISSING[] = {
        {"rapid", "not counted: answered too fast to have been read"},
        {"not reached", "not counted: not reached"},
        {"not given", "not counted: never on the screen"},
    };
    int64_t category;
    const char *kind = text_at(row, "kind"), *says = "not counted";
    printf("  ");
    print_wide(text_at(row, "item"), ITEM_WIDE);
    print_wide(text_at(row, "indicator"), 5);
    if (json_read_integer(json_get(row, "category"), &category)) {
        printf("%lld of %lld", (long long)category, (long long)integer_at(row, "steps"));
        printf(strcmp(kind, "skipped") == 0 ? ": skipped" : "");
        if (real_at(row, "weight") < 1)
            printf("  (counts %.0f %%)", 100 * real_at(row, "weight"));
    } else {
        for (size_t i = 0; i < sizeof MISSING / sizeof MISSING[0]; i++)
            if (strcmp(MISSING[i].kind, kind) == 0)
                says = MISSING[i].says;
        fputs(says, stdout);
    }
    putchar('\n');
}

static void
print_evidence(const struct json *lines)
{
    static const char *const ANSWERS[] = {"not seen", "no", "yes"};
    printf("\nWhat was seen\n");
    for (size_t i = 0; i < json_count(lines); i++) {
        const struct json *line = json_at(lines, i);
        int64_t answer = integer_at(line, "answer"), seq = integer_at(line, "seq");
        printf("  %-8s  %s: %s", ANSWERS[answer + 1], text_at(line, "item"), text_at(line, "name"));
        if (seq > 0)
            printf(" (event %lld)", (long long)seq);
        printf(json_is_true(json_get(line, "critical")) ? "  critical\n" : "\n");
    }
}

/* ---- estimates ---- */

static void
print_estimate(const struct json *level)
{
    char text[60];
    snprintf(text, sizeof text, "%+.2f (%+.2f to %+.2f)", real_at(level, "theta"), real_at(level, "low"),
             real_at(level, "high"));
    print_wide(text, ESTIMATE_WIDE);
}

static void
print_band(const struct json *level, const struct json *bands)
{
    char text[80], set[20] = "";
    const struct json *sure = json_get(level, "level_set");
    int64_t band = integer_at(level, "band");
    const char *name = json_text(json_at(bands, (size_t)band - 1));
    snprintf(text, sizeof text, "%lld %.60s", (long long)band, name != NULL ? name : "");
    print_wide(text, BAND_WIDE);
    for (size_t i = 0; i < json_count(sure); i++) {
        int64_t one = 0;
        if (json_read_integer(json_at(sure, i), &one))
            snprintf(set + strlen(set), sizeof set - strlen(set), i > 0 ? ",%lld" : "%lld", (long long)one);
    }
    print_wide(set, 9);
    const struct json *domain = json_get(level, "domain");
    if (json_is_object(domain))
        printf("%3.0f %% (%.0f-%.0f)", 100 * real_at(domain, "mean"), 100 * real_at(domain, "low"),
               100 * real_at(domain, "high"));
    else
        print_wide("   -", 13);
}

static void
print_indicator(const char *code, const struct json *level, const struct json *explain)
{
    const char *amount = text_at(level, "amount");
    printf("  ");
    print_wide(code, 4);
    print_wide(text_at(json_get(explain, "labels"), code), LABEL_WIDE - 5);
    print_estimate(level);
    print_band(level, json_get(explain, "bands"));
    if (json_is_true(json_get(level, "capped")))
        printf("  not yet safe: band 1 until it is cleared");
    else if (strcmp(amount, "not tested") == 0)
        printf("  inferred, not tested");
    else if (strcmp(amount, "not enough") == 0)
        printf("  too little to state");
    putchar('\n');
}

static void
print_factor(const char *label, const struct json *level)
{
    printf("  ");
    print_wide(label, LABEL_WIDE);
    print_estimate(level);
    printf(json_is_true(json_get(level, "inferred")) ? "inferred, not tested\n" : "\n");
}

static void
print_levels(const struct json *explain)
{
    const struct json *decision = json_get(explain, "decision");
    void *at = NULL;
    const char *code;
    struct json *level;
    printf("\nWhat it amounts to: %s\n  ", text_at(explain, "title"));
    print_wide("indicator", LABEL_WIDE);
    print_wide("logits (95 %)", ESTIMATE_WIDE);
    print_wide("band", BAND_WIDE);
    print_wide("80 % sure", 9);
    printf("share of all points\n");
    while (json_next(json_get(decision, "indicators"), &at, &code, &level))
        print_indicator(code, level, explain);
    for (at = NULL; json_next(json_get(decision, "areas"), &at, &code, &level);)
        print_factor(text_at(json_get(explain, "area_labels"), code), level);
    print_factor("All together", json_get(decision, "total"));
    printf("  Of the bands of tested indicators %.0f %% are expected to be right.\n", 100 * real_at(decision, "accuracy"));
}

/* ---- safety and certificate ---- */

static void
print_critical(const struct json *found)
{
    static const struct { const char *state, *says; } STATES[] = {
        {"open", "caps the indicator and forbids the certificate"},
        {"band free", "no cap any more, still forbids the certificate"},
        {"closed", "closed by later safe scenarios"},
        {"overturned", "overturned"},
    };
    int64_t seconds = integer_at(found, "at_ms") / 1000;
    char date[11], time[6];
    const char *state = text_at(found, "state");
    clock_print_date(seconds, date);
    clock_print_time(seconds, time);
    printf("  %s  %s: not \"%s\" (event %lld, %s %s), %lld later safe: ", text_at(found, "indicator"), text_at(found, "item"),
           text_at(found, "line"), (long long)integer_at(found, "event"), date, time,
           (long long)integer_at(found, "later_safe"));
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++)
        if (strcmp(STATES[i].state, state) == 0)
            fputs(STATES[i].says, stdout);
    if (text_at(found, "reason")[0] != 0)
        printf(": %s", text_at(found, "reason"));
    putchar('\n');
}

static void
print_safety(const struct json *decision)
{
    const struct json *criticals = json_get(decision, "criticals");
    void *at = NULL;
    const char *code;
    struct json *level;
    if (json_count(criticals) > 0)
        printf("\nCritical acts\n");
    for (size_t i = 0; i < json_count(criticals); i++)
        print_critical(json_at(criticals, i));
    while (json_next(json_get(decision, "indicators"), &at, &code, &level)) {
        const struct json *safety = json_get(level, "safety");
        if (safety != NULL)
            printf("  %s  safe in %lld of %lld situations: %.0f %% (%.0f-%.0f)\n", code,
                   (long long)integer_at(safety, "safe"), (long long)integer_at(safety, "seen"), 100 * real_at(safety, "mean"),
                   100 * real_at(safety, "low"), 100 * real_at(safety, "high"));
    }
}

static void
print_view(const struct json *explain)
{
    const struct json *scored = json_get(explain, "scored");
    printf("\nWhat each answer said\n");
    for (size_t i = 0; i < json_count(scored); i++)
        print_answer(json_at(scored, i));
}

void
replay_print_table(const struct json *explain)
{
    const struct json *decision = json_get(explain, "decision"), *under = json_get(explain, "under");
    print_view(explain);
    print_evidence(json_get(json_get(explain, "evidence"), "lines"));
    print_levels(explain);
    print_safety(decision);
    printf("\nDecision: overall band %lld, %lld indicators meet the programme's need; %s.\n",
           (long long)integer_at(decision, "overall"), (long long)integer_at(decision, "met"),
           json_is_true(json_get(decision, "certifies"))       ? "the certificate is earned"
           : json_is_true(json_get(decision, "open_critical")) ? "no certificate: a critical act is open"
                                                               : "no certificate");
    if (under == NULL)
        return;
    printf("\nThe same answers under another framework\n");
    print_view(under);
    print_levels(under);
}
