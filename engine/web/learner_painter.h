/* learner_painter.h - what the files that draw a learner's screen share: learner_screen.c (the page round it),
 * learner_widgets.c (the table of widgets, and those of a simulated phone), learner_questions.c (those of questions).
 *
 * One form holds the whole screen. Every button of it is a submit button whose value says what was done
 * ("choose:keep-silent", "press:pay"), every field is named "type:ID": each step works without a script, and the script
 * reads the same values. */
#ifndef WEB_LEARNER_PAINTER_H
#define WEB_LEARNER_PAINTER_H

#include "base/buffer.h"
#include "base/json.h"

struct painter {
    struct buffer *out;
    const char *language;
    const struct json *screen;
    bool has_heading; /* the first one gets the focus */
    bool in_twins, in_dialog;
};

/* The widgets of the screen; `wants_next`: only the way on, or all but that. */
void painter_add_widgets(struct painter *painter, bool wants_next);

/* Words of strings.tsv; words of the author (member of a widget), NULL says nothing. */
void painter_say(const struct painter *painter, const char *key);
void painter_add_member(const struct painter *painter, const struct json *widget, const char *member);
bool painter_has_text(const struct json *widget, const char *member); /* and it is not "" */
/* ` name="value"`, words of the author */
void painter_add_attribute(const struct painter *painter, const char *name, const char *value);
/* ` name="act" value="verb:target"`, or "verb:target=part" */
void painter_add_act(const struct painter *painter, const char *verb, const char *target, const char *part);
void painter_add_heading(struct painter *painter, const char *text);
/* <img> of a file of the quiz, ` src` as GET /picture/NAME serves it. */
void painter_add_image(const struct painter *painter, const char *css, const char *file, const char *says);

/* A card that is chosen: radio, box or number, words, drawing. */
struct card {
    const char *css;
    const char *mark; /* "radio", "box" or "place" */
    int64_t place;    /* written in the mark, 0: nothing */
    bool is_chosen;
    const char *verb, *target, *part;
    const char *text, *drawing;
};
void painter_add_card(const struct painter *painter, const struct card *card);

/* learner_questions.c */
void question_add_options(struct painter *painter, const struct json *widget);
void question_add_pairs(struct painter *painter, const struct json *widget);
void question_add_gapped(struct painter *painter, const struct json *widget);
void question_add_spots(struct painter *painter, const struct json *widget);
void question_add_unknown(struct painter *painter, const struct json *widget);
void question_add_next(struct painter *painter, const struct json *widget);

/* learner_fields.c */
void field_add(struct painter *painter, const struct json *widget);

#endif
