/* recording.c - acts become lines of a walk. Whatever a person did is named by the author's own words
 * where these mean one thing on the screen, else by its id; and what was typed by the variable that
 * has this value. A line is the truth: undoing, and trying again in a changed quiz, do the lines again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/check.h"
#include "quiz/walk.h"

enum { VERB_WIDTH = 9, WORDS_LETTERS_MAX = 60 };

/* What was done: the line, and the act that it became. */
struct done {
    char *line;
    char *verb, *target;
};

struct recording {
    struct walk walk;
    struct quiz_problems problems;
    int seed;
    struct done *done;
    size_t count, capacity;
};

enum fault
recording_open(const struct quiz *quiz, const char *item, int seed, const char *language,
               struct recording **recording, struct err *err)
{
    size_t index = definition_find_item(quiz, item);
    if (index == quiz->item_count)
        return err_set(err, FAULT_INPUT, "the quiz %s has no item \"%.60s\"", quiz->id, item);
    struct recording *opened = memory_new(sizeof *opened);
    struct walk *walk = &opened->walk;
    *walk = (struct walk){.quiz = quiz, .name = "recording", .item = quiz->items[index].id, .index = index,
                          .problems = &opened->problems};
    opened->seed = seed;
    walk_use_seed(walk, seed);
    struct event start = {.kind = EVENT_START, .seq = 1};
    memcpy(start.seed, walk->seed, SEED_LEN);
    memcpy(start.quiz_hash, quiz->hash, HASH_LEN);
    enum fault fault = session_open(quiz, &start, NULL, &walk->session, err);
    if (fault != FAULT_NONE) {
        recording_free(opened);
        return fault;
    }
    session_jump_to(walk->session, index);
    recording_speak(opened, language);
    *recording = opened;
    return FAULT_NONE;
}

static void
forget_done(struct done *done)
{
    free(done->line);
    free(done->verb);
    free(done->target);
}

void
recording_free(struct recording *recording)
{
    if (recording == NULL)
        return;
    for (size_t i = 0; i < recording->count; i++)
        forget_done(&recording->done[i]);
    free(recording->done);
    session_free(recording->walk.session);
    quiz_problems_clear(&recording->problems);
    free(recording);
}

const struct session *
recording_session(const struct recording *recording)
{
    return recording->walk.session;
}

const char *
recording_item(const struct recording *recording)
{
    return recording->walk.item;
}

uint32_t
recording_seq(const struct recording *recording)
{
    return recording->walk.session->seq;
}

bool
recording_is_over(const struct recording *recording)
{
    return recording->walk.session->item != recording->walk.index;
}

void
recording_speak(struct recording *recording, const char *language)
{
    struct session *session = recording->walk.session;
    struct event note = event_make(EVENT_NOTE, "", "language", "", language);
    struct err ignored;
    note.seq = session->seq + 1;
    bool is_other = strcmp(session->language, language) != 0;
    if (is_other)
        (void)!session_apply(session, &note, &ignored); /* notes are never refused in an attempt that goes on */
    event_clear(&note);
}

/* ---- names on a task's screen ---- */

struct namesake {
    const char *words;
    size_t count;
};

static void
count_namesakes(void *about, const struct json *part)
{
    static const char *const WORDS[] = {"text", "label", "says", "from"};
    struct namesake *namesake = about;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        const char *vi = definition_text(json_get(part, WORDS[i]), "vi");
        namesake->count += vi != NULL && strcmp(vi, namesake->words) == 0;
    }
}

/* The words of a button or an entry if nothing else on the screen has them, else its id. */
static const char *
name_of_pressed(const struct json *screen, const char *id)
{
    const struct json *part = session_find_pressed(screen, id);
    const char *words = definition_text(json_get(part, "text"), "vi");
    struct namesake namesake = {.words = words};
    if (words == NULL || text_count_letters(words) > WORDS_LETTERS_MAX || strcmp(json_get_text(part, "kind"), "notification") == 0)
        return id;
    check_each_part(screen, count_namesakes, &namesake);
    return namesake.count == 1 ? words : id;
}

/* What was typed without the blanks and dots that people put into numbers. */
static char *
only_letters(const char *text)
{
    struct buffer out = {0};
    for (; *text != 0; text++)
        if (*text != ' ' && *text != '.' && *text != ',')
            buffer_add_byte(&out, (uint8_t)*text);
    return buffer_take_text(&out);
}

