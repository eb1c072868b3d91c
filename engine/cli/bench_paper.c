/* bench_paper.c - one certificate from claims to PDF, and one verification, beside the bare libraries. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/random_bytes.h"
#include "classroom/classroom.h"
#include "cli/bench.h"
#include "cli/child_server.h"
#include "credential/credential.h"
#include "scoring/scoring.h"

enum { PLACE = 2500001, VERSION_MAX = 13, PAGE_LEN = 40000, AREAS_MAX = 16 };
static const char URL[] = "https://v.example.vn/";

/* All that is needed to make one paper again and again. */
struct press_room {
    struct keyring *keyring;
    struct trust *trust;
    struct frameworks *frameworks;
    struct paper_press *press;
    struct bare *bare;
    struct claims claims;
    struct certificate_paper paper;
    struct paper_area areas[AREAS_MAX];
    struct paper_indicator indicators[INDICATOR_MAX];
    struct buffer cose, qr_text, issuer_text, pdf, list;
    uint8_t page[PAGE_LEN], signature[64];
    int64_t now;
    enum fault fault;
    struct err err;
};

static void
fill_claims(struct press_room *room)
{
    const struct programme *programme = &room->frameworks->programmes[0];
    const struct framework *framework = scoring_find_framework(room->frameworks, programme->framework);
    struct claims *claims = &room->claims;
    claims->issued_at = room->now;
    claims->expires_at = room->now + INT64_C(3) * 31556952;
    random_bytes_fill(claims->id, sizeof claims->id);
    snprintf(claims->name, sizeof claims->name, "Nguyễn Thị Thu Hường");
    claims->birth_year = 1963;
    claims->place = PLACE;
    claims->programme = programme->number;
    claims->indicator_count = framework->indicator_count;
    for (size_t i = 0; i < claims->indicator_count && i < INDICATOR_MAX; i++) {
        claims->bands[i] = (uint8_t)(1 + i % 4);
        claims->scores[i] = (uint8_t)(8 * (i % 4) + 3);
    }
    claims->level = 2;
    claims->identity_seen = true;
    claims->sequence = claims->status_index = 1;
}

static void
fill_chart(struct press_room *room)
{
    const struct framework *framework =
        scoring_find_framework(room->frameworks, room->frameworks->programmes[0].framework);
    size_t used = 0;
    for (size_t a = 0; a < framework->area_count && a < AREAS_MAX; a++) {
        struct paper_area *area = &room->areas[a];
        *area = (struct paper_area){.name = framework->areas[a].name_vi, .indicators = &room->indicators[used]};
        for (size_t i = 0; i < framework->indicator_count && used < INDICATOR_MAX; i++) {
            const struct indicator *indicator = &framework->indicators[i];
            if (indicator->area != a)
                continue;
            room->indicators[used++] = (struct paper_indicator){
                .code = indicator->code, .label = indicator->short_vi, .is_tested = true, .low = .3, .at = .5, .high = .7};
            area->count++;
        }
        room->paper.area_count++;
    }
    room->paper.areas = room->areas;
}

static void
fill_paper(struct press_room *room)
{
    struct certificate_paper *paper = &room->paper;
    *paper = (struct certificate_paper){
        .language = "vi", .office = "Lớp trình diễn Dấu số", .authority = "", .id_text = "KGZ7-3M58-9FS6-A5YE",
        .issued_date = "22/11/2026", .valid_until_date = "21/11/2029",
        .assurance = "Đã xem giấy tờ tùy thân · Không ai làm giúp",
        .programme_line = "chương trình Kỹ năng số cơ bản, qua bài kiểm tra thực hành, cấp cho ông/bà",
        .name = room->claims.name, .birth_year = "1963", .place = "thôn Đồi Cọ, xã Văn Lương, tỉnh Phú Thọ",
        .level = "Tự làm được", .level_number = 2,
        .can_do = {"Trả tiền bằng mã QR và xem kỹ tên người nhận", "Không đọc mã OTP cho người lạ"}, .can_do_count = 2,
        .band_names = {"Làm quen", "Làm được khi có người giúp", "Tự làm được", "Thành thạo"},
        .place_and_date = "Văn Lương, ngày 22 tháng 11 năm 2026", .signer_role = "NGƯỜI PHỤ TRÁCH LỚP",
        .signer_name = "", .verifier_host = "v.example.vn", .is_laptop_only = true, .issued_at = room->now};
    memcpy(paper->id, room->claims.id, sizeof paper->id);
    fill_chart(room);
}

