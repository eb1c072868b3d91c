/* key.h - `dauso key`: the ceremonies, one function each, shared between key.c and key_root.c. */
#ifndef CLI_KEY_H
#define CLI_KEY_H

#include "cli/cli.h"
#include "classroom/classroom.h"
#include "credential/credential.h"

/* What each ceremony works with; key.c opens and closes it. */
struct key_call {
    const struct cli_call *call;
    char *folder;
    struct passphrase *passphrase; /* NULL = none given */
    const struct public_words *words;
    int64_t now;
};

MUST_CHECK enum fault key_run_new(const struct key_call *key, struct err *err);
MUST_CHECK enum fault key_run_delegate(const struct key_call *key, struct err *err);
MUST_CHECK enum fault key_run_rotate(const struct key_call *key, struct err *err);
MUST_CHECK enum fault key_run_revoke(const struct key_call *key, struct err *err);

/* 64 hex digits as eight groups of eight, the way a person compares them. */
void key_print_groups(const uint8_t key[KEY_LEN], char out[80]);
/* DIR/records/DATE-TIME-WORD.txt: what was done, for paper, with lines for two signatures. Says where it is. */
MUST_CHECK enum fault key_write_record(const struct key_call *key, const char *word, const char *title_vi,
                                       const char *title_en, const struct buffer *lines, struct err *err);
/* One line of a record. */
void key_add_line(struct buffer *lines, const char *vi, const char *en, const char *format, ...) PRINTF_LIKE(4, 5);
/* The lines of a permit. */
void key_add_terms(struct buffer *lines, const struct delegation_terms *terms);
/* A reason by its word or number: FAULT_USAGE. */
MUST_CHECK enum fault key_read_reason(const char *word, enum revocation_reason *reason, struct err *err);

#endif
