/* cli.c - the table of verbs. cli_line.c reads their command lines. */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct cli_verb *const VERBS[] = {
    &verb_init,   &verb_serve, &verb_roster, &verb_demo,  &verb_check, &verb_preview, &verb_walk,   &verb_quiz, &verb_import, &verb_attempt, &verb_replay,
    &verb_score,  &verb_calibrate, &verb_sandbox, &verb_issue, &verb_certificate, &verb_verify, &verb_key,  &verb_revoke,
    &verb_status, &verb_verifier, &verb_report, &verb_repair, &verb_backup, &verb_bench,
};
enum { VERB_COUNT = sizeof VERBS / sizeof VERBS[0] };

static void
print_verbs(FILE *out)
{
    fputs("dauso - digital skills assessment and certificates\n\nusage: dauso VERB [OPTION…] [OPERAND…]\n\n", out);
    for (size_t i = 0; i < VERB_COUNT; i++)
        fprintf(out, "  %-12s %s\n", VERBS[i]->name, VERBS[i]->help);
    fputs("\n`dauso VERB --help` says more. Exit codes: 0 yes, 1 no, 2 wrong usage, 3 could not be done, "
          "10-18 verdicts of verify.\n", out);
}

static const struct cli_verb *
find_verb(const char *name)
{
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (strcmp(VERBS[i]->name, name) == 0)
            return VERBS[i];
    return NULL;
}

static int
refuse_verb(const char *name)
{
    const char *names[VERB_COUNT];
    for (size_t i = 0; i < VERB_COUNT; i++)
        names[i] = VERBS[i]->name;
    const char *meant = text_suggest(name, names, VERB_COUNT);
    fprintf(stderr, "dauso: there is no verb \"%.40s\"%s%s%s; `dauso --help` lists them\n", name,
            meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "", meant != NULL ? "\"?" : "");
    return 2;
}

int
cli_main(int argc, char **argv)
{
    if (argc < 2) {
        print_verbs(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_verbs(stdout);
        return 0;
    }
    const struct cli_verb *verb = find_verb(argv[1]);
    if (verb == NULL)
        return refuse_verb(argv[1]);
    /* A file that may not grow further (a quota, a stick with FAT) is an error to be told, not the end. */
    signal(SIGXFSZ, SIG_IGN);
    char called[80];
    snprintf(called, sizeof called, "dauso %s", verb->name);
    return cli_run(verb, called, argc - 2, argv + 2);
}
