/* site.h - what the handlers of routes share: the classroom, who may come in, how often, and where.
 */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "classroom/classroom.h"
#include "web/addresses.h"
#include "web/limits.h"
#include "web/machine.h"
#include "web/reply.h"
#include "web/request.h"

enum { SECRET_TEXT_LEN = 32 };

struct site {
    struct classroom *room;
    int64_t class_id; /* shown first, 0 = none yet */
    struct addresses addresses;
    const char *bind;
    const char *scheme; /* "http" or "https" */
    char learner_url[80];
    char trainer_url[160];
    char trainer_key[SECRET_TEXT_LEN + 1];    /* one-time; "" once used */
    char trainer_cookie[SECRET_TEXT_LEN + 1]; /* what the console's browser holds */
    struct limits limits;
    struct machine machine;
    size_t joined_count;  /* since the start */
    int64_t wrong_told_ms; /* wrong codes stood in the log */
    bool is_store_failing; /* the last COMMIT was refused */
    bool is_broken; /* a change failed half-way: everything since the last commit must go */
};

/* A fault that is nobody's mistake: nothing is saved, 507. */
void site_fail(struct site *site, struct reply *reply, const struct err *err);

/* Milliseconds that only go forward. */
int64_t site_now(void);

#endif
