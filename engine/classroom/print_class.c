/* print_class.c - all papers of a class in one file for the printer, and the register to sign. Each page says what its signed
 * bytes say, and is laid out like the paper that was handed out; these prints are not signed and nothing is attached. Page
 * by page, so that the phones are answered in between. A paper that was withdrawn, no longer checks, or does not agree with
 * its record is left out, and the log says which. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "classroom/room.h"

enum { PRINT_MAX = 512 * 1024 * 1024 };

/* A line of the register, in words of its own. */
struct line {
    char number[24], name[NAME_MAX_BYTES], birth_year[12], level[100], certificate[CERTIFICATE_ID_MAX], issued[11];
};

struct class_print {
    int64_t class_id;
    struct class_results results;
    struct paper_press *press;
    struct line *lines;
    size_t next, total;        /* learners looked at; papers there are */
    size_t drawn, left_out;
    bool is_book_open;
    struct buffer pdf; /* the book, before it is written */
    char office[3 * OFFICE_SIZE], place[200];
    char *place_and_date;
};

void
room_drop_print(struct class_print *print)
{
    if (print == NULL)
        return;
    if (print->is_book_open)
        paper_book_drop(print->press);
    paper_press_close(print->press);
    class_results_clear(&print->results);
    buffer_clear(&print->pdf);
    free(print->lines);
    free(print->place_and_date);
    free(print);
}

static bool
has_paper(const struct learner_result *learner)
{
    return learner->certificate[0] != 0 && !learner->is_revoked;
}

/* ---- one page ---- */

/* What is needed for one, from the store. */
struct stored {
    struct buffer cose, pdf, qr_text, issuer, issuer_text;
    struct check_report report;
    const struct quiz *quiz;
    struct verdict_of_attempt result;
    const struct programme *programme;
};

static void
stored_clear(struct stored *stored)
{
    buffer_clear(&stored->cose);
    buffer_clear(&stored->pdf);
    buffer_clear(&stored->qr_text);
    buffer_clear(&stored->issuer);
    buffer_clear(&stored->issuer_text);
    room_clear_result(&stored->result);
}

/* Judged again from the events, as when it was issued; it must come to what was signed. */
static enum fault
judge_again(struct classroom *room, const char *certificate, struct stored *stored, struct err *err)
{
    struct certificate_row row;
    struct attempt_row attempt;
    struct event_list events = {0};
    uint32_t bad_seq;
    bool found;
    enum fault fault = store_find_certificate(room->store, certificate, &row, &found, err);
    if (fault == FAULT_NONE && found)
        fault = store_find_attempt(room->store, row.attempt_id, &attempt, &found, err);
    if (fault == FAULT_NONE && !found)
        fault = err_set(err, FAULT_INPUT, "the attempt behind certificate %s is gone", certificate);
    if (fault == FAULT_NONE)
        fault = room_find_quiz(room, attempt.quiz_hash, &stored->quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, attempt.id, &events, &bad_seq, err);
    if (fault == FAULT_NONE) {
        stored->programme = scoring_find_programme(room->frameworks, events.events[0].programme);
        fault = room_judge_stored(room, stored->quiz, &events, &stored->result, err);
    }
    event_list_clear(&events);
    return fault;
}

static bool
agrees(const struct stored *stored)
{
    const struct level_decision *decision = &stored->result.decision;
    const struct claims *claims = &stored->report.claims;
    bool agree = stored->programme != NULL && decision->indicator_count == claims->indicator_count;
    for (size_t i = 0; agree && i < claims->indicator_count; i++)
        agree = claims->bands[i] == (decision->levels[i].amount == EVIDENCE_ENOUGH ? decision->levels[i].band : 0);
    return agree;
}

/* The text of the code is read back the way a verifier will. FAULT_INPUT: this paper is not to be printed. */
static enum fault
read_stored(struct classroom *room, const char *certificate, struct stored *stored, struct err *err)
{
    enum fault fault = store_read_certificate(room->store, certificate, &stored->cose, &stored->pdf, err);
    if (fault != FAULT_NONE)
        return fault;
    credential_to_qr_text(room->verifier_url, stored->cose.data, stored->cose.len, &stored->qr_text);
    credential_check_text((const char *)stored->qr_text.data, stored->qr_text.len, room->trust, room->clock.wall_ms() / 1000,
                          &stored->report);
    if (verdict_exit_code(stored->report.verdict) != 0)
        return err_set(err, FAULT_INPUT, "checking certificate %s says %s", certificate, verdict_name(stored->report.verdict));
    if (!credential_pdf_attachment(stored->pdf.data, stored->pdf.len, "issuer.cose", &stored->issuer))
        return err_set(err, FAULT_INPUT, "the stored paper %s is damaged: its permit is missing", certificate);
    credential_to_qr_text(room->verifier_url, stored->issuer.data, stored->issuer.len, &stored->issuer_text);
    fault = judge_again(room, certificate, stored, err);
    if (fault == FAULT_NONE && !agrees(stored))
        fault = err_set(err, FAULT_INPUT, "certificate %s says something else than its record", certificate);
    return fault;
}

