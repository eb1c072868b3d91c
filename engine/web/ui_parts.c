/* ui_parts.c - looks up the files, drawings and words that make_ui.sh compiled in. */
#include "web/ui_parts.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct ui_drawing {
    const char *name;
    const char *view_box;
    const char *shapes;
};

struct ui_sentence {
    const char *key;
    const char *vi;
    const char *en;
};

/* Of a language that is neither vi nor en. */
struct ui_translation {
    const char *code;
    const char *key;
    const char *text;
};

#include "ui.h"

/* How people are spoken to: as the language says ("vi/ông"), else the usual way. */
static const char *const ADDRESSES[][2] = {{"bác", "Bác"}, {"ông", "Ông"}, {"bà", "Bà"}, {"cô", "Cô"},
                                           {"chú", "Chú"}, {"anh", "Anh"}, {"chị", "Chị"}};

static const char *const *
find_address(const char *language)
{
    const char *slash = language != NULL ? strchr(language, '/') : NULL;
    for (size_t i = 0; slash != NULL && i < sizeof ADDRESSES / sizeof ADDRESSES[0]; i++)
        if (strcmp(slash + 1, ADDRESSES[i][0]) == 0)
            return ADDRESSES[i];
    return ADDRESSES[0];
}

const struct ui_file *
ui_find_file(const char *name)
{
    for (size_t i = 0; i < sizeof UI_FILES / sizeof UI_FILES[0]; i++)
        if (strcmp(UI_FILES[i].name, name) == 0)
            return &UI_FILES[i];
    return NULL;
}

void
ui_add_address(struct buffer *out, const char *source)
{
    for (size_t i = 0; i < sizeof UI_FILES / sizeof UI_FILES[0]; i++)
        if (strcmp(UI_FILES[i].source, source) == 0) {
            buffer_print(out, "/ui/%s", UI_FILES[i].name);
            return;
        }
    assert(!"a page names a file that is not in engine/web/ui");
}

void
ui_add_drawing(struct buffer *out, const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof UI_DRAWINGS / sizeof UI_DRAWINGS[0]; i++)
        if (strcmp(UI_DRAWINGS[i].name, name) == 0) {
            buffer_print(out, "<svg class=\"drawing\" viewBox=\"%s\" aria-hidden=\"true\">",
                         UI_DRAWINGS[i].view_box);
            buffer_add_text(out, UI_DRAWINGS[i].shapes);
            buffer_add_text(out, "</svg>");
            return;
        }
}

static const struct ui_sentence *
find_sentence(const char *key)
{
    for (size_t i = 0; i < sizeof UI_WORDS / sizeof UI_WORDS[0]; i++)
        if (strcmp(UI_WORDS[i].key, key) == 0)
            return &UI_WORDS[i];
    assert(!"a page says something that is not in engine/web/ui/strings.tsv");
    return &UI_WORDS[0];
}

/* "vi" of "vi/ông". */
static bool
is_language(const char *language, const char *code)
{
    size_t len = strlen(code);
    return language != NULL && strncmp(language, code, len) == 0 &&
           (language[len] == 0 || language[len] == '/');
}

static const char *
translate(const char *language, const char *key)
{
    for (size_t i = 0; i < sizeof UI_TRANSLATIONS / sizeof UI_TRANSLATIONS[0]; i++)
        if (strcmp(UI_TRANSLATIONS[i].key, key) == 0 && is_language(language, UI_TRANSLATIONS[i].code))
            return UI_TRANSLATIONS[i].text;
    return NULL;
}

const char *
ui_words(const char *language, const char *key)
{
    const struct ui_sentence *sentence = find_sentence(key);
    const char *text;
    if (language == NULL || is_language(language, "vi"))
        return sentence->vi;
    if (is_language(language, "en"))
        return sentence->en;
    text = translate(language, key);
    return text != NULL ? text : sentence->vi;
}

