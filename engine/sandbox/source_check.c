/* source_check.c - what a source must be before any of it is read as Lua. Bytecode is never checked
 * by Lua, and bidi controls make a text read differently from what runs. */
#include <string.h>

#include "base/text.h"
#include "sandbox/sandbox.h"

static size_t
find_line(const struct sandbox_source *source, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += source->text[i] == '\n';
    return line;
}

/* U+202A to U+202E are E2 80 AA to E2 80 AE, U+2066 to U+2069 are E2 81 A6 to E2 81 A9. */
static bool
is_bidi_control(const unsigned char *at)
{
    return at[0] == 0xe2 && ((at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
                             (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9));
}

static size_t
find_bad_utf8(const struct sandbox_source *source)
{
    size_t good = 0, line_start = 0;
    for (size_t i = 0; i <= source->len; i++)
        if (i == source->len || source->text[i] == '\n') {
            if (!text_is_utf8(source->text + line_start, i - line_start))
                return line_start;
            line_start = good = i + 1;
        }
    return good;
}

static enum fault
check_bytes(const struct sandbox_source *source, struct err *err)
{
    const unsigned char *text = (const unsigned char *)source->text;
    if (!text_is_utf8(source->text, source->len))
        return err_set(err, FAULT_INPUT,
                       "%s:%zu: this line is not UTF-8 text; save the file as UTF-8", source->name,
                       find_line(source, find_bad_utf8(source)));
    if (source->len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        return err_set(err, FAULT_INPUT,
                       "%s:1: the file begins with a byte order mark; save it as UTF-8 without BOM",
                       source->name);
    for (size_t i = 0; i + 2 < source->len; i++)
        if (is_bidi_control(text + i))
            return err_set(
                err, FAULT_INPUT,
                "%s:%zu: a hidden character here turns the direction of reading; delete it",
                source->name, find_line(source, i));
    return FAULT_NONE;
}

enum fault
sandbox_check_source(const struct sandbox_source *source, struct err *err)
{
    size_t most = source->is_ours ? SANDBOX_SOURCES_MAX : SANDBOX_SOURCE_MAX;
    if (source->len > most)
        return err_set(err, FAULT_INPUT, "%s: the file has more than %zu KiB; split it",
                       source->name, most >> 10);
    if (source->len > 0 && source->text[0] == '\x1b')
        return err_set(err, FAULT_INPUT, "%s:1: this is compiled Lua, not text; give the source",
                       source->name);
    return check_bytes(source, err);
}
