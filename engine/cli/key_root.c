/* key_root.c - ceremonies where the root key is kept, on a machine without network. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/key.h"

enum { REQUEST_MAX = 4096, DAYS_DEFAULT = 90, DAYS_MAX = 400, QUOTA_DEFAULT = 1000, DAY = 86400 };

static enum fault
add_root_line(const struct key_call *key, struct buffer *lines, struct err *err)
{
    struct buffer content = {0};
    char *path = file_join(key->folder, "trust/root.pub"), groups[80];
    uint8_t root[KEY_LEN];
    enum fault fault = file_read(path, 200, &content, err);
    if (fault == FAULT_NONE) {
        buffer_text(&content);
        content.data[content.len < 2 * KEY_LEN ? content.len : 2 * KEY_LEN] = 0;
        if (hash_from_hex((const char *)content.data, root, KEY_LEN)) {
            key_print_groups(root, groups);
            key_add_line(lines, "Khóa gốc", "root key", "%s", groups);
        }
    }
    buffer_clear(&content);
    free(path);
    return fault;
}

enum fault
key_run_new(const struct key_call *key, struct err *err)
{
    struct buffer lines = {0};
    if (key->passphrase == NULL)
        return err_set(err, FAULT_USAGE, "a root key needs a passphrase of its own: --passphrase-file FILE, or - to type it");
    enum fault fault = root_new(key->folder, key->passphrase, key->words, key->now, err);
    if (fault == FAULT_NONE)
        fault = add_root_line(key, &lines, err);
    if (fault == FAULT_NONE)
        fault = key_write_record(key, "new-root", "Lập khóa gốc của đơn vị", "A new root key was made", &lines, err);
    if (fault == FAULT_NONE)
        printf("A new root key is in %s/keys, sealed with the passphrase. Keep the folder offline, and a copy elsewhere.\n",
               key->folder);
    buffer_clear(&lines);
    return fault;
}

/* By number or by id. */
static enum fault
find_programme(const struct public_words *words, const char *asked, uint32_t *number, struct err *err)
{
    for (size_t i = 0; i < words->programme_count; i++) {
        char text[12];
        snprintf(text, sizeof text, "%u", words->programmes[i].number);
        if (strcmp(asked, text) == 0 || strcmp(asked, words->programmes[i].id) == 0) {
            *number = words->programmes[i].number;
            return FAULT_NONE;
        }
    }
    return err_set(err, FAULT_USAGE, "there is no programme \"%.40s\" in scripts/frameworks/programmes.lua", asked);
}

static enum fault
read_programmes(const struct key_call *key, struct delegation_terms *terms, struct err *err)
{
    enum fault fault = FAULT_NONE;
    const char *asked;
    size_t most = sizeof terms->programmes / sizeof terms->programmes[0];
    for (size_t n = 0; fault == FAULT_NONE && (asked = cli_value_at(key->call, "--programme", n)) != NULL; n++) {
        if (n == most)
            return err_set(err, FAULT_USAGE, "a permit names at most %zu programmes", most);
        fault = find_programme(key->words, asked, &terms->programmes[terms->programme_count++], err);
    }
    if (fault == FAULT_NONE && terms->programme_count == 0) /* not said: all that there are */
        for (size_t i = 0; i < key->words->programme_count && i < most; i++)
            terms->programmes[terms->programme_count++] = key->words->programmes[i].number;
    return fault;
}

/* What is not said is as the laptop asked for it. */
static enum fault
read_terms(const struct key_call *key, const struct key_request *request, struct delegation_terms *terms, struct err *err)
{
    long days = DAYS_DEFAULT, quota = QUOTA_DEFAULT, place = request->place;
    const char *from = cli_value(key->call, "--from", NULL), *office = cli_value(key->call, "--office", request->office);
    enum fault fault = cli_number(key->call, "--days", 1, DAYS_MAX, &days, err);
    if (fault == FAULT_NONE)
        fault = cli_number(key->call, "--quota", 1, 1000000, &quota, err);
    if (fault == FAULT_NONE)
        fault = cli_number(key->call, "--place", 0, 99999999, &place, err);
    *terms = (struct delegation_terms){.office_number = 1, .place = (uint32_t)place, .quota = (uint32_t)quota,
                                       .not_before = key->now};
    if (fault == FAULT_NONE && from != NULL && !clock_read_date(from, &terms->not_before))
        fault = err_set(err, FAULT_USAGE, "--from takes a day, dd/mm/yyyy, not \"%.30s\"", from);
    if (fault == FAULT_NONE && strlen(office) >= sizeof terms->office - 1)
        fault = err_set(err, FAULT_USAGE, "the name of the office has at most %zu bytes", sizeof terms->office - 2);
    terms->not_after = terms->not_before + (int64_t)days * DAY;
    snprintf(terms->office, sizeof terms->office, "%s", office);
    return fault == FAULT_NONE ? read_programmes(key, terms, err) : fault;
}

