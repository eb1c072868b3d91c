/* eventlog.h - what a person did, in order.
 *
 * An attempt is its events and nothing else. Each event is one CBOR array; the chain hash of event n is
 * SHA-256(chain hash of n-1 || encoded event n), the chain hash before the first event is 32 zero bytes.
 * This module encodes, decodes and chains. It never stores, never judges, never reads a clock. */
#ifndef EVENTLOG_EVENTLOG_H
#define EVENTLOG_EVENTLOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"

enum { SEED_LEN = 16, EVENT_TEXT_MAX = 2000 };

enum event_kind {
    EVENT_START = 1,  /* the first event, once: what the attempt is about */
    EVENT_ACT = 2,    /* the learner did something that the quiz sees */
    EVENT_NOTE = 3,   /* something around the test: language, hand, focus-out, phone, extra-time, help, late; never changes marks */
    EVENT_FINISH = 4  /* the attempt is closed: value says who (learner, trainer, time) */
};

/* START carries the first group, the others carry verb, target, value ("" where unused; never NULL). */
struct event {
    uint32_t seq;    /* 1, 2, 3 ... without a gap */
    int64_t wall_ms; /* server's Unix time, a hint */
    int64_t mono_ms; /* server's monotonic time, for durations within one run */
    enum event_kind kind;

    uint8_t seed[SEED_LEN];
    uint8_t quiz_hash[HASH_LEN];
    char *quiz;          /* folder name, e.g. "digital-basics" */
    char *programme;     /* id, e.g. "digital-basics" */
    char *framework;     /* id and version, e.g. "village-1" */
    char *parameter_set; /* "author" until items are calibrated */
    char *eligibility;   /* "" for a fixed form; mask for adaptive ones */

    char *item;   /* item id, "" outside an item */
    char *verb;   /* ACT: choose, next, press, type, scan ... */
    char *target; /* option, button, field or code id */
    char *value;  /* typed text, chosen value */
};

/* An event with copies of these texts (NULL means "") and all others "". Its number, times and the fields of START are
 * for the caller to fill in. */
struct event event_make(enum event_kind kind, const char *item, const char *verb, const char *target,
                        const char *value);
void event_clear(struct event *event);
void event_copy(struct event *to, const struct event *from); /* deep */
bool event_same_act(const struct event *left, const struct event *right); /* kind, item, verb, target, value */

/* A NOTE of an answer that came when the test was over: verb "late", target and value what was done to the item. It may
 * stand behind FINISH, and changes nothing. */
bool event_is_late(const struct event *event);
/* A NOTE of a reviewer: verb "overturn", item, and in value why a critical act in it does not count. It may stand behind
 * FINISH; what the learner did and saw stays as it was. */
bool event_is_overturn(const struct event *event);
bool event_is_afterthought(const struct event *event); /* either of the two */

/* What every event must keep: a number from 1 up, START first and only first, texts of valid UTF-8 and at most
 * EVENT_TEXT_MAX bytes (FAULT_LIMIT). Decoding, reading JSON and storing check it. */
MUST_CHECK enum fault event_check(const struct event *event, struct err *err);

/* CBOR: [seq, wall_ms, mono_ms, kind, [seed, quiz_hash, quiz, programme, framework, parameter_set, eligibility]] for
 * START, [seq, wall_ms, mono_ms, kind, [item, verb, target, value]] for the others. */
void event_encode(const struct event *event, struct buffer *out);
/* Strict. *event is filled and to be cleared by the caller on FAULT_NONE only. Texts that the kind does not carry
 * are "", never NULL. */
MUST_CHECK enum fault event_decode(const void *data, size_t len, struct event *event, struct err *err);

/* For export files and people: {"seq":..,"wall_ms":..,"kind":"act","item":..,...}. Round trip is exact. */
struct json *event_to_json(const struct event *event);
MUST_CHECK enum fault event_from_json(const struct json *value, struct event *event, struct err *err);

/* chain := SHA-256(chain || encoded). */
void chain_extend(uint8_t chain[HASH_LEN], const void *encoded, size_t len);

/* The events of one attempt. Zeroed is empty. */
struct event_list {
    struct event *events;
    size_t count;
    size_t capacity;
};

struct event *event_list_add(struct event_list *list); /* a zeroed event at the end */
void event_list_clear(struct event_list *list);

#endif
