/* issue_certificates.c - from the stored events to paper. Nothing that was computed earlier is believed: the events
 * are read and judged again, the claims signed, the signature checked, the code read back, and only then stored. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/random_bytes.h"
#include "classroom/room.h"

enum { CERTIFICATE_VERSION_MAX = 13, SECONDS_A_DAY = 86400 };

/* One certificate on its way. */
struct making {
    const struct quiz *quiz;
    const struct framework *framework;
    const struct programme *programme;
    struct verdict_of_attempt result;
    struct claims claims;
    struct buffer cose, pdf, qr_text, issuer_text, badge;
    struct certificate_row row;
    bool is_replacement; /* one that is there is no obstacle */
};

void
issued_clear(struct issued *issued)
{
    free(issued->pdf_path);
    *issued = (struct issued){0};
}

static void
making_clear(struct making *making)
{
    room_clear_result(&making->result);
    buffer_clear(&making->cose);
    buffer_clear(&making->pdf);
    buffer_clear(&making->qr_text);
    buffer_clear(&making->issuer_text);
    buffer_clear(&making->badge);
}

static enum fault
judge(struct classroom *room, const struct seat *seat, struct making *making, struct err *err)
{
    struct event_list events = {0};
    uint32_t bad_seq;
    enum fault fault = room_find_quiz(room, seat->attempt.quiz_hash, &making->quiz, err);
    if (fault == FAULT_NONE)
        fault = store_read_events(room->store, seat->attempt.id, &events, &bad_seq, err);
    if (fault == FAULT_NONE) {
        making->framework = room_framework_of(room, making->quiz);
        making->programme = scoring_find_programme(room->frameworks, events.events[0].programme);
        fault = room_judge_stored(room, making->quiz, &events, &making->result, err);
    }
    event_list_clear(&events);
    return fault;
}

/* The same calendar day some years later, less one day: "22/11/2026 to 21/11/2029". */
static int64_t
end_of_validity(int64_t issued_at, int years)
{
    return issued_at + (int64_t)years * 31556952 - SECONDS_A_DAY;
}

static enum fault
fill_claims(struct classroom *room, const struct seat *seat, struct making *making, struct err *err)
{
    const struct level_decision *decision = &making->result.decision;
    struct claims *claims = &making->claims;
    int64_t sequence;
    enum fault fault = store_next_sequence(room->store, &sequence, err);
    if (fault != FAULT_NONE)
        return fault;
    if (sequence < keyring_terms(room->keyring)->first_sequence)
        sequence = keyring_terms(room->keyring)->first_sequence; /* a permit of a new root has numbers of its own */
    claims->issued_at = room->clock.wall_ms() / 1000;
    claims->expires_at = end_of_validity(claims->issued_at, making->programme->valid_years);
    random_bytes_fill(claims->id, sizeof claims->id);
    snprintf(claims->name, sizeof claims->name, "%s", seat->learner.name);
    claims->birth_year = (uint32_t)seat->learner.birth_year;
    claims->place = keyring_terms(room->keyring)->place;
    claims->programme = making->programme->number;
    memcpy(claims->quiz_mark, quiz_hash(making->quiz), QUIZ_MARK_LEN);
    claims->indicator_count = decision->indicator_count;
    for (size_t i = 0; i < decision->indicator_count && i < INDICATOR_MAX; i++) {
        bool is_stated = decision->levels[i].amount == EVIDENCE_ENOUGH;
        claims->bands[i] = is_stated ? (uint8_t)decision->levels[i].band : 0;
        claims->scores[i] = is_stated ? (uint8_t)decision->levels[i].score : 0;
    }
    claims->identity_seen = seat->learner.identity_seen;
    claims->help_given = seat->learner.help_given;
    claims->sequence = (uint32_t)sequence;
    claims->status_index = (uint32_t)sequence;
    memcpy(claims->evidence, seat->attempt.chain, EVIDENCE_LEN);
    return FAULT_NONE;
}

