/* chart_svg.c - shapes and words of the pictures, with numbers written short. */
#include "report/chart_svg.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"

/* "12", "12.5": one decimal is a tenth of a pixel. */
static const char *
short_number(double value, char out[32])
{
    double rounded = round(value * 10) / 10;
    snprintf(out, 32, fabs(rounded - round(rounded)) < .05 ? "%.0f" : "%.1f", rounded == 0 ? 0 : rounded);
    return out;
}

void
svg_begin(struct buffer *out, double width, double height, const char *says)
{
    char w[32], h[32];
    short_number(width, w);
    short_number(height, h);
    buffer_print(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"", w, h);
    text_add_html(out, says);
    buffer_print(out, "\" font-family=\"Roboto, 'Noto Sans', 'Segoe UI', sans-serif\" fill=\"%s\">\n"
                 "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
                 "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
                 "<path d=\"M1.5 0V6\" stroke=\"%s\" stroke-width=\"2.4\"/></pattern></defs>\n"
                 "<rect width=\"%s\" height=\"%s\" fill=\"#fff\"/>\n", SVG_INK, SVG_CHAM, w, h);
}

void
svg_end(struct buffer *out)
{
    buffer_add_text(out, "</svg>\n");
}

void
svg_text(struct buffer *out, double x, double y, double size, const char *look, const char *text)
{
    char a[32], b[32], c[32];
    buffer_print(out, "<text x=\"%s\" y=\"%s\" font-size=\"%s\" %s>", short_number(x, a), short_number(y, b),
                 short_number(size, c), look);
    text_add_html(out, text);
    buffer_add_text(out, "</text>\n");
}

void
svg_rect(struct buffer *out, double x, double y, double width, double height, const char *look)
{
    char a[32], b[32], c[32], d[32];
    buffer_print(out, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" %s/>\n", short_number(x, a), short_number(y, b),
                 short_number(width, c), short_number(height, d), look);
}

void
svg_line(struct buffer *out, double x1, double y1, double x2, double y2, const char *look)
{
    char a[32], b[32], c[32], d[32];
    buffer_print(out, "<path d=\"M%s %sL%s %s\" fill=\"none\" %s/>\n", short_number(x1, a), short_number(y1, b),
                 short_number(x2, c), short_number(y2, d), look);
}

void
svg_path(struct buffer *out, const double *points, size_t count, const char *look)
{
    char a[32], b[32];
    buffer_add_text(out, "<path d=\"");
    for (size_t i = 0; i < count; i++)
        buffer_print(out, "%s%s %s", i == 0 ? "M" : "L", short_number(points[2 * i], a), short_number(points[2 * i + 1], b));
    buffer_print(out, "\" fill=\"none\" %s/>\n", look);
}

void
svg_dot(struct buffer *out, double x, double y, double radius, bool is_solid)
{
    char a[32], b[32], c[32];
    buffer_print(out, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2.4\"/>\n",
                 short_number(x, a), short_number(y, b), short_number(radius, c), is_solid ? SVG_CHAM : "#fff",
                 is_solid ? SVG_CHAM : SVG_INK);
}

void
svg_diamond(struct buffer *out, double x, double y, double radius)
{
    double points[] = {x - radius, y, x, y - radius, x + radius, y, x, y + radius, x - radius, y};
    char a[32], b[32];
    buffer_add_text(out, "<path d=\"");
    for (size_t i = 0; i < 5; i++)
        buffer_print(out, "%s%s %s", i == 0 ? "M" : "L", short_number(points[2 * i], a), short_number(points[2 * i + 1], b));
    buffer_print(out, "Z\" fill=\"#fff\" stroke=\"%s\" stroke-width=\"2\"/>\n", SVG_INK);
}

void
svg_interval(struct buffer *out, double x1, double x2, double y)
{
    svg_line(out, x1, y, x2, y, "stroke=\"" SVG_CHAM "\" stroke-width=\"1.6\"");
}

void
svg_interval_upright(struct buffer *out, double x, double y1, double y2)
{
    svg_line(out, x, y1, x, y2, "stroke=\"" SVG_CHAM "\" stroke-width=\"1.6\"");
}
