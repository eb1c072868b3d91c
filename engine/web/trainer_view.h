/* trainer_view.h - a class as the trainer's screen shows it, in pieces that the script exchanges
 * one by one. */
#ifndef WEB_TRAINER_VIEW_H
#define WEB_TRAINER_VIEW_H

#include "web/site.h"

struct trainer_view {
    const struct class_view *class;
    const char *language;
    const char *chosen; /* learner_id whose details are shown, "" = nobody */
    size_t wrong_codes; /* in the last minute */
};

void trainer_add_tile(struct buffer *out, const struct trainer_view *view, const struct tile *tile);

/* The pieces of the page that change: each has an id of that name. NULL past the end. */
const char *trainer_piece(size_t n);
void trainer_add_piece(struct buffer *out, const struct trainer_view *view, size_t n);

/* The class behind the first star of the path. Answers 404 itself if there is none. */
bool trainer_find_view(struct site *site, const struct request *request, struct class_view *view,
                       struct reply *reply);

#endif
