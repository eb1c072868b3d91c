/* radio_words.c - two sentences for the village radio: who came, and what the class can do and practises next. Nobody is
 * named, no skill is called bad, and every number said is fit for outside (small_numbers.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/class_report.h"

enum { SKILLS_SAID = 2 };

/* ---- the first: how many ---- */

static void
add_name(const struct class_report *report, bool is_english, struct buffer *out)
{
    const char *name = report->results.class.name;
    bool says_class = strncmp(name, "Lớp ", strlen("Lớp ")) == 0 || strncmp(name, "lớp ", strlen("lớp ")) == 0;
    if (is_english)
        buffer_print(out, "In the class “%s”", name);
    else
        buffer_print(out, "%s%s", says_class ? "" : "Lớp ", name);
}

/* Beside what was said of those who finished. */
static void
add_certified(const struct class_report *report, bool is_english, struct buffer *out)
{
    size_t part = report->certified, whole = report->finished;
    bool are_out = report->issued >= part;
    const char *verb_vi = are_out ? "nhận giấy chứng nhận" : "đủ điều kiện nhận giấy chứng nhận";
    const char *verb_en = are_out ? "received a certificate" : "earned a certificate";
    if (part == 0)
        return;
    if (part == whole)
        buffer_print(out, is_english ? "; all of them %s" : "; tất cả đều %s", is_english ? verb_en : verb_vi);
    else if (small_numbers_may_say(part, whole))
        buffer_print(out, is_english ? "; %zu %s" : "; %zu người %s", part, is_english ? verb_en : verb_vi);
    else
        buffer_print(out, is_english ? "; %s %s" : "; %s %s",
                     2 * part > whole ? (is_english ? "most of them" : "phần lớn")
                                      : (is_english ? "some of them" : "có người"),
                     is_english ? verb_en : verb_vi);
}

static void
say_turnout(const struct class_report *report, bool is_english, struct buffer *out)
{
    size_t came = report->came, finished = report->finished;
    add_name(report, is_english, out);
    if (came == 0 && finished == 0) {
        buffer_add_text(out, is_english ? " nobody has come yet." : " chưa có ai đến.");
        return;
    }
    if (finished < SMALLEST_GROUP) {
        if (came >= SMALLEST_GROUP)
            buffer_print(out, is_english ? " %zu people came" : " có %zu bà con đến", came);
        else
            buffer_add_text(out, is_english ? " people of the village came" : " có bà con đến học");
        buffer_add_text(out, finished == 0 ? (is_english ? "; nobody has finished the test yet" : "; chưa ai làm xong bài")
                                           : (is_english ? "; some have finished the test" : "; đã có người làm xong bài"));
    } else if (came == finished) {
        buffer_print(out, is_english ? " %zu people came and all finished the test" : " có %zu bà con đến và đều làm xong bài",
                     came);
    } else if (came > finished && came - finished >= SMALLEST_GROUP) {
        buffer_print(out, is_english ? " %zu people came and %zu finished the test" : " có %zu bà con đến, %zu người làm xong bài",
                     came, finished);
    } else {
        buffer_print(out, is_english ? " %zu people finished the test" : " có %zu bà con làm xong bài", finished);
    }
    if (finished >= SMALLEST_GROUP)
        add_certified(report, is_english, out);
    buffer_add_byte(out, '.');
}

/* ---- the second: what ---- */

struct skills {
    const struct indicator_row *rows[SKILLS_SAID];
    size_t count;
};

/* Who do it on their own, or at least with help. */
static size_t
count_able(const struct indicator_row *row, bool with_help)
{
    return row_alone(row) + (with_help ? row->cells[CELL_BAND_2] : 0);
}

static bool
is_more_common(const struct indicator_row *left, const struct indicator_row *right, bool with_help)
{
    return count_able(left, with_help) * row_tested(right) > count_able(right, with_help) * row_tested(left);
}

/* More than half of those tested. */
static bool
is_common(const struct indicator_row *row, bool with_help)
{
    return 2 * count_able(row, with_help) > row_tested(row);
}

static bool
is_among(const struct skills *skills, const struct indicator_row *row)
{
    for (size_t i = 0; i < skills->count; i++)
        if (skills->rows[i] == row)
            return true;
    return false;
}

