/* preview_desk.c - keeps the last good version of a quiz in memory, looks at the files whenever the
 * page asks what there is, and does the acts again in a new version as far as they fit. */
#include "cli/preview_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/language.h"
#include "base/memory.h"
#include "cli/quiz_path.h"

enum { LOOK_MS = 250, DEPTH_MAX = 2, SEED_MAX = 99999, CLIP_MAX = 512 * 1024 };

struct desk {
    char *path;   /* as the author gave it */
    char *folder; /* of the quiz, or the one that the simulation lies in */
    char *share;
    bool is_simulation;
    struct quiz *quiz; /* the last good version; NULL: there was none yet */
    struct quiz_problems problems; /* of the files now */
    bool is_stale;                 /* the files are not what is shown */
    struct recording *recording;
    int seed;
    char language[LANGUAGE_CODE_MAX];
    char *lost; /* what no longer fits, NULL */
    int64_t stamp;
    uint8_t files[HASH_LEN]; /* names, sizes and times when they were last read */
    int64_t looked_ms;
};

/* ---- the files ---- */

static void
add_state(struct hash_state *state, const char *path, int depth)
{
    struct stat stat_now;
    struct err ignored;
    char **names = NULL;
    size_t count = 0;
    if (stat(path, &stat_now) != 0)
        return;
    hash_add(state, path, strlen(path) + 1);
    hash_add(state, &stat_now.st_mtim, sizeof stat_now.st_mtim);
    hash_add(state, &stat_now.st_size, sizeof stat_now.st_size);
    if (!S_ISDIR(stat_now.st_mode) || depth == 0 || file_list(path, &names, &count, &ignored) != FAULT_NONE)
        return;
    for (size_t i = 0; i < count; i++) {
        char *inner = file_join(path, names[i]);
        if (names[i][0] != '.')
            add_state(state, inner, depth - 1);
        free(inner);
    }
    file_free_names(names, count);
}

/* True if something was saved since the last call. */
static bool
have_changed(struct desk *desk)
{
    struct hash_state state;
    uint8_t now[HASH_LEN];
    char *words = file_join(desk->share, "scripts/quiz_words.lua"),
         *simulations = file_join(desk->share, "scripts/simulations");
    hash_begin(&state);
    add_state(&state, desk->is_simulation ? desk->path : desk->folder, DEPTH_MAX);
    add_state(&state, words, 0);
    add_state(&state, simulations, 1);
    hash_end(&state, now);
    bool is_other = memcmp(now, desk->files, HASH_LEN) != 0;
    memcpy(desk->files, now, HASH_LEN);
    free(simulations);
    free(words);
    return is_other;
}

/* ---- the item ---- */

static const char *
first_item(const struct quiz *quiz)
{
    return quiz_item_count(quiz) > 0 ? quiz_item_at(quiz, 0)->id : "";
}

/* Shows an item anew and does the first `count` acts of `old` again. */
static void
begin(struct desk *desk, const char *item, const struct recording *old, size_t count)
{
    struct recording *opened = NULL;
    struct err err;
    char *says = NULL;
    free(desk->lost);
    desk->lost = NULL;
    desk->stamp++;
    if (desk->quiz == NULL || recording_open(desk->quiz, item, desk->seed, desk->language, &opened, &err) != FAULT_NONE)
        return;
    if (old != NULL) {
        size_t fitted = recording_repeat(opened, old, count, &says);
        if (fitted < count)
            desk->lost = memory_print("%s (%s)", recording_line(old, fitted), says);
        free(says);
    }
    struct recording *before = desk->recording;
    desk->recording = opened;
    recording_free(before);
}

/* The walks are part of what may be wrong: a changed screen breaks them first. */
static void
walk(struct desk *desk)
{
    struct err ignored;
    size_t walked = 0;
    if (quiz_walk(desk->quiz, NULL, &desk->problems, &walked, &ignored) != FAULT_NONE)
        quiz_problems_add(&desk->problems, "%s", ignored.text);
    quiz_path_name_problems(&desk->problems, desk->path);
}

