/* credential_pages.c - papers at the edges: long words, many skills, few words, rare letters,
 * English. With --write DIR it leaves them for tests/certificates/pages_suite.py, which looks at
 * what is on the page. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "credential/credential.h"

enum { ROWS_MAX = 40 };

static struct paper_press *press;
static struct paper_indicator rows[ROWS_MAX];
static struct paper_area areas[8];

static struct certificate_paper
plain_paper(void)
{
    return (struct certificate_paper){
        .language = "vi",
        .office = "UBND XÃ VĂN LƯƠNG",
        .authority = "",
        .id_text = "KGZ7-3M58-9FS6-A5YE",
        .issued_date = "22/11/2026",
        .valid_until_date = "21/11/2029",
        .assurance = "Chưa xem giấy tờ tùy thân",
        .programme_line = "chương trình Kỹ năng số cơ bản",
        .name = "Lê An",
        .birth_year = "",
        .place = "",
        .level = "Tự làm được",
        .level_number = 3,
        .band_names = {"mới tập", "cần kèm", "tự làm", "chỉ bảo"},
        .place_and_date = "Ngày 22 tháng 11 năm 2026",
        .signer_role = "NGƯỜI PHỤ TRÁCH LỚP",
        .signer_name = "",
        .verifier_host = "v.example.vn",
        .certificate_qr = "https://v.example.vn/#31415926535897932384626433832795",
        .issuer_qr = "https://v.example.vn/#27182818284590452353602874713526",
        .certificate_cose = "c",
        .certificate_cose_len = 1,
        .issuer_cose = "i",
        .issuer_cose_len = 1,
        .is_laptop_only = true,
        .issued_at = 1795305600};
}

/* `count` skills in `area_count` areas. */
static void
add_skills(struct certificate_paper *paper, size_t count, size_t area_count)
{
    static const char *const NAMES[] = {"THIẾT BỊ VÀ PHẦN MỀM",
                                        "THÔNG TIN VÀ DỮ LIỆU",
                                        "GIAO TIẾP VÀ DỊCH VỤ CÔNG",
                                        "SÁNG TẠO NỘI DUNG",
                                        "AN TOÀN",
                                        "GIẢI QUYẾT VIỆC HẰNG NGÀY"};
    static const char *const CODES[] = {"1.1", "1.2", "2.3", "4.1", "5.2"};
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct paper_indicator){
            CODES[i % 5],           "Dịch vụ công trực tuyến",   i % 7 != 3,
            .03 * (double)(i % 20), .3 + .03 * (double)(i % 20), .15 + .03 * (double)(i % 20)};
    for (size_t a = 0; a < area_count; a++) {
        size_t from = count * a / area_count, to = count * (a + 1) / area_count;
        areas[a] = (struct paper_area){NAMES[a % 6], rows + from, to - from};
    }
    paper->areas = areas;
    paper->area_count = area_count;
}

static struct certificate_paper
full_paper(void)
{
    struct certificate_paper paper = plain_paper();
    paper.office = "TRUNG TÂM GIÁO DỤC NGHỀ NGHIỆP - GIÁO DỤC THƯỜNG XUYÊN VÀ HỌC TẬP CỘNG ĐỒNG "
                   "PHƯỜNG HƯƠNG THỦY ĐÔNG";
    paper.authority =
        "Sở Khoa học và Công nghệ, Sở Giáo dục và Đào tạo và Hội Khuyến học thành phố Huế";
    paper.assurance = "Đã xem giấy tờ tùy thân · Có người giúp thao tác với màn hình cảm ứng";
    paper.programme_line =
        "chương trình Kỹ năng số cơ bản cho người dân vùng sâu, vùng xa, biên giới và hải đảo, qua "
        "bài kiểm tra thực hành có người giám sát, cấp cho ông/bà";
    paper.name = "Công Tằng Tôn Nữ Hoàng Nguyễn Phước Thị Phương Thảo Quỳnh Ngọc";
    paper.birth_year = "1938";
    paper.place =
        "tổ dân phố số 14 khu đô thị mới Phú Mỹ Thượng, phường Hương Thủy Đông, thành phố Huế, "
        "vùng kinh tế trọng điểm miền Trung";
    paper.level = "Tự làm được và chỉ bảo được cho người khác";
    static const char SENTENCE[] =
        "Tự nộp hồ sơ xin bản sao giấy khai sinh, giấy xác nhận cư trú trên Cổng dịch vụ "
        "công và theo dõi kết quả trên điện thoại.";
    for (int i = 0; i < 5; i++)
        paper.can_do[i] = SENTENCE;
    paper.can_do_count = 5;
    paper.place_and_date = "Phường Hương Thủy Đông, ngày 22 tháng 11 năm 2026";
    paper.signer_role = "PHÓ GIÁM ĐỐC TRUNG TÂM KIÊM NGƯỜI PHỤ TRÁCH LỚP HỌC CỘNG ĐỒNG";
    paper.signer_name = "Tôn Thất Nguyễn Phước Bảo Khánh";
    paper.verifier_host = "kiem-tra.khuyenhoc.hue.example.vn";
    add_skills(&paper, 24, 6);
    return paper;
}

