/* report.c - `dauso report SUBJECT`: what classes, items and people amount to; a subject is a row of the table below. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/report.h"
#include "cli/room.h"

static const struct cli_option OPTIONS[] = {
    {"--class", "ID", "the class: its number or its name; the only one unless told"},
    {"--learner", "ID", "person: whose; `dauso attempt list` shows the ids"},
    {"--framework", "ID", "person: seen under this framework, \"digcomp-2.2\" or \"vn-tt02-2025\""},
    {"--quiz", "ID", "items: of this quiz; the one of the class, or of all classes, unless told"},
    {"--groups", "WORD", "items: are they fair: age, language or help"},
    {"--judges", "FILE", "items: where judges put the cut, a CSV of judge,item,share (Angoff) or judge,item (bookmark)"},
    {"--before", "ID", "growth: the class before, where a class followed several"},
    {"--village", "NAME", "growth: all classes of this village; without it and --class everything that is stored"},
    {"--format", "WORD", "html, csv, json or svg (the chart alone); html unless told"},
    {"--public", NULL, "for others: no persons, groups under ten people are merged"},
    {"--language", "WORD", "vi or en; vi unless told"},
    {"-o", "FILE", "writes into FILE; else on standard output"},
    {"--dir", "DIR", "the data folder"},
    {NULL, NULL, NULL},
};

enum { QUIET_MS = 1000, TELL_MS = 200 };

static const char *const FORMATS[] = {
    [REPORT_HTML] = "html", [REPORT_CSV] = "csv", [REPORT_JSON] = "json", [REPORT_SVG] = "svg"};

enum fault
report_read_wish(const struct cli_call *call, struct report_wish *wish, struct err *err)
{
    const char *format = cli_value(call, "--format", "html"), *language = cli_value(call, "--language", "vi");
    *wish = (struct report_wish){.is_public = cli_flag(call, "--public"), .language = language,
                                 .framework = cli_value(call, "--framework", NULL)};
    if (strcmp(language, "vi") != 0 && strcmp(language, "en") != 0)
        return err_set(err, FAULT_USAGE, "there is no language \"%.20s\" here: vi or en", language);
    for (size_t i = 0; i < sizeof FORMATS / sizeof FORMATS[0]; i++)
        if (strcmp(FORMATS[i], format) == 0) {
            wish->format = (enum report_format)i;
            return FAULT_NONE;
        }
    return err_set(err, FAULT_USAGE, "there is no format \"%.20s\" here: html, csv, json or svg", format);
}

enum fault
report_write_out(const struct cli_call *call, const struct buffer *out, struct err *err)
{
    const char *path = cli_value(call, "-o", NULL);
    if (path != NULL)
        return file_write(path, out->data, out->len, 0644, err);
    if (fwrite(out->data, 1, out->len, stdout) != out->len || fflush(stdout) != 0)
        return err_set(err, FAULT_CANNOT, "the report could not be written to standard output");
    return FAULT_NONE;
}

enum fault
report_make_class(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                  struct err *err)
{
    int64_t class_id;
    enum fault fault = cli_find_class(room, cli_value(call, "--class", NULL), &class_id, err);
    return fault == FAULT_NONE ? report_class(room, class_id, wish, out, err) : fault;
}

static const struct subject {
    const char *word;
    report_maker *make;
} SUBJECTS[] = {
    {"class", report_make_class},   {"items", report_make_items}, {"growth", report_make_growth},
    {"village", report_make_village}, {"xapi", report_make_xapi},   {"person", report_make_person},
};
enum { SUBJECT_COUNT = sizeof SUBJECTS / sizeof SUBJECTS[0] };

static const struct subject *
find_subject(const struct cli_call *call)
{
    for (size_t i = 0; call->operand_count == 1 && i < SUBJECT_COUNT; i++)
        if (strcmp(call->operands[0], SUBJECTS[i].word) == 0)
            return &SUBJECTS[i];
    return NULL;
}

/* For who waits at a terminal, once it takes longer than a second. */
struct waiting {
    int64_t began_ms, told_ms;
};

static void
show_step(void *context, size_t done, size_t all)
{
    struct waiting *waiting = context;
    int64_t now = clock_monotonic_ms();
    if (now - waiting->began_ms < QUIET_MS || now - waiting->told_ms < TELL_MS || done >= all)
        return;
    waiting->told_ms = now;
    fprintf(stderr, "\rmeasuring: %zu %%", 100 * done / all);
}

static int
run(const struct cli_call *call)
{
    struct waiting waiting = {.began_ms = clock_monotonic_ms()};
    struct classroom *room = NULL;
    struct report_wish wish;
    struct buffer out = {0};
    struct err err;
    const struct subject *subject = find_subject(call);
    if (subject != NULL && subject->make == report_make_person && cli_value(call, "--learner", NULL) == NULL)
        return cli_usage(call, "say whose: --learner ID; `dauso attempt list` shows the ids");
    if (subject == NULL)
        return cli_usage(call, "say what the report is about, for example `dauso report class --class ID`; --help names all");
    if (report_read_wish(call, &wish, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    int code = cli_open_room(call, &room);
    if (code == 0) {
        wish.step = isatty(STDERR_FILENO) ? show_step : NULL;
        wish.context = &waiting;
        enum fault fault = subject->make(call, room, &wish, &out, &err);
        if (waiting.told_ms != 0)
            fputs("\r\033[K", stderr);
        if (fault == FAULT_NONE)
            fault = report_write_out(call, &out, &err);
        code = fault != FAULT_NONE ? cli_fail(call, &err) : 0;
    }
    buffer_clear(&out);
    classroom_close(room);
    return code;
}

const struct cli_verb verb_report = {"report", "class|items|growth|village|person|xapi", "Says in words, picture and table what classes amount to.", OPTIONS, run};
