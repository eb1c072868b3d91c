/* credential_badge.c - badges and the canonical form under them. `--write FOLDER` writes badges of many shapes for
 * tests/certificates/open_badge_suite.py, which asks other programs about them. */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"
#include "base/random_bytes.h"
#include "credential/rdf_canonical.h"
#include "credential_fixture.h"

static const struct public_words NO_WORDS = {0};

static struct keyring *
new_keyring(char folder[64])
{
    struct delegation_terms terms = {.office = "Lớp thử", .office_number = 1, .place = TEST_PLACE, .programmes = {1},
                                     .programme_count = 1, .not_before = TEST_NOW - TEST_DAY,
                                     .not_after = TEST_NOW + 80 * TEST_DAY, .quota = 100, .first_sequence = 1};
    struct keyring *keyring = NULL;
    struct err err;
    snprintf(folder, 64, "/tmp/dauso-badge-XXXXXX");
    if (mkdtemp(folder) == NULL || keyring_init(folder, NULL, &terms, &NO_WORDS, TEST_NOW, &err) != FAULT_NONE ||
        keyring_open(folder, &keyring, &err) != FAULT_NONE)
        abort();
    return keyring;
}

static void
remove_keyring(struct keyring *keyring, const char *folder)
{
    char *command = memory_print("rm -rf '%s'", folder);
    keyring_close(keyring);
    CHECK(system(command) == 0);
    free(command);
}

struct shape {
    const char *name, *office, *label;
    size_t indicators;
    uint8_t first_id_byte;
};
static const struct shape SHAPES[] = {
    {"Nguyễn Thị Thu Hường", "Lớp thử", "Sử dụng thiết bị", 6, 1},
    {"H'Ƀă Êđê Y-Ƀlŏ", "Sở \"Khoa học\" \\ Công nghệ", "Dấu \"nháy\" và \\ gạch", 1, 0},
    {"Ả Ấ Ầ Ẩ Ẫ Ậ Ắ Ằ Ẳ Ẵ Ặ Ẻ Ẽ Ẹ Ế Ề Ể Ễ Ệ Ỉ Ị", "Ủy ban <b>xã</b> & thôn", "tab\tvà dòng\nmới", 24, 7},
    {"Ỏ Ọ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ủ Ụ Ứ Ừ Ử Ữ Ự Ỳ Ỷ Ỹ Ỵ", "𝔖 ký hiệu 🙂", "x", 64, 255},
};

static enum fault
write_shape(const struct keyring *keyring, const struct shape *shape, struct buffer *json, struct err *err)
{
    struct claims claims = test_claims();
    char codes[INDICATOR_MAX][48], labels[INDICATOR_MAX][80];
    const char *code_list[INDICATOR_MAX], *label_list[INDICATOR_MAX];
    snprintf(claims.name, sizeof claims.name, "%s", shape->name);
    claims.id[0] = shape->first_id_byte;
    claims.indicator_count = shape->indicators;
    for (size_t i = 0; i < shape->indicators; i++) {
        claims.bands[i] = (uint8_t)(i % 5 == 4 ? 0 : i % 5 + 1);
        snprintf(codes[i], sizeof codes[i], "%zu.%zu", i / 8, i % 8);
        snprintf(labels[i], sizeof labels[i], "%s %zu", shape->label, i / 3); /* some are alike */
        code_list[i] = codes[i];
        label_list[i] = labels[i];
    }
    const struct open_badge_words words = {
        .office = shape->office, .programme_id = "thu", .programme_title = "Chương trình thử", .description = "Thử",
        .criteria = "Làm bài", .framework_id = "khung", .framework_title = "Khung thử", .codes = code_list,
        .labels = label_list, .level_names = {"Mới tập", "Cần kèm", "Tự làm được", "Chỉ bảo được"}};
    return open_badge_write(keyring, &claims, &words, json, err);
}

static int
write_all(const char *to)
{
    char folder[64];
    struct keyring *keyring = new_keyring(folder);
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++) {
        struct buffer json = {0};
        struct err err;
        char *path = memory_print("%s/badge-%zu.json", to, i);
        if (write_shape(keyring, &SHAPES[i], &json, &err) != FAULT_NONE ||
            file_write(path, json.data, json.len, 0644, &err) != FAULT_NONE)
            abort();
        buffer_clear(&json);
        free(path);
    }
    remove_keyring(keyring, folder);
    return 0;
}

TEST(the_same_claims_give_the_same_badge)
{
    char folder[64];
    struct keyring *keyring = new_keyring(folder);
    struct buffer one = {0}, other = {0};
    struct err err;
    CHECK(write_shape(keyring, &SHAPES[0], &one, &err) == FAULT_NONE);
    CHECK(write_shape(keyring, &SHAPES[0], &other, &err) == FAULT_NONE);
    CHECK(one.len > 1000 && one.len == other.len && memcmp(one.data, other.data, one.len) == 0);
    buffer_clear(&one);
    buffer_clear(&other);
    remove_keyring(keyring, folder);
}

TEST(a_locked_key_signs_no_badge)
{
    char folder[64];
    struct keyring *keyring = new_keyring(folder);
    struct buffer json = {0};
    struct err err;
    keyring_lock(keyring);
    CHECK(write_shape(keyring, &SHAPES[0], &json, &err) == FAULT_CANNOT && json.len == 0);
    remove_keyring(keyring, folder);
}

/* RDF Dataset Canonicalization, section 4.3.1.1, "unique hashes". */
TEST(blank_nodes_get_the_names_of_the_standards_example)
{
    struct rdf_graph *graph = rdf_graph_new();
    struct buffer out = {0};
    const char *e0 = rdf_new_blank(graph), *e1 = rdf_new_blank(graph);
    rdf_add(graph, "http://example.com/#p", "http://example.com/#q", e0);
    rdf_add(graph, "http://example.com/#p", "http://example.com/#r", e1);
    rdf_add(graph, e0, "http://example.com/#s", "http://example.com/#u");
    rdf_add(graph, e1, "http://example.com/#t", "http://example.com/#u");
    CHECK(rdf_write_canonical(graph, &out));
    CHECK(strcmp(buffer_text(&out), "<http://example.com/#p> <http://example.com/#q> _:c14n0 .\n"
                                    "<http://example.com/#p> <http://example.com/#r> _:c14n1 .\n"
                                    "_:c14n0 <http://example.com/#s> <http://example.com/#u> .\n"
                                    "_:c14n1 <http://example.com/#t> <http://example.com/#u> .\n") == 0);
    buffer_clear(&out);
    rdf_graph_free(graph);
}

TEST(blank_nodes_that_are_alike_are_refused)
{
    struct rdf_graph *graph = rdf_graph_new();
    struct buffer out = {0};
    rdf_add(graph, "urn:a", "urn:p", rdf_new_blank(graph));
    rdf_add(graph, "urn:a", "urn:p", rdf_new_blank(graph));
    CHECK(!rdf_write_canonical(graph, &out) && out.len == 0);
    rdf_graph_free(graph);
}

int
main(int argc, char **argv)
{
    random_bytes_begin();
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        return write_all(argv[2]);
    RUN(the_same_claims_give_the_same_badge);
    RUN(a_locked_key_signs_no_badge);
    RUN(blank_nodes_get_the_names_of_the_standards_example);
    RUN(blank_nodes_that_are_alike_are_refused);
    return unit_end();
}
