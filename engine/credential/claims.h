/* claims.h - what a certificate and a permit say, as CBOR (certs/FORMAT.md). Private to credential/. */
#ifndef CREDENTIAL_CLAIMS_H
#define CREDENTIAL_CLAIMS_H

#include "credential/credential.h"

enum claims_state { CLAIMS_GOOD, CLAIMS_BAD, CLAIMS_NEWER /* a critical key that this program does not know */ };

void claims_write(const struct claims *claims, struct buffer *out);
enum claims_state claims_read(const void *data, size_t len, struct claims *out);
/* NULL, or what cannot be signed or believed of these values. */
const char *claims_problem(const struct claims *claims);

struct delegation {
    uint8_t issuer[KEY_LEN];
    int64_t issued_at;
    struct delegation_terms terms;
    bool is_laptop_only;
};
void delegation_write(const struct delegation *delegation, struct buffer *out);
bool delegation_read(const void *data, size_t len, struct delegation *out);

#endif
