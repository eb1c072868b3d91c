/* score.c - `dauso score --vectors FILE`: computes the cases of a file of test vectors, one JSON object a line. */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/score_people.h"
#include "scoring/scoring.h"

enum { VECTORS_MAX = 64 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {
    {"--vectors", "FILE", "a JSON file: {\"cases\": [{\"id\", \"kind\", \"items\", ...}]}"},
    {"--model", "FILE", "or: item parameters (`dauso quiz parameters ID`, `dauso calibrate -o`) ..."},
    {"--responses", "FILE", "... and a CSV of people's answers: estimates with error, per person and indicator"},
    {"--json", NULL, "one object a case (there is no other form) or a person"},
    {NULL, NULL, NULL},
};

static enum fault
read_vectors(const char *path, struct json **file, struct err *err)
{
    struct buffer text = {0};
    struct err inner;
    enum fault fault = file_read(path, VECTORS_MAX, &text, err);
    if (fault == FAULT_NONE && json_read((const char *)text.data, text.len, file, &inner) != FAULT_NONE)
        fault = err_set(err, FAULT_INPUT, "%s: %s", path, inner.text);
    if (fault == FAULT_NONE && !json_is_array(json_get(*file, "cases")))
        fault = err_set(err, FAULT_INPUT, "%s: there is no list \"cases\" in it", path);
    buffer_clear(&text);
    return fault;
}

/* Every case is answered; the first that lacks something is the one that the fault names. */
static enum fault
solve_cases(const char *path, const struct json *cases, struct err *err)
{
    enum fault first = FAULT_NONE;
    for (size_t i = 0; i < json_count(cases); i++) {
        struct json *line;
        struct err inner;
        enum fault fault = scoring_solve_case(json_at(cases, i), &line, &inner);
        const char *id = json_get_text(line, "id");
        if (fault != FAULT_NONE && first == FAULT_NONE)
            first = err_set(err, fault, "%s: case %zu (%.60s): %s", path, i + 1, id != NULL ? id : "no id", inner.text);
        cli_print_json(line);
    }
    return first;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct json *file = NULL;
    const char *path = cli_value(call, "--vectors", NULL);
    if (path == NULL && call->operand_count == 0 && call->value_count > 0)
        return score_people(call);
    if (path == NULL || call->operand_count > 0)
        return cli_usage(call, "say which vectors: --vectors FILE, or --model FILE --responses FILE.csv");
    enum fault fault = read_vectors(path, &file, &err);
    if (fault == FAULT_NONE)
        fault = solve_cases(path, json_get(file, "cases"), &err);
    json_free(file);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_score = {"score", "", "Computes where people stand, or test vectors of the scoring model.", OPTIONS, run};
