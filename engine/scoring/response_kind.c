/* response_kind.c - what an answer may say: a lost connection is no wrong answer, and a tap that nobody had time to think
 * about is no answer (MEASURE.md section 5). */
#include "scoring/scoring.h"

static const double RAPID_SECONDS = 3, RAPID_SHARE = .1;
static const int64_t IDLE_MS = 180000, ANSWERS_ENOUGH = 30;

static bool
is_rapid(const struct response_look *look)
{
    double seconds = (double)look->spent_ms / 1000;
    return look->spent_ms >= 0 && look->answers >= ANSWERS_ENOUGH && look->median_seconds > 0 &&
           seconds < RAPID_SECONDS && seconds < RAPID_SHARE * look->median_seconds;
}

enum response_kind
scoring_response_kind(const struct response_look *look)
{
    if (!look->was_seen)
        return RESPONSE_NOT_GIVEN;
    if (look->is_answered)
        return is_rapid(look) ? RESPONSE_RAPID : RESPONSE_COUNTS;
    if (look->is_skipped && look->longest_pause_ms <= IDLE_MS)
        return RESPONSE_SKIPPED;
    return RESPONSE_NOT_REACHED;
}

int
scoring_response_category(enum response_kind kind, int category)
{
    return kind == RESPONSE_COUNTS ? category : kind == RESPONSE_SKIPPED ? 0 : RESPONSE_MISSING;
}

const char *
scoring_response_kind_name(enum response_kind kind)
{
    static const char *const NAMES[] = {"counts", "not given", "not reached", "skipped", "rapid"};
    return NAMES[kind];
}
