/* classes.c - classes, and the quiz versions that they use. */
#include "store/open_store.h"

#include <stdlib.h>
#include <stdio.h>

#define CLASS_COLUMNS "id, place, name, code, quiz, quiz_hash, programme, seed, opened_at, ended_at, minutes, is_paused, follows, " \
                      "village, parameters"

enum fault
store_add_class(struct store *store, struct class_row *row, struct err *err)
{
    struct query *query = db_query(
        store->db, "INSERT INTO classes(place, name, code, quiz, quiz_hash, programme, seed, "
                   "opened_at, ended_at, minutes, is_paused, follows, village, parameters) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    db_bind_integer(query, 1, row->place);
    db_bind_text(query, 2, row->name);
    db_bind_text(query, 3, row->code);
    db_bind_text(query, 4, row->quiz);
    db_bind_text(query, 5, row->quiz_hash);
    db_bind_text(query, 6, row->programme);
    db_bind_bytes(query, 7, row->seed, sizeof row->seed);
    db_bind_integer(query, 8, row->opened_at);
    db_bind_integer(query, 9, row->ended_at);
    db_bind_integer(query, 10, row->minutes);
    db_bind_integer(query, 11, row->is_paused);
    db_bind_integer(query, 12, row->follows);
    db_bind_text(query, 13, row->village);
    db_bind_text(query, 14, row->parameters[0] != 0 ? row->parameters : "author");
    enum fault fault = db_write(query, NULL, err);
    if (fault == FAULT_NONE)
        row->id = db_last_id(store->db);
    return fault;
}

static void
read_class(struct query *query, void *out)
{
    struct class_row *row = out;
    row->id = db_get_integer(query, 0);
    row->place = db_get_integer(query, 1);
    db_get_text(query, 2, row->name, sizeof row->name);
    db_get_text(query, 3, row->code, sizeof row->code);
    db_get_text(query, 4, row->quiz, sizeof row->quiz);
    db_get_text(query, 5, row->quiz_hash, sizeof row->quiz_hash);
    db_get_text(query, 6, row->programme, sizeof row->programme);
    db_get_exactly(query, 7, row->seed, sizeof row->seed);
    row->opened_at = db_get_integer(query, 8);
    row->ended_at = db_get_integer(query, 9);
    row->minutes = db_get_integer(query, 10);
    row->is_paused = db_get_integer(query, 11) != 0;
    row->follows = db_get_integer(query, 12);
    db_get_text(query, 13, row->village, sizeof row->village);
    db_get_text(query, 14, row->parameters, sizeof row->parameters);
}

enum fault
store_find_class(struct store *store, int64_t id, struct class_row *row, bool *found,
                 struct err *err)
{
    struct query *query =
        db_query(store->db, "SELECT " CLASS_COLUMNS " FROM classes WHERE id = ?1");
    db_bind_integer(query, 1, id);
    return db_read_one(query, read_class, row, found, err);
}

enum fault
store_find_class_by_name(struct store *store, const char *name, struct class_row *row, bool *found,
                         struct err *err)
{
    struct query *query =
        db_query(store->db, "SELECT " CLASS_COLUMNS " FROM classes WHERE name = ?1 "
                            "ORDER BY id DESC LIMIT 1");
    db_bind_text(query, 1, name);
    return db_read_one(query, read_class, row, found, err);
}

enum fault
store_list_classes(struct store *store, struct class_row **rows, size_t *count, struct err *err)
{
    void *all;
    struct query *query = db_query(store->db, "SELECT " CLASS_COLUMNS " FROM classes ORDER BY id");
    enum fault fault = db_read_all(query, read_class, sizeof **rows, &all, count, err);
    *rows = all;
    return fault;
}

static enum fault
write_to_class(struct query *query, int64_t id, struct err *err)
{
    char name[24];
    snprintf(name, sizeof name, "%lld", (long long)id);
    return store_write_to(query, "class", name, err);
}

enum fault
store_update_class(struct store *store, const struct class_row *row, struct err *err)
{
    struct query *query =
        db_query(store->db, "UPDATE classes SET minutes = ?2, is_paused = ?3, follows = ?4, village = ?5 "
                            "WHERE id = ?1");
    db_bind_integer(query, 1, row->id);
    db_bind_integer(query, 2, row->minutes);
    db_bind_integer(query, 3, row->is_paused);
    db_bind_integer(query, 4, row->follows);
    db_bind_text(query, 5, row->village);
    return write_to_class(query, row->id, err);
}

enum fault
store_end_class(struct store *store, int64_t id, int64_t ended_at, struct err *err)
{
    struct query *query = db_query(store->db, "UPDATE classes SET ended_at = ?2 WHERE id = ?1");
    db_bind_integer(query, 1, id);
    db_bind_integer(query, 2, ended_at);
    return write_to_class(query, id, err);
}

/* ---- quiz versions ---- */

enum fault
store_keep_quiz(struct store *store, const char *quiz_hash_hex, const char *quiz,
                const struct json *files, struct err *err)
{
    char *text = json_write_text(files);
    struct query *query =
        db_query(store->db, "INSERT INTO quizzes(hash, quiz, files) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT(hash) DO NOTHING");
    db_bind_text(query, 1, quiz_hash_hex);
    db_bind_text(query, 2, quiz);
    db_bind_text(query, 3, text);
    enum fault fault = db_write(query, NULL, err);
    free(text);
    return fault;
}

struct quiz_texts {
    struct buffer quiz, files;
};

static void
read_quiz(struct query *query, void *out)
{
    struct quiz_texts *texts = out;
    db_get_buffer(query, 0, &texts->quiz);
    db_get_buffer(query, 1, &texts->files);
}

enum fault
store_read_quiz(struct store *store, const char *quiz_hash_hex, char **quiz, struct json **files,
                struct err *err)
{
    bool found;
    struct quiz_texts texts = {0};
    *quiz = NULL;
    *files = NULL;
    struct query *query = db_query(store->db, "SELECT quiz, files FROM quizzes WHERE hash = ?1");
    db_bind_text(query, 1, quiz_hash_hex);
    enum fault fault = db_read_one(query, read_quiz, &texts, &found, err);
    if (fault == FAULT_NONE && !found)
        fault =
            err_set(err, FAULT_INPUT, "there is no quiz version %s in this store", quiz_hash_hex);
    if (fault == FAULT_NONE &&
        json_read(buffer_text(&texts.files), texts.files.len, files, NULL) != FAULT_NONE)
        fault = err_set(err, FAULT_CANNOT, "%s is damaged (quiz version %s); restore a backup",
                        db_path(store->db), quiz_hash_hex);
    if (fault == FAULT_NONE)
        *quiz = buffer_take_text(&texts.quiz);
    buffer_clear(&texts.quiz);
    buffer_clear(&texts.files);
    return fault;
}
