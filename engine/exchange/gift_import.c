/* gift_import.c - a GIFT file becomes a quiz that loads.
 *
 * What a quiz may hold is known to quiz/ alone, so nothing of it is said here again: the quiz is
 * written, loaded, and each question that the loading complains about is left out with that
 * complaint as the reason, until nothing is wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "exchange/exchange.h"
#include "exchange/gift.h"
#include "exchange/gift_write.h"
#include "quiz/quiz.h"

enum {
    SOURCE_FULL = 24 * 1024,
    SOURCES_MAX = 200 * 1024,
    QUESTIONS_MAX = 2000,
    ID_LETTERS = 32,
    FILE_LETTERS = 24,
    TITLE_LETTERS = 60
};

/* Where a question stands in the quiz that is being made. */
struct placed {
    char *id;
    char *file; /* "items/01-animals.lua", NULL: it is not in the quiz */
    int first, last;
};

struct import {
    struct gift gift;
    struct placed *placed; /* one for each question */
    const struct exchange_wishes *wishes;
};

static bool
has_id(const struct import *import, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (import->placed[i].id != NULL && strcmp(import->placed[i].id, id) == 0)
            return true;
    return false;
}

static char *
new_id(const struct import *import, size_t index)
{
    const struct gift_question *question = &import->gift.questions[index];
    const char *const from[] = {question->idnumber, question->name, question->text, "question"};
    char *slug = NULL;
    for (size_t i = 0; i < 4 && (slug == NULL || slug[0] == 0); i++) {
        free(slug);
        slug = from[i] == NULL ? NULL : gift_slug(from[i], ID_LETTERS);
    }
    char *id = memory_copy_text(slug);
    for (int turn = 2; has_id(import, index, id); turn++) {
        free(id);
        id = memory_print("%s-%d", slug, turn);
    }
    free(slug);
    return id;
}

/* ---- files ---- */

static int
count_lines(const struct buffer *text)
{
    int lines = 1;
    for (size_t i = 0; i < text->len; i++)
        lines += text->data[i] == '\n';
    return lines;
}

static char *
file_name(const char *category, int number)
{
    const char *last = strrchr(category, '/');
    char *slug = gift_slug(last == NULL ? category : last + 1, FILE_LETTERS);
    char *name = memory_print("items/%03d%s%s.lua", number, slug[0] == 0 ? "" : "-", slug);
    free(slug);
    return name;
}

static void
end_file(struct json *files, char **name, struct buffer *text)
{
    if (*name != NULL)
        json_put_text(files, *name, buffer_text(text));
    free(*name);
    *name = NULL;
    buffer_reset(text);
}

/* The files of the quiz with all questions that are not refused; a new file for each category, and
 * when one is full. */
static struct json *
make_files(struct import *import)
{
    struct json *files = json_new_object();
    struct buffer text = {0}, head = {0};
    const char *category = NULL;
    char *name = NULL;
    int number = 0;
    gift_write_head(import->wishes, &head);
    json_put_text(files, "quiz.lua", buffer_text(&head));
    for (size_t i = 0; i < import->gift.count; i++) {
        const struct gift_question *question = &import->gift.questions[i];
        struct placed *placed = &import->placed[i];
        free(placed->file);
        placed->file = NULL;
        if (question->refused != NULL)
            continue;
        if (name == NULL || text.len > SOURCE_FULL || strcmp(category, question->category) != 0) {
            end_file(files, &name, &text);
            category = question->category;
            name = file_name(category, ++number);
            buffer_print(&text, "-- %s\n", category[0] == 0 ? import->wishes->source : category);
        }
        placed->first = count_lines(&text);
        gift_write_question(question, placed->id, import->wishes, &text);
        placed->last = count_lines(&text) - 1;
        placed->file = memory_copy_text(name);
    }
    end_file(files, &name, &text);
    buffer_clear(&text);
    buffer_clear(&head);
    return files;
}

/* ---- what loading says ---- */

/* The sentence without the place and the id that it begins with. */
static const char *
reason_of(const char *problem)
{
    const char *at = strstr(problem, ": ");
    at = at == NULL ? problem : at + 2;
    if (strncmp(at, "question \"", 10) == 0 && strchr(at + 10, '"') != NULL) {
        at = strchr(at + 10, '"') + 1;
        at += strspn(at, ": ");
    }
    return at;
}

/* The question that "…items/01.lua:12: …" speaks of; NULL if it speaks of none. */
static struct gift_question *
find_question(struct import *import, const char *problem)
{
    for (size_t i = 0; i < import->gift.count; i++) {
        const char *file = import->placed[i].file,
                   *at = file == NULL ? NULL : strstr(problem, file);
        if (at == NULL || at[strlen(file)] != ':')
            continue;
        long line = strtol(at + strlen(file) + 1, NULL, 10);
        if (line >= import->placed[i].first && line <= import->placed[i].last)
            return &import->gift.questions[i];
    }
    return NULL;
}

