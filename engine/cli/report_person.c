/* report_person.c - `dauso report person`: how one person stands, to be printed and handed over; `dauso report xapi`: what
 * everybody answered, for other programs. */
#include "cli/report.h"
#include "cli/room.h"

enum fault
report_make_person(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                   struct err *err)
{
    return report_person(room, cli_value(call, "--learner", ""), wish, out, err);
}

/* It has one form and one language. */
enum fault
report_make_xapi(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                 struct err *err)
{
    int64_t class_id;
    const char *format = cli_value(call, "--format", NULL);
    if (format != NULL && wish->format != REPORT_JSON)
        return err_set(err, FAULT_USAGE, "xAPI statements are JSON: leave out --format %.10s", format);
    enum fault fault = cli_find_class(room, cli_value(call, "--class", NULL), &class_id, err);
    return fault == FAULT_NONE ? report_xapi(room, class_id, out, err) : fault;
}
