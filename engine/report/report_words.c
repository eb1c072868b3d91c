/* report_words.c - the words of the reports, Vietnamese and English side by side. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/class_report.h"

static const struct {
    const char *vi, *en;
} WORDS[WORD_COUNT] = {
    [WORD_TITLE] = {"Báo cáo lớp", "Class report"},
    [WORD_FOR_OTHERS] = {"Bản cho mọi người", "For everybody"},
    [WORD_FOR_TRAINER] = {"Bản của người dạy, không phát ra ngoài", "For the trainer, not to be passed on"},
    [WORD_RADIO] = {"Đọc trên loa của thôn", "To read out on the village radio"},
    [WORD_CHART] = {"Từng kỹ năng", "Skill by skill"},
    [WORD_CHART_HELP] = {"Mỗi thanh là số người ở bậc ấy, trong", "Each bar is the number of people of that band, out of"},
    [WORD_ADAPTIVE] = {"Mỗi người được hỏi những câu riêng, máy chọn theo câu trả lời trước; vì thế so bậc, không so số câu đúng.",
                       "Each person was asked their own items, chosen after their answers; so bands are compared, not right answers."},
    [WORD_BY_AUTHOR] = {"Độ khó của câu là do người soạn ước lượng, chưa đo bằng câu trả lời.",
                        "The difficulties are the author's estimates, not measured from answers."},
    [WORD_SKILL] = {"Kỹ năng", "Skill"},
    [WORD_NOT_TESTED] = {"chưa kiểm tra", "not tested"},
    [WORD_NOBODY_TESTED] = {"chưa kiểm tra trong lớp này", "not tested in this class"},
    [WORD_TOTALS] = {"Cả lớp", "The whole class"},
    [WORD_EXPECTED] = {"Có tên trong danh sách", "On the list"},
    [WORD_CAME] = {"Đã đến", "Came"},
    [WORD_FINISHED] = {"Làm xong bài", "Finished the test"},
    [WORD_CERTIFIED] = {"Đủ điều kiện nhận giấy", "Earned a certificate"},
    [WORD_ISSUED] = {"Đã cấp giấy", "Certificate issued"},
    [WORD_IDENTITY] = {"Đã xem giấy tờ tùy thân", "Identity seen"},
    [WORD_HELP] = {"Có người giúp", "Help given"},
    [WORD_MINUTES] = {"Số phút làm bài (ở giữa)", "Minutes for the test (middle)"},
    [WORD_MINUTES_EACH] = {"Số phút làm bài", "Minutes for the test"},
    [WORD_TABLE] = {"Bảng số", "The numbers"},
    [WORD_READING] = {"Cách đọc", "How to read it"},
    [WORD_SOLID] = {"hai bậc trên: tự làm được", "upper two bands: on their own"},
    [WORD_HATCHED] = {"hai bậc dưới: đang tập", "lower two bands: practising"},
    [WORD_DASHED] = {"chưa kiểm tra, chưa biết", "not tested, not known"},
    [WORD_EMPTY] = {"Lớp chưa có ai, nên chưa có hình và bảng.", "Nobody is in this class yet, so there is nothing to draw."},
    [WORD_NOBODY] = {"Chưa ai làm xong bài, nên chưa có hình và bảng.",
                     "Nobody has finished the test yet, so there is nothing to draw."},
    [WORD_TOO_FEW] = {"Dưới 10 người làm xong bài: hình và bảng không đưa ra ngoài lớp, để giữ kín cho từng người.",
                      "Fewer than 10 people have finished: chart and numbers stay in the class, to keep each person private."},
    [WORD_MERGED] = {"Nhóm dưới 10 người được gộp với nhóm bên cạnh, để giữ kín cho từng người.",
                     "Groups of fewer than 10 people are merged with their neighbours, to keep each person private."},
    [WORD_DEFINE_BAND] = {"Số người có mức ước lượng tốt nhất nằm ở bậc ấy, trong những người đã làm xong bài.",
                          "People whose best estimate lies in that band, of those who have finished."},
    [WORD_DEFINE_NOT_TESTED] = {"Người đã làm xong bài nhưng chưa đủ câu để nói về kỹ năng này.",
                                "People who have finished with too few questions to say anything of this skill."},
    [WORD_DEFINE_CAME] = {"Người đã vào lớp bằng điện thoại, hoặc có người làm giúp.", "People who joined, on a phone or assisted."},
    [WORD_DEFINE_FINISHED] = {"Người đã làm xong bài; ai làm lại thì tính bài xong sau cùng.",
                              "People who finished the test; of several sittings the last one counts."},
    [WORD_DEFINE_CERTIFIED] = {"Người có kết quả đạt yêu cầu của chương trình.", "People whose results meet the programme’s rule."},
    [WORD_DEFINE_ISSUED] = {"Giấy đã cấp và chưa bị hủy.", "Certificates that were issued and not withdrawn."},
    [WORD_DEFINE_IDENTITY] = {"Người dạy đã xem giấy tờ tùy thân.", "The trainer has seen an identity paper."},
    [WORD_DEFINE_HELP] = {"Có người giúp lúc làm bài; điều này in trên giấy.", "Somebody helped during the test; it is printed on the paper."},
    [WORD_DEFINE_MINUTES] = {"Từ lúc bắt đầu đến lúc xong, tính cả lúc nghỉ, làm tròn lên.",
                             "From start to end, pauses too, rounded up."},
    [WORD_NUMBER] = {"Số", "Number"},
    [WORD_NAME] = {"Họ và tên", "Name"},
    [WORD_BORN] = {"Năm sinh", "Birth year"},
    [WORD_LEVEL] = {"Bậc chung", "Level"},
    [WORD_CERTIFICATE] = {"Số giấy", "Certificate number"},
    [WORD_STATE] = {"Tình trạng", "State"},
    [WORD_YES] = {"có", "yes"},
    [WORD_NO] = {"không", "no"},
    [WORD_WITHDRAWN] = {"Giấy đã hủy", "Withdrawn"},
    [WORD_COLUMN] = {"Cột", "Column"},
    [WORD_MEANING] = {"Nghĩa", "Meaning"},
    [WORD_PEOPLE] = {"người", "people"},
    [WORD_TO] = {" đến ", " to "},
    [WORD_DEFINE_LEVEL] = {"Bậc 1 đến 4 in trên giấy: bậc ở giữa của các kỹ năng đã kiểm tra.",
                           "Band 1 to 4 as printed: the middle one of the skills that were tested."},
    [WORD_DEFINE_CERTIFICATE] = {"Số in trên giấy chứng nhận; trống: chưa có giấy.", "As printed; empty: no certificate."},
    [WORD_DEFINE_STATE] = {"có tên, đã đến, làm xong.", "expected, came, finished."},
    [WORD_STATE_EXPECTED] = {"có tên", "expected"},
    [WORD_STATE_CAME] = {"đã đến", "came"},
    [WORD_STATE_FINISHED] = {"làm xong", "finished"},
    [WORD_GROUP] = {"Nhóm", "Group"},
};

bool
report_is_english(const struct class_report *report)
{
    return report->wish.language != NULL && strcmp(report->wish.language, "en") == 0;
}

const char *
report_word(const struct class_report *report, enum report_word word)
{
    return report_is_english(report) ? WORDS[word].en : WORDS[word].vi;
}

const char *
report_cell_name(const struct class_report *report, size_t cell)
{
    const struct framework *framework = report->results.framework;
    if (cell == CELL_NOT_TESTED)
        return report_word(report, WORD_NOT_TESTED);
    return report_is_english(report) ? framework->band_short_en[cell - 1] : framework->band_short_vi[cell - 1];
}

const char *
report_label(const struct class_report *report, const struct indicator_row *row)
{
    return report_is_english(report) ? row->indicator->short_en : row->indicator->short_vi;
}

char *
report_group_name(const struct class_report *report, const struct cell_group *group)
{
    if (group->first == group->last)
        return memory_copy_text(report_cell_name(report, group->first));
    return memory_print("%s%s%s", report_cell_name(report, group->first), report_word(report, WORD_TO),
                        report_cell_name(report, group->last));
}

const char *
report_nothing(const struct class_report *report)
{
    if (report->results.count == 0)
        return report_word(report, WORD_EMPTY);
    if (report->finished == 0)
        return report_word(report, WORD_NOBODY);
    if (report->wish.is_public && report->finished < SMALLEST_GROUP)
        return report_word(report, WORD_TOO_FEW);
    return NULL;
}