/* Refuses the questions that the problems speak of. A problem of the whole is a fault. */
static enum fault
leave_out(struct import *import, const struct quiz_problems *problems, struct err *err)
{
    bool is_better = false;
    for (size_t i = 0; i < problems->count; i++) {
        struct gift_question *question = find_question(import, problems->texts[i]);
        is_better = is_better || question != NULL;
        if (question != NULL)
            gift_refuse(question, "%s", reason_of(problems->texts[i]));
    }
    if (is_better)
        return FAULT_NONE;
    return err_set(err, FAULT_INPUT, "the questions make no quiz: %.200s",
                   problems->count > 0 ? reason_of(problems->texts[0]) : "");
}

static size_t
count_kept(const struct import *import)
{
    size_t count = 0;
    for (size_t i = 0; i < import->gift.count; i++)
        count += import->gift.questions[i].refused == NULL;
    return count;
}

static size_t
files_len(const struct json *files)
{
    size_t len = 0;
    void *at = NULL;
    const char *key;
    struct json *value;
    while (json_next(files, &at, &key, &value))
        len += strlen(json_text(value));
    return len;
}

/* One try: *files becomes the quiz if it loads, else NULL with those left out that keep it from
 * loading. */
static enum fault
try_quiz(struct import *import, const char *vocabulary, struct json **files, struct err *err)
{
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    struct json *made = make_files(import), *with_words;
    enum fault fault = FAULT_NONE;
    *files = NULL;
    if (files_len(made) > SOURCES_MAX) {
        fault = err_set(
            err, FAULT_INPUT,
            "%zu questions are more than one quiz holds; import the file in two parts or more",
            count_kept(import));
        goto out;
    }
    char *copy = json_write_text(made);
    fault = json_read(copy, strlen(copy), &with_words, err);
    free(copy);
    if (fault != FAULT_NONE)
        goto out;
    json_put_text(with_words, "scripts/quiz_words.lua", vocabulary);
    fault = quiz_load_files("imported", with_words, &quiz, &problems, err);
    json_free(with_words);
    if (fault == FAULT_NONE)
        *files = json_keep(made);
    else if (fault == FAULT_INPUT)
        fault = leave_out(import, &problems, err);
out:
    quiz_free(quiz);
    quiz_problems_clear(&problems);
    json_free(made);
    return fault;
}

/* ---- the report ---- */

static char *
shown_name(const struct gift_question *question)
{
    const char *words = question->name[0] != 0 ? question->name : question->text;
    size_t len = strlen(words) > TITLE_LETTERS ? TITLE_LETTERS : strlen(words);
    while (len > 0 && len < strlen(words) && ((unsigned char)words[len] & 0xc0) == 0x80)
        len--;
    return memory_print("%.*s%s", (int)len, words, words[len] == 0 ? "" : "…");
}

static void
fill_report(struct import *import, struct exchange_report *report)
{
    for (size_t i = 0; i < import->gift.count; i++) {
        const struct gift_question *question = &import->gift.questions[i];
        bool is_kept = question->refused == NULL;
        const char *reason = is_kept ? question->lost : question->refused;
        MEMORY_GROW(report->rows, report->count, report->capacity);
        report->rows[report->count++] = (struct exchange_row){
            .line = question->line,
            .name = is_kept ? memory_copy_text(import->placed[i].id) : shown_name(question),
            .kind = is_kept ? gift_kind_name(question->kind) : NULL,
            .reason = memory_copy_text(reason),
        };
    }
}

enum fault
exchange_read_gift(const char *gift, size_t len, const struct exchange_wishes *wishes,
                   const char *vocabulary, struct exchange_report *report, struct err *err)
{
    struct import import = {.wishes = wishes};
    *report = (struct exchange_report){0};
    enum fault fault = gift_read(gift, len, &import.gift, err);
    import.placed = memory_new_array(import.gift.count + 1, sizeof *import.placed);
    if (fault == FAULT_NONE && import.gift.count > QUESTIONS_MAX)
        fault = err_set(err, FAULT_INPUT,
                        "the file has %zu questions, more than one quiz holds; import it in parts",
                        import.gift.count);
    for (size_t i = 0; fault == FAULT_NONE && i < import.gift.count; i++)
        import.placed[i].id = import.gift.questions[i].refused == NULL ? new_id(&import, i) : NULL;
    while (fault == FAULT_NONE && report->files == NULL && count_kept(&import) > 0)
        fault = try_quiz(&import, vocabulary, &report->files, err);
    if (fault == FAULT_NONE)
        fill_report(&import, report);
    for (size_t i = 0; i < import.gift.count; i++) {
        free(import.placed[i].id);
        free(import.placed[i].file);
    }
    free(import.placed);
    gift_clear(&import.gift);
    return fault;
}

void
exchange_clear(struct exchange_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        free(report->rows[i].name);
        free(report->rows[i].reason);
    }
    free(report->rows);
    json_free(report->files);
    *report = (struct exchange_report){0};
}
