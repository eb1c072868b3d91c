/* verify.c - `dauso verify`: one verdict, its exit code, and the words to compare. Never opens the store. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "credential/credential.h"

enum { INPUT_MAX = CREDENTIAL_FILE_MAX, DAY = 86400 };

static const struct cli_option OPTIONS[] = {
    {"--dir", "DIR", "the data folder whose trust/ is believed"},
    {"--root", "FILE", "a root key to believe instead; may be repeated"},
    {"--trust", "FILE", "a trust file or an issuer's permit, signed by a root; may be repeated"},
    {"--status", "FILE", "a status list, signed by a root; may be repeated"},
    {"--at", "DATE", "as of that day, dd/mm/yyyy"},
    {"--json", NULL, "one object: {\"verdict\",\"exit\",\"says\",\"compare\",…}"},
    {NULL, NULL, NULL},
};

/* An operand with '#' or of digits only is the text of a code, anything else a path. */
static bool
is_text(const char *operand)
{
    return strchr(operand, '#') != NULL || strspn(operand, "0123456789") == strlen(operand);
}

/* One byte more than a certificate can have is enough to know that this is none. */
static enum fault
read_most(int file, const char *name, struct buffer *out, struct err *err)
{
    uint8_t part[16384];
    ssize_t got = 1;
    while (out->len <= INPUT_MAX && (got = read(file, part, sizeof part)) > 0)
        buffer_add(out, part, (size_t)got);
    return got < 0 ? err_set(err, FAULT_CANNOT, "cannot read %s: %s", name, strerror(errno)) : FAULT_NONE;
}

static enum fault
read_path(const char *path, struct buffer *out, struct err *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return err_set(err, FAULT_CANNOT, "cannot open %s: %s", path, strerror(errno));
    enum fault fault = read_most(file, path, out, err);
    close(file);
    return fault;
}

static enum fault
read_operand(const char *operand, struct buffer *out, struct err *err)
{
    if (strcmp(operand, "-") == 0)
        return read_most(STDIN_FILENO, "standard input", out, err);
    if (!is_text(operand))
        return read_path(operand, out, err);
    buffer_add_text(out, operand);
    return FAULT_NONE;
}

/* An older list than one that is known is named and left alone: the newer one gives the right answer. */
static enum fault
load_messages(const struct cli_call *call, const char *option, struct trust *trust, struct err *err)
{
    enum fault fault = FAULT_NONE;
    const char *path;
    for (size_t n = 0; fault == FAULT_NONE && (path = cli_value_at(call, option, n)) != NULL; n++) {
        struct buffer content = {0};
        fault = file_read(path, INPUT_MAX, &content, err);
        if (fault == FAULT_NONE)
            fault = trust_add_message(trust, content.data, content.len, path, err);
        if (fault == FAULT_CONFLICT) {
            cli_fail(call, err);
            fault = FAULT_NONE;
        }
        buffer_clear(&content);
    }
    return fault;
}

/* Roots: each --root; else DIR/trust/. Then whatever they signed. */
static enum fault
load_trust(const struct cli_call *call, struct trust *trust, struct err *err)
{
    enum fault fault = FAULT_NONE;
    const char *path;
    if (cli_value_at(call, "--root", 0) == NULL) {
        char *folder = cli_data_folder(call), *inner = file_join(folder, "trust");
        fault = trust_add_folder(trust, inner, err);
        free(inner);
        free(folder);
    }
    for (size_t n = 0; fault == FAULT_NONE && (path = cli_value_at(call, "--root", n)) != NULL; n++) {
        struct buffer content = {0};
        fault = file_read(path, 4096, &content, err);
        if (fault == FAULT_NONE)
            fault = trust_add_root(trust, content.data, content.len, path, err);
        buffer_clear(&content);
    }
    if (fault == FAULT_NONE)
        fault = load_messages(call, "--trust", trust, err);
    if (fault == FAULT_NONE)
        fault = load_messages(call, "--status", trust, err);
    if (fault == FAULT_INPUT)
        err->fault = FAULT_CANNOT; /* exit 1 would be an answer about the certificate */
    return fault;
}

static bool
looks_like_text(const struct buffer *input)
{
    for (size_t i = 0; i < input->len; i++)
        if (iscntrl(input->data[i]) && !isspace(input->data[i]))
            return false;
    return input->len > 0 && text_is_utf8((const char *)input->data, input->len);
}

static void
check(const struct buffer *input, struct trust *trust, int64_t now, struct check_report *report)
{
    if (input->len > 5 && memcmp(input->data, "%PDF-", 5) == 0)
        credential_check_pdf(input->data, input->len, trust, now, report);
    else if (credential_is_photo(input->data, input->len))
        credential_check_photo(input->data, input->len, trust, now, report);
    else if (looks_like_text(input))
        credential_check_text((const char *)input->data, input->len, trust, now, report);
    else
        credential_check(input->data, input->len, trust, now, report);
}

