/* set_up.c - makes a laptop ready: store, keys, and the signed tables that explain the numbers in a certificate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "classroom/room.h"

enum { URL_MAX = 30, QUOTA = 1000, DELEGATION_DAYS = 90, PERMITTED_MAX = 8 };
static const char DEFAULT_OFFICE[] = "Lớp kỹ năng số";

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
make_keys(const char *folder, const struct laptop *laptop, const struct public_words *words, uint32_t next_sequence,
          int64_t now, struct err *err)
{
    struct delegation_terms terms = {.not_before = now, .not_after = now + (int64_t)DELEGATION_DAYS * 86400,
                                     .quota = QUOTA, .first_sequence = next_sequence, .office_number = 1};
    snprintf(terms.office, sizeof terms.office, "%s", DEFAULT_OFFICE);
    enum fault fault = read_old_terms(folder, &terms, err);
    if (fault != FAULT_NONE)
        return fault;
    if (laptop->office != NULL)
        snprintf(terms.office, sizeof terms.office, "%s", laptop->office);
    if (laptop->place != 0)
        terms.place = laptop->place;
    for (size_t i = 0; i < words->programme_count && i < PERMITTED_MAX; i++)
        terms.programmes[terms.programme_count++] = words->programmes[i].number;
    return keyring_init(folder, laptop->passphrase, &terms, words, now, err);
}

static enum fault
check_laptop(const struct laptop *laptop, const struct public_words *words, struct err *err)
{
    bool is_known = laptop->place == 0;
    for (size_t i = 0; i < words->place_count; i++)
        is_known = is_known || words->places[i].code == laptop->place;
    if (!is_known)
        return err_set(err, FAULT_INPUT, "place %u is not in certs/trust/places.tsv; add a line with its code and name",
                       laptop->place);
    if (laptop->office != NULL && (laptop->office[0] == 0 || strlen(laptop->office) > 110 ||
                                   !text_is_utf8(laptop->office, strlen(laptop->office)) ||
                                   text_has_hidden_characters(laptop->office)))
        return err_set(err, FAULT_INPUT, "the name of the office must be 1 to 110 bytes of visible text");
    return laptop->verifier_url == NULL ? FAULT_NONE : check_url(laptop->verifier_url, err);
}

/* A layout for one paper a sheet that can be read: file and line of the first mistake otherwise. */
static enum fault
check_layout(const char *share, const char *name, struct err *err)
{
    if (name[0] == 0 || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name))
        return err_set(err, FAULT_INPUT, "--layout takes the name of a file in certs/layouts/, such as formal or plain");
    char *file = memory_print("certs/layouts/%s.layout", name), *path = file_join(share, file);
    enum fault fault = paper_layout_check(path, err);
    free(path);
    free(file);
    return fault;
}

static enum fault
make_store(const char *folder, const struct laptop *laptop, uint32_t *next_sequence, struct err *err)
{
    struct store *store;
    int64_t next = 1;
    enum fault fault = store_open(folder, &store, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = store_next_sequence(store, &next, err);
    *next_sequence = (uint32_t)next;
    if (fault == FAULT_NONE && laptop->layout != NULL)
        fault = store_put_setting(store, "layout", laptop->layout, err);
    if (fault == FAULT_NONE && laptop->verifier_url != NULL)
        fault = store_put_setting(store, "verifier_url", laptop->verifier_url, err);
    if (fault == FAULT_NONE)
        fault = store_commit(store, err);
    store_close(store);
    return fault;
}

enum fault
classroom_set_up(const char *folder, const char *share, const struct laptop *laptop, int64_t now, struct err *err)
{
    struct published_words *published = NULL;
    struct frameworks *frameworks = NULL;
    uint32_t next_sequence = 1;
    enum fault fault = published_words_load(share, &published, err);
    const struct public_words *words = fault == FAULT_NONE ? published_words_view(published) : NULL;
    if (fault == FAULT_NONE)
        fault = check_laptop(laptop, words, err);
    if (fault == FAULT_NONE && laptop->layout != NULL)
        fault = check_layout(share, laptop->layout, err);
    if (fault == FAULT_NONE)
        fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = make_store(folder, laptop, &next_sequence, err);
    if (fault == FAULT_NONE)
        fault = make_keys(folder, laptop, words, next_sequence, now, err);
    if (fault == FAULT_NONE)
        fault = scoring_load_frameworks(share, &frameworks, err);
    if (fault == FAULT_NONE)
        fault = room_trust_shipped(folder, share, frameworks, err);
    scoring_free_frameworks(frameworks);
    published_words_free(published);
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
