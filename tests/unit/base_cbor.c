/* base_cbor.c - the examples of RFC 8949 (appendix A, appendix F.1, section 4.2.1): what the strict
 * subset writes and reads, and that everything else is refused. */
#include "unit.h"

#include <stdlib.h>

#include "base/cbor.h"
#include "base/hash.h"
#include "base/memory.h"

static size_t
from_hex(const char *hex, uint8_t out[100])
{
    size_t len = strlen(hex) / 2;
    bool is_hex = len <= 100 && hash_from_hex(hex, out, len);
    CHECK(is_hex);
    return is_hex ? len : 0;
}

static bool
is_strict(const char *hex)
{
    uint8_t bytes[100];
    size_t len = from_hex(hex, bytes);
    uint8_t *exact = memory_copy(bytes, len); /* so that the sanitizer sees a read beyond the end */
    bool answer = cbor_is_strict(exact, len);
    free(exact);
    return answer;
}

static void
check_written(struct buffer *out, const char *wanted)
{
    char *hex = memory_new(2 * out->len + 1);
    hash_to_hex(out->data, out->len, hex);
    CHECK_TEXT(hex, wanted);
    free(hex);
    buffer_clear(out);
}

TEST(numbers_are_those_of_appendix_a_both_ways)
{
    static const struct {
        int64_t value;
        const char *hex;
    } numbers[] = {{0, "00"},
                   {1, "01"},
                   {10, "0a"},
                   {23, "17"},
                   {24, "1818"},
                   {25, "1819"},
                   {100, "1864"},
                   {1000, "1903e8"},
                   {1000000, "1a000f4240"},
                   {1000000000000, "1b000000e8d4a51000"},
                   {-1, "20"},
                   {-10, "29"},
                   {-100, "3863"},
                   {-1000, "3903e7"},
                   {255, "18ff"},
                   {256, "190100"},
                   {65535, "19ffff"},
                   {65536, "1a00010000"},
                   {4294967295, "1affffffff"},
                   {4294967296, "1b0000000100000000"},
                   {INT64_MAX, "1b7fffffffffffffff"},
                   {INT64_MIN, "3b7fffffffffffffff"}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct buffer out = {0};
        struct cbor_reader reader;
        uint8_t bytes[100];
        int64_t value = 77;
        cbor_put_int(&out, numbers[i].value);
        check_written(&out, numbers[i].hex);
        cbor_begin(&reader, bytes, from_hex(numbers[i].hex, bytes));
        CHECK(cbor_get_int(&reader, &value) && cbor_at_end(&reader) && value == numbers[i].value);
    }
}

TEST(the_largest_and_smallest_numbers_do_not_wrap)
{
    struct buffer out = {0};
    struct cbor_reader reader;
    uint8_t bytes[100];
    uint64_t large = 0;
    int64_t value;
    cbor_put_uint(&out, UINT64_MAX);
    check_written(&out, "1bffffffffffffffff");
    cbor_begin(&reader, bytes, from_hex("1bffffffffffffffff", bytes));
    CHECK(cbor_get_uint(&reader, &large) && large == UINT64_MAX);
    static const char *const beyond[] = {"1bffffffffffffffff", "1b8000000000000000",
                                         "3b8000000000000000", "3bffffffffffffffff"};
    for (size_t i = 0; i < 4; i++) {
        cbor_begin(&reader, bytes, from_hex(beyond[i], bytes));
        CHECK(!cbor_get_int(&reader, &value) && reader.failed && !cbor_at_end(&reader));
        CHECK(is_strict(beyond[i])); /* it is CBOR, only no int64_t */
    }
    cbor_begin(&reader, bytes, from_hex("20", bytes));
    CHECK(!cbor_get_uint(&reader, &large));
}

