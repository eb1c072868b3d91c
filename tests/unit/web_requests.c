/* web_requests.c - heads, forms and addresses judged without a socket. */
#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "web/addresses.h"
#include "web/head_guard.h"
#include "web/limits.h"
#include "web/request.h"
#include "web/ui_parts.h"

static unsigned
guard(const char *head, size_t len, size_t step)
{
    struct head_guard state;
    head_guard_reset(&state);
    for (size_t at = 0; at < len; at += step)
        head_guard_feed(&state, head + at, len - at < step ? len - at : step);
    return state.refusal.status != 0 ? state.refusal.status : state.is_whole ? 200 : 0;
}

TEST(a_head_is_judged_the_same_in_one_piece_and_byte_by_byte)
{
    static const struct {
        const char *head;
        unsigned status;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", 200},
        {"GET / HTTP/1.1\r\nHost: a\r\n", 0},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\nHost: a\n\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400},
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"GET / HTTP/1.1x\r\nHost: a\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n", 200},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nHost: a\r\ncontent-length: +2\r\n\r\n", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t step = 1; step < 40; step += 13) {
            CHECK(guard(cases[i].head, strlen(cases[i].head), step) == cases[i].status);
            CHECK(guard(cases[i].head, strlen(cases[i].head), 4096) == cases[i].status);
        }
}

TEST(bytes_after_a_request_are_noticed)
{
    static const char two[] =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}GET / HTTP/1.1\r\n";
    struct head_guard state;
    head_guard_reset(&state);
    CHECK(head_guard_feed(&state, two, strlen(two)) && state.is_whole && state.has_more);
    head_guard_reset(&state);
    CHECK(head_guard_feed(&state, two, (size_t)(strstr(two, "GET") - two)) && state.is_whole &&
          !state.has_more);
}

static bool
allow_a(void *owner, const char *host)
{
    (void)owner;
    return strcmp(host, "a") == 0;
}

static unsigned
judge(const char *method, const char *uri, const char *const headers[][2], struct request *request)
{
    *request =
        (struct request){.method = memory_copy_text(method), .raw_uri = memory_copy_text(uri)};
    for (size_t i = 0; headers[i][0] != NULL; i++)
        pairs_add(&request->headers, headers[i][0], strlen(headers[i][0]), headers[i][1],
                  strlen(headers[i][1]));
    return request_check_head(request, allow_a, NULL).status;
}

TEST(an_address_is_taken_apart_or_refused)
{
    static const char *const host[][2] = {{"Host", "a"}, {NULL, NULL}};
    static const struct {
        const char *uri;
        unsigned status;
    } cases[] = {{"/", 0},         {"/j/123456", 0},     {"/?m=again&x=%41+b", 0},
                 {"/%41", 404},    {"/..", 404},         {"//", 404},
                 {"/a/", 0},       {"/%zz", 400},        {"/%00", 400},
                 {"/%c0%ae", 400}, {"/?x=1&x=2", 400},   {"/?x=%0", 400},
                 {"/#a", 400},     {"a", 400},           {"", 400},
                 {"/a\\b", 404},   {"/?%78=1&x=2", 400}, {"/?=1", 400}};
    struct request request;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK(judge("GET", cases[i].uri, host, &request) == cases[i].status);
        request_clear(&request);
    }
    CHECK(judge("GET", "/?m=again&x=%41+b", host, &request) == 0);
    CHECK_TEXT(request.path, "/");
    CHECK_TEXT(pairs_get(&request.query, "x"), "A b");
    request_clear(&request);
}

TEST(cookies_of_one_name_are_two_people)
{
    static const char *const twice[][2] = {
        {"Host", "a"}, {"Cookie", "dauso=1; dauso=2"}, {NULL, NULL}};
    static const char *const once[][2] = {
        {"Host", "a"}, {"Cookie", "x=1;dauso=2; empty"}, {NULL, NULL}};
    struct request request;
    CHECK(judge("GET", "/", twice, &request) == 400);
    request_clear(&request);
    CHECK(judge("GET", "/", once, &request) == 0);
    CHECK_TEXT(pairs_get(&request.cookies, "dauso"), "2");
    CHECK_TEXT(pairs_get(&request.cookies, "empty"), "");
    request_clear(&request);
}

