/* sandbox_probe.c - runs what the unit tests cannot: the sandbox without sanitizers, so with its
 * filter.
 *
 *   sandbox_probe run FILE…      a line of JSON a file: verdict, detail, cpu_ms, steps, memory
 *   sandbox_probe escape NAME…   asks the system for something from inside the worker; a line
 * "NAME: detail" sandbox_probe growth FILE…   runs all files and prints by how many KiB the parent
 * grew sandbox_probe speed COUNT    prints median and 95th percentile of an empty job, in
 * microseconds sandbox_probe threads COUNT  runs jobs in COUNT threads with small stacks, folding
 * texts; "ok" or what went wrong */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <lauxlib.h>
#include <lua.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "sandbox/sandbox.h"

static long
ask_system(const char *name)
{
    static char *const nothing[] = {NULL};
    const struct {
        const char *name;
        long number, a, b, c, d;
    } calls[] = {
        {"openat", SYS_openat, AT_FDCWD, (long)"/etc/passwd", O_RDONLY, 0},
        {"read", SYS_read, 0, (long)&nothing, 1, 0},
        {"close", SYS_close, 1, 0, 0, 0},
        {"socket", SYS_socket, AF_INET, SOCK_STREAM, 0, 0},
        {"connect", SYS_connect, 1, 0, 0, 0},
        {"clone", SYS_clone, SIGCHLD, 0, 0, 0},
        {"execve", SYS_execve, (long)"/bin/true", (long)nothing, (long)nothing, 0},
        {"kill", SYS_kill, 1, 0, 0, 0},
        {"ptrace", SYS_ptrace, PTRACE_TRACEME, 0, 0, 0},
        {"mprotect", SYS_mprotect, 4096, 4096, PROT_READ, 0},
        {"getpid", SYS_getpid, 0, 0, 0, 0},
        {"prctl", SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0},
        {"io_uring_setup", SYS_io_uring_setup, 8, 0, 0, 0},
        {"readlinkat", SYS_readlinkat, AT_FDCWD, (long)"/proc/self/exe", 0, 0},
        {"setrlimit", SYS_prlimit64, 0, 0, 0, 0},
        {"getrandom", SYS_getrandom, 0, 0, 0, 0},
        {"nanosleep", SYS_nanosleep, 0, 0, 0, 0},
        {"executable mmap", SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS},
#ifdef __x86_64__
        {"x32 write", 0x40000000 + SYS_write, 1, 0, 0, 0},
#endif
        {"plain mmap", SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS},
        {"clock", SYS_clock_gettime, CLOCK_MONOTONIC, (long)&(struct timespec){0}, 0, 0},
    };
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        if (strcmp(calls[i].name, name) == 0)
            return syscall(calls[i].number, calls[i].a, calls[i].b, calls[i].c, calls[i].d, -1, 0);
    return -2;
}

static int
fall(volatile int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth > 0 ? fall(depth + 1) + frame[0] : 0;
}

static int
host_ask(lua_State *lua)
{
    const char *name = luaL_checkstring(lua, 1);
    if (strcmp(name, "sleep for ever") == 0)
        for (volatile int on = 1; on;)
            ;
    if (strcmp(name, "crash") == 0) {
        volatile int *volatile nowhere = (volatile int *)16;
        *nowhere = 1;
    }
    if (strcmp(name, "int 80") == 0) {
#ifdef __x86_64__
        long result;
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
        lua_pushinteger(lua, result);
        return 1;
#endif
    }
    if (strcmp(name, "fall off the stack") == 0) {
        lua_pushinteger(lua, fall(1));
        return 1;
    }
    lua_pushinteger(lua, ask_system(name));
    return 1;
}

static void
add_ask(lua_State *lua)
{
    lua_pushcfunction(lua, host_ask);
    lua_setfield(lua, -2, "ask");
}

static int
run_escape(int count, char **names)
{
    for (int i = 0; i < count; i++) {
        char text[200];
        snprintf(text, sizeof text, "return host.ask(%c%s%c)", '"', names[i], '"');
        struct sandbox_source source = {"probe", text, strlen(text), true, false};
        struct sandbox_job job = {
            .sources = &source, .source_count = 1, .add_host = add_ask, .wants_result = true};
        struct sandbox_answer answer;
        struct err err;
        if (sandbox_run(&job, &answer, &err) != FAULT_NONE) {
            printf("%s: FAULT %s\n", names[i], err.text);
            continue;
        }
        printf("%s: %s %s\n", names[i], sandbox_verdict_name(answer.verdict), answer.detail);
        sandbox_answer_clear(&answer);
    }
    return 0;
}

