/* pdf_signature.c - signs finished PDFs: the page, the attachments and the codes are then one thing. The key is the
 * laptop's own (P-256, self-signed) or the organisation's PKCS#12; pdf-key.cose says which one counts. */
#include "credential/pdf_signature.h"

#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

enum { COMMON_NAME_MAX = 64 /* letters, RFC 5280 ub-common-name */, DAY = 86400, YEARS = 10, RSA_BITS_MIN = 2048,
       SIGNATURE_MAX = 1024 };

struct pdf_signer {
    EVP_PKEY *key;
    unsigned char *certificate; /* DER, OPENSSL_free */
    size_t certificate_len;
    bool is_rsa;
};

/* ---- a key of the laptop's own ---- */

static bool
name_certificate(X509 *certificate, const char *office)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    size_t len = 0;
    int letters = 0;
    for (; office[len] != 0; len++) /* a name that is too long ends before a letter, not within one */
        if (((unsigned char)office[len] & 0xc0) != 0x80 && letters++ == COMMON_NAME_MAX)
            break;
    return X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, (const unsigned char *)"Dauso", -1, -1, 0) == 1 &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)office, (int)len, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

static bool
extend_certificate(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
    bool is_added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return is_added;
}

static bool
fill_certificate(X509 *certificate, EVP_PKEY *key, const char *office, int64_t now)
{
    uint8_t serial[16];
    BIGNUM *number = NULL;
    bool is_filled = RAND_bytes(serial, sizeof serial) == 1;
    serial[0] &= 0x7f; /* positive */
    number = BN_bin2bn(serial, sizeof serial, NULL);
    is_filled = is_filled && number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL &&
                X509_set_version(certificate, 2) == 1 && name_certificate(certificate, office) &&
                ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)(now - DAY)) != NULL &&
                ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(now + (int64_t)YEARS * 365 * DAY)) != NULL &&
                X509_set_pubkey(certificate, key) == 1 &&
                extend_certificate(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
                extend_certificate(certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation") &&
                X509_sign(certificate, key, EVP_sha256()) > 0;
    BN_free(number);
    return is_filled;
}

enum fault
pdf_signer_make(const char *office, int64_t now, struct buffer *pkcs12, struct err *err)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    unsigned char *der = NULL;
    PKCS12 *made = NULL;
    int len = -1;
    if (key != NULL && certificate != NULL && fill_certificate(certificate, key, office, now))
        made = PKCS12_create("", "dauso", key, certificate, NULL, -1, -1, PKCS12_DEFAULT_ITER, PKCS12_DEFAULT_ITER, 0);
    if (made != NULL)
        len = i2d_PKCS12(made, &der);
    if (len > 0)
        buffer_add(pkcs12, der, (size_t)len);
    if (der != NULL)
        OPENSSL_clear_free(der, (size_t)len);
    PKCS12_free(made);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return len > 0 ? FAULT_NONE : err_set(err, FAULT_CANNOT, "a key for signing PDFs could not be made");
}

/* ---- one that is there ---- */

static bool
is_p256(EVP_PKEY *key)
{
    char group[32] = "";
    size_t len = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_group_name(key, group, sizeof group, &len) == 1 &&
           strcmp(group, "prime256v1") == 0;
}

static enum fault
take_key(struct pdf_signer *signer, EVP_PKEY *key, X509 *certificate, struct err *err)
{
    int len;
    if (key == NULL || certificate == NULL)
        return err_set(err, FAULT_INPUT, "the PKCS#12 file holds no private key with its certificate: export it again, with "
                       "the private key");
    signer->is_rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
    if (!is_p256(key) && !(signer->is_rsa && EVP_PKEY_get_bits(key) >= RSA_BITS_MIN))
        return err_set(err, FAULT_INPUT, "the key in the PKCS#12 file cannot sign PDFs: it must be RSA of at least %d bits or "
                       "on the curve P-256", RSA_BITS_MIN);
    len = i2d_X509(certificate, &signer->certificate);
    if (len <= 0 || (size_t)len > PDF_CMS_MAX / 2)
        return err_set(err, FAULT_INPUT, "the certificate in the PKCS#12 file is larger than %d bytes", PDF_CMS_MAX / 2);
    signer->certificate_len = (size_t)len;
    EVP_PKEY_up_ref(key);
    signer->key = key;
    return FAULT_NONE;
}

