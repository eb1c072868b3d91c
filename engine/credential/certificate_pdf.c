/* certificate_pdf.c - one certificate as a PDF, by libharu.
 *
 * libharu loses parts of nested glyphs, so the fonts are flattened subsets (make_fonts.sh). Attachments and metadata
 * are built by hand: HPDF_AttachFile wants a path and orders names wrongly, and its XMP is not well formed
 * (FIGURES.md part 1, section 3). The same paper gives the same bytes: nothing in the file comes from a clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "credential/paper.h"

enum { CERTIFICATE_VERSION_MAX = 13, ISSUER_VERSION_MAX = 13 };

static const char *const FONT_FILES[PAPER_FONTS] = {
    [SERIF_SEMIBOLD] = "DausoSerif-SemiBold", [SERIF_BOLD] = "DausoSerif-Bold",
    [SERIF_ITALIC] = "DausoSerif-MediumItalic", [SANS] = "DausoSans-Regular",
    [SANS_MEDIUM] = "DausoSans-Medium", [SANS_SEMIBOLD] = "DausoSans-SemiBold",
    [SANS_BOLD] = "DausoSans-Bold",
};

struct paper_press {
    HPDF_Doc doc;
    HPDF_STATUS problem; /* the first error that libharu reported */
    const char *names[PAPER_FONTS];
};

static void
note_problem(HPDF_STATUS number, HPDF_STATUS detail, void *user_data)
{
    struct paper_press *press = user_data;
    (void)detail;
    if (press->problem == 0)
        press->problem = number;
}

enum fault
paper_press_open(const char *fonts_folder, struct paper_press **press, struct err *err)
{
    struct paper_press *opened = memory_new(sizeof *opened);
    opened->doc = HPDF_New(note_problem, opened);
    if (opened->doc == NULL) {
        free(opened);
        return err_set(err, FAULT_CANNOT, "the PDF library does not start");
    }
    HPDF_UseUTFEncodings(opened->doc);
    for (int i = 0; i < PAPER_FONTS && opened->problem == 0; i++) {
        char *name = memory_print("%s.ttf", FONT_FILES[i]), *path = file_join(fonts_folder, name);
        if (file_exists(path))
            opened->names[i] = HPDF_LoadTTFontFromFile(opened->doc, path, HPDF_TRUE);
        free(path);
        free(name);
        if (opened->names[i] == NULL) {
            paper_press_close(opened);
            return err_set(err, FAULT_CANNOT, "the font %s is not in %s: run `make` in the source folder", FONT_FILES[i],
                           fonts_folder);
        }
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
    free(press);
}

/* ---- attachments and metadata ---- */

static HPDF_Dict
add_stream(HPDF_Doc doc, const char *type, const char *subtype, const void *data, size_t len)
{
    HPDF_Dict stream = HPDF_DictStream_New(doc->mmgr, doc->xref);
    if (stream == NULL)
        return NULL;
    HPDF_Dict_AddName(stream, "Type", type);
    HPDF_Dict_AddName(stream, "Subtype", subtype);
    HPDF_Stream_Write(stream->stream, data, (HPDF_UINT)len);
    return stream;
}

static HPDF_Dict
add_dict(HPDF_Doc doc)
{
    HPDF_Dict dict = HPDF_Dict_New(doc->mmgr);
    if (dict != NULL && HPDF_Xref_Add(doc->xref, dict) != HPDF_OK)
        return NULL;
    return dict;
}

static void
attach(HPDF_Doc doc, HPDF_Array names, HPDF_Array associated, const char *name, const char *description,
       const void *data, size_t len)
{
    HPDF_Dict stream = add_stream(doc, "EmbeddedFile", "application/cose", data, len), spec = add_dict(doc);
    HPDF_Dict files = HPDF_Dict_New(doc->mmgr), params = HPDF_Dict_New(doc->mmgr);
    if (stream == NULL || spec == NULL || files == NULL || params == NULL)
        return;
    HPDF_Dict_AddNumber(params, "Size", (HPDF_INT32)len);
    HPDF_Dict_Add(stream, "Params", params);
    HPDF_Dict_Add(files, "F", stream);
    HPDF_Dict_AddName(spec, "Type", "Filespec");
    HPDF_Dict_Add(spec, "F", HPDF_String_New(doc->mmgr, name, NULL));
    HPDF_Dict_Add(spec, "UF", HPDF_String_New(doc->mmgr, name, NULL));
    HPDF_Dict_Add(spec, "Desc", HPDF_String_New(doc->mmgr, description, NULL));
    HPDF_Dict_AddName(spec, "AFRelationship", "Data");
    HPDF_Dict_Add(spec, "EF", files);
    HPDF_Array_Add(names, HPDF_String_New(doc->mmgr, name, NULL));
    HPDF_Array_Add(names, spec);
    HPDF_Array_Add(associated, spec);
}

/* A name tree's keys are sorted: certificate.cose, issuer.cose. */
static void
attach_all(HPDF_Doc doc, const struct certificate_paper *paper)
{
    HPDF_Array names = HPDF_Array_New(doc->mmgr), associated = HPDF_Array_New(doc->mmgr);
    HPDF_Dict embedded = HPDF_Dict_New(doc->mmgr), trees = HPDF_Dict_New(doc->mmgr);
    if (names == NULL || associated == NULL || embedded == NULL || trees == NULL)
        return;
    HPDF_Dict_Add(embedded, "Names", names);
    HPDF_Dict_Add(trees, "EmbeddedFiles", embedded);
    HPDF_Dict_Add(doc->catalog, "Names", trees);
    HPDF_Dict_Add(doc->catalog, "AF", associated);
    attach(doc, names, associated, "certificate.cose", "The signed certificate (COSE_Sign1)", paper->certificate_cose,
           paper->certificate_cose_len);
    attach(doc, names, associated, "issuer.cose", "The permit of the issuer (COSE_Sign1)", paper->issuer_cose,
           paper->issuer_cose_len);
}

static void
add_metadata(HPDF_Doc doc, const struct certificate_paper *paper, const char *title)
{
    struct buffer xmp = {0};
    buffer_add_text(&xmp, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt>"
                    "<rdf:li xml:lang=\"x-default\">");
    text_add_html(&xmp, title);
    buffer_add_text(&xmp, "</rdf:li></rdf:Alt></dc:title><dc:identifier>");
    text_add_html(&xmp, paper->id_text);
    buffer_print(&xmp, "</dc:identifier><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>"
                 "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", paper->language);
    HPDF_Dict metadata = add_stream(doc, "Metadata", "XML", xmp.data, xmp.len);
    if (metadata != NULL)
        HPDF_Dict_Add(doc->catalog, "Metadata", metadata);
    HPDF_Dict_Add(doc->catalog, "Lang", HPDF_String_New(doc->mmgr, paper->language, NULL));
    buffer_clear(&xmp);
}

static void
describe(HPDF_Doc doc, const struct certificate_paper *paper)
{
    char *title = memory_print("Giấy chứng nhận %s", paper->id_text);
    HPDF_SetCurrentEncoder(doc, "UTF-8");
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, title);
    HPDF_SetInfoAttr(doc, HPDF_INFO_AUTHOR, paper->office);
    HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, "Dauso");
    add_metadata(doc, paper, title);
    attach_all(doc, paper);
    free(title);
}

