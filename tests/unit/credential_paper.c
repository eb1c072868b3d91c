/* credential_paper.c - codes and paper. With --write DIR it leaves samples for tests/certificates/pdf_suite.py: two
 * papers and the texts of their codes. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "credential/credential.h"

static struct paper_press *press;
static char *payload, *issuer_payload;

static const struct paper_indicator DEVICES[] = {
    {"0.1", "Sử dụng điện thoại", true, .62, .91, .78}, {"0.2", "Sử dụng ứng dụng", true, .46, .79, .63}};
static const struct paper_indicator SEARCH[] = {{"1.1", "Tìm thông tin", true, .48, .82, .66},
                                                {"1.2", "Phân biệt tin giả", true, .24, .6, .42},
                                                {"1.3", "Lưu giữ thông tin", false, 0, 0, 0}};
static const struct paper_indicator TALK[] = {{"2.1", "Gọi, nhắn tin, gửi ảnh", true, .64, .92, .8},
                                              {"2.3", "Dịch vụ công trực tuyến", true, .4, .75, .58},
                                              {"2.6", "Định danh điện tử", true, .47, .8, .64}};
static const struct paper_indicator SAFE[] = {{"4.1", "Giữ an toàn cho máy", true, .27, .63, .45},
                                              {"4.2", "Giữ kín mã và mật khẩu", true, .55, .87, .72}};
static const struct paper_indicator DAILY[] = {{"5.1", "Xử lý trục trặc", true, .38, .74, .56},
                                               {"5.2", "Trả tiền bằng mã QR", true, .53, .85, .7}};
static const struct paper_area AREAS[] = {{"THIẾT BỊ", DEVICES, 2}, {"THÔNG TIN", SEARCH, 3},
                                          {"GIAO TIẾP VÀ DỊCH VỤ CÔNG", TALK, 3}, {"AN TOÀN", SAFE, 2},
                                          {"GIẢI QUYẾT VIỆC HẰNG NGÀY", DAILY, 2}};

static struct certificate_paper
sample(const char *name)
{
    struct certificate_paper paper = {
        .language = "vi",
        .office = "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG XÃ VĂN LƯƠNG",
        .authority = "Sở Khoa học và Công nghệ tỉnh Phú Thọ",
        .id_text = "KGZ7-3M58-9FS6-A5YE",
        .issued_date = "22/11/2026",
        .valid_until_date = "21/11/2029",
        .assurance = "Đã xem giấy tờ tùy thân · Không ai làm giúp",
        .programme_line = "chương trình Kỹ năng số cơ bản cho người dân, qua bài kiểm tra thực hành, cấp cho ông/bà",
        .name = name,
        .birth_year = "1963",
        .place = "thôn Đồi Cọ, xã Văn Lương, tỉnh Phú Thọ",
        .level = "Tự làm được",
        .level_number = 3,
        .can_do = {"Tự trả tiền bằng mã QR và xem đúng tên người nhận trước khi trả.",
                   "Không đọc mã OTP, mật khẩu cho bất cứ ai gọi đến.",
                   "Tự nộp hồ sơ xin bản sao giấy khai sinh trên Cổng dịch vụ công.",
                   "Tự vào ứng dụng định danh điện tử.", "Gọi có hình, gửi ảnh cho con cháu ở xa."},
        .can_do_count = 5,
        .band_names = {"mới tập", "cần kèm", "tự làm", "chỉ bảo"},
        .areas = AREAS,
        .area_count = 5,
        .place_and_date = "Văn Lương, ngày 22 tháng 11 năm 2026",
        .signer_role = "NGƯỜI PHỤ TRÁCH LỚP",
        .signer_name = "Hà Minh Tuấn",
        .verifier_host = "v.example.vn",
        .id = {0x9b, 0x3f, 0x71, 0xa2, 0x5c, 0x48, 0xe6, 0x19, 0xd0, 0x37},
        .certificate_qr = payload,
        .issuer_qr = issuer_payload,
        .certificate_cose = "certificate bytes",
        .certificate_cose_len = 17,
        .issuer_cose = "issuer bytes",
        .issuer_cose_len = 12,
    };
    return paper;
}

/* As many digits as `bytes` bytes take (PRODUCT.md section 6). */
static char *
make_payload(size_t bytes)
{
    size_t digits = (size_t)ceil(8 * (double)bytes * log10(2));
    struct buffer text = {0};
    buffer_add_text(&text, "https://v.example.vn/#");
    for (size_t i = 0; i < digits; i++)
        buffer_add_byte(&text, (uint8_t)('0' + (i * 7 + 3) % 10));
    return buffer_take_text(&text);
}