enum fault
pdf_signer_open(const void *pkcs12, size_t len, const char *password, struct pdf_signer **signer, struct err *err)
{
    const unsigned char *at = pkcs12;
    PKCS12 *file = len > 1024 * 1024 ? NULL : d2i_PKCS12(NULL, &at, (long)len);
    struct pdf_signer *opened = memory_new(sizeof *opened);
    EVP_PKEY *key = NULL;
    X509 *certificate = NULL;
    enum fault fault = FAULT_NONE;
    if (file == NULL)
        fault = err_set(err, FAULT_INPUT, "this is no PKCS#12 file (.p12 or .pfx)");
    else if (PKCS12_verify_mac(file, password, -1) != 1 && !(password[0] == 0 && PKCS12_verify_mac(file, NULL, 0) == 1))
        fault = err_set(err, FAULT_CONFLICT, "the passphrase does not open the PKCS#12 file: try again");
    else if (PKCS12_parse(file, password, &key, &certificate, NULL) != 1)
        fault = err_set(err, FAULT_INPUT, "the PKCS#12 file cannot be read: it may use an old cipher; export it again with AES");
    else
        fault = take_key(opened, key, certificate, err);
    EVP_PKEY_free(key);
    X509_free(certificate);
    PKCS12_free(file);
    if (fault != FAULT_NONE) {
        pdf_signer_close(opened);
        return fault;
    }
    *signer = opened;
    return FAULT_NONE;
}

enum fault
pdf_signer_pack(const struct pdf_signer *signer, struct buffer *pkcs12, struct err *err)
{
    const unsigned char *at = signer->certificate;
    X509 *certificate = d2i_X509(NULL, &at, (long)signer->certificate_len);
    PKCS12 *made = PKCS12_create("", "dauso", signer->key, certificate, NULL, -1, -1, PKCS12_DEFAULT_ITER,
                                 PKCS12_DEFAULT_ITER, 0);
    unsigned char *der = NULL;
    int len = made == NULL ? -1 : i2d_PKCS12(made, &der);
    if (len > 0)
        buffer_add(pkcs12, der, (size_t)len);
    if (der != NULL)
        OPENSSL_clear_free(der, (size_t)len);
    PKCS12_free(made);
    X509_free(certificate);
    return len > 0 ? FAULT_NONE : err_set(err, FAULT_CANNOT, "the key for signing PDFs could not be stored");
}

void
pdf_signer_close(struct pdf_signer *signer)
{
    if (signer == NULL)
        return;
    EVP_PKEY_free(signer->key);
    OPENSSL_free(signer->certificate);
    free(signer);
}

void
pdf_signer_spki(const struct pdf_signer *signer, uint8_t hash[32])
{
    unsigned char *der = NULL;
    int len = i2d_PUBKEY(signer->key, &der);
    hash_bytes(der, len > 0 ? (size_t)len : 0, hash);
    OPENSSL_free(der);
}

size_t
pdf_signer_room(const struct pdf_signer *signer)
{
    const struct cms_parts parts = {.certificate = signer->certificate, .certificate_len = signer->certificate_len,
                                    .is_rsa = signer->is_rsa};
    const uint8_t longest[SIGNATURE_MAX] = {0};
    struct buffer cms = {0};
    bool is_read = cms_write(&parts, longest, (size_t)EVP_PKEY_get_size(signer->key), &cms);
    size_t room = is_read ? cms.len : 0;
    buffer_clear(&cms);
    return room;
}

/* ---- signing ---- */

