/* walk.h - one walkthrough being walked, as walkthrough.c (files and lines) and walk_line.c (what a
 * line does) share it. Private to quiz/. */
#ifndef QUIZ_WALK_H
#define QUIZ_WALK_H

#include "quiz/session_state.h"

enum { WALK_LINE_MAX = 400 };

struct walk {
    const struct quiz *quiz;
    const char *name; /* for messages: "…/careful.walk" */
    const char *item; /* "" until said */
    size_t index;     /* of the item */
    struct session *session;
    struct event_list *acts; /* where the acts go; NULL: only played */
    struct quiz_problems *problems;
    int line;
    size_t expected; /* how much the walk has asked of the screens and the evidence */
    uint8_t seed[SEED_LEN];
};

struct walk_words {
    char verb[16]; /* "" for an empty line or a comment */
    char rest[WALK_LINE_MAX];
};

/* Does what one line says; problems go to walk->problems. False if the walk cannot go on from here.
 */
bool walk_line(struct walk *walk, const struct walk_words *words);

#endif
