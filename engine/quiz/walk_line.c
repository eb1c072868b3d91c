/* walk_line.c - what one line of a walk does: an act on the screen, or a question to the screen and
 * the evidence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/walk.h"

enum { NAMES_MAX = 64 };

static void
add_problem(struct walk *walk, const char *text, const char *which, const char *const *names,
            size_t count)
{
    const char *meant = names != NULL ? text_suggest(which, names, count) : NULL;
    quiz_problems_add(walk->problems, "%s:%d: %s \"%s\"%s%s%s", walk->name, walk->line, text, which,
                      meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "",
                      meant != NULL ? "\"?" : "");
}

static struct event
make_event(const struct walk *walk, const char *verb, const char *target, const char *value)
{
    return (struct event){.kind = EVENT_ACT,
                          .seq = walk->session->seq + 1,
                          .quiz = memory_copy_text(""),
                          .programme = memory_copy_text(""),
                          .framework = memory_copy_text(""),
                          .parameter_set = memory_copy_text(""),
                          .eligibility = memory_copy_text(""),
                          .item = memory_copy_text(session_item_id(walk->session)),
                          .verb = memory_copy_text(verb),
                          .target = memory_copy_text(target),
                          .value = memory_copy_text(value)};
}

static bool
play(struct walk *walk, const char *verb, const char *target, const char *value)
{
    struct err err;
    if (walk->session->item != walk->index) {
        quiz_problems_add(walk->problems,
                          "%s:%d: \"%s\" is over, so there is nothing to %s any more", walk->name,
                          walk->line, walk->item, verb);
        return false;
    }
    struct event event = make_event(walk, verb, target, value);
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
    if (session_open(walk->quiz, &start, &walk->session, &err) != FAULT_NONE)
        return false;
    session_jump_to(walk->session, walk->index);
    return true;
}

/* The button meant by an id or by its words in either language. */
static const char *
find_button(const struct walk *walk, const char *meant)
{
    const struct json *widgets = json_get(walk->session->progress[walk->index].screen, "widgets");
    for (size_t i = 0; i < json_count(widgets); i++) {
        const struct json *widget = json_at(widgets, i), *text = json_get(widget, "text");
        const char *vi = definition_text(text, "vi"), *en = definition_text(text, "en");
        const char *id = json_get_text(widget, "id");
        if (strcmp(json_get_text(widget, "kind"), "button") == 0 &&
            (strcmp(id, meant) == 0 || (vi != NULL && strcmp(vi, meant) == 0) ||
             (en != NULL && strcmp(en, meant) == 0)))
            return id;
    }
    return NULL;
}

static size_t
names_on_screen(const struct walk *walk, const char *kind, const char *member, const char **names)
{
    const struct json *widgets = json_get(walk->session->progress[walk->index].screen, "widgets");
    size_t count = 0;
    for (size_t i = 0; i < json_count(widgets) && count + 2 < NAMES_MAX; i++) {
        const struct json *widget = json_at(widgets, i);
        if (strcmp(json_get_text(widget, "kind"), kind) != 0 ||
            json_get_text(widget, member) == NULL)
            continue;
        names[count++] = json_get_text(widget, member);
        if (definition_text(json_get(widget, "text"), "vi") != NULL)
            names[count++] = definition_text(json_get(widget, "text"), "vi");
    }
    return count;
}

static void
walk_press(struct walk *walk, const char *rest)
{
    const char *names[NAMES_MAX], *id = find_button(walk, rest);
    if (id != NULL)
        play(walk, "press", id, "");
    else
        add_problem(walk, "on this screen there is no button", rest, names,
                    names_on_screen(walk, "button", "id", names));
}

static void
walk_scan(struct walk *walk, const char *rest)
{
    const char *names[NAMES_MAX];
    if (session_find_widget(walk->session->progress[walk->index].screen, "code", rest) != NULL)
        play(walk, "scan", rest, "");
    else
        add_problem(walk, "on this screen there is no code", rest, names,
                    names_on_screen(walk, "code", "code", names));
}

