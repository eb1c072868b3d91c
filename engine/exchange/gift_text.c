/* gift_text.c - a piece of GIFT becomes one line of plain text: escapes, HTML and Markdown.
 *
 * No parser of HTML: a question is read aloud and drawn as words, so tags go, entities become
 * letters, and what is no text at all (pictures, sound) is told to the caller. The result never
 * holds a control character.
 */
#include "exchange/gift.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

enum { LINK_BYTES_MAX = 1000 };

/* Sign number n after a backslash is hidden as the byte n + 1; \n is the last. */
static const char ESCAPED[] = ":#={}~\\n";

struct entity {
    const char *name, *text;
};

static const struct entity ENTITIES[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},   {"ndash", "–"},  {"mdash", "—"},  {"hellip", "…"}, {"lsquo", "‘"},
    {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},  {"laquo", "«"},  {"raquo", "»"},
    {"times", "×"},  {"divide", "÷"}, {"deg", "°"},    {"middot", "·"}, {"bull", "•"},
    {"frac12", "½"}, {"sup2", "²"},   {"sup3", "³"},   {"euro", "€"},   {"agrave", "à"},
    {"aacute", "á"}, {"acirc", "â"},  {"atilde", "ã"}, {"egrave", "è"}, {"eacute", "é"},
    {"ecirc", "ê"},  {"igrave", "ì"}, {"iacute", "í"}, {"ograve", "ò"}, {"oacute", "ó"},
    {"ocirc", "ô"},  {"otilde", "õ"}, {"ugrave", "ù"}, {"uacute", "ú"}, {"yacute", "ý"},
    {"Agrave", "À"}, {"Aacute", "Á"}, {"Acirc", "Â"},  {"Atilde", "Ã"}, {"Egrave", "È"},
    {"Eacute", "É"}, {"Ecirc", "Ê"},  {"Igrave", "Ì"}, {"Iacute", "Í"}, {"Ograve", "Ò"},
    {"Oacute", "Ó"}, {"Ocirc", "Ô"},  {"Otilde", "Õ"}, {"Ugrave", "Ù"}, {"Uacute", "Ú"},
    {"Yacute", "Ý"}, {"auml", "ä"},   {"ouml", "ö"},   {"uuml", "ü"},   {"ccedil", "ç"},
    {"ntilde", "ñ"}, {"szlig", "ß"},  {"copy", "©"},   {"reg", "®"},    {"trade", "™"},
    {"plusmn", "±"}, {"le", "≤"},     {"ge", "≥"},     {"ne", "≠"},     {"rarr", "→"},
    {"larr", "←"}};

void
gift_hide_escapes(char *text)
{
    char *to = text;
    for (const char *at = text; *at != 0; at++) {
        const char *sign = at[0] == '\\' && at[1] != 0 ? strchr(ESCAPED, at[1]) : NULL;
        if (sign != NULL)
            at++;
        *to++ = sign == NULL ? *at : (char)(sign - ESCAPED + 1);
    }
    *to = 0;
}

static char
shown_escape(char hidden)
{
    char sign = ESCAPED[hidden - 1];
    return sign == 'n' ? '\n' : sign;
}

enum gift_format
gift_read_format(const char *text, enum gift_format standard, const char **rest)
{
    static const struct {
        const char *word;
        enum gift_format format;
    } formats[] = {{"[moodle]", FORMAT_MOODLE},
                   {"[html]", FORMAT_HTML},
                   {"[plain]", FORMAT_PLAIN},
                   {"[markdown]", FORMAT_MARKDOWN}};
    while (*text == ' ' || *text == '\n')
        text++;
    *rest = text;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strncmp(text, formats[i].word, strlen(formats[i].word)) == 0) {
            *rest = text + strlen(formats[i].word);
            return formats[i].format;
        }
    return standard;
}

