/* scoring_figures.c - one test, scored: error of the domain score, coverage, bands, profiles, false awards. */
#include "measure.h"

#include <stdlib.h>

enum { EACH_MOST = 6, BANK_EACH = 16, CUT = 1 /* theta 0 */ };

struct method {
    struct tally square, covered, width, exact, adjacent, profile, award_false, award_far, plain_false, predicted;
    double confusion[BAND_COUNT][BAND_COUNT];
};
enum { OURS, MOODLE, PIX, METHODS };

struct setting {
    struct people_model people;
    struct irt_item items[EACH_MOST * INDICATORS], bank[BANK_EACH * INDICATORS];
    size_t item_count, bank_count;
    double cut_shares[INDICATORS][CUT_COUNT];
    struct method methods[METHODS];
};

/* What one method says of one indicator. */
struct word {
    double share, low, high, theta;
    int band;
    double p_award, predicted; /* NAN = it has none */
};

static void
note_word(struct method *method, const struct word *word, double theta, double share)
{
    int band = true_band(theta);
    double off = 100 * (word->share - share);
    bool is_able = theta >= 0;
    tally_add(&method->square, off * off);
    tally_add(&method->covered, word->low <= share && share <= word->high);
    tally_add(&method->width, 100 * (word->high - word->low));
    tally_add(&method->exact, word->band == band);
    tally_add(&method->adjacent, abs(word->band - band) <= 1);
    method->confusion[word->band - 1][band - 1]++;
    if (word->band >= CUT + 2)
        tally_add(&method->plain_false, !is_able);
    if (!isnan(word->p_award) && word->p_award >= .8) {
        tally_add(&method->award_false, !is_able);
        tally_add(&method->award_far, theta < -.5);
    }
    if (!isnan(word->predicted))
        tally_add(&method->predicted, word->predicted - (word->band == band));
}