static void
pick_common(const struct class_report *report, bool with_help, struct skills *skills)
{
    while (skills->count < SKILLS_SAID) {
        const struct indicator_row *best = NULL;
        for (size_t i = 0; i < report->row_count; i++) {
            const struct indicator_row *row = &report->rows[i];
            if (row_tested(row) >= SMALLEST_GROUP && is_common(row, with_help) && !is_among(skills, row) &&
                (best == NULL || is_more_common(row, best, with_help)))
                best = row;
        }
        if (best == NULL)
            return;
        skills->rows[skills->count++] = best;
    }
}

/* The rarest of what fewer than half do on their own. */
static void
pick_next(const struct class_report *report, const struct skills *common, struct skills *skills)
{
    while (skills->count < SKILLS_SAID) {
        const struct indicator_row *best = NULL;
        for (size_t i = 0; i < report->row_count; i++) {
            const struct indicator_row *row = &report->rows[i];
            if (row_tested(row) >= SMALLEST_GROUP && !is_common(row, false) && !is_among(skills, row) &&
                !is_among(common, row) && (best == NULL || is_more_common(best, row, false)))
                best = row;
        }
        if (best == NULL)
            return;
        skills->rows[skills->count++] = best;
    }
}

/* "Tìm thông tin" inside a sentence; an abbreviation keeps its capitals. */
static void
add_inside(struct buffer *out, const char *label)
{
    static const char *const PAIRS[][2] = {{"Đ", "đ"}, {"Ă", "ă"}, {"Â", "â"}, {"Ê", "ê"}, {"Ô", "ô"},
                                           {"Ơ", "ơ"}, {"Ư", "ư"}, {"Ứ", "ứ"}, {"Ở", "ở"}, {"Ẩ", "ẩ"}};
    bool is_plain = label[0] >= 'A' && label[0] <= 'Z';
    if (is_plain && label[1] >= 'A' && label[1] <= 'Z') {
        buffer_add_text(out, label);
        return;
    }
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
        if (strncmp(label, PAIRS[i][0], strlen(PAIRS[i][0])) == 0) {
            buffer_print(out, "%s%s", PAIRS[i][1], label + strlen(PAIRS[i][0]));
            return;
        }
    buffer_add_byte(out, (uint8_t)(is_plain ? label[0] - 'A' + 'a' : label[0]));
    buffer_add_text(out, label + 1);
}

static void
add_skills(const struct skills *skills, bool is_english, struct buffer *out)
{
    for (size_t i = 0; i < skills->count; i++) {
        const struct indicator *indicator = skills->rows[i]->indicator;
        if (i > 0)
            buffer_add_text(out, is_english ? " and " : " và ");
        add_inside(out, is_english ? indicator->short_en : indicator->short_vi);
    }
}

static void
say_skills(const struct class_report *report, bool is_english, struct buffer *out)
{
    struct skills common = {0}, next = {0};
    pick_common(report, false, &common);
    bool with_help = common.count == 0;
    if (with_help)
        pick_common(report, true, &common);
    pick_next(report, &common, &next);
    if (common.count > 0) {
        buffer_add_text(out, is_english ? (with_help ? "With a little help most can do this: " : "Most can do this on their own: ")
                                        : (with_help ? "Có người kèm, phần lớn bà con làm được: "
                                                     : "Phần lớn bà con tự làm được: "));
        add_skills(&common, is_english, out);
        buffer_add_text(out, is_english ? "; next time the class practises: " : "; buổi tới cả lớp cùng tập ");
    } else {
        buffer_add_text(out, is_english ? "Next time the class practises: " : "Buổi tới cả lớp cùng tập ");
    }
    if (next.count > 0)
        add_skills(&next, is_english, out);
    else
        buffer_add_text(out, is_english ? "the same once more" : "tiếp");
    buffer_add_byte(out, '.');
}

char *
radio_sentence(const struct class_report *report, bool is_english, int n)
{
    struct buffer out = {0};
    if (n == 0)
        say_turnout(report, is_english, &out);
    else
        say_skills(report, is_english, &out);
    return buffer_take_text(&out);
}
