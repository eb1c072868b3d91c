/* growth_gain.c - what the people of a report gained: all of them, and each village where there are several. */
#include "report/growth_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct answers {
    int *pre, *post;
    size_t count; /* people */
};

/* Of one village, or (SIZE_MAX) of all. */
static struct answers
gather_answers(const struct growth_report *report, size_t village)
{
    size_t columns = report->measured.column_count;
    struct answers out = {.pre = memory_new_array(report->both * columns, sizeof *out.pre),
                          .post = memory_new_array(report->both * columns, sizeof *out.post)};
    for (size_t n = 0; n < report->row_count; n++) {
        const struct growth_row *row = &report->rows[n];
        if (row->place == SIZE_MAX || (village != SIZE_MAX && row->village != village))
            continue;
        memcpy(out.pre + out.count * columns, row->before->categories, columns * sizeof *out.pre);
        memcpy(out.post + out.count * columns, row->after->categories, columns * sizeof *out.post);
        out.count++;
    }
    return out;
}

/* Twice for each person of the whole, and of the villages where there are several. */
static void
take_step(void *context)
{
    struct growth_report *report = context;
    const struct report_wish *wish = &report->wish;
    report->steps++;
    if (wish->step != NULL)
        wish->step(wish->context, report->steps, (report->village_count > 1 ? 4 : 2) * report->both);
}

static void
estimate(struct growth_report *report, const struct growth_column *columns, size_t village, struct class_growth *out)
{
    const struct framework *framework = report->framework;
    size_t count = report->measured.column_count;
    struct answers answers = gather_answers(report, village);
    size_t *area_of = memory_new_array(framework->indicator_count, sizeof *area_of);
    double *mu = memory_new_array(framework->indicator_count, sizeof *mu);
    struct irt_item *items = memory_new_array(count, sizeof *items);
    const struct growth_claim_case given = {.pre_columns = columns, .post_columns = columns, .pre_count = count,
                                            .post_count = count, .pre = answers.pre, .post = answers.post,
                                            .person_count = answers.count};
    if (village == SIZE_MAX)
        growth_claim_judge(&given, &report->claim);
    int *pre = memory_new_array(answers.count * count, sizeof *pre), *post = memory_new_array(answers.count * count, sizeof *post);
    growth_claim_keep(&given, &report->claim, pre, post);
    for (size_t k = 0; k < framework->indicator_count; k++) {
        area_of[k] = framework->indicators[k].area;
        mu[k] = framework->prior_mean;
    }
    for (size_t i = 0; i < count; i++)
        items[i] = report->measured.columns[i].irt;
    struct irt_model model = {.indicator_count = framework->indicator_count, .area_count = framework->area_count,
                              .area_of = area_of, .rho_g = framework->rho_g, .rho_a = framework->rho_a, .mu = mu};
    memcpy(model.cuts, framework->cuts, sizeof model.cuts);
    const struct class_growth_case growth = {.model = &model, .pre_items = items, .post_items = items, .pre_count = count,
                                             .post_count = count, .pre = pre, .post = post, .person_count = answers.count,
                                             .step = take_step, .context = report};
    class_growth_estimate(&growth, out);
    free(answers.pre);
    free(answers.post);
    free(pre);
    free(post);
    free(items);
    free(area_of);
    free(mu);
}

void
growth_measure_gain(struct growth_report *report)
{
    size_t count = report->measured.column_count;
    struct growth_column *columns = memory_new_array(count, sizeof *columns);
    for (size_t i = 0; i < count; i++)
        columns[i] = (struct growth_column){.id = report->measured.columns[i].id, .irt = &report->measured.columns[i].irt,
                                            .status = report->measured.columns[i].status,
                                            .drifts = report->measured.columns[i].drifts};
    estimate(report, columns, SIZE_MAX, &report->whole);
    report->groups = memory_new_array(report->village_count, sizeof *report->groups);
    for (size_t i = 0; report->village_count > 1 && i < report->village_count; i++) {
        struct class_growth *growth = &report->villages[i].growth;
        estimate(report, columns, i, growth);
        report->groups[i] = (struct growth_group){.mean = growth->gain.mean, .se = growth->gain.is_known ? growth->gain.se : 0,
                                                  .person_count = growth->person_count};
    }
    if (report->village_count > 1)
        growth_pool_estimate(report->groups, report->village_count, &report->pool);
    free(columns);
}