static void
read_again(struct desk *desk)
{
    struct quiz *loaded = NULL, *before = desk->quiz;
    struct recording *old = desk->recording;
    struct err err;
    quiz_problems_clear(&desk->problems);
    enum fault fault = quiz_path_load(desk->path, desk->share, &loaded, &desk->problems, &err);
    if (fault != FAULT_NONE && desk->problems.count == 0)
        quiz_problems_add(&desk->problems, "%s", err.text);
    desk->is_stale = fault != FAULT_NONE;
    if (desk->is_stale)
        return;
    desk->quiz = loaded;
    desk->recording = NULL;
    if (old != NULL)
        begin(desk, recording_item(old), old, recording_count(old));
    if (desk->recording == NULL) /* the item is gone, or there was none */
        begin(desk, first_item(loaded), NULL, 0);
    recording_free(old);
    quiz_free(before);
    walk(desk);
}

static void
look_at_files(struct desk *desk)
{
    int64_t now = clock_monotonic_ms();
    if (now - desk->looked_ms < LOOK_MS)
        return;
    desk->looked_ms = now;
    if (have_changed(desk))
        read_again(desk);
}

/* ---- what the page is told ---- */

static const char *
tell_language(void *about)
{
    const struct desk *desk = about;
    return desk->language;
}

static struct json *
list_items(const struct desk *desk)
{
    struct json *items = json_new_array();
    for (size_t i = 0; desk->quiz != NULL && i < quiz_item_count(desk->quiz); i++) {
        const struct quiz_item *item = quiz_item_at(desk->quiz, i);
        struct json *row = json_new_object();
        json_put_text(row, "id", item->id);
        json_put_text(row, "kind", item->is_practical ? "practical" : "question");
        json_put_boolean(row, "practice", item->is_practice);
        json_add(items, row);
    }
    return items;
}

static struct json *
list_evidence(const struct desk *desk)
{
    struct json *rows = json_new_array();
    struct evidence evidence = {0};
    if (desk->recording == NULL)
        return rows;
    session_evidence(recording_session(desk->recording), &evidence);
    for (size_t i = 0; i < evidence.line_count; i++) {
        const struct evidence_line *line = &evidence.lines[i];
        if (strcmp(line->item, recording_item(desk->recording)) != 0)
            continue;
        struct json *row = json_new_object();
        json_put_text(row, "text", line->text);
        json_put_text(row, "indicator", line->indicator);
        json_put_integer(row, "answer", line->answer);
        json_put_boolean(row, "critical", line->is_critical);
        json_add(rows, row);
    }
    evidence_clear(&evidence);
    return rows;
}

static struct json *
tell(void *about)
{
    struct desk *desk = about;
    struct json *value = json_new_object(), *walk_lines = json_new_array(), *problems = json_new_array();
    look_at_files(desk);
    for (size_t i = 0; desk->recording != NULL && i < recording_count(desk->recording); i++)
        json_add(walk_lines, json_new_text(recording_line(desk->recording, i)));
    for (size_t i = 0; i < desk->problems.count; i++)
        json_add(problems, json_new_text(desk->problems.texts[i]));
    json_put_text(value, "title", desk->quiz != NULL ? quiz_title(desk->quiz, desk->language) : "");
    json_put_text(value, "folder", desk->path);
    json_put_text(value, "item", desk->recording != NULL ? recording_item(desk->recording) : "");
    json_put_text(value, "language", desk->language);
    json_put_integer(value, "seed", desk->seed);
    json_put_integer(value, "stamp", desk->stamp);
    json_put_boolean(value, "over", desk->recording != NULL && recording_is_over(desk->recording));
    json_put_boolean(value, "stale", desk->is_stale);
    json_put(value, "lost", desk->lost != NULL ? json_new_text(desk->lost) : json_new_null());
    json_put(value, "items", list_items(desk));
    json_put(value, "evidence", list_evidence(desk));
    json_put(value, "walk", walk_lines);
    json_put(value, "problems", problems);
    return value;
}

