/* certificate_pdf.c - one certificate as a PDF, by libharu.
 *
 * libharu loses parts of nested glyphs, so the fonts are flattened subsets (make_fonts.sh).
 * Attachments and metadata are built by hand: HPDF_AttachFile wants a path and orders names
 * wrongly, and its XMP is not well formed (FIGURES.md part 1, section 3). The same paper gives the
 * same bytes: nothing in the file comes from a clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "credential/paper_layout.h"

enum { CERTIFICATE_VERSION_MAX = 13, ISSUER_VERSION_MAX = 13 };

struct paper_press {
    HPDF_Doc doc;
    struct paper_fonts *fonts;
    struct paper_layout *layout;
    struct buffer ornament; /* as it stands in each file: deflated once, which takes longer than all
                               the rest */
    char *issuer_text;      /* the issuer's code is the same on all its papers: made once */
    struct qr_code issuer;
    HPDF_Dict under;        /* the ornament's stream in this file, which all its pages share */
    HPDF_STATUS problem;    /* the first error that libharu reported */
};

static void
note_problem(HPDF_STATUS number, HPDF_STATUS detail, void *user_data)
{
    struct paper_press *press = user_data;
    (void)detail;
    if (press->problem == 0)
        press->problem = number;
}

static enum fault
read_stream(HPDF_Stream stream, struct buffer *out, struct err *err)
{
    for (;;) {
        HPDF_BYTE part[8192];
        HPDF_UINT32 len = sizeof part;
        HPDF_STATUS status = HPDF_Stream_Read(stream, part, &len);
        buffer_add(out, part, len);
        if (status == HPDF_STREAM_EOF || len == 0)
            return FAULT_NONE;
        if (status != HPDF_OK)
            return err_set(err, FAULT_CANNOT, "the PDF could not be made (error 0x%04lX)",
                           (unsigned long)status);
    }
}

static void
begin_file(struct paper_press *press)
{
    press->problem = 0;
    press->under = NULL;
    HPDF_NewDoc(press->doc);
    HPDF_SetCompressionMode(press->doc, HPDF_COMP_ALL);
    paper_fonts_begin(press->fonts);
}

static enum fault
begin_page(struct paper_press *press, struct paper_page *page, struct err *err)
{
    *page = (struct paper_page){
        .doc = press->doc, .page = HPDF_AddPage(press->doc), .fonts = press->fonts, .err = err};
    if (page->page == NULL)
        return err_set(err, FAULT_CANNOT, "the PDF library makes no page (error 0x%04lX)",
                       (unsigned long)press->problem);
    HPDF_Page_SetSize(page->page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_LANDSCAPE);
    return FAULT_NONE;
}

/* What was drawn on the page, deflated as quickly as is still small: the digits of a code's outline
 * take zlib's (and so libharu's) usual level three times as long for a tenth less. */
static enum fault
deflate_page(struct paper_page *page, struct buffer *out, struct err *err)
{
    enum { QUICK = 4 };
    struct buffer drawn = {0};
    HPDF_PageAttr attr = page->page->attr;
    HPDF_Stream_Seek(attr->stream, 0, HPDF_SEEK_SET);
    enum fault fault = read_stream(attr->stream, &drawn, err);
    uLongf len = compressBound(drawn.len);
    uint8_t *deflated = memory_new(len);
    if (fault == FAULT_NONE && compress2(deflated, &len, drawn.data, drawn.len, QUICK) != Z_OK)
        fault = err_set(err, FAULT_CANNOT, "the PDF could not be made (deflate)");
    if (fault == FAULT_NONE)
        buffer_add(out, deflated, len);
    free(deflated);
    buffer_clear(&drawn);
    return fault;
}

/* Draws the ornament on a page that is thrown away, and keeps its bytes. */
static enum fault
press_ornament(struct paper_press *press, struct err *err)
{
    struct paper_page page = {0};
    begin_file(press);
    enum fault fault = begin_page(press, &page, err);
    if (fault == FAULT_NONE) {
        paper_lay_out_ornament(&page, press->layout);
        paper_stop_drawing(&page);
        fault = deflate_page(&page, &press->ornament, err);
    }
    HPDF_FreeDoc(press->doc);
    return fault;
}

enum fault
paper_press_open(const char *fonts_folder, const char *layout_path, struct paper_press **press,
                 struct err *err)
{
    struct paper_press *opened = memory_new(sizeof *opened);
    opened->doc = HPDF_New(note_problem, opened);
    if (opened->doc == NULL) {
        free(opened);
        return err_set(err, FAULT_CANNOT, "the PDF library does not start");
    }
    HPDF_UseUTFEncodings(opened->doc);
    enum fault fault = paper_fonts_open(opened->doc, fonts_folder, &opened->fonts, err);
    if (fault == FAULT_NONE)
        fault = paper_layout_read(layout_path, &opened->layout, err);
    if (fault == FAULT_NONE)
        fault = press_ornament(opened, err);
    if (fault != FAULT_NONE) {
        paper_press_close(opened);
        return fault;
    }
    *press = opened;
    return FAULT_NONE;
}

