/* event_codec.c - one event as CBOR (what is hashed and stored) and as JSON (what people and export
 * files see). Both ways in go through event_check, so that whatever was read can be written again,
 * byte for byte. */
#include "eventlog/eventlog.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "base/memory.h"
#include "base/text.h"

enum {
    EVENT_PARTS = 5,
    START_PARTS = 7,
    ACT_PARTS = 4,
    HEAD_MEMBERS = 4,
    START_TEXTS = 5,
    ACT_TEXTS = 4
};

struct text_field {
    const char *name;
    size_t offset;
};

static const struct text_field START_FIELDS[START_TEXTS] = {
    {"quiz", offsetof(struct event, quiz)},
    {"programme", offsetof(struct event, programme)},
    {"framework", offsetof(struct event, framework)},
    {"parameter_set", offsetof(struct event, parameter_set)},
    {"eligibility", offsetof(struct event, eligibility)},
};
static const struct text_field ACT_FIELDS[ACT_TEXTS] = {
    {"item", offsetof(struct event, item)},
    {"verb", offsetof(struct event, verb)},
    {"target", offsetof(struct event, target)},
    {"value", offsetof(struct event, value)},
};
static const char *const KINDS[] = {
    [EVENT_START] = "start", [EVENT_ACT] = "act", [EVENT_NOTE] = "note", [EVENT_FINISH] = "finish"};

static char **
slot(struct event *event, const struct text_field *field)
{
    return (char **)(void *)((char *)event + field->offset);
}

static const char *
text_of(const struct event *event, const struct text_field *field)
{
    const char *text = *(char *const *)(const void *)((const char *)event + field->offset);
    return text == NULL ? "" : text;
}

static const struct text_field *
fields_of(enum event_kind kind, size_t *count)
{
    *count = kind == EVENT_START ? START_TEXTS : ACT_TEXTS;
    return kind == EVENT_START ? START_FIELDS : ACT_FIELDS;
}

void
event_clear(struct event *event)
{
    for (size_t i = 0; i < START_TEXTS; i++)
        free(*slot(event, &START_FIELDS[i]));
    for (size_t i = 0; i < ACT_TEXTS; i++)
        free(*slot(event, &ACT_FIELDS[i]));
    *event = (struct event){0};
}

/* Texts that the kind does not carry are "" too, so that a reader may compare any of them. */
static void
fill_texts(struct event *event)
{
    for (size_t i = 0; i < START_TEXTS; i++)
        if (*slot(event, &START_FIELDS[i]) == NULL)
            *slot(event, &START_FIELDS[i]) = memory_copy_text("");
    for (size_t i = 0; i < ACT_TEXTS; i++)
        if (*slot(event, &ACT_FIELDS[i]) == NULL)
            *slot(event, &ACT_FIELDS[i]) = memory_copy_text("");
}

struct event
event_make(enum event_kind kind, const char *item, const char *verb, const char *target, const char *value)
{
    const char *const given[] = {item, verb, target, value};
    struct event event = {.kind = kind};
    char **const texts[] = {&event.item, &event.verb, &event.target, &event.value};
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        *texts[i] = memory_copy_text(given[i] != NULL ? given[i] : "");
    fill_texts(&event);
    return event;
}

void
event_copy(struct event *to, const struct event *from)
{
    struct event copy = *from;
    for (size_t i = 0; i < START_TEXTS; i++)
        *slot(&copy, &START_FIELDS[i]) = memory_copy_text(text_of(from, &START_FIELDS[i]));
    for (size_t i = 0; i < ACT_TEXTS; i++)
        *slot(&copy, &ACT_FIELDS[i]) = memory_copy_text(text_of(from, &ACT_FIELDS[i]));
    *to = copy;
}

bool
event_same_act(const struct event *left, const struct event *right)
{
    if (left->kind != right->kind)
        return false;
    for (size_t i = 0; i < ACT_TEXTS; i++)
        if (strcmp(text_of(left, &ACT_FIELDS[i]), text_of(right, &ACT_FIELDS[i])) != 0)
            return false;
    return true;
}

bool
event_is_late(const struct event *event)
{
    return event->kind == EVENT_NOTE && strcmp(event->verb, "late") == 0;
}

bool
event_is_overturn(const struct event *event)
{
    return event->kind == EVENT_NOTE && strcmp(event->verb, "overturn") == 0;
}

