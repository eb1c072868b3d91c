/* journal_fixture.h - folders with a database and a journal, and what may happen to files. For
 * tests/unit/store_journal.c and store_repair.c. */
#ifndef JOURNAL_FIXTURE_H
#define JOURNAL_FIXTURE_H

#include "store_fixture.h"

#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

static inline void
remove_all(char *folder)
{
    char command[200];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    CHECK(strncmp(folder, "/tmp/dauso-store-", 17) == 0 && system(command) == 0);
    free(folder);
}

static inline struct buffer
bytes_of(const char *folder, const char *name)
{
    struct buffer bytes = {0};
    char *path = file_join(folder, name);
    if (file_exists(path))
        OK(file_read(path, (size_t)1 << 30, &bytes, NULL));
    free(path);
    return bytes;
}

static inline void
put_bytes(const char *folder, const char *name, const struct buffer *bytes)
{
    char *path = file_join(folder, name);
    OK(file_write(path, bytes->data, bytes->len, 0600, NULL));
    free(path);
}

static inline void
remove_file(const char *folder, const char *name)
{
    char *path = file_join(folder, name);
    (void)unlink(path);
    free(path);
}

static inline bool
has_file(const char *folder, const char *name)
{
    char *path = file_join(folder, name);
    bool is_there = file_exists(path);
    free(path);
    return is_there;
}

/* The name of an entry that begins so, "" if there is none. */
static inline void
find_entry(const char *folder, const char *beginning, char out[300])
{
    DIR *dir = opendir(folder);
    out[0] = 0;
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;)
        if (strncmp(entry->d_name, beginning, strlen(beginning)) == 0)
            snprintf(out, 300, "%s", entry->d_name);
    closedir(dir);
}

static inline bool
refuses(const char *folder, const char *word)
{
    struct err err = {0};
    struct store *store = NULL;
    enum fault fault = store_open(folder, &store, &err);
    bool is_refused = fault == FAULT_CANNOT && says(&err, word, "run dauso repair");
    store_close(store);
    return is_refused;
}

static inline int
events_in(const char *folder)
{
    struct store *store = open_folder(folder);
    int count = count_events(store);
    store_close(store);
    return count;
}

static inline enum repair_end
repair(const char *folder, const char *word)
{
    struct err err = {0};
    struct buffer report = {0};
    enum repair_end end = REPAIR_LOSS;
    enum fault fault = store_repair(folder, &report, &end, &err);
    if (fault != FAULT_NONE || strstr(buffer_text(&report), word) == NULL) {
        CHECK(!"the repair says what it did");
        printf("  %s%s\n", buffer_text(&report), fault != FAULT_NONE ? err.text : "");
    }
    buffer_clear(&report);
    return end;
}

/* A folder with an attempt of `count` events, each after the first in a commit of its own. */
static inline char *
folder_with(uint32_t count)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    struct attempt_row attempt = fill(store, 1);
    for (uint32_t i = 1; i < count; i++) {
        OK(append_next(store, &attempt, NULL));
        OK(store_commit(store, NULL));
    }
    store_close(store);
    return folder;
}

/* The same, but the process dies with an open store. */
static inline char *
folder_killed_with(uint32_t count)
{
    char *folder = folder_with(1);
    pid_t child = fork();
    if (child == 0) {
        bool found;
        struct store *store = open_folder(folder);
        struct attempt_row attempt;
        if (store_find_attempt(store, ATTEMPT, &attempt, &found, NULL) != FAULT_NONE)
            _exit(9);
        for (uint32_t i = 1; i < count; i++)
            if (append_next(store, &attempt, NULL) != FAULT_NONE ||
                store_commit(store, NULL) != FAULT_NONE)
                _exit(9);
        _exit(0);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    return folder;
}

static inline void
add_event(const char *folder)
{
    bool found;
    struct attempt_row attempt;
    struct store *store = open_folder(folder);
    OK(store_find_attempt(store, ATTEMPT, &attempt, &found, NULL));
    OK(append_next(store, &attempt, NULL));
    OK(store_commit(store, NULL));
    store_close(store);
}

#endif