void
paper_press_close(struct paper_press *press)
{
    if (press == NULL)
        return;
    HPDF_Free(press->doc);
    paper_fonts_close(press->fonts);
    paper_layout_free(press->layout);
    qr_code_clear(&press->issuer);
    free(press->issuer_text);
    buffer_clear(&press->ornament);
    free(press);
}

/* ---- the page ---- */

/* libharu takes away a /Filter that it did not make itself. */
static HPDF_STATUS
say_deflated(HPDF_Dict dict, HPDF_Stream out)
{
    (void)dict;
    return HPDF_Stream_WriteStr(out, "/Filter /FlateDecode\n");
}

static HPDF_Dict
take_ornament(struct paper_press *press)
{
    if (press->under == NULL) {
        press->under = HPDF_DictStream_New(press->doc->mmgr, press->doc->xref);
        if (press->under != NULL) {
            HPDF_Stream_Write(press->under->stream, press->ornament.data, (HPDF_UINT)press->ornament.len);
            press->under->filter = HPDF_STREAM_FILTER_NONE;
            press->under->write_fn = say_deflated;
        }
    }
    return press->under;
}

/* The page's contents become two streams: the ornament, ready made, and what was drawn on it. */
static enum fault
put_together(struct paper_press *press, struct paper_page *page, struct err *err)
{
    struct buffer drawn = {0};
    HPDF_PageAttr attr = page->page->attr;
    HPDF_Dict under = take_ornament(press), over = attr->contents;
    HPDF_Array contents = HPDF_Array_New(press->doc->mmgr);
    enum fault fault = deflate_page(page, &drawn, err);
    if (fault == FAULT_NONE && under != NULL && contents != NULL) {
        HPDF_MemStream_FreeData(over->stream);
        HPDF_Stream_Write(over->stream, drawn.data, (HPDF_UINT)drawn.len);
        over->filter = HPDF_STREAM_FILTER_NONE;
        over->write_fn = say_deflated;
        HPDF_Array_Add(contents, under);
        HPDF_Array_Add(contents, over);
        HPDF_Dict_Add(page->page, "Contents", contents);
    }
    buffer_clear(&drawn);
    return fault;
}

static void
drop_file(struct paper_press *press)
{
    HPDF_ResetError(press->doc);
    HPDF_FreeDoc(press->doc);
}

/* The file as bytes; afterwards the press is free for the next. */
static enum fault
end_file(struct paper_press *press, enum fault fault, struct buffer *pdf, struct err *err)
{
    if (fault == FAULT_NONE)
        paper_fonts_end(press->fonts, press->doc);
    if (fault == FAULT_NONE && (HPDF_SaveToStream(press->doc) != HPDF_OK || press->problem != 0))
        fault = err_set(err, FAULT_CANNOT, "the PDF could not be made (error 0x%04lX)",
                        (unsigned long)press->problem);
    if (fault == FAULT_NONE) {
        HPDF_Stream_Seek(press->doc->stream, 0, HPDF_SEEK_SET);
        fault = read_stream(press->doc->stream, pdf, err);
    }
    drop_file(press);
    return fault;
}

static enum fault
draw_page(struct paper_press *press, struct paper_page *page, void (*draw)(struct paper_page *page, const void *what),
          const void *what, struct err *err)
{
    enum fault fault = begin_page(press, page, err);
    if (fault != FAULT_NONE)
        return fault;
    draw(page, what);
    paper_stop_drawing(page);
    return page->fault;
}

enum fault
paper_print(struct paper_press *press, void (*draw)(struct paper_page *page, const void *what),
            void (*finish)(struct paper_page *page, const void *what), const void *what,
            struct buffer *pdf, struct err *err)
{
    struct paper_page page = {0};
    begin_file(press);
    enum fault fault = draw_page(press, &page, draw, what, err);
    if (fault == FAULT_NONE && finish != NULL) {
        finish(&page, what);
        fault = page.fault;
    }
    return end_file(press, fault, pdf, err);
}

struct certificate_job {
    struct paper_press *press;
    struct paper_sheet sheet;
};

static void
draw_certificate(struct paper_page *page, const void *what)
{
    const struct certificate_job *job = what;
    paper_lay_out(page, job->press->layout, &job->sheet);
}