/* "PIN = 2580" or "PIN = {pin}" */
static void
walk_type(struct walk *walk, const char *rest)
{
    const char *equals = strchr(rest, '=');
    if (equals == NULL) {
        add_problem(walk, "type needs a field and a value, type PIN = 2580, not", rest, NULL, 0);
        return;
    }
    size_t len = (size_t)(equals - rest);
    while (len > 0 && rest[len - 1] == ' ')
        len--;
    char *field = memory_print("%.*s", (int)len, rest);
    struct json *given = json_new_text(equals + 1 + strspn(equals + 1, " "));
    char *value = session_words(walk->session, walk->index, given);
    play(walk, "type", field, value);
    json_free(given);
    free(value);
    free(field);
}

/* Which option has these words in either language: 0 right, 1.. wrong; option_count if none. Lists
 * all of them. */
static size_t
find_option(const struct walk *walk, const char *words, const char **names, size_t *count)
{
    const struct json *question = walk->quiz->sources[walk->index],
                      *wrong = json_get(question, "wrong");
    size_t found = OPTIONS_MAX;
    *count = 0;
    for (size_t i = 0; i <= json_count(wrong); i++) {
        const struct json *option = i == 0 ? json_get(question, "right") : json_at(wrong, i - 1);
        const char *vi = definition_text(option, "vi"), *en = definition_text(option, "en");
        names[(*count)++] = vi;
        names[(*count)++] = en;
        if (strcmp(vi, words) == 0 || strcmp(en, words) == 0)
            found = i;
    }
    return found;
}

static void
walk_choose(struct walk *walk, const char *rest)
{
    const struct item_progress *progress = &walk->session->progress[walk->index];
    const char *names[2 * OPTIONS_MAX + 3];
    char id[16] = "";
    size_t count, option = find_option(walk, rest, names, &count);
    if (strcmp(rest, "right") == 0 || strcmp(rest, "wrong") == 0)
        option = rest[0] == 'r' ? 0 : 1;
    if (strcmp(rest, "dont-know") == 0)
        option = progress->option_count - 1;
    for (size_t place = 0; place < progress->option_count; place++)
        if (progress->order[place] == option)
            session_option_id(place, progress->option_count, id);
    names[count++] = "right";
    names[count++] = "wrong";
    names[count++] = "dont-know";
    if (id[0] != 0)
        play(walk, "choose", id, "");
    else
        add_problem(walk, "this question has no option", rest, names, count);
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
        add_problem(walk, "there is no evidence", rest, names, count);
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
    add_problem(walk, "the quiz has no item", rest, names, count);
}

static void
say_seed(struct walk *walk, const char *rest)
{
    uint8_t hash[HASH_LEN];
    hash_bytes(rest, strlen(rest), hash);
    memcpy(walk->seed, hash, SEED_LEN);
}

static void
walk_next(struct walk *walk, const char *rest)
{
    (void)rest;
    play(walk, "next", "", "");
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

/* What a word is: the head of a walk, an act in a task or on a question, or a question to what
 * follows. */
enum word_kind { HEAD, IN_TASK, ON_QUESTION, ASKS };

static const struct {
    const char *verb;
    enum word_kind kind;
    void (*walk)(struct walk *walk, const char *rest);
} WORDS[] = {{"item", HEAD, say_item},         {"seed", HEAD, say_seed},
             {"scan", IN_TASK, walk_scan},     {"press", IN_TASK, walk_press},
             {"type", IN_TASK, walk_type},     {"choose", ON_QUESTION, walk_choose},
             {"next", ON_QUESTION, walk_next}, {"sees", ASKS, walk_sees},
             {"yes", ASKS, expect_yes},        {"no", ASKS, expect_no},
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
        add_problem(walk, "a walk has no word", verb, names, WORD_COUNT);
    return found;
}

/* Whether this word may stand here; says why not. */
static bool
may_stand(struct walk *walk, const char *verb, enum word_kind kind)
{
    if (kind == HEAD && walk->session != NULL) {
        add_problem(walk, "after the first act it is too late for", verb, NULL, 0);
        return false;
    }
    if (kind == HEAD)
        return true;
    if (!begin(walk))
        return false;
    bool is_practical = walk->quiz->items[walk->index].is_practical;
    if ((kind == IN_TASK && !is_practical) || (kind == ON_QUESTION && is_practical)) {
        add_problem(walk,
                    is_practical ? "a practical task knows scan, press and type, not"
                                 : "a question knows choose and next, not",
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
    walk->expected += WORDS[which].kind == ASKS;
    return WORDS[which].kind == ASKS || walk->problems->count == before;
}
