/* eventlog_codec.c - expected bytes and hashes were made with python3-cbor2 (canonical=True) and
 * hashlib. */
#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "eventlog/eventlog.h"

static const char START_HEX[] =
    "85011b000001a1ee565e7b05018750000102030405060708090a0b0c0d0e0f5820e0e1e2e3e4e5e6e7e8e9ea"
    "ebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff6e6469676974616c2d6261736963736e6469676974616c"
    "2d6261736963736976696c6c6167652d3166617574686f7260";
static const char ACT_HEX[] =
    "85021b000001a1ee5661e818180284697061792d62792d717264747970656350494e684e677579e1bb856e";
static const char NOTE_HEX[] = "851a00011170203901000384606468616e646060";
static const char CHAIN_1[] = "8c3bb5b86ee87cc8133bceb51999df8fa091af25510184826c1365f2246230c4";
static const char CHAIN_3[] = "7764aac8cdc80e345dae4761481d79cf150033e8ca0a3f7cd8e0d76599fafa29";

static struct event
start_event(void)
{
    struct event event = {.seq = 1,
                          .wall_ms = 1795000000123,
                          .mono_ms = 5,
                          .kind = EVENT_START,
                          .quiz = (char *)"digital-basics",
                          .programme = (char *)"digital-basics",
                          .framework = (char *)"village-1",
                          .parameter_set = (char *)"author",
                          .eligibility = (char *)""};
    for (int i = 0; i < SEED_LEN; i++)
        event.seed[i] = (uint8_t)i;
    for (int i = 0; i < HASH_LEN; i++)
        event.quiz_hash[i] = (uint8_t)(0xe0 + i);
    return event;
}

static struct event
act_event(void)
{
    return (struct event){.seq = 2,
                          .wall_ms = 1795000001000,
                          .mono_ms = 24,
                          .kind = EVENT_ACT,
                          .item = (char *)"pay-by-qr",
                          .verb = (char *)"type",
                          .target = (char *)"PIN",
                          .value = (char *)"Nguyễn"};
}

static struct event
note_event(void)
{
    return (struct event){.seq = 70000,
                          .wall_ms = -1,
                          .mono_ms = -257,
                          .kind = EVENT_NOTE,
                          .item = (char *)"",
                          .verb = (char *)"hand",
                          .target = (char *)"",
                          .value = (char *)""};
}

static void
check_hex(const struct buffer *bytes, const char *wanted)
{
    char *hex = memory_new(2 * bytes->len + 1);
    hash_to_hex(bytes->data, bytes->len, hex);
    CHECK_TEXT(hex, wanted);
    free(hex);
}

static size_t
from_hex(const char *hex, uint8_t *out)
{
    size_t len = strlen(hex) / 2;
    CHECK(hash_from_hex(hex, out, len));
    return len;
}

TEST(events_are_encoded_as_an_independent_encoder_does)
{
    struct event events[] = {start_event(), act_event(), note_event()};
    const char *const wanted[] = {START_HEX, ACT_HEX, NOTE_HEX};
    for (int i = 0; i < 3; i++) {
        struct buffer out = {0};
        event_encode(&events[i], &out);
        check_hex(&out, wanted[i]);
        buffer_clear(&out);
    }
}

TEST(decoding_gives_back_every_member)
{
    uint8_t bytes[300];
    struct event event;
    CHECK(event_decode(bytes, from_hex(START_HEX, bytes), &event, NULL) == FAULT_NONE);
    CHECK(event.seq == 1 && event.kind == EVENT_START && event.wall_ms == 1795000000123 &&
          event.mono_ms == 5);
    CHECK(event.seed[15] == 15 && event.quiz_hash[31] == 0xff);
    CHECK_TEXT(event.quiz, "digital-basics");
    CHECK_TEXT(event.framework, "village-1");
    CHECK_TEXT(event.parameter_set, "author");
    CHECK_TEXT(event.verb, ""); /* never NULL */
    event_clear(&event);
    CHECK(event_decode(bytes, from_hex(NOTE_HEX, bytes), &event, NULL) == FAULT_NONE);
    CHECK(event.seq == 70000 && event.kind == EVENT_NOTE && event.wall_ms == -1 &&
          event.mono_ms == -257);
    CHECK_TEXT(event.verb, "hand");
    CHECK_TEXT(event.quiz, "");
    event_clear(&event);
}

