/* chart_svg.h - what the pictures of the reports are drawn with: SVG without scripts, legible in black and white and to those
 * who see no colours. Private to report/ and its tests.
 *
 * Units are those of the viewBox; `look` is attributes of ours ("font-weight=\"700\""), text is anybody's and is escaped. */
#ifndef REPORT_CHART_SVG_H
#define REPORT_CHART_SVG_H

#include <stdbool.h>

#include "base/buffer.h"

/* LOOK.md: ink, stone, indigo, lines, the paper of every second column, red of headings. */
#define SVG_INK "#1B1B20"
#define SVG_STONE "#4A4B52"
#define SVG_CHAM "#1F3468"
#define SVG_LINE "#7C7D84"
#define SVG_PAPER "#F7F2E7"
#define SVG_SON "#931A1A"

/* White ground, and a pattern "hatch" to fill with. `says` is read out by screen readers. */
void svg_begin(struct buffer *out, double width, double height, const char *says);
void svg_end(struct buffer *out);

void svg_text(struct buffer *out, double x, double y, double size, const char *look, const char *text);
void svg_rect(struct buffer *out, double x, double y, double width, double height, const char *look);
void svg_line(struct buffer *out, double x1, double y1, double x2, double y2, const char *look);
/* Points as x, y pairs. */
void svg_path(struct buffer *out, const double *points, size_t count, const char *look);
/* Before is hollow, after is solid; not clear is a hollow diamond (LOOK.md, growth row). */
void svg_dot(struct buffer *out, double x, double y, double radius, bool is_solid);
void svg_diamond(struct buffer *out, double x, double y, double radius);
/* An interval: a thin line with small ends, or without. */
void svg_interval(struct buffer *out, double x1, double x2, double y);
void svg_interval_upright(struct buffer *out, double x, double y1, double y2);

#endif
