/* credential_carriers.c - one certificate or several, in a text of codes and in a PDF. */
#include "unit.h"

#include "base/clock.h"
#include "credential/pdf_check.h"
#include "credential/pdf_signature.h"
#include "credential_fixture.h"

static const char URL[] = "https://v.example.vn/";

static struct buffer honest, second, forged, permit;

/* ---- texts ---- */

static void
add_code(struct buffer *text, const char *url, const struct buffer *message)
{
    struct buffer code = {0};
    credential_to_qr_text(url, message->data, message->len, &code);
    buffer_add(text, url[0] == 0 ? code.data + 1 : code.data, code.len - (url[0] == 0));
    buffer_clear(&code);
}

/* The text is freed. Only the root is known. */
static enum verdict
judge_text(struct buffer text)
{
    struct trust *trust = test_root_only();
    struct check_report report;
    char *exact = memory_copy(text.data, text.len);
    credential_check_text(exact, text.len, trust, TEST_NOW, &report);
    CHECK((verdict_exit_code(report.verdict) == 0) == (report.claims.name[0] != 0));
    free(exact);
    buffer_clear(&text);
    trust_free(trust);
    return report.verdict;
}

static enum verdict
judge_codes(const struct buffer *const *messages, size_t count, const char *url, const char *between)
{
    struct buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        add_code(&text, url, messages[i]);
        buffer_add_text(&text, between);
    }
    return judge_text(text);
}

#define CODES(...)                                                                                 \
    (const struct buffer *const[]){__VA_ARGS__}, sizeof((const struct buffer *const[]){__VA_ARGS__}) / sizeof(void *)

TEST(both_codes_of_a_paper_and_the_root_are_enough)
{
    CHECK_VERDICT(judge_codes(CODES(&honest, &permit), URL, "\n"), VERDICT_VALID);
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest), URL, "\r\n"), VERDICT_VALID);
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest), "", "\n"), VERDICT_VALID);
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest), "QR-Code:https://v.example.vn/", "\n\n"), VERDICT_VALID);
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest, &permit, &honest), URL, "\n"), VERDICT_VALID);
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest), URL, "\n8934563138164\nCà phê\n"), VERDICT_VALID);
}

TEST(a_certificate_without_its_permit_has_an_unknown_issuer)
{
    CHECK_VERDICT(judge_codes(CODES(&honest), URL, "\n"), VERDICT_UNKNOWN_ISSUER);
}

TEST(a_permit_alone_is_no_certificate)
{
    CHECK_VERDICT(judge_codes(CODES(&permit), URL, "\n"), VERDICT_UNREADABLE);
}

TEST(a_genuine_certificate_beside_another_is_a_mismatch) /* row 75 */
{
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest, &second), URL, "\n"), VERDICT_MISMATCH);
    CHECK_VERDICT(judge_codes(CODES(&permit, &honest, &forged), URL, "\n"), VERDICT_MISMATCH);
    CHECK_VERDICT(judge_codes(CODES(&permit, &forged, &honest), URL, "\n"), VERDICT_MISMATCH);
    CHECK_VERDICT(judge_codes(CODES(&honest, &second), URL, "\n"), VERDICT_UNKNOWN_ISSUER);
}

TEST(digits_that_go_on_in_the_next_line_are_one_code) /* row 82 */
{
    struct buffer code = {0}, text = {0};
    add_code(&text, URL, &permit);
    buffer_add_byte(&text, '\n');
    add_code(&code, URL, &honest);
    for (size_t i = 0; i < code.len; i++) {
        buffer_add_byte(&text, code.data[i]);
        if (i % 60 == 59)
            buffer_add_text(&text, " \r\n ");
    }
    buffer_clear(&code);
    CHECK_VERDICT(judge_text(text), VERDICT_VALID);
}

TEST(other_peoples_codes_are_unreadable) /* row 80 */
{
    static const char *const TEXTS[] = {
        "", " ", "#", "\n\n", "https://v.example.vn/", "https://v.example.vn/#", "1", "00", "##12", "12#-5",
        "HC1:6BFOXN%TSMAHN-HVUOCOQE6F5ZV3R1N", "00020101021238570010A000000727012700069704030113"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct buffer text = {0};
        buffer_add_text(&text, TEXTS[i]);
        CHECK_VERDICT(judge_text(text), VERDICT_UNREADABLE);
    }
}

