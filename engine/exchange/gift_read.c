/* gift_read.c - bytes become GIFT questions: encodings, lines, comments, categories, names, braces.
 *
 * A question is what stands between two blank lines. A mistake in one refuses that one; a file that
 * is no text, or that ends between braces, is refused as a whole, since nobody knows what is
 * missing.
 */
#include "exchange/gift.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

enum { NAME_LETTERS_SHOWN = 40 };

struct reading {
    struct gift *gift;
    char *category;
    struct buffer text; /* of the question that is being read */
    int line;           /* where it begins, 0: nothing has begun */
    char *idnumber, *tags;
};

static char *
print_reason(const char *format, va_list args)
{
    char text[300];
    vsnprintf(text, sizeof text, format, args);
    return memory_copy_text(text);
}

void
gift_refuse(struct gift_question *question, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (question->refused == NULL)
        question->refused = print_reason(format, args);
    va_end(args);
}

void
gift_lose(struct gift_question *question, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (question->lost == NULL)
        question->lost = print_reason(format, args);
    va_end(args);
}

static int
line_of(const char *text, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

/* Where the bytes stop being UTF-8; len if they never do. */
static size_t
first_bad_byte(const char *text, size_t len)
{
    size_t good = 0;
    while (good < len) {
        const char *end = memchr(text + good, '\n', len - good);
        size_t part = end == NULL ? len - good : (size_t)(end - text) + 1 - good;
        if (!text_is_utf8(text + good, part))
            return good;
        good += part;
    }
    return len;
}

static enum fault
check_bytes(const char *text, size_t len, struct err *err)
{
    bool is_wide =
        len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
    if (is_wide ||
        (len >= 4 && ((text[0] == 0) != (text[1] == 0)) && ((text[2] == 0) != (text[3] == 0))))
        return err_set(err, FAULT_INPUT,
                       "line 1: the file is UTF-16; save it as UTF-8 and import it again");
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' &&
            byte != '\v')
            return err_set(err, FAULT_INPUT,
                           "line %d: the file is no text (byte %02x); choose the GIFT file, which "
                           "ends in .txt or .gift",
                           line_of(text, i), byte);
    }
    size_t bad = first_bad_byte(text, len);
    if (bad < len)
        return err_set(err, FAULT_INPUT,
                       "line %d: the file is not UTF-8 (Windows-1258 or Latin-1?); save it as "
                       "UTF-8 and import it again",
                       line_of(text, bad));
    return FAULT_NONE;
}

/* ---- comments ---- */

/* "[id:abc]", "[tag:abc]" of a comment: the words, NULL if there are none. Caller frees. */
static char *
comment_mark(const char *comment, const char *mark, const char **behind)
{
    const char *at = strstr(comment, mark);
    if (at == NULL)
        return NULL;
    at += strlen(mark);
    struct buffer words = {0};
    for (; *at != 0 && *at != ']'; at++) {
        if (*at == '\\' && (at[1] == ']' || at[1] == '\\'))
            at++;
        bool is_control = (unsigned char)*at < ' ' || *at == 0x7f;
        buffer_add_byte(&words, is_control ? ' ' : (uint8_t)*at);
    }
    *behind = at;
    return buffer_take_text(&words);
}

static void
read_comment(struct reading *reading, const char *comment)
{
    const char *at = comment;
    char *mark;
    if (reading->idnumber == NULL)
        reading->idnumber = comment_mark(comment, "[id:", &at);
    for (at = comment; (mark = comment_mark(at, "[tag:", &at)) != NULL;) {
        char *tags = reading->tags == NULL ? memory_copy_text(mark)
                                           : memory_print("%s, %s", reading->tags, mark);
        free(reading->tags);
        free(mark);
        reading->tags = tags;
    }
}

/* ---- one question ---- */

static char *
plain_line(const char *piece)
{
    bool ignored = false;
    return gift_plain_text(piece, FORMAT_PLAIN, &ignored);
}

/* "::name::" in front is cut off. */
static char *
take_name(char **text)
{
    if (strncmp(*text, "::", 2) != 0)
        return memory_copy_text("");
    char *end = strstr(*text + 2, "::");
    if (end == NULL)
        return memory_copy_text("");
    *end = 0;
    char *name = plain_line(*text + 2);
    *text = end + 2;
    return name;
}

/* The text without the answers: a line to write on stands where text follows them (Moodle's missing
 * word). */
