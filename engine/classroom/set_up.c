/* set_up.c - makes a laptop ready: store, keys, and the signed tables that explain the numbers in a certificate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "classroom/room.h"

enum { PLACES_MAX = 64, PROGRAMMES_MAX = 16, URL_MAX = 30, QUOTA = 1000, DELEGATION_DAYS = 90, TSV_MAX = 65536 };
static const char DEFAULT_OFFICE[] = "Lớp kỹ năng số";

struct tables {
    struct buffer places_text;
    struct trust_place places[PLACES_MAX];
    size_t place_count;
    struct trust_programme programmes[PROGRAMMES_MAX];
    const char **codes[PROGRAMMES_MAX];
    size_t programme_count;
};

/* "code TAB vi TAB en" lines; # begins a comment. */
static enum fault
read_places(const char *share, struct tables *tables, struct err *err)
{
    char *path = file_join(share, "certs/trust/places.tsv");
    enum fault fault = file_read(path, TSV_MAX, &tables->places_text, err);
    buffer_text(&tables->places_text);
    char *rest = (char *)tables->places_text.data, *line;
    for (int number = 1; fault == FAULT_NONE && (line = strsep(&rest, "\n")) != NULL; number++) {
        if (line[0] == '#' || line[0] == 0)
            continue;
        char *vi = strchr(line, '\t'), *en = vi == NULL ? NULL : strchr(vi + 1, '\t');
        if (en == NULL || tables->place_count == PLACES_MAX) {
            fault = err_set(err, FAULT_INPUT, "%s:%d: a place is a code, a tab, its name, a tab, its English name", path,
                            number);
            break;
        }
        *vi++ = 0;
        *en++ = 0;
        tables->places[tables->place_count++] =
            (struct trust_place){.code = (uint32_t)strtoul(line, NULL, 10), .name_vi = vi, .name_en = en};
    }
    free(path);
    return fault;
}

static void
add_programme(const struct frameworks *all, const struct programme *programme, struct tables *tables)
{
    const struct framework *framework = scoring_find_framework(all, programme->framework);
    if (framework == NULL || tables->programme_count == PROGRAMMES_MAX)
        return;
    const char **codes = memory_new_array(framework->indicator_count, sizeof *codes);
    for (size_t i = 0; i < framework->indicator_count; i++)
        codes[i] = framework->indicators[i].code;
    tables->codes[tables->programme_count] = codes;
    struct trust_programme *row = &tables->programmes[tables->programme_count++];
    *row = (struct trust_programme){.number = programme->number, .id = programme->id,
                                    .title_vi = programme->title_vi, .title_en = programme->title_en,
                                    .framework = framework->id, .indicators = codes,
                                    .indicator_count = framework->indicator_count};
    for (size_t i = 0; i < BAND_COUNT; i++) {
        row->band_vi[i] = framework->band_vi[i];
        row->band_en[i] = framework->band_en[i];
    }
}

static enum fault
check_url(const char *url, struct err *err)
{
    bool is_web = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
    for (const char *at = url; *at != 0; at++)
        is_web = is_web && *at > ' ' && *at < 0x7f && *at != '#' && *at != '"' && *at != '<' && *at != '>';
    if (!is_web || strlen(url) > URL_MAX)
        return err_set(err, FAULT_INPUT, "the verifier's address must be http(s)://..., at most %d characters, without "
                       "'#', for example https://v.example.vn/", URL_MAX);
    return FAULT_NONE;
}

/* What is not said stays as it was. */
static enum fault
read_old_terms(const char *folder, struct delegation_terms *terms, struct err *err)
{
    struct keyring *keyring = NULL;
    if (!keyring_exists(folder))
        return FAULT_NONE;
    enum fault fault = keyring_open(folder, &keyring, err);
    if (fault == FAULT_NONE) {
        memcpy(terms->office, keyring_terms(keyring)->office, sizeof terms->office);
        terms->place = keyring_terms(keyring)->place;
    }
    keyring_close(keyring);
    return fault;
}

