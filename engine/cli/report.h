/* report.h - what the subjects of `dauso report` share: each is a file of its own with one function. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli/cli.h"
#include "report/report.h"

/* --format, --public, --language. */
MUST_CHECK enum fault report_read_wish(const struct cli_call *call, struct report_wish *wish, struct err *err);
/* Into -o FILE, else to standard output. */
MUST_CHECK enum fault report_write_out(const struct cli_call *call, const struct buffer *out, struct err *err);

/* Makes one report of an open room into out. */
typedef enum fault report_maker(const struct cli_call *call, struct classroom *room, const struct report_wish *wish,
                                struct buffer *out, struct err *err);
report_maker report_make_class, report_make_growth, report_make_village, report_make_items, report_make_person, report_make_xapi;

#endif
