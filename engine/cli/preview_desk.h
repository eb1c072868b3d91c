/* preview_desk.h - what an author's preview shows: the quiz as it was last good, one item of it being
 * tried out, and what is wrong with the files now. Private to cli/. */
#ifndef CLI_PREVIEW_DESK_H
#define CLI_PREVIEW_DESK_H

#include "web/web.h"

struct desk;

/* path: a quiz folder, or one simulation. share: where scripts/ is. FAULT_CANNOT if there is neither. */
MUST_CHECK enum fault desk_open(const char *path, const char *share, struct desk **desk, struct err *err);
/* For web/: lives as long as the desk. */
struct preview_desk desk_for_page(struct desk *desk);
void desk_close(struct desk *desk);

#endif
