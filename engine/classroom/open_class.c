/* open_class.c - a class is opened by its name, or gone on with; and closed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random_bytes.h"
#include "base/text.h"
#include "classroom/room.h"

static enum fault
summarise(struct classroom *room, const struct class_row *row, struct class_summary *out, struct err *err)
{
    const struct quiz *quiz = NULL;
    int64_t learner_count = 0;
    *out = (struct class_summary){.id = row->id, .opened_at = row->opened_at, .has_ended = row->ended_at != 0,
                                  .is_paused = row->is_paused,
                                  .is_practice_only = row->programme[0] == 0, .minutes = (int)row->minutes};
    memcpy(out->name, row->name, sizeof out->name);
    memcpy(out->code, row->code, sizeof out->code);
    memcpy(out->quiz, row->quiz, sizeof out->quiz);
    enum fault fault = room_find_quiz(room, row->quiz_hash, &quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    size_t form = 0;
    char *title = quiz_find_form(quiz, row->quiz, &form) ? quiz_form_title(quiz, form, "vi")
                                                         : memory_copy_text(quiz_title(quiz, "vi"));
    snprintf(out->quiz_title, sizeof out->quiz_title, "%s", title);
    free(title);
    fault = store_count_learners(room->store, row->id, &learner_count, err);
    out->learner_count = (size_t)learner_count;
    return fault;
}

char *
classroom_quiz_title(const struct classroom *room, const char *name, const char *language)
{
    char *title = NULL;
    for (size_t i = 0; i < room->quiz_count && title == NULL; i++)
        for (size_t form = 0; form < quiz_form_count(room->quizzes[i]) && title == NULL; form++) {
            char *found = quiz_form_name(room->quizzes[i], form);
            if (strcmp(found, name) == 0)
                title = quiz_form_title(room->quizzes[i], form, language);
            free(found);
        }
    return title;
}

static enum fault
check_class_name(const char *name, char **clean, struct err *err)
{
    char *nfc = text_to_nfc(name);
    size_t letters = nfc == NULL ? 0 : text_count_letters(nfc);
    if (nfc == NULL || letters == 0 || letters > NAME_LETTERS_MAX || text_has_hidden_characters(nfc)) {
        free(nfc);
        return err_set(err, FAULT_INPUT, "the class needs a name of 1 to %d visible letters, for example "
                       "\"Lớp thôn Đồi Cọ\"", NAME_LETTERS_MAX);
    }
    *clean = nfc;
    return FAULT_NONE;
}

/* Six digits that no open class uses. */
static enum fault
draw_code(struct classroom *room, char code[7], struct err *err)
{
    struct class_row *rows = NULL;
    size_t count = 0;
    enum fault fault = store_list_classes(room->store, &rows, &count, err);
    bool taken = fault == FAULT_NONE;
    while (taken) {
        snprintf(code, 7, "%06u", random_bytes_below(900000) + 100000);
        taken = false;
        for (size_t i = 0; i < count; i++)
            taken |= rows[i].ended_at == 0 && strcmp(rows[i].code, code) == 0;
    }
    free(rows);
    return fault;
}

static enum fault
make_class(struct classroom *room, const char *name, const struct quiz *quiz, size_t form, const uint8_t *seed,
           struct class_row *row, struct err *err)
{
    *row = (struct class_row){.place = keyring_terms(room->keyring)->place,
                              .opened_at = room->clock.wall_ms() / 1000};
    snprintf(row->name, sizeof row->name, "%s", name);
    char *form_name = quiz_form_name(quiz, form);
    snprintf(row->quiz, sizeof row->quiz, "%s", form_name);
    free(form_name);
    snprintf(row->programme, sizeof row->programme, "%s", room_may_certify(room, quiz) ? quiz_programme(quiz) : "");
    hash_to_hex(quiz_hash(quiz), HASH_LEN, row->quiz_hash);
    if (seed != NULL)
        memcpy(row->seed, seed, SEED_LEN);
    else
        random_bytes_fill(row->seed, SEED_LEN);
    enum fault fault = draw_code(room, row->code, err);
    if (fault == FAULT_NONE)
        fault = room_parameters_in_use(room, quiz, row->parameters, err);
    if (fault != FAULT_NONE)
        return fault;
    struct json *files = quiz_files(quiz);
    fault = store_keep_quiz(room->store, row->quiz_hash, quiz_id(quiz), files, err);
    json_free(files);
    return fault != FAULT_NONE ? fault : store_add_class(room->store, row, err);
}

static enum fault
refuse_quiz(const struct classroom *room, const char *id, struct err *err)
{
    const char *names[64];
    size_t count = room->choice_count < 64 ? room->choice_count : 64;
    for (size_t i = 0; i < count; i++)
        names[i] = room->choices[i].id;
    const char *meant = count == 1 ? names[0] : text_suggest(id, names, count);
    return err_set(err, FAULT_INPUT, "there is no quiz \"%.60s\" without mistakes in %s/quizzes%s%s%s; `dauso quiz list` "
                   "shows them, `dauso check` says what is wrong", id, room->share,
                   meant != NULL ? "; did you mean \"" : "", meant != NULL ? meant : "", meant != NULL ? "\"?" : "");
}

enum fault
classroom_open_class(struct classroom *room, const char *name, const char *quiz, const uint8_t *seed,
                     struct class_summary *out, struct err *err)
{
    struct class_row row;
    bool found;
    char *clean = NULL;
    enum fault fault = check_class_name(name, &clean, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = store_find_class_by_name(room->store, clean, &row, &found, err);
    if (fault == FAULT_NONE && found && row.ended_at != 0)
        fault = err_set(err, FAULT_INPUT, "the class \"%s\" has ended; give the new class another name", clean);
    if (fault == FAULT_NONE && !found) {
        size_t form = 0;
        const struct quiz *chosen = room_shipped_quiz(room, quiz, &form);
        fault = chosen != NULL ? make_class(room, clean, chosen, form, seed, &row, err) : refuse_quiz(room, quiz, err);
    }
    free(clean);
    return fault != FAULT_NONE ? fault : summarise(room, &row, out, err);
}

enum fault
classroom_list_classes(struct classroom *room, struct class_summary **classes, size_t *count, struct err *err)
{
    struct class_row *rows = NULL;
    *classes = NULL;
    *count = 0;
    enum fault fault = store_list_classes(room->store, &rows, count, err);
    if (fault == FAULT_NONE)
        *classes = memory_new_array(*count, sizeof **classes);
    for (size_t i = 0; fault == FAULT_NONE && i < *count; i++)
        fault = summarise(room, &rows[i], &(*classes)[i], err);
    free(rows);
    return fault;
}

enum fault
classroom_find_class(struct classroom *room, int64_t id, struct class_summary *out, struct err *err)
{
    struct class_row row;
    enum fault fault = room_find_class(room, id, &row, err);
    return fault != FAULT_NONE ? fault : summarise(room, &row, out, err);
}
