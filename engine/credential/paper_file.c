/* paper_file.c - what a PDF holds besides its page: attachments, metadata, and the place of the signature. libharu has no
 * words for most of this, so the dictionaries are put together here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "credential/paper.h"
#include "credential/pdf_signature.h"

/* ---- attachments ---- */

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

enum { DEFLATED_FROM = 1200 /* bytes: signed messages do not get smaller */ };

struct attachment {
    const char *name, *description;
    const void *data;
    size_t len;
};

static void
attach(HPDF_Doc doc, HPDF_Array names, HPDF_Array associated, const struct attachment *file)
{
    HPDF_Dict stream = add_stream(doc, "EmbeddedFile", "application/cose", file->data, file->len),
              spec = add_dict(doc);
    HPDF_Dict files = HPDF_Dict_New(doc->mmgr), params = HPDF_Dict_New(doc->mmgr);
    if (stream == NULL || spec == NULL || files == NULL || params == NULL)
        return;
    if (file->len > DEFLATED_FROM)
        stream->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    HPDF_Dict_AddNumber(params, "Size", (HPDF_INT32)file->len);
    HPDF_Dict_Add(stream, "Params", params);
    HPDF_Dict_Add(files, "F", stream);
    HPDF_Dict_AddName(spec, "Type", "Filespec");
    HPDF_Dict_Add(spec, "F", HPDF_String_New(doc->mmgr, file->name, NULL));
    HPDF_Dict_Add(spec, "UF", HPDF_String_New(doc->mmgr, file->name, NULL));
    HPDF_Dict_Add(spec, "Desc",
                  HPDF_String_New(doc->mmgr, file->description, HPDF_GetEncoder(doc, "UTF-8")));
    HPDF_Dict_AddName(spec, "AFRelationship", "Data");
    HPDF_Dict_Add(spec, "EF", files);
    HPDF_Array_Add(names, HPDF_String_New(doc->mmgr, file->name, NULL));
    HPDF_Array_Add(names, spec);
    HPDF_Array_Add(associated, spec);
}

/* A name tree's keys are sorted. */
static void
attach_all(HPDF_Doc doc, const struct certificate_paper *paper, bool is_english)
{
    HPDF_Array names = HPDF_Array_New(doc->mmgr), associated = HPDF_Array_New(doc->mmgr);
    HPDF_Dict embedded = HPDF_Dict_New(doc->mmgr), trees = HPDF_Dict_New(doc->mmgr);
    const struct attachment files[] = {
        {"certificate.cose", is_english ? "The signed certificate" : "Giấy chứng nhận đã ký số",
         paper->certificate_cose, paper->certificate_cose_len},
        {"issuer.cose", is_english ? "The permit of the issuer" : "Giấy ủy quyền của nơi cấp",
         paper->issuer_cose, paper->issuer_cose_len},
        {"open-badge.json", "Open Badges 3.0", paper->open_badge, paper->open_badge_len},
        {"pdf-key.cose", is_english ? "Who may sign this PDF" : "Khóa được phép ký tệp PDF này",
         paper->pdf_key_cose, paper->pdf_key_cose_len},
    };
    if (names == NULL || associated == NULL || embedded == NULL || trees == NULL)
        return;
    HPDF_Dict_Add(embedded, "Names", names);
    HPDF_Dict_Add(trees, "EmbeddedFiles", embedded);
    HPDF_Dict_Add(doc->catalog, "Names", trees);
    HPDF_Dict_Add(doc->catalog, "AF", associated);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (files[i].len > 0)
            attach(doc, names, associated, &files[i]);
}

/* ---- the place of the signature ---- */

struct pdf_date {
    char text[32];
};

/* "D:20261123080000+07'00'", in UTC+7 as everywhere on paper. */
static struct pdf_date
pdf_date(int64_t unix_seconds)
{
    struct pdf_date date;
    time_t local = (time_t)(unix_seconds + 7 * 3600);
    struct tm parts = {0};
    gmtime_r(&local, &parts);
    strftime(date.text, sizeof date.text, "D:%Y%m%d%H%M%S+07'00'", &parts);
    return date;
}

static HPDF_Array
new_range(HPDF_Doc doc)
{
    HPDF_Array range = HPDF_Array_New(doc->mmgr);
    if (range == NULL)
        return NULL;
    HPDF_Array_AddNumber(range, 0);
    for (int i = 0; i < 3; i++)
        HPDF_Array_AddNumber(range, PDF_RANGE_NUMBER);
    return range;
}

static HPDF_Dict
add_signature(HPDF_Doc doc, const struct certificate_paper *paper)
{
    HPDF_Dict signature = add_dict(doc);
    HPDF_BYTE *zeros = memory_new(paper->signature_room);
    if (signature != NULL) {
        HPDF_Dict_AddName(signature, "Type", "Sig");
        HPDF_Dict_AddName(signature, "Filter", "Adobe.PPKLite");
        HPDF_Dict_AddName(signature, "SubFilter", "ETSI.CAdES.detached");
        HPDF_Dict_Add(signature, "ByteRange", new_range(doc));
        HPDF_Dict_Add(signature, "Contents",
                      HPDF_Binary_New(doc->mmgr, zeros, (HPDF_UINT)paper->signature_room));
        HPDF_Dict_Add(signature, "Name",
                      HPDF_String_New(doc->mmgr, paper->office, HPDF_GetEncoder(doc, "UTF-8")));
        HPDF_Dict_Add(signature, "M", HPDF_String_New(doc->mmgr, pdf_date(paper->issued_at).text, NULL));
    }
    free(zeros);
    return signature;
}

