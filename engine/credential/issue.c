/* issue.c - signs claims, and checks its own signature. */
#include <stdlib.h>

#include "base/cbor.h"
#include "base/clock.h"
#include "base/text.h"
#include "credential/claims.h"
#include "credential/cose_sign1.h"
#include "credential/keyring.h"

/* What the permit does not allow would be EXPIRED-KEY to everybody who checks it, so it is not made. */
static enum fault
ask_permit(const struct delegation_terms *terms, const struct claims *claims, struct err *err)
{
    char date[11];
    switch (delegation_allows(terms, claims)) {
    case PERMIT_OTHER_PLACE:
        return err_set(err, FAULT_CANNOT, "the permit of this laptop is for place %u, not %u: run `dauso init --place %u`",
                       terms->place, claims->place, claims->place);
    case PERMIT_OTHER_PROGRAMME:
        return err_set(err, FAULT_CANNOT, "the permit of this laptop does not name programme %u: run `dauso init` again",
                       claims->programme);
    case PERMIT_NOT_BEGUN:
        clock_print_date(terms->not_before, date);
        return err_set(err, FAULT_CANNOT, "the permit of this laptop begins on %s: look at the laptop's date", date);
    case PERMIT_ENDED:
        clock_print_date(terms->not_after, date);
        return err_set(err, FAULT_CANNOT, "the permit of this laptop ended on %s: renew it with `dauso init`", date);
    case PERMIT_USED_UP:
        return err_set(err, FAULT_CANNOT, "the quota is used up: number %u is beyond the %u certificates that the permit "
                       "of this laptop allows from number %u on; a new permit is needed", claims->sequence, terms->quota,
                       terms->first_sequence);
    case PERMIT_ALLOWS: break;
    }
    return FAULT_NONE;
}

/* The reason in the words of text_clean_name, which knows it best. */
static enum fault
ask_claims(const struct claims *claims, struct err *err)
{
    char *clean;
    const char *problem;
    enum fault fault = text_clean_name(claims->name, &clean, err);
    free(clean);
    if (fault == FAULT_NONE && (problem = claims_problem(claims)) != NULL)
        fault = err_set(err, FAULT_INPUT, "the certificate cannot be signed: %s", problem);
    return fault;
}

enum fault
credential_issue(const struct keyring *keyring, const struct claims *claims, struct buffer *cose, struct err *err)
{
    struct buffer payload = {0};
    struct claims again;
    enum fault fault = ask_claims(claims, err);
    if (fault == FAULT_NONE && keyring_is_locked(keyring))
        fault = err_set(err, FAULT_CANNOT, "the issuer's key is locked: unlock it in the console, or with --passphrase-file");
    if (fault == FAULT_NONE)
        fault = ask_permit(keyring_terms(keyring), claims, err);
    if (fault != FAULT_NONE)
        return fault;
    claims_write(claims, &payload);
    if (claims_read(payload.data, payload.len, &again) != CLAIMS_GOOD)
        fault = err_set(err, FAULT_INPUT, "the certificate cannot be signed: its claims do not read back");
    else if (!cose_sign(keyring_issuer_secret(keyring), KIND_CERTIFICATE, &payload, cose))
        fault = err_set(err, FAULT_CANNOT, "the certificate's own signature does not check");
    else if (cose->len > MESSAGE_MAX)
        fault = err_set(err, FAULT_INPUT, "the certificate is larger than %d bytes", MESSAGE_MAX);
    buffer_clear(&payload);
    return fault;
}