TEST(the_chain_is_the_one_that_python_computes)
{
    uint8_t chain[HASH_LEN] = {0}, bytes[300];
    char hex[HASH_HEX_LEN];
    chain_extend(chain, bytes, from_hex(START_HEX, bytes));
    hash_to_hex(chain, HASH_LEN, hex);
    CHECK_TEXT(hex, CHAIN_1);
    chain_extend(chain, bytes, from_hex(ACT_HEX, bytes));
    chain_extend(chain, bytes, from_hex(NOTE_HEX, bytes));
    hash_to_hex(chain, HASH_LEN, hex);
    CHECK_TEXT(hex, CHAIN_3);
}

TEST(every_single_changed_byte_is_refused_or_decodes_to_other_bytes)
{
    uint8_t bytes[300], changed[300];
    size_t len = from_hex(ACT_HEX, bytes);
    for (size_t at = 0; at < len; at++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(changed, bytes, len);
            changed[at] ^= (uint8_t)(1 << bit);
            struct event event;
            if (event_decode(changed, len, &event, NULL) != FAULT_NONE)
                continue;
            struct buffer again = {0};
            event_encode(&event, &again);
            CHECK(again.len == len && memcmp(again.data, changed, len) == 0);
            buffer_clear(&again);
            event_clear(&event);
        }
    }
}

TEST(a_cut_or_longer_event_is_refused)
{
    uint8_t bytes[301] = {0};
    size_t len = from_hex(START_HEX, bytes);
    struct event event;
    for (size_t cut = 0; cut < len; cut++)
        CHECK(event_decode(bytes, cut, &event, NULL) == FAULT_INPUT);
    CHECK(event_decode(bytes, len + 1, &event, NULL) == FAULT_INPUT);
}