static double
correlate(const double *left, const double *right, size_t count)
{
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (size_t i = 0; i < count; i++) {
        a += left[i] / (double)count;
        b += right[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        aa += (left[i] - a) * (left[i] - a);
        bb += (right[i] - b) * (right[i] - b);
        ab += (left[i] - a) * (right[i] - b);
    }
    return aa > 1e-12 && bb > 1e-12 ? ab / sqrt(aa * bb) : 0;
}

static struct word
our_word(const struct tree_estimate *estimate, const struct domain_score *domain, size_t k)
{
    const struct indicator_estimate *one = &estimate->indicators[k];
    struct word word = {domain->mean, domain->low, domain->high, one->mean, 1, one->p_at_least[CUT], 0};
    double before = 1;
    for (int i = 0; i < CUT_COUNT; i++) {
        word.band += one->p_at_least[i] >= .5;
        word.predicted = fmax(word.predicted, before - one->p_at_least[i]);
        before = one->p_at_least[i];
    }
    word.predicted = fmax(word.predicted, before);
    return word;
}

static void
judge_person(struct setting *setting, struct chance *chance)
{
    double theta[INDICATORS], shares[INDICATORS], capacity, sd, seen[METHODS][INDICATORS];
    int answers[EACH_MOST * INDICATORS];
    struct tree_estimate estimate;
    struct domain_score domain[INDICATORS];
    draw_abilities(chance, &setting->people, -.5, theta);
    for (size_t i = 0; i < setting->item_count; i++)
        answers[i] = draw_answer(chance, &setting->items[i], theta[setting->items[i].indicator]);
    irt_estimate_tree(&setting->people.model, setting->items, answers, setting->item_count, &estimate);
    scoring_domain_scores(&estimate, setting->people.mu, INDICATORS, setting->bank, setting->bank_count, domain);
    pix_capacity(setting->items, answers, setting->item_count, &capacity, &sd);
    for (size_t k = 0; k < INDICATORS; k++) {
        double share = shares[k] = expected_share(setting->bank, setting->bank_count, k, theta[k]);
        struct peer_estimate percent;
        moodle_percent(setting->items, answers, setting->item_count, k, setting->cut_shares[k], &percent);
        const struct word words[METHODS] = {
            our_word(&estimate, &domain[k], k),
            {percent.share, percent.low, percent.high, percent.share, percent.band, NAN, NAN},
            {expected_share(setting->bank, setting->bank_count, k, capacity),
             expected_share(setting->bank, setting->bank_count, k, capacity - 1.96 * sd),
             expected_share(setting->bank, setting->bank_count, k, capacity + 1.96 * sd), capacity, true_band(capacity), NAN, NAN}};
        for (int m = 0; m < METHODS; m++) {
            note_word(&setting->methods[m], &words[m], theta[k], share);
            seen[m][k] = words[m].share;
        }
    }
    for (int m = 0; m < METHODS; m++)
        tally_add(&setting->methods[m].profile, correlate(seen[m], shares, INDICATORS));
    irt_clear_estimate(&estimate);
}

/* Weighted kappa with quadratic weights (Cohen 1968). */
static double
quadratic_kappa(const struct method *method)
{
    double total = 0, rows[BAND_COUNT] = {0}, columns[BAND_COUNT] = {0}, found = 0, expected = 0;
    for (int i = 0; i < BAND_COUNT; i++)
        for (int j = 0; j < BAND_COUNT; j++) {
            total += method->confusion[i][j];
            rows[i] += method->confusion[i][j];
            columns[j] += method->confusion[i][j];
        }
    for (int i = 0; i < BAND_COUNT; i++)
        for (int j = 0; j < BAND_COUNT; j++) {
            found += (i - j) * (i - j) * method->confusion[i][j] / total;
            expected += (i - j) * (i - j) * rows[i] * columns[j] / total / total;
        }
    return 1 - found / expected;
}

static struct setting *
run(size_t each, size_t replications, size_t people, uint64_t seed)
{
    static struct setting setting;
    struct chance chance = {seed};
    setting = (struct setting){0};
    people_model_init(&setting.people);
    for (size_t r = 0; r < replications; r++) {
        setting.item_count = draw_form(&chance, each, setting.items);
        setting.bank_count = draw_form(&chance, BANK_EACH, setting.bank);
        for (size_t k = 0; k < INDICATORS; k++)
            for (int i = 0; i < CUT_COUNT; i++)
                setting.cut_shares[k][i] = expected_share(setting.bank, setting.bank_count, k, setting.people.model.cuts[i]);
        for (size_t n = 0; n < people; n++)
            judge_person(&setting, &chance);
    }
    return &setting;
}

static double
rmse(const struct method *method)
{
    return sqrt(tally_mean(&method->square));
}

/* Indicators of one person go together: their errors count for about a fifth of so many independent ones. */
static double
clustered(double error)
{
    return 2.2 * error;
}

static void
say(struct measurement *measurement, const char *name, double moodle, double pix, double ours, double error, double least, double most)
{
    say_figure(measurement, &(struct figure){name, moodle, pix, ours, error, least, most});
}

void
scoring_figures(struct measurement *measurement)
{
    size_t replications = measurement->is_short ? 3 : 8, people = measurement->is_short ? 120 : 600;
    static const struct {
        size_t each;
        const char *name;
        double most;
    } OTHERS[] = {{3, "error of the domain score, 3 items (pp)", 10.5}, {6, "error of the domain score, 6 items (pp)", 9.3}};
    for (size_t i = 0; i < 2; i++) {
        const struct method *m = run(OTHERS[i].each, replications, people / 2, 100 + OTHERS[i].each)->methods;
        say(measurement, OTHERS[i].name, rmse(&m[MOODLE]), rmse(&m[PIX]), rmse(&m[OURS]),
            clustered(tally_error(&m[OURS].square)) / (2 * rmse(&m[OURS])), -INFINITY, OTHERS[i].most);
    }
    const struct method *m = run(4, replications, people, 104)->methods, *ours = &m[OURS];
    say(measurement, "error of the domain score, 4 items (pp)", rmse(&m[MOODLE]), rmse(&m[PIX]), rmse(ours),
        clustered(tally_error(&ours->square)) / (2 * rmse(ours)), -INFINITY, 10.0);
#define MEANS(member) tally_mean(&m[MOODLE].member), tally_mean(&m[PIX].member), tally_mean(&ours->member), clustered(tally_error(&ours->member))
    say(measurement, "coverage of the 95 % interval", MEANS(covered), .94, .96);
    say(measurement, "width of the 95 % interval (pp)", MEANS(width), -INFINITY, 39);
    say(measurement, "exact band of four", MEANS(exact), .62, INFINITY);
    say(measurement, "band exact or next to it", MEANS(adjacent), .985, INFINITY);
    say(measurement, "quadratic kappa of the bands", quadratic_kappa(&m[MOODLE]), quadratic_kappa(&m[PIX]), quadratic_kappa(ours),
        clustered(tally_error(&ours->exact)), .72, INFINITY);
    say(measurement, "profile correlation within a person", tally_mean(&m[MOODLE].profile), tally_mean(&m[PIX].profile),
        tally_mean(&ours->profile), tally_error(&ours->profile), .60, INFINITY);
    say(measurement, "predicted less true band accuracy", NAN, NAN, tally_mean(&ours->predicted),
        clustered(tally_error(&ours->predicted)), -.02, .02);
    say(measurement, "false awards, estimate at the cut is enough", MEANS(plain_false), -INFINITY, .25);
    say(measurement, "false awards at P >= .80", NAN, NAN, tally_mean(&ours->award_false),
        clustered(tally_error(&ours->award_false)), -INFINITY, .10);
    say(measurement, "of them more than half a logit below the cut", NAN, NAN, tally_mean(&ours->award_far),
        clustered(tally_error(&ours->award_far)), -INFINITY, .02);
#undef MEANS
}