static void
add_letter(struct buffer *out, uint32_t letter)
{
    if (letter < 0x80) {
        buffer_add_byte(out, (uint8_t)letter);
    } else if (letter < 0x800) {
        buffer_add_byte(out, (uint8_t)(0xc0 | letter >> 6));
        buffer_add_byte(out, (uint8_t)(0x80 | (letter & 0x3f)));
    } else if (letter < 0x10000) {
        buffer_add_byte(out, (uint8_t)(0xe0 | letter >> 12));
        buffer_add_byte(out, (uint8_t)(0x80 | (letter >> 6 & 0x3f)));
        buffer_add_byte(out, (uint8_t)(0x80 | (letter & 0x3f)));
    } else {
        buffer_add_byte(out, (uint8_t)(0xf0 | letter >> 18));
        buffer_add_byte(out, (uint8_t)(0x80 | (letter >> 12 & 0x3f)));
        buffer_add_byte(out, (uint8_t)(0x80 | (letter >> 6 & 0x3f)));
        buffer_add_byte(out, (uint8_t)(0x80 | (letter & 0x3f)));
    }
}

/* "&#7879;", "&#x1ec7;", "&ecirc;" at `at`: how many bytes it takes, 0 if it is none. */
static size_t
add_entity(struct buffer *out, const char *at)
{
    const char *end = memchr(at, ';', strnlen(at, 11));
    if (end == NULL || end - at < 2)
        return 0;
    size_t len = (size_t)(end - at) - 1;
    if (at[1] == '#') {
        char *stop;
        bool is_hex = at[2] == 'x' || at[2] == 'X';
        unsigned long letter = strtoul(at + (is_hex ? 3 : 2), &stop, is_hex ? 16 : 10);
        if (stop != end || letter < 0x20 || (letter >= 0x7f && letter < 0xa0) ||
            letter > 0x10ffff || (letter >= 0xd800 && letter < 0xe000))
            return 0;
        add_letter(out, (uint32_t)letter);
        return len + 2;
    }
    for (size_t i = 0; i < sizeof ENTITIES / sizeof ENTITIES[0]; i++)
        if (strlen(ENTITIES[i].name) == len && memcmp(ENTITIES[i].name, at + 1, len) == 0) {
            buffer_add_text(out, ENTITIES[i].text);
            return len + 2;
        }
    return 0;
}

static bool
is_letter(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}

/* "<img" of "<img src=…>": whether the tag at `at` is one of these words. */
static bool
is_tag_of(const char *at, const char *const *words, size_t count)
{
    const char *name = at + 1 + (at[1] == '/');
    size_t len = 0;
    while (is_letter(name[len]) || (len > 0 && name[len] >= '0' && name[len] <= '9'))
        len++;
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == len && strncasecmp(name, words[i], len) == 0)
            return true;
    return false;
}

/* What ends where it stands: scripts and styles are no text. */
static const char *
skip_silent(const char *at)
{
    static const char *const silent[] = {"script", "style"};
    for (size_t i = 0; i < 2 && at[1] != '/'; i++) {
        char end[12] = "</";
        strcat(end, silent[i]);
        if (is_tag_of(at, &silent[i], 1)) {
            const char *found = strcasestr(at, end);
            return found != NULL ? found : at + strlen(at);
        }
    }
    return at;
}

/* A tag stands where a letter or / follows the < and a > comes; else it is a sign ("a < b"). */
static const char *
end_of_tag(const char *at)
{
    if (strncmp(at, "<!--", 4) == 0) {
        const char *end = strstr(at + 4, "-->");
        return end == NULL ? NULL : end + 2;
    }
    if (!is_letter(at[1]) && !(at[1] == '/' && is_letter(at[2])))
        return NULL;
    char quote = 0;
    for (at++; *at != 0; at++) {
        if (quote != 0 ? *at == quote : *at == '"' || *at == '\'')
            quote = quote != 0 ? 0 : *at;
        else if (quote == 0 && *at == '>')
            return at;
    }
    return NULL;
}

static void
add_html(struct buffer *out, const char *html, bool *media)
{
    static const char *const shown[] = {"img",    "audio", "video",  "object",  "embed",
                                        "iframe", "svg",   "canvas", "picture", "source"};
    static const char *const inside[] = {"b",     "i",   "u",    "em",   "strong", "span", "a",
                                         "sub",   "sup", "font", "code", "mark",   "del",  "ins",
                                         "small", "big", "tt",   "q",    "abbr",   "s"};
    bool is_broken =
        false; /* a tag that never ends: what follows is text, and is not searched again */
    for (const char *at = html; *at != 0; at++) {
        if (*at == '&') {
            size_t used = add_entity(out, at);
            if (used > 0) {
                at += used - 1;
                continue;
            }
        }
        bool is_tag =
            *at == '<' && !is_broken && (is_letter(at[1]) || at[1] == '/' || at[1] == '!');
        const char *end = is_tag ? end_of_tag(at) : NULL;
        is_broken = is_broken || (is_tag && end == NULL);
        if (end == NULL) {
            buffer_add_byte(out, (uint8_t)*at);
            continue;
        }
        *media = *media || is_tag_of(at, shown, sizeof shown / sizeof shown[0]);
        if (!is_tag_of(at, inside, sizeof inside / sizeof inside[0]))
            buffer_add_byte(out, ' ');
        const char *behind = skip_silent(at);
        if (behind != at)
            end = *behind == 0 ? NULL : end_of_tag(behind);
        if (end == NULL)
            return;
        at = end;
    }
}

