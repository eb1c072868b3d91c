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

/* Which key may sign the issuer's PDFs: SHA-256 of its SubjectPublicKeyInfo. */
struct pdf_key {
    int64_t issued_at;
    uint8_t spki[32];
};
void pdf_key_write(const struct pdf_key *key, struct buffer *out);
bool pdf_key_read(const void *data, size_t len, struct pdf_key *out);

/* What a permit says to a certificate, in the order in which it is asked. */
enum permission { PERMIT_ALLOWS, PERMIT_OTHER_PLACE, PERMIT_OTHER_PROGRAMME, PERMIT_NOT_BEGUN, PERMIT_ENDED, PERMIT_USED_UP };
enum permission delegation_allows(const struct delegation_terms *terms, const struct claims *claims);

#endif
