/* db_sqlite.h - what a database is made of, for the files that speak with SQLite: db_sqlite.c and db_copy.c. */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include "store/db.h"

enum { QUERIES_MAX = 96 };

struct query {
    struct db *db;
    const char *sql;
    sqlite3_stmt *statement;
    int problem;     /* of preparing or binding */
    bool is_damaged; /* a column did not hold what the schema promises */
};

struct db {
    sqlite3 *sqlite;
    char *path;
    struct query *queries[QUERIES_MAX];
    size_t query_count;
    void *owner;
    sqlite3_session *session; /* records the open transaction */
    bool is_recording;
    bool is_lost;   /* the open transaction was rolled back under its owner */
    bool is_broken; /* the disk failed: nothing is written any more until the file is opened anew */
    bool is_full;
};

/* The sentence for an SQLite result code, said of the file. */
enum fault db_explain(const struct db *db, int code, struct err *err);
int db_run(const struct db *db, const char *sql);
/* Begins to record the transaction that has just begun, if changes are kept. An SQLite result code. */
int db_record(struct db *db);
void db_drop_changes(struct db *db);

#endif
