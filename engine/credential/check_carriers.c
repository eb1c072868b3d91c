/* check_carriers.c - from what carries messages (text of codes, a photo, a PDF) to one verdict. Of several messages, permits are
 * taken first; then there must be one certificate. */
#include <stdio.h>
#include <string.h>

#include "credential/check.h"
#include "credential/cose_sign1.h"
#include "credential/other_code.h"
#include "credential/pdf_check.h"
#include "credential/pdf_pictures.h"
#include "credential/photo.h"
#include "credential/pdf_signature.h"
#include "credential/qr_text.h"
#include "credential/trust_list.h"

enum { CODES_MAX = 16, TEXT_MAX = 65536 };

/* ---- several messages on one paper ---- */

static bool
is_of_the_root(const struct signed_message *message)
{
    return message->kind == KIND_DELEGATION || message->kind == KIND_STATUS_LIST;
}

/* The permits and status lists among them: the root key alone is then enough. */
static void
take_permits(const struct buffer *messages, size_t count, struct trust *trust)
{
    struct signed_message read;
    struct err ignored;
    for (size_t i = 0; i < count; i++)
        if (messages[i].len <= MESSAGE_MAX && cose_read(messages[i].data, messages[i].len, &read) && is_of_the_root(&read)) {
            enum fault fault = trust_add_message(trust, messages[i].data, messages[i].len, "the code", &ignored);
            (void)fault; /* one that no root signed helps nobody, and harms nobody */
        }
}

static bool
is_same_message(const struct buffer *left, const struct buffer *right)
{
    return left->len == right->len && (left->len == 0 || memcmp(left->data, right->data, left->len) == 0);
}

/* One certificate, though it may be there twice: its verdict. Several: a paper that carries a genuine one beside
 * another is altered; of others the first has the word. */
static void
check_certificates(const struct buffer *messages, size_t count, const struct trust *trust, int64_t now,
                   struct check_report *report)
{
    bool is_alone = true, is_genuine;
    if (count == 0) {
        check_refuse(report, VERDICT_UNREADABLE, 0);
        return;
    }
    credential_check(messages[0].data, messages[0].len, trust, now, report);
    is_genuine = verdict_exit_code(report->verdict) == 0 || report->verdict == VERDICT_EXPIRED;
    for (size_t i = 1; i < count; i++) {
        struct check_report other;
        if (is_same_message(&messages[0], &messages[i]))
            continue;
        is_alone = false;
        credential_check(messages[i].data, messages[i].len, trust, now, &other);
        is_genuine = is_genuine || verdict_exit_code(other.verdict) == 0 || other.verdict == VERDICT_EXPIRED;
    }
    if (!is_alone && is_genuine)
        check_refuse(report, VERDICT_MISMATCH, 0);
}

/* ---- text of codes, one or several ---- */

struct codes {
    struct buffer messages[CODES_MAX]; /* signed messages of any kind */
    size_t count;
    bool is_too_much;
};

static bool
take_code(struct codes *codes, const char *text, size_t len)
{
    uint8_t bytes[MESSAGE_MAX];
    size_t used;
    struct signed_message read;
    if (!qr_text_read(text, len, bytes, &used) || !cose_read(bytes, used, &read))
        return false;
    if (codes->count == CODES_MAX)
        codes->is_too_much = true;
    else
        buffer_add(&codes->messages[codes->count++], bytes, used);
    return true;
}

enum line_kind { LINE_OF_A_CODE, LINE_OF_DIGITS, LINE_OF_BLANKS, LINE_OF_WORDS };

static enum line_kind
kind_of_line(const char *line, size_t len)
{
    enum line_kind kind = LINE_OF_BLANKS;
    if (memchr(line, '#', len) != NULL)
        return LINE_OF_A_CODE;
    for (size_t i = 0; i < len; i++) {
        if (line[i] >= '0' && line[i] <= '9')
            kind = LINE_OF_DIGITS;
        else if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return LINE_OF_WORDS;
    }
    return kind;
}

static size_t
length_of_line(const char *text, const char *end)
{
    const char *line_end = memchr(text, '\n', (size_t)(end - text));
    return (size_t)((line_end == NULL ? end : line_end) - text);
}

/* Digits that go on in the next line are one code; if they are none together, each line is one of its own. */
static void
take_lines(struct codes *codes, const char *text, const char *end)
{
    if (text == end || take_code(codes, text, (size_t)(end - text)))
        return;
    while (text < end) {
        size_t len = length_of_line(text, end);
        bool is_code = take_code(codes, text, len);
        (void)is_code; /* a bar code of something else may be on the same picture */
        text += len + (text + len < end);
    }
}

static void
find_codes(const char *text, size_t len, struct codes *codes)
{
    const char *end = text + len, *begin = text;
    while (text < end && !codes->is_too_much) {
        size_t line = length_of_line(text, end);
        enum line_kind kind = kind_of_line(text, line);
        if (kind == LINE_OF_A_CODE || kind == LINE_OF_WORDS) {
            take_lines(codes, begin, text);
            begin = kind == LINE_OF_WORDS ? text + line + (text + line < end) : text;
        }
        text += line + (text + line < end);
    }
    take_lines(codes, begin, end);
}

