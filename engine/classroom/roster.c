/* roster.c - names that a trainer pastes or brings as a file, and the list that learners tap.
 *
 * One person a line. Columns are parted by tab, semicolon or comma, whatever the first line uses most; a first line
 * that names its columns ("Họ và tên", "Năm sinh", "name", "year") says which is which, else the first is the name and
 * the second the year. All or nothing: a line that is wrong is named, and nobody is written down. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random_bytes.h"
#include "base/text.h"
#include "classroom/room.h"

enum { ROSTER_MAX = 500, COLUMNS_MAX = 40, OLDEST_YEAR = 1900 };

struct cells {
    char *texts[COLUMNS_MAX];
    size_t count;
};

struct person {
    char *name;
    int64_t year;
    size_t line;
};

struct reading {
    const char *at;        /* what is left of the text */
    size_t line;           /* of the last row read, from 1 */
    size_t lines_read;
    char mark;             /* between columns */
    size_t name_column, year_column;
    bool has_year;
    struct person *people;
    size_t count, capacity;
    size_t repeated;
    int64_t this_year;
};

static void
cells_clear(struct cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        free(cells->texts[i]);
    cells->count = 0;
}

/* The most frequent of the three in the first line. */
static char
find_mark(const char *text)
{
    static const char MARKS[] = "\t;,";
    char best = '\t';
    size_t most = 0;
    for (const char *mark = MARKS; *mark != 0; mark++) {
        size_t times = 0;
        for (const char *c = text; *c != 0 && *c != '\n' && *c != '\r'; c++)
            times += *c == *mark;
        if (times > most) {
            most = times;
            best = *mark;
        }
    }
    return best;
}

/* One cell of RFC 4180: quoted ones may hold the mark, a doubled quote and a new line. */
static char *
read_cell(struct reading *reading)
{
    struct buffer cell = {0};
    const char *at = reading->at;
    bool is_quoted = *at == '"' && reading->mark != '\t';
    at += is_quoted;
    while (*at != 0) {
        if (is_quoted && *at == '"' && at[1] != '"') {
            at++;
            is_quoted = false;
            continue;
        }
        if (!is_quoted && (*at == reading->mark || *at == '\n' || *at == '\r'))
            break;
        reading->lines_read += *at == '\n';
        at += is_quoted && *at == '"';
        buffer_add_byte(&cell, (uint8_t)*at++);
    }
    reading->at = at;
    return buffer_take_text(&cell);
}

/* False at the end. Cells past the last column are read and forgotten. */
static bool
read_row(struct reading *reading, struct cells *cells)
{
    cells->count = 0;
    if (*reading->at == 0)
        return false;
    reading->line = ++reading->lines_read;
    for (;;) {
        char *text = read_cell(reading);
        if (cells->count < COLUMNS_MAX)
            cells->texts[cells->count++] = text;
        else
            free(text);
        if (*reading->at != reading->mark)
            break;
        reading->at++;
    }
    reading->at += *reading->at == '\r';
    reading->at += *reading->at == '\n';
    return true;
}

static bool
is_blank(const struct cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        if (cells->texts[i][strspn(cells->texts[i], " \t\xc2\xa0")] != 0)
            return false;
    return true;
}

static bool
is_one_of(const char *folded, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(folded, *words) == 0)
            return true;
    return false;
}

/* True if the row names its columns; a name column must then be among them. */
static bool
read_header(struct reading *reading, const struct cells *cells)
{
    static const char *const NAMES[] = {"ho va ten", "ho ten", "ten", "hoc vien", "ho va ten hoc vien", "name", "full name",
                                        "learner", NULL};
    static const char *const YEARS[] = {"nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh nam", "year",
                                        "birth year", "year of birth", "birth_year", "date of birth", NULL};
    bool is_header = false;
    for (size_t i = 0; i < cells->count; i++) {
        char *folded = text_fold(cells->texts[i]);
        if (is_one_of(folded, NAMES) && !is_header) {
            reading->name_column = i;
            is_header = true;
        }
        free(folded);
    }
    if (!is_header)
        return false;
    reading->has_year = false;
    for (size_t i = 0; i < cells->count; i++) {
        char *folded = text_fold(cells->texts[i]);
        if (is_one_of(folded, YEARS) && !reading->has_year) {
            reading->year_column = i;
            reading->has_year = true;
        }
        free(folded);
    }
    return true;
}

static bool
is_number(const char *text)
{
    return text[0] != 0 && text[strspn(text, "0123456789. ")] == 0;
}

/* No names of columns: a running number may stand before the name, the year right behind it. */
static void
guess_columns(struct reading *reading, const struct cells *cells)
{
    while (reading->name_column + 1 < cells->count && is_number(cells->texts[reading->name_column]))
        reading->name_column++;
    reading->year_column = reading->name_column + 1;
}

