/* key.c - `dauso key`: the laptop's side of the chain of trust, and the table of its ceremonies. Never opens the store. */
#include "cli/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/passphrase.h"

enum { REPLY_MAX = 8 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {
    {"--dir", "DIR", "the data folder; for new and delegate the folder of the root"},
    {"--passphrase-file", "FILE", "of the keys, or of the .p12 that is imported; - reads one line of standard input"},
    {"-o", "FILE", "request, delegate, export: where to write"},
    {"--office", "TEXT", "delegate: the office that issues, as on paper"},
    {"--place", "CODE", "delegate: where its classes are"},
    {"--programme", "ID", "delegate: what it may certify; may be repeated; not said: all"},
    {"--from", "DATE", "delegate: first day, dd/mm/yyyy"},
    {"--days", "N", "delegate: how long, 90 if not said"},
    {"--quota", "N", "delegate: how many certificates, 1000 if not said"},
    {"--root", "KEY", "import: the root's 64 digits on the record, if another root was obeyed"},
    {"--from-number", "N", "revoke: from which sequence number of that issuer on"},
    {"--reason", "WORD", "revoke: key-lost, error, test, wish …"},
    {"--json", NULL, "show: one object {\"root\",\"issuer\",…}"},
    {NULL, NULL, NULL},
};

static enum fault
open_keyring(const struct key_call *key, struct keyring **keyring, struct err *err)
{
    if (!keyring_exists(key->folder))
        return err_set(err, FAULT_CANNOT, "%s has no keys yet: run `dauso init --dir %s` first", key->folder, key->folder);
    return keyring_open(key->folder, keyring, err);
}

static void
print_keys(struct json *keys)
{
    static const char *const NAMES[] = {"root", "issuer", "office", "not_before", "not_after", "author"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (json_get_text(keys, NAMES[i]) != NULL)
            printf("%-11s %s\n", NAMES[i], json_get_text(keys, NAMES[i]));
    json_free(keys);
}

/* A folder that holds a root only has no issuer to show. */
static enum fault
root_to_json(const char *folder, struct json **out, struct err *err)
{
    struct buffer content = {0};
    char *path = file_join(folder, "trust/root.pub");
    enum fault fault = file_read(path, 200, &content, err);
    if (fault == FAULT_NONE) {
        buffer_text(&content);
        content.data[strcspn((const char *)content.data, "\r\n")] = 0;
        *out = json_new_object();
        json_put_text(*out, "root", (const char *)content.data);
        json_put(*out, "issuer", json_new_null());
    }
    buffer_clear(&content);
    free(path);
    return fault;
}

static enum fault
run_show(const struct key_call *key, struct err *err)
{
    struct keyring *keyring = NULL;
    struct json *keys = NULL;
    uint8_t author[KEY_LEN];
    char hex[2 * KEY_LEN + 1];
    enum fault fault = FAULT_NONE;
    bool is_author = author_key_public(key->folder, author);
    if (!keyring_exists(key->folder) && is_author && !root_is_here(key->folder)) {
        keys = json_new_object(); /* a laptop that only writes quizzes */
    } else if (!keyring_exists(key->folder) && root_is_here(key->folder)) {
        fault = root_to_json(key->folder, &keys, err);
    } else {
        fault = open_keyring(key, &keyring, err);
        keys = fault == FAULT_NONE ? keyring_to_json(keyring) : NULL;
    }
    if (fault != FAULT_NONE)
        return fault;
    if (is_author) {
        hash_to_hex(author, KEY_LEN, hex);
        json_put_text(keys, "author", hex);
    }
    if (cli_flag(key->call, "--json"))
        cli_print_json(keys);
    else
        print_keys(keys);
    keyring_close(keyring);
    return FAULT_NONE;
}

static enum fault
run_request(const struct key_call *key, struct err *err)
{
    struct buffer request = {0}, lines = {0};
    struct key_request asked;
    char groups[80];
    const char *path = cli_value(key->call, "-o", "request.dauso");
    if (!keyring_exists(key->folder))
        return err_set(err, FAULT_CANNOT, "%s has no keys yet: run `dauso init --dir %s` first", key->folder, key->folder);
    enum fault fault = key_request_write(key->folder, key->passphrase, key->now, &request, err);
    if (fault == FAULT_NONE)
        fault = file_write(path, request.data, request.len, 0644, err);
    if (fault == FAULT_NONE)
        fault = key_request_read(request.data, request.len, path, &asked, err);
    if (fault == FAULT_NONE) {
        key_print_groups(asked.issuer, groups);
        key_add_line(&lines, "Khóa của máy", "issuer's key", "%s", groups);
        key_add_line(&lines, "Đơn vị", "office", "%s", asked.office);
        fault = key_write_record(key, "request", "Xin quyền phát giấy cho máy này", "This laptop asks for a permit", &lines, err);
    }
    if (fault == FAULT_NONE)
        printf("%s: take it to where the root is kept, and there: dauso key delegate %s\n", path, path);
    buffer_clear(&request);
    buffer_clear(&lines);
    return fault;
}

/* The 64 digits, blanks between them allowed; or a file that holds them. */
static enum fault
read_expected_root(const struct key_call *key, uint8_t root[KEY_LEN], const uint8_t **expected, struct err *err)
{
    const char *given = cli_value(key->call, "--root", NULL);
    char hex[2 * KEY_LEN + 1];
    size_t len = 0;
    struct buffer content = {0};
    enum fault fault = FAULT_NONE;
    *expected = NULL;
    if (given == NULL)
        return FAULT_NONE;
    if (file_exists(given))
        fault = file_read(given, 4096, &content, err);
    else
        buffer_add_text(&content, given);
    for (const char *at = fault == FAULT_NONE ? buffer_text(&content) : ""; *at != 0 && len < sizeof hex; at++)
        if (*at != ' ' && *at != '\n' && *at != '\r')
            hex[len++] = *at;
    hex[len < sizeof hex ? len : sizeof hex - 1] = 0;
    if (fault == FAULT_NONE && (len != 2 * KEY_LEN || !hash_from_hex(hex, root, KEY_LEN)))
        fault = err_set(err, FAULT_USAGE, "--root takes the 64 digits of the office's root key, or a file that holds them");
    *expected = root;
    buffer_clear(&content);
    return fault;
}

static enum fault
import_permit(const struct key_call *key, const struct buffer *reply, const char *path, struct err *err)
{
    struct buffer lines = {0};
    struct key_import import;
    uint8_t root[KEY_LEN];
    const uint8_t *expected;
    char groups[80];
    enum fault fault = read_expected_root(key, root, &expected, err);
    if (fault == FAULT_NONE)
        fault = key_import(key->folder, key->passphrase, reply->data, reply->len, path, expected, &import, err);
    if (fault == FAULT_NONE) {
        key_print_groups(import.root, groups);
        key_add_line(&lines, "Khóa gốc", "root key", "%s", groups);
        key_add_terms(&lines, &import.terms);
        fault = key_write_record(key, "import", "Máy này nhận quyền phát giấy", "This laptop took in its permit", &lines, err);
    }
    if (fault == FAULT_NONE)
        printf("This laptop issues for “%s” now.%s\nRoot key: %s\n", import.terms.office,
               import.is_new_root ? " Compare the root key with the office's printed record:" : "", groups);
    buffer_clear(&lines);
    return fault;
}

/* DER begins with a SEQUENCE, a permit with an array of CBOR. */
static bool
is_pkcs12(const struct buffer *content)
{
    return content->len > 1 && content->data[0] == 0x30;
}

static enum fault
import_pdf_key(const struct key_call *key, const struct buffer *pkcs12, struct err *err)
{
    const char *password = key->passphrase == NULL ? "" : passphrase_text(key->passphrase);
    enum fault fault = keyring_import_pdf_key(key->folder, NULL, pkcs12->data, pkcs12->len, password, err);
    if (fault == FAULT_NONE)
        printf("PDFs are signed with this key from now on.\n");
    return fault;
}

static enum fault
run_import(const struct key_call *key, struct err *err)
{
    struct buffer content = {0};
    const char *path = key->call->operand_count == 2 ? key->call->operands[1] : NULL;
    if (path == NULL)
        return err_set(err, FAULT_USAGE, "say which file: key import FILE");
    if (!keyring_exists(key->folder))
        return err_set(err, FAULT_CANNOT, "%s has no keys yet: run `dauso init --dir %s` first", key->folder, key->folder);
    enum fault fault = file_read(path, REPLY_MAX, &content, err);
    if (fault == FAULT_NONE)
        fault = is_pkcs12(&content) ? import_pdf_key(key, &content, err) : import_permit(key, &content, path, err);
    buffer_clear(&content);
    return fault;
}

/* What anybody may have: roots, trust file, permits, status list. */
static enum fault
run_export(const struct key_call *key, struct err *err)
{
    const char *to = cli_value(key->call, "-o", "dauso-trust");
    char *from = file_join(key->folder, "trust"), **names = NULL;
    size_t count = 0;
    enum fault fault = file_is_folder(from)
                           ? file_make_folder(to, err)
                           : err_set(err, FAULT_CANNOT, "%s has no keys yet: run `dauso init` first", key->folder);
    if (fault == FAULT_NONE)
        fault = file_list(from, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        struct buffer content = {0};
        char *source = file_join(from, names[i]), *target = file_join(to, names[i]);
        fault = file_read(source, REPLY_MAX, &content, err);
        if (fault == FAULT_NONE)
            fault = file_write(target, content.data, content.len, 0644, err);
        buffer_clear(&content);
        free(source);
        free(target);
    }
    if (fault == FAULT_NONE)
        printf("%s: what a verifier needs, and nothing secret.\n", to);
    file_free_names(names, count);
    free(from);
    return fault;
}

static enum fault
run_lock(const struct key_call *key, struct err *err)
{
    if (key->passphrase == NULL)
        return err_set(err, FAULT_USAGE, "say the passphrase: --passphrase-file FILE, or - to type it");
    enum fault fault = keyring_seal(key->folder, key->passphrase, err);
    if (fault == FAULT_NONE)
        printf("The keys in %s are sealed. A lost passphrase cannot be found again.\n", key->folder);
    return fault;
}

static enum fault
run_unlock(const struct key_call *key, struct err *err)
{
    if (key->passphrase == NULL)
        return err_set(err, FAULT_USAGE, "say the passphrase: --passphrase-file FILE, or - to type it");
    enum fault fault = keyring_unseal(key->folder, key->passphrase, err);
    if (fault == FAULT_NONE)
        printf("The keys in %s lie open again.\n", key->folder);
    return fault;
}

static const struct ceremony {
    const char *name;
    enum fault (*run)(const struct key_call *key, struct err *err);
} CEREMONIES[] = {
    {"show", run_show},     {"new", key_run_new},       {"request", run_request},   {"delegate", key_run_delegate},
    {"import", run_import}, {"export", run_export},     {"rotate", key_run_rotate}, {"revoke", key_run_revoke},
    {"lock", run_lock},     {"unlock", run_unlock},
};
enum { CEREMONY_COUNT = sizeof CEREMONIES / sizeof CEREMONIES[0] };

static const struct ceremony *
find_ceremony(const struct cli_call *call)
{
    for (size_t i = 0; call->operand_count > 0 && i < CEREMONY_COUNT; i++)
        if (strcmp(CEREMONIES[i].name, call->operands[0]) == 0)
            return &CEREMONIES[i];
    return NULL;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct published_words *words = NULL;
    struct key_call key = {.call = call, .now = clock_wall_ms() / 1000};
    const struct ceremony *ceremony = find_ceremony(call);
    if (ceremony == NULL)
        return cli_usage(call, "say one of show, new, request, delegate, import, export, rotate, revoke, lock, unlock");
    char *share = file_find_share();
    key.folder = cli_data_folder(call);
    enum fault fault = cli_read_passphrase(call, &key.passphrase, &err);
    if (fault == FAULT_NONE)
        fault = published_words_load(share, &words, &err);
    if (fault == FAULT_NONE) {
        key.words = published_words_view(words);
        fault = ceremony->run(&key, &err);
    }
    published_words_free(words);
    passphrase_free(key.passphrase);
    free(key.folder);
    free(share);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_key = {"key", "show|new|request|delegate|import|export|rotate|revoke|lock|unlock [FILE]",
                                  "Keys and permits: who may issue, and where the secrets are.", OPTIONS, run};