bool
event_is_afterthought(const struct event *event)
{
    return event_is_late(event) || event_is_overturn(event);
}

enum fault
event_check(const struct event *event, struct err *err)
{
    if (event->seq == 0)
        return err_set(err, FAULT_INPUT, "an event has no number; events are numbered from 1");
    if (event->kind < EVENT_START || event->kind > EVENT_FINISH)
        return err_set(err, FAULT_INPUT, "event %" PRIu32 " is of an unknown kind", event->seq);
    if ((event->kind == EVENT_START) != (event->seq == 1))
        return err_set(err, FAULT_INPUT,
                       "event %" PRIu32 " is out of place; only the first event starts an attempt",
                       event->seq);
    size_t count;
    const struct text_field *fields = fields_of(event->kind, &count);
    for (size_t i = 0; i < count; i++) {
        const char *text = text_of(event, &fields[i]);
        size_t len = strnlen(text, EVENT_TEXT_MAX + 1);
        if (len > EVENT_TEXT_MAX)
            return err_set(err, FAULT_LIMIT,
                           "the %s of event %" PRIu32 " is longer than %d bytes; shorten it",
                           fields[i].name, event->seq, EVENT_TEXT_MAX);
        if (!text_is_utf8(text, len))
            return err_set(err, FAULT_INPUT,
                           "the %s of event %" PRIu32 " is not valid text (UTF-8)", fields[i].name,
                           event->seq);
    }
    return FAULT_NONE;
}

void
event_encode(const struct event *event, struct buffer *out)
{
    size_t count;
    const struct text_field *fields = fields_of(event->kind, &count);
    cbor_put_array(out, EVENT_PARTS);
    cbor_put_uint(out, event->seq);
    cbor_put_int(out, event->wall_ms);
    cbor_put_int(out, event->mono_ms);
    cbor_put_uint(out, (uint64_t)event->kind);
    cbor_put_array(out, event->kind == EVENT_START ? START_PARTS : ACT_PARTS);
    if (event->kind == EVENT_START) {
        cbor_put_bytes(out, event->seed, SEED_LEN);
        cbor_put_bytes(out, event->quiz_hash, HASH_LEN);
    }
    for (size_t i = 0; i < count; i++)
        cbor_put_text(out, text_of(event, &fields[i]));
}

static bool
get_fixed(struct cbor_reader *reader, uint8_t *out, size_t wanted)
{
    const uint8_t *data;
    size_t len;
    if (!cbor_get_bytes(reader, &data, &len) || len != wanted)
        return false;
    memcpy(out, data, len);
    return true;
}

static bool
get_texts(struct cbor_reader *reader, struct event *event)
{
    size_t count;
    const struct text_field *fields = fields_of(event->kind, &count);
    for (size_t i = 0; i < count; i++) {
        const char *text;
        size_t len;
        if (!cbor_get_text(reader, &text, &len) || len > EVENT_TEXT_MAX)
            return false;
        char *copy = memory_new(len + 1);
        memcpy(copy, text, len);
        *slot(event, &fields[i]) = copy;
    }
    return true;
}

static bool
get_event(struct cbor_reader *reader, struct event *event)
{
    size_t count;
    uint64_t seq, kind;
    if (!cbor_get_array(reader, &count) || count != EVENT_PARTS || !cbor_get_uint(reader, &seq) ||
        seq > UINT32_MAX || !cbor_get_int(reader, &event->wall_ms) ||
        !cbor_get_int(reader, &event->mono_ms) || !cbor_get_uint(reader, &kind) ||
        kind < EVENT_START || kind > EVENT_FINISH || !cbor_get_array(reader, &count))
        return false;
    event->seq = (uint32_t)seq;
    event->kind = (enum event_kind)kind;
    if (count != (event->kind == EVENT_START ? START_PARTS : ACT_PARTS))
        return false;
    if (event->kind == EVENT_START && (!get_fixed(reader, event->seed, SEED_LEN) ||
                                       !get_fixed(reader, event->quiz_hash, HASH_LEN)))
        return false;
    return get_texts(reader, event) && cbor_at_end(reader);
}

