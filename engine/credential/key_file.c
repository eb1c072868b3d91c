/* key_file.c - secrets at rest. Argon2id makes each guess at a passphrase cost a quarter of a gigabyte and most of a
 * second; one derived key serves all the files that were sealed together, as they share their salt. */
#include "credential/key_file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

enum { PASSPHRASE_MIN = 8, PASSPHRASE_MAX = 1024, CIPHER_KEY_LEN = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
       NONCE_LEN = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG_LEN = crypto_aead_xchacha20poly1305_ietf_ABYTES,
       SALT_LEN = crypto_pwhash_argon2id_SALTBYTES, OPS_MAX = 10, FILE_MAX = 4 * SECRET_MAX };
/* A changed file must not make us use all the memory there is. */
static const unsigned long MEMORY_MAX = 1024ul * 1024 * 1024;
static const char MAGIC[] = "dauso-sealed-key 1 argon2id ", PURPOSE[] = "dauso key";

struct passphrase {
    char text[PASSPHRASE_MAX];
    size_t len;
    bool has_key;
    unsigned long ops, memory;
    uint8_t salt[SALT_LEN], key[CIPHER_KEY_LEN];
};

enum fault
passphrase_new(const char *text, size_t len, struct passphrase **passphrase, struct err *err)
{
    while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
        len--;
    if (len == 0 || len >= PASSPHRASE_MAX)
        return err_set(err, FAULT_INPUT, "a passphrase has 1 to %d bytes", PASSPHRASE_MAX - 1);
    *passphrase = sodium_malloc(sizeof **passphrase);
    if (*passphrase == NULL)
        return err_set(err, FAULT_CANNOT, "no guarded memory for a passphrase");
    memset(*passphrase, 0, sizeof **passphrase);
    memcpy((*passphrase)->text, text, len);
    (*passphrase)->len = len;
    return FAULT_NONE;
}

const char *
passphrase_text(const struct passphrase *passphrase)
{
    return passphrase->text;
}

void
passphrase_free(struct passphrase *passphrase)
{
    sodium_free(passphrase);
}

