/* walk_question.c - the lines of a walk that answer a question. Options are named by their words in
 * either language, or by what they are: right, wrong, dont-know. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/walk.h"

enum { WORDS_MAX = 2 * OPTIONS_MAX + 3 };

static const struct json *
source_of(const struct walk *walk)
{
    return walk->quiz->sources[walk->index];
}

/* Words that an option or a left side goes by. */
static const struct json *
words_of(const struct json *option)
{
    return json_get(option, "says") != NULL ? json_get(option, "says") : option;
}

static bool
is_called(const struct json *option, const char *words)
{
    const char *vi = definition_text(words_of(option), "vi"), *en = definition_text(words_of(option), "en");
    return (vi != NULL && strcmp(vi, words) == 0) || (en != NULL && strcmp(en, words) == 0);
}

/* Which option has these words, as the author counts them; option_count if none. Lists all of them. */
static size_t
find_option(const struct walk *walk, const char *words, const char **names, size_t *count)
{
    size_t options = question_option_count(source_of(walk)), found = OPTIONS_MAX;
    *count = 0;
    for (size_t i = 0; i < options && i < OPTIONS_MAX; i++) {
        const struct json *option = question_option(source_of(walk), i);
        names[(*count)++] = definition_text(words_of(option), "vi");
        names[(*count)++] = definition_text(words_of(option), "en");
        if (is_called(option, words))
            found = i;
    }
    return found;
}

static bool
play_option(struct walk *walk, const char *verb, size_t option)
{
    const struct item_progress *progress = &walk->session->progress[walk->index];
    char id[16];
    for (size_t place = 0; place < progress->option_count; place++)
        if (progress->order[place] == option) {
            session_option_id(place, progress->option_count, id);
            walk_play(walk, verb, id, "");
            return true;
        }
    return false;
}

/* The first option that is worth everything by itself, or nothing. */
static size_t
find_by_worth(const struct walk *walk, bool is_right)
{
    size_t count = question_option_count(source_of(walk)), which = 0;
    while (which < count && (question_option_credit(source_of(walk), which) > 0) != is_right)
        which++;
    return which < count ? which : OPTIONS_MAX;
}

void
walk_choose(struct walk *walk, const char *rest)
{
    const char *names[WORDS_MAX];
    size_t count, option = find_option(walk, rest, names, &count);
    enum question_type type = question_type(source_of(walk));
    size_t all = type == QUESTION_SEVERAL ? question_part_count(source_of(walk))
                 : type == QUESTION_ORDER ? question_option_count(source_of(walk))
                                          : 1;
    if (strcmp(rest, "right") == 0 || strcmp(rest, "wrong") == 0)
        option = find_by_worth(walk, rest[0] == 'r');
    if (strcmp(rest, "dont-know") == 0)
        option = walk->session->progress[walk->index].option_count - 1;
    names[count++] = "right";
    names[count++] = "wrong";
    names[count++] = "dont-know";
    if (option == OPTIONS_MAX || !play_option(walk, "choose", option)) {
        walk_add_problem(walk, "this question has no option", rest, names, count);
        return;
    }
    for (size_t i = 1; strcmp(rest, "right") == 0 && i < all; i++)
        play_option(walk, "choose", i);
}

void
walk_unchoose(struct walk *walk, const char *rest)
{
    const char *names[WORDS_MAX];
    size_t count, option = find_option(walk, rest, names, &count);
    if (strcmp(rest, "dont-know") == 0)
        option = walk->session->progress[walk->index].option_count - 1;
    if (option == OPTIONS_MAX || !play_option(walk, "unchoose", option))
        walk_add_problem(walk, "this question has no option", rest, names, count);
}

/* "Trả tiền nước = Ứng dụng ngân hàng" */
void
walk_match(struct walk *walk, const char *rest)
{
    const struct json *pairs = json_get(source_of(walk), "pairs");
    const struct item_progress *progress = &walk->session->progress[walk->index];
    const char *names[WORDS_MAX];
    char *left, *right, id[16] = "";
    size_t count, pair = 0;
    if (!walk_split(walk, rest, "match needs both sides, match LEFT = RIGHT, not", &left, &right))
        return;
    size_t option = find_option(walk, right, names, &count);
    while (pair < json_count(pairs) && !is_called(json_at(json_at(pairs, pair), 0), left))
        pair++;
    for (size_t place = 0; place + 1 < progress->option_count; place++)
        if (progress->order[place] == option)
            session_option_id(place, progress->option_count, id);
    if (pair == json_count(pairs) || id[0] == 0) {
        walk_add_problem(walk, "this question has no such side", pair == json_count(pairs) ? left : right, names, count);
    } else {
        char *target = memory_print("%zu=%s", pair + 1, id);
        walk_play(walk, "match", target, "");
        free(target);
    }
    free(left);
    free(right);
}

/* Id of a gap's choice with these words on the screen; the text itself where the gap has no choices. */
static char *
value_for_gap(const struct walk *walk, size_t gap, const char *text)
{
    const struct json *field = json_at(json_get(source_of(walk), "gaps"), gap), *wrong = json_get(field, "wrong");
    size_t order[OPTIONS_MAX];
    if (json_get(field, "right") == NULL)
        return memory_copy_text(text);
    question_gap_order(walk->session, walk->index, gap, order);
    for (size_t place = 0; place <= json_count(wrong); place++) {
        const struct json *choice = order[place] == 0 ? json_get(field, "right") : json_at(wrong, order[place] - 1);
        if (is_called(choice, text))
            return memory_print("%c", (char)('a' + (int)place));
    }
    return memory_copy_text(text);
}

/* "answer = Việt Trì", "2 = tám" */
void
walk_answer(struct walk *walk, const char *rest)
{
    char *field, *text;
    if (!walk_split(walk, rest, "type needs a field and a value, type answer = …, not", &field, &text))
        return;
    bool is_gap = field[0] >= '1' && field[0] <= '9' && field[1] == 0;
    char *value = is_gap ? value_for_gap(walk, (size_t)(field[0] - '1'), text) : memory_copy_text(text);
    walk_play(walk, "type", field, value);
    free(value);
    free(field);
    free(text);
}

void
walk_next(struct walk *walk, const char *rest)
{
    (void)rest;
    walk_play(walk, "next", "", "");
}