TEST(strings_are_those_of_appendix_a_both_ways)
{
    static const char *const texts[][2] = {{"", "60"},
                                           {"a", "6161"},
                                           {"IETF", "6449455446"},
                                           {"\"\\", "62225c"},
                                           {"\xc3\xbc", "62c3bc"},
                                           {"\xe6\xb0\xb4", "63e6b0b4"},
                                           {"\xf0\x90\x85\x91", "64f0908591"}};
    struct buffer out = {0};
    struct cbor_reader reader;
    uint8_t bytes[100];
    size_t len;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *text;
        cbor_put_text(&out, texts[i][0]);
        check_written(&out, texts[i][1]);
        cbor_begin(&reader, bytes, from_hex(texts[i][1], bytes));
        CHECK(cbor_peek(&reader) == CBOR_TEXT && cbor_get_text(&reader, &text, &len));
        CHECK(len == strlen(texts[i][0]) && memcmp(text, texts[i][0], len) == 0 &&
              cbor_at_end(&reader));
    }
    const uint8_t *data;
    cbor_put_bytes(&out, "", 0);
    check_written(&out, "40");
    cbor_put_bytes(&out, "\1\2\3\4", 4);
    check_written(&out, "4401020304");
    cbor_begin(&reader, bytes, from_hex("4401020304", bytes));
    CHECK(cbor_get_bytes(&reader, &data, &len) && len == 4 && data == bytes + 1);
    cbor_begin(&reader, bytes, from_hex("4401020304", bytes));
    const char *text;
    CHECK(!cbor_get_text(&reader, &text, &len)); /* bytes are no text */
}

TEST(arrays_and_maps_are_those_of_appendix_a)
{
    static const char *const accepted[] = {
        "80",
        "83010203",
        "8301820203820405",
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        "a0",
        "a201020304",
        "a26161016162820203",
        "826161a161626163",
        "a56161614161626142616361436164614461656145"};
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++)
        CHECK(is_strict(accepted[i]));
    struct buffer out = {0};
    cbor_put_map(&out, 2);
    cbor_put_text(&out, "a");
    cbor_put_uint(&out, 1);
    cbor_put_text(&out, "b");
    cbor_put_array(&out, 2);
    cbor_put_uint(&out, 2);
    cbor_put_uint(&out, 3);
    check_written(&out, "a26161016162820203");
}

