/* preview.c - `dauso preview`: the author's page, for this computer alone. Never opens the store. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/cli.h"
#include "cli/preview_desk.h"
#include "cli/stop_signal.h"

static const struct cli_option OPTIONS[] = {
    {"--port", "PORT", "port on this computer, 0 for any free one (8090)"},
    {"--json", NULL, "JSON, one object: url"},
    {NULL, NULL, NULL},
};

static void
print_start(const struct cli_call *call, const char *url)
{
    if (cli_flag(call, "--json")) {
        struct json *line = json_new_object();
        json_put_text(line, "url", url);
        cli_print_json(line);
    } else {
        printf("Open %s in a browser on this computer; save a file of the quiz, and the page shows it.\n"
               "Ctrl+C stops.\n",
               url);
    }
    fflush(stdout);
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct desk *desk = NULL;
    struct preview *preview = NULL;
    long port = 8090;
    if (call->operand_count != 1)
        return cli_usage(call, "say which quiz or simulation: my-quiz, or scripts/simulations/false_link.lua");
    if (cli_number(call, "--port", 0, 65535, &port, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    const volatile sig_atomic_t *stop_asked = stop_signal_catch();
    char *share = file_find_share();
    enum fault fault = desk_open(call->operands[0], share, &desk, &err);
    if (fault == FAULT_NONE) {
        const struct preview_desk page = desk_for_page(desk);
        fault = preview_open(&page, (int)port, &preview, &err);
    }
    if (fault == FAULT_NONE) {
        print_start(call, preview_url(preview));
        fault = preview_run(preview, stop_asked, &err);
    }
    preview_close(preview);
    desk_close(desk);
    free(share);
    return fault == FAULT_NONE ? 0 : cli_fail(call, &err);
}

const struct cli_verb verb_preview = {
    "preview", "PATH", "Shows a quiz or a simulation as on a phone, while it is being written.", OPTIONS, run};