/* An invisible field with an empty signature, which pdf_sign fills in. */
static void
add_signature_field(HPDF_Doc doc, HPDF_Page page, const struct certificate_paper *paper)
{
    HPDF_Dict field = add_dict(doc), form = HPDF_Dict_New(doc->mmgr),
              signature = add_signature(doc, paper);
    HPDF_Array fields = HPDF_Array_New(doc->mmgr), annotations = HPDF_Array_New(doc->mmgr),
               corner = HPDF_Array_New(doc->mmgr);
    if (field == NULL || form == NULL || signature == NULL || fields == NULL ||
        annotations == NULL || corner == NULL)
        return;
    for (int i = 0; i < 4; i++)
        HPDF_Array_AddNumber(corner, 0);
    HPDF_Dict_AddName(field, "Type", "Annot");
    HPDF_Dict_AddName(field, "Subtype", "Widget");
    HPDF_Dict_AddName(field, "FT", "Sig");
    HPDF_Dict_Add(field, "T", HPDF_String_New(doc->mmgr, "Signature", NULL));
    HPDF_Dict_Add(field, "Rect", corner);
    HPDF_Dict_AddNumber(field, "F", 132); /* printed, locked */
    HPDF_Dict_Add(field, "V", signature);
    HPDF_Dict_Add(field, "P", page);
    HPDF_Array_Add(annotations, field);
    HPDF_Dict_Add(page, "Annots", annotations);
    HPDF_Array_Add(fields, field);
    HPDF_Dict_Add(form, "Fields", fields);
    HPDF_Dict_AddNumber(form, "SigFlags", 3); /* there are signatures; append only */
    HPDF_Dict_Add(doc->catalog, "AcroForm", form);
}

/* ---- metadata ---- */

/* In UTC+7, as everywhere on paper. */
static HPDF_Date
date_of(int64_t unix_seconds)
{
    time_t local = (time_t)(unix_seconds + 7 * 3600);
    struct tm parts = {0};
    gmtime_r(&local, &parts);
    return (HPDF_Date){parts.tm_year + 1900,
                       parts.tm_mon + 1,
                       parts.tm_mday,
                       parts.tm_hour,
                       parts.tm_min,
                       parts.tm_sec,
                       '+',
                       7,
                       0};
}

static void
add_metadata(HPDF_Doc doc, const struct certificate_paper *paper, const char *title)
{
    struct buffer xmp = {0};
    buffer_add_text(&xmp, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                          "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
                          "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                          "<rdf:Description rdf:about=\"\" "
                          "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt>"
                          "<rdf:li xml:lang=\"x-default\">");
    text_add_html(&xmp, title);
    buffer_add_text(&xmp, "</rdf:li></rdf:Alt></dc:title><dc:identifier>");
    text_add_html(&xmp, paper->id_text);
    buffer_print(&xmp,
                 "</dc:identifier><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>"
                 "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
                 paper->language);
    HPDF_Dict metadata = add_stream(doc, "Metadata", "XML", xmp.data, xmp.len);
    if (metadata != NULL)
        HPDF_Dict_Add(doc->catalog, "Metadata", metadata);
    HPDF_Dict_Add(doc->catalog, "Lang", HPDF_String_New(doc->mmgr, paper->language, NULL));
    buffer_clear(&xmp);
}

void
paper_describe(struct paper_page *page, const struct certificate_paper *paper)
{
    HPDF_Doc doc = page->doc;
    bool is_english = strcmp(paper->language, "en") == 0;
    char *title =
        memory_print("%s %s", is_english ? "Certificate" : "Giấy chứng nhận", paper->id_text);
    HPDF_SetCurrentEncoder(doc, "UTF-8");
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, title);
    HPDF_SetInfoAttr(doc, HPDF_INFO_AUTHOR, paper->office);
    HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, "Dauso");
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, date_of(paper->issued_at));
    /* A code printed at "fit to page" would be another size than it was made for. */
    HPDF_SetViewerPreference(doc, HPDF_PRINT_SCALING_NONE);
    add_metadata(doc, paper, title);
    attach_all(doc, paper, is_english);
    if (paper->signature_room > 0)
        add_signature_field(doc, page->page, paper);
    free(title);
}

void
paper_describe_book(HPDF_Doc doc, const char *title, const char *office, int64_t made_at)
{
    HPDF_SetCurrentEncoder(doc, "UTF-8");
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, title);
    HPDF_SetInfoAttr(doc, HPDF_INFO_AUTHOR, office);
    HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, "Dauso");
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, date_of(made_at));
    HPDF_SetViewerPreference(doc, HPDF_PRINT_SCALING_NONE);
    HPDF_Dict_Add(doc->catalog, "Lang", HPDF_String_New(doc->mmgr, "vi", NULL));
}
