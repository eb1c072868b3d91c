/* verifier_page.c - the one-page verifier of an office: the page that certs/verifier/build.mjs bundled, with the roots that
 * it believes and what they signed put in its one empty place. All of it is public. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/memory.h"
#include "credential/cose_sign1.h"
#include "credential/status_list.h"
#include "credential/trust_list.h"

#ifndef BUILD_DATE
#define BUILD_DATE "2026-11-22"
#endif

enum { PAGE_MAX = 4 * 1024 * 1024 };
static const char PLACE[] = "@DATA@";

struct verifier_lists {
    struct trust *trust; /* judges what is put in */
    struct json *roots, *messages;
};

struct verifier_lists *
verifier_lists_new(void)
{
    struct verifier_lists *lists = memory_new(sizeof *lists);
    lists->trust = trust_new();
    lists->roots = json_new_array();
    lists->messages = json_new_array();
    return lists;
}

void
verifier_lists_free(struct verifier_lists *lists)
{
    if (lists == NULL)
        return;
    trust_free(lists->trust);
    json_free(lists->roots);
    json_free(lists->messages);
    free(lists);
}

enum fault
verifier_lists_add_root(struct verifier_lists *lists, const void *data, size_t len, const char *name, struct err *err)
{
    char hex[2 * KEY_LEN + 1];
    size_t before = lists->trust->root_count;
    enum fault fault = trust_add_root(lists->trust, data, len, name, err);
    if (fault == FAULT_NONE && lists->trust->root_count > before) {
        hash_to_hex(lists->trust->roots[before].key, KEY_LEN, hex);
        json_add(lists->roots, json_new_text(hex));
    }
    return fault;
}

static void
add_base64(struct json *list, const void *data, size_t len)
{
    size_t size = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
    char *text = memory_new(size);
    json_add(list, json_new_text(sodium_bin2base64(text, size, data, len, sodium_base64_VARIANT_ORIGINAL)));
    free(text);
}

enum fault
verifier_lists_add_message(struct verifier_lists *lists, const void *data, size_t len, const char *name, struct err *err)
{
    enum fault fault = trust_add_message(lists->trust, data, len, name, err);
    if (fault == FAULT_NONE)
        add_base64(lists->messages, data, len);
    return fault;
}

static bool
ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

/* pass 0: the roots; later ones: what they signed, once more as long as a file makes another root known. */
static enum fault
add_file(struct verifier_lists *lists, const char *path, int pass, bool *is_taken, struct err *err)
{
    struct buffer content = {0};
    enum fault fault = FAULT_NONE;
    if (!ends_with(path, pass == 0 ? ".pub" : ".cose"))
        return FAULT_NONE;
    fault = file_read(path, STATUS_LIST_MAX, &content, err);
    if (fault == FAULT_NONE && pass == 0)
        fault = verifier_lists_add_root(lists, content.data, content.len, path, err);
    else if (fault == FAULT_NONE) {
        struct err ignored;
        *is_taken = verifier_lists_add_message(lists, content.data, content.len, path, &ignored) == FAULT_NONE;
    }
    buffer_clear(&content);
    return fault;
}

enum fault
verifier_lists_add_folder(struct verifier_lists *lists, const char *folder, struct err *err)
{
    char **names = NULL;
    size_t count = 0, known = 0;
    enum fault fault = file_is_folder(folder) ? file_list(folder, &names, &count, err) : FAULT_NONE;
    bool *is_taken = memory_new_array(count, sizeof *is_taken);
    for (int pass = 0; fault == FAULT_NONE && (pass < 2 || lists->trust->root_count > known); pass++) {
        known = pass == 0 ? 0 : lists->trust->root_count;
        for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
            char *path = file_join(folder, names[i]);
            if (!is_taken[i])
                fault = add_file(lists, path, pass, &is_taken[i], err);
            free(path);
        }
    }
    free(is_taken);
    file_free_names(names, count);
    return fault;
}

/* JSON inside a page: what could end the element is written another way. */
static void
add_data(const char *json, struct buffer *out)
{
    for (; *json != 0; json++)
        if (*json == '<')
            buffer_add_text(out, "\\u003c");
        else
            buffer_add_byte(out, (uint8_t)*json);
}

enum fault
verifier_page_make(const char *share, const struct verifier_lists *lists, struct buffer *page, struct err *err)
{
    struct buffer empty = {0};
    char *built_here = file_join(share, "build/verifier/verify.html"), *installed = file_join(share, "verifier/verify.html");
    const char *path = file_exists(built_here) ? built_here : installed;
    int64_t built = 0;
    enum fault fault = FAULT_NONE;
    if (!file_exists(path))
        fault = err_set(err, FAULT_CANNOT, "the verifier page was not built: it needs node and npm; install them and run `make`");
    if (fault == FAULT_NONE && lists->trust->root_count == 0)
        fault = err_set(err, FAULT_CANNOT, "the page would believe nobody: say --root FILE, or run `dauso init` first");
    if (fault == FAULT_NONE)
        fault = file_read(path, PAGE_MAX, &empty, err);
    const char *text = fault == FAULT_NONE ? buffer_text(&empty) : "", *place = strstr(text, PLACE);
    if (fault == FAULT_NONE && place == NULL)
        fault = err_set(err, FAULT_CANNOT, "%s is damaged: it has no place for the lists", path);
    if (fault == FAULT_NONE) {
        struct json *data = json_new_object();
        bool is_date = clock_read_date(BUILD_DATE, &built);
        json_put_integer(data, "built", is_date ? built : 0);
        json_put(data, "roots", json_keep(lists->roots));
        json_put(data, "messages", json_keep(lists->messages));
        char *written = json_write_text(data);
        buffer_add(page, text, (size_t)(place - text));
        add_data(written, page);
        buffer_add_text(page, place + strlen(PLACE));
        free(written);
        json_free(data);
    }
    buffer_clear(&empty);
    free(built_here);
    free(installed);
    return fault;
}
