/* back_up.c - a copy of everything during a class: to the USB stick that is plugged in, else beside the data. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { MOUNTS_MAX = 1 << 20 };

/* In the list of mounts a blank is \040. */
static void
read_blanks(char *path)
{
    char *blank;
    while ((blank = strstr(path, "\\040")) != NULL) {
        *blank = ' ';
        memmove(blank + 1, blank + 4, strlen(blank + 4) + 1);
    }
}

/* Where desktops put sticks: /media/NAME/STICK or /run/media/NAME/STICK. Caller frees; NULL if there is none. */
static char *
find_stick(void)
{
    char path[1024], *folder = NULL;
    struct buffer mounts = {0};
    struct err ignored;
    if (file_read("/proc/self/mounts", MOUNTS_MAX, &mounts, &ignored) != FAULT_NONE)
        return NULL;
    for (const char *line = buffer_text(&mounts); line != NULL && *line != 0 && folder == NULL;) {
        bool is_one = sscanf(line, "%*s %1023s", path) == 1;
        read_blanks(path);
        bool is_stick = is_one && (strncmp(path, "/media/", 7) == 0 || strncmp(path, "/run/media/", 11) == 0);
        if (is_stick && access(path, W_OK) == 0)
            folder = memory_copy_text(path);
        line = strchr(line, '\n');
        line += line != NULL;
    }
    buffer_clear(&mounts);
    return folder;
}

enum fault
classroom_back_up(struct classroom *room, char **path, bool *is_on_stick, struct err *err)
{
    char *folder = find_stick(), date[11], time_of_day[6];
    int64_t now = room->clock.wall_ms() / 1000;
    *is_on_stick = folder != NULL;
    if (folder == NULL)
        folder = file_join(room->folder, "backups");
    clock_print_date(now, date);
    clock_print_time(now, time_of_day);
    /* dd/mm/yyyy and hh:mm, turned round so that names sort by time; FAT takes no colon */
    char *name = memory_print("dauso-%.4s-%.2s-%.2s-%.2s%.2s.db", date + 6, date + 3, date, time_of_day, time_of_day + 3);
    enum fault fault = file_make_folder(folder, err);
    *path = file_join(folder, name);
    if (fault == FAULT_NONE)
        fault = store_backup(room->store, *path, err);
    if (fault == FAULT_NONE && *is_on_stick)
        sync(); /* only then may the stick be pulled out */
    free(folder);
    free(name);
    if (fault != FAULT_NONE) {
        free(*path);
        *path = NULL;
    }
    return fault;
}
