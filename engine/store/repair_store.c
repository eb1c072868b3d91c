/* repair_store.c - a data folder whose database or journal was damaged, lost or exchanged: judges
 * both, keeps the one that holds more, and makes the other anew from it.
 *
 * Nothing is thrown away: what is replaced goes into damaged-DATE. Every step can be cut off by a
 * lost power and begun again: the new database gets its name last, the journal is made anew after
 * that. */
#include "store/open_store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"

struct state {
    bool is_there, is_sound;
    uint64_t number; /* of its last commit, as far as it could be read */
    uint8_t before[HASH_LEN];
    size_t attempt_count, event_count;
    int64_t newest_ms; /* wall clock of the newest event */
};

struct repair {
    const char *folder;
    char *path, *journal_path;
    struct buffer *report;
    struct db *db;
    struct state of_db, of_journal;
    struct rebuilt rebuilt;
    struct journal_facts facts;
    char *aside; /* damaged-DATE, once something went there */
};

/* ---- judging ---- */

/* "… is damaged (…); run dauso repair" makes no sense to somebody who just did. */
static void
say_why(struct repair *repair, const struct err *why)
{
    const char *advice = strstr(why->text, "; run dauso repair");
    size_t len = advice != NULL ? (size_t)(advice - why->text) : strlen(why->text);
    buffer_print(repair->report, "%.*s.\n", (int)len, why->text);
}

static enum fault
read_attempt(struct store *store, const char *id, struct state *state, struct err *err)
{
    struct event_list events = {0};
    uint32_t bad_seq;
    enum fault fault = store_read_events(store, id, &events, &bad_seq, err);
    if (fault != FAULT_NONE)
        return fault;
    state->event_count += events.count;
    for (size_t i = 0; i < events.count; i++)
        if (events.events[i].wall_ms > state->newest_ms)
            state->newest_ms = events.events[i].wall_ms;
    event_list_clear(&events);
    return FAULT_NONE;
}

/* Every attempt's chain. On a copy in memory, because the columns may be those of an older version.
 */
