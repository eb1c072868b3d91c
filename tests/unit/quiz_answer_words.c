/* quiz_answer_words.c - typed answers over some four hundred syllables of everyday Vietnamese:
 * nothing beyond the allowed slips passes for another word, nothing that a keyboard does to a word
 * keeps it from passing. */
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/answer_match.h"

static const char *const SYLLABLES[] = {
    "an",     "anh",   "ảnh",   "áo",   "ăn",    "ấm",    "âm",    "ba",     "bà",    "bác",
    "bạc",    "bạn",   "bán",   "bàn",  "bảng",  "bánh",  "bảo",   "báo",    "bắc",   "bắn",
    "bằng",   "bấm",   "bật",   "bên",  "bến",   "bếp",   "bị",    "bia",    "biển",  "biết",
    "bò",     "bỏ",    "bóng",  "bố",   "bốn",   "bột",   "bởi",   "buổi",   "buồn",  "bút",
    "bưởi",   "bước",  "cá",    "cả",   "các",   "cách",  "cải",   "cảm",    "cảnh",  "cao",
    "cắt",    "cầm",   "cần",   "cấp",  "cấm",   "cây",   "cậu",   "cha",    "chanh", "chào",
    "cháu",   "chạy",  "chăm",  "chân", "chất",  "chậm",  "chè",   "chém",   "chết",  "chỉ",
    "chị",    "chiếc", "chiều", "chim", "chín",  "chính", "cho",   "chó",    "chọn",  "chỗ",
    "chồng",  "chờ",   "chợ",   "chơi", "chú",   "chủ",   "chung", "chuối",  "chuột", "chuyển",
    "chuyện", "chữ",   "chứng", "chưa", "có",    "cỏ",    "con",   "còn",    "cô",    "cổ",
    "công",   "cộng",  "cơ",    "cơm",  "cũ",    "của",   "cũng",  "cuối",   "cuộc",  "cửa",
    "cười",   "cứu",   "da",    "dạy",  "dài",   "dân",   "dầu",   "dây",    "dậy",   "dễ",
    "dì",     "dịch",  "dọn",   "dùng", "dưới",  "dừa",   "đã",    "đại",    "đánh",  "đào",
    "đặt",    "đăng",  "đất",   "đầu",  "đậu",   "đây",   "đèn",   "đem",    "đẹp",   "đề",
    "đêm",    "đến",   "đi",    "địa",  "điểm",  "điện",  "điều",  "đỏ",     "đọc",   "đón",
    "đóng",   "đồ",    "đô",    "đồng", "động",  "đổi",   "đủ",    "đúng",   "đưa",   "đường",
    "được",   "em",    "ém",    "gà",   "gạo",   "gần",   "gấp",   "ghế",    "ghi",   "gì",
    "gia",    "giá",   "già",   "giàu", "giày",  "giấy",  "giờ",   "gió",    "giỏi",  "giữ",
    "giúp",   "gọi",   "gói",   "gỗ",   "gửi",   "hai",   "hàng",  "hát",    "hay",   "hãy",
    "hẹn",    "hết",   "hiểu",  "hình", "họ",    "hoa",   "hòa",   "hỏi",    "học",   "hôm",
    "hộ",     "hội",   "hồng",  "hơn",  "huyện", "hứa",   "ích",   "im",     "in",    "kém",
    "kéo",    "kê",    "kể",    "kết",  "khách", "khám",  "khăn",  "khẩu",   "khi",   "khó",
    "khoản",  "khỏe",  "khóa",  "khô",  "không", "khu",   "khuya", "kia",    "kiểm",  "kiến",
    "kim",    "kính",  "lá",    "là",   "lạ",    "lại",   "làm",   "làng",   "lạnh",  "lao",
    "lắm",    "lắng",  "lấy",   "lên",  "lịch",  "liên",  "lo",    "loại",   "lỗi",   "lời",
    "lợn",    "lớn",   "lớp",   "lúa",  "lúc",   "luôn",  "luật",  "lừa",    "lương", "mã",
    "má",     "mạng",  "mạnh",  "máy",  "mặt",   "mắt",   "mẹ",    "mèo",    "mì",    "miền",
    "mình",   "mở",    "mới",   "món",  "mỏng",  "một",   "mua",   "mùa",    "muối",  "muốn",
    "mưa",    "mười",  "mượn",  "nam",  "năm",   "nắng",  "nặng",  "nấu",    "này",   "nên",
    "nếu",    "nghe",  "nghèo", "nghỉ", "nghĩ",  "ngày",  "ngân",  "ngon",   "ngồi",  "ngủ",
    "người",  "nhà",   "nhanh", "nhạc", "nhắn",  "nhận",  "nhất",  "nhiều",  "nhỏ",   "nhớ",
    "như",    "những", "nói",   "nông", "nơi",   "nuôi",  "nước",  "ông",    "ớt",    "ở",
    "phải",   "phát",  "phép",  "phí",  "phố",   "phòng", "phở",   "phường", "qua",   "quà",
    "quả",    "quan",  "quán",  "quen", "quét",  "quê",   "quốc",  "quyền",  "ra",    "rau",
    "rất",    "rẻ",    "rồi",   "rộng", "rượu",  "sách",  "sai",   "sáng",   "sau",   "sân",
    "sẽ",     "số",    "sông",  "sống", "sợ",    "sớm",   "sửa",   "sữa",    "sức",   "tai",
    "tay",    "tài",   "tải",   "tàu",  "tên",   "tết",   "thành", "tháng",  "thay",  "thấy",
    "thẻ",    "thêm",  "thì",   "thi",  "thích", "thìa",  "thịt",  "thóc",   "thôn",  "thông",
    "thơ",    "thợ",   "thu",   "thư",  "thử",   "thứ",   "tiền",  "tiếng",  "tìm",   "tin",
    "tính",   "tỉnh",  "to",    "tóc",  "tôi",   "tối",   "tôm",   "tốt",    "trà",   "trả",
    "trái",   "tranh", "tre",   "trên", "trẻ",   "trong", "trời",  "trường", "tuần",  "tuổi",
    "từ",     "tự",    "ủy",    "vàng", "vào",   "văn",   "vẫn",   "vé",     "về",    "việc",
    "viết",   "việt",  "vịt",   "vợ",   "vui",   "vườn",  "xa",    "xã",     "xanh",  "xe",
    "xem",    "xin",   "xóm",   "xuân", "ý",     "yên",   "yêu"};
