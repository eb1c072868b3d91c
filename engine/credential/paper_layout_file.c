/* paper_layout_file.c - reads a layout. An office may write its own: so each wrong word says its file, its line, and what
 * was perhaps meant, and nothing is drawn of a layout that has one. */
#include "credential/paper_layout.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { LAYOUT_MAX = 65536, WORD_MAX = 600 };

static const char *const KINDS[ITEM_KINDS] = {"page", "border", "drum", "ring", "mark", "line", "box", "polygon", "text",
                                              "list", "chart", "codes", "code"};
static const char *const FONTS[] = {"serif-semibold", "serif-bold", "serif-italic", "sans", "sans-medium", "sans-semibold",
                                    "sans-bold"};
static const char *const COLOURS[] = {"black", "white", "son", "cham", "dong", "dong-pale", "ke"};
static const char *const ALIGNS[] = {"left", "centre", "right"};
static const char *const ANSWERS[] = {"no", "yes"};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum value_kind { NUMBER, TEXT_VALUE, CHOICE, STEPS, POINTS };

struct key {
    const char *name;
    enum value_kind kind;
    size_t offset;
    const char *const *choices;
    size_t choice_count;
};
#define AT(member) offsetof(struct layout_item, member)
static const struct key KEYS[] = {
    {"x", NUMBER, AT(x), NULL, 0},
    {"y", NUMBER, AT(y), NULL, 0},
    {"y2", NUMBER, AT(y2), NULL, 0},
    {"x2", NUMBER, AT(x2), NULL, 0},
    {"width", NUMBER, AT(width), NULL, 0},
    {"height", NUMBER, AT(height), NULL, 0},
    {"radius", NUMBER, AT(radius), NULL, 0},
    {"thick", NUMBER, AT(size), NULL, 0},
    {"side", NUMBER, AT(size), NULL, 0},
    {"small", NUMBER, AT(small), NULL, 0},
    {"small-x", NUMBER, AT(small_x), NULL, 0},
    {"last", NUMBER, AT(last), NULL, 0},
    {"pitch", NUMBER, AT(pitch), NULL, 0},
    {"skip", NUMBER, AT(skip), NULL, 0},
    {"columns", NUMBER, AT(columns), NULL, 0},
    {"rows", NUMBER, AT(rows), NULL, 0},
    {"lines", NUMBER, AT(lines), NULL, 0},
    {"size", NUMBER, AT(style.points), NULL, 0},
    {"tracking", NUMBER, AT(style.tracking), NULL, 0},
    {"steps", STEPS, AT(steps), NULL, 0},
    {"points", POINTS, AT(points), NULL, 0},
    {"font", CHOICE, AT(style.font), FONTS, COUNT(FONTS)},
    {"strong", CHOICE, AT(strong), FONTS, COUNT(FONTS)},
    {"colour", CHOICE, AT(style.colour), COLOURS, COUNT(COLOURS)},
    {"align", CHOICE, AT(align), ALIGNS, COUNT(ALIGNS)},
    {"column", CHOICE, AT(is_column), ANSWERS, COUNT(ANSWERS)},
    {"id", TEXT_VALUE, AT(id), NULL, 0},
    {"below", TEXT_VALUE, AT(below), NULL, 0},
    {"needs", TEXT_VALUE, AT(needs), NULL, 0},
    {"of", TEXT_VALUE, AT(of), NULL, 0},
    {"vi", TEXT_VALUE, AT(vi), NULL, 0},
    {"en", TEXT_VALUE, AT(en), NULL, 0},
};

struct reader {
    const char *path;
    int line;
    struct err *err;
};

static enum fault
refuse_word(const struct reader *reader, const char *what, const char *word, const char *const *known, size_t count)
{
    const char *meant = text_suggest(word, known, count);
    return err_set(reader->err, FAULT_INPUT, "%s:%d: there is no %s \"%.40s\"%s%s%s", reader->path, reader->line, what, word,
                   meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "", meant != NULL ? "\"?" : "");
}

static enum fault
read_numbers(const struct reader *reader, const char *key, const char *value, double *out, size_t most, size_t *count)
{
    const char *at = value;
    char *end;
    for (*count = 0; *at != 0 && *count < most; at = end + strspn(end, ", ")) {
        out[*count] = strtod(at, &end);
        if (end == at || !isfinite(out[*count]) || fabs(out[*count]) > 1000)
            break;
        ++*count;
    }
    if (*count > 0 && *at == 0)
        return FAULT_NONE;
    return err_set(reader->err, FAULT_INPUT, "%s:%d: %s takes %s, not \"%.40s\"", reader->path, reader->line, key,
                   most == 1 ? "a number of millimetres or points" : "numbers with commas between", value);
}

