/* pdf_signature.h - the signature of a PDF (PAdES, ETSI EN 319 142-1 baseline B-B: ETSI.CAdES.detached). Private to
 * credential/. pdf_signature.c signs; pdf_signature_check.c checks and links nothing that signs. */
#ifndef CREDENTIAL_PDF_SIGNATURE_H
#define CREDENTIAL_PDF_SIGNATURE_H

#include "credential/credential.h"

enum { SHA256_LEN = 32, PDF_CMS_MAX = 8192 };

/* What is signed and by whom, for one CMS SignedData (RFC 5652). */
struct cms_parts {
    const uint8_t *certificate; /* X.509, DER */
    size_t certificate_len;
    uint8_t digest[SHA256_LEN]; /* of the file without the signature */
    bool is_rsa;                /* else ECDSA on P-256 */
};
/* The signed attributes as a DER SET: content type, message digest, signing certificate v2 (RFC 5035). */
void cms_write_attributes(const struct cms_parts *parts, struct buffer *out);
/* The whole SignedData, in the one form that this program makes and accepts. False if the certificate cannot be read. */
bool cms_write(const struct cms_parts *parts, const uint8_t *signature, size_t signature_len, struct buffer *out);

/* Where the hexadecimal string stands: data[begin] is '<', data[end - 1] is '>'. */
struct pdf_gap {
    size_t begin, end;
};
/* SHA-256 over everything but the gap. */
void pdf_digest(const void *data, size_t len, const struct pdf_gap *gap, uint8_t digest[SHA256_LEN]);

/* True if the file is signed as M-46 says, whole, by the key with this SHA-256 of its SubjectPublicKeyInfo. */
bool pdf_signature_holds(const void *data, size_t len, const uint8_t spki[SHA256_LEN]);

/* certificate_pdf.c leaves these words in a file that is to be signed. */
#define PDF_RANGE_TO_FILL "1000000000 1000000000 1000000000"
enum { PDF_RANGE_NUMBER = 1000000000 };

#endif