TEST(a_long_text_is_refused_at_once)
{
    struct buffer digits = {0}, lines = {0}, zeros = {0};
    int64_t before = clock_thread_cpu_ns();
    for (size_t i = 0; i < 65000; i++) {
        buffer_add_byte(&digits, '7');
        buffer_add_byte(&zeros, '0');
        buffer_add_byte(&lines, i % 2889 == 2888 ? '\n' : '9');
    }
    while (zeros.len < 5 * 1024 * 1024)
        buffer_add_byte(&zeros, '0');
    CHECK_VERDICT(judge_text(digits), VERDICT_UNREADABLE);
    CHECK_VERDICT(judge_text(lines), VERDICT_UNREADABLE);
    CHECK_VERDICT(judge_text(zeros), VERDICT_UNREADABLE);
    CHECK(clock_thread_cpu_ns() - before < 2000000000);
}

/* ---- PDFs ---- */

static void
add_file(struct buffer *pdf, unsigned number, const char *name, const struct buffer *message)
{
    buffer_print(pdf, "%u 0 obj\n<<\n/Type /EmbeddedFile\n/Length %u 0 R\n>>\nstream\r\n", number, number + 1);
    buffer_add(pdf, message->data, message->len);
    buffer_print(pdf, "\nendstream\nendobj\n%u 0 obj\n%zu\nendobj\n", number + 1, message->len);
    buffer_print(pdf, "%u 0 obj\n<<\n/Type /Filespec\n/F (%s)\n/UF (%s)\n/EF <<\n/F %u 0 R\n>>\n>>\nendobj\n", number + 2,
                 name, name, number);
}

static struct buffer
start_pdf(void)
{
    struct buffer pdf = {0};
    buffer_add_text(&pdf, "%PDF-1.5\n1 0 obj\n<<\n/Type /Catalog\n>>\nendobj\n");
    return pdf;
}

/* The key that signs the PDFs of these tests, and the issuer's word for it. */
static const struct pdf_signer *
signer(void)
{
    static struct pdf_signer *one;
    struct buffer pkcs12 = {0};
    struct err err;
    if (one == NULL && (pdf_signer_make("Lớp thử", TEST_NOW, &pkcs12, &err) != FAULT_NONE ||
                        pdf_signer_open(pkcs12.data, pkcs12.len, "", &one, &err) != FAULT_NONE))
        abort();
    buffer_clear(&pkcs12);
    return one;
}

static void
add_signature(struct buffer *pdf)
{
    struct buffer payload = {0}, message;
    struct pdf_key key = {.issued_at = TEST_NOW};
    pdf_signer_spki(signer(), key.spki);
    pdf_key_write(&key, &payload);
    message = test_sign(ISSUER, KIND_PDF_KEY, payload);
    add_file(pdf, 60, "pdf-key.cose", &message);
    buffer_add_text(pdf, "70 0 obj\n<<\n/ByteRange [ 0 1000000000 1000000000 1000000000 ]\n/Contents <");
    for (size_t i = 0; i < pdf_signer_room(signer()); i++)
        buffer_add_text(pdf, "00");
    buffer_add_text(pdf, ">\n>>\nendobj\n");
    buffer_clear(&message);
}

/* Signed, as far as it can be. */
static struct buffer
finished(struct buffer pdf)
{
    struct err ignored;
    add_signature(&pdf);
    buffer_add_text(&pdf, "xref\n0 1\ntrailer\n<<\n/Size 2\n>>\nstartxref\n10\n%%EOF\n");
    enum fault fault = pdf_sign(signer(), &pdf, &ignored);
    (void)fault; /* a second revision is refused before its signature counts */
    return pdf;
}

static enum verdict
judge_pdf(struct buffer pdf)
{
    struct trust *trust = test_root_only();
    struct check_report report;
    char *exact = memory_copy(pdf.data, pdf.len);
    credential_check_pdf(exact, pdf.len, trust, TEST_NOW, &report);
    CHECK((verdict_exit_code(report.verdict) == 0) == (report.claims.name[0] != 0));
    free(exact);
    buffer_clear(&pdf);
    trust_free(trust);
    return report.verdict;
}

static struct buffer
pdf_of(const struct buffer *first, const struct buffer *other)
{
    struct buffer pdf = start_pdf();
    add_file(&pdf, 10, "certificate.cose", first);
    if (other != NULL)
        add_file(&pdf, 20, "certificate.cose", other);
    add_file(&pdf, 30, "issuer.cose", &permit);
    return pdf;
}