static struct json *
compare_words(const struct check_report *report)
{
    struct json *words = json_new_object();
    char date[11];
    clock_print_date(report->claims.issued_at, date);
    json_put_text(words, "name", report->claims.name);
    json_put_integer(words, "birth_year", report->claims.birth_year);
    json_put_text(words, "place", report->place_vi);
    json_put_text(words, "level", report->level_vi);
    json_put_text(words, "date", date);
    return words;
}

static void
print_json(const struct check_report *report)
{
    struct json *line = json_new_object(), *not_checked = json_new_array();
    char date[11];
    clock_print_date(report->known_up_to, date);
    for (size_t i = 0; i < NOT_CHECKED_MAX && report->not_checked[i][0] != 0; i++)
        json_add(not_checked, json_new_text(report->not_checked[i]));
    json_put_text(line, "verdict", verdict_name(report->verdict));
    json_put_integer(line, "exit", verdict_exit_code(report->verdict));
    json_put_text(line, "says", report->says_vi);
    json_put_text(line, "says_en", report->says_en);
    if (verdict_exit_code(report->verdict) == 0) {
        json_put(line, "compare", compare_words(report));
        json_put_text(line, "office", report->office);
        json_put_boolean(line, "laptop_only", report->is_laptop_only);
    }
    json_put(line, "known_up_to", report->known_up_to != 0 ? json_new_text(date) : json_new_null());
    json_put(line, "not_checked", not_checked);
    cli_print_json(line);
}

static void
print_words(const struct check_report *report)
{
    char date[11], year[48] = "không ghi / not stated";
    clock_print_date(report->claims.issued_at, date);
    if (report->claims.birth_year != 0)
        snprintf(year, sizeof year, "%u", report->claims.birth_year);
    printf("\n  So với tờ giấy / compare with the paper:\n");
    printf("    Họ tên      “%s”\n    Năm sinh    %s\n    Nơi cấp     “%s”\n    Mức đạt     “%s”\n    Ngày cấp    %s\n",
           report->claims.name, year, report->place_vi, report->level_vi, date);
    printf("    Đơn vị      “%s”\n", report->office);
    if (report->is_laptop_only)
        printf("\n  Khóa của riêng một máy: chỉ để dùng thử. / Key of one laptop only: for trial use.\n");
}

static void
print_people(const struct check_report *report, int64_t now)
{
    printf("%s\n  %s\n  %s\n", verdict_name(report->verdict), report->says_vi, report->says_en);
    if (verdict_exit_code(report->verdict) == 0)
        print_words(report);
    if (report->known_up_to != 0) {
        char date[11];
        clock_print_date(report->known_up_to, date);
        printf("\n  Danh sách ngày / list of %s (%lld ngày / days)\n", date,
               (long long)((now > report->known_up_to ? now - report->known_up_to : 0) / DAY));
    }
    for (size_t i = 0; i < NOT_CHECKED_MAX && report->not_checked[i][0] != 0; i++)
        printf("  Chưa kiểm tra / not checked: %s\n", report->not_checked[i]);
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct buffer input = {0};
    struct trust *trust = trust_new();
    struct check_report report;
    int64_t now = clock_wall_ms() / 1000;
    const char *at = cli_value(call, "--at", NULL);
    enum fault fault = FAULT_NONE;
    int code = 0;
    if (call->operand_count != 1)
        fault = err_set(&err, FAULT_USAGE, "say one certificate: a PDF, a photo (PNG, JPEG), the text of its code, or - for standard input");
    if (fault == FAULT_NONE && at != NULL && !clock_read_date(at, &now))
        fault = err_set(&err, FAULT_USAGE, "--at takes a day, dd/mm/yyyy, not \"%.30s\"", at);
    if (fault == FAULT_NONE && at != NULL)
        now += DAY - 1; /* the end of that day */
    if (fault == FAULT_NONE)
        fault = read_operand(call->operands[0], &input, &err);
    if (fault == FAULT_NONE)
        fault = load_trust(call, trust, &err);
    if (fault == FAULT_NONE) {
        check(&input, trust, now, &report);
        code = verdict_exit_code(report.verdict);
        if (cli_flag(call, "--json"))
            print_json(&report);
        else
            print_people(&report, now);
    } else {
        code = cli_fail(call, &err);
    }
    trust_free(trust);
    buffer_clear(&input);
    return code;
}

const struct cli_verb verb_verify = {"verify", "FILE.pdf|PHOTO|TEXT|-", "Says whether a certificate is genuine.", OPTIONS, run};
