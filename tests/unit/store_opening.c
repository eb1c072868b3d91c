/* store_opening.c - the settings of an open store, and everything that is refused at the door. */
#include "store_fixture.h"

#include <sys/stat.h>
#include <sys/wait.h>

static void
read_text(struct query *query, void *text)
{
    db_get_buffer(query, 0, text);
}

/* Refused with these words, and no byte of the file is different afterwards. */
static void
check_refused(const char *folder, const char *words)
{
    struct buffer before = {0}, after = {0};
    struct store *store = NULL;
    struct err err = {0};
    char *path = file_join(folder, "dauso.db"), *wal = file_join(folder, "dauso.db-wal");
    OK(file_read(path, 1 << 20, &before, NULL));
    CHECK(store_open(folder, &store, &err) == FAULT_CANNOT && store == NULL);
    CHECK(says(&err, words, path));
    CHECK(strchr(err.text, '\n') == NULL);
    OK(file_read(path, 1 << 20, &after, NULL));
    CHECK(before.len == after.len && memcmp(before.data, after.data, before.len) == 0);
    CHECK(!file_exists(wal));
    buffer_clear(&before);
    buffer_clear(&after);
    free(path);
    free(wal);
}

TEST(the_settings_are_those_of_the_design)
{
    static const struct {
        const char *sql;
        int64_t wanted;
    } settings[] = {
        {"PRAGMA synchronous", 2},
        {"PRAGMA wal_autocheckpoint", 200},
        {"PRAGMA journal_size_limit", 4194304},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA secure_delete", 1},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA cell_size_check", 1},
        {"PRAGMA user_version", 4},
        {"PRAGMA application_id", 0x44617573},
        {"SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1},
        {"SELECT locking_mode = 'exclusive' FROM pragma_locking_mode", 1},
        {"SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE "
         "'sqlite_%' AND NOT strict",
         0},
    };
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        struct buffer value = {0};
        bool found;
        OK(db_read_one(db_query(store->db, settings[i].sql), read_text, &value, &found, NULL));
        if (atoll(buffer_text(&value)) != settings[i].wanted) {
            unit_broken = 1;
            printf("  %s is %s\n", settings[i].sql, buffer_text(&value));
        }
        buffer_clear(&value);
    }
    char *path = file_join(folder, "dauso.db-shm"), *database = file_join(folder, "dauso.db");
    struct stat found;
    CHECK(!file_exists(path)); /* what a full disk would stumble over */
    CHECK(stat(database, &found) == 0 && (found.st_mode & 0777) == 0600);
    free(path);
    free(database);
    store_close(store);
    remove_folder(folder);
}

TEST(a_second_process_is_refused_at_once_and_told_why)
{
    char *folder = new_folder();
    struct store *store = open_folder(folder);
    fill(store, 1);
    pid_t child = fork();
    if (child == 0) {
        struct store *second = NULL;
        struct err err = {0};
        enum fault fault = store_open(folder, &second, &err);
        _exit(fault == FAULT_CANNOT && second == NULL && err_exit_code(fault) == 3 &&
                      says(&err, "the class is running: use the console, or stop serve", folder)
                  ? 0
                  : 9);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK(count_events(store) == 1);
    store_close(store);
    store = open_folder(folder); /* and free again afterwards */
    store_close(store);
    remove_folder(folder);
}

TEST(a_store_of_a_newer_version_is_refused_unchanged)
{
    char *folder = new_folder();
    store_close(open_folder(folder));
    change_file(folder, "PRAGMA user_version = 99");
    check_refused(folder, "newer");
    remove_folder(folder);
}

TEST(somebody_elses_database_is_refused_unchanged)
{
    char *folder = new_folder();
    change_file(folder, "CREATE TABLE photos(id); PRAGMA application_id = 77");
    check_refused(folder, "belongs to another program");
    remove_folder(folder);
    folder = new_folder();
    change_file(folder, "CREATE TABLE photos(id)");
    check_refused(folder, "belongs to another program");
    remove_folder(folder);
}

TEST(a_file_that_is_no_database_is_refused_unchanged)
{
    char *folder = new_folder(), *path = file_join(folder, "dauso.db"), text[5000];
    memset(text, 'x', sizeof text);
    OK(file_write(path, text, sizeof text, 0600, NULL));
    check_refused(folder, "is not a store of dauso");
    free(path);
    remove_folder(folder);
}

TEST(an_empty_file_becomes_a_store)
{
    char *folder = new_folder(), *path = file_join(folder, "dauso.db");
    OK(file_write(path, "", 0, 0600, NULL));
    store_close(open_folder(folder));
    free(path);
    remove_folder(folder);
}

TEST(what_cannot_be_opened_is_told_with_its_path)
{
    char *folder = new_folder(), *inside = file_join(folder, "dauso.db"),
         *under = file_join(inside, "data");
    struct store *store = NULL;
    struct err err = {0};
    CHECK(mkdir(inside, 0700) == 0); /* a folder where the file should be */
    CHECK(store_open(folder, &store, &err) == FAULT_CANNOT && store == NULL &&
          says(&err, "cannot open", inside));
    CHECK(rmdir(inside) == 0);
    OK(file_write(inside, "", 0, 0600, NULL)); /* a file where the folder should be */
    CHECK(store_open(under, &store, &err) == FAULT_CANNOT &&
          says(&err, "cannot make the folder", inside));
    CHECK(store_open("/proc/dauso", &store, &err) == FAULT_CANNOT &&
          says(&err, "/proc/dauso", "cannot"));
    free(under);
    free(inside);
    remove_folder(folder);
}

TEST(an_erased_name_leaves_no_bytes_behind)
{
    char *folder = new_folder(), *path = file_join(folder, "dauso.db");
    struct store *store = open_folder(folder);
    fill(store, 1);
    struct learner_row row = learner_named(1, "x", "Tên Riêng Rất Lạ", 0), other;
    OK(store_add_learner(store, &row, NULL));
    for (char id = 'a'; id < 'f'; id++) {
        other = learner_named(1, (char[]){id, 0}, "Ai Khác", 0);
        OK(store_add_learner(store, &other, NULL));
    }
    OK(store_commit(store, NULL));
    snprintf(row.name, sizeof row.name,
             "Một cái tên dài hơn nhiều, nên hàng này phải dời chỗ trong trang");
    OK(store_update_learner(store, &row, NULL));
    OK(store_commit(store, NULL));
    store_close(store);
    struct buffer bytes = {0};
    OK(file_read(path, 1 << 22, &bytes, NULL));
    CHECK(memmem(bytes.data, bytes.len, "Riêng", strlen("Riêng")) == NULL);
    CHECK(memmem(bytes.data, bytes.len, ATTEMPT, strlen(ATTEMPT)) !=
          NULL); /* the search does find things */
    buffer_clear(&bytes);
    free(path);
    remove_folder(folder);
}

int
main(void)
{
    RUN(the_settings_are_those_of_the_design);
    RUN(a_second_process_is_refused_at_once_and_told_why);
    RUN(a_store_of_a_newer_version_is_refused_unchanged);
    RUN(somebody_elses_database_is_refused_unchanged);
    RUN(a_file_that_is_no_database_is_refused_unchanged);
    RUN(an_empty_file_becomes_a_store);
    RUN(what_cannot_be_opened_is_told_with_its_path);
    RUN(an_erased_name_leaves_no_bytes_behind);
    return unit_end();
}
