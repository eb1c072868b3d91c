/* paper_fonts.c - letters: in which font they are, and which byte they are in the file.
 *
 * Words are written in fonts of one byte a letter, whose encodings grow while the page is drawn:
 * ASCII keeps its bytes, other letters get 128 to 255 in the order of their coming, and a page with
 * more goes on in a second encoding. That is ten times faster and four times smaller than libharu's
 * UTF-8 fonts, which map 65 536 letters each. A letter that the wanted font lacks comes from a
 * wider one (SERIF_RARE, SANS_RARE); marks that Unicode has no composed letter for (Ê-đê, Ba-na)
 * are set over or under the letter by their outlines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "credential/paper.h"
#include "credential/paper_font_cut.h"

enum {
    ENCODINGS = 3,
    LETTERS = 0x2200,
    FIRST_BYTE = 128,
    BYTES = 256,
    MISSING = -1,
    NOT_ASKED = 0,
    RARE_MARK_GAP = 30
};

static const char *const FONT_FILES[PAPER_FONTS] = {
    [SERIF_SEMIBOLD] = "DausoSerif-SemiBold",
    [SERIF_BOLD] = "DausoSerif-Bold",
    [SERIF_ITALIC] = "DausoSerif-MediumItalic",
    [SANS] = "DausoSans-Regular",
    [SANS_MEDIUM] = "DausoSans-Medium",
    [SANS_SEMIBOLD] = "DausoSans-SemiBold",
    [SANS_BOLD] = "DausoSans-Bold",
    [SERIF_RARE] = "DausoRare-SerifBold",
    [SANS_RARE] = "DausoRare-Sans",
};

static const char *const ENCODING_NAMES[ENCODINGS] = {"dauso-1", "dauso-2", "dauso-3"};

struct face {
    const char *name; /* libharu's */
    HPDF_FontDef def;
    HPDF_Font fonts[ENCODINGS]; /* of this page */
    struct buffer file;         /* the font as it is on disk */
    int16_t widths[LETTERS];    /* 1 + thousandths of an em, NOT_ASKED or MISSING */
};

struct paper_fonts {
    struct face faces[PAPER_FONTS];
    HPDF_Encoder encodings[ENCODINGS];
    int used[ENCODINGS];     /* bytes given away, from FIRST_BYTE */
    uint16_t bytes[LETTERS]; /* 256 * encoding + byte, 0 = has none yet */
};

/* ---- opening ---- */

/* The encoding stands in the file once (paper_fonts_end), not in each font. */
static HPDF_STATUS
write_nothing(HPDF_Encoder encoder, HPDF_Stream out)
{
    (void)encoder;
    (void)out;
    return HPDF_OK;
}

/* Out of memory and not out of a file, since each page reads the outlines of its letters again.
 * `tag` is the six capitals before the name of a cut font. */
static HPDF_FontDef
load_font(HPDF_Doc doc, const struct buffer *file, char *tag)
{
    HPDF_Stream stream = HPDF_MemStream_New(doc->mmgr, (HPDF_UINT)file->len);
    if (stream == NULL || HPDF_Stream_Write(stream, file->data, (HPDF_UINT)file->len) != HPDF_OK)
        return NULL;
    HPDF_FontDef def = HPDF_TTFontDef_Load(doc->mmgr, stream, HPDF_TRUE); /* takes the stream */
    if (def == NULL)
        return NULL;
    HPDF_TTFontDef_SetTagName(def, tag);
    return HPDF_Doc_RegisterFontDef(doc, def) == HPDF_OK ? def : NULL;
}

static enum fault
open_face(HPDF_Doc doc, const char *folder, int which, struct face *face, struct err *err)
{
    enum { FONT_FILE_MAX = 4 << 20 };
    char *name = memory_print("%s.ttf", FONT_FILES[which]), *path = file_join(folder, name);
    char tag[] = "DAUSOA";
    struct buffer file = {0};
    enum fault fault = file_read(path, FONT_FILE_MAX, &file, NULL);
    tag[5] = (char)(tag[5] + which);
    if (fault != FAULT_NONE)
        fault =
            err_set(err, FAULT_CANNOT, "the font %s is not in %s: run `make` in the source folder",
                    FONT_FILES[which], folder);
    else if ((face->def = load_font(doc, &file, tag)) == NULL)
        fault = err_set(err, FAULT_CANNOT, "the font %s cannot be read: remove it and run `make`",
                        path);
    else
        face->name = face->def->base_font;
    face->file = file;
    free(path);
    free(name);
    return fault;
}

