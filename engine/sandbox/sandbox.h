/* sandbox.h - runs Lua that somebody else wrote.
 *
 * Each job runs in a forked worker process (fresh state built from nothing, charged wrappers, work, memory and string
 * limits, rlimits, seccomp) and answers with one JSON value or a reason why not. The caller never sees Lua, the
 * worker never sees a file, a clock, the network or randomness beyond its seed. SECURITY.md section 2.
 * Gaps that are known: see the list at the top of sandbox.c. */
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

struct sandbox_source {
    const char *name; /* what error messages call it, e.g. "quizzes/basics/quiz.lua" */
    const char *text;
    size_t len;
    bool is_ours; /* vocabulary of the program, not of an author: may use the `host` table (see below) */
};

struct sandbox_job {
    const struct sandbox_source *sources; /* run in this order in one state, sharing one global table */
    size_t source_count;
    uint8_t seed[16];  /* seeds math.random */
    int tries;         /* how often RETRY is tried again in a fresh worker; 1 for `dauso sandbox` */
    bool wants_result; /* false: what the scripts return is ignored */
    /* Adds host functions of a binding family (lua_<word>.c): called in the worker before the first source with the
     * state and an empty table on top, which becomes the global `host`, visible only to sources that are ours. */
    void (*add_host)(struct lua_State *lua);
    size_t result_max; /* bytes of JSON; 0 = 8 KiB */
};

struct sandbox_answer {
    enum sandbox_verdict verdict;
    char *detail;        /* never NULL: "" or one printable line <= 500 bytes, e.g. "quiz.lua:12: ..." */
    struct json *result; /* what the last source returned; NULL unless wanted and OK */
    double cpu_ms;
};

/* FAULT_CANNOT only if no worker could be started (fork, seccomp): then practical tests are off and the text says so. */
MUST_CHECK enum fault sandbox_run(const struct sandbox_job *job, struct sandbox_answer *answer, struct err *err);
void sandbox_answer_clear(struct sandbox_answer *answer);

/* Source check alone, the first thing sandbox_run does: size, UTF-8, NUL, BOM, bidi controls. FAULT_INPUT names the line. */
MUST_CHECK enum fault sandbox_check_source(const struct sandbox_source *source, struct err *err);

#endif
