/* ui_parts.h - what is compiled in for the pages: files, drawings, words. build/generated/ui.h is
 * made from engine/web/ui/ by make_ui.sh. Private to web/ and its tests. */
#ifndef WEB_UI_PARTS_H
#define WEB_UI_PARTS_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/json.h"

struct ui_file {
    const char *source; /* "learner.css" */
    const char *name; /* "learner-1a2b3c4d.css": a changed file has another name, so phones may keep
                         it for ever */
    const char *type;
    const char *text;
    size_t len;
};

/* By its hashed name; NULL if there is none. */
const struct ui_file *ui_find_file(const char *name);
/* Appends "/ui/learner-1a2b3c4d.css" for "learner.css". */
void ui_add_address(struct buffer *out, const char *source);

/* Appends an inline drawing, hidden from screen readers: the word beside it is its name. Nothing
 * for an unknown one. */
void ui_add_drawing(struct buffer *out, const char *name);

/* The words of `key` as they stand in strings.tsv, or in scripts/languages/CODE.tsv of another
 * language, as far as that has them; else vi. language: "en", or "vi/ông": and that is how the
 * reader is addressed. */
const char *ui_words(const char *language, const char *key);
/* The same as HTML: {bác} and {Bác} become the form of address, {1} and {2} the values, escaped.
 * NULL = "". Vietnamese on a page of another language says so: <span lang="vi">. */
void ui_add_words(struct buffer *out, const char *language, const char *key, const char *one,
                  const char *two);
/* Marks the texts of a quiz that stand in Vietnamese on a page of another language: what is written
 * between two tags from `from` on and is one of `texts`, as it was given to ui_add_text. */
void ui_mark_vietnamese(struct buffer *out, size_t from, const struct json *texts);
/* Text of a quiz as HTML, with {bác} and {Bác} resolved. */
void ui_add_text(struct buffer *out, const char *language, const char *text);

#endif
