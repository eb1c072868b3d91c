/* demo_play.h - simulated learners sit the test on simulated phones, the trainer ends the class and issues. */
#ifndef CLI_DEMO_PLAY_H
#define CLI_DEMO_PLAY_H

#include "cli/child_server.h"
#include "cli/demo_people.h"

struct play {
    const struct child_server *server;
    const struct quiz *quiz;
    size_t form; /* of the quiz */
    const struct framework *framework;
    const struct person *people;
    size_t people_count;
    uint8_t class_seed[SEED_LEN];
    bool shows_progress;   /* on stderr */
    bool compares_screens; /* with those that the same events give here */
    /* Filled: */
    size_t acts_saved;     /* acknowledged by the server */
    int64_t test_ms;       /* how long play_test or play_answers took */
    size_t issued;
    size_t other_screens;
    struct http_client *client;
    struct player *players;
};

/* The steps of a class, all of them over HTTP, in this order. FAULT_CANNOT names the request that went wrong. */
MUST_CHECK enum fault play_join(struct play *play, struct err *err);  /* one after the other: the roster is the same each time */
MUST_CHECK enum fault play_test(struct play *play, struct err *err);  /* everybody at once, to the end of the test */
/* Instead of the test: `count` of them from `first` on, at once, each change the answer to the first question `acts` times. */
MUST_CHECK enum fault play_answers(struct play *play, size_t first, size_t count, size_t acts, struct err *err);
/* The screen of one who has joined, from a server that was started again on the same folder. */
MUST_CHECK enum fault play_look_again(struct play *play, size_t number, const char *base_url, struct err *err);
MUST_CHECK enum fault play_issue(struct play *play, struct err *err); /* the trainer ends the class and issues */
void play_close(struct play *play);                                   /* hangs up; the figures stay */

#endif
