/* paper_font_cut.c - what a viewer needs of a font, and nothing more (OpenType 1.9, PDF 1.7 section 9.9): the outlines of
 * the letters used, numbered anew, their widths, and which letter is which. libharu leaves the numbers as they were and
 * with them whole tables of what is not on the page; that was half of the file. */
#include "credential/paper_font_cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { TABLES = 7, DIRECTORY = 12, RECORD = 16, HEAD_LEN = 54, HHEA_LEN = 36, MAXP_LEN = 32, LETTERS_MAX = 512 };

struct table {
    const uint8_t *data;
    size_t len;
};
struct whole_font {
    struct table head, hhea, maxp, hmtx, loca, glyf;
    size_t glyph_count, width_count;
    bool has_long_places;
};

static unsigned
read_u16(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static uint32_t
read_u32(const uint8_t *at)
{
    return (uint32_t)read_u16(at) << 16 | read_u16(at + 2);
}

static void
add_u16(struct buffer *out, unsigned value)
{
    buffer_add_byte(out, (uint8_t)(value >> 8));
    buffer_add_byte(out, (uint8_t)value);
}

static void
add_u32(struct buffer *out, uint32_t value)
{
    add_u16(out, value >> 16);
    add_u16(out, value & 0xffff);
}

static struct table
find_table(const struct buffer *font, const char *tag)
{
    size_t count = font->len < DIRECTORY ? 0 : read_u16(font->data + 4);
    for (size_t i = 0; i < count && DIRECTORY + (i + 1) * RECORD <= font->len; i++) {
        const uint8_t *record = font->data + DIRECTORY + i * RECORD;
        size_t at = read_u32(record + 8), len = read_u32(record + 12);
        if (memcmp(record, tag, 4) == 0 && at <= font->len && len <= font->len - at)
            return (struct table){font->data + at, len};
    }
    return (struct table){NULL, 0};
}

static bool
open_font(const struct buffer *font, struct whole_font *out)
{
    *out = (struct whole_font){find_table(font, "head"), find_table(font, "hhea"), find_table(font, "maxp"),
                               find_table(font, "hmtx"), find_table(font, "loca"), find_table(font, "glyf"), 0, 0, false};
    if (out->head.len < HEAD_LEN || out->hhea.len < HHEA_LEN || out->maxp.len < MAXP_LEN || out->glyf.data == NULL)
        return false;
    out->has_long_places = read_u16(out->head.data + 50) == 1;
    out->width_count = read_u16(out->hhea.data + 34);
    out->glyph_count = read_u16(out->maxp.data + 4);
    return out->width_count > 0 && out->hmtx.len >= out->width_count * 4 + (out->glyph_count - out->width_count) * 2 &&
           out->loca.len >= (out->glyph_count + 1) * (out->has_long_places ? 4u : 2u);
}

static size_t
place_of(const struct whole_font *font, size_t glyph)
{
    return font->has_long_places ? read_u32(font->loca.data + glyph * 4) : 2 * (size_t)read_u16(font->loca.data + glyph * 2);
}

/* An outline, padded to an even place, as short places need. */
static bool
add_outline(const struct whole_font *font, size_t glyph, struct buffer *glyf, struct buffer *loca)
{
    size_t from = place_of(font, glyph), to = glyph < font->glyph_count ? place_of(font, glyph + 1) : 0;
    if (glyph >= font->glyph_count || from > to || to > font->glyf.len || glyf->len + (to - from) > 2 * 0xffff)
        return false;
    buffer_add(glyf, font->glyf.data + from, to - from);
    if (glyf->len % 2 != 0)
        buffer_add_byte(glyf, 0);
    add_u16(loca, (unsigned)(glyf->len / 2));
    return true;
}

/* Advance and left side bearing; glyphs behind the last advance share it. */
static void
add_width(const struct whole_font *font, size_t glyph, struct buffer *hmtx)
{
    size_t advance = glyph < font->width_count ? glyph : font->width_count - 1;
    const uint8_t *bearing = glyph < font->width_count
                                 ? font->hmtx.data + glyph * 4 + 2
                                 : font->hmtx.data + font->width_count * 4 + (glyph - font->width_count) * 2;
    buffer_add(hmtx, font->hmtx.data + advance * 4, 2);
    buffer_add(hmtx, bearing, 2);
}

/* Format 4, a segment for each run of letters whose codes and new numbers go on together. */
static void
add_segments(const struct font_letter *letters, const uint16_t *numbers, size_t count, struct buffer *cmap)
{
    uint16_t first[LETTERS_MAX + 1], last[LETTERS_MAX + 1], delta[LETTERS_MAX + 1];
    size_t used = 0, power = 1, log2 = 0;
    for (size_t i = 0; i < count; i++) {
        uint16_t offset = (uint16_t)(numbers[i] - letters[i].code);
        if (used > 0 && last[used - 1] + 1 == letters[i].code && delta[used - 1] == offset) {
            last[used - 1]++;
            continue;
        }
        first[used] = last[used] = letters[i].code;
        delta[used++] = offset;
    }
    first[used] = last[used] = 0xffff;
    delta[used++] = 1;
    for (; power * 2 <= used; power *= 2)
        log2++;
    add_u16(cmap, 4);
    add_u16(cmap, (unsigned)(16 + 8 * used));
    add_u16(cmap, 0);
    add_u16(cmap, (unsigned)(2 * used));
    add_u16(cmap, (unsigned)(2 * power));
    add_u16(cmap, (unsigned)log2);
    add_u16(cmap, (unsigned)(2 * (used - power)));
    for (size_t i = 0; i < used; i++)
        add_u16(cmap, last[i]);
    add_u16(cmap, 0);
    for (size_t i = 0; i < used; i++)
        add_u16(cmap, first[i]);
    for (size_t i = 0; i < used; i++)
        add_u16(cmap, delta[i]);
    for (size_t i = 0; i < used; i++)
        add_u16(cmap, 0);
}

/* One table of Windows, Unicode. */
static void
add_cmap(const struct font_letter *letters, const uint16_t *numbers, size_t count, struct buffer *cmap)
{
    add_u16(cmap, 0);
    add_u16(cmap, 1);
    add_u16(cmap, 3);
    add_u16(cmap, 1);
    add_u32(cmap, 12);
    add_segments(letters, numbers, count, cmap);
}

static uint32_t
checksum(const struct buffer *table)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < table->len; i++)
        sum += (uint32_t)table->data[i] << (24 - 8 * (i % 4));
    return sum;
}

