/* check.c - whether to believe a certificate. It starts from the refusal and walks the order of checks of PRODUCT.md
 * section 6; each step can only refuse. Nothing from an unproven code reaches the report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "credential/check.h"
#include "credential/claims.h"
#include "credential/cose_sign1.h"
#include "credential/trust_list.h"
#include "verdicts.h"

#ifndef BUILD_DATE
#define BUILD_DATE "2026-11-22"
#endif

enum { DAY = 86400, GRACE_DAYS = 2,
       VERDICT_COUNT = sizeof VERDICTS / sizeof VERDICTS[0] };

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
say_as(const char *name, struct check_report *report, int64_t date, const char *office)
{
    char text[11] = "";
    if (date != 0)
        clock_print_date(date, text);
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(VERDICTS[i].name, name) == 0) {
            fill_sentence(VERDICTS[i].vi, text, office, report->says_vi, sizeof report->says_vi);
            fill_sentence(VERDICTS[i].en, text, office, report->says_en, sizeof report->says_en);
        }
}

static void
say(struct check_report *report, int64_t date, const char *office)
{
    say_as(verdict_name(report->verdict), report, date, office);
}

/* Says no: every claim is wiped, so that a caller cannot show one by mistake. */
static void
refuse_with(struct check_report *report, enum verdict verdict, int64_t date, const char *office)
{
    int64_t known_up_to = report->known_up_to;
    *report = (struct check_report){.verdict = verdict, .known_up_to = known_up_to};
    say(report, date, office);
}

void
check_refuse(struct check_report *report, enum verdict verdict, int64_t date)
{
    refuse_with(report, verdict, date, "");
}

