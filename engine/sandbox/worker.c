/* worker.c - after the fork: detach, build the state, seal, and only then read the first foreign
 * byte.
 *
 * The worker may have been forked from a thread with a small stack, and Lua recurses in C, so it
 * moves to a stack of its own first. The state is never closed: nothing foreign runs after the
 * verdict. */
#include "sandbox/worker.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <lauxlib.h>

#include "sandbox/budget.h"
#include "sandbox/environment.h"
#include "sandbox/lockdown.h"
#include "sandbox/lua_math.h"
#include "sandbox/result.h"

enum {
    STACK_SIZE = 8 << 20,
    GUARD_SIZE = 64 << 10,
    CHUNK_NAME_MAX = 256,
    PANIC_EXIT = 70,
    BROKEN_EXIT = 71
};

struct worker {
    const struct sandbox_job *job;
    int answer_fd;
    pid_t parent;
    struct budget budget;
    struct result result;
    enum sandbox_verdict verdict;
    char detail[SANDBOX_DETAIL_MAX + 1];
};

static void
write_all(const void *data, size_t len)
{
    for (const char *at = data; len > 0;) {
        ssize_t written = write(LOCKDOWN_ANSWER_FD, at, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(BROKEN_EXIT);
        at += written;
        len -= (size_t)written;
    }
}

_Noreturn static void
answer(const struct worker *worker, uint32_t verdict)
{
    struct worker_frame frame = {
        .magic = WORKER_FRAME_MAGIC,
        .verdict = verdict,
        .detail_len = (uint32_t)strlen(worker->detail),
        .result_len = verdict == SANDBOX_OK ? (uint32_t)worker->result.len : 0,
        .steps = worker->budget.steps,
        .memory_peak = worker->budget.memory_peak,
    };
    write_all(&frame, sizeof frame);
    write_all(worker->detail, frame.detail_len);
    write_all(worker->result.data, frame.result_len);
    _exit(0);
}

_Noreturn static void
answer_cannot(struct worker *worker, const char *why)
{
    snprintf(worker->detail, sizeof worker->detail, "%s", why);
    answer(worker, WORKER_CANNOT);
}

static int
end_on_panic(lua_State *lua)
{
    (void)lua;
    _exit(PANIC_EXIT);
}

static int
host_where(lua_State *lua)
{
    char where[BUDGET_WHERE_MAX];
    if (!sandbox_where(lua, where, sizeof where))
        return 0;
    lua_pushstring(lua, where);
    return 1;
}

/* For lua_pcall: (light userdata of the job) */
static int
prepare_state(lua_State *lua)
{
    const struct sandbox_job *job = lua_touserdata(lua, 1);
    lua_newtable(lua);
    lua_pushcfunction(lua, host_where);
    lua_setfield(lua, -2, "where");
    if (job->add_host != NULL) {
        lua_pushvalue(lua, -1);
        job->add_host(lua);
        lua_settop(lua, 2);
    }
    environment_build(lua);
    return 0;
}

static void
describe_limit(struct worker *worker, const char *source_name)
{
    static const char *const SAYS[] = {
        [BUDGET_STEPS] = "runs too long (is there a loop without end?)",
        [BUDGET_TIME] = "runs too long (is there a loop without end?)",
        [BUDGET_MEMORY] = "needs more than 16 MiB of memory",
        [BUDGET_BLOCK] =
            "too many values in one table (about 8,000 names or 16,000 list entries is the most)",
        [BUDGET_CALLS] = "functions call each other too deeply (is there a call without end?)",
        [BUDGET_TEXT] = "a text is longer than 64 KiB",
        [BUDGET_RESULT] = "the result is too large",
    };
    const struct budget *budget = &worker->budget;
    /* Where processor time ran out differs from run to run, so that line is not told. */
    bool has_line =
        budget->where[0] != 0 && budget->hit != BUDGET_TIME && budget->hit != BUDGET_RESULT;
    snprintf(worker->detail, sizeof worker->detail, "%s: %s",
             has_line ? budget->where : source_name, SAYS[budget->hit]);
}

/* The error is on top of the stack. */
static void
describe_error(struct worker *worker, const char *source_name)
{
    lua_State *lua = worker->budget.lua;
    switch (lua_type(lua, -1)) {
    case LUA_TSTRING:
        /* The parser says no more than this, and no line. */
        if (strcmp(lua_tostring(lua, -1), "C stack overflow") == 0)
            snprintf(worker->detail, sizeof worker->detail,
                     "%s: brackets or blocks are nested too deeply", source_name);
        else
            snprintf(worker->detail, sizeof worker->detail, "%s", lua_tostring(lua, -1));
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(lua, -1))
            snprintf(worker->detail, sizeof worker->detail, "%s: error %lld", source_name,
                     (long long)lua_tointeger(lua, -1));
        else
            snprintf(worker->detail, sizeof worker->detail, "%s: error %.14g", source_name,
                     lua_tonumber(lua, -1));
        break;
    default:
        snprintf(worker->detail, sizeof worker->detail, "%s: an error without a text (%s)",
                 source_name, luaL_typename(lua, -1));
    }
}

