/* screen.h - what a screen says, as data for whoever draws it. session_screen writes it, canonical.
 *
 * Every screen has
 *   kind      "question", "practical", or "done" (every item is behind; no more members than these)
 *   item      the id of the item, "" when done
 *   practice  true: shown first, never marked
 *   number    its place among the marked items, 0 in practice;   of: how many there are
 *             [more]: in an adaptive attempt instead of `of`, about how many are to come, this one included
 *   language  "vi", "en" or the code of another language; what lacks words in it is in vi
 *   says      the whole screen in one text, to be read aloud
 *   widgets   what stands on it, from top to bottom
 *   [vietnamese]  the texts of the screen that are in vi because the quiz lacks them in its language
 *
 * A question also has asks, drawing; its widgets are options and next.
 * A practical also has title, story, drawing, fence (true: it stands inside the practice fence),
 * is_money (false: no money in it), and brand {name, colour} while the person is in the app; without
 * brand the person stands outside it.
 *
 * A member in [brackets] is there only where it is not the default (false, "", none).
 * Widgets, by kind:
 *   heading  text
 *   text     text
 *   address  text: the address line of a browser
 *   picture  says, and drawing or file (a path in the quiz folder)
 *   row      label, value, strong
 *   options  options [{id, text, drawing}], chosen (an id, or null)
 *   next     enabled
 *   field    id, label, input ("text", "digits", "number", "date"), length (0: any), value_len (typed
 *            so far), [is_secret], [value] (typed last; never of a secret one), [has_pad]
 *   button   id, text, drawing, twin (two twins are the same size, side by side; order by the seed)
 *   code     id, label, drawing: a code to scan
 *   list     entries [{id, text, detail, drawing}]: rows that are pressed
 *   switch   id, label, detail, on
 *   choices  id, label, several, choices [{id, text, drawing, chosen}]
 *   photos   id, label, several, photos [{id, says, drawing or file, chosen}]
 *   message  from, text, mine: a bubble
 *   notification  id, from, text, drawing: pressed
 *   dialog   title, text; the buttons behind it stand inside it
 *   progress label, step, of
 *
 * An option's id is its place on the screen ("a", "b", …, "dont-know"). Places differ from attempt
 * to attempt, so an id says nothing of which is right; events store it. Ids of buttons, fields and
 * codes are the author's names. No key, rule, account or later item is ever in a screen. A drawing
 * is the name of a symbol in engine/web/ui/drawings.svg, "" for none. */
#ifndef QUIZ_SCREEN_H
#define QUIZ_SCREEN_H

#include "quiz/quiz.h"

#endif