static enum fault
open_keys(struct press_room *room, const struct bench *bench, struct err *err)
{
    const struct laptop laptop = {.place = PLACE, .verifier_url = URL};
    char *trust = file_join(bench->folder, "trust"), *fonts = file_join(bench->share, "build/fonts");
    char *layout = file_join(bench->share, "certs/layouts/formal.layout");
    if (!file_is_folder(fonts)) {
        free(fonts);
        fonts = file_join(bench->share, "fonts");
    }
    enum fault fault = demo_folder_prepare(bench->folder, BENCH_CLASS_NAME, err);
    if (fault == FAULT_NONE)
        fault = classroom_set_up(bench->folder, bench->share, &laptop, room->now, err);
    if (fault == FAULT_NONE)
        fault = scoring_load_frameworks(bench->share, &room->frameworks, err);
    if (fault == FAULT_NONE && room->frameworks->programme_count == 0)
        fault = err_set(err, FAULT_CANNOT, "scripts/frameworks describes no programme, so there is nothing to certify");
    if (fault == FAULT_NONE)
        fault = keyring_open(bench->folder, &room->keyring, err);
    if (fault == FAULT_NONE)
        fault = trust_add_folder(room->trust, trust, err);
    if (fault == FAULT_NONE)
        fault = paper_press_open(fonts, layout, &room->press, err);
    free(trust);
    free(layout);
    free(fonts);
    return fault;
}

static void
press_room_free(struct press_room *room)
{
    keyring_close(room->keyring);
    trust_free(room->trust);
    if (room->frameworks != NULL)
        scoring_free_frameworks(room->frameworks);
    paper_press_close(room->press);
    bare_free(room->bare);
    buffer_clear(&room->cose);
    buffer_clear(&room->qr_text);
    buffer_clear(&room->issuer_text);
    buffer_clear(&room->pdf);
    buffer_clear(&room->list);
    free(room);
}

/* Claims to PDF bytes, as issuing does it. */
static void
make_certificate(void *context)
{
    struct press_room *room = context;
    const struct buffer *delegation = keyring_delegation(room->keyring);
    buffer_reset(&room->cose);
    buffer_reset(&room->qr_text);
    buffer_reset(&room->issuer_text);
    buffer_reset(&room->pdf);
    if (room->fault == FAULT_NONE)
        room->fault = credential_issue(room->keyring, &room->claims, &room->cose, &room->err);
    if (room->fault != FAULT_NONE)
        return;
    credential_to_qr_text(URL, room->cose.data, room->cose.len, &room->qr_text);
    credential_to_qr_text(URL, delegation->data, delegation->len, &room->issuer_text);
    room->paper.certificate_qr = buffer_text(&room->qr_text);
    room->paper.issuer_qr = buffer_text(&room->issuer_text);
    room->paper.certificate_cose = room->cose.data;
    room->paper.certificate_cose_len = room->cose.len;
    room->paper.issuer_cose = delegation->data;
    room->paper.issuer_cose_len = delegation->len;
    room->paper.pdf_key_cose = keyring_pdf_key(room->keyring)->data;
    room->paper.pdf_key_cose_len = keyring_pdf_key(room->keyring)->len;
    room->paper.signature_room = pdf_signer_room(keyring_pdf_signer(room->keyring));
    room->fault = certificate_pdf_draw(room->press, &room->paper, &room->pdf, &room->err);
    if (room->fault == FAULT_NONE)
        room->fault = pdf_sign(keyring_pdf_signer(room->keyring), &room->pdf, &room->err);
}

static void
make_bare_certificate(void *context)
{
    struct press_room *room = context;
    if (room->fault == FAULT_NONE)
        room->fault = bare_certificate(room->bare, room->cose.data, room->cose.len, buffer_text(&room->qr_text),
                                       room->page, sizeof room->page, &room->err);
}

