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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "quiz/files.h"
#include "quiz/walk.h"

enum { SEEDS_TRIED = 6 };
static const char SCRIPTS[] = "scripts/";

static bool
is_blank(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

/* Takes the next line from *at. False at the end. Comments and empty lines have an empty verb. */
static bool
next_line(const char **at, struct walk_words *words)
{
    if (**at == 0)
        return false;
    size_t len = strcspn(*at, "\n");
    const char *line = *at;
    *at += len + (line[len] == '\n');
    while (len > 0 && is_blank(line[len - 1]))
        len--;
    while (len > 0 && is_blank(line[0])) {
        line++;
        len--;
    }
    *words = (struct walk_words){0};
    if (len == 0 || line[0] == '#')
        return true;
    size_t verb = strcspn(line, " \t");
    verb = verb < len ? verb : len;
    snprintf(words->verb, sizeof words->verb, "%.*s", (int)verb, line);
    while (verb < len && is_blank(line[verb]))
        verb++;
    snprintf(words->rest, sizeof words->rest, "%.*s", (int)(len - verb), line + verb);
    return true;
}

/* Who is told of each line; tell may be NULL. */
struct listener {
    void (*tell)(void *about, const struct quiz_step *step);
    void *about;
};

/* The first heading on the screen, or what a question asks. Caller frees. */
static char *
name_screen(const struct session *session)
{
    struct json *screen = session_screen(session);
    const char *name = json_get_text(screen, "asks");
    const struct json *widgets = json_get(screen, "widgets");
    for (size_t i = 0; name == NULL && i < json_count(widgets); i++)
        if (strcmp(json_get_text(json_at(widgets, i), "kind"), "heading") == 0)
            name = json_get_text(json_at(widgets, i), "text");
    char *copy = memory_copy_text(name != NULL ? name : "");
    json_free(screen);
    return copy;
}

static void
tell_line(const struct walk *walk, const struct listener *listener, const struct walk_words *words,
          bool is_fine)
{
    if (listener == NULL || listener->tell == NULL)
        return;
    bool is_shown = walk->session != NULL && walk->session->item == walk->index;
    char *said = words != NULL ? memory_print(words->rest[0] != 0 ? "%-8s %s" : "%s%s", words->verb,
                                              words->rest)
                               : NULL;
    char *screen = is_shown ? name_screen(walk->session) : memory_copy_text("");
    const struct quiz_step step = {walk->name, walk->line, said, screen, is_fine};
    listener->tell(listener->about, &step);
    free(screen);
    free(said);
}

/* Plays the whole text. After an act that cannot be done it stops: what follows would only echo it.
 */
static void
walk_text(struct walk *walk, const char *text, const struct listener *listener)
{
    struct walk_words words;
    size_t before = walk->problems->count;
    bool goes_on = true;
    while (goes_on && next_line(&text, &words)) {
        size_t so_far = walk->problems->count;
        walk->line++;
        if (words.verb[0] == 0)
            continue;
        goes_on = walk_line(walk, &words);
        tell_line(walk, listener, &words, walk->problems->count == so_far);
    }
    if (walk->is_for_others)
        return;
    if (goes_on && walk->expected == 0 && walk->acts == NULL)
        quiz_problems_add(
            walk->problems,
            "%s:%d: the walk says nothing that must follow; end it with yes, no or unseen "
            "and an evidence",
            walk->name, walk->line);
    tell_line(walk, listener, NULL, walk->problems->count == before);
}

static bool
is_walk(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".walk") == 0;
}

/* Whether the walk lies beside the simulation that this item uses. */
static bool
is_of_simulation(const char *name, const struct json *item)
{
    const char *uses = json_get_text(item, "uses");
    size_t len = uses != NULL ? strlen(uses) : 0;
    return len > 0 && strncmp(name, SCRIPTS, sizeof SCRIPTS - 1) == 0 &&
           strncmp(name + sizeof SCRIPTS - 1, uses, len) == 0 &&
           name[sizeof SCRIPTS - 1 + len] == '.';
}

struct walking {
    const struct quiz *quiz;
    struct quiz_problems *problems;
    struct listener listener;
    size_t walked;
};

static void
walk_of_quiz(struct walking *walking, const char *name, const char *text)
{
    struct walk walk = {
        .quiz = walking->quiz, .name = name, .item = "", .problems = walking->problems};
    walk_text(&walk, text, &walking->listener);
    session_free(walk.session);
    walking->walked += !walk.is_for_others;
}

