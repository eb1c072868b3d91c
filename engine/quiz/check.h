/* check.h - the parts of checking a definition. Private to quiz/ and its tests.
 *
 * Every mistake is one sentence that begins with the author's file and line. All are collected. */
#ifndef QUIZ_CHECK_H
#define QUIZ_CHECK_H

#include "quiz/definition.h"

struct checking {
    const struct quiz *quiz; /* files and definition; nothing else is there yet */
    const struct json *item; /* the item being checked, NULL outside */
    struct quiz_problems *problems;
    char line[600];
    bool *reached; /* check_reaches: the screens of reached_item that can be come to */
    const struct json *reached_item;
};

enum field_kind {
    FIELD_TEXT,  /* plain text, the same in every language: names, ids */
    FIELD_WORDS, /* words that a learner reads: a text, or { vi = …, en = … } */
    FIELD_BOOLEAN,
    FIELD_NUMBER,
    FIELD_INTEGER,
    FIELD_AMOUNT, /* money: whole number, or "{variable}" */
    FIELD_LIST,
    FIELD_TABLE,
    FIELD_DRAWING, /* a symbol of the drawings, or a picture file of the quiz */
    FIELD_SPECIAL, /* checked by whoever owns the word */
    FIELD_OURS     /* made by the vocabulary, never by an author */
};

struct field_rule {
    const char *name;
    enum field_kind kind;
    long least, most;  /* of a number; `most` letters of words, 0 = 300 */
    const char *write; /* needed: how to write it; NULL: may be left out */
};

#define RULES_END                                                                                  \
    {                                                                                              \
        NULL, FIELD_OURS, 0, 0, NULL                                                               \
    }
#define MADE_BY_US                                                                                 \
    {"kind", FIELD_OURS, 0, 0, NULL},                                                              \
    {                                                                                              \
        "at", FIELD_OURS, 0, 0, NULL                                                               \
    }

/* "quizzes/x/quiz.lua:12" of something that a word made. */
const char *check_line(struct checking *checking, const struct json *made); /* until the next call */
/* Its id in quotation marks, or what its text says; for messages. */
const char *check_name(const struct json *made);

void check_fields(struct checking *checking, const char *word, const struct json *made,
                  const struct field_rule *rules);
/* Words that stand in a list: `most` letters. */
void check_words(struct checking *checking, const char *word, const struct json *made,
                 const char *field, const struct json *words, long most);
/* ", did you mean \"x\"?" or "". out holds the text. */
const char *check_meant(const char *given, const char *const *names, size_t count, char out[160]);
/* `name`, which stands in made[field], must be an id in the item's list `list`. */
void check_name_in(struct checking *checking, const struct json *made, const char *field,
                   const char *name, const char *list, const char *word);
/* made[field] must be an id in the item's list `list`, whose members the author calls `word`. */
void check_reference(struct checking *checking, const struct json *made, const char *field,
                     const char *list, const char *word);
/* Ids in `list` must differ. */
void check_doubles(struct checking *checking, const char *word, const struct json *list);

void check_item_id(struct checking *checking, const char *word, const struct json *made);
void check_question(struct checking *checking, const struct json *made);
void check_difficulty(struct checking *checking, const char *word, const struct json *made);
/* check_widgets.c: what stands on one screen. */
void check_widgets(struct checking *checking, const struct json *screen);
/* Calls `see` for each widget of a screen and each entry, choice and photo in it. */
void check_each_part(const struct json *screen,
                     void (*see)(void *about, const struct json *part), void *about);
void check_practical(struct checking *checking, const struct json *made);
/* check_evidence.c: lines of evidence, and whether they can ever be true. */
void check_evidence(struct checking *checking);
/* A condition anywhere in a task; `around` is what it belongs to. */
void check_condition(struct checking *checking, const struct json *around,
                     const struct json *condition);
/* Whether the item's screen `name` can be reached from where it starts. */
bool check_reaches(struct checking *checking, const char *name);

/* explain.c: a sentence of Lua's for somebody who is no programmer. words: the vocabulary's source, or NULL. Caller frees. */
char *check_explain(const char *detail, const char *words);

#endif
