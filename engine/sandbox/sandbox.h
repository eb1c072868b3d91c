/* sandbox.h - runs Lua that somebody else wrote.
 *
 * Each job runs in a forked worker process (fresh state built from nothing, charged wrappers, work,
 * memory and string limits, rlimits, seccomp) and answers with one JSON value or a reason why not.
 * The caller never sees Lua, the worker never sees a file, a clock, the network or randomness
 * beyond its seed. SECURITY.md section 2. Gaps that are known: see the list at the top of
 * sandbox.c. */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/json.h"

struct lua_State;

enum sandbox_verdict {
    SANDBOX_OK,
    SANDBOX_ERROR,  /* the script's own mistake; repeatable */
    SANDBOX_LIMIT,  /* the script hit a stated limit; repeatable */
    SANDBOX_REJECT, /* the source is not acceptable: too long, not UTF-8, bytecode, bidi controls */
    SANDBOX_RETRY   /* the worker was killed by time; says nothing about the script */
};

const char *sandbox_verdict_name(enum sandbox_verdict verdict); /* "OK", "ERROR", ... */

/* The limits that repeat: the same script hits them at the same place on any machine. */
enum {
    SANDBOX_STEPS_MAX = 20000000,
    SANDBOX_MEMORY_MAX = 16 << 20,
    SANDBOX_TEXT_MAX = 64 << 10,   /* one text */
    SANDBOX_BLOCK_MAX = 256 << 10, /* one table: about 8,000 names or 16,000 list entries */
    SANDBOX_SOURCE_MAX = 32 << 10, /* one source of an author */
    SANDBOX_SOURCES_MAX =
        256 << 10,                /* all sources of an author together; also one source of ours */
    SANDBOX_RESULT_MAX = 8 << 10, /* where the job does not say */
    SANDBOX_DETAIL_MAX = 500
};

struct sandbox_source {
    const char *name; /* what error messages call it, e.g. "quizzes/basics/quiz.lua" */
    const char *text;
    size_t len;
    bool is_ours; /* vocabulary of the program, not of an author: may use the `host` table (see
                     below) */
    bool has_author; /* ours, but being written: mistakes are told of its lines too */
};

struct sandbox_job {
    const struct sandbox_source
        *sources; /* run in this order in one state, sharing one global table */
    size_t source_count;
    uint8_t seed[16];  /* seeds math.random */
    int tries;         /* how often RETRY is tried again in a fresh worker; 1 for `dauso sandbox` */
    bool wants_result; /* false: what the scripts return is ignored */
    /* Adds host functions of a binding family (lua_<word>.c): called in the worker before the first
     * source with the state and an empty table on top, which becomes the global `host`, visible
     * only to sources that are ours. */
    void (*add_host)(struct lua_State *lua);
    size_t result_max; /* bytes of JSON; 0 = 8 KiB */
};

struct sandbox_answer {
    enum sandbox_verdict verdict;
    char *detail; /* never NULL: "" or one printable line <= 500 bytes, e.g. "quiz.lua:12: ..." */
    struct json *result; /* what the last source returned; NULL unless wanted and OK */
    double cpu_ms;
    uint64_t steps;     /* work units used, of SANDBOX_STEPS_MAX; 0 if the worker was killed */
    size_t memory_peak; /* bytes in use at most, of SANDBOX_MEMORY_MAX */
};

/* What the sources see. A source of ours has the plain words (SECURITY.md 2.3), getmetatable,
 * setmetatable (no __gc,
 * __mode, __close), rawequal, rawget, rawlen, rawset, and, only while it is being loaded, `host`:
 * capture what is needed in locals. The globals it sets are words: an author's source can call them
 * and cannot replace them. An author's source has a global table of its own with its own copies of
 * the plain words. Where there are words, reading a global that does not exist is an ERROR that
 * names the word that may have been meant; without, it is nil as in plain Lua. host.where() gives
 * "quiz.lua:12", the line of the author that is running now, nil if there is none. */

/* For host functions (lua_<word>.c). Counts work: call it with what a call costs, about one unit
 * for 10 ns, before the work is done. Does not return if the limit is hit. */
void sandbox_charge(struct lua_State *lua, uint64_t units);
/* "quiz.lua:12" or "" if no author's line is running; always NUL-terminated. False for "". */
bool sandbox_where(struct lua_State *lua, char *out, size_t size);

/* FAULT_CANNOT only if no worker could be started (fork, seccomp): then practical tests are off and
 * the text says so. */
MUST_CHECK enum fault sandbox_run(const struct sandbox_job *job, struct sandbox_answer *answer,
                                  struct err *err);
void sandbox_answer_clear(struct sandbox_answer *answer);

/* Source check alone, the first thing sandbox_run does: size, UTF-8, NUL, BOM, bidi controls.
 * FAULT_INPUT names the line. */
MUST_CHECK enum fault sandbox_check_source(const struct sandbox_source *source, struct err *err);

#endif
