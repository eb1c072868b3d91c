/* quiz_new.c - `dauso quiz new NAME`: copies a template of quizzes/templates, a whole quiz that passes
 * `dauso check`. Nothing that is there is written over; what the disk stops half-way is taken away. */
#include "cli/quiz_new.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { NAME_MAX_LETTERS = 32, TEMPLATES_MAX = 16, FILE_MAX = 1 << 20, DEPTH_MAX = 2 };

static enum fault
copy_folder(const char *from, const char *to, int depth, struct err *err)
{
    char **names = NULL;
    size_t count = 0;
    enum fault fault = file_make_folder(to, err);
    if (fault == FAULT_NONE)
        fault = file_list(from, &names, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char *source = file_join(from, names[i]), *target = file_join(to, names[i]);
        struct buffer bytes = {0};
        if (file_is_folder(source) && depth > 0) {
            fault = copy_folder(source, target, depth - 1, err);
        } else {
            fault = file_read(source, FILE_MAX, &bytes, err);
            if (fault == FAULT_NONE)
                fault = file_write(target, bytes.data, bytes.len, 0644, err);
        }
        buffer_clear(&bytes);
        free(target);
        free(source);
    }
    file_free_names(names, count);
    return fault;
}

/* Takes away what copy_folder made. */
static void
remove_folder(const char *path, int depth)
{
    struct err ignored;
    char **names = NULL;
    size_t count = 0;
    if (file_list(path, &names, &count, &ignored) != FAULT_NONE)
        return;
    for (size_t i = 0; i < count; i++) {
        char *inner = file_join(path, names[i]);
        if (file_is_folder(inner) && depth > 0)
            remove_folder(inner, depth - 1);
        else
            unlink(inner);
        free(inner);
    }
    file_free_names(names, count);
    rmdir(path);
}

static bool
is_name(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && len <= NAME_MAX_LETTERS && name[len] == 0;
}

/* "lop-hoc" lies in ./quizzes if there is one, else here; "a/lop-hoc" where it says. Caller frees. */
static char *
place_of(const char *name)
{
    if (strchr(name, '/') == NULL && file_is_folder("quizzes"))
        return file_join("quizzes", name);
    return memory_copy_text(name);
}

/* Says which templates there are, and which one was meant. */
static int
refuse_template(const struct cli_call *call, const char *folder, const char *asked)
{
    struct err ignored;
    char **names = NULL;
    size_t count = 0;
    struct buffer all = {0};
    const char *list[TEMPLATES_MAX], *meant;
    if (file_list(folder, &names, &count, &ignored) != FAULT_NONE)
        count = 0;
    count = count < TEMPLATES_MAX ? count : TEMPLATES_MAX;
    for (size_t i = 0; i < count; i++) {
        list[i] = names[i];
        buffer_print(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    meant = text_suggest(asked, list, count);
    int code = cli_usage(call, "there is no template \"%.40s\"%s%s%s There are: %s", asked, meant != NULL ? ", did you mean \"" : ".",
                         meant != NULL ? meant : "", meant != NULL ? "\"?" : "", buffer_text(&all));
    buffer_clear(&all);
    file_free_names(names, count);
    return code;
}

static int
make(const struct cli_call *call, const char *source, const char *target)
{
    struct err err;
    if (file_exists(target)) {
        (void)!err_set(&err, FAULT_CANNOT, "%s is there already; choose another name", target);
        return cli_fail(call, &err);
    }
    if (copy_folder(source, target, DEPTH_MAX, &err) != FAULT_NONE) {
        remove_folder(target, DEPTH_MAX);
        return cli_fail(call, &err);
    }
    if (cli_flag(call, "--json")) {
        struct json *line = json_new_object();
        json_put_text(line, "folder", target);
        cli_print_json(line);
        return 0;
    }
    printf("%s is made. Open %s/quiz.lua in a text editor, and look at it while you write: dauso preview %s\n"
           "What to write is in quizzes/AUTHORING.md; what is wrong is said by: dauso check %s\n",
           target, target, target, target);
    return 0;
}

int
quiz_new(const struct cli_call *call)
{
    if (call->operand_count != 2)
        return cli_usage(call, "say how the quiz is called: dauso quiz new my-quiz");
    const char *slash = strrchr(call->operands[1], '/'), *template = cli_value(call, "--from", "questions");
    if (!is_name(slash != NULL ? slash + 1 : call->operands[1]))
        return cli_usage(call, "the name of a quiz is at most %d small letters a to z, digits and -, for example lop-cho-que",
                         NAME_MAX_LETTERS);
    char *share = file_find_share(), *folder = file_join(share, "quizzes/templates"), *source = file_join(folder, template);
    char *target = place_of(call->operands[1]);
    int code = is_name(template) && file_is_folder(source) ? make(call, source, target) : refuse_template(call, folder, template);
    free(target);
    free(source);
    free(folder);
    free(share);
    return code;
}