static void
finish_certificate(struct paper_page *page, const void *what)
{
    const struct certificate_job *job = what;
    paper_describe(page, job->sheet.paper);
    page->fault = put_together(job->press, page, page->err);
}

static enum fault
make_issuer_code(struct paper_press *press, const char *text, struct err *err)
{
    if (press->issuer_text != NULL && strcmp(press->issuer_text, text) == 0)
        return FAULT_NONE;
    free(press->issuer_text);
    press->issuer_text = NULL;
    qr_code_clear(&press->issuer);
    enum fault fault = qr_code_of_payload(text, ISSUER_VERSION_MAX, &press->issuer, err);
    if (fault == FAULT_NONE)
        press->issuer_text = memory_copy_text(text);
    return fault;
}

enum fault
certificate_pdf_draw(struct paper_press *press, const struct certificate_paper *paper,
                     struct buffer *pdf, struct err *err)
{
    struct qr_code certificate = {0};
    const struct certificate_job job = {press, {paper, &certificate, &press->issuer}};
    enum fault fault =
        qr_code_of_payload(paper->certificate_qr, CERTIFICATE_VERSION_MAX, &certificate, err);
    if (fault == FAULT_NONE)
        fault = make_issuer_code(press, paper->issuer_qr, err);
    if (fault == FAULT_NONE)
        fault = paper_print(press, draw_certificate, finish_certificate, &job, pdf, err);
    qr_code_clear(&certificate);
    return fault;
}

/* ---- a sheet of small papers ---- */

struct sheet_job {
    struct paper_press *press;
    const struct certificate_paper *papers;
    const struct qr_code *codes;
    size_t count;
};

static void
draw_sheet(struct paper_page *page, const void *what)
{
    const struct sheet_job *job = what;
    const struct paper_layout *layout = job->press->layout;
    for (size_t i = 0; i < job->count; i++) {
        const struct paper_sheet sheet = {&job->papers[i], &job->codes[i], NULL};
        page->origin_x = (double)(i % layout->columns) * layout->width;
        page->origin_y = (double)(i / layout->columns) * layout->height;
        paper_lay_out(page, layout, &sheet);
        paper_stop_drawing(page);
    }
    page->origin_x = page->origin_y = 0;
}

static void
finish_sheet(struct paper_page *page, const void *what)
{
    const struct sheet_job *job = what;
    page->fault = put_together(job->press, page, page->err);
}

size_t
paper_press_room(const struct paper_press *press)
{
    return press->layout->columns * press->layout->rows;
}

enum fault
paper_sheet_draw(struct paper_press *press, const struct certificate_paper *papers, size_t count,
                 struct buffer *pdf, struct err *err)
{
    struct qr_code *codes = memory_new_array(count, sizeof *codes);
    const struct sheet_job job = {press, papers, codes, count};
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = qr_code_of_payload(papers[i].certificate_qr, CERTIFICATE_VERSION_MAX, &codes[i], err);
    if (fault == FAULT_NONE)
        fault = paper_print(press, draw_sheet, finish_sheet, &job, pdf, err);
    for (size_t i = 0; i < count; i++)
        qr_code_clear(&codes[i]);
    free(codes);
    return fault;
}

/* ---- many pages in one file ---- */

void
paper_book_begin(struct paper_press *press)
{
    begin_file(press);
}

enum fault
paper_book_page(struct paper_press *press, void (*draw)(struct paper_page *page, const void *what), const void *what,
                bool has_ornament, struct err *err)
{
    struct paper_page page = {0};
    enum fault fault = draw_page(press, &page, draw, what, err);
    if (fault == FAULT_NONE && has_ornament)
        fault = put_together(press, &page, err);
    return fault;
}

enum fault
paper_book_add(struct paper_press *press, const struct certificate_paper *paper, struct err *err)
{
    struct qr_code certificate = {0};
    const struct certificate_job job = {press, {paper, &certificate, &press->issuer}};
    enum fault fault = qr_code_of_payload(paper->certificate_qr, CERTIFICATE_VERSION_MAX, &certificate, err);
    if (fault == FAULT_NONE)
        fault = make_issuer_code(press, paper->issuer_qr, err);
    if (fault == FAULT_NONE)
        fault = paper_book_page(press, draw_certificate, &job, true, err);
    qr_code_clear(&certificate);
    return fault;
}

enum fault
paper_book_end(struct paper_press *press, const char *title, const char *office, int64_t made_at, struct buffer *pdf,
               struct err *err)
{
    paper_describe_book(press->doc, title, office, made_at);
    return end_file(press, FAULT_NONE, pdf, err);
}

void
paper_book_drop(struct paper_press *press)
{
    drop_file(press);
}
