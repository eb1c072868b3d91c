/* response_table.c - reads a table of answers, line by line: a byte a cell, so that 100,000 people with 60 items are 6 MB. */
#include "cli/response_table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { COLUMNS_MAX = 10000, LINE_MAX_BYTES = 1 << 20, ID_BYTES_MAX = 200, PEOPLE_MAX = 10000000, FILE_MAX = 64 << 20 };

struct reading {
    const char *path;
    char *line;
    size_t size, number;
    char mark; /* between columns */
    size_t capacity; /* of people */
};

void
response_file_clear(struct response_file *file)
{
    for (size_t i = 0; i < file->column_count; i++)
        free(file->ids[i]);
    free(file->ids);
    free(file->cells);
    free(file->most);
    *file = (struct response_file){0};
}

/* One cell, without quotes and blanks around it, cut out of the line. NULL at the end of the line. */
static char *
next_cell(const struct reading *reading, char **at)
{
    char *cell = *at, *end;
    if (cell == NULL)
        return NULL;
    end = strchr(cell, reading->mark);
    *at = end != NULL ? end + 1 : NULL;
    if (end == NULL)
        end = cell + strlen(cell);
    while (end > cell && (end[-1] == ' ' || end[-1] == '\r' || end[-1] == '\n'))
        end--;
    while (*cell == ' ')
        cell++;
    if (end > cell + 1 && *cell == '"' && end[-1] == '"') {
        cell++;
        end--;
    }
    *end = 0;
    return cell;
}

static char
find_mark(const char *line)
{
    static const char MARKS[] = ",;\t";
    char best = ',';
    size_t most = 0;
    for (const char *mark = MARKS; *mark != 0; mark++) {
        size_t times = 0;
        for (const char *c = line; *c != 0; c++)
            times += *c == *mark;
        if (times > most) {
            most = times;
            best = *mark;
        }
    }
    return best;
}

static enum fault
add_id(const struct reading *reading, const char *id, struct response_file *out, struct err *err)
{
    if (id[0] == 0 || strlen(id) > ID_BYTES_MAX || !text_is_utf8(id, strlen(id)))
        return err_set(err, FAULT_INPUT, "%s:1: column %zu needs an item's id of 1 to %d bytes in UTF-8", reading->path,
                       out->column_count + 1, ID_BYTES_MAX);
    for (size_t i = 0; i < out->column_count; i++)
        if (strcmp(out->ids[i], id) == 0)
            return err_set(err, FAULT_INPUT, "%s:1: the item %s stands twice in the first line", reading->path, id);
    if (out->column_count == COLUMNS_MAX)
        return err_set(err, FAULT_INPUT, "%s:1: more than %d items", reading->path, COLUMNS_MAX);
    out->ids[out->column_count++] = memory_copy_text(id);
    return FAULT_NONE;
}

static enum fault
read_header(struct reading *reading, struct response_file *out, struct err *err)
{
    char *at = reading->line, *cell, *digits;
    size_t numbers = 0;
    enum fault fault = FAULT_NONE;
    if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    reading->mark = find_mark(at);
    out->ids = memory_new_array(COLUMNS_MAX, sizeof *out->ids);
    while (fault == FAULT_NONE && (cell = next_cell(reading, &at)) != NULL) {
        long value = strtol(cell, &digits, 10);
        numbers += digits != cell && *digits == 0 && value >= -1 && value <= ITEM_STEPS_MAX;
        fault = add_id(reading, cell, out, err);
    }
    if (fault == FAULT_NONE && numbers == out->column_count)
        fault = err_set(err, FAULT_INPUT, "%s:1: the first line must name the items, here are numbers alone", reading->path);
    out->most = memory_new_array(out->column_count + 1, sizeof *out->most);
    return fault;
}

static bool
read_category(const char *cell, int *category)
{
    char *end;
    *category = RESPONSE_MISSING;
    if (cell[0] == 0 || strcmp(cell, "-1") == 0 || strcmp(cell, "\u22121") == 0 || strcmp(cell, "NA") == 0)
        return true;
    if (cell[0] < '0' || cell[0] > '9' || strlen(cell) > 2)
        return false;
    *category = (int)strtol(cell, &end, 10);
    return *end == 0 && *category <= ITEM_STEPS_MAX;
}

static enum fault
read_person(struct reading *reading, struct response_file *out, struct err *err)
{
    char *at = reading->line, *cell;
    size_t column = 0;
    if (out->person_count == PEOPLE_MAX)
        return err_set(err, FAULT_INPUT, "%s:%zu: more than %d people", reading->path, reading->number, PEOPLE_MAX);
    if (out->person_count == reading->capacity) {
        reading->capacity = reading->capacity * 2 + 256;
        out->cells = memory_resize(out->cells, reading->capacity, out->column_count);
    }
    int8_t *row = out->cells + out->person_count * out->column_count;
    for (; (cell = next_cell(reading, &at)) != NULL; column++) {
        int category;
        if (column == out->column_count)
            break;
        if (!read_category(cell, &category))
            return err_set(err, FAULT_INPUT, "%s:%zu: item %.60s: \"%.20s\" is no category; write 0 to %d, or -1 or nothing for "
                           "what was not seen", reading->path, reading->number, out->ids[column], cell, ITEM_STEPS_MAX);
        row[column] = (int8_t)category;
        out->most[column] = category > out->most[column] ? category : out->most[column];
    }
    if (column != out->column_count || cell != NULL)
        return err_set(err, FAULT_INPUT, "%s:%zu: this line has %s columns than the first one (%zu)", reading->path,
                       reading->number, column < out->column_count ? "fewer" : "more", out->column_count);
    out->person_count++;
    return FAULT_NONE;
}

