/* demo_play.h - simulated learners sit the test on simulated phones, the trainer ends the class and issues. */
#ifndef CLI_DEMO_PLAY_H
#define CLI_DEMO_PLAY_H

#include "cli/child_server.h"
#include "cli/demo_people.h"

struct play {
    const struct child_server *server;
    const struct quiz *quiz;
    const struct framework *framework;
    const struct person *people;
    size_t people_count;
    uint8_t class_seed[SEED_LEN];
    bool shows_progress;  /* on stderr */
    /* Filled: */
    size_t acts_saved;    /* acknowledged by the server */
    size_t issued;
    size_t other_screens; /* screens that differ from those that the same events give here */
};

/* All of it over HTTP: join, test, end of class, issue. FAULT_CANNOT names the request that went wrong. */
MUST_CHECK enum fault play_class(struct play *play, struct err *err);

#endif
