/* log.c - one line a happening. The file is opened for each line: lines are few, and so it does not matter if somebody
 * deletes or moves it, or if the disk was full for a while. */
#include "base/log.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

enum { FILE_LEN_MAX = 1 << 20, FILES = 5, TEXT_MAX = 1000, SECONDS_EAST = 7 * 3600 };

/* stderr hangs on no struct either. */
struct kept {
    pthread_mutex_t mutex;
    char path[512]; /* "" = no file */
};

static struct kept *
kept(void)
{
    static struct kept log = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    return &log;
}

/* A terminal obeys escape sequences, so whatever is not printable becomes '?'. */
static void
soften(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at != 0; at++) {
        if (*at < 0x20 || *at == 0x7f)
            *at = '?';
        else if (at[0] == 0xe2 && (at[1] == 0x80 || at[1] == 0x81) && at[2] >= 0x8b)
            at[0] = at[1] = at[2] = '?';
    }
}

/* "2026-11-22T14:31:07+07:00 text\n" */
static size_t
write_out(char out[TEXT_MAX + 40], const char *format, va_list args)
{
    char text[TEXT_MAX], when[24] = "";
    time_t shifted = (time_t)(clock_wall_ms() / 1000 + SECONDS_EAST);
    struct tm parts;
    vsnprintf(text, sizeof text, format, args);
    soften(text);
    if (gmtime_r(&shifted, &parts) != NULL && strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &parts) == 0)
        when[0] = 0;
    return (size_t)snprintf(out, TEXT_MAX + 40, "%s+07:00 %s\n", when, text);
}

/* dauso.log.4 goes, the others move up. */
static void
rotate(const char *path)
{
    char from[sizeof((struct kept *)NULL)->path + 4], to[sizeof from];
    for (int n = FILES - 1; n > 0; n--) {
        if (n > 1)
            snprintf(from, sizeof from, "%s.%d", path, n - 1);
        else
            snprintf(from, sizeof from, "%s", path);
        snprintf(to, sizeof to, "%s.%d", path, n);
        (void)!rename(from, to); /* it may not be there yet */
    }
}

static void
keep(const char *line, size_t len)
{
    struct kept *log = kept();
    struct stat status;
    pthread_mutex_lock(&log->mutex);
    if (log->path[0] != 0) {
        if (stat(log->path, &status) == 0 && status.st_size + (off_t)len > FILE_LEN_MAX)
            rotate(log->path);
        int fd = open(log->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd >= 0 && write(fd, line, len) != (ssize_t)len)
            len = 0; /* a full disk is told on the console, not here */
        if (fd >= 0)
            close(fd);
    }
    pthread_mutex_unlock(&log->mutex);
}

void
log_line(const char *format, ...)
{
    char line[TEXT_MAX + 40];
    va_list args;
    va_start(args, format);
    size_t len = write_out(line, format, args);
    va_end(args);
    fputs(line, stderr);
    keep(line, len);
}

void
log_note(const char *format, ...)
{
    char line[TEXT_MAX + 40];
    va_list args;
    va_start(args, format);
    size_t len = write_out(line, format, args);
    va_end(args);
    keep(line, len);
}

void
log_keep(const char *folder, bool makes_it)
{
    struct kept *log = kept();
    char place[sizeof log->path - 16];
    int len = snprintf(place, sizeof place, "%s/log", folder);
    if (!makes_it && !file_is_folder(place))
        return;
    if (len < 0 || (size_t)len >= sizeof place || (makes_it && mkdir(place, 0700) != 0 && !file_is_folder(place))) {
        log_line("no log is kept: the folder %s/log cannot be made", folder);
        return;
    }
    pthread_mutex_lock(&log->mutex);
    snprintf(log->path, sizeof log->path, "%s/dauso.log", place);
    pthread_mutex_unlock(&log->mutex);
}
