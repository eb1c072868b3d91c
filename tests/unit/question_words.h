/* question_words.h - a quiz with questions of every kind, and acts on them by the words on the screen. */
#ifndef QUESTION_WORDS_H
#define QUESTION_WORDS_H

#include "quiz_fixture.h"

static const char QUESTIONS[] =
    "quiz { title = 'All', framework = 'village-basic' }\n"
    "question 'try-several' { practice = true, asks = '?', right = { 'p', 'q' }, wrong = { 'r' } }\n"
    "question 'try-match' { practice = true, asks = '?', pairs = { { 'p', 'P' }, { 'q', 'Q' } } }\n"
    "question 'try-order' { practice = true, asks = '?', order = { 'p', 'q', 'r' } }\n"
    "question 'try-short' { practice = true, asks = '?', answers = { 'p' } }\n"
    "question 'try-gaps' { practice = true, asks = '?', text = '[1]', gaps = { { number = 5 } } }\n"
    "question 'one' { shows = '0.1', difficulty = 0.5, asks = '?', right = 'a', wrong = { 'b', 'c' } }\n"
    "question 'either' { shows = '0.1', asks = '?', right = 'a',\n"
    "  wrong = { { vi = 'b', en = 'b', credit = 100 }, 'c', 'd' } }\n"
    "question 'one-part' { shows = '0.1', difficulty = 0.5, asks = '?', right = 'a',\n"
    "  wrong = { 'b', { vi = 'c', en = 'c', credit = 50 }, { vi = 'd', en = 'd', credit = 70 } } }\n"
    "question 'two' { shows = '0.1', difficulty = 0.5, asks = '?', right = { 'táo', 'cam' }, wrong = { 'bàn', 'ghế' } }\n"
    "question 'three' { shows = '0.1', difficulty = 0.5, asks = '?', right = { 'a', 'b', 'c' }, wrong = { 'x' } }\n"
    "question 'weights' { shows = '0.1', asks = '?', right = { { vi = 'A', en = 'A', credit = 75 },\n"
    "  { vi = 'B', en = 'B', credit = 25 } }, wrong = { { vi = 'C', en = 'C', credit = -50 },\n"
    "  { vi = 'D', en = 'D', credit = -100 }, 'E' } }\n"
    "question 'short' { shows = '1.1', difficulty = 0.5, asks = '?',\n"
    "  answers = { 'Việt Trì', { is = 'Phú Thọ', credit = 50 } }, spelling = 1 }\n"
    "question 'marks' { shows = '1.1', difficulty = 0.5, asks = '?', answers = { 'Việt Trì' }, marks = 'needed' }\n"
    "question 'case' { shows = '1.1', asks = '?', answers = { { vi = 'Hà Nội', en = 'Capital' } }, case = 'needed' }\n"
    "question 'number' { shows = '1.1', asks = '?', number = 35000, tolerance = 500, unit = 'đồng' }\n"
    "question 'range' { shows = '1.1', asks = '?', number = { from = 2.5, to = 5 } }\n"
    "question 'numbers' { shows = '1.1', asks = '?',\n"
    "  number = { { from = 1, to = 9, credit = 50 }, { is = 5, tolerance = 1 } } }\n"
    "question 'date' { shows = '1.2', asks = '?', date = '02/09/1945' }\n"
    "question 'pairs-2' { shows = '1.2', asks = '?', pairs = { { 'mèo', 'meo' }, { 'chó', 'gâu' } } }\n"
    "question 'pairs-3' { shows = '1.2', asks = '?',\n"
    "  pairs = { { 'mèo', 'meo' }, { 'chó', 'gâu' }, { 'gà', 'ó o' } }, extra = { 'be be' } }\n"
    "question 'order-3' { shows = '2.1', asks = '?', order = { '1', '2', '3' } }\n"
    "question 'order-4' { shows = '2.1', asks = '?', order = { '1', '2', '3', '4' } }\n"
    "question 'order-5' { shows = '2.1', asks = '?', order = { '1', '2', '3', '4', '5' } }\n"
    "question 'gap' { shows = '2.1', difficulty = 0.5, asks = '?', text = 'A [1].',\n"
    "  gaps = { { answers = { 'khóa', { is = 'đóng', credit = 50 } } } } }\n"
    "question 'gaps-2' { shows = '2.1', asks = '?', text = '[1] and [2]',\n"
    "  gaps = { { number = 6 }, { right = 'no', wrong = { 'yes', 'may be' } } } }\n"
    "question 'gaps-4' { shows = '2.1', asks = '?', text = '[1] [2] [3] [4]',\n"
    "  gaps = { { answers = { 'một' } }, { number = 2 }, { date = '03/03/2003' }, { right = 'd', wrong = { 'e' } } } }\n";

/* ---- acts by words ---- */

/* Id of what has these words somewhere in the list; NULL if nothing has. */
static inline const char *
id_in(const struct json *list, const char *words)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const char *text = json_get_text(json_at(list, i), "text");
        if (text != NULL && strcmp(text, words) == 0)
            return json_get_text(json_at(list, i), "id");
    }
    return NULL;
}

/* The words' id on the screen, the words themselves if nothing has them. `field`: only in this widget. */
static inline const char *
id_of(const struct json *screen, const char *list, const char *words, const char *field)
{
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const char *name = json_get_text(json_at(widgets, i), "id");
        const char *id = id_in(json_get(json_at(widgets, i), list), words);
        if (id != NULL && (field == NULL || (name != NULL && strcmp(name, field) == 0)))
            return id;
    }
    return words;
}

/* "choose táo", "match mèo = gâu", "type 2 = no", "unmatch mèo", "next" */
static inline enum fault
do_words(struct attempt *attempt, const char *line)
{
    char verb[16] = "", first[80] = "", other[80] = "", target[200], value[100] = "";
    struct json *screen = session_screen(attempt->session);
    if (sscanf(line, "%15s %79[^=]=%79[^\n]", verb, first, other) < 1)
        CHECK(!"a line without a verb");
    if (strlen(first) > 0 && first[strlen(first) - 1] == ' ' && strchr(line, '=') != NULL)
        first[strlen(first) - 1] = 0;
    const char *right = other[0] == ' ' ? other + 1 : other;
    snprintf(target, sizeof target, "%s", first);
    if (strcmp(verb, "choose") == 0 || strcmp(verb, "unchoose") == 0)
        snprintf(target, sizeof target, "%s", id_of(screen, "options", first, NULL));
    if (strcmp(verb, "match") == 0)
        snprintf(target, sizeof target, "%s=%s", id_of(screen, "lefts", first, NULL),
                 id_of(screen, "options", right, NULL));
    if (strcmp(verb, "unmatch") == 0)
        snprintf(target, sizeof target, "%s", id_of(screen, "lefts", first, NULL));
    if (strcmp(verb, "type") == 0)
        snprintf(value, sizeof value, "%s", id_of(screen, "options", right, first));
    json_free(screen);
    return act(attempt, verb, target, value);
}

static inline struct attempt
open_at(int seed, const char *item)
{
    struct attempt attempt = open_attempt(seed);
    go_to_item(&attempt, item);
    return attempt;
}

#endif
