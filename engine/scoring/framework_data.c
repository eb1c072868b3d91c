/* framework_data.c - what scripts/frameworks/ describes, checked and kept. Nothing is guessed: a missing or unknown
 * field is a sentence with file, line and the field that may have been meant. */
#include "scoring/framework_data.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* What is kept of the indicator's own: the grids of the estimator can follow no less (MEASURE.md section 1). */
static const double OWN_LEAST = .09;
static const double WEIGHT_LEAST = .2; /* MEASURE.md section 5 */
enum { YEARS_MAX = 50 };

/* One word of a script, and the first mistake found in it. */
struct described {
    const struct json *value, *fields;
    const char *at, *kind, *id;
    struct err *err;
    enum fault fault;
};

/* Only the first mistake is kept. */
static void refuse(struct described *word, const char *format, ...) PRINTF_LIKE(2, 3);

static void
refuse(struct described *word, const char *format, ...)
{
    char text[300];
    va_list args;
    if (word->fault != FAULT_NONE)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    word->fault = err_set(word->err, FAULT_INPUT, "%s: %s \"%.60s\": %s", word->at, word->kind, word->id, text);
}

static void
check_fields(struct described *word, const char *const *known)
{
    void *at = NULL;
    const char *key;
    struct json *value;
    size_t count = 0;
    while (known[count] != NULL)
        count++;
    while (json_next(word->fields, &at, &key, &value)) {
        bool is_known = false;
        for (size_t i = 0; i < count; i++)
            is_known = is_known || strcmp(known[i], key) == 0;
        const char *meant = is_known ? NULL : text_suggest(key, known, count);
        if (meant != NULL)
            refuse(word, "there is no field \"%.40s\", did you mean \"%s\"?", key, meant);
        else if (!is_known)
            refuse(word, "there is no field \"%.40s\"", key);
    }
}

static struct described
begin_word(const struct json *value, const char *kind, const char *const *known, struct err *err)
{
    const char *id = json_get_text(value, "id"), *at = json_get_text(value, "at"), *made = json_get_text(value, "kind");
    struct described word = {.value = value, .fields = json_get(value, "fields"), .at = at, .kind = kind, .id = id,
                             .err = err};
    if (word.at == NULL)
        word.at = "scripts/frameworks";
    if (word.id == NULL)
        word.id = "?";
    if (made == NULL || strcmp(made, kind) != 0)
        refuse(&word, "%s stands where only %s may stand", made != NULL ? made : "something without a word", kind);
    check_fields(&word, known);
    return word;
}

static char *
take_text_of(struct described *word, const struct json *from, const char *key, const char *shown)
{
    const char *text = json_get_text(from, key);
    if (text == NULL || text[0] == 0)
        refuse(word, "the text \"%s\" is missing", shown);
    else if (!text_is_nfc(text) || text_has_hidden_characters(text))
        refuse(word, "\"%s\" holds hidden characters or letters that are not composed (NFC)", shown);
    return memory_copy_text(text != NULL ? text : "");
}

static char *
take_text(struct described *word, const char *key)
{
    return take_text_of(word, word->fields, key, key);
}

/* Field = { vi = "…", en = "…" }, each with at most `letters_max` letters. */
static void
take_pair(struct described *word, const struct json *from, const char *key, size_t letters_max, char **vi, char **en)
{
    const struct json *pair = json_get(from, key);
    char *shown_vi = memory_print("%s.vi", key), *shown_en = memory_print("%s.en", key);
    *vi = take_text_of(word, pair, "vi", shown_vi);
    *en = take_text_of(word, pair, "en", shown_en);
    if (text_count_letters(*vi) > letters_max)
        refuse(word, "%s has %zu letters, its place on paper takes %zu", shown_vi, text_count_letters(*vi), letters_max);
    if (text_count_letters(*en) > letters_max)
        refuse(word, "%s has %zu letters, its place on paper takes %zu", shown_en, text_count_letters(*en), letters_max);
    free(shown_vi);
    free(shown_en);
}

static double
take_real(struct described *word, const struct json *value, const char *shown, double least, double most)
{
    double number = 0;
    if (!json_read_real(value, &number) || number < least || number > most)
        refuse(word, "%s must be a number from %.10g to %.10g", shown, least, most);
    return number;
}

