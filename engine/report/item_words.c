/* item_words.c - what a trainer is told about the items: how many need a look, why, and what to do about it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/item_report.h"

const char *
item_pick(const struct item_report *report, const char *vi, const char *en)
{
    return strcmp(report->wish.language, "en") == 0 ? en : vi;
}

double
item_difficulty(const struct irt_item *irt)
{
    return bookmark_location(irt, irt->c + (1 - irt->c) / 2);
}

struct placed {
    double difficulty;
    size_t column;
};

static int
compare_places(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    return a->difficulty != b->difficulty ? (a->difficulty < b->difficulty ? -1 : 1) : (a->column > b->column) - (a->column < b->column);
}

void
item_order(const struct item_report *report, size_t *order)
{
    size_t count = report->measured.column_count;
    struct placed *placed = memory_new_array(count + 1, sizeof *placed);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){item_difficulty(&report->measured.columns[i].irt), i};
    qsort(placed, count, sizeof *placed, compare_places);
    for (size_t i = 0; i < count; i++)
        order[i] = placed[i].column;
    free(placed);
}

/* The wrong option with the largest positive correlation. */
static char
doubtful_option(const struct item_figures *item)
{
    size_t best = 1;
    for (size_t option = 1; option < item->option_count; option++)
        if (item->options[option].point_biserial.value > item->options[best].point_biserial.value)
            best = option;
    return (char)('A' + best);
}

static char *
advise(const struct item_report *report, const struct item_figures *item, enum item_flag flag)
{
    switch (flag) {
    case ITEM_TOO_HARD:
        return memory_copy_text(item_pick(report, "hầu như ai cũng sai: câu quá khó hoặc hỏi chưa rõ", "nearly everybody fails: too hard, or asked unclearly"));
    case ITEM_TOO_EASY:
        return memory_copy_text(item_pick(report, "hầu như ai cũng đúng: câu này không nói thêm điều gì", "nearly everybody succeeds: it tells nothing"));
    case ITEM_WEAK:
        return memory_copy_text(item_pick(report, "người giỏi và người mới tập trả lời gần như nhau: hỏi lại cho rõ hơn",
                                          "the able and the beginners answer nearly alike: ask it more clearly"));
    case ITEM_NEGATIVE:
        return memory_copy_text(item_pick(report, "người giỏi hay sai hơn người mới tập: bỏ câu này ra cho đến khi sửa xong",
                                          "the able fail more often than beginners: withdraw it until it is mended"));
    case ITEM_KEY_DOUBTFUL:
        return memory_print(item_pick(report, "phương án %c thu hút người giỏi: xem lại đáp án", "option %c attracts good learners: check the key"),
                            doubtful_option(item));
    case ITEM_IDLE_OPTION:
        return memory_copy_text(item_pick(report, "có phương án sai hầu như không ai chọn: nghĩ một phương án hợp lý hơn",
                                          "a wrong option is taken by hardly anybody: think of a better one"));
    case ITEM_MISFITS:
        return memory_copy_text(item_pick(report, "câu trả lời không giống mô hình dự đoán: xem câu này có đo việc khác không",
                                          "answers are not as the model expects: does it measure something else?"));
    case ITEM_HAS_DRIFTED:
        return memory_copy_text(item_pick(report, "độ khó đã đổi so với lần hiệu chuẩn trước: câu có thể đã bị lộ", "its difficulty has moved since the calibration before: it may be known"));
    }
    return NULL;
}

char *
item_advice(const struct item_report *report, size_t column, size_t n)
{
    const struct item_figures *item = &report->items[column];
    for (unsigned flag = ITEM_NEGATIVE; flag <= ITEM_HAS_DRIFTED; flag <<= 1)
        if ((item->flags & flag) && n-- == 0)
            return advise(report, item, (enum item_flag)flag);
    for (unsigned flag = ITEM_TOO_HARD; flag < ITEM_NEGATIVE; flag <<= 1)
        if ((item->flags & flag) && n-- == 0)
            return advise(report, item, (enum item_flag)flag);
    return NULL;
}

static char *
findings(const struct item_report *report, bool is_english)
{
    size_t count = report->measured.column_count, flagged = 0, enough = 0, answered = 0;
    for (size_t i = 0; i < count; i++) {
        flagged += report->items[i].flags != 0;
        enough += report->items[i].answers >= ENOUGH_TO_DISCRIMINATE;
        answered += report->items[i].answers > 0;
    }
    if (answered == 0 && report->again > 0)
        return memory_copy_text(is_english ? "Everybody here had answered before." : "Mọi người ở đây đều đã làm bài này trước đó.");
    if (answered == 0)
        return memory_copy_text(is_english ? "Nobody has answered this quiz yet." : "Chưa có ai làm bài này.");
    if (enough == 0)
        return memory_print(is_english ? "Answered by %zu. With fewer than 50 answers each no item can be blamed: not enough data. The intervals below say how little is known."
                                       : "%zu người đã trả lời. Mỗi câu chưa đến 50 lượt nên chưa thể chê câu nào: chưa đủ dữ liệu. Các khoảng dưới đây cho biết còn chưa chắc đến đâu.",
                            report->persons);
    if (flagged == 0)
        return memory_print(is_english ? "%zu people have answered; of the %zu items with 50 answers and more none looks wrong."
                                       : "%zu người đã trả lời; trong %zu câu có từ 50 lượt trở lên chưa thấy câu nào có vấn đề.",
                            report->persons, enough);
    return memory_print(is_english ? "%zu people have answered; %zu of the %zu items with 50 answers and more should be looked at."
                                   : "%zu người đã trả lời; %zu trong %zu câu có từ 50 lượt trở lên cần xem lại.",
                        report->persons, flagged, enough);
}

char *
item_lead(const struct item_report *report, bool is_english)
{
    char *found = findings(report, is_english);
    if (report->again == 0)
        return found;
    char *lead = memory_print(is_english ? "%s A person's second answer to the same item is not counted (%zu attempts)."
                                         : "%s Câu nào làm lại lần nữa thì lượt sau không tính (%zu bài).",
                              found, report->again);
    free(found);
    return lead;
}