/* "[words](address)" at `at`: where the words and the whole end; false if it is none. */
static bool
is_link(const char *at, const char **words_end, const char **end)
{
    const char *close = memchr(at, ']', strnlen(at, LINK_BYTES_MAX));
    if (close == NULL || close[1] != '(')
        return false;
    *words_end = close;
    *end = memchr(close, ')', strnlen(close, LINK_BYTES_MAX));
    return *end != NULL;
}

static void
add_markdown(struct buffer *out, const char *text, bool *media)
{
    bool begins_line = true;
    for (const char *at = text; *at != 0; at++) {
        const char *words_end, *end;
        if (begins_line && (*at == '#' || *at == '>'))
            continue;
        begins_line = *at == '\n' || (begins_line && *at == ' ');
        if (at[0] == '!' && at[1] == '[' && is_link(at + 1, &words_end, &end)) {
            *media = true;
            at = end;
        } else if (*at == '[' && is_link(at, &words_end, &end)) {
            buffer_add(out, at + 1, (size_t)(words_end - at - 1));
            at = end;
        } else if ((at[0] == '*' || at[0] == '_') && at[1] == at[0] &&
                   (at[2] != at[0] || at[0] == '*')) {
            at++;
        } else if (*at == '`' || (*at == '*' && (at[1] != ' ' || (at > text && at[-1] != ' ')))) {
            continue;
        } else {
            buffer_add_byte(out, (uint8_t)*at);
        }
    }
}

static bool
is_invisible(const char *at, size_t *len)
{
    static const char *const signs[] = {"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d",
                                        "\xe2\x80\x8e", "\xe2\x80\x8f", "\xef\xbb\xbf",
                                        "\xc2\xad",     "\xe2\x81\xa0"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(at, signs[i], strlen(signs[i])) == 0) {
            *len = strlen(signs[i]);
            return true;
        }
    return false;
}

/* Single blanks, none at the ends; composed. */
static char *
tidy(const char *text)
{
    struct buffer out = {0};
    size_t hidden;
    for (const char *at = text; *at != 0; at++) {
        bool is_wide = strncmp(at, "\xc2\xa0", 2) == 0;
        if (is_invisible(at, &hidden)) {
            at += hidden - 1;
        } else if (is_wide || (unsigned char)*at <= ' ' || *at == 0x7f) {
            if (out.len > 0 && out.data[out.len - 1] != ' ')
                buffer_add_byte(&out, ' ');
            at += is_wide;
        } else {
            buffer_add_byte(&out, (uint8_t)*at);
        }
    }
    if (out.len > 0 && out.data[out.len - 1] == ' ')
        out.len--;
    char *joined = buffer_take_text(&out), *composed = text_to_nfc(joined);
    if (composed == NULL)
        return joined;
    free(joined);
    return composed;
}

char *
gift_plain_text(const char *piece, enum gift_format standard, bool *media)
{
    struct buffer shown = {0}, out = {0};
    const char *rest;
    enum gift_format format = gift_read_format(piece, standard, &rest);
    for (const char *at = rest; *at != 0; at++)
        buffer_add_byte(
            &shown, (uint8_t)(*at > 0 && (size_t)*at < sizeof ESCAPED ? shown_escape(*at) : *at));
    const char *text = buffer_text(&shown);
    *media = *media || strstr(text, "@@PLUGINFILE@@") != NULL;
    if (format == FORMAT_PLAIN)
        buffer_add_text(&out, text);
    else if (format == FORMAT_MARKDOWN)
        add_markdown(&out, text, media);
    else
        add_html(&out, text, media);
    char *tidied = tidy(buffer_text(&out));
    buffer_clear(&shown);
    buffer_clear(&out);
    return tidied;
}
