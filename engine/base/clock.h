/* clock.h - the time of day and the time that only goes forward. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

int64_t clock_wall_ms(void);      /* Unix time, milliseconds */
int64_t clock_monotonic_ms(void); /* since boot, without the time asleep */
int64_t clock_thread_cpu_ns(void);

/* dd/mm/yyyy in UTC+7, the way paper, page and command line say it. out holds 11 characters. */
void clock_print_date(int64_t unix_seconds, char out[11]);
/* HH:MM in UTC+7. out holds 6 characters. */
void clock_print_time(int64_t unix_seconds, char out[6]);
/* Reads dd/mm/yyyy, yyyy-mm-dd (both midnight UTC+7). False if it is no date. */
bool clock_read_date(const char *text, int64_t *unix_seconds);

#endif