static int64_t
take_integer(struct described *word, const struct json *value, const char *shown, int64_t least, int64_t most)
{
    int64_t number = 0;
    if (!json_read_integer(value, &number) || number < least || number > most) {
        refuse(word, "%s must be a whole number from %lld to %lld", shown, (long long)least, (long long)most);
        return least;
    }
    return number;
}

static enum fault
read_indicator(const struct json *value, size_t area, bool is_safety, struct framework *framework, struct err *err)
{
    static const char *const FIELDS[] = {"vi", "en", "short", NULL};
    struct described word = begin_word(value, "indicator", FIELDS, err);
    struct indicator *out = &framework->indicators[framework->indicator_count];
    if (scoring_indicator_index(framework, word.id) >= 0)
        refuse(&word, "the framework has this indicator twice");
    framework->indicator_count++;
    out->area = area;
    out->is_safety = is_safety;
    out->code = memory_copy_text(word.id);
    out->name_vi = take_text(&word, "vi");
    out->name_en = take_text(&word, "en");
    take_pair(&word, word.fields, "short", LABEL_LETTERS_MAX, &out->short_vi, &out->short_en);
    return word.fault;
}

static enum fault
read_area(const struct json *value, size_t at, struct framework *framework, struct err *err)
{
    static const char *const FIELDS[] = {"vi", "en", "short", "safety", NULL};
    struct described word = begin_word(value, "area", FIELDS, err);
    const struct json *parts = json_get(value, "parts");
    struct area *out = &framework->areas[at];
    size_t count = framework->indicator_count + json_count(parts);
    for (size_t a = 0; a < at; a++)
        if (strcmp(framework->areas[a].code, word.id) == 0)
            refuse(&word, "the framework has this area twice");
    framework->area_count = at + 1;
    out->code = memory_copy_text(word.id);
    out->name_vi = take_text(&word, "vi");
    out->name_en = take_text(&word, "en");
    take_pair(&word, word.fields, "short", LABEL_LETTERS_MAX, &out->short_vi, &out->short_en);
    if (json_count(parts) == 0)
        refuse(&word, "it has no indicators");
    /* No room is asked for nothing: the array of a framework without indicators stays NULL. */
    if (json_count(parts) > 0)
        framework->indicators = memory_resize(framework->indicators, count, sizeof *framework->indicators);
    for (size_t i = 0; word.fault == FAULT_NONE && i < json_count(parts); i++) {
        framework->indicators[framework->indicator_count] = (struct indicator){0};
        word.fault =
            read_indicator(json_at(parts, i), at, json_is_true(json_get(word.fields, "safety")), framework, err);
    }
    return word.fault;
}

static void
read_bands(struct described *word, struct framework *out)
{
    const struct json *bands = json_get(word->fields, "bands");
    if (json_count(bands) != BAND_COUNT)
        refuse(word, "bands must be a list of four");
    for (size_t i = 0; i < BAND_COUNT; i++) {
        const struct json *band = json_at(bands, i);
        out->band_vi[i] = take_text_of(word, band, "vi", "bands: vi");
        out->band_en[i] = take_text_of(word, band, "en", "bands: en");
        take_pair(word, band, "short", BAND_LETTERS_MAX, &out->band_short_vi[i], &out->band_short_en[i]);
    }
}

static void
read_numbers(struct described *word, struct framework *out)
{
    const struct json *cuts = json_get(word->fields, "cuts");
    out->rho_g = take_real(word, json_get(word->fields, "rho_g"), "rho_g", OWN_LEAST, 1 - OWN_LEAST);
    out->rho_a = take_real(word, json_get(word->fields, "rho_a"), "rho_a", OWN_LEAST, 1 - OWN_LEAST);
    out->prior_mean = take_real(word, json_get(word->fields, "prior_mean"), "prior_mean", -4, 4);
    if (1 - out->rho_g - out->rho_a < OWN_LEAST)
        refuse(word, "rho_g and rho_a leave too little to the indicator itself: their sum must be at most .91");
    if (json_count(cuts) != CUT_COUNT)
        refuse(word, "cuts must be a list of three");
    for (size_t i = 0; i < CUT_COUNT; i++) {
        out->cuts[i] = take_real(word, json_at(cuts, i), "cuts", -6, 6);
        if (i > 0 && out->cuts[i] <= out->cuts[i - 1])
            refuse(word, "the cuts must rise");
    }
}

