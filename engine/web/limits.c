/* limits.c - two small hash tables with fixed room; when a place is taken, the older entry gives
 * way. */
#include "web/limits.h"

enum { PROBES = 8, MINUTE_MS = 60000 };

static uint64_t
key_of(const char *text)
{
    uint64_t key = 14695981039346656037ULL; /* FNV-1a */
    while (*text != 0)
        key = (key ^ (unsigned char)*text++) * 1099511628211ULL;
    return key | 1;
}

/* The slot of the key, or a free or the oldest one near it, emptied. */
static struct limit_slot *
find_slot(struct limit_slot *slots, uint64_t key)
{
    struct limit_slot *best = &slots[key % LIMIT_SLOTS];
    for (size_t i = 0; i < PROBES; i++) {
        struct limit_slot *slot = &slots[(key + i) % LIMIT_SLOTS];
        if (slot->key == key)
            return slot;
        if (slot->key == 0) {
            best = slot;
            break;
        }
        if (slot->at_ms < best->at_ms)
            best = slot;
    }
    *best = (struct limit_slot){0};
    return best;
}

bool
limits_take_act(struct limits *limits, const char *token, int64_t now_ms)
{
    uint64_t key = key_of(token);
    struct limit_slot *slot = find_slot(limits->acts, key);
    if (slot->key == 0)
        *slot = (struct limit_slot){.key = key, .at_ms = now_ms, .level = ACTS_BURST};
    slot->level += (double)(now_ms - slot->at_ms) / 1000.0 * ACTS_PER_SECOND;
    slot->at_ms = now_ms;
    if (slot->level > ACTS_BURST)
        slot->level = ACTS_BURST;
    if (slot->level < 1)
        return false;
    slot->level -= 1;
    return true;
}

bool
limits_may_try_code(struct limits *limits, const char *peer, int64_t now_ms)
{
    const struct limit_slot *slot = find_slot(limits->codes, key_of(peer));
    return slot->key == 0 || now_ms - slot->at_ms >= MINUTE_MS ||
           slot->level < WRONG_CODES_PER_MINUTE;
}

void
limits_note_wrong_code(struct limits *limits, const char *peer, int64_t now_ms)
{
    struct limit_slot *slot = find_slot(limits->codes, key_of(peer));
    if (slot->key == 0 || now_ms - slot->at_ms >= MINUTE_MS)
        *slot = (struct limit_slot){.key = key_of(peer), .at_ms = now_ms};
    slot->level += 1;
}

size_t
limits_wrong_codes(const struct limits *limits, int64_t now_ms)
{
    double sum = 0;
    for (size_t i = 0; i < LIMIT_SLOTS; i++)
        if (limits->codes[i].key != 0 && now_ms - limits->codes[i].at_ms < MINUTE_MS)
            sum += limits->codes[i].level;
    return (size_t)sum;
}
