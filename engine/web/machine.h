/* machine.h - how the laptop is: phones, disk, battery. What the trainer's status box and /health say. */
#ifndef WEB_MACHINE_H
#define WEB_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/json.h"

enum {
    MACHINE_PEERS = 256,
    PHONE_SEEN_MS = 30000, /* a phone says "here" every 10 s */
    PHONES_FOR_A_ROUTER = 20, /* the Wi-Fi card of a laptop carries some 8 to 20 phones, a router more */
    DISK_LOW_MB = 500
};

struct machine_state {
    size_t phones;          /* addresses seen within PHONE_SEEN_MS, the laptop's own not counted */
    int64_t disk_free;      /* bytes where the data folder is, -1 = not known */
    int64_t answers_room;   /* about so many answers find room there, -1 = not known */
    int battery_percent;    /* of all batteries, -1 = there is none */
    bool is_charging;       /* or full, with the cable in */
};

struct machine {
    const char *folder;         /* of the data */
    const char *power_folder;   /* /sys/class/power_supply */
    int64_t began_ms, looked_ms;
    struct {
        char address[16];
        int64_t seen_ms;
    } peers[MACHINE_PEERS];
    bool is_low_told;
    struct machine_state state;
};

void machine_begin(struct machine *machine, const char *folder, const char *power_folder, int64_t now_ms);
/* Somebody at this address asked for something. */
void machine_see(struct machine *machine, const char *address, int64_t now_ms);
/* Disk and battery are looked at again after five seconds; a low disk is told in the log once. Lives in machine. */
const struct machine_state *machine_look(struct machine *machine, int64_t now_ms);

bool machine_is_low(const struct machine_state *state);

/* "phones", "disk_free", "answers_room", "battery": {"percent","charging"} or null. */
void machine_describe(const struct machine_state *state, struct json *value);
/* The lines of the status box. */
void machine_add_box(struct buffer *out, const char *language, const struct machine_state *state);

#endif
