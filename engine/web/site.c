/* site.c - the little state that is the pages' own: raised hands. */
#include "web/site.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

void
site_fail(struct site *site, struct reply *reply, const struct err *err)
{
    log_line("not saved: %s", err->text);
    site->is_broken = true;
    reply_not_saved(reply);
}

static char *
find_hand(const struct site *site, const char *learner_id)
{
    for (size_t i = 0; i < HANDS_MAX; i++)
        if (strcmp(site->hands[i], learner_id) == 0)
            return (char *)(uintptr_t)site->hands[i];
    return NULL;
}

bool
site_hand_is_up(const struct site *site, const char *learner_id)
{
    return learner_id[0] != 0 && find_hand(site, learner_id) != NULL;
}

void
site_set_hand(struct site *site, const char *learner_id, bool is_up)
{
    char *hand = find_hand(site, learner_id);
    if (hand != NULL && !is_up)
        hand[0] = 0;
    if (hand == NULL && is_up && (hand = find_hand(site, "")) != NULL)
        snprintf(hand, LEARNER_ID_MAX, "%s", learner_id);
}

int64_t
site_now(void)
{
    return clock_monotonic_ms();
}
