/* pdf_check.c - finds our attachments in our PDFs. The file comes from a stranger: every step looks before it reads, and
 * what is odd is as good as not there. Only signed bytes are taken out, and they are checked by whoever asked. */
#include "credential/pdf_check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { FILE_MAX = 20 * 1024 * 1024, MESSAGE_ROOM = 4096, OBJECT_MAX = 8192, SPECS_MAX = 64 };

struct pdf {
    const char *data;
    size_t len;
};

/* memmem from `from` on; len if there is none. */
static size_t
find(const struct pdf *pdf, size_t from, const char *what)
{
    if (from >= pdf->len)
        return pdf->len;
    const char *found = memmem(pdf->data + from, pdf->len - from, what, strlen(what));
    return found == NULL ? pdf->len : (size_t)(found - pdf->data);
}

/* "12 0 obj" at the start of a line: where its body begins; len if there is none. */
static size_t
find_object(const struct pdf *pdf, unsigned long number)
{
    char head[40];
    snprintf(head, sizeof head, "%lu 0 obj", number);
    for (size_t at = find(pdf, 0, head); at < pdf->len; at = find(pdf, at + 1, head))
        if (at == 0 || pdf->data[at - 1] == '\n' || pdf->data[at - 1] == '\r')
            return at + strlen(head);
    return pdf->len;
}

/* The body's text up to endobj or stream, cut at OBJECT_MAX. */
static void
copy_body(const struct pdf *pdf, size_t at, char out[OBJECT_MAX])
{
    size_t end = find(pdf, at, "endobj"), stream = find(pdf, at, "stream");
    end = stream < end ? stream : end;
    size_t len = end - at < OBJECT_MAX - 1 ? end - at : OBJECT_MAX - 1;
    memcpy(out, pdf->data + at, len);
    out[len] = 0;
    for (size_t i = 0; i < len; i++)
        if (out[i] == 0)
            out[i] = ' ';
}

/* The number behind "/Key"; 0 if there is none. */
static unsigned long
number_after(const char *body, const char *key)
{
    for (const char *at = strstr(body, key); at != NULL; at = strstr(at + 1, key)) {
        const char *value = at + strlen(key);
        if (isspace((unsigned char)*value))
            return strtoul(value, NULL, 10);
    }
    return 0;
}

static bool
inflate_into(const char *data, size_t len, struct buffer *out)
{
    Bytef room[MESSAGE_ROOM];
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)data, .avail_in = (uInt)len, .next_out = room,
                       .avail_out = sizeof room};
    if (inflateInit(&stream) != Z_OK)
        return false;
    bool is_whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    if (is_whole)
        buffer_add(out, room, sizeof room - stream.avail_out);
    inflateEnd(&stream);
    return is_whole;
}

/* "/Length 120" or "/Length 14 0 R", as libharu writes it. */
static unsigned long
stream_length(const struct pdf *pdf, const char *body)
{
    unsigned long length = 0, generation = 1;
    char mark = 0, other[OBJECT_MAX];
    const char *at = strstr(body, "/Length");
    if (at == NULL || sscanf(at, "/Length %lu %lu %c", &length, &generation, &mark) < 1)
        return 0;
    if (generation != 0 || mark != 'R')
        return length;
    size_t where = find_object(pdf, length);
    if (where >= pdf->len)
        return 0;
    copy_body(pdf, where, other);
    return strtoul(other, NULL, 10);
}

/* The bytes of the stream object `number`. */
static bool
read_stream(const struct pdf *pdf, unsigned long number, struct buffer *out)
{
    char body[OBJECT_MAX];
    size_t at = find_object(pdf, number);
    if (at >= pdf->len)
        return false;
    copy_body(pdf, at, body);
    size_t start = find(pdf, at, "stream");
    unsigned long length = stream_length(pdf, body);
    start += strlen("stream");
    start += start < pdf->len && pdf->data[start] == '\r';
    start += start < pdf->len && pdf->data[start] == '\n';
    if (start >= pdf->len || length == 0 || length > pdf->len - start)
        return false;
    if (strstr(body, "/FlateDecode") != NULL)
        return inflate_into(pdf->data + start, length, out);
    if (length <= MESSAGE_ROOM)
        buffer_add(out, pdf->data + start, length);
    return length <= MESSAGE_ROOM;
}

/* One file specification: its name and its stream. */
static void
take_spec(const struct pdf *pdf, size_t at, struct pdf_files *out)
{
    char body[OBJECT_MAX];
    copy_body(pdf, at, body);
    bool is_certificate = strstr(body, "(certificate.cose)") != NULL, is_issuer = strstr(body, "(issuer.cose)") != NULL;
    const char *files = strstr(body, "/EF");
    unsigned long number = files == NULL ? 0 : number_after(files, "/F");
    if (number == 0 || is_certificate == is_issuer)
        return;
    if (is_certificate) {
        out->certificate_count++;
        buffer_reset(&out->certificate);
        if (!read_stream(pdf, number, &out->certificate))
            buffer_reset(&out->certificate);
    } else {
        buffer_reset(&out->issuer);
        if (!read_stream(pdf, number, &out->issuer))
            buffer_reset(&out->issuer);
    }
}

void
pdf_find_files(const void *data, size_t len, struct pdf_files *out)
{
    const struct pdf pdf = {data, len};
    size_t specs = 0;
    *out = (struct pdf_files){0};
    if (len < 8 || len > FILE_MAX || memcmp(data, "%PDF-", 5) != 0)
        return;
    for (size_t at = find(&pdf, 0, " 0 obj"); at < len && specs < SPECS_MAX; at = find(&pdf, at + 1, " 0 obj")) {
        char body[OBJECT_MAX];
        copy_body(&pdf, at + strlen(" 0 obj"), body);
        if (strstr(body, "/Filespec") == NULL)
            continue;
        take_spec(&pdf, at + strlen(" 0 obj"), out);
        specs++;
    }
}
