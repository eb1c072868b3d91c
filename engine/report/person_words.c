/* person_words.c - the words of a person's profile, Vietnamese and English side by side. They are read by the person: what is
 * there comes first, and nothing is called wrong. */
#include <stdlib.h>

#include "base/memory.h"
#include "report/person_report.h"

static const struct {
    const char *vi, *en;
} WORDS[PERSON_WORD_COUNT] = {
    [PERSON_TITLE] = {"Kết quả của một người", "One person’s results"},
    [PERSON_NOT_YET] = {"Chưa làm xong bài nào, nên chưa có hình và bảng.",
                        "No test has been finished yet, so there is nothing to draw."},
    [PERSON_ALONE] = {"Tự làm được", "Can do on their own"},
    [PERSON_PRACTISING] = {"Đang tập", "Practising"},
    [PERSON_NOT_TESTED_COUNT] = {"Chưa kiểm tra đủ câu để nói", "Not tested enough to say"},
    [PERSON_SKILLS] = {"kỹ năng", "skills"},
    [PERSON_ONE_SKILL] = {"kỹ năng", "skill"},
    [PERSON_SAFETY] = {"Tập thêm cho chắc", "To practise, to be safe"},
    [PERSON_SAFETY_SAYS] = {"Trong một bài tập có một bước mà ngoài đời có thể mất tiền hoặc lộ mã. Đây chỉ là bài tập; tập lại rồi làm "
                            "an toàn ở bài khác thì bậc được tính lại.",
                            "One step in an exercise could have cost money or a code in real life. It was only an exercise: "
                            "after practice, safe steps in other exercises free the band again."},
    [PERSON_PRACTISE] = {"Tập tiếp", "Practise next"},
    [PERSON_CHART] = {"Từng kỹ năng", "Skill by skill"},
    [PERSON_CHART_HELP] = {"Bốn cột là bốn bậc. Phần đặc: chắc đã đến đó; phần sọc: có thể.",
                           "The four columns are the four bands. Solid: surely reached; hatched: possibly."},
    [PERSON_CHART_BEFORE] = {"Chấm rỗng là lần trước, với khoảng của nó.", "The hollow dot is the test before, with its own interval."},
    [PERSON_TOTAL] = {"Chung tất cả", "All together"},
    [PERSON_NOT_TESTED] = {"chưa kiểm tra", "not tested"},
    [PERSON_THIN] = {"mới có một câu", "one question only"},
    [PERSON_NOT_KNOWN] = {"–", "–"},
    [PERSON_TABLE] = {"Bảng số", "The numbers"},
    [PERSON_SKILL] = {"Kỹ năng", "Skill"},
    [PERSON_BAND] = {"Bậc", "Band"},
    [PERSON_SET] = {"Bậc có thể (80%)", "Bands it may be (80%)"},
    [PERSON_FROM_TO] = {"Khoảng 95%", "95% interval"},
    [PERSON_DOMAIN] = {"Phần việc làm được", "Share of tasks"},
    [PERSON_OR] = {" hoặc ", " or "},
    [PERSON_LEGEND_SURE] = {"chắc đã đến", "surely reached"},
    [PERSON_LEGEND_MAYBE] = {"có thể", "possibly"},
    [PERSON_LEGEND_MARK] = {"gần đúng nhất", "best estimate"},
    [PERSON_LEGEND_DASHED] = {"chưa kiểm tra, đoán theo kỹ năng khác", "not tested, inferred from other skills"},
    [PERSON_LEGEND_BEFORE] = {"lần trước", "test before"},
    [PERSON_READING] = {"Cách đọc", "How to read it"},
    [PERSON_READ_BAR] = {"Mỗi bài kiểm tra chỉ có ít câu, nên kết quả là một khoảng: 95 trên 100 lần, mức thật nằm trong khoảng ấy. Hai "
                         "khoảng chồng lên nhau thì chưa nói được là khác nhau.",
                         "A test has few questions, so a result is an interval: 95 times in 100 the true level lies in it. Where two "
                         "intervals overlap, no difference is claimed."},
    [PERSON_READ_SET] = {"Ít bậc nhất mà cộng lại có khả năng từ 80%.", "The fewest bands that together have a probability of 80% or more."},
    [PERSON_READ_DOMAIN] = {"Nếu làm hết các câu của kỹ năng này trong bộ đề, có lẽ được chừng ấy phần trăm điểm, với khoảng 95%.",
                            "Of all tasks of this skill in the bank, the share of points to be expected, with its 95% interval."},
    [PERSON_READ_NOT_TESTED] = {"Nét đứt: đoán theo các kỹ năng khác, không ghi trên giấy chứng nhận.",
                                "Dashed: inferred from the other skills, never stated on a certificate."},
    [PERSON_FOOTER] = {"Tờ này của riêng người học; người dạy giữ kín.", "This sheet belongs to the learner; the trainer keeps it private."},
    [PERSON_HELP] = {"có người giúp lúc làm bài", "somebody helped during the test"},
    [PERSON_CAPPED] = {"cần tập cho chắc", "to be practised"},
    [PERSON_TO] = {" đến ", " to "},
    [PERSON_SAFE_IN] = {"an toàn trong", "safe in"},
    [PERSON_SITUATIONS] = {"tình huống có bẫy", "situations with a trap"},
    [PERSON_SAFE_NEXT] = {"Gặp tình huống mới, khả năng giữ được an toàn", "In a new one, the chance to stay safe is"},
};