static void
look(void *about, struct learner_view *view)
{
    struct desk *desk = about;
    view->language = desk->language;
    if (desk->recording == NULL)
        return;
    view->seq = recording_seq(desk->recording);
    view->has_finished = recording_is_over(desk->recording);
    if (view->has_finished)
        return;
    char *clip;
    classroom_find_clip(desk->folder, recording_session(desk->recording), view->clip, &clip);
    view->screen = session_screen(recording_session(desk->recording));
    free(clip);
}

static bool
act(void *about, const char *item, const char *verb, const char *target, const char *value, char says[PREVIEW_SAYS_MAX])
{
    struct desk *desk = about;
    struct err err;
    snprintf(says, PREVIEW_SAYS_MAX, "this item is not on the screen");
    if (desk->recording == NULL || strcmp(item, recording_item(desk->recording)) != 0)
        return false;
    if (recording_act(desk->recording, verb, target, value, &err) == FAULT_NONE)
        return true;
    snprintf(says, PREVIEW_SAYS_MAX, "%s", err.text);
    return false;
}

static void
speak(void *about, const char *language)
{
    struct desk *desk = about;
    const struct language *one;
    for (size_t i = 0; (one = language_at(i)) != NULL; i++)
        if (strcmp(one->code, language) == 0)
            snprintf(desk->language, sizeof desk->language, "%s", one->code);
    if (desk->recording != NULL)
        recording_speak(desk->recording, desk->language);
}

static const char *
read_for_phone(void *about, bool is_clip, const char *name, struct buffer *out)
{
    struct desk *desk = about;
    struct err ignored;
    if (desk->recording == NULL || recording_is_over(desk->recording))
        return NULL;
    if (is_clip) { /* whatever the address says, it is that of the item on the screen */
        char name_of_it[CLIP_NAME_MAX], *clip;
        bool is_read = classroom_find_clip(desk->folder, recording_session(desk->recording), name_of_it, &clip) && file_read(clip, CLIP_MAX, out, &ignored) == FAULT_NONE;
        free(clip);
        return is_read ? "audio/mpeg" : NULL;
    }
    struct json *screen = session_screen(recording_session(desk->recording));
    const char *type = classroom_read_shown_picture(desk->quiz, screen, name, out);
    json_free(screen);
    return type;
}

/* ---- what the author wishes ---- */

static struct json *
answer(bool is_fine, bool exists, const char *says)
{
    struct json *value = json_new_object();
    json_put_boolean(value, "ok", is_fine);
    json_put_boolean(value, "exists", exists);
    json_put_text(value, "says", says);
    return value;
}

static bool
is_walk_name(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && len <= 32 && name[len] == 0;
}

/* quizzes/x/walkthroughs/ITEM.NAME.walk, or beside the simulation. Caller frees. */
static char *
walk_path(const struct desk *desk, const char *name)
{
    if (desk->is_simulation)
        return memory_print("%.*s.%s.walk", (int)strlen(desk->path) - 4, desk->path, name);
    return memory_print("%s/walkthroughs/%s.%s.walk", desk->folder, recording_item(desk->recording), name);
}

static struct json *
save(struct desk *desk, const struct json *wish)
{
    const char *name = json_get_text(wish, "name");
    struct err err;
    if (name == NULL || !is_walk_name(name))
        return answer(false, false, "a name has small letters, digits and - only, at most 32");
    if (desk->recording == NULL || recording_count(desk->recording) == 0)
        return answer(false, false, "nothing is recorded yet");
    struct json *evidence = list_evidence(desk);
    size_t shown = json_count(evidence);
    json_free(evidence);
    if (shown == 0)
        return answer(false, false, "practice shows nothing, so there is nothing that a walk of it could expect");
    char *path = walk_path(desk, name), *folder = file_join(desk->folder, "walkthroughs"), *says = NULL;
    char *text = recording_walk(desk->recording, desk->is_simulation);
    bool exists = file_exists(path) && !json_is_true(json_get(wish, "over"));
    enum fault fault = exists || desk->is_simulation ? FAULT_NONE : file_make_folder(folder, &err);
    if (!exists && fault == FAULT_NONE)
        fault = file_write(path, text, strlen(text), 0644, &err);
    says = exists                ? memory_print("%s is there already", path)
           : fault != FAULT_NONE ? memory_copy_text(err.text)
                                 : memory_print("✓ %s", path);
    struct json *value = answer(!exists && fault == FAULT_NONE, exists, says);
    free(says);
    free(text);
    free(folder);
    free(path);
    return value;
}

