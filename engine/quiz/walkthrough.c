/* walkthrough.c - a .walk file: what somebody does on the screens, and what must follow from it.
 *
 *     # Falls into the trap.
 *     item     pay-bakery
 *     seed     3
 *     scan     sticker on the counter
 *     press    Trả tiền
 *     type     PIN = {pin}
 *     no       Paid the shop
 *
 * Targets are what the author wrote: an id, or the words of a button or an option in either
 * language. `choose right`, `choose wrong` and `choose dont-know` stand for options too. `sees`
 * asks for a text anywhere on the screen; {places} in texts are filled in for the seed. After its
 * acts a walk says what follows: yes, no or unseen, and the evidence. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "quiz/session_state.h"

enum { LINE_MAX_BYTES = 400, NAMES_MAX = 64 };

struct walk {
    const struct quiz *quiz;
    const char *name; /* for messages: "…/careful.walk" */
    const char *item; /* "" until said */
    size_t index;     /* of the item */
    struct session *session;
    struct event_list *acts; /* where the acts go; NULL: only played */
    struct quiz_problems *problems;
    int line;
    uint8_t seed[SEED_LEN];
};

struct word {
    char verb[16];
    char rest[LINE_MAX_BYTES];
};

/* Takes the next line from *at. False at the end. Comments and empty lines have an empty verb. */
static bool
next_line(const char **at, struct word *word)
{
    if (**at == 0)
        return false;
    size_t len = strcspn(*at, "\n");
    const char *line = *at;
    *at += len + (line[len] == '\n');
    while (len > 0 && isspace((unsigned char)line[len - 1]))
        len--;
    while (len > 0 && isspace((unsigned char)line[0])) {
        line++;
        len--;
    }
    *word = (struct word){0};
    if (len == 0 || line[0] == '#')
        return true;
    size_t verb = strcspn(line, " \t");
    verb = verb < len ? verb : len;
    snprintf(word->verb, sizeof word->verb, "%.*s", (int)verb, line);
    while (verb < len && isspace((unsigned char)line[verb]))
        verb++;
    snprintf(word->rest, sizeof word->rest, "%.*s", (int)(len - verb), line + verb);
    return true;
}

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
walk_line(struct walk *walk, const struct word *word)
{
    static const char *const VERBS[] = {"item", "seed", "scan", "press", "type",  "choose",
                                        "next", "sees", "yes",  "no",    "unseen"};
    enum { ITEM, SEED, SCAN, PRESS, TYPE, CHOOSE, NEXT, SEES, YES, NO, UNSEEN, COUNT };
    int verb = 0;
    while (verb < COUNT && strcmp(word->verb, VERBS[verb]) != 0)
        verb++;
    if (verb == COUNT) {
        add_problem(walk, "a walk has no word", word->verb, VERBS, COUNT);
        return;
    }
    /* Acts alone: their seed is the caller's, and what they lead to is the walk's own test. */
    if (walk->acts != NULL && (verb == SEED || verb >= SEES))
        return;
    if (verb > SEED && !begin(walk))
        return;
    bool is_practical = verb > SEED && walk->quiz->items[walk->index].is_practical;
    if ((verb >= SCAN && verb <= TYPE && !is_practical) ||
        (verb >= CHOOSE && verb <= NEXT && is_practical)) {
        add_problem(walk,
                    is_practical ? "a practical task knows scan, press and type, not"
                                 : "a question knows choose and next, not",
                    word->verb, NULL, 0);
        return;
    }
    switch (verb) {
    case ITEM: say_item(walk, word->rest); break;
    case SEED: say_seed(walk, word->rest); break;
    case SCAN: walk_scan(walk, word->rest); break;
    case PRESS: walk_press(walk, word->rest); break;
    case TYPE: walk_type(walk, word->rest); break;
    case CHOOSE: walk_choose(walk, word->rest); break;
    case NEXT: play(walk, "next", "", ""); break;
    case SEES: walk_sees(walk, word->rest); break;
    default: expect(walk, word->rest, verb == YES ? 1 : verb == NO ? 0 : -1);
    }
}

/* Plays the whole text; stops at the first problem, since what follows would only echo it. */
static void
walk_text(struct walk *walk, const char *text)
{
    struct word word;
    size_t before = walk->problems->count;
    while (walk->problems->count == before && next_line(&text, &word)) {
        walk->line++;
        if (word.verb[0] != 0)
            walk_line(walk, &word);
    }
}

enum fault
quiz_walk(const struct quiz *quiz, const char *path, struct quiz_problems *problems, size_t *walked,
          struct err *err)
{
    const char *one = path;
    void *at = NULL;
    const char *name;
    struct json *text;
    *walked = 0;
    while (json_next(quiz->files, &at, &name, &text)) {
        size_t len = strlen(name);
        char *full = file_join(quiz->folder, name);
        bool is_wanted = len > 5 && strcmp(name + len - 5, ".walk") == 0 &&
                         (one == NULL || strcmp(one, full) == 0 || strcmp(one, name) == 0);
        if (is_wanted) {
            struct walk walk = {.quiz = quiz,
                                .name = quiz->folder[0] != 0 ? full : name,
                                .item = "",
                                .problems = problems};
            walk_text(&walk, json_text(text));
            session_free(walk.session);
            (*walked)++;
        }
        free(full);
    }
    if (one != NULL && *walked == 0)
        return err_set(err, FAULT_CANNOT, "there is no walk %s in this quiz", one);
    return FAULT_NONE;
}

enum fault
quiz_walk_acts(const struct quiz *quiz, const char *item, const char *path_kind,
               const struct session *session, struct event_list *acts, struct err *err)
{
    char *name = memory_print("walkthroughs/%s.%s.walk", item, path_kind);
    const char *text = json_get_text(quiz->files, name);
    struct quiz_problems problems = {0};
    enum fault fault = FAULT_NONE;
    if (text == NULL) {
        fault = err_set(err, FAULT_INPUT, "the quiz %s has no %s", quiz->id, name);
    } else {
        struct walk walk = {
            .quiz = quiz, .name = name, .item = "", .problems = &problems, .acts = acts};
        memcpy(walk.seed, session->seed, SEED_LEN);
        walk_text(&walk, text);
        if (problems.count > 0)
            fault = err_set(err, FAULT_INPUT, "%s", problems.texts[0]);
        session_free(walk.session);
    }
    quiz_problems_clear(&problems);
    free(name);
    return fault;
}