static enum fault
read_lines(FILE *file, struct reading *reading, struct response_file *out, struct err *err)
{
    enum fault fault = FAULT_NONE;
    ssize_t len;
    while (fault == FAULT_NONE && (len = getline(&reading->line, &reading->size, file)) >= 0) {
        reading->number++;
        if (len > LINE_MAX_BYTES || strlen(reading->line) != (size_t)len)
            return err_set(err, FAULT_INPUT, "%s:%zu: this is no table of answers (%s)", reading->path, reading->number,
                           len > LINE_MAX_BYTES ? "the line is too long" : "it holds a byte 0");
        bool is_blank = reading->line[strspn(reading->line, " \r\n")] == 0;
        if (reading->number == 1)
            fault = read_header(reading, out, err);
        else if (!is_blank || out->column_count == 1)
            fault = read_person(reading, out, err);
    }
    if (fault == FAULT_NONE && ferror(file))
        return err_set(err, FAULT_CANNOT, "%s could not be read: %s", reading->path, strerror(errno));
    if (fault == FAULT_NONE && out->person_count == 0)
        return err_set(err, FAULT_INPUT, "%s: there are no answers in it; the first line names the items, each further one is a "
                       "person", reading->path);
    return fault;
}

enum fault
response_file_read(const char *path, struct response_file *out, struct err *err)
{
    struct reading reading = {.path = path};
    *out = (struct response_file){0};
    FILE *file = file_is_folder(path) ? NULL : fopen(path, "rb");
    if (file == NULL)
        return err_set(err, FAULT_CANNOT, "%s could not be opened: %s", path,
                       file_is_folder(path) ? "it is a folder" : strerror(errno));
    enum fault fault = read_lines(file, &reading, out, err);
    fclose(file);
    free(reading.line);
    if (fault != FAULT_NONE)
        response_file_clear(out);
    return fault;
}

/* ---- with a set of items ---- */

static size_t
find_item(const struct parameter_set *set, const char *id)
{
    size_t i = 0;
    while (i < set->item_count && strcmp(set->items[i].id, id) != 0)
        i++;
    return i;
}

enum fault
response_file_arrange(const struct response_file *file, const char *path, const struct parameter_set *set,
                      struct response_table *out, struct err *err)
{
    size_t *place = memory_new_array(file->column_count, sizeof *place);
    enum fault fault = FAULT_NONE;
    *out = (struct response_table){0};
    for (size_t i = 0; fault == FAULT_NONE && i < file->column_count; i++) {
        place[i] = find_item(set, file->ids[i]);
        if (place[i] == set->item_count)
            fault = err_set(err, FAULT_INPUT, "%s:1: the model has no item %.60s", path, file->ids[i]);
        else if (file->most[i] > set->items[place[i]].irt.steps)
            fault = err_set(err, FAULT_INPUT, "%s: item %.60s: somebody has %d, the model's item has %d step%s", path,
                            file->ids[i], file->most[i], set->items[place[i]].irt.steps,
                            set->items[place[i]].irt.steps == 1 ? "" : "s");
    }
    if (fault == FAULT_NONE) {
        int8_t *cells = memory_new_array(file->person_count * set->item_count, sizeof *cells);
        memset(cells, RESPONSE_MISSING, file->person_count * set->item_count);
        for (size_t n = 0; n < file->person_count; n++)
            for (size_t i = 0; i < file->column_count; i++)
                cells[n * set->item_count + place[i]] = file->cells[n * file->column_count + i];
        *out = (struct response_table){file->person_count, cells};
    }
    free(place);
    return fault;
}

void
response_file_make_set(const struct response_file *file, struct parameter_set *set)
{
    *set = (struct parameter_set){.quiz = memory_copy_text(""), .quiz_hash = memory_copy_text(""),
                                  .framework = memory_copy_text(""), .before = memory_copy_text(""), .indicator_count = 1,
                                  .area_count = 1, .cuts = {-1, 0, 1}, .item_count = file->column_count};
    set->codes = memory_new_array(1, sizeof *set->codes);
    set->areas = memory_new_array(1, sizeof *set->areas);
    set->mu = memory_new_array(1, sizeof *set->mu);
    set->area_of = memory_new_array(1, sizeof *set->area_of);
    set->items = memory_new_array(file->column_count, sizeof *set->items);
    set->codes[0] = memory_copy_text("all");
    set->areas[0] = memory_copy_text("all");
    for (size_t j = 0; j < file->column_count; j++) {
        struct item_parameters *item = &set->items[j];
        int steps = file->most[j] > 1 ? file->most[j] : 1;
        *item = (struct item_parameters){.id = memory_copy_text(file->ids[j]), .item = memory_copy_text(file->ids[j]),
                                         .irt = {.a = 1, .steps = steps, .weight = 1}};
        for (int x = 0; x < steps; x++)
            item->irt.b[x] = x - (steps - 1) / 2.0;
    }
}

enum fault
read_parameter_file(const char *path, struct parameter_set *set, struct err *err)
{
    struct buffer text = {0};
    struct json *json = NULL;
    struct err inner;
    enum fault fault = file_read(path, FILE_MAX, &text, err);
    if (fault == FAULT_NONE && (json_read((const char *)text.data, text.len, &json, &inner) != FAULT_NONE ||
                                parameter_set_read(json, set, &inner) != FAULT_NONE))
        fault = err_set(err, FAULT_INPUT, "%s: %s", path, inner.text);
    json_free(json);
    buffer_clear(&text);
    return fault;
}