TEST(the_attachments_of_a_pdf_are_enough)
{
    CHECK_VERDICT(judge_pdf(finished(pdf_of(&honest, NULL))), VERDICT_VALID);
    CHECK_VERDICT(judge_pdf(finished(pdf_of(&forged, NULL))), VERDICT_NOT_GENUINE);
    CHECK_VERDICT(judge_pdf(finished(start_pdf())), VERDICT_UNREADABLE);
}

TEST(two_certificates_in_a_pdf_are_a_mismatch_if_one_is_genuine) /* row 75 */
{
    CHECK_VERDICT(judge_pdf(finished(pdf_of(&honest, &second))), VERDICT_MISMATCH);
    CHECK_VERDICT(judge_pdf(finished(pdf_of(&forged, &honest))), VERDICT_MISMATCH);
    CHECK_VERDICT(judge_pdf(finished(pdf_of(&honest, &honest))), VERDICT_VALID);
    struct buffer other = {0};
    buffer_add(&other, forged.data, forged.len);
    other.data[other.len - 2] ^= 1;
    CHECK_VERDICT(judge_pdf(finished(pdf_of(&forged, &other))), VERDICT_NOT_GENUINE);
    buffer_clear(&other);
}

TEST(a_pdf_that_was_written_on_is_unreadable) /* row 76 */
{
    struct buffer pdf = finished(pdf_of(&honest, NULL));
    CHECK_VERDICT(judge_pdf(pdf), VERDICT_VALID);
    pdf = finished(pdf_of(&honest, NULL));
    buffer_add_text(&pdf, " \r\n");
    CHECK_VERDICT(judge_pdf(pdf), VERDICT_MISMATCH);
    pdf = finished(pdf_of(&honest, NULL));
    buffer_add_text(&pdf, "40 0 obj\n<<\n/Type /Annot\n>>\nendobj\n");
    CHECK_VERDICT(judge_pdf(pdf), VERDICT_UNREADABLE);
    pdf = finished(pdf_of(&honest, NULL));
    buffer_add_text(&pdf, "40 0 obj\n<<\n/Type /Annot\n>>\nendobj\n");
    CHECK_VERDICT(judge_pdf(finished(pdf)), VERDICT_UNREADABLE);
    CHECK_VERDICT(judge_pdf(pdf_of(&honest, NULL)), VERDICT_UNREADABLE);
}

TEST(an_object_that_is_there_twice_makes_a_pdf_unreadable)
{
    struct buffer pdf = pdf_of(&honest, NULL);
    buffer_add_text(&pdf, "11 0 obj\n5\nendobj\n");
    CHECK_VERDICT(judge_pdf(finished(pdf)), VERDICT_UNREADABLE);
    pdf = pdf_of(&honest, NULL);
    buffer_add_text(&pdf, "40 0 obj\n(11 0 obj)\nendobj\n"); /* not at the start of a line: no object */
    CHECK_VERDICT(judge_pdf(finished(pdf)), VERDICT_VALID);
}

/* M-46, exhaustive over the bytes of a small file. */
TEST(no_byte_of_a_signed_pdf_can_be_changed)
{
    struct buffer pdf = finished(pdf_of(&honest, NULL));
    uint8_t spki[KEY_LEN];
    pdf_signer_spki(signer(), spki);
    CHECK(pdf_signature_holds(pdf.data, pdf.len, spki));
    for (size_t i = 0; i < pdf.len; i++) {
        uint8_t change = (uint8_t)(i % 3 == 0 ? 0x20 : 1 << i % 8); /* 0x20 turns capitals into small letters */
        pdf.data[i] ^= change;
        if (pdf_signature_holds(pdf.data, pdf.len, spki)) {
            unit_broken = 1;
            printf("  byte %zu changed by %u is still believed\n", i, change);
        }
        pdf.data[i] ^= change;
    }
    spki[0] ^= 1;
    CHECK(!pdf_signature_holds(pdf.data, pdf.len, spki));
    buffer_clear(&pdf);
}

TEST(a_pdf_key_counts_only_from_the_certificates_issuer) /* M-45 */
{
    struct buffer pdf = start_pdf(), payload = {0}, message;
    struct pdf_key key = {.issued_at = TEST_NOW};
    pdf_signer_spki(signer(), key.spki);
    pdf_key_write(&key, &payload);
    message = test_sign(STRANGER, KIND_PDF_KEY, payload);
    add_file(&pdf, 10, "certificate.cose", &honest);
    add_file(&pdf, 30, "issuer.cose", &permit);
    add_file(&pdf, 40, "pdf-key.cose", &message);
    CHECK_VERDICT(judge_pdf(finished(pdf)), VERDICT_MISMATCH);
    buffer_clear(&message);
}