static enum fault
read_choice(const struct reader *reader, const struct key *key, const char *value, void *member)
{
    for (size_t i = 0; i < key->choice_count; i++)
        if (strcmp(key->choices[i], value) == 0) {
            if (key->choices == ANSWERS)
                *(bool *)member = i == 1;
            else
                *(int *)member = (int)i;
            return FAULT_NONE;
        }
    return refuse_word(reader, key->name, value, key->choices, key->choice_count);
}

static enum fault
set_value(const struct reader *reader, const struct key *key, const char *value, struct layout_item *item)
{
    void *member = (char *)item + key->offset;
    size_t count;
    switch (key->kind) {
    case NUMBER:
        item->has_y2 = item->has_y2 || member == &item->y2;
        return read_numbers(reader, key->name, value, member, 1, &count);
    case STEPS: return read_numbers(reader, key->name, value, member, LAYOUT_STEPS, &count);
    case POINTS: {
        enum fault fault = read_numbers(reader, key->name, value, member, 2 * LAYOUT_POINTS_MAX, &count);
        item->point_count = count / 2;
        return fault;
    }
    case CHOICE: return read_choice(reader, key, value, member);
    case TEXT_VALUE:
        free(*(char **)member);
        *(char **)member = memory_copy_text(value);
        return FAULT_NONE;
    }
    return FAULT_NONE;
}

/* Takes `key=value` or `key="two words"` off the line. */
static enum fault
take_pair(const struct reader *reader, char **rest, char **key, char **value)
{
    char *at = *rest;
    *key = at;
    at += strcspn(at, "= ");
    if (*at != '=')
        return err_set(reader->err, FAULT_INPUT, "%s:%d: \"%.40s\" has no =value", reader->path, reader->line, *key);
    *at++ = 0;
    if (*at == '"') {
        *value = ++at;
        at = strchr(at, '"');
        if (at == NULL)
            return err_set(reader->err, FAULT_INPUT, "%s:%d: the text of %s does not end: put a \" behind it", reader->path,
                           reader->line, *key);
    } else {
        *value = at;
        at += strcspn(at, " ");
    }
    if (*at != 0)
        *at++ = 0;
    *rest = at + strspn(at, " ");
    return FAULT_NONE;
}

static enum fault
read_pairs(const struct reader *reader, char *rest, struct layout_item *item)
{
    const char *names[COUNT(KEYS)];
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; i < COUNT(KEYS); i++)
        names[i] = KEYS[i].name;
    while (fault == FAULT_NONE && *rest != 0) {
        char *key = NULL, *value = NULL;
        const struct key *found = NULL;
        fault = take_pair(reader, &rest, &key, &value);
        for (size_t i = 0; fault == FAULT_NONE && i < COUNT(KEYS); i++)
            if (strcmp(KEYS[i].name, key) == 0)
                found = &KEYS[i];
        if (fault == FAULT_NONE)
            fault = found != NULL ? set_value(reader, found, value, item)
                                  : refuse_word(reader, "word", key, names, COUNT(KEYS));
    }
    return fault;
}

static enum fault
read_item(const struct reader *reader, char *text, struct paper_layout *layout)
{
    struct layout_item *item = &layout->items[layout->count];
    size_t len = strcspn(text, " "), kind = 0;
    char *rest = text + len + strspn(text + len, " ");
    if (layout->count == LAYOUT_ITEMS_MAX)
        return err_set(reader->err, FAULT_INPUT, "%s:%d: more than %d items", reader->path, reader->line, LAYOUT_ITEMS_MAX);
    text[len] = 0;
    while (kind < ITEM_KINDS && strcmp(KINDS[kind], text) != 0)
        kind++;
    if (kind == ITEM_KINDS)
        return refuse_word(reader, "item", text, KINDS, ITEM_KINDS);
    *item = (struct layout_item){.kind = (enum layout_kind)kind, .line = reader->line, .lines = 1,
                                 .style = {SANS, 11, BLACK, 0}, .strong = SANS_BOLD};
    layout->count++;
    return read_pairs(reader, rest, item);
}

