/* bench.h - measurements of `dauso bench`. Each says one or more figures; ratios are within one run. */
#ifndef CLI_BENCH_H
#define CLI_BENCH_H

#include <stdint.h>

#include "base/err.h"
#include "cli/cli.h"

struct bench {
    const struct cli_call *call;
    char *share;
    char *folder; /* an empty folder on a disk, for the run */
};

/* against NULL: no ratio. */
void bench_say(const struct bench *bench, const char *name, double value, const char *unit, double ratio,
               const char *against);

/* CPU time of one call in microseconds, the best of five rounds, the two by turns. theirs may be NULL. */
void bench_race(void (*ours)(void *context), void (*theirs)(void *context), void *context, double *our_us,
                double *their_us);

#define BENCH_CLASS_NAME "Lớp đo tốc độ"

MUST_CHECK enum fault bench_events(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_memory(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_pace(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_idle(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_restart(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_certificate(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_print(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_verify(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_score(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_calibrate(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_growth(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_adaptive(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_load(const struct bench *bench, struct err *err);
MUST_CHECK enum fault bench_replay(const struct bench *bench, struct err *err);

/* ---- bench_bare.c: what the bare libraries take ---- */

struct bare; /* a key pair */
struct bare *bare_new(void);
void bare_free(struct bare *bare);
void bare_sign(struct bare *bare, const void *message, size_t len, uint8_t signature[64]);
bool bare_verify(const struct bare *bare, const void *message, size_t len, const uint8_t signature[64]);
/* Sign + QR of the same payload + deflate of the same page: the least that a certificate can cost. */
MUST_CHECK enum fault bare_certificate(struct bare *bare, const void *cose, size_t cose_len, const char *qr_text,
                                       const void *page, size_t page_len, struct err *err);

#endif
