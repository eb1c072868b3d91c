/* page_frame.h - what every report page has around it: one HTML file with everything inside, made for A4 and for phones.
 * Private to report/ and its tests. */
#ifndef REPORT_PAGE_FRAME_H
#define REPORT_PAGE_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct page_head {
    const char *title;  /* "Báo cáo lớp" */
    const char *name;   /* of the class, village, quiz; "" = none */
    const char *office; /* who made it */
    const char *dates;  /* upper line on the right, "" = none */
    int64_t made;       /* Unix seconds, the lower one */
    bool is_english;
};
/* Up to and with <main>. */
void page_begin(struct buffer *out, const struct page_head *head);
/* Its end; `footer` stands below a line. */
void page_end(struct buffer *out, const char *footer);
/* <h2>text</h2>; <p class="small">text</p> */
void page_heading(struct buffer *out, const char *text);
void page_small(struct buffer *out, const char *text);
/* Around a picture or a table that is wider than a phone. */
void page_begin_wide(struct buffer *out);
void page_end_wide(struct buffer *out);

#endif