/* A walk of a simulation holds for each item that uses it; where it names no seed, for several. */
static void
walk_of_simulation(struct walking *walking, const char *name, const char *text, size_t item)
{
    const char *id = walking->quiz->items[item].id;
    char *title = memory_print("%s (%s)", name, id);
    size_t before = walking->problems->count;
    bool goes_on = true;
    for (int seed = 1; goes_on && seed <= SEEDS_TRIED; seed++) {
        struct walk walk = {.quiz = walking->quiz, .name = title, .item = id, .index = item,
                            .problems = walking->problems};
        const struct listener silent = {0};
        walk_use_seed(&walk, seed);
        walk_text(&walk, text, seed == 1 ? &walking->listener : &silent);
        session_free(walk.session);
        walking->walked += seed == 1 && !walk.is_for_others;
        goes_on = !walk.has_seed && !walk.is_for_others && walking->problems->count == before;
    }
    free(title);
}

enum fault
quiz_walk_telling(const struct quiz *quiz, const char *path, struct quiz_problems *problems,
                  size_t *walked, void (*tell)(void *about, const struct quiz_step *step),
                  void *about, struct err *err)
{
    struct walking walking = {.quiz = quiz, .problems = problems, .listener = {tell, about}};
    void *at = NULL;
    const char *name;
    struct json *text;
    while (json_next(quiz->files, &at, &name, &text)) {
        char *full = file_join(quiz->folder, name);
        if (is_walk(name) && (path == NULL || strcmp(path, full) == 0 || strcmp(path, name) == 0))
            walk_of_quiz(&walking, quiz->folder[0] != 0 ? full : name, json_text(text));
        free(full);
    }
    at = NULL;
    while (json_next(quiz->walks, &at, &name, &text))
        for (size_t i = 0; (path == NULL || strcmp(path, name) == 0) && i < quiz->item_count; i++)
            if (is_walk(name) && is_of_simulation(name, quiz->sources[i]))
                walk_of_simulation(&walking, name, json_text(text), i);
    *walked = walking.walked;
    if (path != NULL && walking.walked == 0)
        return err_set(err, FAULT_CANNOT, "there is no walk %s in this quiz", path);
    return FAULT_NONE;
}

enum fault
quiz_walk(const struct quiz *quiz, const char *path, struct quiz_problems *problems, size_t *walked,
          struct err *err)
{
    return quiz_walk_telling(quiz, path, problems, walked, NULL, NULL, err);
}

/* Plays a walk of an item for the seed of a session. *fits becomes false if it is for other
 * parameters. */
static enum fault
collect_acts(const struct session *session, const char *name, const char *text, size_t item,
             struct event_list *acts, bool *fits, struct err *err)
{
    struct quiz_problems problems = {0};
    struct walk walk = {.quiz = session->quiz,
                        .name = name,
                        .item = session->quiz->items[item].id,
                        .index = item,
                        .problems = &problems,
                        .acts = acts};
    enum fault fault = FAULT_NONE;
    memcpy(walk.seed, session->seed, SEED_LEN);
    walk_text(&walk, text, NULL);
    *fits = !walk.is_for_others;
    if (problems.count > 0)
        fault = err_set(err, FAULT_INPUT, "%s", problems.texts[0]);
    session_free(walk.session);
    quiz_problems_clear(&problems);
    return fault;
}

/* The quiz's own walk of this kind, else one that lies beside the item's simulation. */
enum fault
quiz_walk_acts(const struct quiz *quiz, const char *item, const char *path_kind,
               const struct session *session, struct event_list *acts, struct err *err)
{
    size_t index = definition_find_item(quiz, item), count;
    const char *uses = index < quiz->item_count ? json_get_text(quiz->sources[index], "uses") : NULL;
    char *own = memory_print("walkthroughs/%s.%s.walk", item, path_kind);
    char *beside = memory_print("%s%s.%s", SCRIPTS, uses != NULL ? uses : "", path_kind);
    const char **names = files_sorted(quiz->walks, beside, &count);
    enum fault fault = FAULT_NONE;
    bool fits = false;
    if (json_get_text(quiz->files, own) != NULL)
        fault = collect_acts(session, own, json_get_text(quiz->files, own), index, acts, &fits, err);
    for (size_t i = 0; fault == FAULT_NONE && !fits && uses != NULL && i < count; i++)
        if (is_walk(names[i]))
            fault = collect_acts(session, names[i], json_get_text(quiz->walks, names[i]), index,
                                 acts, &fits, err);
    if (fault == FAULT_NONE && !fits)
        fault = err_set(err, FAULT_INPUT, "the quiz %s has no %s", quiz->id, own);
    free(names);
    free(beside);
    free(own);
    return fault;
}
