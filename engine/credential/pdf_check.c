/* pdf_check.c - finds our attachments in our PDFs. The file comes from a stranger: every step looks before it reads, and
 * what is odd is as good as not there. Only signed bytes are taken out, and they are checked by whoever asked.
 *
 * One walk notes where each object begins; an object's words end at the latest where the next one begins, so that all
 * of them together are not longer than the file. Viewers follow the table at the end to the objects, we follow their
 * numbers: that is the same only if each number and the end stand there once, so nothing else is read. */
#include "credential/pdf_check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"

enum { MESSAGE_ROOM = 4096, BODY_MAX = 8192, OBJECTS_MAX = 20000, NUMBER_DIGITS = 9,
       ATTACHMENT_MAX = 262144 };

struct object {
    unsigned long number;
    size_t at, end; /* the words between "obj" and "stream", "endobj" or the next object */
};

struct pdf {
    const char *data;
    size_t len;
    struct object *objects; /* sorted by number */
    size_t count, capacity;
};

/* Where `what` begins in [from, end); end if it does not. A loop: a sanitizer's memmem looks at the whole rest each time,
 * and would hide whether our own work is linear. */
static size_t
find(const struct pdf *pdf, size_t from, size_t end, const char *what)
{
    size_t len = strlen(what);
    for (; from < end && end - from >= len; from++) {
        size_t same = 0;
        while (same < len && pdf->data[from + same] == what[same])
            same++;
        if (same == len)
            return from;
    }
    return end;
}

/* One end of file, and nothing but white space behind it: nobody wrote on. */
static bool
ends_once(const struct pdf *pdf)
{
    static const char END[] = "%%EOF";
    size_t at = find(pdf, 0, pdf->len, END);
    if (at == pdf->len)
        return false;
    for (at += strlen(END); at < pdf->len; at++)
        if (!isspace((unsigned char)pdf->data[at]))
            return false;
    return true;
}

/* The number of "12 0 obj" at the start of a line, whose " 0 obj" is at `at`. */
static bool
read_number(const struct pdf *pdf, size_t at, unsigned long *number)
{
    size_t begin = at;
    unsigned long value = 0;
    while (begin > 0 && at - begin < NUMBER_DIGITS && isdigit((unsigned char)pdf->data[begin - 1]))
        begin--;
    if (begin == at || (begin > 0 && pdf->data[begin - 1] != '\n' && pdf->data[begin - 1] != '\r'))
        return false;
    for (; begin < at; begin++)
        value = value * 10 + (unsigned long)(pdf->data[begin] - '0');
    *number = value;
    return true;
}

static int
compare_numbers(const void *left, const void *right)
{
    unsigned long one = ((const struct object *)left)->number, other = ((const struct object *)right)->number;
    return (one > other) - (one < other);
}

static void
end_words(const struct pdf *pdf, struct object *object)
{
    if (object->end - object->at > BODY_MAX - 1)
        object->end = object->at + BODY_MAX - 1;
    object->end = find(pdf, object->at, object->end, "endobj");
    object->end = find(pdf, object->at, object->end, "stream");
}

/* False: there are more than a paper has, or two of one number. */
static bool
list_objects(struct pdf *pdf)
{
    static const char HEAD[] = " 0 obj";
    unsigned long number;
    for (size_t at = find(pdf, 0, pdf->len, HEAD); at < pdf->len; at = find(pdf, at + 1, pdf->len, HEAD)) {
        if (!read_number(pdf, at, &number))
            continue;
        if (pdf->count == OBJECTS_MAX)
            return false;
        if (pdf->count > 0)
            pdf->objects[pdf->count - 1].end = at;
        MEMORY_GROW(pdf->objects, pdf->count, pdf->capacity);
        pdf->objects[pdf->count++] = (struct object){number, at + strlen(HEAD), pdf->len};
    }
    for (size_t i = 0; i < pdf->count; i++)
        end_words(pdf, &pdf->objects[i]);
    if (pdf->count > 0)
        qsort(pdf->objects, pdf->count, sizeof *pdf->objects, compare_numbers);
    for (size_t i = 1; i < pdf->count; i++)
        if (pdf->objects[i].number == pdf->objects[i - 1].number)
            return false;
    return true;
}

static const struct object *
find_object(const struct pdf *pdf, unsigned long number)
{
    const struct object wanted = {.number = number};
    return pdf->count == 0 ? NULL : bsearch(&wanted, pdf->objects, pdf->count, sizeof wanted, compare_numbers);
}

/* The object's words as text. */
static void
copy_body(const struct pdf *pdf, const struct object *object, char out[BODY_MAX])
{
    size_t len = object->end - object->at;
    memcpy(out, pdf->data + object->at, len);
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
inflate_into(const char *data, size_t len, size_t room_len, struct buffer *out)
{
    Bytef *room = memory_new(room_len);
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)data, .avail_in = (uInt)len, .next_out = room,
                       .avail_out = (uInt)room_len};
    bool is_whole = inflateInit(&stream) == Z_OK;
    if (is_whole) {
        is_whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
        if (is_whole)
            buffer_add(out, room, room_len - stream.avail_out);
        inflateEnd(&stream);
    }
    free(room);
    return is_whole;
}