static struct json *
obey(void *about, const struct json *wish)
{
    struct desk *desk = about;
    const char *what = json_get_text(wish, "wish"), *value = json_get_text(wish, "value");
    const struct recording *now = desk->recording;
    char *item = memory_copy_text(now != NULL ? recording_item(now) : "");
    size_t count = now != NULL ? recording_count(now) : 0;
    int64_t number;
    struct json *said = NULL;
    if (what != NULL && strcmp(what, "save") == 0) {
        said = save(desk, wish);
    } else if (what != NULL && strcmp(what, "item") == 0 && value != NULL) {
        begin(desk, value, NULL, 0);
    } else if (what != NULL && strcmp(what, "language") == 0 && value != NULL) {
        speak(desk, value);
        desk->stamp++;
    } else if (what != NULL && strcmp(what, "seed") == 0 && json_read_integer(json_get(wish, "number"), &number) &&
               number >= 1 && number <= SEED_MAX) {
        desk->seed = (int)number;
        begin(desk, item, now, count);
    } else if (what != NULL && strcmp(what, "undo") == 0) {
        begin(desk, item, now, count > 0 ? count - 1 : 0);
    } else if (what != NULL && strcmp(what, "again") == 0) {
        begin(desk, item, NULL, 0);
    } else {
        said = answer(false, false, "the page may wish for item, language, seed, undo, again and save");
    }
    free(item);
    return said != NULL ? said : answer(true, false, "");
}

/* ---- open, close ---- */

enum fault
desk_open(const char *path, const char *share, struct desk **desk, struct err *err)
{
    char *folder = NULL, *quiz_folder_path = NULL;
    enum fault fault = quiz_path_folder(path, &folder, err);
    if (fault != FAULT_NONE)
        return fault;
    struct desk *opened = memory_new(sizeof *opened);
    quiz_folder_path = file_join(folder, "quiz.lua");
    opened->is_simulation = quiz_path_is_simulation(path);
    opened->path = memory_copy_text(opened->is_simulation ? path : folder);
    opened->folder = folder;
    opened->share = memory_copy_text(share);
    opened->seed = 1;
    snprintf(opened->language, sizeof opened->language, "vi");
    if (!opened->is_simulation && !file_exists(quiz_folder_path))
        fault = err_set(err, FAULT_CANNOT, "%s is no quiz: it has no quiz.lua; `dauso quiz new NAME` makes one", folder);
    free(quiz_folder_path);
    if (fault != FAULT_NONE) {
        desk_close(opened);
        return fault;
    }
    (void)have_changed(opened);
    read_again(opened);
    *desk = opened;
    return FAULT_NONE;
}

struct preview_desk
desk_for_page(struct desk *desk)
{
    return (struct preview_desk){.about = desk,
                                 .language = tell_language,
                                 .tell = tell,
                                 .look = look,
                                 .act = act,
                                 .speak = speak,
                                 .obey = obey,
                                 .read = read_for_phone};
}

void
desk_close(struct desk *desk)
{
    if (desk == NULL)
        return;
    recording_free(desk->recording);
    quiz_free(desk->quiz);
    quiz_problems_clear(&desk->problems);
    free(desk->lost);
    free(desk->share);
    free(desk->folder);
    free(desk->path);
    free(desk);
}
