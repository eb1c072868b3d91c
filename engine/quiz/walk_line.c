/* walk_line.c - what one line of a walk does: an act on the screen, or a question to the screen and
 * the evidence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/walk.h"

enum { NAMES_MAX = 64 };

void
walk_add_problem(struct walk *walk, const char *text, const char *which, const char *const *names,
            size_t count)
{
    const char *meant = names != NULL ? text_suggest(which, names, count) : NULL;
    quiz_problems_add(walk->problems, "%s:%d: %s \"%s\"%s%s%s", walk->name, walk->line, text, which,
                      meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "",
                      meant != NULL ? "\"?" : "");
}

bool
walk_play(struct walk *walk, const char *verb, const char *target, const char *value)
{
    struct err err;
    if (walk->session->item != walk->index) {
        quiz_problems_add(walk->problems,
                          "%s:%d: \"%s\" is over, so there is nothing to %s any more", walk->name,
                          walk->line, walk->item, verb);
        return false;
    }
    struct event event = event_make(EVENT_ACT, walk->item, verb, target, value);
    event.seq = walk->session->seq + 1;
    bool is_fine = session_apply(walk->session, &event, &err) == FAULT_NONE;
    if (!is_fine)
        quiz_problems_add(walk->problems, "%s:%d: cannot %s \"%s\" here: %s", walk->name,
                          walk->line, verb, target, err.text);
    if (is_fine && walk->acts != NULL)
        event_copy(event_list_add(walk->acts), &event);
    event_clear(&event);
    return is_fine;
}

/* A fresh session whose current item is the walk's: items before it are put behind without acts. */
static bool
begin(struct walk *walk)
{
    struct err err;
    struct event start = {.kind = EVENT_START, .seq = 1};
    if (walk->session != NULL)
        return true;
    if (walk->item[0] == 0) {
        quiz_problems_add(walk->problems,
                          "%s:%d: the walk does not say which item it walks; begin with: item ID",
                          walk->name, walk->line);
        return false;
    }
    memcpy(start.seed, walk->seed, SEED_LEN);
    memcpy(start.quiz_hash, walk->quiz->hash, HASH_LEN);
    if (session_open(walk->quiz, &start, NULL, &walk->session, &err) != FAULT_NONE)
        return false;
    session_jump_to(walk->session, walk->index);
    return true;
}

/* Looks for words in what the screen says to be read aloud, and in its title. */
static void
walk_sees(struct walk *walk, const char *rest)
{
    struct json *given = json_new_text(rest), *screen = session_screen(walk->session);
    char *wanted = session_words(walk->session, walk->index, given);
    const char *says = json_get_text(screen, "says"), *title = json_get_text(screen, "title");
    if (strstr(says, wanted) == NULL && (title == NULL || strstr(title, wanted) == NULL))
        quiz_problems_add(walk->problems,
                          "%s:%d: the screen does not say \"%s\"; it says \"%.300s\"", walk->name,
                          walk->line, wanted, says);
    json_free(screen);
    json_free(given);
    free(wanted);
}

/* The same, and it must not be there. */
static void
walk_hides(struct walk *walk, const char *rest)
{
    struct json *given = json_new_text(rest), *screen = session_screen(walk->session);
    char *unwanted = session_words(walk->session, walk->index, given);
    if (strstr(json_get_text(screen, "says"), unwanted) != NULL)
        quiz_problems_add(walk->problems, "%s:%d: the screen says \"%s\", which it should not", walk->name,
                          walk->line, unwanted);
    json_free(screen);
    json_free(given);
    free(unwanted);
}

static void
expect(struct walk *walk, const char *rest, int wanted)
{
    static const char *const WORDS[] = {"unseen", "no", "yes"};
    const char *names[NAMES_MAX];
    struct evidence evidence;
    size_t count = 0;
    bool is_known = false;
    session_evidence(walk->session, &evidence);
    for (size_t i = 0; i < evidence.line_count; i++) {
        const struct evidence_line *line = &evidence.lines[i];
        if (strcmp(line->item, walk->item) != 0)
            continue;
        if (count < NAMES_MAX)
            names[count++] = line->name;
        if (strcmp(line->name, rest) != 0)
            continue;
        is_known = true;
        if (line->answer != wanted)
            quiz_problems_add(walk->problems, "%s:%d: \"%s\" is %s, but the walk says %s",
                              walk->name, walk->line, rest, WORDS[line->answer + 1],
                              WORDS[wanted + 1]);
    }
    if (!is_known)
        walk_add_problem(walk, "there is no evidence", rest, names, count);
    evidence_clear(&evidence);
}

static void
say_item(struct walk *walk, const char *rest)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    walk->index = definition_find_item(walk->quiz, rest);
    if (walk->index < walk->quiz->item_count) {
        walk->item = walk->quiz->items[walk->index].id;
        return;
    }
    for (size_t i = 0; i < walk->quiz->item_count && count < NAMES_MAX; i++)
        names[count++] = walk->quiz->items[i].id;
    walk_add_problem(walk, "the quiz has no item", rest, names, count);
}

static void
take_seed(struct walk *walk, const char *words)
{
    uint8_t hash[HASH_LEN];
    hash_bytes(words, strlen(words), hash);
    memcpy(walk->seed, hash, SEED_LEN);
}