static bool
derive(struct passphrase *passphrase, const uint8_t salt[SALT_LEN], unsigned long ops, unsigned long memory)
{
    if (passphrase->has_key && passphrase->ops == ops && passphrase->memory == memory &&
        memcmp(passphrase->salt, salt, SALT_LEN) == 0)
        return true;
    passphrase->has_key = crypto_pwhash_argon2id(passphrase->key, CIPHER_KEY_LEN, passphrase->text, passphrase->len, salt,
                                                 ops, memory, crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
    passphrase->ops = ops;
    passphrase->memory = memory;
    memcpy(passphrase->salt, salt, SALT_LEN);
    return passphrase->has_key;
}

bool
key_file_is_sealed(const char *path)
{
    struct buffer content = {0};
    struct err ignored;
    bool is_sealed = file_exists(path) && file_read(path, FILE_MAX, &content, &ignored) == FAULT_NONE &&
                     content.len > sizeof MAGIC && memcmp(content.data, MAGIC, sizeof MAGIC - 1) == 0;
    if (content.data != NULL)
        sodium_memzero(content.data, content.capacity);
    buffer_clear(&content);
    return is_sealed;
}

/* The parts of a sealed file's text. */
struct sealed {
    unsigned long ops, memory;
    uint8_t salt[SALT_LEN];
    uint8_t *box; /* nonce and cipher text; caller frees */
    size_t box_len;
};

static bool
read_sealed(const char *text, struct sealed *out)
{
    char *at;
    size_t len;
    out->ops = strtoul(text + sizeof MAGIC - 1, &at, 10);
    out->memory = strtoul(at, &at, 10);
    if (out->ops < 1 || out->ops > OPS_MAX || out->memory < 8192 || out->memory > MEMORY_MAX || *at++ != '\n' ||
        sodium_hex2bin(out->salt, SALT_LEN, at, strcspn(at, "\n"), NULL, &len, NULL) != 0 || len != SALT_LEN)
        return false;
    at += strcspn(at, "\n");
    if (*at++ != '\n')
        return false;
    len = strcspn(at, "\n");
    out->box = memory_new(len / 2 + 1);
    return sodium_hex2bin(out->box, len / 2, at, len, NULL, &out->box_len, NULL) == 0 &&
           out->box_len >= NONCE_LEN + TAG_LEN && out->box_len <= NONCE_LEN + TAG_LEN + SECRET_MAX;
}

static enum fault
open_sealed(const char *path, const char *text, struct passphrase *passphrase, uint8_t **secret, size_t *len,
            struct err *err)
{
    struct sealed sealed = {0};
    enum fault fault = FAULT_NONE;
    unsigned long long opened = 0;
    if (passphrase == NULL)
        return err_set(err, FAULT_CONFLICT, "%s is locked with a passphrase: give it with --passphrase-file FILE, or unlock it "
                       "in the console", path);
    if (!read_sealed(text, &sealed))
        fault = err_set(err, FAULT_CANNOT, "%s is damaged: it is no sealed key", path);
    else if (!derive(passphrase, sealed.salt, sealed.ops, sealed.memory))
        fault = err_set(err, FAULT_CANNOT, "not enough memory to open %s: %lu MB are needed", path, sealed.memory >> 20);
    if (fault == FAULT_NONE) {
        size_t plain_len = sealed.box_len - NONCE_LEN - TAG_LEN;
        *secret = sodium_malloc(plain_len + 1);
        if (*secret == NULL)
            fault = err_set(err, FAULT_CANNOT, "no guarded memory for a key");
        else if (crypto_aead_xchacha20poly1305_ietf_decrypt(*secret, &opened, NULL, sealed.box + NONCE_LEN,
                                                            sealed.box_len - NONCE_LEN, (const uint8_t *)PURPOSE,
                                                            sizeof PURPOSE - 1, sealed.box, passphrase->key) != 0)
            fault = err_set(err, FAULT_CONFLICT, "the passphrase does not open %s: try again, or the file was changed", path);
        else
            (*secret)[plain_len] = 0;
        *len = plain_len;
    }
    free(sealed.box);
    return fault;
}

enum fault
key_file_read(const char *path, struct passphrase *passphrase, uint8_t **secret, size_t *len, struct err *err)
{
    struct buffer content = {0};
    *secret = NULL;
    enum fault fault = file_read(path, FILE_MAX, &content, err);
    if (fault == FAULT_NONE && content.len > sizeof MAGIC && memcmp(content.data, MAGIC, sizeof MAGIC - 1) == 0) {
        fault = open_sealed(path, buffer_text(&content), passphrase, secret, len, err);
    } else if (fault == FAULT_NONE) {
        *secret = sodium_malloc(content.len + 1);
        if (*secret == NULL) {
            fault = err_set(err, FAULT_CANNOT, "no guarded memory for a key");
        } else {
            *len = content.len;
            memcpy(*secret, content.data, content.len);
            (*secret)[content.len] = 0;
        }
    }
    if (content.data != NULL)
        sodium_memzero(content.data, content.capacity);
    buffer_clear(&content);
    if (fault != FAULT_NONE) {
        sodium_free(*secret);
        *secret = NULL;
    }
    return fault;
}

static void
add_hex(struct buffer *out, const uint8_t *data, size_t len)
{
    char *hex = memory_new(2 * len + 1);
    buffer_add_text(out, sodium_bin2hex(hex, 2 * len + 1, data, len));
    buffer_add_byte(out, '\n');
    free(hex);
}

/* A passphrase that has opened or sealed a file goes on with that salt. */
static enum fault
seal(const char *path, struct passphrase *passphrase, const uint8_t *secret, size_t len, struct buffer *out,
     struct err *err)
{
    uint8_t salt[SALT_LEN], *box = memory_new(NONCE_LEN + TAG_LEN + len);
    unsigned long long box_len = 0;
    unsigned long ops = crypto_pwhash_argon2id_OPSLIMIT_MODERATE, memory = crypto_pwhash_argon2id_MEMLIMIT_MODERATE;
    enum fault fault = FAULT_NONE;
    if (passphrase->has_key)
        memcpy(salt, passphrase->salt, SALT_LEN);
    else
        randombytes_buf(salt, SALT_LEN);
    if (!derive(passphrase, salt, ops, memory)) {
        fault = err_set(err, FAULT_CANNOT, "not enough memory to seal %s: %lu MB are needed", path, memory >> 20);
    } else {
        randombytes_buf(box, NONCE_LEN);
        crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE_LEN, &box_len, secret, len, (const uint8_t *)PURPOSE,
                                                   sizeof PURPOSE - 1, NULL, box, passphrase->key);
        buffer_print(out, "%s%lu %lu\n", MAGIC, ops, memory);
        add_hex(out, salt, SALT_LEN);
        add_hex(out, box, NONCE_LEN + (size_t)box_len);
    }
    free(box);
    return fault;
}

enum fault
key_file_write(const char *path, struct passphrase *passphrase, const uint8_t *secret, size_t len, struct err *err)
{
    struct buffer sealed = {0};
    enum fault fault;
    if (passphrase == NULL)
        return file_write(path, secret, len, 0600, err);
    if (passphrase->len < PASSPHRASE_MIN)
        return err_set(err, FAULT_INPUT, "a passphrase that seals keys has at least %d letters: four words that nobody would "
                       "guess", PASSPHRASE_MIN);
    fault = seal(path, passphrase, secret, len, &sealed, err);
    if (fault == FAULT_NONE)
        fault = file_write(path, sealed.data, sealed.len, 0600, err);
    buffer_clear(&sealed);
    return fault;
}