static struct press_room *
press_room_new(const struct bench *bench, enum fault *fault, struct err *err)
{
    struct press_room *room = memory_new(sizeof *room);
    room->now = clock_wall_ms() / 1000;
    room->trust = trust_new();
    room->bare = bare_new();
    for (size_t i = 0; i < sizeof room->page; i++) /* drawing operators pack about as well as this */
        room->page[i] = (uint8_t)("0123456789. re f m l\n"[(i * i + i / 7) % 21]);
    *fault = open_keys(room, bench, err);
    if (*fault == FAULT_NONE) {
        fill_claims(room);
        fill_paper(room);
        make_certificate(room);
        *fault = room->fault;
        if (*fault != FAULT_NONE)
            *err = room->err;
    }
    return room;
}

enum fault
bench_certificate(const struct bench *bench, struct err *err)
{
    enum fault fault;
    double ours, theirs;
    struct press_room *room = press_room_new(bench, &fault, err);
    if (fault == FAULT_NONE) {
        bench_race(make_certificate, make_bare_certificate, room, &ours, &theirs);
        bench_say(bench, "certificate, claims to signed PDF", ours / 1000, "ms CPU", ours / theirs,
                  "bare sign + QR + deflate of a page");
        bench_say(bench, "certificate, size of the PDF", (double)room->pdf.len / 1024, "KiB", 0, NULL);
        fault = room->fault;
        *err = room->err;
    }
    press_room_free(room);
    return fault;
}

/* The first check has taken in the delegation; these only parse, verify one signature and read the claims. */
static void
check_once(void *context)
{
    struct press_room *room = context;
    struct check_report report;
    credential_check(room->cose.data, room->cose.len, room->trust, room->now, &report);
    if (report.verdict != VERDICT_VALID)
        room->fault = err_set(&room->err, FAULT_CANNOT, "the certificate measured is %s, not VALID",
                              verdict_name(report.verdict));
}

static void
check_pdf_once(void *context)
{
    struct press_room *room = context;
    struct check_report report;
    credential_check_pdf(room->pdf.data, room->pdf.len, room->trust, room->now, &report);
    if (report.verdict != VERDICT_VALID)
        room->fault = err_set(&room->err, FAULT_CANNOT, "the PDF measured is %s, not VALID", verdict_name(report.verdict));
}

/* Reads and takes in the list that bench_verify made; each time into new trust, or it would be known already. */
static void
take_list_once(void *context)
{
    struct press_room *room = context;
    struct trust *trust = trust_new();
    if (room->fault == FAULT_NONE)
        room->fault = trust_add_root(trust, keyring_root(room->keyring), KEY_LEN, "root", &room->err);
    if (room->fault == FAULT_NONE)
        room->fault = trust_add_message(trust, room->list.data, room->list.len, "list", &room->err);
    trust_free(trust);
}

/* Every seventh of seven million numbers, as the root would withdraw them. */
static void
make_long_list(struct press_room *room, const struct bench *bench)
{
    enum { LIST_LEN = 1000000, LIST_BYTES_MAX = 4 * 1024 * 1024 };
    struct revocation *all = memory_new_array(LIST_LEN, sizeof *all);
    char *path = file_join(bench->folder, "trust/status.cose");
    for (uint32_t i = 0; i < LIST_LEN; i++)
        all[i] = (struct revocation){.status_index = 7 * i + i % 5, .reason = REASON_ERROR};
    room->fault = root_revoke(bench->folder, NULL, all, LIST_LEN, 0, room->now, &room->err);
    if (room->fault == FAULT_NONE)
        room->fault = file_read(path, LIST_BYTES_MAX, &room->list, &room->err);
    free(all);
    free(path);
}

static void
verify_bare(void *context)
{
    struct press_room *room = context;
    if (!bare_verify(room->bare, room->cose.data, room->cose.len, room->signature))
        room->fault = err_set(&room->err, FAULT_CANNOT, "the bare signature measured is not valid");
}