/* "/Length 120" or "/Length 14 0 R", as libharu writes it. */
static unsigned long
stream_length(const struct pdf *pdf, const char *body)
{
    unsigned long length = 0, generation = 1;
    char mark = 0, other[BODY_MAX];
    const char *at = strstr(body, "/Length");
    if (at == NULL || sscanf(at, "/Length %lu %lu %c", &length, &generation, &mark) < 1)
        return 0;
    if (generation != 0 || mark != 'R')
        return length;
    const struct object *object = find_object(pdf, length);
    if (object == NULL)
        return 0;
    copy_body(pdf, object, other);
    return strtoul(other, NULL, 10);
}

/* The bytes of the stream object `number`; nothing if they are more than `room`, or not whole. */
static void
read_stream(const struct pdf *pdf, unsigned long number, size_t room, struct buffer *out)
{
    static const char HEAD[] = "stream";
    char body[BODY_MAX];
    const struct object *object = find_object(pdf, number);
    if (object == NULL || pdf->len - object->end < strlen(HEAD) + 2 ||
        memcmp(pdf->data + object->end, HEAD, strlen(HEAD)) != 0)
        return;
    copy_body(pdf, object, body);
    unsigned long length = stream_length(pdf, body);
    size_t start = object->end + strlen(HEAD);
    start += pdf->data[start] == '\r';
    start += pdf->data[start] == '\n';
    if (length == 0 || length > room || length > pdf->len - start)
        return;
    if (strstr(body, "/FlateDecode") == NULL)
        buffer_add(out, pdf->data + start, length);
    else if (!inflate_into(pdf->data + start, length, room, out))
        buffer_reset(out);
}

/* One file specification: its name and its stream. False if there are more than a paper has. */
static bool
take_spec(const struct pdf *pdf, const char *body, struct pdf_files *out)
{
    const struct {
        const char *name;
        struct buffer *files;
        size_t *count;
    } kinds[] = {{"(certificate.cose)", out->certificates, &out->certificate_count},
                 {"(issuer.cose)", out->permits, &out->permit_count},
                 {"(pdf-key.cose)", out->pdf_keys, &out->pdf_key_count}};
    const char *files = strstr(body, "/EF");
    size_t names = 0, kind = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strstr(body, kinds[i].name) != NULL) {
            names++;
            kind = i;
        }
    if (names != 1)
        return true;
    if (*kinds[kind].count == PDF_FILES_MAX)
        return false;
    read_stream(pdf, files == NULL ? 0 : number_after(files, "/F"), MESSAGE_ROOM, &kinds[kind].files[(*kinds[kind].count)++]);
    return true;
}

static bool
take_specs(const struct pdf *pdf, struct pdf_files *out)
{
    static const char KIND[] = "/Filespec";
    for (size_t i = 0; i < pdf->count; i++) {
        const struct object *object = &pdf->objects[i];
        char body[BODY_MAX];
        if (find(pdf, object->at, object->end, KIND) == object->end)
            continue;
        copy_body(pdf, object, body);
        if (!take_spec(pdf, body, out))
            return false;
    }
    return true;
}

bool
credential_pdf_attachment(const void *data, size_t len, const char *name, struct buffer *out)
{
    struct pdf pdf = {.data = data, .len = len};
    char body[BODY_MAX], *quoted = memory_print("(%s)", name);
    if (len >= 8 && len <= CREDENTIAL_FILE_MAX && ends_once(&pdf) && list_objects(&pdf))
        for (size_t i = 0; i < pdf.count && out->len == 0; i++) {
            copy_body(&pdf, &pdf.objects[i], body);
            const char *files = strstr(body, "/EF");
            if (files != NULL && strstr(body, quoted) != NULL)
                read_stream(&pdf, number_after(files, "/F"), ATTACHMENT_MAX, out);
        }
    free(pdf.objects);
    free(quoted);
    return out->len > 0;
}

void
pdf_find_files(const void *data, size_t len, struct pdf_files *out)
{
    struct pdf pdf = {.data = data, .len = len};
    *out = (struct pdf_files){0};
    if (len < 8 || len > CREDENTIAL_FILE_MAX || memcmp(data, "%PDF-", 5) != 0)
        return;
    if (!ends_once(&pdf) || !list_objects(&pdf) || !take_specs(&pdf, out))
        pdf_files_clear(out);
    free(pdf.objects);
}

void
pdf_files_clear(struct pdf_files *files)
{
    for (size_t i = 0; i < PDF_FILES_MAX; i++) {
        buffer_clear(&files->certificates[i]);
        buffer_clear(&files->permits[i]);
        buffer_clear(&files->pdf_keys[i]);
    }
    files->certificate_count = files->permit_count = files->pdf_key_count = 0;
}