enum fault
paper_fonts_open(HPDF_Doc doc, const char *folder, struct paper_fonts **fonts, struct err *err)
{
    struct paper_fonts *opened = memory_new(sizeof *opened);
    enum fault fault = FAULT_NONE;
    for (int i = 0; i < PAPER_FONTS && fault == FAULT_NONE; i++)
        fault = open_face(doc, folder, i, &opened->faces[i], err);
    for (int i = 0; i < ENCODINGS && fault == FAULT_NONE; i++) {
        HPDF_Encoder encoding = HPDF_BasicEncoder_New(doc->mmgr, HPDF_ENCODING_WIN_ANSI);
        if (encoding == NULL || HPDF_Doc_RegisterEncoder(doc, encoding) != HPDF_OK) {
            fault = err_set(err, FAULT_CANNOT, "the PDF library makes no encoding");
            break;
        }
        snprintf(encoding->name, sizeof encoding->name, "%s", ENCODING_NAMES[i]);
        encoding->write_fn = write_nothing;
        opened->encodings[i] = encoding;
    }
    if (fault != FAULT_NONE) {
        paper_fonts_close(opened);
        return fault;
    }
    *fonts = opened;
    return FAULT_NONE;
}

/* Font definitions and encodings belong to the document. */
void
paper_fonts_close(struct paper_fonts *fonts)
{
    for (int i = 0; fonts != NULL && i < PAPER_FONTS; i++)
        buffer_clear(&fonts->faces[i].file);
    free(fonts);
}

void
paper_fonts_begin(struct paper_fonts *fonts)
{
    memset(fonts->bytes, 0, sizeof fonts->bytes);
    memset(fonts->used, 0, sizeof fonts->used);
    for (int i = 0; i < PAPER_FONTS; i++)
        memset(fonts->faces[i].fonts, 0, sizeof fonts->faces[i].fonts);
    for (int i = 0; i < ENCODINGS; i++) {
        HPDF_BasicEncoderAttr attr = fonts->encodings[i]->attr;
        attr->first_char = ' ';
        attr->last_char = BYTES - 1;
    }
}

/* ---- the encodings in the file ---- */

static HPDF_Dict
make_encoding(HPDF_Doc doc, const struct paper_fonts *fonts, int which)
{
    const HPDF_BasicEncoderAttr_Rec *attr = fonts->encodings[which]->attr;
    HPDF_Dict dict = HPDF_Dict_New(doc->mmgr);
    HPDF_Array differences = HPDF_Array_New(doc->mmgr);
    if (dict == NULL || differences == NULL || HPDF_Xref_Add(doc->xref, dict) != HPDF_OK)
        return NULL;
    HPDF_Array_AddNumber(differences, FIRST_BYTE);
    for (int i = 0; i < fonts->used[which]; i++) {
        char name[12];
        snprintf(name, sizeof name, "uni%04X", (unsigned)attr->unicode_map[FIRST_BYTE + i]);
        HPDF_Array_AddName(differences, name);
    }
    HPDF_Dict_AddName(dict, "Type", "Encoding");
    HPDF_Dict_AddName(dict, "BaseEncoding", "WinAnsiEncoding");
    HPDF_Dict_Add(dict, "Differences", differences);
    return dict;
}