/* "{pin}" where a variable of the task has the typed value, else what was typed. Caller frees. */
static char *
value_as_variable(const struct walk *walk, const char *value)
{
    const struct json *variables = walk->session->progress[walk->index].variables;
    char *typed = only_letters(value), *found = NULL;
    void *at = NULL;
    const char *name;
    struct json *ignored;
    while (found == NULL && typed[0] != 0 && json_next(variables, &at, &name, &ignored)) {
        char *place = memory_print("{%s}", name);
        struct json *words = json_new_text(place);
        char *says = session_words(walk->session, walk->index, words), *plain = only_letters(says);
        if (strcmp(plain, typed) == 0)
            found = memory_copy_text(place);
        free(plain);
        free(says);
        json_free(words);
        free(place);
    }
    free(typed);
    return found != NULL ? found : memory_copy_text(value);
}

/* ---- lines ---- */

static char *
line_of_task(const struct walk *walk, const char *verb, const char *target, const char *value)
{
    const struct json *screen = walk->session->progress[walk->index].screen;
    if (strcmp(verb, "press") == 0)
        return memory_print("%-*s%s", VERB_WIDTH, verb, name_of_pressed(screen, target));
    if (strcmp(verb, "type") == 0) {
        char *says = value_as_variable(walk, value), *line = memory_print("%-*s%s = %s", VERB_WIDTH, verb, target, says);
        free(says);
        return line;
    }
    if (strncmp(verb, "switch-", 7) == 0)
        return memory_print("%-*s%s %s", VERB_WIDTH, "switch", target, verb + 7);
    size_t name = strcspn(target, "=");
    if (target[name] == '=')
        return memory_print("%-*s%.*s = %s", VERB_WIDTH, verb, (int)name, target, target + name + 1);
    return memory_print("%-*s%s", VERB_WIDTH, verb, target);
}

static const char *
words_of(const struct json *option)
{
    return definition_text(json_get(option, "says") != NULL ? json_get(option, "says") : option, "vi");
}

/* The words of the option that stands on the screen under this id. */
static const char *
words_of_option(const struct walk *walk, const char *id)
{
    const struct item_progress *progress = &walk->session->progress[walk->index];
    char at[16];
    for (size_t place = 0; place + 1 < progress->option_count; place++) {
        session_option_id(place, progress->option_count, at);
        if (strcmp(at, id) == 0)
            return words_of(question_option(walk->quiz->sources[walk->index], progress->order[place]));
    }
    return id;
}

/* The words of a gap's choice, or what was typed. */
static const char *
words_for_gap(const struct walk *walk, const char *field, const char *value)
{
    size_t gap = (size_t)(field[0] - '1'), order[OPTIONS_MAX], place = (size_t)(value[0] - 'a');
    const struct json *source = json_at(json_get(walk->quiz->sources[walk->index], "gaps"), gap);
    if (field[0] < '1' || field[0] > '9' || json_get(source, "right") == NULL || value[0] < 'a' ||
        place > json_count(json_get(source, "wrong")))
        return value;
    question_gap_order(walk->session, walk->index, gap, order);
    return words_of(order[place] == 0 ? json_get(source, "right") : json_at(json_get(source, "wrong"), order[place] - 1));
}

static char *
line_of_question(const struct walk *walk, const char *verb, const char *target, const char *value)
{
    const struct json *pairs = json_get(walk->quiz->sources[walk->index], "pairs");
    if (strcmp(verb, "type") == 0)
        return memory_print("%-*s%s = %s", VERB_WIDTH, verb, target, words_for_gap(walk, target, value));
    if (strcmp(verb, "match") == 0)
        return memory_print("%-*s%s = %s", VERB_WIDTH, verb,
                            words_of(json_at(json_at(pairs, (size_t)(target[0] - '1')), 0)), words_of_option(walk, target + 2));
    if (strcmp(verb, "next") == 0)
        return memory_copy_text(verb);
    return memory_print("%-*s%s", VERB_WIDTH, verb, words_of_option(walk, target));
}

/* ---- doing ---- */

static void
drop(struct recording *recording, size_t at)
{
    forget_done(&recording->done[at]);
    memmove(recording->done + at, recording->done + at + 1, (--recording->count - at) * sizeof *recording->done);
}

/* Takes out the acts that this one makes undone: a walk has no word for taking a partner away, and what is typed
 * twice in a row into one field counts once. */