/* "1963", "05/03/1963", "1963-03-05", "" = not stated. */
static bool
read_year(const char *text, int64_t this_year, int64_t *year)
{
    int64_t number = 0;
    size_t digits = 0;
    bool is_found = false;
    *year = 0;
    for (;; text++) {
        if (isdigit((unsigned char)*text)) {
            number = digits < 6 ? number * 10 + (*text - '0') : number;
            digits++;
            continue;
        }
        if (digits > 4 || (digits == 4 && is_found))
            return false;
        if (digits == 4) {
            *year = number;
            is_found = true;
        }
        digits = 0;
        number = 0;
        if (*text == 0)
            break;
        if (strchr("/-. ", *text) == NULL)
            return false;
    }
    return is_found && *year >= OLDEST_YEAR && *year <= this_year;
}

static enum fault
add_person(struct reading *reading, const char *claimed_name, int64_t year, struct err *err)
{
    char *name = NULL;
    struct err why;
    char first = claimed_name[strspn(claimed_name, " ")];
    if (first != 0 && strchr("=+-@", first) != NULL)
        return err_set(err, FAULT_INPUT, "line %zu: \"%.30s\" begins like a formula of a spreadsheet; names begin with a "
                       "letter, nobody was written down", reading->line, claimed_name);
    if (text_clean_name(claimed_name, &name, &why) != FAULT_NONE)
        return err_set(err, FAULT_INPUT, "line %zu: %.160s; nobody was written down", reading->line, why.text);
    for (size_t i = 0; i < reading->count; i++)
        if (reading->people[i].year == year && strcmp(reading->people[i].name, name) == 0) {
            reading->repeated++;
            free(name);
            return FAULT_NONE;
        }
    if (reading->count == ROSTER_MAX) {
        free(name);
        return err_set(err, FAULT_INPUT, "the list has more than %d names; a class holds at most %d, nobody was written down",
                       ROSTER_MAX, ROSTER_MAX);
    }
    MEMORY_GROW(reading->people, reading->count, reading->capacity);
    reading->people[reading->count++] = (struct person){.name = name, .year = year, .line = reading->line};
    return FAULT_NONE;
}

static enum fault
take_row(struct reading *reading, const struct cells *cells, struct err *err)
{
    int64_t year = 0;
    if (cells->count <= reading->name_column)
        return err_set(err, FAULT_INPUT, "line %zu has %zu columns, the name stands in column %zu; nobody was written down",
                       reading->line, cells->count, reading->name_column + 1);
    const char *year_text = reading->has_year && cells->count > reading->year_column ? cells->texts[reading->year_column] : "";
    bool has_text = year_text[strspn(year_text, " ")] != 0;
    if (has_text && !read_year(year_text, reading->this_year, &year))
        return err_set(err, FAULT_INPUT, "line %zu: \"%.20s\" is no year of birth (4 digits, or a date); nobody was written "
                       "down", reading->line, year_text);
    return add_person(reading, cells->texts[reading->name_column], year, err);
}

static enum fault
read_people(struct reading *reading, struct err *err)
{
    struct cells cells;
    enum fault fault = FAULT_NONE;
    bool is_first = true;
    while (fault == FAULT_NONE && read_row(reading, &cells)) {
        if (!is_blank(&cells)) {
            bool is_header = is_first && read_header(reading, &cells);
            if (is_first && !is_header)
                guess_columns(reading, &cells);
            if (!is_header)
                fault = take_row(reading, &cells, err);
            is_first = false;
        }
        cells_clear(&cells);
    }
    if (fault == FAULT_NONE && reading->count == 0)
        fault = err_set(err, FAULT_INPUT, "the list has no names; write one person a line: name, then year of birth");
    return fault;
}

/* ---- writing down ---- */

static bool
is_known(const struct learner_row *rows, size_t count, const struct person *person)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].birth_year == person->year && strcmp(rows[i].name, person->name) == 0 &&
            rows[i].state != LEARNER_ERASED)
            return true;
    return false;
}

void
room_new_learner_id(char id[ID_LEN + 1])
{
    uint8_t raw[ID_LEN / 2];
    random_bytes_fill(raw, sizeof raw);
    hash_to_hex(raw, sizeof raw, id);
}

static enum fault
write_down(struct classroom *room, int64_t class_id, const struct reading *reading, struct roster_report *out,
           struct err *err)
{
    struct learner_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_learners(room->store, class_id, &rows, &count, err);
    if (fault == FAULT_NONE && count + reading->count > ROSTER_MAX)
        fault = err_set(err, FAULT_INPUT, "the class would have %zu people, at most %d are possible; nobody was written "
                        "down", count + reading->count, ROSTER_MAX);
    for (size_t i = 0; fault == FAULT_NONE && i < reading->count; i++) {
        struct learner_row row = {.class_id = class_id, .birth_year = reading->people[i].year,
                                  .state = LEARNER_EXPECTED, .is_on_roster = true};
        if (is_known(rows, count, &reading->people[i])) {
            out->repeated++;
            continue;
        }
        room_new_learner_id(row.id);
        random_bytes_fill(row.salt, SALT_LEN);
        snprintf(row.name, sizeof row.name, "%s", reading->people[i].name);
        fault = store_add_learner(room->store, &row, err);
        out->added++;
    }
    free(rows);
    return fault;
}