void
credential_check_text(const char *text, size_t len, struct trust *trust, int64_t now, struct check_report *report)
{
    struct codes codes = {0};
    struct buffer certificates[CODES_MAX];
    struct signed_message read;
    size_t count = 0;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    if (len <= TEXT_MAX)
        find_codes(text, len, &codes);
    take_permits(codes.messages, codes.count, trust);
    for (size_t i = 0; i < codes.count && !codes.is_too_much; i++)
        if (cose_read(codes.messages[i].data, codes.messages[i].len, &read) && !is_of_the_root(&read))
            certificates[count++] = codes.messages[i];
    check_certificates(certificates, count, trust, now, report);
    const char *other = codes.count == 0 && len <= TEXT_MAX ? other_code_sentence(text, len) : NULL;
    if (other != NULL)
        check_refuse_to_read(report, other);
    for (size_t i = 0; i < codes.count; i++)
        buffer_clear(&codes.messages[i]);
}

/* ---- pictures ---- */

/* Looks until there is an answer that another code could not change: the small code of an unknown issuer may still be
 * found. */
static void
check_picture(struct photo *photo, struct trust *trust, int64_t now, struct check_report *report)
{
    struct buffer lines = {0};
    check_refuse(report, VERDICT_UNREADABLE, 0);
    for (unsigned attempt = 0; photo_find_codes(photo, attempt, &lines); attempt++) {
        credential_check_text((const char *)lines.data, lines.len, trust, now, report);
        if (report->verdict != VERDICT_UNREADABLE && report->verdict != VERDICT_UNKNOWN_ISSUER)
            break;
    }
    buffer_clear(&lines);
}

bool
credential_is_photo(const void *data, size_t len)
{
    return photo_is_picture(data, len);
}

void
credential_check_photo(const void *data, size_t len, struct trust *trust, int64_t now, struct check_report *report)
{
    struct photo photo;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    enum photo_state state = len > CREDENTIAL_FILE_MAX ? PHOTO_TOO_LARGE : photo_read(data, len, &photo);
    if (state == PHOTO_GOOD) {
        check_picture(&photo, trust, now, report);
        photo_clear(&photo);
    } else if (state == PHOTO_TOO_LARGE) {
        check_refuse_to_read(report, "UNREADABLE.LARGE");
    } else {
        check_refuse(report, VERDICT_UNREADABLE, 0);
    }
}

/* Without our attachments it may be a scan: the first picture with a code of ours has the word. What a scan says is
 * signed by nobody. */
static void
check_scan(const void *data, size_t len, struct trust *trust, int64_t now, struct check_report *report)
{
    struct pdf_pictures pictures;
    struct photo photo;
    size_t line = 0;
    check_refuse_to_read(report, "UNREADABLE.PDF");
    if (len > CREDENTIAL_FILE_MAX)
        return;
    pdf_pictures_begin(&pictures, data, len);
    while (report->verdict == VERDICT_UNREADABLE && pdf_pictures_next(&pictures, &photo)) {
        struct check_report found = {.known_up_to = report->known_up_to};
        photo.work = pictures.work;
        check_picture(&photo, trust, now, &found);
        pictures.work = photo.work;
        photo_clear(&photo);
        if (found.verdict != VERDICT_UNREADABLE)
            *report = found;
    }
    while (line < NOT_CHECKED_MAX - 1 && report->not_checked[line][0] != 0)
        line++;
    if (line > 0)
        snprintf(report->not_checked[line], sizeof report->not_checked[line], "the words in this PDF: it is a scan, signed by "
                 "nobody");
}

/* ---- PDFs ---- */

/* Signed as a whole by the key that the certificate's own issuer names. */
static bool
is_as_it_was_signed(const void *data, size_t len, const struct pdf_files *files, const uint8_t issuer[KEY_LEN])
{
    struct signed_message message;
    struct pdf_key key;
    const struct buffer *named = &files->pdf_keys[0];
    return files->pdf_key_count == 1 && named->len <= MESSAGE_MAX && cose_read(named->data, named->len, &message) &&
           message.kind == KIND_PDF_KEY && cose_is_signed_by(&message, issuer) &&
           pdf_key_read(message.payload, message.payload_len, &key) && pdf_signature_holds(data, len, key.spki);
}

/* The words on a signed page are the issuer's: nobody needs to compare them. */
static void
words_are_checked(struct check_report *report)
{
    size_t kept = 0;
    for (size_t i = 0; i < NOT_CHECKED_MAX; i++)
        if (strcmp(report->not_checked[i], CHECK_WORDS_ON_PAPER) != 0)
            memmove(report->not_checked[kept++], report->not_checked[i], sizeof report->not_checked[0]);
    for (; kept < NOT_CHECKED_MAX; kept++)
        report->not_checked[kept][0] = 0;
}

void
credential_check_pdf(const void *data, size_t len, struct trust *trust, int64_t now, struct check_report *report)
{
    struct pdf_files files;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    pdf_find_files(data, len, &files);
    if (files.certificate_count == 0) {
        check_scan(data, len, trust, now, report);
        pdf_files_clear(&files);
        return;
    }
    take_permits(files.permits, files.permit_count, trust);
    check_certificates(files.certificates, files.certificate_count, trust, now, report);
    if (verdict_exit_code(report->verdict) == 0 && !is_as_it_was_signed(data, len, &files, report->issuer))
        check_refuse(report, VERDICT_MISMATCH, 0);
    else if (verdict_exit_code(report->verdict) == 0)
        words_are_checked(report);
    pdf_files_clear(&files);
}