static bool
begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static void
add_filled(struct buffer *out, const char *language, const char *text, const char *one, const char *two)
{
    const char *const *address = find_address(language);
    const struct {
        const char *mark, *value;
    } fills[] = {{"{bác}", address[0]}, {"{Bác}", address[1]}, {"{1}", one}, {"{2}", two}};
    char plain[2] = {0};
    if (strchr(text, '{') == NULL) {
        text_add_html(out, text);
        return;
    }
    while (*text != 0) {
        size_t i = 0;
        while (*text == '{' && i < 4 && !(fills[i].value != NULL && begins(text, fills[i].mark)))
            i++;
        if (*text == '{' && i < 4) {
            text_add_html(out, fills[i].value);
            text += strlen(fills[i].mark);
            continue;
        }
        plain[0] = *text++;
        text_add_html(out, plain);
    }
}

/* Between tags, where an element may stand: not in an attribute, nor where only letters may be. */
static bool
may_hold_element(const struct buffer *out)
{
    static const char *const LETTERS_ONLY[] = {"<title", "<option", "<textarea"};
    size_t at = out->len;
    const char *text = (const char *)out->data;
    while (at > 0 && text[at - 1] != '<' && text[at - 1] != '>')
        at--;
    if (at == 0 || text[at - 1] == '<')
        return false;
    while (at > 0 && text[at - 1] != '<')
        at--;
    for (size_t i = 0; at > 0 && i < sizeof LETTERS_ONLY / sizeof LETTERS_ONLY[0]; i++)
        if (out->len - at + 1 >= strlen(LETTERS_ONLY[i]) &&
            strncmp(text + at - 1, LETTERS_ONLY[i], strlen(LETTERS_ONLY[i])) == 0)
            return false;
    return at > 0;
}

void
ui_add_words(struct buffer *out, const char *language, const char *key, const char *one,
             const char *two)
{
    bool is_ours = language == NULL || is_language(language, "vi") || is_language(language, "en");
    bool is_marked = !is_ours && translate(language, key) == NULL && may_hold_element(out);
    buffer_add_text(out, is_marked ? "<span lang=\"vi\">" : "");
    add_filled(out, language, ui_words(language, key), one != NULL ? one : "", two != NULL ? two : "");
    buffer_add_text(out, is_marked ? "</span>" : "");
}

/* Is the run of letters from `at` to `end` one of the texts? */
static bool
is_one_of(const uint8_t *at, size_t len, const struct json *texts)
{
    bool is_one = false;
    for (size_t i = 0; i < json_count(texts) && !is_one && len > 0; i++) {
        struct buffer html = {0};
        text_add_html(&html, json_text(json_at(texts, i)));
        is_one = html.len == len && memcmp(html.data, at, len) == 0;
        buffer_clear(&html);
    }
    return is_one;
}

void
ui_mark_vietnamese(struct buffer *out, size_t from, const struct json *texts)
{
    struct buffer marked = {0};
    for (size_t at = from, end; json_count(texts) > 0 && at < out->len; at = end) {
        for (end = at; end < out->len && out->data[end] != '<';)
            end++;
        bool is_marked = is_one_of(out->data + at, end - at, texts) && may_hold_element(&marked);
        buffer_add_text(&marked, is_marked ? "<span lang=\"vi\">" : "");
        buffer_add(&marked, out->data + at, end - at);
        buffer_add_text(&marked, is_marked ? "</span>" : "");
        for (at = end; end < out->len && (end == at || out->data[end - 1] != '>');)
            end++;
        buffer_add(&marked, out->data + at, end - at);
    }
    if (json_count(texts) > 0) {
        out->len = from;
        buffer_add(out, marked.data, marked.len);
    }
    buffer_clear(&marked);
}

void
ui_add_text(struct buffer *out, const char *language, const char *text)
{
    if (text != NULL)
        add_filled(out, language, text, NULL, NULL);
}
