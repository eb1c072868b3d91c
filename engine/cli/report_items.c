/* report_items.c - `dauso report items`: how good the items of a quiz are; with --judges, where judges put the cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/report.h"
#include "cli/room.h"

#define LINE_FORM "a line is \"judge,item,share\", or in a file of bookmarks \"judge,item\""

enum { JUDGES_FILE_MAX = 4 << 20, JUDGES_MAX = 1000 };

/* Lines of judge,item,share, or of judge,item for bookmarks; the first one decides. The words live in `text`, which is cut up. */
struct judges_file {
    bool is_begun, is_bookmark;
    char *text;
    char **names; /* of judges */
    struct item_judgement *rows;
    size_t row_count, row_capacity, judge_count, judge_capacity;
};

static void
judges_clear(struct judges_file *file)
{
    free(file->text);
    free(file->names);
    free(file->rows);
}

static size_t
find_judge(struct judges_file *file, char *name)
{
    size_t i = 0;
    while (i < file->judge_count && strcmp(file->names[i], name) != 0)
        i++;
    if (i == file->judge_count) {
        MEMORY_GROW(file->names, file->judge_count, file->judge_capacity);
        file->names[file->judge_count++] = name;
    }
    return i;
}

/* *share NULL: there is none, as in a line of bookmarks. */
static bool
cut_line(char *line, char **item, char **share)
{
    *item = strchr(line, ',');
    *share = *item != NULL ? strchr(*item + 1, ',') : NULL;
    if (*item == NULL || (*share != NULL && strchr(*share + 1, ',') != NULL))
        return false;
    *(*item)++ = 0;
    if (*share != NULL)
        *(*share)++ = 0;
    return true;
}

static enum fault
take_line(struct judges_file *file, const char *path, size_t number, char *line, struct err *err)
{
    char *judge = line, *item, *share, *end;
    bool is_fine = cut_line(line, &item, &share), is_first = !file->is_begun;
    if (is_first)
        file->is_bookmark = is_fine && share == NULL;
    file->is_begun = true;
    if (!is_fine || (share == NULL) != file->is_bookmark)
        return err_set(err, FAULT_INPUT, "%s:%zu: " LINE_FORM, path, number);
    if (is_first && strcmp(item, "item") == 0)
        return FAULT_NONE;
    double value = share != NULL ? strtod(share, &end) : 0;
    if (share != NULL && (end == share || *end != 0 || !(value >= 0 && value <= 1)))
        return err_set(err, FAULT_INPUT, "%s:%zu: \"%.20s\" is no share; write 0 to 1, the part of the item's points that somebody "
                       "who just qualifies gets", path, number, share);
    size_t n = find_judge(file, judge);
    if (n >= JUDGES_MAX)
        return err_set(err, FAULT_INPUT, "%s:%zu: more than %d judges", path, number, JUDGES_MAX);
    for (size_t i = 0; i < file->row_count; i++)
        if (file->rows[i].judge == n && (file->is_bookmark || strcmp(file->rows[i].item, item) == 0))
            return err_set(err, FAULT_INPUT, file->is_bookmark ? "%s:%zu: the judge %.40s has put a second bookmark, at %.60s"
                                                               : "%s:%zu: the judge %.40s has judged %.60s twice",
                           path, number, judge, item);
    MEMORY_GROW(file->rows, file->row_count, file->row_capacity);
    file->rows[file->row_count++] = (struct item_judgement){n, item, value};
    return FAULT_NONE;
}

static enum fault
read_judges(const char *path, struct judges_file *file, struct err *err)
{
    struct buffer text = {0};
    enum fault fault = file_read(path, JUDGES_FILE_MAX, &text, err);
    if (fault != FAULT_NONE) {
        buffer_clear(&text);
        return fault;
    }
    file->text = buffer_take_text(&text);
    char *at = file->text;
    if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    for (size_t number = 1; fault == FAULT_NONE && at != NULL && *at != 0; number++) {
        char *end = strpbrk(at, "\r\n"), *next = NULL;
        if (end != NULL) {
            next = end + (end[0] == '\r' && end[1] == '\n' ? 2 : 1);
            *end = 0;
        }
        if (*at != 0)
            fault = take_line(file, path, number, at, err);
        at = next;
    }
    if (fault == FAULT_NONE && file->row_count == 0)
        fault = err_set(err, FAULT_INPUT, "%s: nobody has judged anything in it; " LINE_FORM, path);
    return fault;
}

enum fault
report_make_items(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                  struct err *err)
{
    struct item_scope scope = {.groups = cli_value(call, "--groups", NULL)};
    const char *class = cli_value(call, "--class", NULL), *path = cli_value(call, "--judges", NULL);
    struct judges_file file = {0};
    struct item_judgements judges;
    char *quiz = NULL;
    enum fault fault = class != NULL ? cli_find_class(room, class, &scope.class_id, err) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = cli_find_quiz(room, cli_value(call, "--quiz", NULL), scope.class_id, &quiz, err);
    scope.quiz = quiz;
    if (fault == FAULT_NONE && path != NULL)
        fault = read_judges(path, &file, err);
    judges = (struct item_judgements){file.is_bookmark, file.rows, file.row_count, file.judge_count};
    scope.judges = path != NULL ? &judges : NULL;
    if (fault == FAULT_NONE)
        fault = report_items(room, &scope, wish, out, err);
    judges_clear(&file);
    free(quiz);
    return fault;
}
