/* score.c - `dauso score --vectors FILE`: computes the cases of a file of test vectors, one JSON object a line. */
#include <stdio.h>

#include "base/file.h"
#include "cli/cli.h"
#include "scoring/scoring.h"

enum { VECTORS_MAX = 64 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {
    {"--vectors", "FILE", "a JSON file with \"cases\""},
    {"--json", NULL, "one object a case (there is no other form)"},
    {NULL, NULL, NULL},
};

static int
run(const struct cli_call *call)
{
    struct err err;
    struct buffer text = {0};
    struct json *file = NULL;
    const char *path = cli_value(call, "--vectors", NULL);
    if (path == NULL || call->operand_count > 0)
        return cli_usage(call, "say which vectors: --vectors FILE");
    enum fault fault = file_read(path, VECTORS_MAX, &text, &err);
    if (fault == FAULT_NONE) {
        struct err inner;
        fault = json_read((const char *)text.data, text.len, &file, &inner);
        if (fault != FAULT_NONE)
            err_set(&err, fault, "%s: %s", path, inner.text);
    }
    if (fault == FAULT_NONE && !json_is_array(json_get(file, "cases")))
        fault = err_set(&err, FAULT_INPUT, "%s: there is no list \"cases\" in it", path);
    const struct json *cases = json_get(file, "cases");
    for (size_t i = 0; fault == FAULT_NONE && i < json_count(cases); i++)
        cli_print_json(scoring_solve_case(json_at(cases, i)));
    json_free(file);
    buffer_clear(&text);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_score = {"score", "", "Computes test vectors of the scoring model.", OPTIONS, run};
