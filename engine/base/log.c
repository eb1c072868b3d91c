/* log.c - one line a happening. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"

/* A terminal obeys escape sequences, so whatever is not printable becomes '?'. */
static void
soften(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at != 0; at++) {
        if (*at < 0x20 || *at == 0x7f)
            *at = '?';
        else if (at[0] == 0xe2 && (at[1] == 0x80 || at[1] == 0x81) && at[2] >= 0x8b)
            at[0] = at[1] = at[2] = '?';
    }
}

void
log_line(const char *format, ...)
{
    char text[1000], time[6];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    soften(text);
    clock_print_time(clock_wall_ms() / 1000, time);
    fprintf(stderr, "%s %s\n", time, text);
}
