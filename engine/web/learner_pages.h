/* learner_pages.h - what a phone shows, as HTML that works without a script. */
#ifndef WEB_LEARNER_PAGES_H
#define WEB_LEARNER_PAGES_H

#include "web/site.h"

/* Whole pages: head, then what `inside` holds. */
void learner_begin_page(struct buffer *out, const char *language);
void learner_end_page(struct buffer *out);

struct learner_page {
    const struct learner_view *view;
    const char *notice; /* key of a sentence that asks for something, NULL = none */
};
/* The inside of the page for a learner who has joined: <div class="screen" …>. */
void learner_add_screen(struct buffer *out, const struct learner_page *page);

/* learner_welcome.c: between joining and the first item, and beside the test. */
bool learner_is_welcome(const char *kind);
void learner_add_welcome(struct buffer *out, const char *language, const struct learner_page *page, const char *kind);
/* What was agreed to, for the record: "yes:1:0123456789abcdef" with the hash of the words in that language. */
void learner_print_consent(const char *language, bool is_yes, char out[32]);

/* The steps before that: six digits, the list of names or a typed one, birth year; picture and four
 * digits of who comes back. */
enum join_step { STEP_CODE, STEP_ROSTER, STEP_NAME, STEP_YEAR, STEP_PICTURE, STEP_DIGITS };
struct join_page {
    enum join_step step;
    const char *language;
    const char *code, *name; /* what is known already, "" if not */
    const char *learner_id;  /* of who comes back, NULL if not */
    int picture;             /* 0 = not chosen yet */
    const struct roster_name *roster;
    size_t roster_count;
    const char *class_name;  /* of the class behind the code */
    const char *notice;
};
void learner_add_join(struct buffer *out, const struct join_page *page);
/* Twelve buttons, name="picture" value="1"... */
void learner_add_pictures(struct buffer *out, const char *language);

/* Shared by the pages: a drawing with a word in the corner, the last row with the languages, a
 * banner. */
void learner_add_listen(struct buffer *out, const char *language);
void learner_add_languages(struct buffer *out, const char *language);
void learner_add_notice(struct buffer *out, const char *language, const char *key,
                        const char *drawing);

/* Keys for a script that fills the field right before it: no letter, no keyboard. go_key: then there are boxes to be
 * seen and a key that sends; NULL: the field itself is seen. */
void learner_add_pad(struct buffer *out, const char *language, size_t digits, const char *go_key);

/* Shared by api and forms. */
struct join_outcome {
    unsigned status;
    const char *word; /* for programs */
    const char *key;  /* for people */
};
const struct join_outcome *learner_join_outcome(enum join_answer answer);
/* FAULT_LIMIT: too many wrong codes. */
MUST_CHECK enum fault learner_try_join(struct site *site, const struct request *request,
                                       struct join_request *wanted, enum join_answer *answer,
                                       struct joined *joined, struct err *err);

/* What a note says for the record: a plain yes or no to consent gets version and hash of the text. */
const char *learner_note_value(const struct request *request, const char *verb, const char *value, char consent[32]);

#endif