enum { SYLLABLE_COUNT = sizeof SYLLABLES / sizeof SYLLABLES[0], WORD_MAX = 12 };

/* Letters of a syllable without its marks, and its marks: read here by a table of our own. */
struct plain_word {
    char letters[WORD_MAX];
    size_t count;
};

static struct plain_word
plain_word(const char *text)
{
    struct plain_word word = {0};
    char *folded = text_fold(text);
    word.count = strlen(folded);
    memcpy(word.letters, folded, word.count);
    free(folded);
    return word;
}

/* The textbook's recursion, on plain letters: slow, and not the engine's. */
static int
plain_distance(const char *left, const char *right)
{
    int table[2 * WORD_MAX + 1][2 * WORD_MAX + 1];
    int rows = (int)strlen(left), columns = (int)strlen(right);
    for (int i = 0; i <= rows; i++)
        for (int n = 0; n <= columns; n++) {
            int best = i == 0 ? n : n == 0 ? i : 99;
            if (i > 0 && n > 0) {
                int changed = table[i - 1][n - 1] + (left[i - 1] != right[n - 1]);
                best = changed;
                if (table[i - 1][n] + 1 < best)
                    best = table[i - 1][n] + 1;
                if (table[i][n - 1] + 1 < best)
                    best = table[i][n - 1] + 1;
                if (i > 1 && n > 1 && left[i - 1] == right[n - 2] && left[i - 2] == right[n - 1] &&
                    table[i - 2][n - 2] + 1 < best)
                    best = table[i - 2][n - 2] + 1;
            }
            table[i][n] = best;
        }
    return table[rows][columns];
}

TEST(no_word_beyond_the_allowed_distance_passes_for_another)
{
    size_t pairs = 0, same_letters = 0;
    CHECK(SYLLABLE_COUNT >= 300);
    for (size_t i = 0; i < SYLLABLE_COUNT; i++) {
        struct plain_word left = plain_word(SYLLABLES[i]);
        for (size_t n = 0; n < SYLLABLE_COUNT; n++) {
            struct plain_word right = plain_word(SYLLABLES[n]);
            int far = plain_distance(left.letters, right.letters);
            pairs++;
            for (int spelling = 0; spelling <= 2; spelling++) {
                struct answer_rule rule = {.spelling = spelling};
                bool passes = answer_matches_text(SYLLABLES[i], SYLLABLES[n], &rule);
                int allowed = spelling < (int)right.count / 3 ? spelling : (int)right.count / 3;
                if (passes && far > allowed) {
                    unit_broken = 1;
                    printf("  %s passed for %s with %d slips, %d apart\n", SYLLABLES[i],
                           SYLLABLES[n], spelling, far);
                }
            }
            /* The same letters with other marks: another word, which passes only without any marks.
             */
            if (far != 0 || i == n || strncmp(SYLLABLES[n], "đ", 2) == 0)
                continue;
            bool is_bare = strcmp(SYLLABLES[i], left.letters) == 0;
            same_letters++;
            if (answer_matches_text(SYLLABLES[i], SYLLABLES[n],
                                    &(struct answer_rule){.spelling = 2}) != is_bare) {
                unit_broken = 1;
                printf("  %s for %s\n", SYLLABLES[i], SYLLABLES[n]);
            }
        }
    }
    CHECK(pairs == (size_t)SYLLABLE_COUNT * SYLLABLE_COUNT && same_letters > 100);
}

static bool
ends_in_vowel(const char *folded)
{
    return strchr("aeiouy", folded[strlen(folded) - 1]) != NULL;
}

/* "bạnđẹp" for "bạn đẹp" passes, for "bán đẹp" it does not. Where vowels meet ("bốanh"), nobody can say whose
 * the tone is: refused, if it is not the whole answer. */
