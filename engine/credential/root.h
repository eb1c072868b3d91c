/* root.h - what a root key signs: permits, the trust file, the status list. Private to credential/. */
#ifndef CREDENTIAL_ROOT_H
#define CREDENTIAL_ROOT_H

#include "credential/keyring.h"
#include "credential/trust_list.h"

/* The secret of a folder's root, and all that is known there. */
struct root {
    char *folder;
    uint8_t *secret; /* sodium_malloc, 64 bytes */
    struct trust *trust;
};

/* FAULT_CANNOT if the folder has no root key of its own: its root is elsewhere. */
MUST_CHECK enum fault root_open(const char *folder, struct passphrase *passphrase, struct root *root, struct err *err);
void root_close(struct root *root);
/* The same with another key file of the folder, such as the root that was obeyed before. */
MUST_CHECK enum fault root_open_key(const char *folder, const char *name, struct passphrase *passphrase, struct root *root,
                                    struct err *err);
const struct trust_family *root_family(const struct root *root);
/* Signs, writes the file, and takes it in. */
MUST_CHECK enum fault root_sign_file(const struct root *root, enum message_kind kind, const struct buffer *payload,
                                     const char *name, struct err *err);

/* The tables, offices and permits: signed anew, with a higher number, if they changed. `office` and `permit` are added to
 * those that the trust file has; NULL = none. */
MUST_CHECK enum fault root_publish(struct root *root, const struct public_words *words, const struct trust_place *office,
                                   const struct buffer *permit, int64_t now, struct err *err);
/* Signs a permit. A name of the office that is too long for a code goes into *office, for the trust file; else its code
 * is 0. */
MUST_CHECK enum fault root_sign_permit(struct root *root, const struct delegation *delegation, struct trust_place *office,
                                       struct buffer *message, struct err *err);
/* One behind the last sequence number that was ever permitted. */
uint32_t root_next_sequence(const struct root *root);

#endif