/* What Excel saves as "Unicode text" has two bytes a letter; it is told, not guessed. */
static enum fault
check_text(const char *text, size_t len, struct err *err)
{
    if (len > 1 && ((uint8_t)text[0] == 0xff || (uint8_t)text[0] == 0xfe))
        return err_set(err, FAULT_INPUT, "the list is in UTF-16; save it as \"CSV UTF-8\", or copy the cells and paste them");
    if (!text_is_utf8(text, len))
        return err_set(err, FAULT_INPUT, "the list is not in UTF-8; save it as \"CSV UTF-8\", or copy the cells and paste "
                       "them");
    return FAULT_NONE;
}

enum fault
classroom_import_roster(struct classroom *room, int64_t class_id, const char *text, size_t len,
                        struct roster_report *out, struct err *err)
{
    struct class_row class;
    struct reading reading = {.has_year = true,
                              .this_year = 1970 + room->clock.wall_ms() / 1000 / 31556952};
    *out = (struct roster_report){0};
    enum fault fault = check_text(text, len, err);
    if (fault == FAULT_NONE)
        fault = room_find_class(room, class_id, &class, err);
    if (fault == FAULT_NONE && class.ended_at != 0)
        fault = err_set(err, FAULT_INPUT, "the class has ended; open a new one for these people");
    if (fault != FAULT_NONE)
        return fault;
    reading.at = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
    reading.mark = find_mark(reading.at);
    fault = read_people(&reading, err);
    if (fault == FAULT_NONE)
        fault = write_down(room, class_id, &reading, out, err);
    out->repeated += reading.repeated;
    if (fault == FAULT_NONE && out->added > 0) {
        char value[24];
        snprintf(value, sizeof value, "%zu", out->added);
        fault = room_record_deed(room, class_id, "roster", "", value, err);
    }
    for (size_t i = 0; i < reading.count; i++)
        free(reading.people[i].name);
    free(reading.people);
    return fault;
}

/* ---- the list that is tapped ---- */

struct keyed_name {
    char *key;
    struct roster_name name;
};

static int
compare_names(const void *left, const void *right)
{
    const struct keyed_name *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->name.birth_year > b->name.birth_year) - (a->name.birth_year < b->name.birth_year);
}

static void
sort_names(struct roster_name *names, size_t count)
{
    struct keyed_name *keyed = memory_new_array(count, sizeof *keyed);
    for (size_t i = 0; i < count; i++)
        keyed[i] = (struct keyed_name){.key = text_name_sort_key(names[i].name), .name = names[i]};
    qsort(keyed, count, sizeof *keyed, compare_names);
    for (size_t i = 0; i < count; i++) {
        names[i] = keyed[i].name;
        free(keyed[i].key);
    }
    free(keyed);
}

enum fault
classroom_list_roster(struct classroom *room, int64_t class_id, struct roster_name **names, size_t *count, struct err *err)
{
    struct learner_row *rows = NULL;
    size_t row_count = 0;
    bool has_roster = false;
    *names = NULL;
    *count = 0;
    enum fault fault = store_list_learners(room->store, class_id, &rows, &row_count, err);
    if (fault != FAULT_NONE)
        return fault;
    *names = memory_new_array(row_count, sizeof **names);
    for (size_t i = 0; i < row_count; i++) {
        has_roster |= rows[i].is_on_roster && rows[i].state != LEARNER_ERASED;
        if (rows[i].name[0] == 0 || (rows[i].state != LEARNER_EXPECTED && rows[i].state != LEARNER_JOINED))
            continue;
        struct roster_name *name = &(*names)[(*count)++];
        memcpy(name->learner_id, rows[i].id, sizeof rows[i].id);
        snprintf(name->name, sizeof name->name, "%s", rows[i].name);
        name->birth_year = rows[i].birth_year;
        name->is_here = rows[i].state == LEARNER_JOINED;
    }
    free(rows);
    if (!has_roster)
        *count = 0; /* who came to an open class is nobody else's business */
    sort_names(*names, *count);
    return FAULT_NONE;
}

enum fault
room_leave_no_name(struct classroom *room, struct learner_row *learner, struct err *err)
{
    struct learner_row waiting = {.class_id = learner->class_id, .birth_year = learner->birth_year,
                                  .state = LEARNER_EXPECTED, .is_on_roster = true};
    enum fault fault = FAULT_NONE;
    if (learner->is_on_roster) {
        room_new_learner_id(waiting.id);
        random_bytes_fill(waiting.salt, SALT_LEN);
        memcpy(waiting.name, learner->name, sizeof waiting.name);
        memcpy(waiting.earlier, learner->earlier, sizeof waiting.earlier);
        fault = store_add_learner(room->store, &waiting, err);
    }
    learner->is_on_roster = false;
    learner->earlier[0] = 0;
    learner->name[0] = 0;
    learner->birth_year = 0;
    return fault;
}
