/* keep_journal.c - keeps the journal beside the database: compares the two when a store is opened,
 * appends after each COMMIT, makes the journal anew from the database when it lags.
 *
 * The database is ahead: power went between COMMIT and append, or the journal could not be written
 * for a while. Nothing is lost; the journal begins anew with a snapshot. The journal is ahead: the
 * disk did not keep what it said it kept, or an older database was put back; nobody may go on from
 * there before `dauso repair`. A journal that cannot be written does not stop a class: the answers
 * are in the database, and the log and the console say that the second copy is behind. */
#include "store/keep_journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

enum { TRY_AGAIN_MS = 10000, LARGE_MIB = 64, LARGE_TIMES = 4 };

/* ---- the row ---- */

static void
read_text(struct query *query, void *text)
{
    db_get_text(query, 0, text, 100);
}

static void
read_number(struct query *query, void *number)
{
    *(int64_t *)number = db_get_integer(query, 0);
}

static enum fault
read_version(struct db *db, uint32_t *version, struct err *err)
{
    bool found;
    int64_t number = 0;
    enum fault fault =
        db_read_one(db_query(db, "PRAGMA user_version"), read_number, &number, &found, err);
    *version = (uint32_t)number;
    return fault;
}

enum fault
keeper_read_row(struct db *db, uint64_t *number, uint8_t before[HASH_LEN], struct err *err)
{
    char text[100] = "", hex[100] = "";
    bool found = false;
    uint32_t version = 0;
    *number = 0;
    memset(before, 0, HASH_LEN);
    enum fault fault = read_version(db, &version, err);
    if (fault == FAULT_NONE && version > 0)
        fault = db_read_one(db_query(db, "SELECT value FROM settings WHERE name = 'journal.batch'"),
                            read_text, text, &found, err);
    if (fault != FAULT_NONE || !found)
        return fault;
    if (sscanf(text, "%" SCNu64 " %64s", number, hex) != 2 || !hash_from_hex(hex, before, HASH_LEN))
        return err_set(err, FAULT_CANNOT,
                       "%s is damaged (its setting journal.batch is none); run dauso repair",
                       db_path(db));
    return FAULT_NONE;
}

