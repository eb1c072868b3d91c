/* io_faults.c - LD_PRELOAD: the n-th deed of a program on the files of one folder goes wrong.
 *
 * FAULT_FOLDER   the folder; deeds elsewhere are untouched and not counted
 * FAULT_AT       which one (1, 2, ...); 0 = none, only counted
 * FAULT_HOW      "exit" (the program is gone, like kill -9), or a number: that errno is the answer
 * FAULT_ON       letters of the deeds that count: o open for writing, w write, s sync, t truncate, r rename, u unlink
 * FAULT_LASTS    "1": every later deed fails too, until a file named "ballast" is unlinked
 * FAULT_COUNT    a file that gets the number of deeds when the program ends
 * CLOCK_FILE     a file with seconds that are added to the calendar clock, read anew at each look
 * MALLOC_AT      the n-th allocation of the program finds no memory */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FILES_MAX = 1024 };

static char folder[PATH_MAX];
static size_t folder_len;
static long at, malloc_at;
static int is_exit, error, lasts;
static const char *on = "owstru", *count_path, *clock_path;
static atomic_long count, allocations;
static atomic_int is_failing;
static char is_ours[FILES_MAX];
static int is_ready;

#define REAL(result, name, ...)                                                                                        \
    static result (*real_##name)(__VA_ARGS__);                                                                         \
    if (real_##name == NULL)                                                                                           \
    *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

static long
number(const char *name)
{
    const char *text = getenv(name);
    return text != NULL ? atol(text) : 0;
}

__attribute__((constructor)) static void
begin(void)
{
    const char *where = getenv("FAULT_FOLDER"), *how = getenv("FAULT_HOW");
    if (where != NULL && realpath(where, folder) != NULL)
        folder_len = strlen(folder);
    if (getenv("FAULT_ON") != NULL)
        on = getenv("FAULT_ON");
    at = number("FAULT_AT");
    malloc_at = number("MALLOC_AT");
    lasts = (int)number("FAULT_LASTS");
    is_exit = how != NULL && strcmp(how, "exit") == 0;
    error = how != NULL && !is_exit ? atoi(how) : EIO;
    count_path = getenv("FAULT_COUNT");
    clock_path = getenv("CLOCK_FILE");
    is_ready = 1;
}

__attribute__((destructor)) static void
end(void)
{
    FILE *file = count_path != NULL ? fopen(count_path, "w") : NULL;
    if (file == NULL)
        return;
    fprintf(file, "%ld %ld\n", atomic_load(&count), atomic_load(&allocations));
    fclose(file);
}

/* True if this deed goes wrong; errno is set then. */
static int
goes_wrong(char deed)
{
    if (strchr(on, deed) == NULL)
        return 0;
    long now = atomic_fetch_add(&count, 1) + 1;
    if (at == 0 || (now != at && !(lasts && atomic_load(&is_failing))))
        return 0;
    if (is_exit)
        _exit(137);
    if (now == at)
        atomic_store(&is_failing, 1);
    errno = error;
    return 1;
}

static int
is_inside(const char *path, const char **name)
{
    static __thread char whole[PATH_MAX];
    char copy[PATH_MAX];
    if (folder_len == 0 || strlen(path) >= sizeof copy)
        return 0;
    strcpy(copy, path);
    char *slash = strrchr(copy, '/');
    *name = slash != NULL ? path + (slash - copy) + 1 : path;
    if (slash != NULL)
        *slash = 0;
    if (realpath(slash != NULL ? (copy[0] != 0 ? copy : "/") : ".", whole) == NULL)
        return 0;
    return strncmp(whole, folder, folder_len) == 0 && (whole[folder_len] == '/' || whole[folder_len] == 0);
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        REAL(int, name, const char *, int, ...);                                                                       \
        va_list rest;                                                                                                  \
        const char *base;                                                                                              \
        va_start(rest, flags);                                                                                         \
        mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;                                               \
        va_end(rest);                                                                                                  \
        int inside = is_ready && is_inside(path, &base);                                                               \
        if (inside && (flags & (O_WRONLY | O_RDWR)) != 0 && goes_wrong('o'))                                           \
            return -1;                                                                                                 \
        int fd = real_##name(path, flags, mode);                                                                       \
        if (fd >= 0 && fd < FILES_MAX)                                                                                 \
            is_ours[fd] = (char)inside;                                                                                \
        return fd;                                                                                                     \
    }
OPEN(open)
OPEN(open64)

static int
fails(int fd, char deed)
{
    return fd >= 0 && fd < FILES_MAX && is_ours[fd] && goes_wrong(deed);
}

int
close(int fd)
{
    REAL(int, close, int);
    if (fd >= 0 && fd < FILES_MAX)
        is_ours[fd] = 0;
    return real_close(fd);
}

ssize_t
write(int fd, const void *data, size_t len)
{
    REAL(ssize_t, write, int, const void *, size_t);
    return fails(fd, 'w') ? -1 : real_write(fd, data, len);
}

ssize_t
writev(int fd, const struct iovec *parts, int part_count)
{
    REAL(ssize_t, writev, int, const struct iovec *, int);
    return fails(fd, 'w') ? -1 : real_writev(fd, parts, part_count);
}

ssize_t
pwrite(int fd, const void *data, size_t len, off_t offset)
{
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return fails(fd, 'w') ? -1 : real_pwrite(fd, data, len, offset);
}

ssize_t
pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    return fails(fd, 'w') ? -1 : real_pwrite64(fd, data, len, offset);
}

int
fsync(int fd)
{
    REAL(int, fsync, int);
    return fails(fd, 's') ? -1 : real_fsync(fd);
}

int
fdatasync(int fd)
{
    REAL(int, fdatasync, int);
    return fails(fd, 's') ? -1 : real_fdatasync(fd);
}

int
ftruncate(int fd, off_t size)
{
    REAL(int, ftruncate, int, off_t);
    return fails(fd, 't') ? -1 : real_ftruncate(fd, size);
}

int
ftruncate64(int fd, off64_t size)
{
    REAL(int, ftruncate64, int, off64_t);
    return fails(fd, 't') ? -1 : real_ftruncate64(fd, size);
}

int
rename(const char *from, const char *to)
{
    const char *base;
    REAL(int, rename, const char *, const char *);
    return is_inside(to, &base) && goes_wrong('r') ? -1 : real_rename(from, to);
}

int
unlink(const char *path)
{
    const char *base;
    REAL(int, unlink, const char *);
    int inside = is_inside(path, &base);
    if (inside && strcmp(base, "ballast") == 0) { /* room again, and never more trouble */
        int outcome = real_unlink(path);
        if (outcome == 0 && lasts) {
            atomic_store(&is_failing, 0);
            at = 0;
        }
        return outcome;
    }
    return inside && goes_wrong('u') ? -1 : real_unlink(path);
}

int
clock_gettime(clockid_t which, struct timespec *time)
{
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    int outcome = real_clock_gettime(which, time);
    if (outcome == 0 && which == CLOCK_REALTIME && clock_path != NULL) {
        FILE *file = fopen(clock_path, "r");
        long seconds = 0;
        if (file != NULL && fscanf(file, "%ld", &seconds) == 1)
            time->tv_sec += seconds;
        if (file != NULL)
            fclose(file);
    }
    return outcome;
}

void *
malloc(size_t len)
{
    static void *(*real_malloc)(size_t);
    if (real_malloc == NULL)
        *(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
    if (is_ready && atomic_fetch_add(&allocations, 1) + 1 == malloc_at) {
        errno = ENOMEM;
        return NULL;
    }
    return real_malloc(len);
}
