/* key_record.c - the printed record of a ceremony: what two people sign, and what a third compares years later. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/key.h"

void
key_print_groups(const uint8_t key[KEY_LEN], char out[80])
{
    char hex[2 * KEY_LEN + 1];
    size_t at = 0;
    hash_to_hex(key, KEY_LEN, hex);
    for (size_t i = 0; i < 2 * KEY_LEN; i++) {
        if (i > 0 && i % 8 == 0)
            out[at++] = ' ';
        out[at++] = hex[i];
    }
    out[at] = 0;
}

void
key_add_line(struct buffer *lines, const char *vi, const char *en, const char *format, ...)
{
    char text[600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buffer_print(lines, "  %s / %s:\n      %s\n", vi, en, text);
}

void
key_add_terms(struct buffer *lines, const struct delegation_terms *terms)
{
    char from[11], to[11];
    clock_print_date(terms->not_before, from);
    clock_print_date(terms->not_after, to);
    key_add_line(lines, "Đơn vị cấp giấy", "issuing office", "%s", terms->office);
    key_add_line(lines, "Mã địa bàn", "place", "%u", terms->place);
    key_add_line(lines, "Thời hạn", "dates", "%s – %s", from, to);
    key_add_line(lines, "Số giấy được cấp", "quota", "%u (%u – %u)", terms->quota, terms->first_sequence,
                 terms->first_sequence + terms->quota - 1);
    for (size_t i = 0; i < terms->programme_count; i++)
        key_add_line(lines, "Chương trình số", "programme", "%u", terms->programmes[i]);
}

enum fault
key_write_record(const struct key_call *key, const char *word, const char *title_vi, const char *title_en,
                 const struct buffer *lines, struct err *err)
{
    char date[11], time[6];
    struct buffer text = {0};
    char *folder = file_join(key->folder, "records");
    clock_print_date(key->now, date);
    clock_print_time(key->now, time);
    char *name = memory_print("%.4s-%.2s-%.2s-%.2s%.2s-%s.txt", date + 6, date + 3, date, time, time + 3, word);
    char *path = file_join(folder, name);
    buffer_print(&text, "BIÊN BẢN / RECORD\n\n%s\n%s\n\n  Ngày giờ / date and time:\n      %s, %s\n", title_vi, title_en, date,
                 time);
    buffer_add(&text, lines->data, lines->len);
    buffer_add_text(&text, "\nSo từng nhóm tám ký tự với màn hình của máy kia. / Compare each group of eight with the other "
                           "screen.\n\n  Người thực hiện / done by:                Người chứng kiến / witness:\n\n\n\n  "
                           "______________________________          ______________________________\n");
    enum fault fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = file_write(path, text.data, text.len, 0644, err);
    if (fault == FAULT_NONE)
        fprintf(stderr, "Record to print and sign: %s\n", path);
    buffer_clear(&text);
    free(path);
    free(name);
    free(folder);
    return fault;
}

enum fault
key_read_reason(const char *word, enum revocation_reason *reason, struct err *err)
{
    static const char *const WORDS[REASON_COUNT] = {"not-stated", "error", "other-person", "test", "replaced", "key-lost",
                                                    "wish"};
    for (int i = 0; i < REASON_COUNT; i++) {
        char number[12];
        snprintf(number, sizeof number, "%d", i);
        if (strcmp(word, WORDS[i]) == 0 || strcmp(word, number) == 0) {
            *reason = (enum revocation_reason)i;
            return FAULT_NONE;
        }
    }
    const char *meant = text_suggest(word, WORDS, REASON_COUNT);
    return err_set(err, FAULT_USAGE, "--reason is one of not-stated, error, other-person, test, replaced, key-lost, wish, not "
                   "\"%.40s\"%s%s", word, meant != NULL ? "; did you mean " : "", meant != NULL ? meant : "");
}
