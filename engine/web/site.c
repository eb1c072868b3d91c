/* site.c - what every handler does when the store fails. */
#include "web/site.h"

#include "base/clock.h"
#include "base/log.h"

void
site_fail(struct site *site, struct reply *reply, const struct err *err)
{
    log_line("not saved: %s", err->text);
    site->is_broken = true;
    reply_not_saved(reply);
}

int64_t
site_now(void)
{
    return clock_monotonic_ms();
}