static enum fault
read_framework(const struct json *value, struct frameworks *all, struct err *err)
{
    static const char *const FIELDS[] = {"version", "title", "rho_g", "rho_a", "prior_mean", "cuts", "bands", NULL};
    struct described word = begin_word(value, "framework", FIELDS, err);
    const struct json *parts = json_get(value, "parts");
    if (scoring_find_framework(all, word.id) != NULL)
        refuse(&word, "there are two frameworks of this name");
    struct framework *out = &all->frameworks[all->framework_count++];
    out->id = memory_copy_text(word.id);
    out->version = take_text(&word, "version");
    take_pair(&word, word.fields, "title", SIZE_MAX, &out->title_vi, &out->title_en);
    read_numbers(&word, out);
    read_bands(&word, out);
    if (json_count(parts) == 0)
        refuse(&word, "it has no areas");
    out->areas = memory_new_array(json_count(parts), sizeof *out->areas);
    for (size_t a = 0; word.fault == FAULT_NONE && a < json_count(parts); a++)
        word.fault = read_area(json_at(parts, a), a, out, err);
    return word.fault;
}

static void
read_needs(struct described *word, const struct frameworks *all, struct programme *out)
{
    static const char *const FIELDS[] = {"indicators", "band", "at", NULL};
    const struct json *needs = json_get(word->fields, "needs");
    struct described inner = *word;
    const struct framework *framework = scoring_find_framework(all, out->framework);
    if (framework == NULL)
        refuse(word, "there is no framework \"%.60s\"", out->framework);
    inner.fields = needs;
    check_fields(&inner, FIELDS);
    word->fault = word->fault != FAULT_NONE ? word->fault : inner.fault;
    out->needs_indicators = (size_t)take_integer(word, json_get(needs, "indicators"), "needs.indicators", 1,
                                                 framework != NULL ? (int64_t)framework->indicator_count : 1);
    out->needs_band = (int)take_integer(word, json_get(needs, "band"), "needs.band", 1, BAND_COUNT);
    out->needs_probability = take_real(word, json_get(needs, "at"), "needs.at", .5, .999);
}

static void
read_quizzes(struct described *word, struct programme *out)
{
    const struct json *quizzes = json_get(word->fields, "quizzes");
    if (json_count(quizzes) == 0)
        refuse(word, "quizzes must name at least one quiz: quizzes = { \"…\" }");
    out->quizzes = memory_new_array(json_count(quizzes), sizeof *out->quizzes);
    for (size_t i = 0; i < json_count(quizzes); i++) {
        const char *quiz = json_text(json_at(quizzes, i));
        if (quiz == NULL)
            refuse(word, "quizzes must be names in quotes");
        out->quizzes[out->quiz_count++] = memory_copy_text(quiz != NULL ? quiz : "");
    }
}

static enum fault
read_programme(const struct json *value, struct frameworks *all, struct err *err)
{
    static const char *const FIELDS[] = {"number", "title",       "framework", "quizzes", "needs",
                                         "critical", "valid_years", "layout",    NULL};
    struct described word = begin_word(value, "programme", FIELDS, err);
    const char *critical = json_get_text(word.fields, "critical");
    int64_t number = take_integer(&word, json_get(word.fields, "number"), "number", 1, UINT32_MAX);
    if (scoring_find_programme(all, word.id) != NULL)
        refuse(&word, "there are two programmes of this name");
    if (scoring_programme_by_number(all, (uint32_t)number) != NULL)
        refuse(&word, "its number belongs to another programme");
    if (json_count(json_get(value, "parts")) > 0)
        refuse(&word, "a detail lacks its name: write name = value");
    struct programme *out = &all->programmes[all->programme_count++];
    out->id = memory_copy_text(word.id);
    out->number = (uint32_t)number;
    take_pair(&word, word.fields, "title", SIZE_MAX, &out->title_vi, &out->title_en);
    out->framework = take_text(&word, "framework");
    out->layout = take_text(&word, "layout");
    out->valid_years = (int)take_integer(&word, json_get(word.fields, "valid_years"), "valid_years", 1, YEARS_MAX);
    if (critical == NULL || strcmp(critical, "none") != 0)
        refuse(&word, "critical must be \"none\": an open critical act always forbids the certificate");
    read_quizzes(&word, out);
    read_needs(&word, all, out);
    return word.fault;
}

