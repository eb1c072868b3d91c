/* machine.c - reads the disk and /sys/class/power_supply, counts phones, and says it in words. */
#include "web/machine.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "web/ui_parts.h"

enum {
    LOOK_AGAIN_MS = 5000,
    ANSWER_BYTES = 2048, /* database and journal together take less for one answer */
    VALUE_MAX = 64,
    MB = 1000000,
    BATTERY_LOW = 25
};

void
machine_begin(struct machine *machine, const char *folder, const char *power_folder, int64_t now_ms)
{
    *machine = (struct machine){.folder = folder, .power_folder = power_folder, .began_ms = now_ms,
                                .looked_ms = now_ms - LOOK_AGAIN_MS};
}

/* The oldest place is given to a new address. */
void
machine_see(struct machine *machine, const char *address, int64_t now_ms)
{
    size_t place = 0;
    if (strcmp(address, "127.0.0.1") == 0)
        return;
    for (size_t i = 0; i < MACHINE_PEERS; i++) {
        if (strcmp(machine->peers[i].address, address) == 0) {
            machine->peers[i].seen_ms = now_ms;
            return;
        }
        if (machine->peers[i].seen_ms < machine->peers[place].seen_ms)
            place = i;
    }
    snprintf(machine->peers[place].address, sizeof machine->peers[place].address, "%s", address);
    machine->peers[place].seen_ms = now_ms;
}

static size_t
count_phones(const struct machine *machine, int64_t now_ms)
{
    size_t count = 0;
    for (size_t i = 0; i < MACHINE_PEERS; i++)
        count += machine->peers[i].address[0] != 0 && now_ms - machine->peers[i].seen_ms < PHONE_SEEN_MS;
    return count;
}

/* ---- battery ---- */

/* First line of folder/name, "" if there is none. */
static void
read_value(const char *folder, const char *name, char out[VALUE_MAX])
{
    char *path = file_join(folder, name);
    FILE *file = fopen(path, "re");
    out[0] = 0;
    if (file != NULL && fgets(out, VALUE_MAX, file) == NULL)
        out[0] = 0;
    out[strcspn(out, "\n")] = 0;
    if (file != NULL)
        fclose(file);
    free(path);
}

static void
look_at_supply(const char *folder, int *sum, int *count, bool *is_charging)
{
    char type[VALUE_MAX], scope[VALUE_MAX], percent[VALUE_MAX], status[VALUE_MAX];
    read_value(folder, "type", type);
    read_value(folder, "scope", scope);
    read_value(folder, "capacity", percent);
    read_value(folder, "status", status);
    if (strcmp(type, "Battery") != 0 || strcmp(scope, "Device") == 0 || percent[0] == 0)
        return; /* the cable, or the battery of a mouse */
    *sum += atoi(percent);
    *count += 1;
    *is_charging = *is_charging && strcmp(status, "Discharging") != 0;
}

static void
look_at_battery(const char *power_folder, struct machine_state *state)
{
    int sum = 0, count = 0;
    bool is_charging = true;
    DIR *folder = opendir(power_folder);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char *path = file_join(power_folder, entry->d_name);
        if (entry->d_name[0] != '.')
            look_at_supply(path, &sum, &count, &is_charging);
        free(path);
    }
    if (folder != NULL)
        closedir(folder);
    state->battery_percent = count > 0 ? sum / count : -1;
    state->is_charging = count > 0 && is_charging;
}

/* ---- looking ---- */

/* 12 345 678 -> 12 000 000: more digits would be a promise. */
static int64_t
round_down(int64_t number)
{
    int64_t unit = 1;
    while (number / unit >= 100)
        unit *= 10;
    return number / unit * unit;
}

static void
look_at_disk(const char *folder, struct machine_state *state)
{
    struct statvfs disk;
    state->disk_free = state->answers_room = -1;
    if (folder == NULL || statvfs(folder, &disk) != 0)
        return;
    state->disk_free = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    state->answers_room = round_down(state->disk_free / ANSWER_BYTES);
}

bool
machine_is_low(const struct machine_state *state)
{
    return state->disk_free >= 0 && state->disk_free < (int64_t)DISK_LOW_MB * MB;
}

const struct machine_state *
machine_look(struct machine *machine, int64_t now_ms)
{
    struct machine_state *state = &machine->state;
    state->phones = count_phones(machine, now_ms);
    if (now_ms - machine->looked_ms < LOOK_AGAIN_MS)
        return state;
    machine->looked_ms = now_ms;
    look_at_disk(machine->folder, state);
    look_at_battery(machine->power_folder, state);
    if (machine_is_low(state) && !machine->is_low_told)
        log_line("the disk is low: %lld MB free, room for about %lld answers", (long long)(state->disk_free / MB),
                 (long long)state->answers_room);
    machine->is_low_told = machine_is_low(state);
    return state;
}

/* ---- telling ---- */

void
machine_describe(const struct machine_state *state, struct json *value)
{
    struct json *battery = json_new_null();
    if (state->battery_percent >= 0) {
        json_free(battery);
        battery = json_new_object();
        json_put_integer(battery, "percent", state->battery_percent);
        json_put_boolean(battery, "charging", state->is_charging);
    }
    json_put_integer(value, "phones", (int64_t)state->phones);
    json_put_integer(value, "disk_free", state->disk_free);
    json_put_integer(value, "answers_room", state->answers_room);
    json_put(value, "battery", battery);
}

/* Vietnamese groups by points, English by commas. */
static void
print_grouped(char out[32], const char *language, int64_t number)
{
    char digits[24];
    size_t used = 0;
    int len = snprintf(digits, sizeof digits, "%lld", (long long)number);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out[used++] = strcmp(language, "en") == 0 ? ',' : '.';
        out[used++] = digits[i];
    }
    out[used] = 0;
}

static void
add_line(struct buffer *out, const char *language, const char *drawing, bool is_warning, const char *key,
         int64_t one, int64_t two)
{
    char first[32], second[32];
    print_grouped(first, language, one);
    print_grouped(second, language, two);
    buffer_print(out, "<p class=\"fact%s\">", is_warning ? " warning" : "");
    ui_add_drawing(out, drawing);
    buffer_add_text(out, "<span>");
    ui_add_words(out, language, key, first, second);
    buffer_add_text(out, "</span></p>");
}

void
machine_add_box(struct buffer *out, const char *language, const struct machine_state *state)
{
    bool is_crowded = state->phones > PHONES_FOR_A_ROUTER, is_low = machine_is_low(state);
    /* In tens: nothing on the page moves without need. */
    int64_t free_mb = state->disk_free / MB / 10 * 10;
    add_line(out, language, "dien-thoai", is_crowded, is_crowded ? "machine.crowded" : "machine.phones",
             (int64_t)state->phones, 0);
    if (state->disk_free >= 0)
        add_line(out, language, "o-dia", is_low, is_low ? "machine.disk-low" : "machine.disk", free_mb,
                 state->answers_room);
    if (state->battery_percent >= 0) {
        bool is_weak = !state->is_charging && state->battery_percent < BATTERY_LOW;
        add_line(out, language, "pin", is_weak,
                 is_weak              ? "machine.battery-low"
                 : state->is_charging ? "machine.charging"
                                      : "machine.battery",
                 state->battery_percent, 0);
    }
}