const char *
person_word(const struct person_report *report, enum person_word word)
{
    return report->is_english ? WORDS[word].en : WORDS[word].vi;
}

const char *
person_skill(const struct person_report *report, size_t indicator)
{
    const struct indicator *one = &report->results.framework->indicators[indicator];
    return report->is_english ? one->short_en : one->short_vi;
}

const char *
person_area(const struct person_report *report, size_t area)
{
    const struct area *one = &report->results.framework->areas[area];
    return report->is_english ? one->short_en : one->short_vi;
}

const char *
person_band(const struct person_report *report, int band)
{
    const struct framework *framework = report->results.framework;
    if (band < 1 || band > BAND_COUNT)
        return "";
    return report->is_english ? framework->band_short_en[band - 1] : framework->band_short_vi[band - 1];
}

const char *
person_level_words(const struct person_report *report, const struct person_level *level)
{
    if (level->amount == EVIDENCE_NONE)
        return person_word(report, PERSON_NOT_TESTED);
    return level->amount == EVIDENCE_THIN ? person_word(report, PERSON_THIN) : person_band(report, level->band);
}

char *
person_set_words(const struct person_report *report, const struct person_level *level)
{
    char *words = memory_copy_text("");
    for (int band = 1; band <= BAND_COUNT; band++) {
        if (!level->in_set[band - 1])
            continue;
        char *longer = memory_print("%s%s%s", words, words[0] != 0 ? person_word(report, PERSON_OR) : "",
                                    person_band(report, band));
        free(words);
        words = longer;
    }
    return words;
}

char *
person_skills_of(const struct person_report *report, int first, int last)
{
    char *words = memory_copy_text("");
    for (size_t i = 0; i < report->results.framework->indicator_count; i++) {
        const struct person_level *level = &report->results.newest.levels[i];
        if (level->amount != EVIDENCE_ENOUGH || level->band < first || level->band > last)
            continue;
        char *longer = memory_print("%s%s%s", words, words[0] != 0 ? ", " : "", person_skill(report, i));
        free(words);
        words = longer;
    }
    return words;
}

size_t
person_count_not_stated(const struct person_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->results.framework->indicator_count; i++)
        count += report->results.newest.levels[i].amount != EVIDENCE_ENOUGH;
    return count;
}
