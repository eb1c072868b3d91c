/* paper_words.c - what stands on the paper, in words. All that a verifier compares is taken from the check of the
 * signed bytes (struct check_report), so paper and code cannot disagree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "classroom/room.h"

enum { AREAS_MAX = 16, CAN_DO_MAX = 5 };

struct paper_words {
    struct certificate_paper paper;
    struct paper_area areas[AREAS_MAX];
    struct paper_indicator indicators[INDICATOR_MAX];
    char office[300], id_text[ID_TEXT_LEN], issued[11], valid_until[11], birth_year[12], level[100], name[400], place[200];
    char *programme_line, *place_and_date, *host, *capitals[AREAS_MAX];
};

static const char ASSURANCE[2][2][100] = {
    {"Chưa xem giấy tờ tùy thân · Không ai làm giúp", "Chưa xem giấy tờ tùy thân · Có người giúp"},
    {"Đã xem giấy tờ tùy thân · Không ai làm giúp", "Đã xem giấy tờ tùy thân · Có người giúp"},
};

static void
fill_areas(struct paper_words *words, const struct framework *framework, const struct level_decision *decision)
{
    size_t used = 0;
    for (size_t a = 0; a < framework->area_count && a < AREAS_MAX; a++) {
        struct paper_area *area = &words->areas[a];
        words->capitals[a] = text_to_upper(framework->areas[a].short_vi);
        *area = (struct paper_area){.name = words->capitals[a], .indicators = &words->indicators[used]};
        for (size_t i = 0; i < framework->indicator_count && used < INDICATOR_MAX; i++) {
            const struct indicator *indicator = &framework->indicators[i];
            const struct indicator_level *level = &decision->levels[i];
            if (indicator->area != a)
                continue;
            words->indicators[used++] = (struct paper_indicator){
                .code = indicator->code,
                .label = indicator->short_vi,
                .is_tested = level->amount == EVIDENCE_ENOUGH,
                .low = scoring_scale_position(framework, level->estimate.low),
                .high = scoring_scale_position(framework, level->estimate.high),
                .at = scoring_scale_position(framework, level->estimate.mean)};
            area->count++;
        }
        words->paper.area_count++;
    }
    words->paper.areas = words->areas;
}

static void
fill_can_do(struct paper_words *words, const struct quiz *quiz, const struct framework *framework,
            const struct level_decision *decision)
{
    size_t order[INDICATOR_MAX];
    size_t count = room_rank_indicators(decision, order, INDICATOR_MAX);
    for (size_t i = 0; i < count && words->paper.can_do_count < CAN_DO_MAX; i++) {
        const char *text = quiz_can_do(quiz, framework->indicators[order[i]].code, "vi");
        if (text != NULL && room_can_do(&decision->levels[order[i]]))
            words->paper.can_do[words->paper.can_do_count++] = text;
    }
}

/* "thôn Đồi Cọ, xã Văn Lương, tỉnh Phú Thọ" -> "Văn Lương": the commune, else the last part, without its kind. */
static void
short_place(const char *place, char *out, size_t size)
{
    static const char *const KINDS[] = {"xã ", "phường ", "thị trấn ", "tỉnh ", "thành phố ", "thôn "};
    const char *part = strstr(place, "xã ") == place ? place : strstr(place, ", xã ");
    if (part == NULL)
        part = strstr(place, ", phường ");
    if (part == NULL)
        part = strrchr(place, ',');
    if (part == NULL)
        part = place;
    part += part[0] == ',' ? 2 : 0;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strncmp(part, KINDS[i], strlen(KINDS[i])) == 0) {
            part += strlen(KINDS[i]);
            break;
        }
    size_t len = strcspn(part, ",");
    snprintf(out, size, "%.*s", (int)len, part);
}

static void
fill_dates(struct paper_words *words, const struct claims *claims, const char *place)
{
    char town[200];
    int day = 0, month = 0, year = 0;
    clock_print_date(claims->issued_at, words->issued);
    clock_print_date(claims->expires_at, words->valid_until);
    short_place(place, town, sizeof town);
    if (sscanf(words->issued, "%d/%d/%d", &day, &month, &year) != 3)
        day = month = year = 0;
    words->place_and_date = town[0] != 0
                                ? memory_print("%s, ngày %02d tháng %02d năm %d", town, day, month, year)
                                : memory_print("Ngày %02d tháng %02d năm %d", day, month, year);
}

/* "https://v.example.vn/" -> "v.example.vn" */
static char *
host_of(const char *url)
{
    const char *from = strstr(url, "://");
    from = from == NULL ? url : from + 3;
    size_t len = strlen(from);
    while (len > 0 && from[len - 1] == '/')
        len--;
    return memory_print("%.*s", (int)len, from);
}

/* What the signed bytes alone say. */
struct paper_words *
paper_words_of_report(const struct classroom *room, const struct check_report *report)
{
    struct paper_words *words = memory_new(sizeof *words);
    struct certificate_paper *paper = &words->paper;
    const struct claims *claims = &report->claims;
    char *office = text_to_upper(report->office);
    snprintf(words->office, sizeof words->office, "%s", office);
    free(office);
    credential_print_id(claims->id, words->id_text);
    if (claims->birth_year != 0)
        snprintf(words->birth_year, sizeof words->birth_year, "%u", claims->birth_year);
    snprintf(words->level, sizeof words->level, "%.*s", (int)strcspn(report->level_vi, "("), report->level_vi);
    words->level[strlen(words->level) - (words->level[0] != 0 && words->level[strlen(words->level) - 1] == ' ')] = 0;
    snprintf(words->name, sizeof words->name, "%s", claims->name);
    snprintf(words->place, sizeof words->place, "%s", report->place_vi);
    words->host = host_of(room->verifier_url);
    fill_dates(words, claims, report->place_vi);
    *paper = (struct certificate_paper){
        .language = "vi", .office = words->office, .authority = "", .id_text = words->id_text, .issued_date = words->issued,
        .valid_until_date = words->valid_until, .assurance = ASSURANCE[claims->identity_seen][claims->help_given],
        .programme_line = "", .name = words->name, .birth_year = words->birth_year, .place = words->place,
        .level = words->level, .level_number = claims->level, .place_and_date = words->place_and_date,
        .signer_role = "NGƯỜI PHỤ TRÁCH LỚP", .signer_name = "", .verifier_host = words->host,
        .is_laptop_only = report->is_laptop_only, .issued_at = claims->issued_at};
    memcpy(paper->id, claims->id, sizeof paper->id);
    return words;
}

struct paper_words *
paper_words_new(const struct classroom *room, const struct quiz *quiz, const struct programme *programme,
                const struct framework *framework, const struct level_decision *decision, const struct check_report *report)
{
    struct paper_words *words = paper_words_of_report(room, report);
    words->programme_line =
        memory_print("chương trình %s, qua bài kiểm tra thực hành, cấp cho ông/bà", programme->title_vi);
    words->paper.programme_line = words->programme_line;
    for (size_t i = 0; i < BAND_COUNT; i++)
        words->paper.band_names[i] = framework->band_short_vi[i];
    fill_areas(words, framework, decision);
    fill_can_do(words, quiz, framework, decision);
    return words;
}

struct certificate_paper *
paper_words_paper(struct paper_words *words)
{
    return &words->paper;
}

void
paper_words_free(struct paper_words *words)
{
    free(words->programme_line);
    free(words->place_and_date);
    free(words->host);
    for (size_t i = 0; i < AREAS_MAX; i++)
        free(words->capitals[i]);
    free(words);
}
