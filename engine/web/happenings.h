/* happenings.h - what of all that is asked and answered stands in the log. */
#ifndef WEB_HAPPENINGS_H
#define WEB_HAPPENINGS_H

#include "web/routes.h"

/* Called when an answer goes out, so after its COMMIT. Writes at most one line, without names, tokens or answers. */
void happenings_note(struct site *site, const struct route *route, const struct request *request,
                     const struct reply *reply);

#endif
