/* pdf_signature_check.c - whether a PDF is as it was signed, and by whom.
 *
 * A CMS message has many encodings, and parts that no signature covers. So nothing of it is believed: the signer's
 * certificate and the signature value are taken out, the message is built anew around them from the file's digest, and
 * must be the same bytes. What is then left to check is one signature over the attributes just built. */
#include "credential/pdf_signature.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/hash.h"

enum { TAG_INTEGER = 0x02, TAG_OCTETS = 0x04, TAG_NULL = 0x05, TAG_OID = 0x06, TAG_SEQUENCE = 0x30, TAG_SET = 0x31,
       TAG_CONTEXT_0 = 0xa0 };

/* ---- DER (X.690), written from the inside out ---- */

static void
add_header(struct buffer *out, uint8_t tag, size_t len)
{
    buffer_add_byte(out, tag);
    if (len >= 0x100)
        buffer_add_byte(out, 0x82);
    else if (len >= 0x80)
        buffer_add_byte(out, 0x81);
    if (len >= 0x100)
        buffer_add_byte(out, (uint8_t)(len >> 8));
    buffer_add_byte(out, (uint8_t)len);
}

static void
add_item(struct buffer *out, uint8_t tag, const void *data, size_t len)
{
    add_header(out, tag, len);
    buffer_add(out, data, len);
}

/* Takes over `inside`. */
static void
wrap(struct buffer *out, uint8_t tag, struct buffer *inside)
{
    add_item(out, tag, inside->data, inside->len);
    buffer_clear(inside);
}