TEST(versions_keep_the_published_budget)
{
    static const struct {
        size_t bytes;
        int version;
    } CASES[] = {{188, 10}, {217, 11}, {226, 11}, {231, 12}, {262, 12}, {306, 13}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct qr_code code;
        struct err err;
        char *text = make_payload(CASES[i].bytes);
        CHECK(qr_code_of_payload(text, 13, &code, &err) == FAULT_NONE);
        CHECK(code.version == CASES[i].version && code.width == 17 + 4 * code.version);
        qr_code_clear(&code);
        free(text);
    }
}

TEST(a_code_beyond_its_version_is_refused)
{
    struct qr_code code;
    struct err err;
    char *text = make_payload(312);
    CHECK(qr_code_of_payload(text, 13, &code, &err) == FAULT_INPUT);
    CHECK(qr_code_of_payload("https://v.example.vn/", 13, &code, &err) == FAULT_INPUT);
    CHECK(qr_code_of_payload("https://v.example.vn/#12a", 13, &code, &err) == FAULT_INPUT);
    free(text);
}

TEST(the_same_paper_is_the_same_bytes)
{
    struct certificate_paper paper = sample("Nguyễn Thị Thu Hường");
    struct buffer first = {0}, second = {0};
    struct err err = {0};
    CHECK(certificate_pdf_draw(press, &paper, &first, &err) == FAULT_NONE);
    if (first.len == 0) { printf("  %s\n", err.text); return; }
    CHECK(certificate_pdf_draw(press, &paper, &second, &err) == FAULT_NONE);
    CHECK(first.len > 10000 && first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
    CHECK(memcmp(first.data, "%PDF-1.", 7) == 0);
    buffer_clear(&first);
    buffer_clear(&second);
}

TEST(a_letter_that_no_font_has_is_named)
{
    struct certificate_paper paper = sample("Nguyễn 字 Hường");
    struct buffer pdf = {0};
    struct err err = {0};
    CHECK(certificate_pdf_draw(press, &paper, &pdf, &err) == FAULT_INPUT);
    CHECK(strstr(err.text, "字") != NULL && pdf.len == 0);
    paper = sample("Nguyễn Thị Thu Hường");
    CHECK(certificate_pdf_draw(press, &paper, &pdf, &err) == FAULT_NONE);
    buffer_clear(&pdf);
}

static void
write_sample(const char *folder, const char *file, const char *name)
{
    struct certificate_paper paper = sample(name);
    struct buffer pdf = {0};
    struct err err = {0};
    char *path = file_join(folder, file);
    if (certificate_pdf_draw(press, &paper, &pdf, &err) != FAULT_NONE ||
        file_write(path, pdf.data, pdf.len, 0644, &err) != FAULT_NONE)
        printf("FAIL %s: %s\n", file, err.text);
    buffer_clear(&pdf);
    free(path);
}

/* The given texts of the two codes, a line each. */
static void
write_codes(const char *folder)
{
    struct err err;
    struct buffer text = {0};
    char *path = file_join(folder, "sample.codes");
    buffer_print(&text, "%s\n%s\n", payload, issuer_payload);
    if (file_write(path, text.data, text.len, 0644, &err) != FAULT_NONE)
        printf("FAIL sample.codes: %s\n", err.text);
    buffer_clear(&text);
    free(path);
}

int
main(int argc, char **argv)
{
    struct err err;
    payload = make_payload(217);
    issuer_payload = make_payload(187);
    if (paper_press_open("build/fonts", "certs/layouts/formal.layout", &press, &err) != FAULT_NONE) {
        printf("  %s\n", err.text);
        return 1;
    }
    if (argc == 3 && strcmp(argv[1], "--write") == 0) {
        write_sample(argv[2], "sample.pdf", "Nguyễn Thị Thu Hường");
        write_sample(argv[2], "long.pdf", "Công Tằng Tôn Nữ Hoàng Nguyễn Thị Phương Thảo Quỳnh Như Mai");
        write_codes(argv[2]);
    }
    RUN(versions_keep_the_published_budget);
    RUN(a_code_beyond_its_version_is_refused);
    RUN(the_same_paper_is_the_same_bytes);
    RUN(a_letter_that_no_font_has_is_named);
    paper_press_close(press);
    free(payload);
    free(issuer_payload);
    return unit_end();
}