/* What cannot be drawn: outside the page, a name that no item has, two or three pages. */
static enum fault
check_item(const struct paper_layout *layout, struct layout_item *item, const struct reader *reader)
{
    size_t place = (size_t)(item - layout->items);
    bool is_outside = item->below == NULL && (item->x < 0 || item->x > layout->width || item->y < 0 || item->y > layout->height);
    if (item->kind != ITEM_PAGE && is_outside)
        return err_set(reader->err, FAULT_INPUT, "%s:%d: x=%g y=%g lies outside the page of %g × %g mm", reader->path, item->line,
                       item->x, item->y, layout->width, layout->height);
    if (item->kind == ITEM_TEXT && item->style.colour == SON && item->style.points < 14)
        return err_set(reader->err, FAULT_INPUT, "%s:%d: son is for letters of 14 points and more: a black laser printer turns "
                       "smaller ones into dots", reader->path, item->line);
    if (item->kind == ITEM_TEXT && (item->vi == NULL || item->en == NULL))
        return err_set(reader->err, FAULT_INPUT, "%s:%d: a text needs vi=\"…\" and en=\"…\"", reader->path, item->line);
    for (item->below_item = 0; item->below != NULL && item->below_item < place; item->below_item++)
        if (layout->items[item->below_item].id != NULL && strcmp(layout->items[item->below_item].id, item->below) == 0)
            return FAULT_NONE;
    if (item->below != NULL)
        return err_set(reader->err, FAULT_INPUT, "%s:%d: below=%s, but no item before it has id=%s", reader->path, item->line,
                       item->below, item->below);
    return FAULT_NONE;
}

static enum fault
check_layout(struct paper_layout *layout, const struct reader *reader)
{
    const struct layout_item *page = &layout->items[0];
    enum fault fault = FAULT_NONE;
    if (layout->count == 0 || page->kind != ITEM_PAGE || page->width < 40 || page->height < 40)
        return err_set(reader->err, FAULT_INPUT, "%s:1: a layout begins with page width=297 height=210", reader->path);
    layout->width = page->width;
    layout->height = page->height;
    layout->columns = page->columns < 1 ? 1 : (size_t)page->columns;
    layout->rows = page->rows < 1 ? 1 : (size_t)page->rows;
    if ((double)layout->columns * page->width > PAPER_WIDTH + .5 || (double)layout->rows * page->height > PAPER_HEIGHT + .5)
        return err_set(reader->err, FAULT_INPUT, "%s:%d: %zu × %zu papers of %g × %g mm do not fit a sheet of %g × %g mm",
                       reader->path, page->line, layout->columns, layout->rows, page->width, page->height, PAPER_WIDTH, PAPER_HEIGHT);
    for (size_t i = 1; fault == FAULT_NONE && i < layout->count; i++)
        fault = check_item(layout, &layout->items[i], reader);
    return fault;
}

enum fault
paper_layout_read(const char *path, struct paper_layout **out, struct err *err)
{
    struct paper_layout *layout = memory_new(sizeof *layout);
    struct reader reader = {path, 0, err};
    struct buffer content = {0};
    enum fault fault = file_read(path, LAYOUT_MAX, &content, err);
    buffer_text(&content);
    char *rest = (char *)content.data, *line;
    if (fault == FAULT_NONE && !text_is_utf8((const char *)content.data, content.len))
        fault = err_set(err, FAULT_INPUT, "%s is not UTF-8 text", path);
    while (fault == FAULT_NONE && (line = strsep(&rest, "\n")) != NULL) {
        reader.line++;
        line += strspn(line, " \t");
        line[strcspn(line, "\r")] = 0;
        if (*line != 0 && *line != '#')
            fault = read_item(&reader, line, layout);
    }
    if (fault == FAULT_NONE)
        fault = check_layout(layout, &reader);
    buffer_clear(&content);
    if (fault != FAULT_NONE) {
        paper_layout_free(layout);
        return fault;
    }
    layout->path = memory_copy_text(path);
    *out = layout;
    return FAULT_NONE;
}

enum fault
paper_layout_check(const char *path, struct err *err)
{
    struct paper_layout *layout = NULL;
    enum fault fault = paper_layout_read(path, &layout, err);
    if (fault == FAULT_NONE && layout->columns * layout->rows > 1)
        fault = err_set(err, FAULT_INPUT, "%s is for cards; certificates need a layout of one paper a sheet", path);
    paper_layout_free(layout);
    return fault;
}

void
paper_layout_free(struct paper_layout *layout)
{
    if (layout == NULL)
        return;
    for (size_t i = 0; i < layout->count; i++) {
        struct layout_item *item = &layout->items[i];
        free(item->id);
        free(item->below);
        free(item->needs);
        free(item->of);
        free(item->vi);
        free(item->en);
    }
    free(layout->path);
    free(layout);
}
