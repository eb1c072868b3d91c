/* score_people.c - `dauso score --model FILE --responses FILE.csv`: where each person stands, by the scoring model. */
#include "cli/score_people.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cli/response_table.h"

static double
rounded(double value)
{
    return floor(value * 1e9 + .5) / 1e9;
}

static struct json *
estimate_to_json(const struct indicator_estimate *estimate, bool is_tested)
{
    struct json *out = json_new_object(), *p = json_new_array();
    for (size_t i = 0; i < CUT_COUNT; i++)
        json_add(p, json_new_real(rounded(estimate->p_at_least[i])));
    json_put_real(out, "theta", rounded(estimate->mean));
    json_put_real(out, "sd", rounded(estimate->sd));
    json_put_real(out, "low", rounded(estimate->low));
    json_put_real(out, "high", rounded(estimate->high));
    json_put(out, "p_at_least", p);
    json_put_boolean(out, "tested", is_tested);
    return out;
}

static bool
is_tested(const struct irt_item *items, const int *responses, size_t count, size_t indicator)
{
    for (size_t j = 0; j < count; j++)
        if (items[j].indicator == indicator && responses[j] != RESPONSE_MISSING)
            return true;
    return false;
}

static void
print_as_json(const struct parameter_set *set, const struct irt_item *items, const int *responses, size_t person,
              const struct tree_estimate *estimate)
{
    struct json *line = json_new_object(), *indicators = json_new_object();
    for (size_t k = 0; k < set->indicator_count; k++)
        json_put(indicators, set->codes[k],
                 estimate_to_json(&estimate->indicators[k], is_tested(items, responses, set->item_count, k)));
    json_put_integer(line, "person", (int64_t)person + 1);
    json_put(line, "indicators", indicators);
    json_put_real(line, "general", rounded(estimate->general_mean));
    json_put_real(line, "log_z", rounded(estimate->log_z));
    cli_print_json(line);
}

/* "   1  4.1 -0.32 ±0.61   4.2 …": what was not tested is in brackets. */
static void
print_for_people(const struct parameter_set *set, const struct irt_item *items, const int *responses, size_t person,
                 const struct tree_estimate *estimate)
{
    printf("%5zu", person + 1);
    for (size_t k = 0; k < set->indicator_count; k++) {
        bool tested = is_tested(items, responses, set->item_count, k);
        printf("  %s %s%+.2f \u00b1%.2f%s", set->codes[k], tested ? "" : "(", estimate->indicators[k].mean,
               estimate->indicators[k].sd, tested ? "" : ")");
    }
    putchar('\n');
}

static void
score_all(const struct cli_call *call, const struct parameter_set *set, const struct response_table *table)
{
    struct irt_model model = parameter_set_model(set);
    struct irt_item *items = memory_new_array(set->item_count, sizeof *items);
    int *responses = memory_new_array(set->item_count, sizeof *responses);
    for (size_t j = 0; j < set->item_count; j++)
        items[j] = set->items[j].irt;
    for (size_t n = 0; n < table->person_count; n++) {
        struct tree_estimate estimate;
        for (size_t j = 0; j < set->item_count; j++)
            responses[j] = table->cells[n * set->item_count + j];
        irt_estimate_tree(&model, items, responses, set->item_count, &estimate);
        if (cli_flag(call, "--json"))
            print_as_json(set, items, responses, n, &estimate);
        else
            print_for_people(set, items, responses, n, &estimate);
        irt_clear_estimate(&estimate);
    }
    free(items);
    free(responses);
}

int
score_people(const struct cli_call *call)
{
    const char *responses = cli_value(call, "--responses", NULL), *model = cli_value(call, "--model", NULL);
    struct parameter_set set = {0};
    struct response_file file = {0};
    struct response_table table = {0};
    struct err err;
    if (responses == NULL || model == NULL)
        return cli_usage(call, "say both: --model FILE --responses FILE.csv");
    enum fault fault = read_parameter_file(model, &set, &err);
    if (fault == FAULT_NONE)
        fault = response_file_read(responses, &file, &err);
    if (fault == FAULT_NONE)
        fault = response_file_arrange(&file, responses, &set, &table, &err);
    if (fault == FAULT_NONE)
        score_all(call, &set, &table);
    free((int8_t *)table.cells);
    response_file_clear(&file);
    parameter_set_clear(&set);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}