void
check_refuse_to_read(struct check_report *report, const char *sentence)
{
    check_refuse(report, VERDICT_UNREADABLE, 0);
    say_as(sentence, report, 0, "");
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

/* Scope, then the clock, then the permit's dates and quota, then the certificate's own end. */
static enum verdict
judge(const struct delegation *delegation, const struct claims *claims, int64_t now)
{
    enum permission permission = delegation_allows(&delegation->terms, claims);
    if (permission == PERMIT_OTHER_PLACE || permission == PERMIT_OTHER_PROGRAMME)
        return VERDICT_EXPIRED_KEY;
    if (claims->issued_at > now + GRACE_DAYS * DAY)
        return VERDICT_DOUBTFUL_CLOCK;
    if (permission != PERMIT_ALLOWS)
        return VERDICT_EXPIRED_KEY;
    return claims->expires_at < now ? VERDICT_EXPIRED : VERDICT_VALID;
}

/* The words behind a number, or the number where no trust file of the permit's family has them. */
static void
fill_name(const struct name_row *row, const char *vi, const char *en, uint32_t number, char out_vi[200], char out_en[200])
{
    if (row != NULL) {
        snprintf(out_vi, 200, "%s", row->name_vi);
        snprintf(out_en, 200, "%s", row->name_en);
    } else if (number != 0) {
        snprintf(out_vi, 200, "%s %u", vi, number);
        snprintf(out_en, 200, "%s %u", en, number);
    }
}

static void
fill_level(const struct programme_row *programme, unsigned level, struct check_report *report)
{
    if (programme == NULL || level == 0) {
        snprintf(report->level_vi, sizeof report->level_vi, "bậc %u trong 4", level);
        snprintf(report->level_en, sizeof report->level_en, "band %u of 4", level);
        return;
    }
    snprintf(report->level_vi, sizeof report->level_vi, "%s (bậc %u trong 4)", programme->band_vi[level - 1], level);
    snprintf(report->level_en, sizeof report->level_en, "%s (band %u of 4)", programme->band_en[level - 1], level);
}

static void
fill_words(const struct trust_family *family, struct check_report *report)
{
    const struct claims *claims = &report->claims;
    const struct programme_row *programme = trust_find_programme(family, claims->programme);
    struct name_row title = {0};
    if (programme != NULL) {
        memcpy(title.name_vi, programme->title_vi, sizeof title.name_vi);
        memcpy(title.name_en, programme->title_en, sizeof title.name_en);
    }
    fill_name(programme == NULL ? NULL : &title, "chương trình số", "programme", claims->programme, report->programme_vi,
              report->programme_en);
    fill_name(trust_find_place(family, claims->place), "địa bàn mã", "place", claims->place, report->place_vi,
              report->place_en);
    fill_level(programme, claims->level, report);
}

/* As the permit names it; a permit that leaves it out gives a number of the trust file. */
static void
name_office(const struct trust_family *family, const struct delegation *delegation, char office[OFFICE_SIZE])
{
    const struct name_row *row = trust_find_office(family, delegation->terms.office_number);
    if (delegation->terms.office[0] != 0)
        snprintf(office, OFFICE_SIZE, "%s", delegation->terms.office);
    else if (row != NULL)
        snprintf(office, OFFICE_SIZE, "%.119s", row->name_vi);
    else
        snprintf(office, OFFICE_SIZE, "đơn vị số %u", delegation->terms.office_number);
}

/* What nobody has looked at, in the same order always. */
static void
list_unchecked(const struct trust_family *family, int64_t now, bool is_clock_late, struct check_report *report)
{
    char (*line)[sizeof report->not_checked[0]] = report->not_checked, date[11];
    if (family->status.number == 0) {
        snprintf(*line++, sizeof *line, "revocation: no list is loaded");
    } else if (now - family->status.date > DAY) {
        clock_print_date(family->status.date, date);
        snprintf(*line++, sizeof *line, "revocation after %s: the list is %lld days old", date,
                 (long long)((now - family->status.date) / DAY));
    }
    snprintf(*line++, sizeof *line, "%s", CHECK_WORDS_ON_PAPER);
    if (is_clock_late)
        snprintf(*line, sizeof *line, "the day: this device names one before this program was made, set its clock");
}

/* What is known of a certificate that its permit allows. */
struct allowed {
    const struct trust_family *family;
    const struct delegation *delegation;
    const struct claims *claims;
    int64_t now;
    bool is_clock_late;
};

static void
accept(const struct allowed *allowed, struct check_report *report)
{
    const struct status_list *status = &allowed->family->status;
    bool is_new = status_list_ends_before(status, allowed->delegation->issuer, allowed->claims->sequence);
    report->verdict = is_new ? VERDICT_VALID_NEW : VERDICT_VALID;
    report->claims = *allowed->claims;
    memcpy(report->issuer, allowed->delegation->issuer, KEY_LEN);
    report->is_laptop_only = allowed->delegation->is_laptop_only;
    name_office(allowed->family, allowed->delegation, report->office);
    fill_words(allowed->family, report);
    list_unchecked(allowed->family, allowed->now, allowed->is_clock_late, report);
    say(report, is_new ? status->date : 0, report->office);
}

/* The last question: was it withdrawn? */
static void
accept_or_revoke(const struct allowed *allowed, struct check_report *report)
{
    char office[OFFICE_SIZE];
    uint32_t day, reason;
    if (!status_list_finds(&allowed->family->status, allowed->delegation->issuer, allowed->claims, &day, &reason)) {
        accept(allowed, report);
        return;
    }
    name_office(allowed->family, allowed->delegation, office);
    refuse_with(report, VERDICT_REVOKED, (int64_t)day * DAY, office);
}

/* The signature is good under `issuer`: the claims are believed to be the issuer's, now they are judged. Several permits
 * may stand for one key; one that allows the certificate is enough. */
static void
judge_claims(const struct signed_message *message, const struct trust *trust, const uint8_t *issuer, int64_t device_now,
             struct check_report *report)
{
    int64_t now = believable_now(trust, device_now);
    struct claims claims;
    enum claims_state state = claims_read(message->payload, message->payload_len, &claims);
    enum verdict best = VERDICT_EXPIRED_KEY;
    if (state != CLAIMS_GOOD) {
        check_refuse(report, state == CLAIMS_NEWER ? VERDICT_NEWER : VERDICT_UNREADABLE, 0);
        return;
    }
    const struct trust_permit *chosen = NULL;
    for (size_t i = 0; i < trust->permit_count; i++) {
        const struct trust_permit *permit = &trust->permits[i];
        if (memcmp(permit->delegation.issuer, issuer, KEY_LEN) != 0)
            continue;
        enum verdict verdict = judge(&permit->delegation, &claims, now);
        if (verdict == VERDICT_VALID && (chosen == NULL || !permit->delegation.is_laptop_only))
            chosen = permit; /* an office's permit says more than the laptop's own */
        else if (best == VERDICT_EXPIRED_KEY || verdict == VERDICT_EXPIRED)
            best = verdict; /* the one that comes nearest to a yes, whatever the order of the permits */
    }
    if (chosen != NULL) {
        struct allowed allowed = {trust_family_of(trust, chosen), &chosen->delegation, &claims, now,
                                  now - device_now > GRACE_DAYS * DAY};
        accept_or_revoke(&allowed, report);
        return;
    }
    check_refuse(report, best, best == VERDICT_EXPIRED ? claims.expires_at : 0);
}

void
credential_check(const void *cose, size_t len, const struct trust *trust, int64_t now, struct check_report *report)
{
    struct signed_message message;
    bool is_known;
    *report = (struct check_report){.known_up_to = trust->newest_list};
    if (len > MESSAGE_MAX || !cose_read(cose, len, &message)) {
        check_refuse(report, VERDICT_UNREADABLE, 0);
        return;
    }
    if (message.kind != KIND_CERTIFICATE) {
        check_refuse(report, message.kind > KIND_KEY_REQUEST || message.kind == 0 ? VERDICT_NEWER : VERDICT_NOT_GENUINE, 0);
        return;
    }
    is_known = trust_names_root(trust, &message); /* a root permits others; it issues nothing itself */
    for (size_t i = 0; i < trust->permit_count; i++) {
        const uint8_t *issuer = trust->permits[i].delegation.issuer;
        uint8_t kid[KID_LEN];
        cose_kid(issuer, kid);
        if (memcmp(kid, message.kid, KID_LEN) != 0)
            continue;
        is_known = true;
        if (cose_is_signed_by(&message, issuer)) {
            judge_claims(&message, trust, issuer, now, report);
            return;
        }
    }
    check_refuse(report, is_known ? VERDICT_NOT_GENUINE : VERDICT_UNKNOWN_ISSUER, 0);
}