static enum fault
write_reply(const struct key_call *key, const struct key_request *request, const struct delegation_terms *terms,
            const struct buffer *reply, struct err *err)
{
    struct buffer lines = {0};
    char groups[80];
    const char *path = cli_value(key->call, "-o", "permit.dauso");
    key_print_groups(request->issuer, groups);
    enum fault fault = file_write(path, reply->data, reply->len, 0644, err);
    if (fault == FAULT_NONE)
        fault = add_root_line(key, &lines, err);
    key_add_line(&lines, "Khóa của máy", "issuer's key", "%s", groups);
    key_add_terms(&lines, terms);
    if (fault == FAULT_NONE)
        fault = key_write_record(key, "delegate", "Cấp quyền phát giấy cho một máy", "A laptop was permitted to issue", &lines,
                                 err);
    if (fault == FAULT_NONE)
        printf("%s: take it to the laptop, and there: dauso key import %s\n", path, path);
    buffer_clear(&lines);
    return fault;
}

enum fault
key_run_delegate(const struct key_call *key, struct err *err)
{
    struct buffer asked = {0}, reply = {0};
    struct key_request request;
    struct delegation_terms terms;
    if (key->call->operand_count != 2)
        return err_set(err, FAULT_USAGE, "say which request: key delegate FILE");
    const char *path = key->call->operands[1];
    enum fault fault = file_read(path, REQUEST_MAX, &asked, err);
    if (fault == FAULT_NONE)
        fault = key_request_read(asked.data, asked.len, path, &request, err);
    if (fault == FAULT_NONE)
        fault = read_terms(key, &request, &terms, err);
    if (fault == FAULT_NONE)
        fault = root_delegate(key->folder, key->passphrase, &request, &terms, key->words, key->now, &reply, err);
    if (fault == FAULT_NONE)
        fault = write_reply(key, &request, &terms, &reply, err);
    buffer_clear(&asked);
    buffer_clear(&reply);
    return fault;
}

enum fault
key_run_rotate(const struct key_call *key, struct err *err)
{
    struct buffer lines = {0};
    bool is_root = !keyring_exists(key->folder) ||
                   (key->call->operand_count == 2 && strcmp(key->call->operands[1], "root") == 0);
    enum fault fault = add_root_line(key, &lines, err);
    if (fault == FAULT_NONE && is_root)
        fault = root_rotate(key->folder, key->passphrase, key->words, key->now, err);
    else if (fault == FAULT_NONE)
        fault = key_rotate(key->folder, key->passphrase, key->words, key->now, err);
    if (fault == FAULT_NONE && is_root)
        fault = add_root_line(key, &lines, err);
    if (fault == FAULT_NONE)
        fault = key_write_record(key, is_root ? "rotate-root" : "rotate",
                                 is_root ? "Khóa gốc cũ giao lại cho khóa gốc mới" : "Đổi khóa phát giấy của máy",
                                 is_root ? "The old root key handed over to a new one"
                                         : "The laptop's issuing key was changed", &lines, err);
    if (fault == FAULT_NONE)
        printf("%s\n", is_root ? "The new root key is in place. Send trust/ to everybody who verifies: `dauso key export`."
                       : root_is_here(key->folder) ? "The new issuing key is in place."
                       : "The new issuing key waits for its permit: dauso key request, then key import.");
    buffer_clear(&lines);
    return fault;
}

enum fault
key_run_revoke(const struct key_call *key, struct err *err)
{
    struct revocation what = {.is_issuer = true};
    struct buffer lines = {0};
    char groups[80];
    long from = 0;
    const char *issuer = key->call->operand_count == 2 ? key->call->operands[1] : "";
    enum fault fault = cli_number(key->call, "--from-number", 1, UINT32_MAX, &from, err);
    if (fault == FAULT_NONE && !hash_from_hex(issuer, what.issuer, KEY_LEN))
        fault = err_set(err, FAULT_USAGE, "say whose papers: key revoke ISSUER, the 64 digits of `dauso key show` or of the record");
    if (fault == FAULT_NONE && from == 0)
        fault = err_set(err, FAULT_USAGE, "say from which certificate on: --from-number N, 1 = all of this issuer");
    if (fault == FAULT_NONE)
        fault = key_read_reason(cli_value(key->call, "--reason", "key-lost"), &what.reason, err);
    what.from = (uint32_t)from;
    if (fault == FAULT_NONE)
        fault = root_revoke(key->folder, key->passphrase, &what, 1, 0, key->now, err);
    if (fault == FAULT_NONE)
        fault = add_root_line(key, &lines, err);
    key_print_groups(what.issuer, groups);
    key_add_line(&lines, "Khóa bị hủy", "issuer withdrawn", "%s", groups);
    key_add_line(&lines, "Từ giấy số", "from certificate number", "%ld", from);
    if (fault == FAULT_NONE)
        fault = key_write_record(key, "revoke", "Hủy quyền phát giấy từ một số trở đi",
                                 "An issuer's papers were withdrawn from a number on", &lines, err);
    if (fault == FAULT_NONE)
        printf("Withdrawn. Send the new list to everybody who verifies: dauso status export FILE\n");
    buffer_clear(&lines);
    return fault;
}
