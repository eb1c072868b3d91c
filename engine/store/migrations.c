/* migrations.c - the schema, told once, and the steps that lead to it. Step n brings a file of
 * version n-1 to version n in one transaction and ends with the new user_version, so a kill in
 * between leaves the old file.
 *
 * Who reads the record: events are the truth; results can be recomputed from events and quizzes;
 * certificates are signed bytes and are never made again. Personal words are in learners only. */
#include "store/open_store.h"

#include <inttypes.h>

enum { APPLICATION_ID = 0x44617573 }; /* "Daus": tells our file from other people's SQLite files */

static const char SCHEMA_1[] =
    /* Every quiz version that was ever used, whole, under the hash that events and certificates
     * name. files is a JSON object {path: text}. A quiz folder may change or vanish; its attempts
     * can still be replayed. */
    "CREATE TABLE quizzes ("
    "  hash  TEXT PRIMARY KEY,"
    "  quiz  TEXT NOT NULL,"
    "  files TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    /* A class: place, quiz, the seed of all its attempts. ended_at 0: it goes on. AUTOINCREMENT: a
     * number that a certificate or bundle has named is never given to another class. */
    "CREATE TABLE classes ("
    "  id        INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  place     INTEGER NOT NULL,"
    "  name      TEXT NOT NULL,"
    "  code      TEXT NOT NULL,"
    "  quiz      TEXT NOT NULL,"
    "  quiz_hash TEXT NOT NULL REFERENCES quizzes(hash),"
    "  programme TEXT NOT NULL,"
    "  seed      BLOB NOT NULL CHECK (length(seed) = 16),"
    "  opened_at INTEGER NOT NULL,"
    "  ended_at  INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE INDEX classes_by_name ON classes(name, id);"

    /* The only table with personal words: erasing a row here (secure_delete wipes the page) leaves
     * events that name nobody. Keys begin with the class, the class lies in one place: so rows of a
     * class lie together, and a larger store can be cut by class. token_hash is NULL until a phone
     * has joined. */
    "CREATE TABLE learners ("
    "  class         INTEGER NOT NULL REFERENCES classes(id),"
    "  number        INTEGER NOT NULL CHECK (number > 0),"
    "  id            TEXT NOT NULL UNIQUE,"
    "  name          TEXT NOT NULL,"
    "  birth_year    INTEGER NOT NULL,"
    "  token_hash    BLOB CHECK (length(token_hash) = 32),"
    "  identity_seen INTEGER NOT NULL,"
    "  help_given    INTEGER NOT NULL,"
    "  joined_at     INTEGER NOT NULL,"
    "  PRIMARY KEY (class, number)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE UNIQUE INDEX learners_by_token ON learners(token_hash) WHERE token_hash IS NOT NULL;"

    /* One sitting of one learner; sitting counts up, so the newest is known without a clock.
     * last_seq and chain repeat the newest event, so that a cut-off tail shows. */
    "CREATE TABLE attempts ("
    "  sitting     INTEGER PRIMARY KEY,"
    "  class       INTEGER NOT NULL REFERENCES classes(id),"
    "  id          TEXT NOT NULL UNIQUE,"
    "  learner     TEXT NOT NULL REFERENCES learners(id),"
    "  quiz        TEXT NOT NULL,"
    "  quiz_hash   TEXT NOT NULL REFERENCES quizzes(hash),"
    "  last_seq    INTEGER NOT NULL CHECK (last_seq >= 0),"
    "  chain       BLOB NOT NULL CHECK (length(chain) = 32),"
    "  started_at  INTEGER NOT NULL,"
    "  finished_at INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE (class, id)"
    ") STRICT;"
    "CREATE INDEX attempts_by_learner ON attempts(learner, sitting);"

    /* What people did. body is the event's CBOR, chain the hash after it (eventlog.h). Rows are
       only ever added. */
    "CREATE TABLE events ("
    "  class   INTEGER NOT NULL,"
    "  attempt TEXT NOT NULL,"
    "  seq     INTEGER NOT NULL CHECK (seq > 0),"
    "  body    BLOB NOT NULL,"
    "  chain   BLOB NOT NULL CHECK (length(chain) = 32),"
    "  PRIMARY KEY (class, attempt, seq),"
    "  FOREIGN KEY (class, attempt) REFERENCES attempts(class, id)"
    ") STRICT, WITHOUT ROWID;"

    /* What was computed when an attempt was finished. Never the source of a certificate: a replay
       compares with it. */
    "CREATE TABLE results ("
    "  attempt      TEXT PRIMARY KEY REFERENCES attempts(id),"
    "  screens_hash TEXT NOT NULL,"
    "  evidence     TEXT NOT NULL,"
    "  decision     TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    /* Signed messages and the finished pages; a reprint returns these bytes. The large columns
     * stand last, so that lists do not read them. */
    "CREATE TABLE certificates ("
    "  sequence     INTEGER PRIMARY KEY,"
    "  id           TEXT NOT NULL UNIQUE,"
    "  class        INTEGER NOT NULL REFERENCES classes(id),"
    "  attempt      TEXT NOT NULL REFERENCES attempts(id),"
    "  status_index INTEGER NOT NULL,"
    "  issued_at    INTEGER NOT NULL,"
    "  cose         BLOB NOT NULL,"
    "  pdf          BLOB NOT NULL"
    ") STRICT;"
    "CREATE INDEX certificates_by_attempt ON certificates(attempt, sequence);"
    "CREATE INDEX certificates_by_class ON certificates(class, sequence);"

    /* Office name, place, verifier URL ... */
    "CREATE TABLE settings ("
    "  name  TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    "PRAGMA application_id = 0x44617573;"
    "PRAGMA user_version = 1;";

