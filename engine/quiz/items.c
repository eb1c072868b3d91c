/* items.c - the items of a quiz in the order of the test, and what each says of which indicator. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "quiz/question_type.h"

/* Author difficulties in logits: what a person of that ability does in half of the cases. */
static const struct {
    const char *word;
    double b;
} DIFFICULTIES[] = {{"easy", -1.2}, {"medium", -0.4}, {"hard", 0.6}};

/* Half the distance between the steps of a question with 1, 2 or 3 of them. */
static const double STEP_SPREAD[] = {0, 0, 0.35, 0.35};
static const double QUESTION_A = 1.1, TASK_A = 1.0, TASK_STEP = 0.7;

const char *
definition_text(const struct json *text, const char *language)
{
    bool is_always_there = strcmp(language, "vi") == 0 || strcmp(language, "en") == 0;
    const char *found = json_is_text(text) ? json_text(text) : json_get_text(text, language);
    return found != NULL || is_always_there ? found : json_get_text(text, "vi");
}

const char *
definition_text_at(const struct json *text, size_t n)
{
    static const char *const FIRST[] = {"vi", "en"};
    void *at = NULL;
    const char *key;
    struct json *value;
    if (n < 2 || !json_is_object(text))
        return n < 2 ? definition_text(text, FIRST[n]) : NULL;
    while (json_next(text, &at, &key, &value))
        if (language_is_code(key) && strcmp(key, "vi") != 0 && strcmp(key, "en") != 0 &&
            json_is_text(value) && n-- == 2)
            return json_text(value);
    return NULL;
}

const struct json *
definition_find(const struct json *list, const char *id)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const char *found = json_get_text(json_at(list, i), "id");
        if (found != NULL && strcmp(found, id) == 0)
            return json_at(list, i);
    }
    return NULL;
}

size_t
definition_find_item(const struct quiz *quiz, const char *id)
{
    size_t index = 0;
    while (index < quiz->item_count && strcmp(quiz->items[index].id, id) != 0)
        index++;
    return index;
}

static double
difficulty_of(const struct json *source)
{
    double number = -0.4;
    const char *word = json_get_text(source, "difficulty");
    if (json_read_real(json_get(source, "difficulty"), &number))
        return number;
    for (size_t i = 0; word != NULL && i < sizeof DIFFICULTIES / sizeof DIFFICULTIES[0]; i++)
        if (strcmp(word, DIFFICULTIES[i].word) == 0)
            return DIFFICULTIES[i].b;
    return number;
}

static void
index_question(const struct json *source, struct quiz_item *item, struct quiz_indicator_part *parts)
{
    const char *indicator = json_get_text(source, "shows");
    if (indicator == NULL)
        return;
    enum question_type type = question_type(source);
    int steps = question_steps(source);
    double base = difficulty_of(source), spread = STEP_SPREAD[steps];
    bool can_be_guessed = steps == 1 && (type == QUESTION_ONE || type == QUESTION_SPOTS);
    double right = 0, options = (double)question_option_count(source);
    for (size_t i = 0; can_be_guessed && i < question_option_count(source); i++)
        right += question_category(question_option_credit(source, i), 1);
    parts[0] = (struct quiz_indicator_part){
        .indicator = indicator,
        .weight = 1,
        .a = QUESTION_A,
        .steps = steps,
        .guessing = can_be_guessed ? right / options : 0};
    for (int i = 0; i < steps; i++)
        parts[0].b[i] = base + spread * (2.0 * i - (steps - 1));
    item->part_count = 1;
}

/* One GPCM item per task and indicator (MEASURE.md section 5); two indicators share the likelihood.
 */
static void
index_practical(const struct json *source, struct quiz_item *item,
                struct quiz_indicator_part *parts)
{
    const struct json *lines = json_get(source, "evidence");
    double base = difficulty_of(source);
    for (size_t i = 0; i < json_count(lines); i++) {
        const char *indicator = json_get_text(json_at(lines, i), "shows");
        bool is_known = false;
        for (size_t n = 0; n < item->part_count; n++)
            is_known = is_known || strcmp(parts[n].indicator, indicator) == 0;
        if (is_known || item->part_count == QUIZ_INDICATORS_PER_ITEM)
            continue;
        parts[item->part_count++] =
            (struct quiz_indicator_part){.indicator = indicator,
                                         .a = TASK_A,
                                         .b = {base - TASK_STEP, base, base + TASK_STEP},
                                         .steps = PRACTICAL_STEPS};
    }
    for (size_t n = 0; n < item->part_count; n++)
        parts[n].weight = 1.0 / (double)item->part_count;
}

