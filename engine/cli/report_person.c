/* report_person.c - `dauso report person`: how one person stands, to be printed and handed over. */
#include "cli/report.h"

enum fault
report_make_person(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                   struct err *err)
{
    return report_person(room, cli_value(call, "--learner", ""), wish, out, err);
}