/* For readers that do not know names such as /uni1EC5. */
static HPDF_Dict
make_to_unicode(HPDF_Doc doc, const struct paper_fonts *fonts, int which)
{
    enum { ROWS_MAX = 100 }; /* a PDF allows no more in one block */
    const HPDF_BasicEncoderAttr_Rec *attr = fonts->encodings[which]->attr;
    HPDF_Dict stream = HPDF_DictStream_New(doc->mmgr, doc->xref);
    struct buffer map = {0};
    if (stream == NULL)
        return NULL;
    buffer_print(
        &map,
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Dauso%d def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        "1 beginbfrange\n<20> <7E> <0020>\nendbfrange\n",
        which + 1);
    for (int done = 0; done < fonts->used[which];) {
        int rows = fonts->used[which] - done < ROWS_MAX ? fonts->used[which] - done : ROWS_MAX;
        buffer_print(&map, "%d beginbfchar\n", rows);
        for (int end = done + rows; done < end; done++)
            buffer_print(&map, "<%02X> <%04X>\n", (unsigned)(FIRST_BYTE + done),
                         (unsigned)attr->unicode_map[FIRST_BYTE + done]);
        buffer_add_text(&map, "endbfchar\n");
    }
    buffer_add_text(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    HPDF_Stream_Write(stream->stream, map.data, (HPDF_UINT)map.len);
    stream->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    buffer_clear(&map);
    return stream;
}

/* ---- the letters of this page as a font of its own ---- */

/* The letters that were drawn with this face, ascending. */
static size_t
gather_letters(const struct paper_fonts *fonts, const struct face *face, struct font_letter letters[LETTERS])
{
    HPDF_TTFontDefAttr attr = face->def->attr;
    size_t count = 0;
    for (unsigned code = ' '; code < LETTERS; code++) {
        if (code > '~' && fonts->bytes[code] == 0)
            continue;
        HPDF_UINT16 glyph = HPDF_TTFontDef_GetGlyphid(face->def, (HPDF_UINT16)code);
        if (glyph != 0 && attr->glyph_tbl.flgs[glyph] != 0)
            letters[count++] = (struct font_letter){(uint16_t)code, glyph};
    }
    return count;
}

static HPDF_Dict
add_font_file(HPDF_Doc doc, const struct buffer *font)
{
    HPDF_Dict stream = HPDF_DictStream_New(doc->mmgr, doc->xref);
    if (stream == NULL)
        return NULL;
    HPDF_Dict_AddNumber(stream, "Length1", (HPDF_INT32)font->len);
    HPDF_Stream_Write(stream->stream, font->data, (HPDF_UINT)font->len);
    stream->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    return stream;
}

/* libharu makes a descriptor with the font's data when the file is written, unless there is one already. */
static void
describe_face(HPDF_Doc doc, struct face *face, const struct buffer *font)
{
    HPDF_FontDef def = face->def;
    HPDF_TTFontDefAttr attr = def->attr;
    HPDF_Dict descriptor = HPDF_Dict_New(doc->mmgr), data = add_font_file(doc, font);
    if (descriptor == NULL || data == NULL || HPDF_Xref_Add(doc->xref, descriptor) != HPDF_OK)
        return;
    HPDF_Dict_AddName(descriptor, "Type", "FontDescriptor");
    HPDF_Dict_AddNumber(descriptor, "Ascent", def->ascent);
    HPDF_Dict_AddNumber(descriptor, "Descent", def->descent);
    HPDF_Dict_AddNumber(descriptor, "CapHeight", def->cap_height);
    HPDF_Dict_AddNumber(descriptor, "Flags", (HPDF_INT32)def->flags);
    HPDF_Dict_Add(descriptor, "FontBBox", HPDF_Box_Array_New(doc->mmgr, def->font_bbox));
    HPDF_Dict_AddName(descriptor, "FontName", attr->base_font);
    HPDF_Dict_AddNumber(descriptor, "ItalicAngle", def->italic_angle);
    HPDF_Dict_AddNumber(descriptor, "StemV", def->stemv);
    HPDF_Dict_Add(descriptor, "FontFile2", data);
    def->descriptor = descriptor;
}

/* A font that cannot be cut is embedded by libharu, whole. */
static void
cut_faces(struct paper_fonts *fonts, HPDF_Doc doc)
{
    struct font_letter *letters = memory_new_array(LETTERS, sizeof *letters);
    for (int i = 0; i < PAPER_FONTS; i++) {
        struct face *face = &fonts->faces[i];
        struct buffer font = {0};
        bool is_used = false;
        for (int e = 0; e < ENCODINGS; e++)
            is_used = is_used || face->fonts[e] != NULL;
        if (is_used) {
            size_t count = gather_letters(fonts, face, letters);
            if (paper_font_cut(&face->file, letters, count, &font))
                describe_face(doc, face, &font);
        }
        buffer_clear(&font);
    }
    free(letters);
}

void
paper_fonts_end(struct paper_fonts *fonts, HPDF_Doc doc)
{
    cut_faces(fonts, doc);
    for (int e = 0; e < ENCODINGS; e++) {
        HPDF_BasicEncoderAttr attr = fonts->encodings[e]->attr;
        HPDF_Dict dict = NULL, map = NULL;
        attr->last_char = (HPDF_BYTE)(FIRST_BYTE - 1 + fonts->used[e]);
        for (int i = 0; i < PAPER_FONTS; i++) {
            HPDF_Font font = fonts->faces[i].fonts[e];
            if (font == NULL)
                continue;
            if (dict == NULL) {
                dict = make_encoding(doc, fonts, e);
                map = make_to_unicode(doc, fonts, e);
            }
            if (dict == NULL || map == NULL) /* libharu has noted why: the page is not taken */
                return;
            HPDF_Dict_Add(font, "Encoding", dict);
            HPDF_Dict_Add(font, "ToUnicode", map);
            HPDF_Dict_AddNumber(font, "LastChar", attr->last_char);
        }
    }
}

/* ---- letters ---- */

size_t
paper_read_letter(const char *text, uint32_t *code)
{
    unsigned char first = (unsigned char)text[0];
    size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    *code = len == 1 ? first : first & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if (((unsigned char)text[i] & 0xc0) !=
            0x80) { /* not UTF-8 after all: a letter that no font has */
            *code = UINT32_MAX;
            return i;
        }
        *code = *code << 6 | ((unsigned char)text[i] & 0x3f);
    }
    return len;
}