TEST(words_written_as_one_keep_their_marks_apart)
{
    struct answer_rule rule = {0};
    size_t tried = 0;
    for (size_t i = 0; i < SYLLABLE_COUNT; i++)
        for (size_t n = 0; n < SYLLABLE_COUNT; n++) {
            char *left = text_fold(SYLLABLES[i]), *right = text_fold(SYLLABLES[n]);
            bool is_wanted = strcmp(left, right) == 0 && strncmp(SYLLABLES[n], "đ", 2) != 0;
            const char *other = SYLLABLES[(i * 7 + n * 13) % SYLLABLE_COUNT];
            char *between = text_fold(other);
            bool is_clear = !(ends_in_vowel(left) && strchr("aeiouy", between[0]) != NULL) &&
                            !(ends_in_vowel(between) && strchr("aeiouy", left[0]) != NULL);
            is_wanted = is_wanted && (is_clear || i == n);
            char *wanted = memory_print("%s %s", SYLLABLES[n], other);
            char *typed = memory_print("%s%s", SYLLABLES[i], other);
            char *behind = memory_print("%s%s", other, SYLLABLES[i]);
            char *turned = memory_print("%s %s", other, SYLLABLES[n]);
            bool passes = i == n || strcmp(SYLLABLES[i], left) == 0;
            tried += is_wanted;
            if (is_wanted && answer_matches_text(typed, wanted, &rule) != passes) {
                unit_broken = 1;
                printf("  %s for %s\n", typed, wanted);
            }
            if (is_wanted && answer_matches_text(behind, turned, &rule) != passes) {
                unit_broken = 1;
                printf("  %s for %s\n", behind, turned);
            }
            char *const made[] = {left, right, wanted, typed, behind, turned, between};
            for (size_t m = 0; m < sizeof made / sizeof made[0]; m++)
                free(made[m]);
        }
    CHECK(tried > SYLLABLE_COUNT);
}

TEST(every_word_passes_for_itself_in_each_way_of_typing_it)
{
    static const char *const always[] = {"as written",         "small letters",
                                         "capitals",           "Telex keys left in",
                                         "VNI keys left in",   "tone on the other vowel",
                                         "full-width letters", "quotes, full stop, blanks"};
    for (size_t i = 0; i + 1 < SYLLABLE_COUNT; i++) {
        struct answer_variants made = {0};
        char *pair = memory_print("%s %s", SYLLABLES[i], SYLLABLES[i + 1]);
        answer_variants(pair, ANSWER_TEXT, &(struct answer_rule){.needs_marks = true}, &made);
        for (size_t n = 0; n < made.count; n++) {
            bool must_pass = false;
            for (size_t m = 0; m < sizeof always / sizeof always[0]; m++)
                must_pass = must_pass || strcmp(made.at[n].how, always[m]) == 0;
            bool must_fail = strcmp(made.at[n].how, "another tone") == 0 ||
                             strstr(made.at[n].how, "wrong letter") != NULL;
            if ((must_pass && !made.at[n].passes) || (must_fail && made.at[n].passes)) {
                unit_broken = 1;
                printf("  %s (%s) for %s: %s\n", made.at[n].typed, made.at[n].how, pair,
                       made.at[n].passes ? "passed" : "refused");
            }
        }
        answer_variants_clear(&made);
        free(pair);
    }
}

TEST(random_keystrokes_never_pass_beyond_the_distance)
{
    unsigned seed = 7;
    for (int turn = 0; turn < 40000; turn++) {
        char typed[WORD_MAX + 8];
        struct plain_word wanted = plain_word(SYLLABLES[(unsigned)turn % SYLLABLE_COUNT]);
        memcpy(typed, wanted.letters, wanted.count + 1);
        size_t len = wanted.count;
        for (int edit = 0; edit < 3; edit++) {
            seed = seed * 1103515245u + 12345u;
            size_t at = (seed >> 16) % (len + 1);
            char letter = "bcghklmnpqtvy"[(seed >> 8) %
                                          13]; /* no key of Telex: those have tests of their own */
            if (seed >> 31 && at < len)
                typed[at] = letter;
            else if (len < WORD_MAX + 6) {
                memmove(typed + at + 1, typed + at, len - at + 1);
                typed[at] = letter;
                len++;
            }
        }
        for (int spelling = 0; spelling <= 2; spelling++) {
            int allowed = spelling < (int)wanted.count / 3 ? spelling : (int)wanted.count / 3;
            bool is_near = plain_distance(typed, wanted.letters) <= allowed;
            struct answer_rule rule = {.spelling = spelling};
            if (answer_matches_text(typed, SYLLABLES[(unsigned)turn % SYLLABLE_COUNT], &rule) !=
                is_near) {
                unit_broken = 1;
                printf("  %s for %s with %d slips\n", typed, wanted.letters, spelling);
                return;
            }
        }
    }
}

int
main(void)
{
    RUN(no_word_beyond_the_allowed_distance_passes_for_another);
    RUN(words_written_as_one_keep_their_marks_apart);
    RUN(every_word_passes_for_itself_in_each_way_of_typing_it);
    RUN(random_keystrokes_never_pass_beyond_the_distance);
    return unit_end();
}