/* Reads back what was signed, the way a verifier will: text of the code, root, delegation, claims. */
static enum fault
check_own_work(struct classroom *room, struct making *making, struct check_report *report, struct err *err)
{
    credential_check_text((const char *)making->qr_text.data, making->qr_text.len, room->trust,
                          making->claims.issued_at, report);
    if (verdict_exit_code(report->verdict) != 0)
        return err_set(err, FAULT_CANNOT, "the certificate of %s was not handed out: checking it says %s (%s)",
                       making->claims.name, verdict_name(report->verdict), report->says_en);
    if (strcmp(report->claims.name, making->claims.name) != 0 ||
        memcmp(report->claims.bands, making->claims.bands, making->claims.indicator_count) != 0)
        return err_set(err, FAULT_CANNOT, "the certificate of %s was not handed out: its code says something else",
                       making->claims.name);
    return FAULT_NONE;
}

enum fault
room_open_press(const struct classroom *room, const char *layout, struct paper_press **press, struct err *err)
{
    char *fonts = file_join(room->share, "build/fonts"), *name = memory_print("certs/layouts/%s.layout", layout);
    char *path = file_join(room->share, name);
    if (!file_is_folder(fonts)) { /* installed: beside quizzes/, scripts/ and certs/ */
        free(fonts);
        fonts = file_join(room->share, "fonts");
    }
    enum fault fault = paper_press_open(fonts, path, press, err);
    free(fonts);
    free(name);
    free(path);
    return fault;
}

static enum fault
open_press(struct classroom *room, struct err *err)
{
    return room->press != NULL ? FAULT_NONE
                               : room_open_press(room, room->layout != NULL ? room->layout : "formal", &room->press, err);
}

static enum fault
write_badge(struct classroom *room, struct making *making, const struct check_report *report, struct err *err)
{
    const struct framework *framework = making->framework;
    const char **codes = memory_new_array(framework->indicator_count, sizeof *codes);
    const char **labels = memory_new_array(framework->indicator_count, sizeof *labels);
    struct open_badge_words words = {.office = report->office, .programme_id = making->programme->id,
                                     .programme_title = making->programme->title_vi,
                                     .description = "Chứng nhận năng lực số, qua bài kiểm tra thực hành.",
                                     .criteria = "Làm bài kiểm tra thực hành tại lớp; mỗi kỹ năng được chấm riêng theo bốn bậc.",
                                     .framework_id = framework->id, .framework_title = framework->title_vi,
                                     .codes = codes, .labels = labels};
    for (size_t i = 0; i < framework->indicator_count; i++) {
        codes[i] = framework->indicators[i].code;
        labels[i] = framework->indicators[i].name_vi;
    }
    for (size_t i = 0; i < BAND_COUNT; i++)
        words.level_names[i] = framework->band_vi[i];
    enum fault fault = open_badge_write(room->keyring, &making->claims, &words, &making->badge, err);
    free(codes);
    free(labels);
    return fault;
}

static enum fault
draw_paper(struct classroom *room, struct making *making, const struct check_report *report, struct err *err)
{
    const struct buffer *delegation = keyring_delegation(room->keyring);
    struct paper_words *words = paper_words_new(room, making->quiz, making->programme, making->framework,
                                                &making->result.decision, report);
    struct certificate_paper *paper = paper_words_paper(words);
    paper->certificate_qr = buffer_text(&making->qr_text);
    paper->issuer_qr = buffer_text(&making->issuer_text);
    paper->certificate_cose = making->cose.data;
    paper->certificate_cose_len = making->cose.len;
    paper->issuer_cose = delegation->data;
    paper->issuer_cose_len = delegation->len;
    paper->pdf_key_cose = keyring_pdf_key(room->keyring)->data;
    paper->pdf_key_cose_len = keyring_pdf_key(room->keyring)->len;
    paper->open_badge = making->badge.data;
    paper->open_badge_len = making->badge.len;
    paper->signature_room = pdf_signer_room(keyring_pdf_signer(room->keyring));
    enum fault fault = certificate_pdf_draw(room->press, paper, &making->pdf, err);
    if (fault == FAULT_CANNOT) { /* the PDF library now and then stumbles over its own state: once more, from new */
        paper_press_close(room->press);
        room->press = NULL;
        buffer_reset(&making->pdf);
        fault = open_press(room, err);
        if (fault == FAULT_NONE)
            fault = certificate_pdf_draw(room->press, paper, &making->pdf, err);
    }
    if (fault == FAULT_NONE)
        fault = pdf_sign(keyring_pdf_signer(room->keyring), &making->pdf, err);
    paper_words_free(words);
    return fault;
}

