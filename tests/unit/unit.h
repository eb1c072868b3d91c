/* unit.h - the smallest frame for tests: a test is a function whose name is a true sentence.
 *
 *     TEST(one_changed_bit_is_a_forgery) { CHECK(verdict == VERDICT_NOT_GENUINE); }
 *     int main(void) { RUN(one_changed_bit_is_a_forgery); return unit_end(); }
 */
#ifndef UNIT_H
#define UNIT_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int unit_passed, unit_failed, unit_broken;

#define TEST(name) static void name(void)
#define RUN(name)                                                                                  \
    do {                                                                                           \
        unit_broken = 0;                                                                           \
        name();                                                                                    \
        printf("%s %s\n", unit_broken ? "FAIL" : "ok", #name);                                     \
        if (unit_broken)                                                                           \
            unit_failed++;                                                                         \
        else                                                                                       \
            unit_passed++;                                                                         \
    } while (0)
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            unit_broken = 1;                                                                       \
            printf("  %s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                     \
        }                                                                                          \
    } while (0)
#define CHECK_TEXT(got, wanted)                                                                    \
    do {                                                                                           \
        const char *unit_got = (got), *unit_wanted = (wanted);                                     \
        if (unit_got == NULL || strcmp(unit_got, unit_wanted) != 0) {                              \
            unit_broken = 1;                                                                       \
            printf("  %s:%d: got \"%s\", wanted \"%s\"\n", __FILE__, __LINE__,                     \
                   unit_got ? unit_got : "(null)", unit_wanted);                                   \
        }                                                                                          \
    } while (0)
#define CHECK_NEAR(got, wanted, tolerance)                                                         \
    do {                                                                                           \
        double unit_got = (got), unit_wanted = (wanted);                                           \
        if (!(fabs(unit_got - unit_wanted) <= (tolerance))) {                                      \
            unit_broken = 1;                                                                       \
            printf("  %s:%d: got %.17g, wanted %.17g\n", __FILE__, __LINE__, unit_got, unit_wanted); \
        }                                                                                          \
    } while (0)

static inline int
unit_end(void)
{
    printf("%d passed, %d failed\n", unit_passed, unit_failed);
    return unit_failed != 0;
}

#endif