static void
note_line(struct class_print *print, const struct learner_result *learner, const struct certificate_paper *paper)
{
    struct line *line = &print->lines[print->drawn++];
    snprintf(line->number, sizeof line->number, "%lld", (long long)learner->number);
    snprintf(line->name, sizeof line->name, "%s", paper->name);
    snprintf(line->birth_year, sizeof line->birth_year, "%s", paper->birth_year);
    snprintf(line->level, sizeof line->level, "%s", paper->level);
    snprintf(line->certificate, sizeof line->certificate, "%s", paper->id_text);
    snprintf(line->issued, sizeof line->issued, "%s", paper->issued_date);
    snprintf(print->office, sizeof print->office, "%s", paper->office);
    snprintf(print->place, sizeof print->place, "%s", paper->place);
}

static enum fault
draw_one(struct classroom *room, struct class_print *print, const struct learner_result *learner, struct err *err)
{
    struct stored stored = {0};
    enum fault fault = read_stored(room, learner->certificate, &stored, err);
    if (fault == FAULT_NONE) {
        struct paper_words *words = paper_words_new(room, stored.quiz, stored.programme,
                                                    room_framework_of(room, stored.quiz), &stored.result.decision, &stored.report);
        struct certificate_paper *paper = paper_words_paper(words);
        paper->certificate_qr = buffer_text(&stored.qr_text);
        paper->issuer_qr = buffer_text(&stored.issuer_text);
        fault = paper_book_add(print->press, paper, err);
        if (fault == FAULT_NONE)
            note_line(print, learner, paper);
        paper_words_free(words);
    } else if (fault == FAULT_INPUT) { /* one that is in doubt keeps nobody else waiting */
        log_line("class %lld: not printed: %s", (long long)print->class_id, err->text);
        print->left_out++;
        fault = FAULT_NONE;
    }
    stored_clear(&stored);
    return fault;
}

/* ---- the files ---- */

static char *
print_path(const struct classroom *room, int64_t class_id, enum class_file file)
{
    char *folder = file_join(room->folder, "prints");
    char *name = memory_print(file == FILE_PAPERS ? "class-%lld.pdf" : "register-%lld.pdf", (long long)class_id);
    char *path = file_join(folder, name);
    free(name);
    free(folder);
    return path;
}

/* Written whole under another name, without waiting for the disk: what can be made again may be lost with the power, and the
 * phones must not wait. */
static enum fault
write_print(const struct classroom *room, int64_t class_id, enum class_file which, const struct buffer *pdf, struct err *err)
{
    char *folder = file_join(room->folder, "prints"), *path = print_path(room, class_id, which);
    char *new_path = memory_print("%s.new", path);
    enum fault fault = file_make_folder(folder, err);
    FILE *file = fault == FAULT_NONE ? fopen(new_path, "wb") : NULL;
    if (file != NULL) {
        bool is_written = fwrite(pdf->data, 1, pdf->len, file) == pdf->len;
        is_written = fclose(file) == 0 && is_written;
        if (!is_written || rename(new_path, path) != 0) {
            remove(new_path);
            file = NULL;
        }
    }
    if (fault == FAULT_NONE && file == NULL)
        fault = err_set(err, FAULT_CANNOT, "%s could not be written: is the disk full?", path);
    free(folder);
    free(path);
    free(new_path);
    return fault;
}

static enum fault
end_papers(struct class_print *print, struct err *err)
{
    print->is_book_open = false;
    return paper_book_end(print->press, print->results.class.name, print->office, print->results.now, &print->pdf, err);
}

static enum fault
write_papers(const struct classroom *room, struct class_print *print, struct err *err)
{
    enum fault fault = write_print(room, print->class_id, FILE_PAPERS, &print->pdf, err);
    buffer_clear(&print->pdf);
    return fault;
}

static enum fault
make_register(struct classroom *room, struct class_print *print, struct err *err)
{
    struct buffer pdf = {0};
    char date[11];
    int day = 0, month = 0, year = 0;
    clock_print_date(print->results.now, date);
    if (sscanf(date, "%d/%d/%d", &day, &month, &year) == 3)
        print->place_and_date = memory_print("Ngày %02d tháng %02d năm %d", day, month, year);
    struct register_row *rows = memory_new_array(print->drawn, sizeof *rows);
    const struct register_paper paper = {.office = print->office, .place = print->place, .class_name = print->results.class.name,
                                         .made_date = date, .place_and_date = print->place_and_date, .rows = rows,
                                         .count = print->drawn, .made_at = print->results.now};
    for (size_t i = 0; i < print->drawn; i++) {
        const struct line *line = &print->lines[i];
        rows[i] = (struct register_row){line->number, line->name, line->birth_year, line->level, line->certificate, line->issued};
    }
    enum fault fault = register_pdf_draw(print->press, &paper, &pdf, err);
    if (fault == FAULT_NONE)
        fault = write_print(room, print->class_id, FILE_REGISTER, &pdf, err);
    buffer_clear(&pdf);
    free(rows);
    return fault;
}

