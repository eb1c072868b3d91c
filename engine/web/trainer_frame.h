/* trainer_frame.h - what the console's pages have in common: head, bar, foot. */
#ifndef WEB_TRAINER_FRAME_H
#define WEB_TRAINER_FRAME_H

#include "web/site.h"

/* One page that is being written. */
struct console {
    struct buffer *out;
    const char *language;
    const char *path; /* of this page: where a choice of language leads back to */
};

void console_begin(struct console *page, const struct request *request, struct reply *reply,
                   const char *kind, int64_t class_id);
void console_end(struct console *page);
void console_add(struct console *page, const char *html);
void console_say(struct console *page, const char *key);
/* The languages by their own names, behind one button. */
void console_add_languages(struct console *page);
/* Is this the path of a page of the console? Only there a choice of language leads back to. */
bool console_may_return(const char *path);
/* The languages, and the question mark that leads to trainer_help.c; F1 does the same. */
void console_add_help(struct console *page);
/* Name of the class, its code, and where to go. id: as it stands in the path. is_live: on the page
 * with the tiles. */
void console_add_bar(struct console *page, const struct site *site, const struct class_summary *class,
                     const char *id, bool is_live);

/* trainer_reports.c: where the reports, the prints and the register of a class are. */
void trainer_add_reports(struct site *site, struct console *page, const struct class_view *class);

#endif