static const char SCHEMA_2[] =
    /* What was withdrawn, and why, in words for the office; the signed status list carries index,
     * day and reason only. Rows are never changed. */
    "CREATE TABLE revocations ("
    "  certificate TEXT PRIMARY KEY REFERENCES certificates(id),"
    "  revoked_at  INTEGER NOT NULL,"
    "  reason      INTEGER NOT NULL,"
    "  note        TEXT NOT NULL,"
    "  replaced_by TEXT REFERENCES certificates(id)"
    ") STRICT, WITHOUT ROWID;"

    "PRAGMA user_version = 2;";

static const char SCHEMA_3[] =
    /* A learner may stand in the roster before a phone joins (state, store.h), comes back with a
     * picture and four digits, has said yes or no to being written down (consent), and may be
     * released to another phone. former_token is the phone that was there before, so that it can
     * be told; former_name is the spelling before the last correction, for undoing it. salt makes
     * the commitment in class_record say nothing once this row is erased. */
    "ALTER TABLE learners ADD COLUMN state INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE learners ADD COLUMN is_on_roster INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE learners ADD COLUMN address TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE learners ADD COLUMN consent INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE learners ADD COLUMN picture INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE learners ADD COLUMN digits TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE learners ADD COLUMN is_welcomed INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE learners ADD COLUMN may_rejoin INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE learners ADD COLUMN wrong_digits INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE learners ADD COLUMN former_token BLOB CHECK (length(former_token) = 32);"
    "ALTER TABLE learners ADD COLUMN former_name TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE learners ADD COLUMN extra_minutes INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE learners ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE learners ADD COLUMN salt BLOB CHECK (length(salt) = 16);"
    "CREATE INDEX learners_by_former_token ON learners(former_token) "
    "WHERE former_token IS NOT NULL;"

    /* minutes: 0 = nobody is timed. */
    "ALTER TABLE classes ADD COLUMN minutes INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE classes ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;"

    /* Which papers a trainer ticked as printed; not a column of certificates, whose rows are long. */
    "CREATE TABLE prints ("
    "  certificate TEXT PRIMARY KEY REFERENCES certificates(id),"
    "  printed_at  INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    /* What the trainer did, in order: only ever added, undoing is one more row. No personal words.
     * chain is SHA-256 over the one before and this row (class_record.c). */
    "CREATE TABLE class_record ("
    "  class   INTEGER NOT NULL REFERENCES classes(id),"
    "  seq     INTEGER NOT NULL CHECK (seq > 0),"
    "  at      INTEGER NOT NULL,"
    "  verb    TEXT NOT NULL,"
    "  learner TEXT NOT NULL,"
    "  value   TEXT NOT NULL,"
    "  undoes  INTEGER NOT NULL DEFAULT 0,"
    "  chain   BLOB NOT NULL CHECK (length(chain) = 32),"
    "  PRIMARY KEY (class, seq)"
    ") STRICT, WITHOUT ROWID;"

    "PRAGMA user_version = 3;";

