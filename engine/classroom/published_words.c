/* published_words.c - the tables that explain the numbers in a certificate, as a root signs them: places from
 * certs/trust/places.tsv, programmes from scripts/frameworks/. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { TSV_MAX = 1024 * 1024 };

struct published_words {
    struct buffer places_text;
    struct trust_place *places;
    size_t place_capacity;
    struct frameworks *frameworks;
    struct trust_programme *programmes;
    const char ***codes; /* of each programme */
    struct public_words words;
};

/* "code TAB vi TAB en" lines; # begins a comment. */
static enum fault
read_places(const char *share, struct published_words *out, struct err *err)
{
    char *path = file_join(share, "certs/trust/places.tsv");
    enum fault fault = file_read(path, TSV_MAX, &out->places_text, err);
    buffer_text(&out->places_text);
    char *rest = (char *)out->places_text.data, *line;
    for (int number = 1; fault == FAULT_NONE && (line = strsep(&rest, "\n")) != NULL; number++) {
        if (line[0] == '#' || line[0] == 0)
            continue;
        char *vi = strchr(line, '\t'), *en = vi == NULL ? NULL : strchr(vi + 1, '\t');
        if (en == NULL) {
            fault = err_set(err, FAULT_INPUT, "%s:%d: a place is a code, a tab, its name, a tab, its English name", path,
                            number);
            break;
        }
        *vi++ = 0;
        *en++ = 0;
        MEMORY_GROW(out->places, out->words.place_count, out->place_capacity);
        out->places[out->words.place_count++] =
            (struct trust_place){.code = (uint32_t)strtoul(line, NULL, 10), .name_vi = vi, .name_en = en};
    }
    out->words.places = out->places;
    free(path);
    return fault;
}

static void
add_programme(struct published_words *out, const struct programme *programme)
{
    const struct framework *framework = scoring_find_framework(out->frameworks, programme->framework);
    if (framework == NULL)
        return;
    const char **codes = memory_new_array(framework->indicator_count, sizeof *codes);
    for (size_t i = 0; i < framework->indicator_count; i++)
        codes[i] = framework->indicators[i].code;
    out->codes[out->words.programme_count] = codes;
    struct trust_programme *row = &out->programmes[out->words.programme_count++];
    *row = (struct trust_programme){.number = programme->number, .id = programme->id,
                                    .title_vi = programme->title_vi, .title_en = programme->title_en,
                                    .framework = framework->id, .indicators = codes,
                                    .indicator_count = framework->indicator_count};
    for (size_t i = 0; i < BAND_COUNT; i++) {
        row->band_vi[i] = framework->band_vi[i];
        row->band_en[i] = framework->band_en[i];
    }
}

enum fault
published_words_load(const char *share, struct published_words **words, struct err *err)
{
    struct published_words *out = memory_new(sizeof *out);
    enum fault fault = read_places(share, out, err);
    if (fault == FAULT_NONE)
        fault = scoring_load_frameworks(share, &out->frameworks, err);
    if (fault != FAULT_NONE) {
        published_words_free(out);
        return fault;
    }
    size_t count = out->frameworks->programme_count;
    out->programmes = memory_new_array(count, sizeof *out->programmes);
    out->codes = memory_new_array(count, sizeof *out->codes);
    for (size_t i = 0; i < count; i++)
        add_programme(out, &out->frameworks->programmes[i]);
    out->words.programmes = out->programmes;
    *words = out;
    return FAULT_NONE;
}

const struct public_words *
published_words_view(const struct published_words *words)
{
    return &words->words;
}

void
published_words_free(struct published_words *words)
{
    if (words == NULL)
        return;
    for (size_t i = 0; i < words->words.programme_count; i++)
        free(words->codes[i]);
    free(words->codes);
    free(words->programmes);
    free(words->places);
    if (words->frameworks != NULL)
        scoring_free_frameworks(words->frameworks);
    buffer_clear(&words->places_text);
    free(words);
}
