/* web_machine.c - the laptop's state from folders that look like /sys/class/power_supply. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "web/machine.h"

static char made[64][200];
static size_t made_count;

static void
remember(const char *path)
{
    snprintf(made[made_count++], sizeof made[0], "%s", path);
}

static void
remove_folders(void)
{
    while (made_count > 0)
        remove(made[--made_count]);
}

static const char *
new_folder(char out[32])
{
    snprintf(out, 32, "/tmp/dauso-power-XXXXXX");
    CHECK(mkdtemp(out) != NULL);
    remember(out);
    return out;
}

static void
put(const char *folder, const char *supply, const char *name, const char *value)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, supply);
    mkdir(path, 0700);
    remember(path);
    snprintf(path, sizeof path, "%s/%s/%s", folder, supply, name);
    remember(path);
    FILE *file = fopen(path, "w");
    CHECK(file != NULL);
    if (file != NULL) {
        fprintf(file, "%s\n", value);
        fclose(file);
    }
}

static struct machine_state
look(const char *power_folder)
{
    static struct machine machine;
    machine_begin(&machine, "/tmp", power_folder, 1000);
    return *machine_look(&machine, 1000);
}

TEST(a_desktop_computer_has_no_battery)
{
    char folder[32];
    CHECK(look("/nowhere/power").battery_percent == -1);
    CHECK(look(new_folder(folder)).battery_percent == -1);
    put(folder, "AC", "type", "Mains");
    put(folder, "AC", "online", "1");
    CHECK(look(folder).battery_percent == -1);
}

TEST(a_laptop_tells_percent_and_cable)
{
    char folder[32];
    new_folder(folder);
    put(folder, "BAT0", "type", "Battery");
    put(folder, "BAT0", "capacity", "64");
    put(folder, "BAT0", "status", "Discharging");
    CHECK(look(folder).battery_percent == 64 && !look(folder).is_charging);
    put(folder, "BAT0", "status", "Charging");
    CHECK(look(folder).battery_percent == 64 && look(folder).is_charging);
    put(folder, "BAT0", "status", "Not charging"); /* full, and the cable is in */
    CHECK(look(folder).is_charging);
}

TEST(two_batteries_are_one_and_a_mouse_is_none)
{
    char folder[32];
    new_folder(folder);
    put(folder, "BAT0", "type", "Battery");
    put(folder, "BAT0", "capacity", "20");
    put(folder, "BAT0", "status", "Discharging");
    put(folder, "BAT1", "type", "Battery");
    put(folder, "BAT1", "capacity", "100");
    put(folder, "BAT1", "status", "Full");
    put(folder, "hidpp_battery_0", "type", "Battery");
    put(folder, "hidpp_battery_0", "scope", "Device");
    put(folder, "hidpp_battery_0", "capacity", "5");
    put(folder, "hidpp_battery_0", "status", "Discharging");
    CHECK(look(folder).battery_percent == 60 && !look(folder).is_charging);
}

TEST(a_phone_counts_for_half_a_minute_and_the_laptop_never)
{
    static struct machine machine;
    machine_begin(&machine, "/tmp", "/nowhere", 0);
    machine_see(&machine, "127.0.0.1", 1);
    CHECK(machine_look(&machine, 2)->phones == 0);
    machine_see(&machine, "10.42.0.7", 100);
    machine_see(&machine, "10.42.0.8", 100);
    machine_see(&machine, "10.42.0.8", 20000);
    CHECK(machine_look(&machine, 20001)->phones == 2);
    CHECK(machine_look(&machine, 30101)->phones == 1);
    CHECK(machine_look(&machine, 50000)->phones == 0);
}

TEST(more_addresses_than_places_do_no_harm)
{
    static struct machine machine;
    machine_begin(&machine, "/tmp", "/nowhere", 0);
    for (int i = 0; i < 1000; i++) {
        char address[24];
        snprintf(address, sizeof address, "10.1.%d.%d", i / 250, i % 250);
        machine_see(&machine, address, 10 + i);
    }
    CHECK(machine_look(&machine, 1100)->phones == MACHINE_PEERS);
}

TEST(the_free_space_is_what_statvfs_says)
{
    struct statvfs disk;
    CHECK(statvfs("/tmp", &disk) == 0);
    double wanted = (double)disk.f_bavail * (double)disk.f_frsize, got = (double)look("/nowhere").disk_free;
    CHECK(got > wanted * 0.98 - 1e8 && got < wanted * 1.02 + 1e8);
}

static char *
box(const struct machine_state *state, const char *language)
{
    struct buffer out = {0};
    machine_add_box(&out, language, state);
    buffer_add(&out, "", 1);
    return (char *)out.data; /* the end is there, so it is a text */
}

TEST(the_box_says_numbers_as_each_language_writes_them)
{
    struct machine_state state = {.phones = 12, .disk_free = 12345678901, .answers_room = 6000000, .battery_percent = 80};
    char *vi = box(&state, "vi"), *en = box(&state, "en");
    CHECK(strstr(vi, "12.340 MB") != NULL && strstr(vi, "6.000.000") != NULL);
    CHECK(strstr(en, "12,340 MB") != NULL && strstr(en, "6,000,000") != NULL);
    CHECK(strstr(vi, "warning") == NULL && strstr(en, "80%") != NULL);
    free(vi);
    free(en);
}

TEST(too_many_phones_a_full_disk_and_a_weak_battery_are_warned_of)
{
    struct machine_state state = {.phones = 21, .disk_free = 499000000, .answers_room = 240000, .battery_percent = 24};
    char *en = box(&state, "en"), *at = en;
    int warnings = 0;
    while ((at = strstr(at, "fact warning")) != NULL)
        warnings++, at++;
    CHECK(warnings == 3 && strstr(en, "router") != NULL);
    free(en);
    state = (struct machine_state){.phones = 20, .disk_free = 500000000, .battery_percent = -1};
    en = box(&state, "en");
    CHECK(strstr(en, "warning") == NULL && strstr(en, "attery") == NULL);
    free(en);
}

int
main(void)
{
    RUN(a_desktop_computer_has_no_battery);
    RUN(a_laptop_tells_percent_and_cable);
    RUN(two_batteries_are_one_and_a_mouse_is_none);
    RUN(a_phone_counts_for_half_a_minute_and_the_laptop_never);
    RUN(more_addresses_than_places_do_no_harm);
    RUN(the_free_space_is_what_statvfs_says);
    RUN(the_box_says_numbers_as_each_language_writes_them);
    RUN(too_many_phones_a_full_disk_and_a_weak_battery_are_warned_of);
    remove_folders();
    return unit_end();
}