static void
check_codes(struct described *word, const struct json *codes, const struct framework *framework)
{
    void *at = NULL;
    const char *code;
    struct json *value;
    while (framework != NULL && json_next(codes, &at, &code, &value))
        if (scoring_indicator_index(framework, code) < 0)
            refuse(word, "the framework \"%.60s\" has no indicator \"%.20s\"", framework->id, code);
}

/* One indicator's shares, in the order of the other framework. */
static void
read_shares(struct described *word, const struct json *shares, size_t from, const struct framework *to,
            struct framework_mapping *out)
{
    double sum = 0;
    check_codes(word, shares, to);
    if (json_count(shares) < 1 || json_count(shares) > MAPPING_ROWS_EACH)
        refuse(word, "an indicator must show one or two of the other framework, as [\"1.1\"] = 0.6");
    for (size_t k = 0; word->fault == FAULT_NONE && k < to->indicator_count; k++) {
        const struct json *share = json_get(shares, to->indicators[k].code);
        if (share == NULL)
            continue;
        double weight = take_real(word, share, "a weight", WEIGHT_LEAST, 1);
        sum += weight;
        out->rows[out->row_count++] = (struct mapping_row){from, k, weight};
    }
    if (sum > 1 + 1e-9)
        refuse(word, "the weights of one indicator must sum to at most 1");
}

static enum fault
read_mapping(const struct json *value, struct frameworks *all, struct err *err)
{
    static const char *const FIELDS[] = {"from", "to", "shows", NULL};
    struct described word = begin_word(value, "mapping", FIELDS, err);
    struct framework_mapping *out = &all->mappings[all->mapping_count++];
    const struct json *shows = json_get(word.fields, "shows");
    out->id = memory_copy_text(word.id);
    out->from = take_text(&word, "from");
    out->to = take_text(&word, "to");
    const struct framework *from = scoring_find_framework(all, out->from), *to = scoring_find_framework(all, out->to);
    if (from == NULL || to == NULL)
        refuse(&word, "there is no framework \"%.60s\"", from == NULL ? out->from : out->to);
    if (scoring_find_mapping(all, out->from, out->to) != out)
        refuse(&word, "there are two mappings between these frameworks");
    if (!json_is_object(shows) || json_count(shows) == 0)
        refuse(&word, "shows must say what each indicator counts for: shows = { [\"1.1\"] = { [\"1.1\"] = 1 } }");
    check_codes(&word, shows, from);
    out->rows = memory_new_array(from != NULL ? MAPPING_ROWS_EACH * from->indicator_count : 1, sizeof *out->rows);
    for (size_t k = 0; word.fault == FAULT_NONE && k < from->indicator_count; k++) {
        const struct json *shares = json_get(shows, from->indicators[k].code);
        if (shares != NULL)
            read_shares(&word, shares, k, to, out);
    }
    return word.fault;
}

/* Frameworks first: a programme or a mapping may stand in a file whose name comes earlier. */
enum fault
framework_data_read(const struct json *found, struct frameworks *all, struct err *err)
{
    enum fault fault = FAULT_NONE;
    size_t count = json_count(found);
    all->frameworks = memory_new_array(count, sizeof *all->frameworks);
    all->programmes = memory_new_array(count, sizeof *all->programmes);
    all->mappings = memory_new_array(count, sizeof *all->mappings);
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
            const char *kind = json_get_text(json_at(found, i), "kind");
            bool is_framework = kind != NULL && strcmp(kind, "framework") == 0;
            bool is_mapping = kind != NULL && strcmp(kind, "mapping") == 0;
            if (is_framework && turn == 0)
                fault = read_framework(json_at(found, i), all, err);
            else if (is_mapping && turn == 1)
                fault = read_mapping(json_at(found, i), all, err);
            else if (!is_framework && turn == 1)
                fault = read_programme(json_at(found, i), all, err);
        }
    if (fault == FAULT_NONE && all->framework_count == 0)
        fault = err_set(err, FAULT_INPUT, "scripts/frameworks describes no framework");
    return fault;
}