#define ADD_OID(out, bytes) add_item(out, TAG_OID, bytes, sizeof(bytes) - 1)
static const char OID_DATA[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", OID_SIGNED[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
                  OID_CONTENT_TYPE[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03",
                  OID_DIGEST[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04",
                  OID_SIGNING_CERTIFICATE_V2[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f",
                  OID_SHA256[] = "\x60\x86\x48\x01\x65\x03\x04\x02\x01",
                  OID_ECDSA_SHA256[] = "\x2a\x86\x48\xce\x3d\x04\x03\x02",
                  OID_RSA[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";

/* Attribute ::= SEQUENCE { type, SET { value } } */
static void
add_attribute(struct buffer *out, const char *oid, size_t oid_len, struct buffer *value)
{
    struct buffer inside = {0};
    add_item(&inside, TAG_OID, oid, oid_len);
    wrap(&inside, TAG_SET, value);
    wrap(out, TAG_SEQUENCE, &inside);
}

/* SigningCertificateV2 ::= SEQUENCE { SEQUENCE { ESSCertIDv2 { certHash } } }, SHA-256 being the default. */
static void
write_certificate_id(const struct cms_parts *parts, struct buffer *out)
{
    struct buffer hash = {0}, id = {0}, list = {0};
    uint8_t digest[HASH_LEN];
    hash_bytes(parts->certificate, parts->certificate_len, digest);
    add_item(&hash, TAG_OCTETS, digest, sizeof digest);
    wrap(&id, TAG_SEQUENCE, &hash);
    wrap(&list, TAG_SEQUENCE, &id);
    wrap(out, TAG_SEQUENCE, &list);
}

/* The three stand in the order of DER: by their length. */
static void
write_attribute_list(const struct cms_parts *parts, struct buffer *out)
{
    struct buffer value = {0};
    ADD_OID(&value, OID_DATA);
    add_attribute(out, OID_CONTENT_TYPE, sizeof OID_CONTENT_TYPE - 1, &value);
    add_item(&value, TAG_OCTETS, parts->digest, SHA256_LEN);
    add_attribute(out, OID_DIGEST, sizeof OID_DIGEST - 1, &value);
    write_certificate_id(parts, &value);
    add_attribute(out, OID_SIGNING_CERTIFICATE_V2, sizeof OID_SIGNING_CERTIFICATE_V2 - 1, &value);
}

void
cms_write_attributes(const struct cms_parts *parts, struct buffer *out)
{
    struct buffer list = {0};
    write_attribute_list(parts, &list);
    wrap(out, TAG_SET, &list);
}

static void
add_algorithm(struct buffer *out, const char *oid, size_t oid_len, bool has_null)
{
    struct buffer inside = {0};
    add_item(&inside, TAG_OID, oid, oid_len);
    if (has_null)
        add_item(&inside, TAG_NULL, "", 0);
    wrap(out, TAG_SEQUENCE, &inside);
}

static void
add_version(struct buffer *out)
{
    add_item(out, TAG_INTEGER, "\x01", 1);
}

/* IssuerAndSerialNumber, copied from the certificate. */
static bool
add_signer_id(struct buffer *out, const struct cms_parts *parts)
{
    const unsigned char *at = parts->certificate;
    X509 *certificate = d2i_X509(NULL, &at, (long)parts->certificate_len);
    unsigned char *name = NULL, *serial = NULL;
    struct buffer inside = {0};
    bool is_read = certificate != NULL && at == parts->certificate + parts->certificate_len;
    int name_len = is_read ? i2d_X509_NAME(X509_get_issuer_name(certificate), &name) : -1;
    int serial_len = is_read ? i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &serial) : -1;
    is_read = name_len > 0 && serial_len > 0;
    if (is_read) {
        buffer_add(&inside, name, (size_t)name_len);
        buffer_add(&inside, serial, (size_t)serial_len);
        wrap(out, TAG_SEQUENCE, &inside);
    }
    OPENSSL_free(name);
    OPENSSL_free(serial);
    X509_free(certificate);
    return is_read;
}

static bool
write_signer(const struct cms_parts *parts, const uint8_t *signature, size_t signature_len, struct buffer *out)
{
    struct buffer inside = {0}, attributes = {0}, signer = {0};
    add_version(&inside);
    bool is_read = add_signer_id(&inside, parts);
    add_algorithm(&inside, OID_SHA256, sizeof OID_SHA256 - 1, true);
    write_attribute_list(parts, &attributes);
    wrap(&inside, TAG_CONTEXT_0, &attributes);
    if (parts->is_rsa)
        add_algorithm(&inside, OID_RSA, sizeof OID_RSA - 1, true);
    else
        add_algorithm(&inside, OID_ECDSA_SHA256, sizeof OID_ECDSA_SHA256 - 1, false);
    add_item(&inside, TAG_OCTETS, signature, signature_len);
    wrap(&signer, TAG_SEQUENCE, &inside);
    wrap(out, TAG_SET, &signer);
    return is_read;
}

bool
cms_write(const struct cms_parts *parts, const uint8_t *signature, size_t signature_len, struct buffer *out)
{
    struct buffer inside = {0}, part = {0}, content = {0};
    add_version(&inside);
    add_algorithm(&part, OID_SHA256, sizeof OID_SHA256 - 1, true);
    wrap(&inside, TAG_SET, &part);
    ADD_OID(&part, OID_DATA);
    wrap(&inside, TAG_SEQUENCE, &part);
    add_item(&inside, TAG_CONTEXT_0, parts->certificate, parts->certificate_len);
    bool is_read = write_signer(parts, signature, signature_len, &inside);
    wrap(&content, TAG_SEQUENCE, &inside);
    ADD_OID(&part, OID_SIGNED);
    wrap(&part, TAG_CONTEXT_0, &content);
    wrap(out, TAG_SEQUENCE, &part);
    return is_read;
}

/* ---- reading: just enough to find the certificate and the signature ---- */

struct der {
    const uint8_t *data;
    size_t len;
};

/* The item at the front of `in`, which is moved behind it. whole: with its header. */
static bool
take(struct der *in, uint8_t tag, struct der *inside, struct der *whole)
{
    size_t head = 2, len;
    if (in->len < 2 || in->data[0] != tag)
        return false;
    len = in->data[1];
    if (len == 0x81 && in->len > 2) {
        len = in->data[2];
        head = 3;
    } else if (len == 0x82 && in->len > 3) {
        len = (size_t)in->data[2] << 8 | in->data[3];
        head = 4;
    } else if (len >= 0x80) {
        return false;
    }
    if (in->len - head < len)
        return false;
    *whole = (struct der){in->data, head + len};
    *inside = (struct der){in->data + head, len};
    in->data += head + len;
    in->len -= head + len;
    return true;
}

static bool
skip(struct der *in)
{
    struct der inside, whole;
    return in->len > 0 && take(in, in->data[0], &inside, &whole);
}

/* Of a SignedData as cms_write makes it. *cms_len: where it ends; behind it stands the padding. */
static bool
take_apart(struct der in, struct der *certificate, struct der *signature, size_t *cms_len)
{
    struct der content, whole, part, signer;
    if (!take(&in, TAG_SEQUENCE, &content, &whole))
        return false;
    *cms_len = whole.len;
    if (!skip(&content) || !take(&content, TAG_CONTEXT_0, &part, &whole) || !take(&part, TAG_SEQUENCE, &content, &whole) ||
        !skip(&content) || !skip(&content) || !skip(&content) || !take(&content, TAG_CONTEXT_0, certificate, &whole) ||
        !take(&content, TAG_SET, &part, &whole) || !take(&part, TAG_SEQUENCE, &signer, &whole))
        return false;
    for (int i = 0; i < 5; i++) /* version, signer, digest, attributes, algorithm */
        if (!skip(&signer))
            return false;
    return take(&signer, TAG_OCTETS, signature, &whole);
}

/* ---- the file ---- */

void
pdf_digest(const void *data, size_t len, const struct pdf_gap *gap, uint8_t digest[SHA256_LEN])
{
    const uint8_t *bytes = data;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned digest_len = 0;
    memset(digest, 0, SHA256_LEN);
    if (context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
        EVP_DigestUpdate(context, bytes, gap->begin) == 1 &&
        EVP_DigestUpdate(context, bytes + gap->end, len - gap->end) == 1)
        EVP_DigestFinal_ex(context, digest, &digest_len);
    EVP_MD_CTX_free(context);
}

static const uint8_t *
find(const uint8_t *data, size_t len, const char *what)
{
    return memmem(data, len, what, strlen(what));
}

/* Ten digits at most, then a blank; *at moves behind them. */
static bool
read_number(const uint8_t **at, const uint8_t *end, size_t *number)
{
    const uint8_t *begin = *at;
    *number = 0;
    for (; *at < end && **at >= '0' && **at <= '9' && *at - begin < 10; ++*at)
        *number = *number * 10 + (size_t)(**at - '0');
    if (*at == begin || *at == end || **at != ' ')
        return false;
    while (*at < end && **at == ' ')
        ++*at;
    return true;
}

/* "/ByteRange [ 0 a b c ]", once in the file; a is where the gap begins, b where it ends, and c reaches to the end. */
static bool
find_gap(const uint8_t *data, size_t len, struct pdf_gap *gap)
{
    static const char RANGE[] = "/ByteRange [ ", CONTENTS[] = "/Contents ";
    size_t zero, rest;
    const uint8_t *at = find(data, len, RANGE), *end = data + len;
    if (at == NULL || find(at + 1, (size_t)(end - at) - 1, "/ByteRange") != NULL || find(data, len, "/ByteRange") != at)
        return false;
    at += strlen(RANGE);
    if (!read_number(&at, end, &zero) || !read_number(&at, end, &gap->begin) || !read_number(&at, end, &gap->end) ||
        !read_number(&at, end, &rest) || *at != ']')
        return false;
    return zero == 0 && gap->begin > strlen(CONTENTS) && gap->begin < gap->end && gap->end < len && rest == len - gap->end &&
           gap->end - gap->begin > 2 && data[gap->begin] == '<' && data[gap->end - 1] == '>' &&
           memcmp(data + gap->begin - strlen(CONTENTS), CONTENTS, strlen(CONTENTS)) == 0;
}

static int
value_of(uint8_t digit)
{
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Digits and capital letters only: the string has one spelling. */
static bool
read_hex(const uint8_t *data, size_t len, uint8_t out[PDF_CMS_MAX], size_t *out_len)
{
    if (len % 2 != 0 || len / 2 > PDF_CMS_MAX)
        return false;
    for (size_t i = 0; i < len; i += 2) {
        int high = value_of(data[i]), low = value_of(data[i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (uint8_t)(high * 16 + low);
    }
    *out_len = len / 2;
    return true;
}

static bool
is_key(EVP_PKEY *key, const uint8_t spki[SHA256_LEN], bool *is_rsa)
{
    unsigned char *der = NULL;
    uint8_t hash[HASH_LEN];
    int len = key == NULL ? -1 : i2d_PUBKEY(key, &der);
    if (len <= 0)
        return false;
    hash_bytes(der, (size_t)len, hash);
    OPENSSL_free(der);
    *is_rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
    return memcmp(hash, spki, SHA256_LEN) == 0 && (*is_rsa || EVP_PKEY_get_base_id(key) == EVP_PKEY_EC);
}

static bool
is_signed(EVP_PKEY *key, const struct cms_parts *parts, const struct der *signature)
{
    struct buffer attributes = {0};
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    cms_write_attributes(parts, &attributes);
    bool holds = context != NULL && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                 EVP_DigestVerify(context, signature->data, signature->len, attributes.data, attributes.len) == 1;
    EVP_MD_CTX_free(context);
    buffer_clear(&attributes);
    return holds;
}

static bool
is_zero(const uint8_t *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (data[i] != 0)
            return false;
    return true;
}

bool
pdf_signature_holds(const void *data, size_t len, const uint8_t spki[SHA256_LEN])
{
    const uint8_t *bytes = data;
    struct pdf_gap gap;
    uint8_t cms[PDF_CMS_MAX];
    size_t room, cms_len;
    struct der certificate, signature;
    struct buffer again = {0};
    if (!find_gap(bytes, len, &gap) || !read_hex(bytes + gap.begin + 1, gap.end - gap.begin - 2, cms, &room) ||
        !take_apart((struct der){cms, room}, &certificate, &signature, &cms_len) || !is_zero(cms + cms_len, room - cms_len))
        return false;
    const unsigned char *at = certificate.data;
    X509 *signer = d2i_X509(NULL, &at, (long)certificate.len);
    EVP_PKEY *key = signer == NULL ? NULL : X509_get0_pubkey(signer);
    struct cms_parts parts = {.certificate = certificate.data, .certificate_len = certificate.len};
    pdf_digest(data, len, &gap, parts.digest);
    bool holds = is_key(key, spki, &parts.is_rsa) && cms_write(&parts, signature.data, signature.len, &again) &&
                 again.len == cms_len && memcmp(again.data, cms, cms_len) == 0 && is_signed(key, &parts, &signature);
    buffer_clear(&again);
    X509_free(signer);
    return holds;
}
