/* learner_pages.h - what a phone shows, as HTML that works without a script. */
#ifndef WEB_LEARNER_PAGES_H
#define WEB_LEARNER_PAGES_H

#include "web/site.h"

/* Whole pages: head, then what `inside` holds. */
void learner_begin_page(struct buffer *out, const char *language);
void learner_end_page(struct buffer *out);

struct learner_page {
    const struct learner_view *view;
    bool hand_is_up;
    const char *notice; /* key of a sentence that asks for something, NULL = none */
};
/* The inside of the page for a learner who has joined: <div class="screen" …>. */
void learner_add_screen(struct buffer *out, const struct learner_page *page);

/* The steps before that: six digits, name, birth year. */
enum join_step { STEP_CODE, STEP_NAME, STEP_YEAR };
struct join_page {
    enum join_step step;
    const char *language;
    const char *code, *name; /* what is known already, "" if not */
    const char *class_name;  /* of the class behind the code */
    const char *notice;
};
void learner_add_join(struct buffer *out, const struct join_page *page);

/* Shared by the pages: a drawing with a word in the corner, the last row with the languages, a
 * banner. */
void learner_add_listen(struct buffer *out, const char *language);
void learner_add_languages(struct buffer *out, const char *language);
void learner_add_notice(struct buffer *out, const char *language, const char *key,
                        const char *drawing);

/* Shared by api and forms. */
struct join_outcome {
    unsigned status;
    const char *word; /* for programs */
    const char *key;  /* for people */
};
const struct join_outcome *learner_join_outcome(enum join_answer answer);
/* FAULT_LIMIT: too many wrong codes. */
MUST_CHECK enum fault learner_try_join(struct site *site, const struct request *request,
                                       const char *name, int64_t birth_year,
                                       enum join_answer *answer, struct joined *joined,
                                       struct err *err);

#endif