/* In thousandths of an em, or MISSING. HPDF_TTFontDef_GetCharWidth would also mark the letter as
 * used. */
static int
letter_width(struct face *face, uint32_t code)
{
    if (code >= LETTERS || code < ' ')
        return MISSING;
    if (face->widths[code] == NOT_ASKED) {
        HPDF_UINT16 glyph = HPDF_TTFontDef_GetGlyphid(face->def, (HPDF_UINT16)code);
        int width = glyph == 0 ? MISSING : 1 + HPDF_TTFontDef_GetGidWidth(face->def, glyph);
        face->widths[code] = (int16_t)width;
    }
    return face->widths[code] == MISSING ? MISSING : face->widths[code] - 1;
}

/* The font that has the letter: the wanted one, else a wide one; PAPER_FONTS if none. */
static enum paper_font
find_font(struct paper_fonts *fonts, enum paper_font wanted, uint32_t code)
{
    if (letter_width(&fonts->faces[wanted], code) != MISSING)
        return wanted;
    enum paper_font rare = wanted <= SERIF_ITALIC ? SERIF_RARE : SANS_RARE;
    return letter_width(&fonts->faces[rare], code) != MISSING ? rare : PAPER_FONTS;
}

/* 256 * encoding + byte; -1 if the page has used up all bytes. */
static int
find_byte(struct paper_fonts *fonts, uint32_t code)
{
    if (fonts->bytes[code] != 0)
        return fonts->bytes[code];
    for (int e = 0; e < ENCODINGS; e++) {
        HPDF_BasicEncoderAttr attr = fonts->encodings[e]->attr;
        if (FIRST_BYTE + fonts->used[e] >= BYTES)
            continue;
        int byte = FIRST_BYTE + fonts->used[e]++;
        attr->unicode_map[byte] = (HPDF_UNICODE)code;
        fonts->bytes[code] = (uint16_t)(e * BYTES + byte);
        return fonts->bytes[code];
    }
    return -1;
}

static bool
is_mark(uint32_t code)
{
    return code >= 0x300 && code < 0x370;
}