static enum fault
write_row(struct db *db, uint64_t number, const uint8_t before[HASH_LEN], struct err *err)
{
    char text[100], hex[HASH_HEX_LEN];
    hash_to_hex(before, HASH_LEN, hex);
    snprintf(text, sizeof text, "%" PRIu64 " %s", number, hex);
    struct query *query =
        db_query(db, "INSERT INTO settings(name, value) VALUES ('journal.batch', ?1) "
                     "ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    db_bind_text(query, 1, text);
    return db_write(query, NULL, err);
}

/* ---- damaged things are put aside, never thrown away ---- */

enum fault
keeper_new_aside(const char *folder, char **aside, struct err *err)
{
    time_t now = (time_t)(clock_wall_ms() / 1000);
    struct tm day;
    char date[20];
    gmtime_r(&now, &day);
    strftime(date, sizeof date, "%Y%m%d-%H%M%S", &day);
    for (int i = 1; i < 100; i++) {
        *aside = i == 1 ? memory_print("%s/damaged-%s", folder, date)
                        : memory_print("%s/damaged-%s-%d", folder, date, i);
        if (mkdir(*aside, 0700) == 0)
            return FAULT_NONE;
        if (errno != EEXIST)
            break;
        free(*aside);
    }
    enum fault fault =
        err_set(err, FAULT_CANNOT, "cannot make %s: %s; free some space", *aside, strerror(errno));
    free(*aside);
    *aside = NULL;
    return fault;
}

enum fault
keeper_put_aside(const char *folder, const char *aside, const char *name, struct err *err)
{
    char *from = file_join(folder, name), *to = file_join(aside, name);
    enum fault fault = FAULT_NONE;
    if (rename(from, to) != 0 && errno != ENOENT)
        fault = err_set(err, FAULT_CANNOT, "cannot move %s to %s: %s", from, to, strerror(errno));
    free(from);
    free(to);
    return fault;
}

/* ---- behind, and whole again ---- */

static void
fall_behind(struct keeper *keeper, const struct err *err)
{
    if (keeper->journal != NULL || keeper->tried_at == 0)
        log_line("the second copy is behind, answers are kept in %s/dauso.db alone: %s",
                 keeper->folder, err->text);
    journal_close(keeper->journal);
    keeper->journal = NULL;
    keeper->is_closed = false;
    keeper->tried_at = clock_monotonic_ms() + 1;
}

enum fault
keeper_restart(struct keeper *keeper, bool wipe, struct err *err)
{
    struct buffer image = {0};
    struct journal_batch first = {.kind = JOURNAL_SNAPSHOT, .number = keeper->number};
    struct journal *journal = NULL;
    enum fault fault = read_version(keeper->db, &keeper->version, err);
    if (fault == FAULT_NONE)
        fault = db_take_image(keeper->db, &image, err);
    first.version = keeper->version;
    first.body = image.data;
    first.len = image.len;
    if (fault == FAULT_NONE)
        fault = journal_start(keeper->path, keeper->before, &first, wipe, &journal, err);
    buffer_clear(&image);
    if (fault != FAULT_NONE)
        return fault;
    journal_close(keeper->journal);
    keeper->journal = journal;
    keeper->is_closed = false;
    memcpy(keeper->head, journal_head(journal), HASH_LEN);
    return FAULT_NONE;
}

void
keeper_restart_or_fall_behind(struct keeper *keeper)
{
    struct err err;
    if (keeper_restart(keeper, false, &err) != FAULT_NONE)
        fall_behind(keeper, &err);
}

/* ---- opening ---- */

/* The chain of a new folder begins with something of its own, so that no other folder's journal
 * fits. */
static void
begin_chain(struct keeper *keeper)
{
    int64_t seed[] = {clock_wall_ms(), clock_monotonic_ms(), getpid()};
    hash_bytes(seed, sizeof seed, keeper->before);
    memcpy(keeper->head, keeper->before, HASH_LEN);
}

static void
set_up(struct db *db, const char *folder, struct keeper *keeper)
{
    *keeper = (struct keeper){.db = db, .folder = memory_copy_text(folder)};
    keeper->path = file_join(folder, "journal.dauso");
    char *unfinished = memory_print("%s.new", keeper->path);
    (void)unlink(unfinished);
    free(unfinished);
}

enum fault
keeper_begin(struct db *db, const char *folder, struct keeper *keeper, struct err *err)
{
    set_up(db, folder, keeper);
    enum fault fault = keeper_read_row(db, &keeper->number, keeper->before, err);
    if (keeper->number == 0)
        begin_chain(keeper);
    memcpy(keeper->head, keeper->before, HASH_LEN);
    return fault == FAULT_NONE ? keeper_restart(keeper, false, err) : fault;
}

static enum fault
refuse_other(const struct keeper *keeper, const char *how, struct err *err)
{
    return err_set(err, FAULT_CANNOT,
                   "%s and journal.dauso %s: one of them was damaged or exchanged; run dauso "
                   "repair --dir %s",
                   db_path(keeper->db), how, keeper->folder);
}

/* Both stand at the same commit: do they say the same? A clean end left the digest of the file;
 * after any other end the journal is played back. */
static enum fault
compare_content(const struct keeper *keeper, const struct journal_facts *facts, bool had_wal,
                struct err *err)
{
    uint8_t ours[HASH_LEN], theirs[HASH_LEN];
    enum fault fault;
    if (facts->is_closed && !had_wal) {
        fault = db_digest_file(keeper->db, ours, err);
        memcpy(theirs, facts->file_digest, HASH_LEN);
    } else {
        struct rebuilt rebuilt;
        struct journal_facts again;
        fault = journal_rebuild(keeper->path, &rebuilt, &again, err);
        if (fault == FAULT_NONE && (rebuilt.db == NULL || rebuilt.number != facts->number))
            fault = refuse_other(keeper, "cannot be compared", err);
        if (fault == FAULT_NONE)
            fault = db_digest_rows(keeper->db, ours, err);
        if (fault == FAULT_NONE)
            fault = db_digest_rows(rebuilt.db, theirs, err);
        db_close(rebuilt.db);
    }
    if (fault == FAULT_NONE && memcmp(ours, theirs, HASH_LEN) != 0)
        fault = refuse_other(keeper, "differ", err);
    return fault;
}

/* The journal cannot tell whether the database is sound: it must tell so itself. */
static enum fault
leave_journal(struct keeper *keeper, const char *how, bool is_worth_keeping, struct err *err)
{
    char *aside = NULL;
    enum fault fault = db_check(keeper->db, err);
    if (fault != FAULT_NONE)
        return fault;
    if (is_worth_keeping && keeper_new_aside(keeper->folder, &aside, err) == FAULT_NONE)
        fault = keeper_put_aside(keeper->folder, aside, "journal.dauso", err);
    if (fault == FAULT_NONE)
        log_line("%s %s: it is made anew from dauso.db%s%s", keeper->path, how,
                 aside != NULL ? ", the old one is in " : "", aside != NULL ? aside : "");
    free(aside);
    if (fault == FAULT_NONE)
        keeper_restart_or_fall_behind(keeper);
    return fault;
}

static void
go_on(struct keeper *keeper, const struct journal_facts *facts)
{
    struct stat found;
    struct err err;
    uint64_t db_size = stat(db_path(keeper->db), &found) == 0 ? (uint64_t)found.st_size : 0;
    keeper->is_closed = facts->is_closed;
    keeper->version = facts->version;
    if (facts->size > facts->whole_len)
        log_line("%s: an unfinished end of %" PRIu64 " bytes was cut off", keeper->path,
                 facts->size - facts->whole_len);
    if (facts->whole_len > (uint64_t)LARGE_MIB << 20 && facts->whole_len > LARGE_TIMES * db_size)
        keeper_restart_or_fall_behind(keeper);
    else if (journal_go_on(keeper->path, facts, &keeper->journal, &err) != FAULT_NONE)
        fall_behind(keeper, &err);
}

static enum fault
open_same(struct keeper *keeper, const struct journal_facts *facts, uint32_t version, bool had_wal,
          struct err *err)
{
    if (keeper->number > 0 && memcmp(facts->before, keeper->before, HASH_LEN) != 0)
        return refuse_other(keeper, "are of different histories", err);
    memcpy(keeper->before, facts->before, HASH_LEN);
    memcpy(keeper->head, facts->head, HASH_LEN);
    if (version != facts->version) { /* killed right after an upgrade */
        keeper_restart_or_fall_behind(keeper);
        return FAULT_NONE;
    }
    enum fault fault = compare_content(keeper, facts, had_wal, err);
    if (fault == FAULT_NONE)
        go_on(keeper, facts);
    return fault;
}

static enum fault
compare(struct keeper *keeper, const struct journal_facts *facts, bool had_wal, struct err *err)
{
    uint32_t version;
    enum fault fault = read_version(keeper->db, &version, err);
    if (fault != FAULT_NONE)
        return fault;
    if (facts->last_number > keeper->number)
        return err_set(err, FAULT_CANNOT,
                       "%s is older than journal.dauso by %" PRIu64 " saved steps; run dauso "
                       "repair --dir %s",
                       db_path(keeper->db), facts->last_number - keeper->number, keeper->folder);
    if (!facts->is_journal || facts->has_more || facts->whole_len <= 40)
        return leave_journal(keeper, "is damaged", true, err);
    if (facts->number == keeper->number)
        return open_same(keeper, facts, version, had_wal, err);
    bool is_linked = memcmp(facts->head, keeper->before, HASH_LEN) == 0;
    return leave_journal(keeper, is_linked ? "lacked what was saved last" : "is of another history",
                         !is_linked, err);
}

enum fault
keeper_open(struct db *db, const char *folder, bool had_wal, struct keeper *keeper, struct err *err)
{
    struct journal_facts facts;
    set_up(db, folder, keeper);
    enum fault fault = keeper_read_row(db, &keeper->number, keeper->before, err);
    if (fault == FAULT_NONE)
        fault = journal_read(keeper->path, NULL, NULL, &facts, err);
    if (fault != FAULT_NONE)
        return fault;
    memcpy(keeper->head, keeper->before, HASH_LEN);
    if (facts.is_there)
        return compare(keeper, &facts, had_wal, err);
    if (keeper->number > 0)
        return leave_journal(keeper, "is missing", false, err);
    begin_chain(keeper);
    keeper_restart_or_fall_behind(keeper);
    return FAULT_NONE;
}

/* ---- commits ---- */

enum fault
keeper_note(struct keeper *keeper, struct err *err)
{
    buffer_reset(&keeper->changes);
    enum fault fault = write_row(keeper->db, keeper->number + 1, keeper->head, err);
    if (fault == FAULT_NONE && keeper->journal != NULL)
        fault = db_take_changes(keeper->db, &keeper->changes, err);
    return fault;
}

void
keeper_append(struct keeper *keeper)
{
    struct err err;
    keeper->number++;
    keeper->is_closed = false;
    memcpy(keeper->before, keeper->head, HASH_LEN);
    if (keeper->journal == NULL) {
        if (clock_monotonic_ms() - keeper->tried_at < TRY_AGAIN_MS)
            return;
        keeper_restart_or_fall_behind(keeper);
        if (keeper->journal != NULL)
            log_line("the second copy %s is whole again", keeper->path);
        return;
    }
    struct journal_batch batch = {.kind = JOURNAL_CHANGES,
                                  .number = keeper->number,
                                  .version = keeper->version,
                                  .body = keeper->changes.data,
                                  .len = keeper->changes.len};
    if (journal_append(keeper->journal, &batch, &err) != FAULT_NONE)
        fall_behind(keeper, &err);
    else
        memcpy(keeper->head, journal_head(keeper->journal), HASH_LEN);
}

void
keeper_leave(struct keeper *keeper)
{
    journal_close(keeper->journal);
    buffer_clear(&keeper->changes);
    free(keeper->folder);
    free(keeper->path);
    *keeper = (struct keeper){0};
}

void
keeper_close(struct keeper *keeper)
{
    uint8_t digest[HASH_LEN];
    struct journal_batch last = {
        .kind = JOURNAL_CLOSED, .number = keeper->number, .body = digest, .len = HASH_LEN};
    if (keeper->journal != NULL && db_is_sound(keeper->db) && !keeper->is_closed &&
        db_fold_wal(keeper->db, NULL) == FAULT_NONE &&
        db_digest_file(keeper->db, digest, NULL) == FAULT_NONE &&
        journal_append(keeper->journal, &last, NULL) != FAULT_NONE)
        log_line("%s could not be closed; it is compared at the next start", keeper->path);
    keeper_leave(keeper);
}
