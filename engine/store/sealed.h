/* sealed.h - how personal words lie on the disk. Private to store/. */
#ifndef STORE_SEALED_H
#define STORE_SEALED_H

#include "store/open_store.h"

bool sealed_is_on(const struct store *store);

/* What stands in learners.name: the name itself, or the box around name, name before and year. */
void sealed_write_name(const struct store *store, const struct learner_row *row, struct buffer *out);
/* Fills name, and from a box former_name and birth_year; is_sealed if it cannot be opened now. */
void sealed_read_name(const struct store *store, const char *stored, struct learner_row *row);

void sealed_write_bytes(const struct store *store, const struct buffer *bytes, struct buffer *out);
/* FAULT_CONFLICT: locked. */
MUST_CHECK enum fault sealed_read_bytes(const struct store *store, const struct buffer *stored, struct buffer *out,
                                        struct err *err);

/* certificates.c: the same paper, sealed. */
MUST_CHECK enum fault store_replace_bytes(struct store *store, const char *id, const struct buffer *cose,
                                          const struct buffer *pdf, struct err *err);

#endif
