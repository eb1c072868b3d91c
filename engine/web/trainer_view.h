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
    const struct machine_state *machine;
    bool names_are_locked;
    const struct deed *deeds; /* that may be undone, newest first */
    size_t deed_count;
};

/* trainer_person.c, trainer_tools.c: pieces of the page */
void trainer_add_person(struct buffer *out, const struct trainer_view *view);
void trainer_add_tools(struct buffer *out, const struct trainer_view *view);
void trainer_add_undo(struct buffer *out, const struct trainer_view *view);
/* What the tools ask in the middle of the page, hidden at first. */
void trainer_add_dialogs(struct buffer *out, const struct trainer_view *view);

void trainer_add_tile(struct buffer *out, const struct trainer_view *view, const struct tile *tile);

/* The pieces of the page that change: each has an id of that name. NULL past the end. */
const char *trainer_piece(size_t n);
void trainer_add_piece(struct buffer *out, const struct trainer_view *view, size_t n);

/* The number that stands for the first star of the path; 0 if it is none. */
int64_t trainer_class_number(const struct request *request);
/* {"saved":true}; and the trainer's own mistakes as a sentence that says what to do (422). */
void trainer_reply_done(struct reply *reply);
void trainer_reply_fault(struct site *site, const struct err *err, struct reply *reply);
/* Done, or what went wrong. */
void trainer_reply_deed(struct site *site, enum fault fault, const struct err *err, struct reply *reply);

/* trainer_live.c: a class with everything that its page shows, for one console. FAULT_INPUT: no such class. */
struct live {
    struct class_view class;
    struct deed *deeds;
    struct trainer_view view;
};
MUST_CHECK enum fault live_open(struct site *site, int64_t class_id, const char *language, const char *chosen,
                                struct live *live, struct err *err);
void live_close(struct live *live);

/* The class behind the first star of the path. Answers 404 itself if there is none. */
bool trainer_find_view(struct site *site, const struct request *request, struct class_view *view,
                       struct reply *reply);

#endif
