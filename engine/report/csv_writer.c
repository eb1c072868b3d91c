/* csv_writer.c - a table that a spreadsheet opens (RFC 4180): commas, CR LF, and a byte order mark, without which Excel does
 * not take the file for UTF-8. Commas and not semicolons, because every program but an Excel of a country with a decimal
 * comma expects them, and the roster's reader takes both. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/class_report.h"

double
report_round(double value)
{
    return floor(value * 1e6 + .5) / 1e6;
}

void
csv_begin(struct csv *csv, struct buffer *out)
{
    *csv = (struct csv){.out = out};
    buffer_add_text(out, "\xef\xbb\xbf");
}

static void
begin_cell(struct csv *csv)
{
    if (csv->has_cell)
        buffer_add_byte(csv->out, ',');
    csv->has_cell = true;
}

/* What Excel, LibreOffice or Google would take for a formula; the wide forms too, which East Asian settings fold. */
static bool
looks_like_formula(const char *text)
{
    static const char *const WIDE[] = {"＝", "＋", "－", "＠"};
    if (text[0] != 0 && strchr("=+-@\t\r\n", text[0]) != NULL)
        return true;
    for (size_t i = 0; i < sizeof WIDE / sizeof WIDE[0]; i++)
        if (strncmp(text, WIDE[i], strlen(WIDE[i])) == 0)
            return true;
    return false;
}

void
csv_text(struct csv *csv, const char *text)
{
    bool is_formula = looks_like_formula(text);
    begin_cell(csv);
    if (!is_formula && strpbrk(text, ",;\"\r\n\t") == NULL) {
        buffer_add_text(csv->out, text);
        return;
    }
    buffer_add_text(csv->out, is_formula ? "\"'" : "\"");
    for (const char *c = text; *c != 0; c++) {
        if (*c == '"')
            buffer_add_byte(csv->out, '"');
        buffer_add_byte(csv->out, (uint8_t)*c);
    }
    buffer_add_byte(csv->out, '"');
}

void
csv_number(struct csv *csv, int64_t number)
{
    begin_cell(csv);
    buffer_print(csv->out, "%" PRId64, number);
}

/* A leading minus is no formula here: it is a figure of ours, not anybody's words. */
void
csv_real(struct csv *csv, bool is_known, double value, int decimals)
{
    begin_cell(csv);
    if (is_known)
        buffer_print(csv->out, "%.*f", decimals, value);
}

void
csv_end_line(struct csv *csv)
{
    buffer_add_text(csv->out, "\r\n");
    csv->has_cell = false;
}