static bool
run_file(const char *path, struct sandbox_answer *answer)
{
    struct buffer text = {0};
    struct err err;
    const char *slash = strrchr(path, '/');
    if (file_read(path, 1 << 20, &text, &err) != FAULT_NONE) {
        fprintf(stderr, "%s\n", err.text);
        return false;
    }
    struct sandbox_source source = {slash != NULL ? slash + 1 : path, buffer_text(&text), text.len,
                                    false};
    struct sandbox_job job = {.sources = &source, .source_count = 1, .tries = 1};
    bool has_run = sandbox_run(&job, answer, &err) == FAULT_NONE;
    if (!has_run)
        fprintf(stderr, "%s\n", err.text);
    buffer_clear(&text);
    return has_run;
}

static int
run_files(int count, char **paths)
{
    for (int i = 0; i < count; i++) {
        struct sandbox_answer answer;
        if (!run_file(paths[i], &answer))
            return 3;
        struct json *line = json_new_object();
        json_put_text(line, "file", paths[i]);
        json_put_text(line, "verdict", sandbox_verdict_name(answer.verdict));
        json_put_text(line, "detail", answer.detail);
        json_put_real(line, "cpu_ms", answer.cpu_ms);
        json_put_integer(line, "steps", (int64_t)answer.steps);
        json_put_integer(line, "memory", (int64_t)answer.memory_peak);
        char *text = json_write_text(line);
        puts(text);
        fflush(stdout);
        free(text);
        json_free(line);
        sandbox_answer_clear(&answer);
    }
    return 0;
}

static long
read_resident_kib(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
        pages = -1;
    if (file != NULL)
        fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int
measure_growth(int count, char **paths)
{
    struct sandbox_answer answer;
    if (count == 0 || !run_file(paths[0], &answer))
        return 3;
    sandbox_answer_clear(&answer);
    long before = read_resident_kib();
    for (int i = 0; i < count; i++) {
        if (!run_file(paths[i], &answer))
            return 3;
        sandbox_answer_clear(&answer);
    }
    printf("%ld\n", read_resident_kib() - before);
    return 0;
}

static int
compare_long(const void *a, const void *b)
{
    long left = *(const long *)a, right = *(const long *)b;
    return (left > right) - (left < right);
}

static long
run_text(const char *text, const char *wanted)
{
    struct sandbox_source source = {"quiz.lua", text, strlen(text), false, false};
    struct sandbox_job job = {.sources = &source, .source_count = 1, .wants_result = true};
    struct sandbox_answer answer;
    struct err err;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (sandbox_run(&job, &answer, &err) != FAULT_NONE) {
        printf("FAULT %s\n", err.text);
        return -1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    const char *got = json_text(answer.result);
    bool is_right = answer.verdict == SANDBOX_OK &&
                    (wanted == NULL || (got != NULL && strcmp(got, wanted) == 0));
    if (!is_right)
        printf("%s %s\n", sandbox_verdict_name(answer.verdict), answer.detail);
    sandbox_answer_clear(&answer);
    return is_right ? (end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000
                    : -1;
}

static int
measure_speed(int count)
{
    long *times = calloc((size_t)count, sizeof *times);
    for (int i = 0; i < count; i++)
        if ((times[i] = run_text("return \"x\"", "x")) < 0)
            return 1;
    qsort(times, (size_t)count, sizeof *times, compare_long);
    printf("median %ld us, p95 %ld us\n", times[count / 2], times[count * 95 / 100]);
    free(times);
    return 0;
}

static const char FOLD_MUCH[] = "local s = (\"B\u00e1nh m\u00ec \"):rep(900)\n"
                                "local r for i = 1, 5 do r = text.fold(s) end\n"
                                "return r:sub(1, 7)";

static void *
run_in_thread(void *failed)
{
    void *hole = malloc(100000); /* makes this thread's own arena, which the worker inherits */
    free(hole);
    for (int i = 0; i < 20; i++)
        if (run_text(FOLD_MUCH, "banh mi") < 0)
            __atomic_store_n((int *)failed, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static int
run_threads(int count)
{
    int failed = 0;
    pthread_t *threads = calloc((size_t)count, sizeof *threads);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 128 << 10);
    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], &attributes, run_in_thread, &failed) != 0)
            return 3;
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    puts(failed ? "failed" : "ok");
    return failed;
}

int
main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "run") == 0)
        return run_files(argc - 2, argv + 2);
    if (strcmp(what, "escape") == 0)
        return run_escape(argc - 2, argv + 2);
    if (strcmp(what, "growth") == 0)
        return measure_growth(argc - 2, argv + 2);
    if (strcmp(what, "speed") == 0 && argc == 3)
        return measure_speed(atoi(argv[2]));
    if (strcmp(what, "threads") == 0 && argc == 3)
        return run_threads(atoi(argv[2]));
    fputs("usage: sandbox_probe run|escape|growth|speed|threads …\n", stderr);
    return 2;
}