/* Sets the mark over the letter (or the mark) before it, or under it if the font draws it below the
 * line. Outlines are in thousandths of an em (make_fonts.py sees to that). */
static void
place_mark(struct paper_fonts *fonts, enum paper_font font, uint32_t mark, struct paper_run *run)
{
    struct face *base_face = &fonts->faces[run->base_font];
    HPDF_Box own = HPDF_TTFontDef_GetCharBBox(fonts->faces[font].def, (HPDF_UINT16)mark);
    HPDF_Box base = HPDF_TTFontDef_GetCharBBox(base_face->def, (HPDF_UINT16)run->base);
    if (!run->has_marks) {
        run->top = (double)base.top;
        run->bottom = (double)base.bottom < 0 ? (double)base.bottom : 0;
        run->has_marks = true;
    }
    bool is_below = own.top <= 0;
    double lift = is_below ? run->bottom - RARE_MARK_GAP - (double)own.top
                           : run->top + RARE_MARK_GAP - (double)own.bottom;
    run->shift = (double)(base.left + base.right - own.left - own.right) / 2000 -
                 letter_width(base_face, run->base) / 1000.0;
    run->lift = lift / 1000;
    if (is_below)
        run->bottom = (double)own.bottom + lift;
    else
        run->top = (double)own.top + lift;
}

static HPDF_Font
take_font(struct paper_page *page, enum paper_font font, int encoding)
{
    struct face *face = &page->fonts->faces[font];
    if (face->fonts[encoding] == NULL)
        face->fonts[encoding] = HPDF_GetFont(page->doc, face->name, ENCODING_NAMES[encoding]);
    return face->fonts[encoding];
}

static bool
refuse_letter(struct paper_page *page, const char *letter, size_t len)
{
    page->fault = err_set(page->err, FAULT_INPUT,
                          "the letter \"%.*s\" is in none of the fonts, so the paper cannot be "
                          "printed",
                          (int)len, letter);
    return false;
}

bool
paper_next_run(struct paper_page *page, enum paper_font font, const char **text,
               struct paper_run *run)
{
    struct paper_fonts *fonts = page->fonts;
    enum paper_font run_font = PAPER_FONTS;
    int encoding = -1;
    size_t count = 0;
    uint32_t code;
    run->width = run->lift = run->shift = 0;
    while (**text != 0 && count + 1 < sizeof run->bytes) {
        size_t len = paper_read_letter(*text, &code);
        enum paper_font letter_font = find_font(fonts, font, code);
        if (letter_font == PAPER_FONTS)
            return refuse_letter(page, *text, len);
        int byte = code < 0x7f ? (int)code : find_byte(fonts, code);
        int letter_encoding = code < 0x7f ? encoding : byte / BYTES;
        if (byte < 0)
            return refuse_letter(page, *text, len);
        bool stands_alone = is_mark(code) && run->base != 0;
        if (count > 0 && (stands_alone || letter_font != run_font ||
                          (encoding >= 0 && letter_encoding != encoding)))
            break;
        run_font = letter_font;
        encoding = letter_encoding;
        run->bytes[count++] = (char)(byte % BYTES);
        *text += len;
        if (stands_alone) {
            place_mark(fonts, letter_font, code, run);
            break;
        }
        run->width += letter_width(&fonts->faces[letter_font], code) / 1000.0;
        run->base = code;
        run->base_font = letter_font;
        run->has_marks = false;
    }
    run->bytes[count] = 0;
    run->letters = count;
    run->font = count > 0 ? take_font(page, run_font, encoding < 0 ? 0 : encoding) : NULL;
    return run->font != NULL;
}

double
paper_measure(struct paper_fonts *fonts, enum paper_font font, const char *text, size_t len,
              size_t *letters)
{
    double width = 0;
    uint32_t code;
    *letters = 0;
    for (const char *at = text; at < text + len;) {
        at += paper_read_letter(at, &code);
        enum paper_font letter_font = find_font(fonts, font, code);
        if (letter_font == PAPER_FONTS || is_mark(code))
            continue;
        width += letter_width(&fonts->faces[letter_font], code);
        ++*letters;
    }
    return width / 1000;
}