enum fault
bench_verify(const struct bench *bench, struct err *err)
{
    enum fault fault;
    double ours, theirs;
    struct press_room *room = press_room_new(bench, &fault, err);
    if (fault == FAULT_NONE) {
        bare_sign(room->bare, room->cose.data, room->cose.len, room->signature);
        bench_race(check_once, verify_bare, room, &ours, &theirs);
        bench_say(bench, "verification, delegation known", 1e6 / ours, "per CPU-s", theirs / ours, "bare libsodium");
        bench_race(check_pdf_once, NULL, room, &ours, &theirs);
        bench_say(bench, "verification of a signed PDF", ours / 1000, "ms CPU", 0, NULL);
        make_long_list(room, bench);
        bench_race(take_list_once, NULL, room, &ours, &theirs);
        bench_say(bench, "status list of a million, taken in", ours / 1000, "ms CPU", 0, NULL);
        bench_say(bench, "status list of a million, size", (double)room->list.len / 1024, "KiB", 0, NULL);
        fault = room->fault;
        *err = room->err;
    }
    press_room_free(room);
    return fault;
}

/* ---- five hundred papers in one file ---- */

enum { PRINT_PAPERS = 500 };
static const double GOAL_PRINT_MB = 200;

/* The most memory this process held since it was last asked, in MiB; 0 where the kernel does not say. */
static double
take_peak_memory(void)
{
    char line[200];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (status != NULL)
        fclose(status);
    FILE *reset = fopen("/proc/self/clear_refs", "w");
    if (reset != NULL) {
        fputs("5", reset);
        fclose(reset);
    }
    return (double)kib / 1024;
}

/* Each paper has a name, a number and codes of its own. */
static enum fault
add_papers(struct press_room *room, struct err *err)
{
    static const char *const NAMES[] = {"Nguyễn Thị Thu Hường", "Trần Văn Bảy", "Lê Đức Ưng", "Phạm Thị Ngọc Ẩn", "Vũ Quốc Kỳ"};
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < PRINT_PAPERS; i++) {
        snprintf(room->claims.name, sizeof room->claims.name, "%s", NAMES[i % (sizeof NAMES / sizeof NAMES[0])]);
        random_bytes_fill(room->claims.id, sizeof room->claims.id);
        memcpy(room->paper.id, room->claims.id, sizeof room->paper.id);
        buffer_reset(&room->cose);
        buffer_reset(&room->qr_text);
        fault = credential_issue(room->keyring, &room->claims, &room->cose, err);
        if (fault != FAULT_NONE)
            return fault;
        credential_to_qr_text(URL, room->cose.data, room->cose.len, &room->qr_text);
        room->paper.certificate_qr = buffer_text(&room->qr_text);
        fault = paper_book_add(room->press, &room->paper, err);
    }
    return fault;
}

enum fault
bench_print(const struct bench *bench, struct err *err)
{
    enum fault fault;
    struct press_room *room = press_room_new(bench, &fault, err);
    if (fault == FAULT_NONE) {
        take_peak_memory();
        int64_t began = clock_thread_cpu_ns();
        buffer_reset(&room->pdf);
        paper_book_begin(room->press);
        fault = add_papers(room, err);
        int64_t drawn = clock_thread_cpu_ns();
        if (fault == FAULT_NONE)
            fault = paper_book_end(room->press, BENCH_CLASS_NAME, room->paper.office, room->now, &room->pdf, err);
        else
            paper_book_drop(room->press);
        double peak = take_peak_memory(), size = (double)room->pdf.len / 1048576;
        bench_say(bench, "print of 500 papers, a page", (double)(drawn - began) / 1e6 / PRINT_PAPERS, "ms CPU", 0, NULL);
        bench_say(bench, "print of 500 papers, its end", (double)(clock_thread_cpu_ns() - drawn) / 1e6, "ms CPU", 0, NULL);
        bench_say(bench, "print of 500 papers, size", size, "MiB", 0, NULL);
        bench_say(bench, "print of 500 papers, memory", peak, "MiB", peak / GOAL_PRINT_MB, "goal of 200 MiB");
    }
    press_room_free(room);
    return fault;
}
