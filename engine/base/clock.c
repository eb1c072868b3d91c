/* clock.c - UTC+7 always: Vietnam has one zone and no summer time, and a verifier abroad must read the same date. */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SECONDS_EAST = 7 * 3600 };

static int64_t
read_ns(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t
clock_wall_ms(void)
{
    return read_ns(CLOCK_REALTIME) / 1000000;
}

int64_t
clock_monotonic_ms(void)
{
    return read_ns(CLOCK_MONOTONIC) / 1000000;
}

int64_t
clock_thread_cpu_ns(void)
{
    return read_ns(CLOCK_THREAD_CPUTIME_ID);
}

static struct tm
local_parts(int64_t unix_seconds)
{
    time_t shifted = (time_t)(unix_seconds + SECONDS_EAST);
    struct tm parts;
    gmtime_r(&shifted, &parts);
    return parts;
}

void
clock_print_date(int64_t unix_seconds, char out[11])
{
    struct tm parts = local_parts(unix_seconds);
    if (strftime(out, 11, "%d/%m/%Y", &parts) == 0)
        out[0] = 0;
}

void
clock_print_time(int64_t unix_seconds, char out[6])
{
    struct tm parts = local_parts(unix_seconds);
    if (strftime(out, 6, "%H:%M", &parts) == 0)
        out[0] = 0;
}

bool
clock_read_date(const char *text, int64_t *unix_seconds)
{
    int year, month, day, used = 0;
    if (!(sscanf(text, "%2d/%2d/%4d%n", &day, &month, &year, &used) == 3 && text[used] == 0) &&
        !(sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && text[used] == 0))
        return false;
    struct tm parts = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    struct tm asked = parts;
    time_t seconds = timegm(&parts);
    if (parts.tm_mday != asked.tm_mday || parts.tm_mon != asked.tm_mon || year < 1900)
        return false;
    *unix_seconds = (int64_t)seconds - SECONDS_EAST;
    return true;
}