TEST(the_hotspot_comes_before_wifi_before_cable_and_bridges_never)
{
    const uint32_t hotspot = 0x0a2a0001, home = 0xc0a80105, outside = 0xcb007105,
                   nobody = 0xa9fe0102;
    CHECK(addresses_rank("wlp2s0", hotspot) > addresses_rank("wlp2s0", home));
    CHECK(addresses_rank("wlan0", home) > addresses_rank("enp3s0", home));
    CHECK(addresses_rank("ap0", home) > addresses_rank("eth0", home));
    CHECK(addresses_rank("eth0", home) > addresses_rank("eth0", outside));
    CHECK(addresses_rank("eth0", outside) > addresses_rank("ppp0", home));
    CHECK(addresses_rank("eth0", nobody) < addresses_rank("ppp0", home));
    static const char *const inside[] = {"lo", "docker0", "br-1a2b", "veth12", "virbr0", "tun0"};
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
        CHECK(addresses_rank(inside[i], home) == 0);
}

TEST(only_our_names_and_our_port_are_allowed)
{
    static const char *const hosts[] = {"class.example"};
    const struct addresses addresses = {
        .own = {"192.168.1.5"}, .own_count = 1, .hosts = hosts, .host_count = 1, .port = 8080};
    static const char *const ours[] = {"127.0.0.1", "localhost:8080", "192.168.1.5:8080",
                                       "CLASS.example:8080"};
    static const char *const others[] = {"evil.example",       "127.0.0.1:80", "192.168.1.50",
                                         "class.example.evil", ":8080",        "localhost:8080:1"};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        CHECK(addresses_allow(&addresses, ours[i]));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        CHECK(!addresses_allow(&addresses, others[i]));
}

TEST(a_bucket_fills_again_with_time)
{
    struct limits *limits = memory_new(sizeof *limits);
    int taken = 0;
    while (limits_take_act(limits, "one", 1000) && taken < 10000)
        taken++;
    CHECK(taken == ACTS_BURST);
    CHECK(limits_take_act(limits, "other", 1000));
    CHECK(!limits_take_act(limits, "one", 1000 + 900 / ACTS_PER_SECOND));
    CHECK(limits_take_act(limits, "one", 1000 + 1100 / ACTS_PER_SECOND));
    CHECK(!limits_take_act(limits, "one", 1001 + 1100 / ACTS_PER_SECOND));
    free(limits);
}

TEST(wrong_codes_are_forgotten_after_a_minute)
{
    struct limits *limits = memory_new(sizeof *limits);
    for (int i = 0; i < WRONG_CODES_PER_MINUTE; i++) {
        CHECK(limits_may_try_code(limits, "10.0.0.1", 5000));
        limits_note_wrong_code(limits, "10.0.0.1", 5000);
    }
    CHECK(!limits_may_try_code(limits, "10.0.0.1", 6000));
    CHECK(limits_may_try_code(limits, "10.0.0.2", 6000));
    CHECK(limits_wrong_codes(limits, 6000) == WRONG_CODES_PER_MINUTE);
    CHECK(limits_may_try_code(limits, "10.0.0.1", 65000));
    CHECK(limits_wrong_codes(limits, 65000) == 0);
    free(limits);
}

TEST(words_are_filled_in_and_escaped)
{
    struct buffer out = {0};
    ui_add_words(&out, "vi", "count.question", "4", "<12>");
    CHECK_TEXT(buffer_text(&out), "Câu 4 / &lt;12&gt;");
    buffer_reset(&out);
    ui_add_text(&out, "vi", "{Bác} bấm \"{x}\" & {1}");
    CHECK_TEXT(buffer_text(&out), "Bác bấm &quot;{x}&quot; &amp; {1}");
    buffer_clear(&out);
}

int
main(void)
{
    RUN(a_head_is_judged_the_same_in_one_piece_and_byte_by_byte);
    RUN(bytes_after_a_request_are_noticed);
    RUN(an_address_is_taken_apart_or_refused);
    RUN(cookies_of_one_name_are_two_people);
    RUN(the_hotspot_comes_before_wifi_before_cable_and_bridges_never);
    RUN(only_our_names_and_our_port_are_allowed);
    RUN(a_bucket_fills_again_with_time);
    RUN(wrong_codes_are_forgotten_after_a_minute);
    RUN(words_are_filled_in_and_escaped);
    return unit_end();
}