_Noreturn static void
answer_failure(struct worker *worker, int status, const char *source_name)
{
    bool is_limit = budget_was_hit(worker->budget.lua, status);
    if (is_limit)
        describe_limit(worker, source_name);
    else
        describe_error(worker, source_name);
    answer(worker, is_limit ? SANDBOX_LIMIT : SANDBOX_ERROR);
}

/* For lua_pcall: (light userdata of the source). Gives the source as a function, with the globals
 * that it may see. */
static int
load_source(lua_State *lua)
{
    const struct sandbox_source *source = lua_touserdata(lua, 1);
    char chunk[CHUNK_NAME_MAX];
    snprintf(chunk, sizeof chunk, "%c%s", source->is_ours && !source->has_author ? '=' : '@', source->name);
    environment_show_host(lua, source->is_ours);
    if (luaL_loadbufferx(lua, source->text, source->len, chunk, "t") != LUA_OK)
        return lua_error(lua);
    if (!source->is_ours) {
        environment_settle(lua);
        environment_give_author(lua);
    }
    return 1;
}

/* Leaves the first value that the source returned on the stack. */
static void
run_source(struct worker *worker, const struct sandbox_source *source)
{
    lua_State *lua = worker->budget.lua;
    worker->budget.has_words = worker->budget.has_words || source->is_ours;
    lua_settop(lua, 0);
    lua_pushcfunction(lua, load_source);
    lua_pushlightuserdata(lua, (void *)(uintptr_t)source);
    int status = lua_pcall(lua, 1, 1, 0);
    if (status == LUA_OK)
        status = lua_pcall(lua, 0, 1, 0);
    if (status != LUA_OK || worker->budget.hit != BUDGET_WITHIN)
        answer_failure(worker, status, source->name);
}

static void
write_result(struct worker *worker, const char *source_name)
{
    lua_State *lua = worker->budget.lua;
    lua_pushcfunction(lua, result_write);
    lua_insert(lua, 1);
    lua_pushlightuserdata(lua, &worker->result);
    lua_insert(lua, 2);
    int status = lua_pcall(lua, 2, 0, 0);
    if (status == LUA_OK)
        return;
    bool is_error = !budget_was_hit(lua, status) && lua_type(lua, -1) == LUA_TSTRING;
    if (!is_error)
        answer_failure(worker, status, source_name);
    snprintf(worker->detail, sizeof worker->detail, "%s: %s", source_name, lua_tostring(lua, -1));
    answer(worker, SANDBOX_ERROR);
}

static void
open_state(struct worker *worker)
{
    struct result *result = &worker->result;
    result->max = worker->job->result_max != 0 ? worker->job->result_max : SANDBOX_RESULT_MAX;
    result->data = mmap(NULL, result->max, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (result->data == MAP_FAILED || !budget_open(&worker->budget))
        answer_cannot(worker, "there is no memory for a sandbox");
    lua_State *lua = worker->budget.lua;
    lua_atpanic(lua, end_on_panic);
    lua_setwarnf(lua, NULL, NULL);
    lua_math_seed(&worker->budget, worker->job->seed);
    lua_pushcfunction(lua, prepare_state);
    lua_pushlightuserdata(lua, (void *)(uintptr_t)worker->job);
    if (lua_pcall(lua, 1, 0, 0) != LUA_OK)
        answer_cannot(worker, "the sandbox could not be prepared");
    worker->budget.steps = 0;
}

_Noreturn static void
run_worker(struct worker *worker)
{
    const struct sandbox_job *job = worker->job;
    if (!lockdown_detach(worker->answer_fd, worker->parent))
        _exit(BROKEN_EXIT);
    open_state(worker);
    if (!lockdown_seal())
        answer_cannot(worker, "this system cannot close off a sandbox (seccomp is missing)");
    for (size_t i = 0; i < job->source_count; i++)
        run_source(worker, &job->sources[i]);
    if (job->wants_result && job->source_count > 0)
        write_result(worker, job->sources[job->source_count - 1].name);
    answer(worker, SANDBOX_OK);
}

#ifndef __SANITIZE_ADDRESS__
/* makecontext passes ints only. */
static void
enter_worker(unsigned high, unsigned low)
{
    run_worker((struct worker *)((uintptr_t)high << 32 | low));
}
#endif

void
worker_main(const struct sandbox_job *job, int answer_fd, pid_t parent)
{
    struct worker worker = {.job = job, .answer_fd = answer_fd, .parent = parent};
#ifndef __SANITIZE_ADDRESS__
    char *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    ucontext_t context;
    if (stack == MAP_FAILED || mprotect(stack, GUARD_SIZE, PROT_NONE) != 0 ||
        getcontext(&context) != 0)
        _exit(BROKEN_EXIT);
    context.uc_stack.ss_sp = stack;
    context.uc_stack.ss_size = STACK_SIZE;
    context.uc_link = NULL;
    uintptr_t at = (uintptr_t)&worker;
    makecontext(&context, (void (*)(void))enter_worker, 2, (unsigned)(at >> 32), (unsigned)at);
    setcontext(&context);
    _exit(BROKEN_EXIT);
#else
    run_worker(&worker); /* AddressSanitizer follows one stack only */
#endif
}