TEST(encodings_that_are_not_ours_are_refused)
{
    static const struct {
        const char *hex, *why;
    } cases[] = {
        {"8502000002856060606060", "five texts"},
        {"8502000002846060606000", "something after it"},
        {"8518020000028460606060", "a number that is not in shortest form"},
        {"9f020000028460606060ff", "indefinite length"},
        {"85020000058460606060", "unknown kind 5"},
        {"85020000008460606060", "unknown kind 0"},
        {"85000000028460606060", "number 0"},
        {"851b00000001000000020000028460606060", "a number beyond 32 bits"},
        {"85010000028460606060", "an act as the first event"},
        {"850200000284606061ff60", "text that is no UTF-8"},
        {"8502000002846060610060", "text with NUL"},
        {"85020000028460604060", "bytes where text belongs"},
        {"850200f90000028460606060", "a float"},
        {"84020000028460606060", "four parts"},
        {"850200000283606060", "three texts"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t bytes[300];
        struct event event;
        struct err err = {0};
        size_t len = from_hex(cases[i].hex, bytes);
        bool is_refused = event_decode(bytes, len, &event, &err) == FAULT_INPUT && err.text[0] != 0;
        if (!is_refused)
            printf("  accepted: %s\n", cases[i].why);
        CHECK(is_refused);
    }
    uint8_t bytes[30];
    struct event event; /* the same with nothing wrong is accepted: the table tests what it says */
    CHECK(event_decode(bytes, from_hex("85020000028460606060", bytes), &event, NULL) == FAULT_NONE);
    event_clear(&event);
}

TEST(a_text_of_2000_bytes_is_kept_and_of_2001_refused)
{
    char *text = memory_new(EVENT_TEXT_MAX + 2);
    memset(text, 'a', EVENT_TEXT_MAX);
    struct event event = act_event(), back;
    struct err err = {0};
    struct buffer out = {0};
    event.value = text;
    CHECK(event_check(&event, &err) == FAULT_NONE);
    event_encode(&event, &out);
    CHECK(event_decode(out.data, out.len, &back, &err) == FAULT_NONE);
    CHECK_TEXT(back.value, text);
    event_clear(&back);
    text[EVENT_TEXT_MAX] = 'b';
    CHECK(event_check(&event, &err) == FAULT_LIMIT);
    CHECK(strstr(err.text, "value of event 2") != NULL);
    buffer_reset(&out);
    event_encode(&event, &out);
    CHECK(event_decode(out.data, out.len, &back, &err) == FAULT_INPUT);
    buffer_clear(&out);
    free(text);
}

TEST(json_and_back_gives_the_same_bytes)
{
    struct event events[] = {start_event(), act_event(), note_event()};
    for (int i = 0; i < 3; i++) {
        struct err err = {0};
        struct event back;
        struct buffer before = {0}, after = {0};
        event_encode(&events[i], &before);
        struct json *value = event_to_json(&events[i]), *again = NULL;
        char *text = json_write_text(value);
        CHECK(json_read(text, strlen(text), &again, &err) == FAULT_NONE);
        CHECK(event_from_json(again, &back, &err) == FAULT_NONE);
        event_encode(&back, &after);
        CHECK(before.len == after.len && memcmp(before.data, after.data, before.len) == 0);
        event_clear(&back);
        json_free(value);
        json_free(again);
        free(text);
        buffer_clear(&before);
        buffer_clear(&after);
    }
}

TEST(json_says_what_people_read)
{
    struct event event = act_event();
    struct json *value = event_to_json(&event);
    char *text = json_write_text(value);
    CHECK_TEXT(
        text,
        "{\"item\":\"pay-by-qr\",\"kind\":\"act\",\"mono_ms\":24,\"seq\":2,\"target\":\"PIN\","
        "\"value\":\"Nguyễn\",\"verb\":\"type\",\"wall_ms\":1795000001000}");
    free(text);
    json_free(value);
}

TEST(json_that_is_no_event_is_refused)
{
    static const char *const cases[] = {
        "[]",
        "null",
        "{}",
        "{\"seq\":2}",
        "{\"seq\":\"2\",\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"act\",\"item\":\"\",\"verb\":\"\","
        "\"target\":\"\",\"value\":\"\"}",
        "{\"seq\":2.5,\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"act\",\"item\":\"\",\"verb\":\"\","
        "\"target\":\"\",\"value\":\"\"}",
        "{\"seq\":4294967296,\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"act\",\"item\":\"\",\"verb\":"
        "\"\",\"target\":\"\",\"value\":\"\"}",
        "{\"seq\":2,\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"acts\",\"item\":\"\",\"verb\":\"\","
        "\"target\":\"\",\"value\":\"\"}",
        "{\"seq\":2,\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"act\",\"item\":\"\",\"verb\":\"\","
        "\"target\":\"\"}",
        "{\"seq\":2,\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"act\",\"item\":\"\",\"verb\":\"\","
        "\"target\":\"\",\"value\":\"\",\"more\":1}",
        "{\"seq\":1,\"wall_ms\":1,\"mono_ms\":1,\"kind\":\"start\",\"seed\":\"00\",\"quiz_hash\":"
        "\"00\",\"quiz\":\"\","
        "\"programme\":\"\",\"framework\":\"\",\"parameter_set\":\"\",\"eligibility\":\"\"}",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json *value;
        struct event event;
        struct err err = {0};
        CHECK(json_read(cases[i], strlen(cases[i]), &value, &err) == FAULT_NONE);
        CHECK(event_from_json(value, &event, &err) == FAULT_INPUT && err.text[0] != 0);
        json_free(value);
    }
}

TEST(a_copy_is_deep_and_the_same_act_is_recognised)
{
    struct event act = act_event(), copy, other;
    event_copy(&copy, &act);
    CHECK(copy.value != act.value && event_same_act(&act, &copy));
    CHECK_TEXT(copy.value, act.value);
    event_copy(&other, &copy);
    other.seq = 9;
    other.wall_ms = 0;
    CHECK(event_same_act(&copy, &other)); /* when it happened is not what happened */
    other.target[0] = 'p';
    CHECK(!event_same_act(&copy, &other));
    other.target[0] = 'P';
    other.kind = EVENT_NOTE;
    CHECK(!event_same_act(&copy, &other));
    event_clear(&copy);
    event_clear(&other);
}

TEST(a_list_grows_and_frees_its_events)
{
    struct event_list list = {0};
    struct event act = act_event();
    for (int i = 0; i < 100; i++) {
        struct event *event = event_list_add(&list);
        CHECK(event->seq == 0 && event->verb == NULL);
        event_copy(event, &act);
    }
    CHECK(list.count == 100);
    CHECK_TEXT(list.events[99].item, "pay-by-qr");
    event_list_clear(&list);
    CHECK(list.count == 0 && list.events == NULL);
}

int
main(void)
{
    RUN(events_are_encoded_as_an_independent_encoder_does);
    RUN(decoding_gives_back_every_member);
    RUN(the_chain_is_the_one_that_python_computes);
    RUN(every_single_changed_byte_is_refused_or_decodes_to_other_bytes);
    RUN(a_cut_or_longer_event_is_refused);
    RUN(encodings_that_are_not_ours_are_refused);
    RUN(a_text_of_2000_bytes_is_kept_and_of_2001_refused);
    RUN(json_and_back_gives_the_same_bytes);
    RUN(json_says_what_people_read);
    RUN(json_that_is_no_event_is_refused);
    RUN(a_copy_is_deep_and_the_same_act_is_recognised);
    RUN(a_list_grows_and_frees_its_events);
    return unit_end();
}