static struct certificate_paper
english_paper(void)
{
    struct certificate_paper paper = plain_paper();
    paper.language = "en";
    paper.assurance = "Identity seen · Nobody helped";
    paper.programme_line = "programme Basic digital skills, by a practical test, awarded to";
    paper.name = "Nguyễn Thị Thu Hường";
    paper.birth_year = "1963";
    paper.place = "Đồi Cọ, Văn Lương, Phú Thọ";
    paper.level = "Does it alone";
    paper.place_and_date = "Văn Lương, 22 November 2026";
    paper.signer_role = "IN CHARGE OF THE CLASS";
    paper.signer_name = "Hà Minh Tuấn";
    paper.can_do[0] = "Pays by QR code and reads the payee’s name before paying.";
    paper.can_do_count = 1;
    add_skills(&paper, 12, 5);
    return paper;
}

/* ƀ, č, ŏ and ĕ have letters of their own in Unicode, ê and ô with a breve do not: they are two
 * code points. */
static struct certificate_paper
rare_paper(void)
{
    struct certificate_paper paper = plain_paper();
    paper.name = "H’Ƀơ̆ Kƀŭr Ñê̆č Êban ô̆ụ̆";
    paper.place = "buôn Čư̆ Mƀlim";
    add_skills(&paper, 3, 1);
    return paper;
}

static enum fault
draw(const struct certificate_paper *paper, struct buffer *pdf, struct err *err)
{
    enum fault fault = certificate_pdf_draw(press, paper, pdf, err);
    if (fault != FAULT_NONE)
        printf("  %s\n", err->text);
    return fault;
}

TEST(papers_at_the_edges_are_printed)
{
    const struct certificate_paper papers[] = {plain_paper(), english_paper(), rare_paper(),
                                               full_paper()};
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        struct buffer pdf = {0};
        struct err err = {0};
        CHECK(draw(&papers[i], &pdf, &err) == FAULT_NONE);
        CHECK(pdf.len > 10000);
        buffer_clear(&pdf);
    }
}

TEST(skills_beyond_the_page_are_refused)
{
    struct certificate_paper paper = plain_paper();
    struct buffer pdf = {0};
    struct err err = {0};
    add_skills(&paper, 36, 6);
    CHECK(certificate_pdf_draw(press, &paper, &pdf, &err) == FAULT_INPUT);
    CHECK(pdf.len == 0 && strstr(err.text, "skills") != NULL);
}

TEST(a_paper_does_not_depend_on_those_before_it)
{
    struct certificate_paper paper = english_paper();
    struct buffer alone = {0}, other = {0}, after = {0};
    struct err err = {0};
    CHECK(draw(&paper, &alone, &err) == FAULT_NONE);
    paper = full_paper();
    CHECK(draw(&paper, &other, &err) == FAULT_NONE);
    paper = plain_paper();
    paper.name = "Nguyễn 字";
    CHECK(certificate_pdf_draw(press, &paper, &other, &err) == FAULT_INPUT);
    paper = english_paper();
    CHECK(draw(&paper, &after, &err) == FAULT_NONE);
    CHECK(alone.len == after.len && memcmp(alone.data, after.data, alone.len) == 0);
    buffer_clear(&alone);
    buffer_clear(&other);
    buffer_clear(&after);
}