enum fault
event_decode(const void *data, size_t len, struct event *event, struct err *err)
{
    struct cbor_reader reader;
    cbor_begin(&reader, data, len);
    *event = (struct event){0};
    enum fault fault = get_event(&reader, event)
                           ? event_check(event, err)
                           : err_set(err, FAULT_INPUT, "these bytes are not an event");
    if (fault != FAULT_NONE)
        event_clear(event);
    else
        fill_texts(event);
    return fault;
}

static void
put_hex(struct json *object, const char *key, const uint8_t *bytes, size_t len)
{
    char hex[HASH_HEX_LEN];
    hash_to_hex(bytes, len, hex);
    json_put_text(object, key, hex);
}

struct json *
event_to_json(const struct event *event)
{
    size_t count;
    const struct text_field *fields = fields_of(event->kind, &count);
    struct json *out = json_new_object();
    json_put_integer(out, "seq", event->seq);
    json_put_integer(out, "wall_ms", event->wall_ms);
    json_put_integer(out, "mono_ms", event->mono_ms);
    json_put_text(out, "kind", KINDS[event->kind]);
    if (event->kind == EVENT_START) {
        put_hex(out, "seed", event->seed, SEED_LEN);
        put_hex(out, "quiz_hash", event->quiz_hash, HASH_LEN);
    }
    for (size_t i = 0; i < count; i++)
        json_put_text(out, fields[i].name, text_of(event, &fields[i]));
    return out;
}

static enum fault
read_head(const struct json *value, struct event *event, struct err *err)
{
    int64_t seq;
    const char *kind = json_get_text(value, "kind");
    if (!json_read_integer(json_get(value, "seq"), &seq) || seq < 1 || seq > UINT32_MAX)
        return err_set(err, FAULT_INPUT, "an event has no number (seq) from 1 up");
    event->seq = (uint32_t)seq;
    if (!json_read_integer(json_get(value, "wall_ms"), &event->wall_ms) ||
        !json_read_integer(json_get(value, "mono_ms"), &event->mono_ms))
        return err_set(err, FAULT_INPUT,
                       "event %" PRIu32 " has no times (wall_ms, mono_ms) in whole numbers",
                       event->seq);
    for (int i = EVENT_START; kind != NULL && i <= EVENT_FINISH; i++)
        if (strcmp(kind, KINDS[i]) == 0)
            event->kind = (enum event_kind)i;
    if (event->kind == 0)
        return err_set(err, FAULT_INPUT,
                       "event %" PRIu32 " has no kind; it is start, act, note or finish",
                       event->seq);
    return FAULT_NONE;
}

static bool
read_hex(const struct json *value, const char *key, uint8_t *out, size_t len)
{
    const char *hex = json_get_text(value, key);
    return hex != NULL && hash_from_hex(hex, out, len);
}

static enum fault
read_body(const struct json *value, struct event *event, struct err *err)
{
    size_t count;
    const struct text_field *fields = fields_of(event->kind, &count);
    size_t members = HEAD_MEMBERS + (event->kind == EVENT_START ? START_PARTS : ACT_PARTS);
    if (event->kind == EVENT_START && (!read_hex(value, "seed", event->seed, SEED_LEN) ||
                                       !read_hex(value, "quiz_hash", event->quiz_hash, HASH_LEN)))
        return err_set(err, FAULT_INPUT,
                       "event %" PRIu32 " needs a seed and a quiz_hash in hexadecimal digits",
                       event->seq);
    for (size_t i = 0; i < count; i++) {
        const char *text = json_get_text(value, fields[i].name);
        if (text == NULL)
            return err_set(err, FAULT_INPUT, "event %" PRIu32 " has no text \"%s\"", event->seq,
                           fields[i].name);
        *slot(event, &fields[i]) = memory_copy_text(text);
    }
    if (json_count(value) != members)
        return err_set(err, FAULT_INPUT,
                       "event %" PRIu32 " has %zu members, an event of its kind has %zu",
                       event->seq, json_count(value), members);
    return event_check(event, err);
}

enum fault
event_from_json(const struct json *value, struct event *event, struct err *err)
{
    *event = (struct event){0};
    if (!json_is_object(value))
        return err_set(err, FAULT_INPUT, "an event is not a JSON object");
    enum fault fault = read_head(value, event, err);
    if (fault == FAULT_NONE)
        fault = read_body(value, event, err);
    if (fault != FAULT_NONE)
        event_clear(event);
    else
        fill_texts(event);
    return fault;
}