static void
tidy(struct recording *recording, const char *verb, const char *target)
{
    const struct done *last = recording->count > 0 ? &recording->done[recording->count - 1] : NULL;
    if (last != NULL && strcmp(verb, "type") == 0 && strcmp(last->verb, verb) == 0 && strcmp(last->target, target) == 0)
        drop(recording, recording->count - 1);
    for (size_t i = recording->count; strcmp(verb, "unmatch") == 0 && i-- > 0;)
        if (strcmp(recording->done[i].verb, "match") == 0 && recording->done[i].target[0] == target[0])
            drop(recording, i);
}

static void
note(struct recording *recording, char *line, const char *verb, const char *target)
{
    MEMORY_GROW(recording->done, recording->count, recording->capacity);
    recording->done[recording->count++] =
        (struct done){.line = line, .verb = memory_copy_text(verb), .target = memory_copy_text(target)};
}

enum fault
recording_act(struct recording *recording, const char *verb, const char *target, const char *value, struct err *err)
{
    struct walk *walk = &recording->walk;
    if (recording_is_over(recording))
        return err_set(err, FAULT_CONFLICT, "\"%s\" is over; begin it again, or choose another item", walk->item);
    struct session *session = walk->session;
    struct event event = event_make(EVENT_ACT, walk->item, verb, target, value);
    bool is_practical = walk->quiz->items[walk->index].is_practical;
    event.seq = session->seq + 1;
    /* The line is made first: the act may lead to another screen, where its button is not. */
    bool is_known = is_practical || (strcmp(verb, "match") != 0 || (target[0] >= '1' && target[0] <= '6' && target[1] == '='));
    char *line = !is_known      ? memory_copy_text("")
                 : is_practical ? line_of_task(walk, verb, target, value)
                                : line_of_question(walk, verb, target, value);
    enum fault fault = session_apply(session, &event, err);
    event_clear(&event);
    if (fault != FAULT_NONE) {
        free(line);
        return fault;
    }
    tidy(recording, verb, target);
    if (strcmp(verb, "unmatch") == 0)
        free(line);
    else
        note(recording, line, verb, target);
    return FAULT_NONE;
}

size_t
recording_count(const struct recording *recording)
{
    return recording->count;
}

const char *
recording_line(const struct recording *recording, size_t n)
{
    return recording->done[n].line;
}

size_t
recording_repeat(struct recording *recording, const struct recording *old, size_t count, char **says)
{
    struct walk *walk = &recording->walk;
    *says = memory_copy_text("");
    for (size_t i = 0; i < count && i < old->count; i++) {
        const struct done *done = &old->done[i];
        struct walk_words words = {0};
        size_t verb = strcspn(done->line, " ");
        snprintf(words.verb, sizeof words.verb, "%.*s", (int)verb, done->line);
        snprintf(words.rest, sizeof words.rest, "%s", done->line + verb + strspn(done->line + verb, " "));
        walk->line = (int)i + 1;
        if (!walk_line(walk, &words) || recording->problems.count > 0) {
            free(*says);
            *says = memory_copy_text(recording->problems.count > 0 ? recording->problems.texts[0] : done->line);
            quiz_problems_clear(&recording->problems);
            return i;
        }
        note(recording, memory_copy_text(done->line), done->verb, done->target);
    }
    return recording->count;
}

/* ---- the whole walk ---- */

static void
add_expected(const struct recording *recording, struct buffer *out)
{
    static const char *const WORDS[] = {"unseen", "no", "yes"};
    struct evidence evidence;
    session_evidence(recording->walk.session, &evidence);
    for (size_t i = 0; i < evidence.line_count; i++)
        if (strcmp(evidence.lines[i].item, recording->walk.item) == 0)
            buffer_print(out, "%-*s%s\n", VERB_WIDTH, WORDS[evidence.lines[i].answer + 1], evidence.lines[i].name);
    evidence_clear(&evidence);
}

char *
recording_walk(const struct recording *recording, bool is_for_simulation)
{
    struct buffer out = {0};
    const struct json *trap = json_get(recording->walk.session->progress[recording->walk.index].variables, "trap");
    buffer_add_text(&out, "# Recorded in the preview.\n");
    if (!is_for_simulation)
        buffer_print(&out, "%-*s%s\n", VERB_WIDTH, "item", recording->walk.item);
    buffer_print(&out, "%-*s%d\n", VERB_WIDTH, "seed", recording->seed);
    if (is_for_simulation && json_text(trap) != NULL)
        buffer_print(&out, "%-*strap = %s\n", VERB_WIDTH, "with", json_text(trap));
    for (size_t i = 0; i < recording->count; i++)
        buffer_print(&out, "%s\n", recording->done[i].line);
    add_expected(recording, &out);
    return buffer_take_text(&out);
}