static void
read_braces(struct gift_question *question, char *text)
{
    char *open = strchr(text, '{'), *close = strchr(text, '}');
    bool has_media = false;
    struct buffer asks = {0};
    const char *ignored;
    enum gift_format format = gift_read_format(text, FORMAT_MOODLE, &ignored);
    if ((open == NULL) != (close == NULL) || (open != NULL && close < open)) {
        gift_refuse(question, "a brace { or } stands alone; a blank line inside braces ends a "
                              "question, \\{ writes one");
    } else if (open == NULL) {
        question->kind = GIFT_DESCRIPTION;
    } else {
        *open = *close = 0;
        gift_read_answers(question, open + 1, (int)format);
    }
    buffer_add_text(&asks, text);
    if (open != NULL && question->refused == NULL && close[1 + strspn(close + 1, " \t\n")] != 0)
        buffer_print(&asks, "_____%s", close + 1);
    question->text = gift_plain_text(buffer_text(&asks), FORMAT_MOODLE, &has_media);
    buffer_clear(&asks);
    if (has_media)
        gift_refuse(question, "it shows a picture, sound or film; put the file into the quiz "
                              "folder and write it by hand");
    if (question->kind == GIFT_DESCRIPTION)
        gift_refuse(question, "it is a description, which asks nothing");
    else if (question->kind == GIFT_ESSAY && question->refused == NULL)
        gift_refuse(question, "it is an essay, which only a person can mark");
    else if (question->text[0] == 0)
        gift_refuse(question, "it asks nothing: no words stand before its answers");
}

static void
end_question(struct reading *reading)
{
    struct gift *gift = reading->gift;
    if (reading->line > 0) {
        MEMORY_GROW(gift->questions, gift->count, gift->capacity);
        struct gift_question *question = &gift->questions[gift->count++];
        *question = (struct gift_question){.line = reading->line,
                                           .category = memory_copy_text(reading->category)};
        question->idnumber = reading->idnumber;
        question->tags = reading->tags;
        char *text = buffer_take_text(&reading->text), *at = text;
        gift_hide_escapes(text);
        question->name = take_name(&at);
        read_braces(question, at);
        free(text);
    } else {
        free(reading->idnumber);
        free(reading->tags);
    }
    reading->idnumber = reading->tags = NULL;
    reading->line = 0;
    buffer_reset(&reading->text);
}

static void
read_line(struct reading *reading, const char *line, int number)
{
    static const char category[] = "$CATEGORY:";
    const char *words = line + strspn(line, " \t");
    if (strncmp(words, "//", 2) == 0) {
        read_comment(reading, words + 2);
    } else if (words[0] == 0) {
        if (reading->line > 0)
            end_question(reading);
    } else if (strncmp(words, category, sizeof category - 1) == 0 && reading->line == 0) {
        free(reading->category);
        char *copy = memory_copy_text(words + sizeof category - 1);
        gift_hide_escapes(copy);
        reading->category = plain_line(copy);
        free(copy);
    } else {
        if (reading->line == 0)
            reading->line = number;
        buffer_add_text(&reading->text, reading->text.len == 0 ? words : line);
        buffer_add_byte(&reading->text, '\n');
    }
}

/* A question whose braces are still open at the end of the file. */
static bool
is_cut(const struct buffer *text)
{
    bool is_open = false;
    for (size_t i = 0; i < text->len; i++) {
        if (text->data[i] == '\\')
            i++;
        else if (text->data[i] == '{' || text->data[i] == '}')
            is_open = text->data[i] == '{' || is_open;
        if (i < text->len && text->data[i] == '}')
            return false;
    }
    return is_open;
}

enum fault
gift_read(const char *text, size_t len, struct gift *gift, struct err *err)
{
    struct reading reading = {.gift = gift, .category = memory_copy_text("")};
    int number = 0;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    enum fault fault = check_bytes(text, len, err);
    for (size_t from = 0, to; fault == FAULT_NONE && from < len; from = to + 1) {
        for (to = from; to < len && text[to] != '\n' && text[to] != '\r';)
            to++;
        char *line = memory_new(to - from + 1);
        memcpy(line, text + from, to - from);
        for (char *at = line; *at != 0; at++)
            *at = *at == '\f' || *at == '\v' ? ' ' : *at;
        read_line(&reading, line, ++number);
        free(line);
        if (to + 1 < len && text[to] == '\r' && text[to + 1] == '\n')
            to++;
    }
    if (fault == FAULT_NONE && is_cut(&reading.text))
        fault = err_set(err, FAULT_INPUT,
                        "line %d: the file ends inside the braces of this question; it may be cut "
                        "off, copy it again",
                        reading.line);
    end_question(&reading);
    buffer_clear(&reading.text);
    free(reading.category);
    return fault;
}

void
gift_clear(struct gift *gift)
{
    for (size_t i = 0; i < gift->count; i++) {
        struct gift_question *question = &gift->questions[i];
        for (size_t n = 0; n < question->count; n++) {
            free(question->answers[n].text);
            free(question->answers[n].partner);
            free(question->answers[n].feedback);
        }
        char *const texts[] = {question->name,     question->idnumber, question->tags,
                               question->category, question->text,     question->feedback,
                               question->refused,  question->lost};
        for (size_t n = 0; n < sizeof texts / sizeof texts[0]; n++)
            free(texts[n]);
        free(question->answers);
    }
    free(gift->questions);
    *gift = (struct gift){0};
}