static enum fault
check_chains(struct db *db, struct state *state, struct err *err)
{
    size_t count = 0;
    struct buffer image = {0};
    struct attempt_row *rows = NULL;
    struct store copy = {0};
    enum fault fault = db_take_image(db, &image, err);
    if (fault == FAULT_NONE)
        fault = db_open_image(image.data, image.len, &copy.db, err);
    buffer_clear(&image);
    if (fault == FAULT_NONE)
        fault = migrations_accept(copy.db, err);
    if (fault == FAULT_NONE)
        fault = migrations_run(copy.db, err);
    if (fault == FAULT_NONE)
        fault = store_list_attempts(&copy, 0, &rows, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = read_attempt(&copy, rows[i].id, state, err);
    state->attempt_count = count;
    free(rows);
    db_close(copy.db);
    return fault;
}

static enum fault
judge(struct db *db, struct state *state, struct err *err)
{
    enum fault fault = keeper_read_row(db, &state->number, state->before, err);
    if (fault == FAULT_NONE)
        fault = db_check(db, err);
    if (fault == FAULT_NONE)
        fault = check_chains(db, state, err);
    state->is_sound = fault == FAULT_NONE;
    return fault;
}

static enum fault
accept_any(struct db *db, struct err *err)
{
    (void)db, (void)err;
    return FAULT_NONE;
}

/* A lock of SQLite on the file: somebody uses it. Asked before anything is opened. */
static enum fault
refuse_if_used(const struct repair *repair, struct err *err)
{
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512};
    int fd = open(repair->path, O_RDWR | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return FAULT_NONE;
    if (fd < 0)
        return err_set(err, FAULT_CANNOT,
                       "cannot write %s: %s; give yourself the right to read and write it",
                       repair->path, strerror(errno));
    bool is_used = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    close(fd);
    return is_used ? err_set(err, FAULT_CANNOT,
                             "the class is running: stop serve first (%s is in use by another "
                             "process)",
                             repair->path)
                   : FAULT_NONE;
}

static void
judge_db(struct repair *repair)
{
    struct stat found;
    struct err why;
    if (stat(repair->path, &found) != 0 || found.st_size == 0) {
        buffer_print(repair->report, "%s is missing.\n", repair->path);
        return;
    }
    repair->of_db.is_there = true;
    enum fault fault = db_open(repair->path, accept_any, &repair->db, &why);
    if (fault == FAULT_NONE) {
        db_leave_wal(repair->db, true); /* until it is judged, the file stays as it is */
        fault = judge(repair->db, &repair->of_db, &why);
    }
    if (fault != FAULT_NONE)
        say_why(repair, &why);
    else
        buffer_print(repair->report, "%s is whole: %zu attempts, %zu events.\n", repair->path,
                     repair->of_db.attempt_count, repair->of_db.event_count);
}

static enum fault
judge_journal(struct repair *repair, struct err *err)
{
    struct err why;
    struct journal_facts *facts = &repair->facts;
    enum fault fault = journal_rebuild(repair->journal_path, &repair->rebuilt, facts, err);
    if (fault != FAULT_NONE)
        return fault;
    repair->of_journal.is_there = facts->is_there;
    if (!facts->is_there)
        buffer_print(repair->report, "%s is missing.\n", repair->journal_path);
    else if (repair->rebuilt.db == NULL)
        buffer_print(repair->report, "%s is damaged: nothing can be rebuilt from it.\n",
                     repair->journal_path);
    else if (judge(repair->rebuilt.db, &repair->of_journal, &why) != FAULT_NONE)
        say_why(repair, &why);
    else if (facts->has_more || repair->rebuilt.lost_to > 0 || facts->whole_len < facts->size)
        buffer_print(repair->report, "%s is damaged behind byte %" PRIu64 ".\n",
                     repair->journal_path, facts->whole_len);
    else
        buffer_print(repair->report, "%s is whole: %zu attempts, %zu events.\n",
                     repair->journal_path, repair->of_journal.attempt_count,
                     repair->of_journal.event_count);
    repair->of_journal.number = repair->rebuilt.number;
    return facts->version <= STORE_VERSION
               ? FAULT_NONE
               : err_set(err, FAULT_CANNOT,
                         "%s was made by a newer dauso (store version %" PRIu32
                         ", this program knows %d); use the newer program",
                         repair->journal_path, facts->version, STORE_VERSION);
}

/* ---- mending ---- */

static enum fault
put_aside(struct repair *repair, const char *name, struct err *err)
{
    enum fault fault = FAULT_NONE;
    if (repair->aside == NULL)
        fault = keeper_new_aside(repair->folder, &repair->aside, err);
    return fault == FAULT_NONE ? keeper_put_aside(repair->folder, repair->aside, name, err) : fault;
}

static bool
journal_is_clean(const struct repair *repair)
{
    const struct journal_facts *facts = &repair->facts;
    return facts->is_journal && !facts->has_more && facts->whole_len == facts->size &&
           repair->of_journal.is_sound && repair->rebuilt.lost_to == 0;
}

/* The WAL goes first: it must never lie beside a database that it does not belong to. */
static enum fault
swap_in(struct repair *repair, struct err *err)
{
    char *fresh = file_join(repair->folder, "dauso.db.repaired");
    enum fault fault = db_copy_to(repair->rebuilt.db, fresh, err);
    db_close(repair->db);
    repair->db = NULL;
    if (fault == FAULT_NONE)
        fault = put_aside(repair, "dauso.db-wal", err);
    if (fault == FAULT_NONE)
        fault = put_aside(repair, "dauso.db", err);
    if (fault == FAULT_NONE && rename(fresh, repair->path) != 0)
        fault = err_set(err, FAULT_CANNOT, "cannot rename %s: %s", fresh, strerror(errno));
    if (fault == FAULT_NONE)
        fault = db_open(repair->path, migrations_accept, &repair->db, err);
    (void)unlink(fresh);
    free(fresh);
    return fault;
}

static enum fault
renew_journal(struct repair *repair, bool is_worth_keeping, struct err *err)
{
    struct keeper keeper = {0};
    enum fault fault = FAULT_NONE;
    if (is_worth_keeping && repair->of_journal.is_there)
        fault = put_aside(repair, "journal.dauso", err);
    if (fault == FAULT_NONE)
        fault = keeper_begin(repair->db, repair->folder, &keeper, err);
    if (fault == FAULT_NONE)
        keeper_close(&keeper);
    else
        keeper_leave(&keeper);
    return fault;
}

static enum fault
rebuild_db(struct repair *repair, struct err *err)
{
    bool is_clean = journal_is_clean(repair);
    enum fault fault = swap_in(repair, err);
    if (fault == FAULT_NONE)
        fault = renew_journal(repair, !is_clean, err);
    if (fault == FAULT_NONE)
        buffer_print(repair->report, "%s was rebuilt from the journal: %zu attempts, %zu events.\n",
                     repair->path, repair->of_journal.attempt_count,
                     repair->of_journal.event_count);
    return fault;
}

/* The database stays. If the journal held another history, that is kept as a database of its own.
 */
static enum fault
keep_db(struct repair *repair, bool is_other_history, struct err *err)
{
    enum fault fault = FAULT_NONE;
    if (is_other_history && repair->of_journal.is_sound) {
        fault = keeper_new_aside(repair->folder, &repair->aside, err);
        char *path = fault == FAULT_NONE ? file_join(repair->aside, "from-journal.db") : NULL;
        if (fault == FAULT_NONE)
            fault = db_copy_to(repair->rebuilt.db, path, err);
        if (fault == FAULT_NONE)
            buffer_print(repair->report,
                         "The journal held another history: it is now the database %s.\n", path);
        free(path);
    }
    if (fault == FAULT_NONE)
        fault = renew_journal(repair, is_other_history || !journal_is_clean(repair), err);
    if (fault == FAULT_NONE)
        buffer_print(repair->report, "%s was made anew from the database.\n", repair->journal_path);
    return fault;
}

/* ---- deciding ---- */

static enum fault
rows_agree(const struct repair *repair, bool *agree, struct err *err)
{
    uint8_t ours[HASH_LEN], theirs[HASH_LEN];
    enum fault fault = db_digest_rows(repair->db, ours, err);
    if (fault == FAULT_NONE)
        fault = db_digest_rows(repair->rebuilt.db, theirs, err);
    *agree = fault == FAULT_NONE && memcmp(ours, theirs, HASH_LEN) == 0;
    return fault;
}

static bool
is_as_it_was_closed(const struct repair *repair)
{
    uint8_t digest[HASH_LEN];
    return repair->facts.is_closed && !db_has_wal(repair->path) &&
           db_digest_file(repair->db, digest, NULL) == FAULT_NONE &&
           memcmp(digest, repair->facts.file_digest, HASH_LEN) == 0;
}

static enum fault
mend_equals(struct repair *repair, enum repair_end *end, struct err *err)
{
    bool agree;
    enum fault fault = rows_agree(repair, &agree, err);
    if (fault != FAULT_NONE)
        return fault;
    if (agree && journal_is_clean(repair)) {
        *end = REPAIR_GOOD;
        if (is_as_it_was_closed(repair))
            return FAULT_NONE;
        return renew_journal(repair, false, err);
    }
    *end = REPAIR_DONE;
    if (agree)
        return keep_db(repair, false, err);
    buffer_print(repair->report, "The two differ, and the journal's hashes prove its own words.\n");
    return rebuild_db(repair, err);
}

static void
tell_loss(struct repair *repair, uint64_t kept, uint64_t last, const struct state *state)
{
    char date[11], time[6];
    clock_print_date(state->newest_ms / 1000, date);
    clock_print_time(state->newest_ms / 1000, time);
    buffer_print(repair->report, "Lost: the saved steps %" PRIu64 " to %" PRIu64, kept + 1, last);
    if (state->newest_ms > 0)
        buffer_print(repair->report, "; the newest event that is left is of %s %s", time, date);
    buffer_print(repair->report, ". What was done in them must be done again.\n");
}

static uint64_t
larger(uint64_t one, uint64_t other)
{
    return one > other ? one : other;
}

static enum fault
mend(struct repair *repair, enum repair_end *end, struct err *err)
{
    const struct state *db = &repair->of_db, *journal = &repair->of_journal;
    const struct journal_facts *facts = &repair->facts;
    uint64_t last = larger(
        db->number, larger(facts->last_number, larger(journal->number, repair->rebuilt.lost_to)));
    if (!db->is_sound && !journal->is_sound)
        return err_set(err, FAULT_CANNOT,
                       "neither dauso.db nor journal.dauso in %s can be repaired; nothing was "
                       "changed: move both away, and put a backup there as dauso.db",
                       repair->folder);
    bool fits = db->number == 0 || memcmp(db->before, journal->before, HASH_LEN) == 0;
    if (db->is_sound && journal->is_sound && db->number == journal->number && fits)
        return mend_equals(repair, end, err);
    bool has_db = db->is_sound && (!journal->is_sound || db->number >= journal->number);
    const struct state *kept = has_db ? db : journal;
    *end = kept->number < last ? REPAIR_LOSS : REPAIR_DONE;
    bool is_linked = memcmp(facts->head, db->before, HASH_LEN) == 0;
    enum fault fault =
        has_db ? keep_db(repair, journal->is_sound && !is_linked, err) : rebuild_db(repair, err);
    if (fault == FAULT_NONE && *end == REPAIR_LOSS)
        tell_loss(repair, kept->number, last, kept);
    return fault;
}

enum fault
store_repair(const char *folder, struct buffer *report, enum repair_end *end, struct err *err)
{
    struct repair repair = {.folder = folder,
                            .path = file_join(folder, "dauso.db"),
                            .journal_path = file_join(folder, "journal.dauso"),
                            .report = report};
    *end = REPAIR_GOOD;
    enum fault fault = refuse_if_used(&repair, err);
    if (fault == FAULT_NONE) {
        judge_db(&repair);
        fault = judge_journal(&repair, err);
    }
    if (fault == FAULT_NONE)
        fault = mend(&repair, end, err);
    if (fault == FAULT_NONE && repair.db != NULL) /* it is sound, or was made anew */
        db_leave_wal(repair.db, false);
    if (fault == FAULT_NONE && repair.aside != NULL)
        buffer_print(report, "What was replaced is in %s.\n", repair.aside);
    db_close(repair.db);
    db_close(repair.rebuilt.db);
    free(repair.aside);
    free(repair.path);
    free(repair.journal_path);
    return fault;
}