static const char SCHEMA_4[] =
    /* A class may test the people of an earlier one again: follows names the class, earlier the
     * same person's row there. No foreign keys: 0 and '' mean none. */
    "ALTER TABLE classes ADD COLUMN follows INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE classes ADD COLUMN village TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE classes ADD COLUMN parameters TEXT NOT NULL DEFAULT 'author';"
    "ALTER TABLE learners ADD COLUMN earlier TEXT NOT NULL DEFAULT '';"

    /* What the items of a quiz are worth; the newest of a quiz is in use for new classes. Never
     * changed, never taken away: attempts name the set that they were judged with. */
    "CREATE TABLE parameter_sets ("
    "  number       INTEGER PRIMARY KEY,"
    "  name         TEXT NOT NULL UNIQUE,"
    "  quiz         TEXT NOT NULL,"
    "  published_at INTEGER NOT NULL,"
    "  body         TEXT NOT NULL"
    ") STRICT;"

    "PRAGMA user_version = 4;";

static const char *const STEPS[STORE_VERSION] = {SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4};

struct file_facts {
    int64_t application_id, version, table_count;
};

static void
read_number(struct query *query, void *number)
{
    *(int64_t *)number = db_get_integer(query, 0);
}

static enum fault
read_facts(struct db *db, struct file_facts *facts, struct err *err)
{
    bool found;
    enum fault fault = db_read_one(db_query(db, "PRAGMA application_id"), read_number,
                                   &facts->application_id, &found, err);
    if (fault == FAULT_NONE)
        fault = db_read_one(db_query(db, "PRAGMA user_version"), read_number, &facts->version,
                            &found, err);
    if (fault == FAULT_NONE)
        fault = db_read_one(db_query(db, "SELECT count(*) FROM sqlite_schema"), read_number,
                            &facts->table_count, &found, err);
    return fault;
}

enum fault
migrations_accept(struct db *db, struct err *err)
{
    struct file_facts facts = {0};
    enum fault fault = read_facts(db, &facts, err);
    if (fault != FAULT_NONE)
        return fault;
    bool is_new = facts.application_id == 0 && facts.version == 0 && facts.table_count == 0;
    if (!is_new && facts.application_id != APPLICATION_ID)
        return err_set(err, FAULT_CANNOT,
                       "%s belongs to another program; choose another folder with --dir, or run "
                       "dauso repair if it was a store of dauso",
                       db_path(db));
    if (facts.version > STORE_VERSION)
        return err_set(err, FAULT_CANNOT,
                       "%s was made by a newer dauso (store version %" PRId64
                       ", this program knows %d); use the newer program, or run dauso repair if "
                       "there never was one",
                       db_path(db), facts.version, STORE_VERSION);
    return FAULT_NONE;
}

enum fault
migrations_run(struct db *db, struct err *err)
{
    return migrations_run_to(db, STORE_VERSION, err);
}

enum fault
migrations_run_to(struct db *db, int64_t wanted, struct err *err)
{
    struct file_facts facts = {0};
    enum fault fault = read_facts(db, &facts, err);
    if (fault == FAULT_NONE && facts.version < 0)
        fault = err_set(err, FAULT_CANNOT,
                        "%s is damaged (its version is negative); run dauso repair", db_path(db));
    for (int64_t version = facts.version; fault == FAULT_NONE && version < wanted; version++)
        fault = db_run_script(db, STEPS[version], err);
    return fault;
}
