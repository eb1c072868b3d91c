/* report_growth.c - `dauso report growth` and `report village`: what people gained who were tested twice. */
#include "cli/report.h"
#include "cli/room.h"

static enum fault
find_scope(const struct cli_call *call, struct classroom *room, struct growth_scope *scope, struct err *err)
{
    const char *class = cli_value(call, "--class", NULL), *before = cli_value(call, "--before", NULL);
    enum fault fault = FAULT_NONE;
    scope->village = cli_value(call, "--village", NULL);
    if (class != NULL)
        fault = cli_find_class(room, class, &scope->class_id, err);
    if (fault == FAULT_NONE && before != NULL)
        fault = cli_find_class(room, before, &scope->before_id, err);
    return fault;
}

enum fault
report_make_growth(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                   struct err *err)
{
    struct growth_scope scope = {0};
    enum fault fault = find_scope(call, room, &scope, err);
    return fault == FAULT_NONE ? report_growth(room, &scope, wish, out, err) : fault;
}

enum fault
report_make_village(const struct cli_call *call, struct classroom *room, const struct report_wish *wish, struct buffer *out,
                    struct err *err)
{
    struct growth_scope scope = {.by_village = true};
    enum fault fault = find_scope(call, room, &scope, err);
    return fault == FAULT_NONE ? report_growth(room, &scope, wish, out, err) : fault;
}