/* ---- step by step ---- */

static enum fault
begin_print(struct classroom *room, int64_t class_id, struct err *err)
{
    struct class_print *print = memory_new(sizeof *print);
    print->class_id = class_id;
    room_drop_print(room->print);
    room->print = NULL;
    enum fault fault = room_list_papers(room, class_id, &print->results, err);
    for (size_t i = 0; fault == FAULT_NONE && i < print->results.count; i++)
        print->total += has_paper(&print->results.learners[i]);
    if (fault == FAULT_NONE && print->total == 0)
        fault = err_set(err, FAULT_CONFLICT, "no certificate of this class is there to be printed: issue them first");
    if (fault != FAULT_NONE) {
        room_drop_print(print);
        return fault;
    }
    print->lines = memory_new_array(print->total, sizeof *print->lines);
    room->print = print;
    return FAULT_NONE;
}

static enum fault
begin_papers(struct classroom *room, struct class_print *print, struct err *err)
{
    enum fault fault = room_open_press(room, room->layout != NULL ? room->layout : "formal", &print->press, err);
    if (fault != FAULT_NONE)
        return fault;
    paper_book_begin(print->press);
    print->is_book_open = true;
    return FAULT_NONE;
}

/* Fonts and ornament, then the pages, then the files: each a step of its own. */
static enum fault
take_step(struct classroom *room, struct class_print *print, struct print_progress *progress, struct err *err)
{
    if (print->press == NULL)
        return begin_papers(room, print, err);
    while (print->next < print->results.count && !has_paper(&print->results.learners[print->next]))
        print->next++;
    if (print->next < print->results.count)
        return draw_one(room, print, &print->results.learners[print->next++], err);
    if (print->drawn == 0)
        return err_set(err, FAULT_CONFLICT, "none of this class's %zu certificates checks as genuine today, so nothing was printed",
                       print->total);
    if (print->is_book_open)
        return end_papers(print, err);
    if (print->pdf.len > 0)
        return write_papers(room, print, err);
    progress->is_done = true;
    return make_register(room, print, err);
}

enum fault
classroom_print_some(struct classroom *room, int64_t class_id, bool from_start, int milliseconds,
                     struct print_progress *progress, struct err *err)
{
    int64_t began = room->clock.monotonic_ms();
    enum fault fault = FAULT_NONE;
    *progress = (struct print_progress){0};
    if (from_start || room->print == NULL || room->print->class_id != class_id)
        fault = begin_print(room, class_id, err);
    while (fault == FAULT_NONE && !progress->is_done) {
        fault = take_step(room, room->print, progress, err);
        if (room->clock.monotonic_ms() - began >= milliseconds)
            break;
    }
    if (fault == FAULT_NONE) {
        progress->drawn = room->print->drawn;
        progress->total = room->print->total;
        progress->left_out = room->print->left_out;
    }
    if (fault != FAULT_NONE || progress->is_done) {
        room_drop_print(room->print);
        room->print = NULL;
    }
    return fault;
}

enum fault
classroom_print_class(struct classroom *room, int64_t class_id, void (*report)(void *context, const struct print_progress *),
                      void *context, struct class_prints *out, struct err *err)
{
    enum { STEP_MS = 200 };
    struct print_progress progress = {0};
    enum fault fault = FAULT_NONE;
    *out = (struct class_prints){0};
    for (bool is_first = true; fault == FAULT_NONE && !progress.is_done; is_first = false) {
        fault = classroom_print_some(room, class_id, is_first, STEP_MS, &progress, err);
        if (fault == FAULT_NONE && report != NULL)
            report(context, &progress);
    }
    if (fault != FAULT_NONE)
        return fault;
    out->papers_path = print_path(room, class_id, FILE_PAPERS);
    out->register_path = print_path(room, class_id, FILE_REGISTER);
    out->pages = progress.drawn;
    out->left_out = progress.left_out;
    return FAULT_NONE;
}

void
class_prints_clear(struct class_prints *prints)
{
    free(prints->papers_path);
    free(prints->register_path);
    *prints = (struct class_prints){0};
}

enum fault
classroom_read_print(struct classroom *room, int64_t class_id, enum class_file file, struct buffer *pdf, bool *found,
                     struct err *err)
{
    char *path = print_path(room, class_id, file);
    *found = file_exists(path);
    enum fault fault = *found ? file_read(path, PRINT_MAX, pdf, err) : FAULT_NONE;
    free(path);
    return fault;
}
