/* sandbox.c - `dauso sandbox`: runs each file alone in the quiz sandbox and says how it ended. What
 * a script returns is ignored. All files are read before the first runs, so a wrong path costs
 * nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "cli/cli.h"
#include "sandbox/sandbox.h"

/* Far over what a source may have, so that the sandbox itself says REJECT. */
enum { FILE_MAX = 64 << 20 };

static const char *
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static void
print_answer(const char *path, const struct sandbox_answer *answer, bool as_json, bool with_usage)
{
    const char *verdict = sandbox_verdict_name(answer->verdict);
    if (!as_json) {
        printf("%-7s %7.1f ms  %s%s%s\n", verdict, answer->cpu_ms, path,
               answer->detail[0] != 0 ? "  " : "", answer->detail);
        fflush(stdout);
        return;
    }
    struct json *line = json_new_object();
    json_put_text(line, "file", path);
    json_put_text(line, "verdict", verdict);
    json_put_text(line, "detail", answer->detail);
    json_put_real(line, "cpu_ms", answer->cpu_ms);
    if (with_usage) {
        json_put_integer(line, "steps", (int64_t)answer->steps);
        json_put_integer(line, "memory", (int64_t)answer->memory_peak);
    }
    cli_print_json(line);
    fflush(stdout);
}

static enum fault
run_file(const struct cli_call *call, const char *path, struct buffer *text, struct err *err)
{
    struct sandbox_source source = {
        .name = name_of(path), .text = buffer_text(text), .len = text->len};
    struct sandbox_job job = {.sources = &source, .source_count = 1, .tries = 1};
    struct sandbox_answer answer;
    enum fault fault = sandbox_run(&job, &answer, err);
    if (fault == FAULT_NONE)
        print_answer(path, &answer, cli_flag(call, "--json"), cli_flag(call, "--usage"));
    sandbox_answer_clear(&answer);
    return fault;
}

static int
run_sandbox(const struct cli_call *call)
{
    struct buffer texts[CLI_VALUES_MAX] = {0};
    struct err err = {0};
    enum fault fault = FAULT_NONE;
    if (call->operand_count == 0)
        return cli_usage(call, "which file? Give one Lua file or more");
    for (size_t i = 0; i < call->operand_count && fault == FAULT_NONE; i++)
        fault = file_read(call->operands[i], FILE_MAX, &texts[i], &err);
    for (size_t i = 0; i < call->operand_count && fault == FAULT_NONE; i++)
        fault = run_file(call, call->operands[i], &texts[i], &err);
    for (size_t i = 0; i < call->operand_count; i++)
        buffer_clear(&texts[i]);
    return fault == FAULT_NONE ? 0 : cli_fail(call, &err);
}

static const struct cli_option OPTIONS[] = {
    {"--json", NULL, "a JSON object a file, one a line"},
    {"--usage", NULL, "with --json: also the steps and bytes of memory that were used"},
    {NULL, NULL, NULL},
};

const struct cli_verb verb_sandbox = {
    .name = "sandbox",
    .usage = "FILE…",
    .help = "runs Lua files alone in the quiz sandbox: OK, ERROR, LIMIT, REJECT or RETRY",
    .options = OPTIONS,
    .run = run_sandbox,
};
