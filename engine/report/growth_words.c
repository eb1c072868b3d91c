/* growth_words.c - what a village head is told: how many can do more, by how much, most in what, and where nothing clear was
 * seen. A figure that the tests cannot carry is not said; people who took one test only are counted and said. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/growth_report.h"

static const double STANDS_OUT = .1;

const char *
growth_pick(const struct growth_report *report, const char *vi, const char *en)
{
    return strcmp(report->wish.language, "en") == 0 ? en : vi;
}

static double
in_units(const struct growth_report *report, double logits)
{
    return report->logits_per_band > 0 ? logits / report->logits_per_band : logits;
}

static char *
print_number(double value, int decimals, bool is_signed, bool is_english)
{
    char text[40];
    double rounded = round(value * pow(10, decimals)) / pow(10, decimals);
    snprintf(text, sizeof text, is_signed ? "%+.*f" : "%.*f", decimals, rounded == 0 ? 0 : rounded);
    char *point = strchr(text, '.');
    if (point != NULL && !is_english)
        *point = ',';
    return text[0] == '-' ? memory_print("\u2212%s", text + 1) : memory_copy_text(text);
}

char *
growth_signed(const struct growth_report *report, double logits, int decimals)
{
    return print_number(in_units(report, logits), decimals, true, strcmp(report->wish.language, "en") == 0);
}

const char *
growth_unit(const struct growth_report *report)
{
    return report->logits_per_band > 0 ? growth_pick(report, "bậc", "bands") : growth_pick(report, "đơn vị logit", "logits");
}

const char *
growth_verdict_name(const struct growth_report *report, enum change_verdict verdict)
{
    switch (verdict) {
    case CHANGE_GREW: return growth_pick(report, "tiến bộ rõ", "clearly more");
    case CHANGE_FELL: return growth_pick(report, "lần sau thấp hơn", "lower the second time");
    case CHANGE_NOT_CLEAR: return growth_pick(report, "chưa đủ rõ", "not clear yet");
    case CHANGE_UNKNOWN: break;
    }
    return growth_pick(report, "chưa biết", "not known");
}

bool
growth_is_hidden(const struct growth_report *report)
{
    return report->wish.is_public && report->both < SMALLEST_GROUP;
}

bool
growth_may_count(const struct growth_report *report, size_t part)
{
    return !report->wish.is_public || part == 0 || small_numbers_may_say(part, report->whole.person_count);
}

/* ---- when nothing may be said ---- */

static char *
refuse_claim(const struct growth_report *report, bool is_english)
{
    const struct growth_claim *claim = &report->claim;
    switch (claim->why) {
    case REFUSAL_AUTHOR_ITEMS:
        return is_english ? memory_print("The two tests have different questions whose difficulty is only the author’s guess so far "
                                         "(%zu items with fewer than 100 answers). Compared so, a class seems to grow in one case "
                                         "of three without having learnt anything. Give the same test twice, or calibrate the items first.",
                                         claim->weak_items)
                          : memory_print("Hai lần làm hai đề khác nhau, mà độ khó của câu hỏi mới là ước đoán của người soạn (%zu câu có "
                                         "dưới 100 lượt trả lời). So như thế thì cứ ba lớp lại có một lớp “tiến bộ” dù không học được gì. Hãy "
                                         "cho làm lại cùng một đề, hoặc hiệu chuẩn câu hỏi trước.", claim->weak_items);
    case REFUSAL_DRIFTED_ITEMS:
        return is_english ? memory_print("The item %s has become another one between the tests.", claim->item)
                          : memory_print("Câu %s giữa hai lần đã thành một câu khác.", claim->item);
    case REFUSAL_CONTRADICTION:
        return is_english ? memory_print("The item %s counts for two different things in the two tests.", claim->item)
                          : memory_print("Câu %s ở hai lần được tính khác nhau.", claim->item);
    case REFUSAL_NO_PAIRS:
    case REFUSAL_NONE: break;
    }
    return memory_copy_text(is_english ? "Nobody took both tests." : "Chưa có ai làm cả hai lần.");
}

