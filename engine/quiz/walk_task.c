/* walk_task.c - the lines of a walk that act in a practical task. Names are what the author wrote: an
 * id, or the words on the screen in either language. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/check.h"
#include "quiz/walk.h"

enum { NAMES_MAX = 64 };

static const struct json *
screen_of(const struct walk *walk)
{
    return walk->session->progress[walk->index].screen;
}

bool
walk_split(struct walk *walk, const char *rest, const char *complaint, char **name, char **value)
{
    const char *equals = strchr(rest, '=');
    if (equals == NULL || equals == rest) {
        walk_add_problem(walk, complaint, rest, NULL, 0);
        return false;
    }
    size_t len = (size_t)(equals - rest);
    while (len > 0 && rest[len - 1] == ' ')
        len--;
    *name = memory_print("%.*s", (int)len, rest);
    *value = memory_copy_text(equals + 1 + strspn(equals + 1, " "));
    return true;
}

/* What is looked for on a screen: a part of some kinds that has this id or these words. */
struct seeker {
    const struct walk *walk;
    const char *const *kinds;
    const char *meant;
    char *filled; /* the same with its {places} filled in */
    const char *id;
    const char *names[NAMES_MAX]; /* what there is */
    size_t count;
};

static bool
is_called(const struct seeker *seeker, const struct json *words)
{
    const char *vi = definition_text(words, "vi"), *en = definition_text(words, "en");
    char *shown = words != NULL ? session_words(seeker->walk->session, seeker->walk->index, words) : NULL;
    bool is_it = (vi != NULL && strcmp(vi, seeker->meant) == 0) ||
                 (en != NULL && strcmp(en, seeker->meant) == 0) ||
                 (shown != NULL && strcmp(shown, seeker->filled) == 0);
    free(shown);
    return is_it;
}

static void
see(void *about, const struct json *part)
{
    static const char *const WORDS[] = {"text", "label", "says", "from"};
    struct seeker *seeker = about;
    const char *kind = json_get_text(part, "kind");
    const char *id = json_get_text(part, strcmp(kind, "code") == 0 ? "code" : "id");
    bool is_kind = false;
    for (size_t i = 0; seeker->kinds[i] != NULL; i++)
        is_kind = is_kind || strcmp(kind, seeker->kinds[i]) == 0;
    if (!is_kind || id == NULL)
        return;
    bool is_it = strcmp(id, seeker->meant) == 0;
    if (seeker->count + 2 < NAMES_MAX)
        seeker->names[seeker->count++] = id;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        const struct json *words = json_get(part, WORDS[i]);
        is_it = is_it || is_called(seeker, words);
        if (words != NULL && seeker->count + 1 < NAMES_MAX)
            seeker->names[seeker->count++] = definition_text(words, "vi");
    }
    if (is_it && (seeker->id == NULL || strcmp(id, seeker->meant) == 0))
        seeker->id = id;
}

/* The id of what is meant; NULL, and a problem, if there is none on this screen. */
static const char *
find_part(struct walk *walk, const char *const *kinds, const char *word, const char *meant)
{
    struct json *given = json_new_text(meant);
    struct seeker seeker = {.walk = walk, .kinds = kinds, .meant = meant};
    seeker.filled = session_words(walk->session, walk->index, given);
    check_each_part(screen_of(walk), see, &seeker);
    if (seeker.id == NULL) {
        char *text = memory_print("on this screen there is no %s", word);
        walk_add_problem(walk, text, meant, seeker.names, seeker.count);
        free(text);
    }
    free(seeker.filled);
    json_free(given);
    return seeker.id;
}

void
walk_press(struct walk *walk, const char *rest)
{
    static const char *const KINDS[] = {"button", "entry", "notification", NULL};
    const char *id = find_part(walk, KINDS, "button", rest);
    if (id != NULL)
        walk_play(walk, "press", id, "");
}

void
walk_scan(struct walk *walk, const char *rest)
{
    static const char *const KINDS[] = {"code", NULL};
    const char *id = find_part(walk, KINDS, "code", rest);
    if (id != NULL)
        walk_play(walk, "scan", id, "");
}

/* "PIN = 2580" or "PIN = {pin}" */
void
walk_type(struct walk *walk, const char *rest)
{
    static const char *const KINDS[] = {"field", NULL};
    char *name, *text;
    if (!walk_split(walk, rest, "type needs a field and a value, type PIN = 2580, not", &name, &text))
        return;
    const char *id = find_part(walk, KINDS, "field", name);
    struct json *given = json_new_text(text);
    char *value = session_words(walk->session, walk->index, given);
    if (id != NULL)
        walk_play(walk, "type", id, value);
    json_free(given);
    free(value);
    free(name);
    free(text);
}

/* "wifi on" */
void
walk_switch(struct walk *walk, const char *rest)
{
    static const char *const KINDS[] = {"switch", NULL};
    size_t len = strlen(rest);
    bool is_on = len > 3 && strcmp(rest + len - 3, " on") == 0;
    bool is_off = len > 4 && strcmp(rest + len - 4, " off") == 0;
    if (!is_on && !is_off) {
        walk_add_problem(walk, "switch needs a name and on or off, switch wifi on, not", rest, NULL, 0);
        return;
    }
    char *name = memory_print("%.*s", (int)(len - (is_on ? 3 : 4)), rest);
    const char *id = find_part(walk, KINDS, "switch", name);
    if (id != NULL)
        walk_play(walk, is_on ? "switch-on" : "switch-off", id, "");
    free(name);
}

static void
walk_picking(struct walk *walk, const char *verb, const char *rest)
{
    static const char *const HOLDERS[] = {"choices", "photos", NULL},
                             *const PARTS[] = {"choice", "photo", NULL};
    char *name, *part;
    if (!walk_split(walk, rest, "pick needs a name and a part, pick size = large, not", &name, &part))
        return;
    const char *holder = find_part(walk, HOLDERS, "choices or photos", name);
    const char *id = holder != NULL ? find_part(walk, PARTS, "choice or photo", part) : NULL;
    if (id != NULL) {
        char *target = memory_print("%s=%s", holder, id);
        walk_play(walk, verb, target, "");
        free(target);
    }
    free(name);
    free(part);
}

void
walk_pick(struct walk *walk, const char *rest)
{
    walk_picking(walk, "pick", rest);
}

void
walk_unpick(struct walk *walk, const char *rest)
{
    walk_picking(walk, "unpick", rest);
}
