/* preview.h - preview_page.c: the page around an author's phone, and the phone's own. Private to web/. */
#ifndef WEB_PREVIEW_H
#define WEB_PREVIEW_H

#include "web/web.h"

void preview_add_page(struct buffer *out, const char *language);
void preview_add_phone(struct buffer *out, const struct learner_view *view, bool is_whole_page);

#endif
