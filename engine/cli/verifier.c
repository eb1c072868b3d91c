/* verifier.c - `dauso verifier`: the page that anybody can check a paper with, as one file. Never opens the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "credential/credential.h"

enum { LIST_MAX = 4 * 1024 * 1024 };

static const struct cli_option OPTIONS[] = {
    {"-o", "FILE", "where to write the page; sw.js, for a host on the web, is put beside it"},
    {"--dir", "DIR", "the data folder whose trust/ the page believes"},
    {"--root", "FILE", "a root key to believe instead; may be repeated"},
    {"--trust", "FILE", "a trust file or permit, signed by a root; may be repeated"},
    {"--status", "FILE", "a status list, signed by a root; may be repeated"},
    {NULL, NULL, NULL},
};

typedef enum fault add_file(struct verifier_lists *lists, const void *data, size_t len, const char *name, struct err *err);

static enum fault
add_files(const struct cli_call *call, const char *option, add_file *add, struct verifier_lists *lists, struct err *err)
{
    enum fault fault = FAULT_NONE;
    const char *path;
    for (size_t n = 0; fault == FAULT_NONE && (path = cli_value_at(call, option, n)) != NULL; n++) {
        struct buffer content = {0};
        fault = file_read(path, LIST_MAX, &content, err);
        if (fault == FAULT_NONE)
            fault = add(lists, content.data, content.len, path, err);
        buffer_clear(&content);
    }
    return fault;
}

static enum fault
load(const struct cli_call *call, struct verifier_lists *lists, struct err *err)
{
    enum fault fault = FAULT_NONE;
    if (cli_value_at(call, "--root", 0) == NULL) {
        char *folder = cli_data_folder(call), *inner = file_join(folder, "trust");
        fault = verifier_lists_add_folder(lists, inner, err);
        free(inner);
        free(folder);
    }
    if (fault == FAULT_NONE)
        fault = add_files(call, "--root", verifier_lists_add_root, lists, err);
    if (fault == FAULT_NONE)
        fault = add_files(call, "--trust", verifier_lists_add_message, lists, err);
    return fault == FAULT_NONE ? add_files(call, "--status", verifier_lists_add_message, lists, err) : fault;
}

/* The page is whole without it; on the web it then works offline after one visit. */
static enum fault
write_worker(const char *share, const char *page_path, struct err *err)
{
    struct buffer worker = {0};
    const char *slash = strrchr(page_path, '/');
    char *from = file_join(share, "certs/verifier/sw.js");
    char *to = slash == NULL ? memory_copy_text("sw.js")
                             : memory_print("%.*s/sw.js", (int)(slash - page_path), page_path);
    enum fault fault = file_read(from, 65536, &worker, err);
    if (fault == FAULT_NONE)
        fault = file_write(to, worker.data, worker.len, 0644, err);
    buffer_clear(&worker);
    free(from);
    free(to);
    return fault;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct buffer page = {0};
    const char *path = cli_value(call, "-o", NULL);
    if (call->operand_count > 0 || path == NULL)
        return cli_usage(call, "say where to write the page: -o verify.html");
    struct verifier_lists *lists = verifier_lists_new();
    char *share = file_find_share();
    enum fault fault = load(call, lists, &err);
    if (fault == FAULT_NONE)
        fault = verifier_page_make(share, lists, &page, &err);
    if (fault == FAULT_NONE)
        fault = file_write(path, page.data, page.len, 0644, &err);
    if (fault == FAULT_NONE)
        fault = write_worker(share, path, &err);
    if (fault == FAULT_NONE)
        printf("%s: %zu KB, one file that needs nothing else. On the web, put sw.js beside it.\n", path, page.len / 1024);
    verifier_lists_free(lists);
    buffer_clear(&page);
    free(share);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_verifier = {"verifier", "", "Writes the one-page verifier that anybody can open.", OPTIONS, run};