static enum fault
check_own_paper(struct classroom *room, const struct making *making, struct err *err)
{
    struct check_report report;
    credential_check_pdf(making->pdf.data, making->pdf.len, room->trust, making->claims.issued_at, &report);
    if (verdict_exit_code(report.verdict) == 0)
        return FAULT_NONE;
    return err_set(err, FAULT_CANNOT, "the paper of %s was not handed out: checking it says %s", making->claims.name,
                   verdict_name(report.verdict));
}

static enum fault
make_certificate(struct classroom *room, const struct seat *seat, struct making *making, struct err *err)
{
    struct check_report report;
    const struct buffer *delegation = keyring_delegation(room->keyring);
    enum fault fault = open_press(room, err);
    if (fault == FAULT_NONE && !keyring_is_locked(room->keyring) && keyring_pdf_signer(room->keyring) == NULL)
        fault = err_set(err, FAULT_CANNOT, "the key for signing PDFs is missing in %s/keys: run `dauso init` again",
                        room->folder);
    if (fault == FAULT_NONE)
        fault = fill_claims(room, seat, making, err);
    if (fault == FAULT_NONE)
        fault = credential_issue(room->keyring, &making->claims, &making->cose, err);
    if (fault != FAULT_NONE)
        return fault;
    credential_to_qr_text(room->verifier_url, making->cose.data, making->cose.len, &making->qr_text);
    credential_to_qr_text(room->verifier_url, delegation->data, delegation->len, &making->issuer_text);
    fault = check_own_work(room, making, &report, err);
    if (fault == FAULT_NONE)
        fault = write_badge(room, making, &report, err);
    if (fault == FAULT_NONE)
        fault = draw_paper(room, making, &report, err);
    return fault == FAULT_NONE ? check_own_paper(room, making, err) : fault;
}

