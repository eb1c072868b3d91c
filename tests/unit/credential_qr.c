/* credential_qr.c - the code itself, and its pictures for a page and for a terminal, read back
 * module by module. */
#include "unit.h"

#include <stdlib.h>

#include "credential/credential.h"

static const char PAYLOAD[] =
    "https://v.example.vn/#31415926535897932384626433832795028841971693993751058209749445923";

static bool
is_dark(const struct qr_code *code, int row, int column)
{
    return code->modules[row * code->width + column] != 0;
}

/* ISO/IEC 18004: a 7 x 7 frame around a 3 x 3 block in three corners. */
static bool
has_finder(const struct qr_code *code, int top, int left)
{
    static const char *const PATTERN[] = {"#######", "#     #", "# ### #", "# ### #",
                                          "# ### #", "#     #", "#######"};
    for (int row = 0; row < 7; row++)
        for (int column = 0; column < 7; column++)
            if (is_dark(code, top + row, left + column) != (PATTERN[row][column] == '#'))
                return false;
    return true;
}

TEST(a_code_has_its_three_finders_and_its_timing)
{
    struct qr_code code;
    struct err err;
    CHECK(qr_code_of_payload(PAYLOAD, 13, &code, &err) == FAULT_NONE);
    int last = code.width - 7;
    CHECK(has_finder(&code, 0, 0) && has_finder(&code, 0, last) && has_finder(&code, last, 0));
    for (int i = 8; i < code.width - 8; i++)
        CHECK(is_dark(&code, 6, i) == (i % 2 == 0) && is_dark(&code, i, 6) == (i % 2 == 0));
    qr_code_clear(&code);
    CHECK(code.modules == NULL && code.width == 0);
}

/* The format bits beside the first finder, ISO/IEC 18004 section 7.9: level M is 00, after the mask
 * 101010000010010. */
TEST(error_correction_is_level_m)
{
    struct qr_code code;
    struct err err;
    CHECK(qr_code_of_payload(PAYLOAD, 13, &code, &err) == FAULT_NONE);
    CHECK(is_dark(&code, 8, 0) && !is_dark(&code, 8, 1));
    qr_code_clear(&code);
}

/* 22 bytes and 63 digits in two segments: 4 + 8 + 22 * 8 and 4 + 10 + 210 bits are 51.5 bytes,
 * version 4-M holds 64; in bytes alone they would be 86.5 and need version 6 (ISO/IEC 18004, tables
 * 3 and 7). */
TEST(digits_cost_a_third_of_bytes)
{
    struct qr_code two_segments, bytes;
    struct err err;
    char text[100];
    snprintf(text, sizeof text, "%.85s", PAYLOAD);
    CHECK(qr_code_of_payload(text, 13, &two_segments, &err) == FAULT_NONE &&
          two_segments.version == 4);
    CHECK(qr_code_of_text("https://v.example.vn/#thirty-one letters that are no digits are bytes "
                          "and stay bytes ok",
                          &bytes, &err) == FAULT_NONE &&
          bytes.version == 6);
    qr_code_clear(&two_segments);
    qr_code_clear(&bytes);
}

TEST(what_is_no_payload_is_refused)
{
    static const char *const WRONG[] = {
        "", "#", "https://v.example.vn/", "https://v.example.vn/#", "#12a", "#1 2", "x#-1"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct qr_code code;
        struct err err = {0};
        CHECK(qr_code_of_payload(WRONG[i], 13, &code, &err) == FAULT_INPUT);
        CHECK(code.modules == NULL && err.text[0] != 0);
    }
}

TEST(a_version_too_many_is_named)
{
    struct qr_code code;
    struct err err = {0};
    CHECK(qr_code_of_payload(PAYLOAD, 3, &code, &err) == FAULT_INPUT);
    CHECK(strstr(err.text, "above 3") != NULL && code.modules == NULL);
}

TEST(a_text_beyond_every_version_is_refused)
{
    struct qr_code code;
    struct err err = {0};
    char *text = malloc(9001);
    memset(text, 'x', 9000);
    text[9000] = 0;
    CHECK(qr_code_of_text(text, &code, &err) == FAULT_INPUT && code.modules == NULL);
    free(text);
}

/* The one path of the picture: "Mx yhNv1h-Nz" a run, with four modules of white around. */
TEST(the_svg_shows_every_module_once)
{
    struct qr_code code;
    struct err err;
    struct buffer svg = {0};
    CHECK(qr_code_of_text("https://class.example/join", &code, &err) == FAULT_NONE);
    qr_code_to_svg(&code, &svg);
    const char *path = strstr(buffer_text(&svg), " d=\"");
    uint8_t *seen = calloc((size_t)(code.width * code.width), 1);
    int x, y, run, used;
    CHECK(path != NULL);
    for (path += 4; sscanf(path, "M%d %dh%dv1h-%*dz%n", &x, &y, &run, &used) == 3; path += used)
        for (int i = 0; i < run; i++) {
            CHECK(x + i >= 4 && y >= 4 && x + i < code.width + 4 && y < code.width + 4);
            seen[(y - 4) * code.width + x + i - 4]++;
        }
    CHECK(*path == '"');
    CHECK(memcmp(seen, code.modules, (size_t)(code.width * code.width)) == 0);
    char box[60];
    snprintf(box, sizeof box, "viewBox=\"0 0 %d %d\"", code.width + 8, code.width + 8);
    CHECK(strstr(buffer_text(&svg), box) != NULL);
    free(seen);
    buffer_clear(&svg);
    qr_code_clear(&code);
}

/* Blocks are light: a phone's camera wants dark on light, and many terminals are dark. */
static int
dark_halves(const char *block)
{
    if (*block == ' ')
        return 3;
    return strncmp(block, "▀", 3) == 0 ? 2 : strncmp(block, "▄", 3) == 0 ? 1 : 0;
}

TEST(the_terminal_shows_every_module)
{
    struct qr_code code;
    struct err err;
    struct buffer out = {0};
    CHECK(qr_code_of_text("https://class.example/join", &code, &err) == FAULT_NONE);
    qr_code_to_terminal(&code, &out);
    int row = -4, wrong = 0;
    for (const char *line = buffer_text(&out); *line != 0; row += 2) {
        const char *at = strchr(line, 'm') + 1;
        for (int column = -4; column < code.width + 4; column++) {
            int halves = dark_halves(at);
            at += *at == ' ' ? 1 : 3;
            for (int half = 0; half < 2; half++) {
                int y = row + half;
                bool is_inside = y >= 0 && column >= 0 && y < code.width && column < code.width;
                wrong += (halves >> half & 1) != (is_inside && is_dark(&code, y, column));
            }
        }
        CHECK(strncmp(at, "\x1b[0m\n", 5) == 0);
        line = at + 5;
    }
    CHECK(wrong == 0);
    CHECK(row >= code.width + 4);
    buffer_clear(&out);
    qr_code_clear(&code);
}

int
main(void)
{
    RUN(a_code_has_its_three_finders_and_its_timing);
    RUN(error_correction_is_level_m);
    RUN(digits_cost_a_third_of_bytes);
    RUN(what_is_no_payload_is_refused);
    RUN(a_version_too_many_is_named);
    RUN(a_text_beyond_every_version_is_refused);
    RUN(the_svg_shows_every_module_once);
    RUN(the_terminal_shows_every_module);
    return unit_end();
}
