/* paper_font_cut.h - a TrueType font cut down to the letters of one page. Private to credential/. */
#ifndef CREDENTIAL_PAPER_FONT_CUT_H
#define CREDENTIAL_PAPER_FONT_CUT_H

#include "credential/credential.h"

struct font_letter {
    uint16_t code;  /* Unicode */
    uint16_t glyph; /* in the whole font */
};
/* `font` is one of our own subsets: no composite glyphs, no instructions. letters: ascending by code, each once. False if
 * a table is missing, or a glyph lies outside its table. */
bool paper_font_cut(const struct buffer *font, const struct font_letter *letters, size_t count, struct buffer *out);

#endif