static enum fault
keep_certificate(struct classroom *room, const struct seat *seat, struct making *making, struct issued *out,
                 struct err *err)
{
    struct certificate_row *row = &making->row;
    credential_print_id(making->claims.id, row->id);
    memcpy(row->attempt_id, seat->attempt.id, sizeof row->attempt_id);
    row->class_id = seat->learner.class_id;
    row->sequence = making->claims.sequence;
    row->status_index = making->claims.status_index;
    row->issued_at = making->claims.issued_at;
    enum fault fault = store_add_certificate(room->store, row, &making->cose, &making->pdf, err);
    if (fault == FAULT_NONE)
        fault = classroom_commit(room, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = room_write_pdf(room, row->id, &making->pdf, &out->pdf_path, err);
    snprintf(out->learner_id, sizeof out->learner_id, "%s", seat->learner.id);
    snprintf(out->name, sizeof out->name, "%s", seat->learner.name);
    snprintf(out->certificate, sizeof out->certificate, "%s", row->id);
    return fault;
}

/* Finished, meets the rule, and has no certificate yet? `why` says what is missing. */
static enum fault
is_due(struct classroom *room, struct seat *seat, struct making *making, const char **why, struct err *err)
{
    struct certificate_row row;
    bool found;
    *why = NULL;
    if (seat->attempt.finished_at == 0) {
        *why = "the test is not finished";
        return FAULT_NONE;
    }
    enum fault fault = store_find_certificate_of(room->store, seat->attempt.id, &row, &found, err);
    if (fault == FAULT_NONE && found && !making->is_replacement) {
        *why = "there is a certificate already; `--reprint` gives the same bytes again";
        return FAULT_NONE;
    }
    if (fault == FAULT_NONE)
        fault = judge(room, seat, making, err);
    if (fault == FAULT_NONE && making->programme == NULL)
        *why = "the quiz leads to no programme, or nobody whom this laptop trusts has signed it: it can be practised only";
    else if (fault == FAULT_NONE && room_distrusts(room, making->quiz))
        *why = "the author of the quiz is not trusted on this laptop any more";
    else if (fault == FAULT_NONE && !making->result.decision.certifies)
        *why = "the results do not meet the programme's rule yet";
    return fault;
}

/* done_one stays false where this learner is not due. */
static enum fault
issue_to(struct classroom *room, const char *learner_id, bool is_replacement, bool *done_one, struct issued *out,
         struct err *err)
{
    struct making making = {.is_replacement = is_replacement};
    struct seat *seat;
    const char *why = "there is no such learner";
    enum fault fault = room_seat_by_id(room, learner_id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        fault = is_due(room, seat, &making, &why, err);
    if (fault == FAULT_NONE && why == NULL) {
        fault = make_certificate(room, seat, &making, err);
        if (fault == FAULT_NONE)
            fault = keep_certificate(room, seat, &making, out, err);
        *done_one = fault == FAULT_NONE;
    } else if (fault == FAULT_NONE) {
        err_set(err, FAULT_NONE, "%s", why);
    }
    making_clear(&making);
    return fault;
}

static enum fault
ask_verifier_url(const struct classroom *room, struct err *err)
{
    if (classroom_verifier_url(room)[0] != 0)
        return FAULT_NONE;
    return err_set(err, FAULT_CANNOT, "the address of the verifier page is not set, and it is printed on each certificate: "
                   "run `dauso init --verifier-url https://...` or say it in the console");
}

enum fault
classroom_issue_next(struct classroom *room, int64_t class_id, const char *learner_id, bool *done_one,
                     struct issued *out, struct err *err)
{
    struct learner_row *learners = NULL;
    size_t count = 0;
    *done_one = false;
    *out = (struct issued){0};
    enum fault fault = ask_verifier_url(room, err);
    if (fault == FAULT_NONE)
        fault = store_list_learners(room->store, class_id, &learners, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count && !*done_one; i++)
        if (learners[i].state == LEARNER_JOINED && (learner_id == NULL || strcmp(learner_id, learners[i].id) == 0))
            fault = issue_to(room, learners[i].id, false, done_one, out, err);
    free(learners);
    return fault;
}

/* The new paper first: if the power fails between the two, the learner has one that is good. */
enum fault
classroom_replace(struct classroom *room, const char *learner_id, struct withdrawal *withdrawal, struct issued *out,
                  struct err *err)
{
    struct seat *seat;
    struct certificate_row old;
    bool found = false, done_one = false;
    *out = (struct issued){0};
    enum fault fault = ask_verifier_url(room, err);
    if (fault == FAULT_NONE)
        fault = room_seat_by_id(room, learner_id, &seat, err);
    if (fault == FAULT_NONE && seat != NULL)
        fault = store_find_certificate_of(room->store, seat->attempt.id, &old, &found, err);
    if (fault == FAULT_NONE && !found)
        return err_set(err, FAULT_CONFLICT, "there is no certificate of this learner that could be replaced");
    if (fault == FAULT_NONE)
        fault = issue_to(room, learner_id, true, &done_one, out, err);
    if (fault == FAULT_NONE && !done_one)
        return err_set(err, FAULT_CANNOT, "the certificate cannot be made again: the results no longer meet the rule");
    if (fault != FAULT_NONE)
        return fault;
    withdrawal->certificate_id = old.id;
    withdrawal->replaced_by = out->certificate;
    fault = classroom_revoke(room, withdrawal, err);
    withdrawal->certificate_id = withdrawal->replaced_by = NULL;
    return fault;
}