void
walk_use_seed(struct walk *walk, int number)
{
    char words[16];
    snprintf(words, sizeof words, "%d", number);
    take_seed(walk, words);
}

static void
say_seed(struct walk *walk, const char *rest)
{
    take_seed(walk, rest);
    walk->has_seed = true;
}

/* "trap = sticker": the walk is for items whose parameter has this value in this attempt. */
static void
say_with(struct walk *walk, const char *rest)
{
    char *name, *value;
    if (!walk_split(walk, rest, "with needs a parameter and its value, with trap = sticker, not", &name,
                    &value))
        return;
    const struct json *all = json_get(walk->item[0] != 0 ? walk->quiz->sources[walk->index] : NULL,
                                      "variables");
    const struct json *given = json_get(all, name);
    if (given == NULL) {
        walk_add_problem(walk, "the item has no parameter", name, NULL, 0);
    } else {
        struct json *now = variation_value(walk->seed, walk->item, name, given);
        int64_t number;
        char digits[24] = "";
        if (json_read_integer(now, &number))
            snprintf(digits, sizeof digits, "%lld", (long long)number);
        walk->is_for_others = walk->is_for_others || (strcmp(digits, value) != 0 &&
                                                      strcmp(json_text(now) != NULL ? json_text(now) : "", value) != 0);
        json_free(now);
    }
    free(name);
    free(value);
}

static void
expect_yes(struct walk *walk, const char *rest)
{
    expect(walk, rest, 1);
}

static void
expect_no(struct walk *walk, const char *rest)
{
    expect(walk, rest, 0);
}

static void
expect_unseen(struct walk *walk, const char *rest)
{
    expect(walk, rest, -1);
}

static void
walk_type_anywhere(struct walk *walk, const char *rest)
{
    if (walk->quiz->items[walk->index].is_practical)
        walk_type(walk, rest);
    else
        walk_answer(walk, rest);
}

/* What a word is: the head of a walk, an act in a task or on a question, or a question to what
 * follows. */
enum word_kind { HEAD, IN_TASK, ON_QUESTION, ANYWHERE, ASKS };

static const struct {
    const char *verb;
    enum word_kind kind;
    void (*walk)(struct walk *walk, const char *rest);
} WORDS[] = {{"item", HEAD, say_item},
             {"seed", HEAD, say_seed},
             {"with", HEAD, say_with},
             {"scan", IN_TASK, walk_scan},
             {"press", IN_TASK, walk_press},
             {"type", ANYWHERE, walk_type_anywhere},
             {"switch", IN_TASK, walk_switch},
             {"pick", IN_TASK, walk_pick},
             {"unpick", IN_TASK, walk_unpick},
             {"choose", ON_QUESTION, walk_choose},
             {"unchoose", ON_QUESTION, walk_unchoose},
             {"match", ON_QUESTION, walk_match},
             {"next", ON_QUESTION, walk_next},
             {"sees", ASKS, walk_sees},
             {"hides", ASKS, walk_hides},
             {"yes", ASKS, expect_yes},
             {"no", ASKS, expect_no},
             {"unseen", ASKS, expect_unseen}};
enum { WORD_COUNT = sizeof WORDS / sizeof WORDS[0] };

static size_t
find_word(struct walk *walk, const char *verb)
{
    const char *names[WORD_COUNT];
    size_t found = WORD_COUNT;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        names[i] = WORDS[i].verb;
        if (strcmp(verb, names[i]) == 0)
            found = i;
    }
    if (found == WORD_COUNT)
        walk_add_problem(walk, "a walk has no word", verb, names, WORD_COUNT);
    return found;
}

/* Whether this word may stand here; says why not. */
static bool
may_stand(struct walk *walk, const char *verb, enum word_kind kind)
{
    if (kind == HEAD && walk->session != NULL) {
        walk_add_problem(walk, "after the first act it is too late for", verb, NULL, 0);
        return false;
    }
    if (kind == HEAD)
        return true;
    if (!begin(walk))
        return false;
    bool is_practical = walk->quiz->items[walk->index].is_practical;
    if ((kind == IN_TASK && !is_practical) || (kind == ON_QUESTION && is_practical)) {
        walk_add_problem(walk,
                    is_practical ? "a practical task knows press, type, scan, switch and pick, not"
                                 : "a question knows choose, match, type and next, not",
                    verb, NULL, 0);
        return false;
    }
    return true;
}

bool
walk_line(struct walk *walk, const struct walk_words *words)
{
    size_t before = walk->problems->count, which = find_word(walk, words->verb);
    if (which == WORD_COUNT)
        return false;
    /* Acts alone: their seed is the caller's, and what they lead to is the walk's own test. */
    if (walk->acts != NULL && (WORDS[which].kind == ASKS || WORDS[which].walk == say_seed))
        return true;
    if (!may_stand(walk, words->verb, WORDS[which].kind))
        return false;
    WORDS[which].walk(walk, words->rest);
    if (walk->is_for_others)
        return false;
    walk->expected += WORDS[which].kind == ASKS;
    return WORDS[which].kind == ASKS || walk->problems->count == before;
}