static char *
refusal_in(const struct growth_report *report, bool is_english)
{
    if (growth_is_hidden(report) && report->both > 0)
        return memory_copy_text(is_english ? "Fewer than 10 people took both tests: nothing of it leaves the class, to keep each person private."
                                           : "Dưới 10 người làm cả hai lần: số liệu không đưa ra ngoài lớp, để giữ kín cho từng người.");
    if (report->both == 0 || report->claim.kind == CLAIM_REFUSED)
        return refuse_claim(report, is_english);
    if (report->whole.problem == GROWTH_TOO_FEW)
        return memory_copy_text(is_english ? "Only one person took both tests: of a class nothing can be said."
                                           : "Mới có một người làm cả hai lần, nên chưa nói được gì về cả lớp.");
    if (report->whole.problem == GROWTH_OUT_OF_RANGE)
        return memory_copy_text(is_english ? "Nearly everything was right in both tests, or nearly everything wrong: this test is too "
                                             "easy or too hard for these people to show a change."
                                           : "Cả hai lần hầu như đúng hết, hoặc hầu như sai hết: đề này quá dễ hoặc quá khó với nhóm này "
                                             "nên không cho thấy được thay đổi.");
    if (!report->whole.gain.is_known)
        return memory_copy_text(is_english ? "The answers do not suffice to say how much changed."
                                           : "Câu trả lời chưa đủ để nói thay đổi bao nhiêu.");
    return NULL;
}

char *
growth_refusal(const struct growth_report *report)
{
    return refusal_in(report, strcmp(report->wish.language, "en") == 0);
}

/* ---- skills to name ---- */

static const char *
skill_name(const struct growth_report *report, size_t indicator, bool is_english)
{
    const struct indicator *skill = &report->framework->indicators[indicator];
    return is_english ? skill->short_en : skill->short_vi;
}

/* In the middle of a sentence: "Trả tiền bằng mã QR" becomes "trả tiền …". Capitals with marks stay as they are. */
static char *
inner_name(const struct growth_report *report, size_t indicator, bool is_english)
{
    char *name = memory_copy_text(skill_name(report, indicator, is_english));
    if (name[0] >= 'A' && name[0] <= 'Z' && !(name[1] >= 'A' && name[1] <= 'Z'))
        name[0] = (char)(name[0] + 32);
    else if (strncmp(name, "Đ", strlen("Đ")) == 0)
        memcpy(name, "đ", strlen("đ"));
    return name;
}

static size_t
find_skill(const struct growth_report *report, enum change_verdict wanted)
{
    size_t order[INDICATOR_MAX], count = growth_order(report, order);
    for (size_t i = 0; i < count; i++)
        if (report->whole.indicators[order[i]].verdict == wanted)
            return order[i];
    return SIZE_MAX;
}

/* The skill that gained most, if it stands out: a tenth of a band above the others. Else naming one would be chance. */
static size_t
find_best(const struct growth_report *report)
{
    size_t order[INDICATOR_MAX], count = growth_order(report, order);
    double sum = 0;
    if (count < 2 || report->whole.indicators[order[0]].verdict != CHANGE_GREW)
        return SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        sum += in_units(report, report->whole.indicators[order[i]].pooled.mean);
    double best = in_units(report, report->whole.indicators[order[0]].pooled.mean);
    return best - (sum - best) / (double)(count - 1) >= STANDS_OUT ? order[0] : SIZE_MAX;
}

static bool
is_growth(const struct growth_report *report)
{
    return report->whole.gain.low > 0;
}

/* ---- sentences ---- */

char *
growth_headline(const struct growth_report *report, bool is_english)
{
    char *refusal = refusal_in(report, is_english);
    size_t best = refusal == NULL ? find_best(report) : SIZE_MAX,
           unclear = refusal == NULL ? find_skill(report, CHANGE_NOT_CLEAR) : SIZE_MAX;
    struct buffer out = {0};
    const char *where = report->title[0] != 0 ? report->title : "";
    if (refusal != NULL) {
        buffer_add_text(&out, is_english ? "How much people have gained cannot be said yet."
                                         : "Chưa thể nói bà con tiến bộ bao nhiêu.");
    } else if (!is_growth(report)) {
        buffer_print(&out, is_english ? (report->whole.gain.high < 0 ? "People%s%s did less well the second time."
                                                                     : "People%s%s show no clear change yet.")
                                      : (report->whole.gain.high < 0 ? "Bà con%s%s lần sau làm được ít hơn."
                                                                     : "Bà con%s%s chưa thấy đổi rõ."),
                     where[0] != 0 ? (is_english ? " of " : " ") : "", where);
    } else {
        buffer_print(&out, is_english ? "People%s%s can do more" : "Bà con%s%s làm được nhiều việc hơn",
                     where[0] != 0 ? (is_english ? " of " : " ") : "", where);
        char *name = best != SIZE_MAX ? inner_name(report, best, is_english) : NULL;
        char *other = unclear != SIZE_MAX ? inner_name(report, unclear, is_english) : NULL;
        if (name != NULL)
            buffer_print(&out, is_english ? ", most of all in %s" : ", rõ nhất là %s", name);
        if (other != NULL)
            buffer_print(&out, is_english ? "; no clear change in %s" : "; việc %s chưa thấy đổi rõ", other);
        buffer_add_byte(&out, '.');
        free(name);
        free(other);
    }
    free(refusal);
    return buffer_take_text(&out);
}

