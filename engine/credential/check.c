/* check.c - whether to believe a certificate. It starts from the refusal and walks the order of checks of PRODUCT.md
 * section 6; each step can only refuse. Nothing from an unproven code reaches the report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "credential/claims.h"
#include "credential/cose_sign1.h"
#include "credential/pdf_check.h"
#include "credential/qr_text.h"
#include "credential/trust_list.h"
#include "verdicts.h"

#ifndef BUILD_DATE
#define BUILD_DATE "2026-11-22"
#endif

enum { DAY = 86400, GRACE_DAYS = 2, VERDICT_COUNT = sizeof VERDICTS / sizeof VERDICTS[0] };

const char *
verdict_name(enum verdict verdict)
{
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        if (VERDICTS[i].exit == verdict_exit_code(verdict) &&
            (verdict != VERDICT_VALID_NEW || strcmp(VERDICTS[i].name, "VALID-NEW") == 0))
            return VERDICTS[i].name;
    return "UNREADABLE";
}

int
verdict_exit_code(enum verdict verdict)
{
    return verdict == VERDICT_VALID_NEW ? 0 : (int)verdict;
}

/* Fills in {date} and {office}. */
static void
fill_sentence(const char *pattern, const char *date, const char *office, char *out, size_t size)
{
    size_t used = 0;
    out[0] = 0;
    while (*pattern != 0 && used + 1 < size) {
        const char *word = strncmp(pattern, "{date}", 6) == 0 ? date : strncmp(pattern, "{office}", 8) == 0 ? office : NULL;
        if (word == NULL) {
            out[used++] = *pattern++;
            out[used] = 0;
            continue;
        }
        used += (size_t)snprintf(out + used, size - used, "%s", word);
        used = used >= size ? size - 1 : used;
        pattern += word == date ? 6 : 8;
    }
}

static void
say(struct check_report *report, int64_t date)
{
    char text[11] = "";
    const char *name = verdict_name(report->verdict);
    if (date != 0)
        clock_print_date(date, text);
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(VERDICTS[i].name, name) == 0) {
            fill_sentence(VERDICTS[i].vi, text, report->office, report->says_vi, sizeof report->says_vi);
            fill_sentence(VERDICTS[i].en, text, report->office, report->says_en, sizeof report->says_en);
        }
}

/* Says no: every claim is wiped, so that a caller cannot show one by mistake. */
static void
refuse(struct check_report *report, enum verdict verdict, int64_t date)
{
    int64_t known_up_to = report->known_up_to;
    *report = (struct check_report){.verdict = verdict, .known_up_to = known_up_to};
    say(report, date);
}

/* now = max(device clock, build date, newest list). */
static int64_t
believable_now(const struct trust *trust, int64_t now)
{
    int64_t built = 0;
    if (clock_read_date(BUILD_DATE, &built) && built > now)
        now = built;
    return trust->newest_list > now ? trust->newest_list : now;
}

static bool
is_in_scope(const struct delegation *delegation, const struct claims *claims)
{
    bool is_programme = false;
    for (size_t i = 0; i < delegation->terms.programme_count; i++)
        is_programme = is_programme || delegation->terms.programmes[i] == claims->programme;
    return is_programme && delegation->terms.place == claims->place;
}

static bool
is_in_permit(const struct delegation_terms *terms, const struct claims *claims)
{
    return claims->issued_at >= terms->not_before && claims->issued_at <= terms->not_after &&
           claims->sequence >= terms->first_sequence && claims->sequence - terms->first_sequence < terms->quota;
}

/* Scope, then dates. */
static enum verdict
judge(const struct delegation *delegation, const struct claims *claims, int64_t now)
{
    if (!is_in_scope(delegation, claims))
        return VERDICT_NOT_GENUINE;
    if (!is_in_permit(&delegation->terms, claims))
        return VERDICT_EXPIRED_KEY;
    if (claims->issued_at > now + GRACE_DAYS * DAY)
        return VERDICT_DOUBTFUL_CLOCK;
    return claims->expires_at < now ? VERDICT_EXPIRED : VERDICT_VALID;
}

static void
fill_words(const struct trust *trust, struct check_report *report)
{
    const struct claims *claims = &report->claims;
    const struct programme_row *programme = trust_find_programme(trust, claims->programme);
    const struct place_row *place = trust_find_place(trust, claims->place);
    if (programme != NULL) {
        snprintf(report->programme_vi, sizeof report->programme_vi, "%s", programme->title_vi);
        snprintf(report->programme_en, sizeof report->programme_en, "%s", programme->title_en);
    } else {
        snprintf(report->programme_vi, sizeof report->programme_vi, "chương trình số %u", claims->programme);
        snprintf(report->programme_en, sizeof report->programme_en, "programme %u", claims->programme);
    }
    if (programme != NULL && claims->level > 0) {
        snprintf(report->level_vi, sizeof report->level_vi, "%s (bậc %u trong 4)", programme->band_vi[claims->level - 1],
                 claims->level);
        snprintf(report->level_en, sizeof report->level_en, "%s (band %u of 4)", programme->band_en[claims->level - 1],
                 claims->level);
    } else {
        snprintf(report->level_vi, sizeof report->level_vi, "bậc %u trong 4", claims->level);
        snprintf(report->level_en, sizeof report->level_en, "band %u of 4", claims->level);
    }
    if (place != NULL) {
        snprintf(report->place_vi, sizeof report->place_vi, "%s", place->name_vi);
        snprintf(report->place_en, sizeof report->place_en, "%s", place->name_en);
    } else if (claims->place != 0) {
        snprintf(report->place_vi, sizeof report->place_vi, "địa bàn mã %u", claims->place);
        snprintf(report->place_en, sizeof report->place_en, "place %u", claims->place);
    }
}