TEST(map_keys_are_sorted_by_their_bytes_and_unique)
{
    /* section 4.2.1: 10, 100, -1, "z", "aa", [100], [-1] */
    CHECK(is_strict("a70a001864002000617a006261610081186400812000"));
    static const char *const refused[] = {
        "a201000100",                               /* twice the same key */
        "a202000100",                               /* falling */
        "a3616100616200616100", "a30a002000186400", /* the order of RFC 7049, shorter keys first */
        "a262616100617a00",                         /* "aa" before "z" */
        "a281200081186400",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        CHECK(!is_strict(refused[i]));
    CHECK(is_strict("a201000200") && is_strict("a2617a0062616100"));
}

/* Tags, floats, simple values, indefinite lengths: all of appendix A that is not ours. */
static const char *const BEYOND_THE_SUBSET[] = {
    "c249010000000000000000",
    "c349010000000000000000",
    "f90000",
    "f98000",
    "f93c00",
    "fb3ff199999999999a",
    "f93e00",
    "f97bff",
    "fa47c35000",
    "fa7f7fffff",
    "fb7e37e43c8800759c",
    "f90001",
    "f90400",
    "f9c400",
    "fbc010666666666666",
    "f97c00",
    "f97e00",
    "f9fc00",
    "fa7f800000",
    "fa7fc00000",
    "faff800000",
    "fb7ff0000000000000",
    "fb7ff8000000000000",
    "fbfff0000000000000",
    "f4",
    "f5",
    "f6",
    "f7",
    "f0",
    "f8ff",
    "c074323031332d30332d32315432303a30343a30305a",
    "c11a514b67b0",
    "c1fb41d452d9e2000000",
    "d74401020304",
    "d818456449455446",
    "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
    "5f42010243030405ff",
    "7f657374726561646d696e67ff",
    "9fff",
    "9f018202039f0405ffff",
    "9f01820203820405ff",
    "83018202039f0405ff",
    "83019f0203ff820405",
    "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
    "bf61610161629f0203ffff",
    "826161bf61626163ff",
    "bf6346756ef563416d7421ff",
};

TEST(what_appendix_a_has_beyond_the_subset_is_refused)
{
    for (size_t i = 0; i < sizeof BEYOND_THE_SUBSET / sizeof BEYOND_THE_SUBSET[0]; i++) {
        char inside[120];
        CHECK(!is_strict(BEYOND_THE_SUBSET[i]));
        snprintf(inside, sizeof inside, "81%s", BEYOND_THE_SUBSET[i]); /* nor inside an array */
        CHECK(!is_strict(inside));
        snprintf(inside, sizeof inside, "a100%s", BEYOND_THE_SUBSET[i]); /* nor as a value */
        CHECK(!is_strict(inside));
    }
}

/* Appendix F.1, and lengths that are larger than what follows. */
static const char *const NOT_WELL_FORMED[] = {
    "",
    "18",
    "19",
    "1a",
    "1b",
    "1901",
    "1a0102",
    "1b01020304050607",
    "38",
    "58",
    "78",
    "98",
    "9a01ff00",
    "b8",
    "d8",
    "f8",
    "f900",
    "fa0000",
    "fb000000",
    "41",
    "61",
    "5affffffff00",
    "5bffffffffffffffff010203",
    "7affffffff00",
    "7b7fffffffffffffff010203",
    "81",
    "818181818181818181",
    "8200",
    "a1",
    "a20102",
    "a100",
    "a2000000",
    "c0",
    "5f4100",
    "7f6100",
    "9f",
    "9f0102",
    "bf",
    "bf01020102",
    "819f",
    "9f8000",
    "1c",
    "1d",
    "1e",
    "3c",
    "3d",
    "3e",
    "5c",
    "5d",
    "5e",
    "7c",
    "7d",
    "7e",
    "9c",
    "9d",
    "9e",
    "bc",
    "bd",
    "be",
    "dc",
    "dd",
    "de",
    "fc",
    "fd",
    "fe",
    "f800",
    "f801",
    "f818",
    "f81f",
    "5f00ff",
    "5f21ff",
    "5f6100ff",
    "5f80ff",
    "7f4100ff",
    "5f5f4100ffff",
    "ff",
    "81ff",
    "8200ff",
    "a1ff",
    "a1ff00",
    "a100ff",
    "a20000ff",
    "1f",
    "3f",
    "df",
    "9bffffffffffffffff",
    "bbffffffffffffffff",
    "bb7fffffffffffffff0000",
    "9b000000010000000000",
};

TEST(what_is_not_well_formed_is_refused)
{
    for (size_t i = 0; i < sizeof NOT_WELL_FORMED / sizeof NOT_WELL_FORMED[0]; i++) {
        CHECK(!is_strict(NOT_WELL_FORMED[i]));
        if (unit_broken)
            printf("  %s\n", NOT_WELL_FORMED[i]);
    }
}

TEST(only_the_shortest_form_is_read)
{
    static const char *const refused[] = {
        "1800",     "1817",     "190000", "1900ff",   "1a0000ffff",   "1b00000000ffffffff",
        "3817",     "3900ff",   "580101", "59000101", "780161",       "9800",
        "98028080", "99000100", "b800",   "b90000",   "5a0000000100",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        CHECK(!is_strict(refused[i]));
}

TEST(text_is_utf8_without_nul)
{
    CHECK(!is_strict("61ff") && !is_strict("6100") && !is_strict("63eda080") &&
          !is_strict("62c080"));
    CHECK(!is_strict("64f4908080") && !is_strict("62e6b0"));
    CHECK(is_strict("4100") && is_strict("41ff")); /* bytes may be anything */
}

TEST(nesting_ends_at_depth_four)
{
    CHECK(is_strict("81818180") && is_strict("a100a100a100a0"));
    CHECK(!is_strict("8181818180") && !is_strict("a100a100a100a100a0"));
    struct cbor_reader reader;
    uint8_t bytes[100];
    size_t len = from_hex("8181818180", bytes);
    cbor_begin(&reader, bytes, len);
    CHECK(cbor_skip(&reader, 5) && cbor_at_end(&reader));
    cbor_begin(&reader, bytes, len);
    CHECK(!cbor_skip(&reader, 4) && reader.failed);
}

TEST(nothing_may_follow_and_every_cut_is_refused)
{
    static const char whole[] = "a26161016162820203";
    char part[sizeof whole];
    CHECK(is_strict(whole) && !is_strict("a2616101616282020300"));
    for (size_t len = 0; len + 2 < sizeof whole; len += 2) {
        snprintf(part, sizeof part, "%.*s", (int)len, whole);
        CHECK(!is_strict(part));
    }
}

TEST(after_a_failure_nothing_more_is_read)
{
    struct cbor_reader reader;
    uint8_t bytes[100];
    uint64_t value = 5;
    size_t count;
    cbor_begin(&reader, bytes, from_hex("83010203", bytes));
    CHECK(!cbor_get_uint(&reader, &value)); /* an array is no number */
    CHECK(!cbor_get_array(&reader, &count) && cbor_peek(&reader) == CBOR_NOTHING &&
          !cbor_at_end(&reader));
}

TEST(what_python_wrote_is_read_item_by_item)
{
    /* cbor2.dumps([1, -2, b"ab", "ệ", {1: 2}], canonical=True) */
    struct cbor_reader reader;
    uint8_t bytes[100];
    uint64_t one;
    int64_t minus;
    const uint8_t *data;
    const char *text;
    size_t len, count;
    cbor_begin(&reader, bytes, from_hex("85012142616263e1bb87a10102", bytes));
    CHECK(cbor_get_array(&reader, &count) && count == 5);
    CHECK(cbor_peek(&reader) == CBOR_UINT && cbor_get_uint(&reader, &one) && one == 1);
    CHECK(cbor_peek(&reader) == CBOR_NEGATIVE && cbor_get_int(&reader, &minus) && minus == -2);
    CHECK(cbor_peek(&reader) == CBOR_BYTES && cbor_get_bytes(&reader, &data, &len) && len == 2 &&
          data[0] == 'a');
    CHECK(cbor_peek(&reader) == CBOR_TEXT && cbor_get_text(&reader, &text, &len) && len == 3);
    CHECK(cbor_peek(&reader) == CBOR_MAP && cbor_get_map(&reader, &count) && count == 1);
    CHECK(cbor_get_uint(&reader, &one) && one == 1 && cbor_get_uint(&reader, &one) && one == 2);
    CHECK(cbor_at_end(&reader) && cbor_peek(&reader) == CBOR_NOTHING);
}

int
main(void)
{
    RUN(numbers_are_those_of_appendix_a_both_ways);
    RUN(the_largest_and_smallest_numbers_do_not_wrap);
    RUN(strings_are_those_of_appendix_a_both_ways);
    RUN(arrays_and_maps_are_those_of_appendix_a);
    RUN(map_keys_are_sorted_by_their_bytes_and_unique);
    RUN(what_appendix_a_has_beyond_the_subset_is_refused);
    RUN(what_is_not_well_formed_is_refused);
    RUN(only_the_shortest_form_is_read);
    RUN(text_is_utf8_without_nul);
    RUN(nesting_ends_at_depth_four);
    RUN(nothing_may_follow_and_every_cut_is_refused);
    RUN(after_a_failure_nothing_more_is_read);
    RUN(what_python_wrote_is_read_item_by_item);
    return unit_end();
}