static void
index_item(struct quiz *quiz, const struct json *source)
{
    size_t at = quiz->item_count++;
    struct quiz_item *item = &quiz->items[at];
    int64_t minutes = 0;
    if (!json_read_integer(json_get(source, "minutes"), &minutes))
        minutes = 0;
    quiz->sources[at] = source;
    *item =
        (struct quiz_item){.id = json_get_text(source, "id"),
                           .is_practical = strcmp(json_get_text(source, "kind"), "practical") == 0,
                           .is_practice = json_is_true(json_get(source, "practice")),
                           .minutes = (int)minutes,
                           .parts = quiz->parts[at]};
    if (item->is_practical)
        index_practical(source, item, quiz->parts[at]);
    else
        index_question(source, item, quiz->parts[at]);
}

void
definition_index(struct quiz *quiz)
{
    const struct json *items = json_get(quiz->definition, "items");
    size_t count = json_count(items);
    quiz->items = memory_new_array(count, sizeof *quiz->items);
    quiz->sources = memory_new_array(count, sizeof *quiz->sources);
    quiz->parts = memory_new_array(count, sizeof *quiz->parts);
    for (int practice = 1; practice >= 0; practice--)
        for (size_t i = 0; i < count; i++)
            if (json_is_true(json_get(json_at(items, i), "practice")) == (practice == 1))
                index_item(quiz, json_at(items, i));
}

const char *
quiz_id(const struct quiz *quiz)
{
    return quiz->id;
}

static const struct json *
head(const struct quiz *quiz)
{
    return json_get(quiz->definition, "quiz");
}

const char *
quiz_title(const struct quiz *quiz, const char *language)
{
    return definition_text(json_get(head(quiz), "title"), language);
}

const char *
quiz_framework(const struct quiz *quiz)
{
    return json_get_text(head(quiz), "framework");
}

const char *
quiz_programme(const struct quiz *quiz)
{
    const char *programme = json_get_text(head(quiz), "programme");
    return programme != NULL ? programme : "";
}

int
quiz_version(const struct quiz *quiz)
{
    int64_t version = 1;
    return json_read_integer(json_get(head(quiz), "version"), &version) ? (int)version : 1;
}

const uint8_t *
quiz_hash(const struct quiz *quiz)
{
    return quiz->hash;
}

struct json *
quiz_files(const struct quiz *quiz)
{
    return json_keep(quiz->files);
}

const char *
quiz_folder(const struct quiz *quiz)
{
    return quiz->folder;
}

size_t
quiz_item_count(const struct quiz *quiz)
{
    return quiz->item_count;
}

const struct quiz_item *
quiz_item_at(const struct quiz *quiz, size_t index)
{
    return index < quiz->item_count ? &quiz->items[index] : NULL;
}

const char *
quiz_can_do(const struct quiz *quiz, const char *indicator, const char *language)
{
    const struct json *words = definition_find(json_get(quiz->definition, "can_do"), indicator);
    return definition_text(words, language);
}

const char *
quiz_practise(const struct quiz *quiz, const char *indicator, const char *language)
{
    const struct json *words = definition_find(json_get(quiz->definition, "can_do"), indicator);
    return definition_text(json_get(words, "practise"), language);
}

const char *
quiz_drawing(const struct quiz *quiz, const char *indicator)
{
    const char *drawing =
        json_get_text(definition_find(json_get(quiz->definition, "can_do"), indicator), "drawing");
    return drawing != NULL ? drawing : "";
}

static void
check_code(const struct quiz *quiz, const struct json *made, const char *word,
           const char *indicator, const char *const *codes, size_t count,
           struct quiz_problems *problems)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(codes[i], indicator) == 0)
            return;
    const char *at = json_get_text(made, "at");
    quiz_problems_add(problems,
                      "%s%s%s: %s shows indicator \"%.40s\", which the framework %.60s does not have",
                      at != NULL ? quiz->folder : "", at != NULL && quiz->folder[0] != 0 ? "/" : "",
                      at != NULL ? at : quiz->first_line, word, indicator, quiz_framework(quiz));
}

void
quiz_check_indicators(const struct quiz *quiz, const char *const *codes, size_t count,
                      struct quiz_problems *problems)
{
    const struct json *words = json_get(quiz->definition, "can_do");
    for (size_t i = 0; i < quiz->item_count; i++) {
        const struct json *source = quiz->sources[i], *lines = json_get(source, "evidence");
        if (json_get_text(source, "shows") != NULL)
            check_code(quiz, source, "the question", json_get_text(source, "shows"), codes, count,
                       problems);
        for (size_t n = 0; n < json_count(lines); n++)
            check_code(quiz, json_at(lines, n), "the evidence",
                       json_get_text(json_at(lines, n), "shows"), codes, count, problems);
    }
    for (size_t i = 0; i < json_count(words); i++)
        check_code(quiz, json_at(words, i), "can_do", json_get_text(json_at(words, i), "id"), codes,
                   count, problems);
}