static enum fault
make_keys(const char *folder, const struct laptop *laptop, const struct tables *tables, int64_t now, struct err *err)
{
    struct delegation_terms terms = {.not_before = now, .not_after = now + (int64_t)DELEGATION_DAYS * 86400,
                                     .quota = QUOTA, .first_sequence = 1, .office_number = 1};
    snprintf(terms.office, sizeof terms.office, "%s", DEFAULT_OFFICE);
    enum fault fault = read_old_terms(folder, &terms, err);
    if (fault != FAULT_NONE)
        return fault;
    if (laptop->office != NULL)
        snprintf(terms.office, sizeof terms.office, "%s", laptop->office);
    if (laptop->place != 0)
        terms.place = laptop->place;
    for (size_t i = 0; i < tables->programme_count && i < 8; i++)
        terms.programmes[terms.programme_count++] = tables->programmes[i].number;
    const struct public_words words = {tables->programmes, tables->programme_count, tables->places, tables->place_count};
    return keyring_init(folder, NULL, &terms, &words, now, err);
}

static enum fault
check_laptop(const struct laptop *laptop, const struct tables *tables, struct err *err)
{
    bool is_known = laptop->place == 0;
    for (size_t i = 0; i < tables->place_count; i++)
        is_known = is_known || tables->places[i].code == laptop->place;
    if (!is_known)
        return err_set(err, FAULT_INPUT, "place %u is not in certs/trust/places.tsv; add a line with its code and name",
                       laptop->place);
    if (laptop->office != NULL && (laptop->office[0] == 0 || strlen(laptop->office) > 110 ||
                                   !text_is_utf8(laptop->office, strlen(laptop->office)) ||
                                   text_has_hidden_characters(laptop->office)))
        return err_set(err, FAULT_INPUT, "the name of the office must be 1 to 110 bytes of visible text");
    return laptop->verifier_url == NULL ? FAULT_NONE : check_url(laptop->verifier_url, err);
}

static enum fault
make_store(const char *folder, const struct laptop *laptop, struct err *err)
{
    struct store *store;
    enum fault fault = store_open(folder, &store, err);
    if (fault != FAULT_NONE)
        return fault;
    if (laptop->verifier_url != NULL)
        fault = store_put_setting(store, "verifier_url", laptop->verifier_url, err);
    if (fault == FAULT_NONE)
        fault = store_commit(store, err);
    store_close(store);
    return fault;
}

enum fault
classroom_set_up(const char *folder, const char *share, const struct laptop *laptop, int64_t now, struct err *err)
{
    struct tables tables = {0};
    struct frameworks *frameworks = NULL;
    enum fault fault = read_places(share, &tables, err);
    if (fault == FAULT_NONE)
        fault = check_laptop(laptop, &tables, err);
    if (fault == FAULT_NONE)
        fault = scoring_load_frameworks(share, &frameworks, err);
    if (fault == FAULT_NONE)
        fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = make_store(folder, laptop, err);
    if (fault == FAULT_NONE) {
        for (size_t i = 0; i < frameworks->programme_count; i++)
            add_programme(frameworks, &frameworks->programmes[i], &tables);
        fault = make_keys(folder, laptop, &tables, now, err);
    }
    for (size_t i = 0; i < tables.programme_count; i++)
        free(tables.codes[i]);
    if (frameworks != NULL)
        scoring_free_frameworks(frameworks);
    buffer_clear(&tables.places_text);
    return fault;
}

enum fault
classroom_set_verifier_url(struct classroom *room, const char *url, struct err *err)
{
    enum fault fault = check_url(url, err);
    if (fault == FAULT_NONE)
        fault = store_put_setting(room->store, "verifier_url", url, err);
    if (fault != FAULT_NONE)
        return fault;
    free(room->verifier_url);
    room->verifier_url = memory_copy_text(url);
    return FAULT_NONE;
}

const char *
classroom_verifier_url(const struct classroom *room)
{
    return room->verifier_url != NULL ? room->verifier_url : "";
}