/* The tables in the order of their tags, each at a multiple of four. */
static void
put_together(struct buffer tables[TABLES], struct buffer *out)
{
    static const char TAGS[TABLES][5] = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    size_t at = DIRECTORY + TABLES * RECORD;
    add_u32(out, 0x00010000);
    add_u16(out, TABLES);
    add_u16(out, 64);
    add_u16(out, 2);
    add_u16(out, TABLES * 16 - 64);
    for (size_t i = 0; i < TABLES; i++) {
        buffer_add(out, TAGS[i], 4);
        add_u32(out, checksum(&tables[i]));
        add_u32(out, (uint32_t)at);
        add_u32(out, (uint32_t)tables[i].len);
        at += (tables[i].len + 3) / 4 * 4;
    }
    for (size_t i = 0; i < TABLES; i++) {
        buffer_add(out, tables[i].data, tables[i].len);
        while (out->len % 4 != 0)
            buffer_add_byte(out, 0);
    }
}

/* Which new number each letter's glyph has; two letters may share one. 0: .notdef, which stays the first. */
static bool
take_glyphs(const struct whole_font *font, const struct font_letter *letters, size_t count, uint16_t *numbers,
            struct buffer tables[TABLES], uint16_t *glyph_count)
{
    *glyph_count = 1;
    add_u16(&tables[5], 0);
    if (!add_outline(font, 0, &tables[1], &tables[5]))
        return false;
    add_width(font, 0, &tables[4]);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = 0;
        for (size_t j = 0; j < i && numbers[i] == 0; j++)
            if (letters[j].glyph == letters[i].glyph)
                numbers[i] = numbers[j];
        if (numbers[i] != 0)
            continue;
        numbers[i] = (*glyph_count)++;
        if (!add_outline(font, letters[i].glyph, &tables[1], &tables[5]))
            return false;
        add_width(font, letters[i].glyph, &tables[4]);
    }
    return true;
}

static void
set_u16(struct buffer *table, size_t at, unsigned value)
{
    table->data[at] = (uint8_t)(value >> 8);
    table->data[at + 1] = (uint8_t)value;
}

bool
paper_font_cut(const struct buffer *font, const struct font_letter *letters, size_t count, struct buffer *out)
{
    struct buffer tables[TABLES] = {{0}};
    struct whole_font whole;
    uint16_t numbers[LETTERS_MAX], glyph_count;
    bool is_cut = count <= LETTERS_MAX && open_font(font, &whole) &&
                  take_glyphs(&whole, letters, count, numbers, tables, &glyph_count);
    if (is_cut) {
        add_cmap(letters, numbers, count, &tables[0]);
        buffer_add(&tables[2], whole.head.data, HEAD_LEN);
        memset(tables[2].data + 8, 0, 4); /* the sum of the whole file: nobody asks for it in a PDF */
        set_u16(&tables[2], 50, 0);       /* short places */
        buffer_add(&tables[3], whole.hhea.data, HHEA_LEN);
        set_u16(&tables[3], 34, glyph_count);
        buffer_add(&tables[6], whole.maxp.data, MAXP_LEN);
        set_u16(&tables[6], 4, glyph_count);
        put_together(tables, out);
    }
    for (size_t i = 0; i < TABLES; i++)
        buffer_clear(&tables[i]);
    return is_cut;
}