static void
add_gain(const struct growth_report *report, bool is_english, struct buffer *out)
{
    const struct growth_mean *gain = &report->whole.gain;
    char *mean = print_number(in_units(report, gain->mean), 1, true, is_english),
         *half = print_number(in_units(report, (gain->high - gain->low) / 2), 2, false, is_english);
    const char *unit = report->logits_per_band > 0 ? (is_english ? "bands" : "bậc") : (is_english ? "logits" : "logit");
    buffer_print(out, is_english ? "the average gain is %s ± %s %s" : "trung bình tăng %s ± %s %s", mean, half, unit);
    free(mean);
    free(half);
}

/* "24 trong 28 người tiến bộ rõ; trung bình tăng +0,6 ± 0,16 bậc." */
char *
growth_lead(const struct growth_report *report, bool is_english)
{
    const struct class_growth *whole = &report->whole;
    struct buffer out = {0};
    char *refusal = refusal_in(report, is_english);
    if (refusal != NULL)
        return refusal;
    if (growth_may_count(report, whole->grew))
        buffer_print(&out, is_english ? "%zu of %zu people grew; " : "%zu trong %zu người tiến bộ rõ; ", whole->grew,
                     whole->person_count);
    else
        buffer_print(&out, is_english ? "Of %zu people %s grew; " : "Trong %zu người, %s tiến bộ rõ; ", whole->person_count,
                     2 * whole->grew > whole->person_count ? (is_english ? "most" : "phần lớn") : (is_english ? "some" : "một số"));
    add_gain(report, is_english, &out);
    size_t best = find_best(report), unclear = find_skill(report, CHANGE_NOT_CLEAR);
    char *name = best != SIZE_MAX ? inner_name(report, best, is_english) : NULL;
    char *other = unclear != SIZE_MAX ? inner_name(report, unclear, is_english) : NULL;
    if (name != NULL)
        buffer_print(&out, is_english ? ", most in %s" : ", nhiều nhất ở %s", name);
    if (other != NULL)
        buffer_print(&out, is_english ? "; no clear change in %s" : "; %s chưa thấy đổi rõ", other);
    buffer_add_byte(&out, '.');
    free(name);
    free(other);
    return buffer_take_text(&out);
}

static void
add_lost(const struct growth_report *report, size_t count, const char *vi, const char *en, struct buffer *out)
{
    if (count == 0)
        return;
    if (report->wish.is_public && count < SMALLEST_GROUP)
        buffer_print(out, growth_pick(report, " Có người %s, không tính ở đây.", " Some %s and are not counted here."),
                     growth_pick(report, vi, en));
    else
        buffer_print(out, growth_pick(report, " %zu người %s, không tính ở đây.", " %zu %s and are not counted here."), count,
                     growth_pick(report, vi, en));
}

char *
growth_scope(const struct growth_report *report)
{
    const struct growth_claim *claim = &report->claim;
    struct buffer out = {0};
    if (growth_is_hidden(report))
        return memory_copy_text("");
    buffer_print(&out, growth_pick(report, "%zu người làm cả hai lần", "%zu people took both tests"), report->both);
    if (claim->kind == CLAIM_SAME_FORM)
        buffer_add_text(&out, growth_pick(report, ", cùng một đề.", ", with the same questions."));
    else if (claim->kind == CLAIM_CALIBRATED)
        buffer_add_text(&out, growth_pick(report, ", hai đề đã hiệu chuẩn.", ", two calibrated forms."));
    else if (claim->kind == CLAIM_COMMON_ITEMS)
        buffer_print(&out, growth_pick(report, "; chỉ so trên %zu câu có ở cả hai đề, vì các câu khác chưa hiệu chuẩn.",
                                       "; compared by the %zu items of both forms alone, as the others are not calibrated yet."),
                     claim->common_items);
    else
        buffer_add_byte(&out, '.');
    if (report->whole.problem == GROWTH_SINGULAR && claim->kind != CLAIM_REFUSED)
        buffer_add_text(&out, growth_pick(report, " Hầu như ai cũng trả lời giống nhau, nên mức tăng chỉ là ước chừng.",
                                          " Nearly everybody answered alike, so the gain is a rough figure."));
    add_lost(report, report->before_only, "chỉ làm lần đầu", "took the first test only", &out);
    add_lost(report, report->after_only, "chỉ làm lần sau", "took the second test only", &out);
    if (report->other_quiz > 0)
        buffer_print(&out, growth_pick(report, " %zu lớp làm bài khác, không tính ở đây.",
                                       " %zu classes had another quiz and are not counted here."), report->other_quiz);
    return buffer_take_text(&out);
}
