/* ballast.c - eight MiB in the data folder that hold nothing. A full disk must not end a class:
 * then they are given up. Without them the class runs as well, so nothing here can fail. */
#include "store/open_store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

enum { MIB = 1 << 20, BALLAST_LEN = 8 * MIB, PLENTY_MIB = 256, SCARCE_MIB = 64 };

static bool
is_there(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISREG(found.st_mode) && found.st_size == BALLAST_LEN;
}

bool
disk_free(const char *folder, uint64_t *bytes)
{
    struct statvfs disk;
    if (statvfs(folder, &disk) != 0)
        return false;
    *bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    return true;
}

/* Measured: 300 bytes in each copy when answers come singly, half of that in a full class; the WAL
 * and the pages that SQLite leaves half filled double it. */
bool
store_disk_free(const struct store *store, uint64_t *bytes, uint64_t *answers)
{
    enum { ANSWER_LEN = 1200 };
    if (!disk_free(store->folder, bytes))
        return false;
    *answers = *bytes / ANSWER_LEN;
    return true;
}

void
ballast_keep(const char *folder)
{
    uint64_t free_bytes;
    if (!disk_free(folder, &free_bytes))
        return;
    uint64_t free_mib = free_bytes / MIB;
    char *path = file_join(folder, "ballast");
    if (free_mib < SCARCE_MIB) {
        (void)unlink(path);
    } else if (free_mib > PLENTY_MIB && !is_there(path)) {
        int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0) {
            int failed = posix_fallocate(fd, 0, BALLAST_LEN);
            close(fd);
            if (failed != 0)
                (void)unlink(path);
        }
    }
    free(path);
}

bool
ballast_drop(const char *folder)
{
    char *path = file_join(folder, "ballast");
    bool was_there = unlink(path) == 0;
    free(path);
    return was_there;
}