/* ---- the page ---- */

static enum fault
begin_page(struct paper_press *press, struct paper_page *page, struct err *err)
{
    press->problem = 0;
    HPDF_NewDoc(press->doc);
    HPDF_SetCompressionMode(press->doc, HPDF_COMP_ALL);
    *page = (struct paper_page){.doc = press->doc, .page = HPDF_AddPage(press->doc), .font_names = press->names, .err = err};
    if (page->page == NULL)
        return err_set(err, FAULT_CANNOT, "the PDF library makes no page (error 0x%04lX)", (unsigned long)press->problem);
    HPDF_Page_SetSize(page->page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_LANDSCAPE);
    for (int i = 0; i < PAPER_FONTS; i++)
        page->fonts[i] = HPDF_GetFont(press->doc, press->names[i], "UTF-8");
    return FAULT_NONE;
}

static enum fault
take_bytes(struct paper_press *press, struct buffer *pdf, struct err *err)
{
    if (HPDF_SaveToStream(press->doc) != HPDF_OK || press->problem != 0)
        return err_set(err, FAULT_CANNOT, "the PDF could not be made (error 0x%04lX)", (unsigned long)press->problem);
    HPDF_ResetStream(press->doc);
    for (;;) {
        HPDF_BYTE part[8192];
        HPDF_UINT32 len = sizeof part;
        HPDF_STATUS status = HPDF_ReadFromStream(press->doc, part, &len);
        buffer_add(pdf, part, len);
        if (len == 0 || (status != HPDF_OK && status != HPDF_STREAM_EOF))
            break;
    }
    return FAULT_NONE;
}

enum fault
certificate_pdf_draw(struct paper_press *press, const struct certificate_paper *paper, struct buffer *pdf,
                     struct err *err)
{
    struct qr_code certificate = {0}, issuer = {0};
    struct paper_page page = {0};
    enum fault fault = qr_code_of_payload(paper->certificate_qr, CERTIFICATE_VERSION_MAX, &certificate, err);
    if (fault == FAULT_NONE)
        fault = qr_code_of_payload(paper->issuer_qr, ISSUER_VERSION_MAX, &issuer, err);
    if (fault == FAULT_NONE)
        fault = begin_page(press, &page, err);
    if (fault == FAULT_NONE) {
        paper_lay_out(&page, paper, &certificate, &issuer);
        describe(press->doc, paper);
        fault = page.fault;
    }
    if (fault == FAULT_NONE)
        fault = take_bytes(press, pdf, err);
    HPDF_ResetError(press->doc);
    HPDF_FreeDoc(press->doc);
    qr_code_clear(&certificate);
    qr_code_clear(&issuer);
    return fault;
}