TEST(a_truncated_pdf_is_unreadable)
{
    struct buffer pdf = finished(pdf_of(&honest, NULL));
    for (size_t len = 0; len < pdf.len - 1; len++) { /* the last byte is a line end */
        struct buffer part = {0};
        buffer_add(&part, pdf.data, len);
        CHECK_VERDICT(judge_pdf(part), VERDICT_UNREADABLE);
    }
    buffer_clear(&pdf);
}

static double
seconds_for(const char *piece, size_t len)
{
    struct buffer pdf = start_pdf();
    while (pdf.len + strlen(piece) < len - 100)
        buffer_add_text(&pdf, piece);
    pdf = finished(pdf);
    struct pdf_files files;
    int64_t before = clock_thread_cpu_ns();
    pdf_find_files(pdf.data, pdf.len, &files);
    double seconds = (double)(clock_thread_cpu_ns() - before) / 1e9;
    CHECK(files.certificate_count == 0);
    pdf_files_clear(&files);
    buffer_clear(&pdf);
    return seconds;
}

TEST(a_hostile_pdf_costs_no_more_than_reading_it) /* row 77; this is with ASan */
{
    static const char *const PIECES[] = {
        " 0 obj", "\n1 0 obj", "1 0 obj\n<</Type /Filespec /F (certificate.cose) /EF << /F 1 0 R >> >>\n", "/Filespec ",
        "endobj stream ", "%%EO", "%%EOF", "1 0 obj /Filespec 1 0 obj\n", "1111111111", "stream\r\n"};
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++) {
        double seconds = seconds_for(PIECES[i], 20 * 1024 * 1024);
        if (seconds >= 2)
            printf("  %.1f s for \"%s\"\n", seconds, PIECES[i]);
        CHECK(seconds < 2);
    }
}

TEST(many_objects_cost_little)
{
    struct buffer pdf = start_pdf();
    struct pdf_files files;
    for (unsigned i = 100; i < 19000; i++)
        buffer_print(&pdf, "%u 0 obj\n<< /Type /Filespec /F (other) /EF << /F %u 0 R >> %1000s >>\n", i, i + 1, "");
    pdf = finished(pdf);
    int64_t before = clock_thread_cpu_ns();
    pdf_find_files(pdf.data, pdf.len, &files);
    CHECK(clock_thread_cpu_ns() - before < 2000000000);
    pdf_files_clear(&files);
    buffer_clear(&pdf);
}

TEST(a_pdf_of_more_than_20_MB_is_unreadable)
{
    struct buffer pdf = pdf_of(&honest, NULL);
    while (pdf.len < 20 * 1024 * 1024)
        buffer_add_text(&pdf, "% a comment of no use, over and over again, until the file is too large to be ours\n");
    CHECK_VERDICT(judge_pdf(finished(pdf)), VERDICT_UNREADABLE);
}

int
main(void)
{
    struct claims claims = test_claims();
    struct delegation terms = test_permit(ISSUER);
    permit = test_delegation(ROOT, &terms);
    honest = test_certificate(ISSUER, &claims);
    buffer_add(&forged, honest.data, honest.len);
    forged.data[forged.len - 1] ^= 1;
    claims.sequence = 8;
    second = test_certificate(ISSUER, &claims);
    RUN(both_codes_of_a_paper_and_the_root_are_enough);
    RUN(a_certificate_without_its_permit_has_an_unknown_issuer);
    RUN(a_permit_alone_is_no_certificate);
    RUN(a_genuine_certificate_beside_another_is_a_mismatch);
    RUN(digits_that_go_on_in_the_next_line_are_one_code);
    RUN(other_peoples_codes_are_unreadable);
    RUN(a_long_text_is_refused_at_once);
    RUN(the_attachments_of_a_pdf_are_enough);
    RUN(two_certificates_in_a_pdf_are_a_mismatch_if_one_is_genuine);
    RUN(a_pdf_that_was_written_on_is_unreadable);
    RUN(an_object_that_is_there_twice_makes_a_pdf_unreadable);
    RUN(no_byte_of_a_signed_pdf_can_be_changed);
    RUN(a_pdf_key_counts_only_from_the_certificates_issuer);
    RUN(a_truncated_pdf_is_unreadable);
    RUN(a_hostile_pdf_costs_no_more_than_reading_it);
    RUN(many_objects_cost_little);
    RUN(a_pdf_of_more_than_20_MB_is_unreadable);
    buffer_clear(&honest);
    buffer_clear(&second);
    buffer_clear(&forged);
    buffer_clear(&permit);
    return unit_end();
}