TEST(an_issuers_code_has_a_budget_too)
{
    struct certificate_paper paper = plain_paper();
    struct buffer pdf = {0}, text = {0};
    struct err err = {0};
    buffer_add_text(&text, "https://v.example.vn/#");
    for (int i = 0; i < 800; i++)
        buffer_add_byte(&text, (uint8_t)('0' + i * 7 % 10));
    paper.issuer_qr = buffer_text(&text);
    CHECK(certificate_pdf_draw(press, &paper, &pdf, &err) == FAULT_INPUT);
    CHECK(pdf.len == 0 && strstr(err.text, "version") != NULL);
    buffer_clear(&text);
}

TEST(bytes_that_are_no_letters_are_refused)
{
    static const char *const WRONG[] = {"Lê \xc3", "Lê \xe1\xba", "\xf0\x9f\x98",
                                        "Lê\tAn",  "\x80",        "Lê 😀"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct certificate_paper paper = plain_paper();
        struct buffer pdf = {0};
        struct err err = {0};
        char *name = memory_copy_text(WRONG[i]); /* on the heap, where reading too far is seen */
        paper.name = name;
        CHECK(certificate_pdf_draw(press, &paper, &pdf, &err) == FAULT_INPUT && pdf.len == 0);
        free(name);
    }
}

TEST(a_folder_without_fonts_is_named)
{
    struct paper_press *none = NULL;
    struct err err = {0};
    CHECK(paper_press_open("build/no-such-folder", "certs/layouts/formal.layout", &none, &err) == FAULT_CANNOT);
    CHECK(none == NULL && strstr(err.text, "build/no-such-folder") != NULL);
}

static void
write_paper(const char *folder, const char *name, const struct certificate_paper *paper)
{
    struct buffer pdf = {0};
    struct err err = {0};
    char *path = file_join(folder, name);
    if (draw(paper, &pdf, &err) != FAULT_NONE ||
        file_write(path, pdf.data, pdf.len, 0644, &err) != FAULT_NONE)
        printf("FAIL %s: %s\n", name, err.text);
    buffer_clear(&pdf);
    free(path);
}

/* One paper with the code of this text, for tests/bench/scan_survival.py. */
static void
write_code(const char *folder, const char *text)
{
    struct certificate_paper paper = plain_paper();
    paper.certificate_qr = text;
    write_paper(folder, "code.pdf", &paper);
}

static void
write_papers(const char *folder)
{
    struct certificate_paper paper = plain_paper();
    write_paper(folder, "plain.pdf", &paper);
    paper = full_paper();
    write_paper(folder, "full.pdf", &paper);
    paper = english_paper();
    write_paper(folder, "english.pdf", &paper);
    paper = rare_paper();
    write_paper(folder, "rare.pdf", &paper);
    paper.name = "H’Ƀơ Kƀŭr Ñêč Êban ôụ";
    write_paper(folder, "bare.pdf", &paper);
}

int
main(int argc, char **argv)
{
    struct err err;
    if (paper_press_open("build/fonts", "certs/layouts/formal.layout", &press, &err) != FAULT_NONE) {
        printf("  %s\n0 passed, 1 failed\n", err.text);
        return 1;
    }
    if (argc == 4 && strcmp(argv[1], "--code") == 0)
        write_code(argv[2], argv[3]);
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        write_papers(argv[2]);
    RUN(papers_at_the_edges_are_printed);
    RUN(skills_beyond_the_page_are_refused);
    RUN(a_paper_does_not_depend_on_those_before_it);
    RUN(an_issuers_code_has_a_budget_too);
    RUN(bytes_that_are_no_letters_are_refused);
    RUN(a_folder_without_fonts_is_named);
    paper_press_close(press);
    return unit_end();
}
