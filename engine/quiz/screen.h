/* screen.h - what a screen says, as data for whoever draws it. Written by session_screen, always
 * canonical JSON.
 *
 * Every screen: "kind" question | practical | practice question: kind "question" with "practice":
 * true | done; "item", "number" (0 in practice), "of", "language", "says" (all of it in one text,
 * to be read aloud). question:  "asks", "drawing", "widgets": [options, next] practical: "title",
 * "story", "drawing", "brand": {"name","colour"}, "fence": true, "widgets": […]
 *
 * Widgets: {"kind":"heading","text"}  {"kind":"text","text"}  {"kind":"picture","drawing","says"}
 *   {"kind":"row","label","value","strong"}
 * {"kind":"field","id","label","input":"digits|text","length","value_len"}
 *   {"kind":"button","id","text","drawing","twin"}  {"kind":"code","id","label","drawing"}   (a
 * code to scan)
 *   {"kind":"options","chosen": id|null,"options":[{"id","text","drawing"}]}
 * {"kind":"next","enabled"}
 *
 * Option ids are the places on the screen ("a", "b", …, "dont-know"), which differ from attempt to
 * attempt: they say nothing of which is right. Button and code ids are the author's names. No key,
 * rule or later item is ever in it. Drawings are names of the symbols in
 * engine/web/ui/drawings.svg. */
#ifndef QUIZ_SCREEN_H
#define QUIZ_SCREEN_H

#include "quiz/quiz.h"

#endif
