/* cli.h - one table of verbs. A verb reads its options from a struct cli_call and answers with an exit code. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/json.h"

enum { CLI_VALUES_MAX = 2048, CLI_OPTIONS_MAX = 16 };

struct cli_option {
    const char *name;  /* "--port"; "--json" and "--dir" are listed by verbs that take them */
    const char *value; /* what the help calls it ("PORT"), NULL for a flag */
    const char *help;  /* one sentence */
};

struct cli_call;

struct cli_verb {
    const char *name;
    const char *usage;  /* operands, e.g. "PATH…" */
    const char *help;   /* one sentence */
    const struct cli_option *options; /* ends with a NULL name */
    int (*run)(const struct cli_call *call);
};

struct cli_call {
    const struct cli_verb *verb;
    const char *called; /* as the person called it: "dauso verify" */
    const char *operands[CLI_VALUES_MAX];
    size_t operand_count;
    const char *names[CLI_VALUES_MAX]; /* options given, in order */
    const char *values[CLI_VALUES_MAX];
    size_t value_count;
};

bool cli_flag(const struct cli_call *call, const char *name);
const char *cli_value(const struct cli_call *call, const char *name, const char *otherwise); /* the last one given */
/* n-th value of a repeated option, NULL past the end. */
const char *cli_value_at(const struct cli_call *call, const char *name, size_t n);
/* Whole number in [least, most]; FAULT_USAGE otherwise. *out keeps its value if the option was not given. */
MUST_CHECK enum fault cli_number(const struct cli_call *call, const char *name, long least, long most, long *out,
                                 struct err *err);

/* Data folder: --dir, else $DAUSO_DIR, else ./dauso-data in a source checkout, else ~/.local/share/dauso. Caller frees. */
char *cli_data_folder(const struct cli_call *call);

/* Prints "dauso VERB: text" (as it was called) on stderr and returns the exit code of the fault. */
int cli_fail(const struct cli_call *call, const struct err *err);
int cli_usage(const struct cli_call *call, const char *format, ...) PRINTF_LIKE(2, 3); /* exit code 2, hints at --help */
void cli_print_json(struct json *value); /* one line on stdout; takes over value */

/* Runs one verb with the words behind its name; the exit code of the program. */
int cli_run(const struct cli_verb *verb, const char *called, int argc, char **argv);
int cli_main(int argc, char **argv);

/* The verbs, one file each. */
extern const struct cli_verb verb_init, verb_serve, verb_demo, verb_check, verb_preview, verb_walk, verb_quiz, verb_import, verb_attempt,
    verb_replay, verb_score, verb_calibrate, verb_sandbox, verb_issue, verb_certificate, verb_verify, verb_key,
    verb_revoke, verb_status, verb_verifier, verb_report, verb_bench, verb_repair, verb_backup, verb_roster;

#endif
