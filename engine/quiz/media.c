/* media.c - pictures and clips of a quiz, as far as a phone may be sent them: PNG, JPEG and MP3, of a bounded size, and
 * nothing behind their end. The parts of a file are walked by the lengths that they tell, never past its end. SVG is no
 * picture of a quiz: it is a program's language as much as a picture's, and drawings of the program's own are there. */
#include "quiz/media.h"

#include <stdio.h>
#include <string.h>

struct view {
    const uint8_t *data;
    size_t len;
};

static uint32_t
read_big(const uint8_t *at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

/* ---- PNG (ISO/IEC 15948): chunks of length, type, data, CRC; IHDR is first, IEND last ---- */

static bool
read_png(struct view file, uint32_t *width, uint32_t *height)
{
    static const uint8_t BEGIN[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    size_t at = sizeof BEGIN;
    bool has_pixels = false;
    if (file.len < 33 || memcmp(file.data, BEGIN, sizeof BEGIN) != 0 || memcmp(file.data + 12, "IHDR", 4) != 0)
        return false;
    *width = read_big(file.data + 16, 4);
    *height = read_big(file.data + 20, 4);
    while (file.len - at >= 12) {
        size_t len = read_big(file.data + at, 4);
        const uint8_t *type = file.data + at + 4;
        if (len > file.len - at - 12)
            return false;
        at += len + 12;
        has_pixels = has_pixels || memcmp(type, "IDAT", 4) == 0;
        if (memcmp(type, "IEND", 4) == 0)
            return has_pixels && at == file.len;
    }
    return false;
}

/* ---- JPEG (ITU T.81 annex B): markers of FF xx, most with a length; SOF tells the size, EOI ends ---- */

static bool
is_frame(uint8_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool
read_jpeg(struct view file, uint32_t *width, uint32_t *height)
{
    size_t at = 2;
    bool has_size = false;
    if (file.len < 4 || memcmp(file.data, "\xff\xd8", 2) != 0 || memcmp(file.data + file.len - 2, "\xff\xd9", 2) != 0)
        return false;
    while (file.len - at >= 4) {
        uint8_t marker = file.data[at + 1];
        size_t len = read_big(file.data + at + 2, 2);
        if (file.data[at] != 0xff || marker < 0xc0 || len < 2 || len > file.len - at - 2)
            return false;
        if (is_frame(marker) && len >= 8) {
            *height = read_big(file.data + at + 5, 2);
            *width = read_big(file.data + at + 7, 2);
            has_size = true;
        }
        if (marker == 0xda) /* SOS: pixels follow */
            return has_size;
        at += len + 2;
    }
    return false;
}

/* ---- MP3 (ISO/IEC 11172-3 layer III), after a tag of ID3v2 if there is one ---- */

/* Bytes of the frame that begins there; 0 if none does. */
static size_t
frame_len(const uint8_t *head)
{
    static const unsigned KBITS_1[] = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    static const unsigned KBITS_2[] = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    static const unsigned HERTZ[] = {44100, 48000, 32000};
    unsigned version = head[1] >> 3 & 3, rate = head[2] >> 4, hertz = head[2] >> 2 & 3, padding = head[2] >> 1 & 1;
    if (head[0] != 0xff || head[1] >> 5 != 7 || version == 1 || (head[1] >> 1 & 3) != 1 || rate == 0 || rate == 15 || hertz == 3)
        return 0;
    bool is_first = version == 3;
    unsigned per_second = HERTZ[hertz] >> (is_first ? 0 : version == 2 ? 1 : 2);
    return (is_first ? 144 * KBITS_1[rate] : 72 * KBITS_2[rate]) * 1000 / per_second + padding;
}

static bool
is_mp3(struct view file)
{
    size_t at = 0;
    if (file.len >= 10 && memcmp(file.data, "ID3", 3) == 0) {
        for (int i = 6; i < 10; i++)
            at = at << 7 | (file.data[i] & 0x7f);
        at += 10;
    }
    if (at > file.len || file.len - at < 4)
        return false;
    size_t len = frame_len(file.data + at);
    if (len == 0 || len > file.len - at)
        return false;
    return file.len - at - len < 4 || frame_len(file.data + at + len) != 0;
}

/* ---- by name ---- */

static bool
ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

static bool
find_picture_problem(const char *name, struct view file, char *problem)
{
    uint32_t width = 0, height = 0;
    bool is_png = ends_in(name, ".png"), is_jpeg = ends_in(name, ".jpg") || ends_in(name, ".jpeg");
    const char *kind = is_png ? "PNG" : "JPEG";
    bool is_good = is_png ? read_png(file, &width, &height) : is_jpeg && read_jpeg(file, &width, &height);
    problem[0] = 0;
    if (file.len > MEDIA_PICTURE_MAX)
        snprintf(problem, MEDIA_PROBLEM_MAX, "a picture has at most %d KB, this one has %zu; make it smaller",
                 MEDIA_PICTURE_MAX / 1024, (file.len + 1023) / 1024);
    else if (!is_png && !is_jpeg)
        snprintf(problem, MEDIA_PROBLEM_MAX, "a picture is a PNG or JPEG file whose name ends in .png or .jpg; save it as one "
                 "of these");
    else if (!is_good)
        snprintf(problem, MEDIA_PROBLEM_MAX, "a picture is a whole PNG or JPEG file, as its name says, with nothing behind its "
                 "end; save it again as %s", kind);
    else if (width < 1 || height < 1 || width > MEDIA_SIDE_MAX || height > MEDIA_SIDE_MAX)
        snprintf(problem, MEDIA_PROBLEM_MAX, "the picture is %u by %u points; each side has 1 to %d, make it smaller", width,
                 height, MEDIA_SIDE_MAX);
    return problem[0] != 0;
}

static bool
find_clip_problem(const char *name, struct view file, char *problem)
{
    problem[0] = 0;
    if (file.len > MEDIA_CLIP_MAX)
        snprintf(problem, MEDIA_PROBLEM_MAX, "a clip has at most %d KB, this one has %zu; make it shorter",
                 MEDIA_CLIP_MAX / 1024, (file.len + 1023) / 1024);
    else if (!ends_in(name, ".mp3") || !is_mp3(file))
        snprintf(problem, MEDIA_PROBLEM_MAX, "a clip is an MP3 file and ends in .mp3; save it as one");
    return problem[0] != 0;
}

bool
media_find_problem(const char *name, const void *data, size_t len, char problem[MEDIA_PROBLEM_MAX])
{
    struct view file = {data, len};
    if (strncmp(name, "pictures/", 9) == 0)
        return find_picture_problem(name, file, problem);
    return strncmp(name, "audio/", 6) == 0 && find_clip_problem(name, file, problem);
}