static enum fault
sign_attributes(const struct pdf_signer *signer, const struct cms_parts *parts, uint8_t signature[SIGNATURE_MAX],
                size_t *signature_len, struct err *err)
{
    struct buffer attributes = {0};
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    cms_write_attributes(parts, &attributes);
    *signature_len = SIGNATURE_MAX;
    bool is_signed = context != NULL && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, signer->key) == 1 &&
                     EVP_DigestSign(context, signature, signature_len, attributes.data, attributes.len) == 1;
    EVP_MD_CTX_free(context);
    buffer_clear(&attributes);
    return is_signed ? FAULT_NONE : err_set(err, FAULT_CANNOT, "the key for PDFs did not sign");
}

/* The page has one /Contents with zeros in angle brackets and one range to fill. */
static bool
find_gap_to_fill(const struct buffer *pdf, struct pdf_gap *gap, char **range)
{
    char *contents = memmem(pdf->data, pdf->len, "/Contents <00", 13), *end = NULL;
    *range = memmem(pdf->data, pdf->len, PDF_RANGE_TO_FILL, strlen(PDF_RANGE_TO_FILL));
    if (contents != NULL)
        end = memchr(contents, '>', pdf->len - (size_t)(contents - (char *)pdf->data));
    if (end == NULL || *range == NULL)
        return false;
    gap->begin = (size_t)(contents - (char *)pdf->data) + strlen("/Contents ");
    gap->end = (size_t)(end - (char *)pdf->data) + 1;
    return true;
}

static void
fill_range(char *range, const struct pdf_gap *gap, size_t len)
{
    char text[sizeof PDF_RANGE_TO_FILL];
    int used = snprintf(text, sizeof text, "%zu %zu %zu", gap->begin, gap->end, len - gap->end);
    memset(range, ' ', strlen(PDF_RANGE_TO_FILL));
    memcpy(range, text, (size_t)used);
}

static enum fault
fill_gap(struct buffer *pdf, const struct pdf_gap *gap, const struct buffer *cms, struct err *err)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    uint8_t *at = pdf->data + gap->begin + 1;
    if (2 * cms->len > gap->end - gap->begin - 2)
        return err_set(err, FAULT_CANNOT, "the signature of %zu bytes does not fit its place in the PDF", cms->len);
    for (size_t i = 0; i < cms->len; i++) {
        *at++ = (uint8_t)DIGITS[cms->data[i] >> 4];
        *at++ = (uint8_t)DIGITS[cms->data[i] & 15];
    }
    return FAULT_NONE;
}

enum fault
pdf_sign(const struct pdf_signer *signer, struct buffer *pdf, struct err *err)
{
    struct pdf_gap gap;
    struct cms_parts parts = {.certificate = signer->certificate, .certificate_len = signer->certificate_len,
                              .is_rsa = signer->is_rsa};
    struct buffer cms = {0};
    uint8_t signature[SIGNATURE_MAX], spki[SHA256_LEN];
    size_t signature_len;
    char *range;
    if (!find_gap_to_fill(pdf, &gap, &range))
        return err_set(err, FAULT_CANNOT, "the PDF has no place for a signature");
    fill_range(range, &gap, pdf->len);
    pdf_digest(pdf->data, pdf->len, &gap, parts.digest);
    enum fault fault = sign_attributes(signer, &parts, signature, &signature_len, err);
    if (fault == FAULT_NONE && !cms_write(&parts, signature, signature_len, &cms))
        fault = err_set(err, FAULT_CANNOT, "the certificate of the key for PDFs cannot be read");
    if (fault == FAULT_NONE)
        fault = fill_gap(pdf, &gap, &cms, err);
    pdf_signer_spki(signer, spki);
    if (fault == FAULT_NONE && !pdf_signature_holds(pdf->data, pdf->len, spki))
        fault = err_set(err, FAULT_CANNOT, "the PDF's own signature does not check");
    buffer_clear(&cms);
    return fault;
}
