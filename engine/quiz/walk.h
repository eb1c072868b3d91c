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
    bool has_seed;      /* the walk names one */
    bool is_for_others; /* its `with` asks for another value of a parameter */
};

struct walk_words {
    char verb[16]; /* "" for an empty line or a comment */
    char rest[WALK_LINE_MAX];
};

/* Does what one line says; problems go to walk->problems. False if the walk cannot go on from here.
 */
bool walk_line(struct walk *walk, const struct walk_words *words);
/* The seed that the line `seed 7` gives. */
void walk_use_seed(struct walk *walk, int number);

/* ---- for the words of walk_line.c, walk_task.c ---- */
/* "FILE:LINE: text "which", did you mean "…"?" */
void walk_add_problem(struct walk *walk, const char *text, const char *which,
                      const char *const *names, size_t count);
/* Does one act; false, and a problem, if it is refused. */
bool walk_play(struct walk *walk, const char *verb, const char *target, const char *value);
/* "PIN = 2580" becomes two texts that the caller frees; false, and the complaint, if there is no =. */
bool walk_split(struct walk *walk, const char *rest, const char *complaint, char **name, char **value);
void walk_press(struct walk *walk, const char *rest);
void walk_scan(struct walk *walk, const char *rest);
void walk_type(struct walk *walk, const char *rest);
void walk_switch(struct walk *walk, const char *rest);
void walk_pick(struct walk *walk, const char *rest);
void walk_unpick(struct walk *walk, const char *rest);
void walk_choose(struct walk *walk, const char *rest);
void walk_unchoose(struct walk *walk, const char *rest);
void walk_match(struct walk *walk, const char *rest);
void walk_answer(struct walk *walk, const char *rest);
void walk_next(struct walk *walk, const char *rest);

#endif
