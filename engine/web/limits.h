/* limits.h - how often one phone may ask: a bucket for each token, and wrong codes for each
 * address.
 *
 * One router can hide a class of 52 phones, so an address is limited only in what a phone does
 * before it has a token. */
#ifndef WEB_LIMITS_H
#define WEB_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A finger makes less than three acts a second for long. The burst is for a phone that was cut off and
 * sends what it kept in one go, or the same act a hundred times; what is too much comes again after
 * Retry-After. */
enum { ACTS_BURST = 120, ACTS_PER_SECOND = 30, WRONG_CODES_PER_MINUTE = 5, LIMIT_SLOTS = 1024 };

struct limit_slot {
    uint64_t key; /* 0 = free */
    int64_t at_ms;
    double level;
};

struct limits {
    struct limit_slot acts[LIMIT_SLOTS];  /* level: acts that may still come */
    struct limit_slot codes[LIMIT_SLOTS]; /* level: wrong codes since at_ms */
};

/* Takes one act of this token. False: too many, try again in a second. */
bool limits_take_act(struct limits *limits, const char *token, int64_t now_ms);
/* False: this address gave too many wrong codes in this minute. */
bool limits_may_try_code(struct limits *limits, const char *peer, int64_t now_ms);
void limits_note_wrong_code(struct limits *limits, const char *peer, int64_t now_ms);
/* Wrong codes of all addresses within the last minute: what the trainer is told. */
size_t limits_wrong_codes(const struct limits *limits, int64_t now_ms);

#endif