static void
accept(const struct trust *trust, const struct delegation *delegation, const struct claims *claims,
       struct check_report *report)
{
    report->verdict = VERDICT_VALID;
    report->claims = *claims;
    memcpy(report->office, delegation->terms.office, sizeof report->office);
    report->is_laptop_only = delegation->is_laptop_only;
    fill_words(trust, report);
    report->not_checked[0] = "revocation: no list is loaded";
    report->not_checked[1] = "the words on the paper: compare them";
    say(report, 0);
}

/* The signature is good under `issuer`: the claims are believed to be the issuer's, now they are judged. Several permits
 * may stand for one key; one that allows the certificate is enough. */
static void
judge_claims(const struct signed_message *message, const struct trust *trust, const uint8_t *issuer, int64_t now,
             struct check_report *report)
{
    struct claims claims;
    enum claims_state state = claims_read(message->payload, message->payload_len, &claims);
    enum verdict best = VERDICT_NOT_GENUINE;
    if (state != CLAIMS_GOOD) {
        refuse(report, state == CLAIMS_NEWER ? VERDICT_NEWER : VERDICT_UNREADABLE, 0);
        return;
    }
    for (size_t i = 0; i < trust->delegation_count; i++) {
        if (memcmp(trust->delegations[i].issuer, issuer, KEY_LEN) != 0)
            continue;
        enum verdict verdict = judge(&trust->delegations[i], &claims, now);
        if (verdict == VERDICT_VALID) {
            accept(trust, &trust->delegations[i], &claims, report);
            return;
        }
        best = verdict != VERDICT_NOT_GENUINE ? verdict : best;
    }
    refuse(report, best, best == VERDICT_EXPIRED ? claims.expires_at : 0);
}

void
credential_check(const void *cose, size_t len, const struct trust *trust, int64_t now, struct check_report *report)
{
    struct signed_message message;
    bool is_known = false;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    if (len > MESSAGE_MAX || !cose_read(cose, len, &message)) {
        refuse(report, VERDICT_UNREADABLE, 0);
        return;
    }
    if (message.kind != KIND_CERTIFICATE) {
        refuse(report, message.kind > KIND_PDF_KEY + 2 || message.kind == 0 ? VERDICT_NEWER : VERDICT_NOT_GENUINE, 0);
        return;
    }
    for (size_t i = 0; i < trust->delegation_count; i++) {
        const uint8_t *issuer = trust->delegations[i].issuer;
        uint8_t kid[KID_LEN];
        cose_kid(issuer, kid);
        if (memcmp(kid, message.kid, KID_LEN) != 0)
            continue;
        is_known = true;
        if (cose_is_signed_by(&message, issuer)) {
            judge_claims(&message, trust, issuer, believable_now(trust, now), report);
            return;
        }
    }
    refuse(report, is_known ? VERDICT_NOT_GENUINE : VERDICT_UNKNOWN_ISSUER, 0);
}

void
credential_check_text(const char *text, size_t len, struct trust *trust, int64_t now, struct check_report *report)
{
    uint8_t bytes[MESSAGE_MAX];
    size_t used;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    if (qr_text_read(text, len, bytes, &used))
        credential_check(bytes, used, trust, now, report);
    else
        refuse(report, VERDICT_UNREADABLE, 0);
}

/* The permit of the same paper is tried first: the root key alone is then enough. */
void
credential_check_pdf(const void *data, size_t len, struct trust *trust, int64_t now, struct check_report *report)
{
    struct pdf_files files;
    struct signed_message permit;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    pdf_find_files(data, len, &files);
    if (files.certificate_count > 1) {
        refuse(report, VERDICT_MISMATCH, 0);
    } else if (files.certificate_count == 0) {
        refuse(report, VERDICT_UNREADABLE, 0);
    } else {
        if (cose_read(files.issuer.data, files.issuer.len, &permit) && !trust_take_delegation(trust, &permit))
            report->known_up_to = trust->newest_list;
        credential_check(files.certificate.data, files.certificate.len, trust, now, report);
    }
    buffer_clear(&files.certificate);
    buffer_clear(&files.issuer);
}
