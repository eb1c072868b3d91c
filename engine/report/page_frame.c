/* page_frame.c - head, style and foot of the report pages. Nothing is fetched, nothing runs: the file can be sent by mail, opened
 * without a network and printed. */
#include "report/page_frame.h"

#include "base/clock.h"
#include "base/text.h"

static const char STYLE[] =
    "*{box-sizing:border-box}"
    "body{margin:0 auto;padding:32px 24px;max-width:820px;font:16px/1.5 Roboto,'Noto Sans','Segoe UI',sans-serif;color:#1B1B20;"
    "background:#fff}"
    "header{display:flex;justify-content:space-between;align-items:flex-end;border-bottom:2px solid #1B1B20;padding-bottom:8px}"
    "header b{font-size:18px}header p{margin:0}header p+p{text-align:right}small,.small{font-size:14px;color:#4A4B52}"
    "h1{font-size:26px;line-height:1.35;margin:24px 0 8px}.lead{font-size:19px;margin:0 0 12px}main>.lead:first-child{margin-top:18px}"
    "h2{font-size:20px;color:#931A1A;margin:32px 0 4px}p{margin:4px 0 12px}"
    ".said{background:#F7F2E7;padding:12px 16px;margin:16px 0}.said p{margin:4px 0}"
    "table{border-collapse:collapse;width:100%;margin:8px 0}th,td{padding:5px 8px;border-bottom:1px solid #7C7D84;text-align:left;"
    "vertical-align:top}th{font-size:14px}td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "td.m{text-align:center;background:#F7F2E7;border-left:1px solid #7C7D84;border-right:1px solid #7C7D84}table.short{width:auto}td.k{white-space:nowrap}td.bar{width:110px}td.bar svg{min-width:90px;width:100px;margin-top:5px}"
    ".short td{padding-left:32px}"
    "dl{margin:8px 0;font-size:14px}dt{font-weight:700;float:left;clear:left;margin-right:8px}dd{margin:0 0 4px}"
    "svg{display:block;width:100%;min-width:640px;height:auto}.wide{overflow-x:auto}"
    "footer{border-top:1px solid #7C7D84;margin-top:24px;padding-top:8px;font-size:14px}"
    "@media screen and (max-width:640px){body{padding:16px}td.k{white-space:normal}td.n:last-child{white-space:normal}th.n{white-space:normal;font-size:12px}.long th,.long td{padding:5px 2px}.long td+td:not([class]){overflow-wrap:anywhere}"
    ".long td:first-child{display:none}.long td{font-size:14px}.short td{padding-left:8px}h1{font-size:22px}}"
    "@page{size:A4;margin:14mm}"
    "@media print{body{max-width:none;padding:0;font-size:11pt}h1{font-size:19pt;margin:14pt 0 6pt}.lead{font-size:13pt}"
    "h2{font-size:14pt;margin:16pt 0 2pt;break-after:avoid}h2+p.small{break-after:avoid}table,tr,svg,dl,.said{break-inside:avoid}th,td{padding:2.5pt 5pt}"
    "dl{line-height:1.3}dd{margin:0 0 1.5pt}footer{break-before:avoid;margin-top:10pt;padding-top:4pt}svg{min-width:0}.wide{overflow:visible}table.long{break-inside:auto}thead{display:table-header-group}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}small,.small,th,dl,footer{font-size:9pt}}";

void
page_begin(struct buffer *out, const struct page_head *head)
{
    char made[11];
    clock_print_date(head->made, made);
    buffer_print(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta http-equiv=\""
                 "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\"><title>",
                 head->is_english ? "en" : "vi");
    for (int i = 0; i < 2; i++) {
        text_add_html(out, head->title);
        if (head->name[0] != 0) {
            buffer_add_text(out, " · ");
            text_add_html(out, head->name);
        }
        if (i == 0)
            buffer_print(out, "</title><style>%s</style></head><body>\n<header><p><b>", STYLE);
    }
    buffer_add_text(out, "</b><br><small>");
    text_add_html(out, head->office);
    buffer_add_text(out, "</small></p><p><small>");
    text_add_html(out, head->dates);
    buffer_print(out, "<br>%s %s</small></p></header>\n<main>\n", head->is_english ? "made on" : "lập ngày", made);
}

void
page_end(struct buffer *out, const char *footer)
{
    buffer_add_text(out, "</main>\n<footer>");
    text_add_html(out, footer);
    buffer_add_text(out, "</footer></body></html>\n");
}

void
page_heading(struct buffer *out, const char *text)
{
    buffer_add_text(out, "<h2>");
    text_add_html(out, text);
    buffer_add_text(out, "</h2>\n");
}

void
page_small(struct buffer *out, const char *text)
{
    buffer_add_text(out, "<p class=\"small\">");
    text_add_html(out, text);
    buffer_add_text(out, "</p>\n");
}

void
page_begin_wide(struct buffer *out)
{
    buffer_add_text(out, "<div class=\"wide\" tabindex=\"0\">");
}

void
page_end_wide(struct buffer *out)
{
    buffer_add_text(out, "</div>\n");
}
