/* bench_bare.c - the bare libraries, called as anybody would call them: what our figures are compared with. Nothing
 * else in cli/ touches them. */
#include <qrencode.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "cli/bench.h"

struct bare {
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
};

struct bare *
bare_new(void)
{
    struct bare *bare = memory_new(sizeof *bare);
    crypto_sign_keypair(bare->public_key, bare->secret_key);
    return bare;
}

void
bare_free(struct bare *bare)
{
    if (bare != NULL)
        sodium_memzero(bare, sizeof *bare);
    free(bare);
}

void
bare_sign(struct bare *bare, const void *message, size_t len, uint8_t signature[64])
{
    crypto_sign_detached(signature, NULL, message, len, bare->secret_key);
}

bool
bare_verify(const struct bare *bare, const void *message, size_t len, const uint8_t signature[64])
{
    return crypto_sign_verify_detached(signature, message, len, bare->public_key) == 0;
}

/* URL# as bytes, the digits as numbers: the segments of the payload code. */
static bool
encode_code(const char *qr_text)
{
    const char *hash = strchr(qr_text, '#');
    size_t head = hash == NULL ? 0 : (size_t)(hash - qr_text) + 1;
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    QRcode *code = NULL;
    if (head > 0 && QRinput_append(input, QR_MODE_8, (int)head, (const unsigned char *)qr_text) == 0 &&
        QRinput_append(input, QR_MODE_NUM, (int)strlen(qr_text + head), (const unsigned char *)qr_text + head) == 0)
        code = QRcode_encodeInput(input);
    QRinput_free(input);
    QRcode_free(code);
    return code != NULL;
}

enum fault
bare_certificate(struct bare *bare, const void *cose, size_t cose_len, const char *qr_text, const void *page,
                 size_t page_len, struct err *err)
{
    uint8_t signature[64];
    uLongf packed_len = compressBound((uLong)page_len);
    uint8_t *packed = memory_new(packed_len);
    bare_sign(bare, cose, cose_len, signature);
    bool is_done = encode_code(qr_text) && compress(packed, &packed_len, page, (uLong)page_len) == Z_OK;
    free(packed);
    return is_done ? FAULT_NONE : err_set(err, FAULT_CANNOT, "libqrencode or zlib could not encode the certificate");
}
