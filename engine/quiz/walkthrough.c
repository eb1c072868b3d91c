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
#include "quiz/walk.h"

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
    if (goes_on && walk->expected == 0 && walk->acts == NULL)
        quiz_problems_add(
            walk->problems,
            "%s:%d: the walk says nothing that must follow; end it with yes, no or unseen "
            "and an evidence",
            walk->name, walk->line);
    tell_line(walk, listener, NULL, walk->problems->count == before);
}

enum fault
quiz_walk_telling(const struct quiz *quiz, const char *path, struct quiz_problems *problems,
                  size_t *walked, void (*tell)(void *about, const struct quiz_step *step),
                  void *about, struct err *err)
{
    const struct listener listener = {tell, about};
    void *at = NULL;
    const char *name;
    struct json *text;
    *walked = 0;
    while (json_next(quiz->files, &at, &name, &text)) {
        size_t len = strlen(name);
        char *full = file_join(quiz->folder, name);
        bool is_wanted = len > 5 && strcmp(name + len - 5, ".walk") == 0 &&
                         (path == NULL || strcmp(path, full) == 0 || strcmp(path, name) == 0);
        if (is_wanted) {
            struct walk walk = {.quiz = quiz,
                                .name = quiz->folder[0] != 0 ? full : name,
                                .item = "",
                                .problems = problems};
            walk_text(&walk, json_text(text), &listener);
            session_free(walk.session);
            (*walked)++;
        }
        free(full);
    }
    if (path != NULL && *walked == 0)
        return err_set(err, FAULT_CANNOT, "there is no walk %s in this quiz", path);
    return FAULT_NONE;
}

enum fault
quiz_walk(const struct quiz *quiz, const char *path, struct quiz_problems *problems, size_t *walked,
          struct err *err)
{
    return quiz_walk_telling(quiz, path, problems, walked, NULL, NULL, err);
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
        walk_text(&walk, text, NULL);
        if (problems.count > 0)
            fault = err_set(err, FAULT_INPUT, "%s", problems.texts[0]);
        session_free(walk.session);
    }
    quiz_problems_clear(&problems);
    free(name);
    return fault;
}
