/* rebuild.c - plays a journal back into a database in memory: the last whole snapshot, then what
 * every commit after it changed. Behind a damaged place only a snapshot can be believed again. */
#include "store/keep_journal.h"

#include <stdlib.h>

#include "base/memory.h"

struct playback {
    struct rebuilt *rebuilt;
    bool has_gap; /* since the last snapshot */
};

static void
note_lost(struct rebuilt *rebuilt, uint64_t number)
{
    if (rebuilt->lost_from == 0)
        rebuilt->lost_from = rebuilt->number + 1;
    if (number > rebuilt->lost_to)
        rebuilt->lost_to = number;
}

/* A snapshot that is whole itself makes good whatever was damaged before it. */
static void
play_snapshot(const struct journal_batch *batch, bool after_gap, struct playback *playback)
{
    struct db *db = NULL;
    struct rebuilt *rebuilt = playback->rebuilt;
    if (db_open_image(batch->body, batch->len, &db, NULL) != FAULT_NONE ||
        (after_gap && db_check(db, NULL) != FAULT_NONE)) {
        db_close(db);
        playback->has_gap = true;
        note_lost(rebuilt, batch->number);
        return;
    }
    db_close(rebuilt->db);
    *rebuilt = (struct rebuilt){.db = db, .number = batch->number};
    playback->has_gap = false;
}

static enum fault
play(const struct journal_batch *batch, bool after_gap, void *context, struct err *err)
{
    (void)err;
    struct playback *playback = context;
    struct rebuilt *rebuilt = playback->rebuilt;
    if (batch->kind == JOURNAL_SNAPSHOT) {
        play_snapshot(batch, after_gap, playback);
    } else if (batch->kind == JOURNAL_CHANGES) {
        playback->has_gap =
            playback->has_gap || rebuilt->db == NULL || batch->number != rebuilt->number + 1 ||
            db_apply_changes(rebuilt->db, batch->body, batch->len, NULL) != FAULT_NONE;
        if (playback->has_gap)
            note_lost(rebuilt, batch->number);
        else
            rebuilt->number = batch->number;
    }
    return FAULT_NONE;
}

enum fault
journal_rebuild(const char *path, struct rebuilt *rebuilt, struct journal_facts *facts,
                struct err *err)
{
    *rebuilt = (struct rebuilt){0};
    struct playback playback = {.rebuilt = rebuilt};
    enum fault fault = journal_read(path, play, &playback, facts, err);
    if (fault != FAULT_NONE) {
        db_close(rebuilt->db);
        rebuilt->db = NULL;
    }
    return fault;
}
