/* quiz.c - `dauso quiz`: the quizzes of this laptop; packages are in quiz_pack.c. Never opens the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "cli/quiz_new.h"
#include "cli/quiz_pack.h"
#include "quiz/quiz.h"

static const struct cli_option OPTIONS[] = {
    {"--json", NULL, "JSON, one object a quiz or author"},
    {"--from", "TEMPLATE", "new: questions (if not said), task or simulation"},
    {"-o", "FILE", "pack, sign: the package; else NAME-HASH.dauso-quiz in this folder"},
    {"--name", "TEXT", "trust: who the author is"},
    {"--remove", NULL, "trust: not any more"},
    {"--passphrase-file", "FILE", "sign: of sealed keys; - reads one line of standard input"},
    {"--dir", "DIR", "the data folder"},
    {NULL, NULL, NULL},
};

/* Forms with their titles and items, in their order. */
static struct json *
describe_forms(const struct quiz *quiz)
{
    struct json *forms = json_new_array();
    for (size_t i = 0; i < quiz_form_count(quiz); i++) {
        struct json *form = json_new_object(), *items = json_new_array();
        char *id = quiz_form_name(quiz, i), *vi = quiz_form_title(quiz, i, "vi"), *en = quiz_form_title(quiz, i, "en");
        for (size_t n = 0; n < quiz_form_size(quiz, i); n++)
            json_add(items, json_new_text(quiz_item_at(quiz, quiz_form_item(quiz, i, n))->id));
        json_put_text(form, "quiz", id);
        json_put_text(form, "title_vi", vi);
        json_put_text(form, "title_en", en);
        json_put(form, "items", items);
        json_add(forms, form);
        free(en);
        free(vi);
        free(id);
    }
    return forms;
}

static void
print_head(const struct cli_call *call, const char *id, const struct quiz *quiz)
{
    if (!cli_flag(call, "--json")) {
        printf("%-24s %s\n", id,
               quiz != NULL ? quiz_title(quiz, "vi") : "has mistakes; dauso check says which");
        return;
    }
    struct json *row = json_new_object();
    json_put_text(row, "quiz", id);
    json_put_boolean(row, "good", quiz != NULL);
    if (quiz != NULL) {
        json_put_text(row, "title_vi", quiz_title(quiz, "vi"));
        json_put_text(row, "title_en", quiz_title(quiz, "en"));
        json_put_text(row, "framework", quiz_framework(quiz));
        json_put_text(row, "programme", quiz_programme(quiz));
        json_put(row, "forms", describe_forms(quiz));
    }
    cli_print_json(row);
}

static int
list_quizzes(const struct cli_call *call, const char *share)
{
    struct err err;
    char **names = NULL, *folder = file_join(share, "quizzes");
    size_t count = 0;
    int code = file_list(folder, &names, &count, &err) != FAULT_NONE ? cli_fail(call, &err) : 0;
    for (size_t i = 0; i < count && code == 0; i++) {
        char *path = file_join(folder, names[i]), *source = file_join(path, "quiz.lua");
        struct quiz_problems problems = {0};
        struct quiz *quiz = NULL;
        enum fault fault = FAULT_NONE;
        if (file_exists(source)) {
            fault = quiz_load(path, share, &quiz, &problems, &err);
            if (fault == FAULT_CANNOT)
                code = cli_fail(call, &err);
            else
                print_head(call, names[i], quiz);
        }
        quiz_problems_clear(&problems);
        quiz_free(quiz);
        free(source);
        free(path);
    }
    file_free_names(names, count);
    free(folder);
    return code;
}

static struct json *
describe_item(const struct quiz_item *item)
{
    struct json *row = json_new_object(), *parts = json_new_array();
    json_put_text(row, "item", item->id);
    json_put_text(row, "kind", item->is_practical ? "practical" : "question");
    json_put_boolean(row, "practice", item->is_practice);
    for (size_t i = 0; i < item->part_count; i++) {
        const struct quiz_indicator_part *part = &item->parts[i];
        struct json *one = json_new_object(), *b = json_new_array();
        for (int step = 0; step < part->steps; step++)
            json_add(b, json_new_real(part->b[step]));
        json_put_text(one, "indicator", part->indicator);
        json_put_real(one, "weight", part->weight);
        json_put_real(one, "a", part->a);
        json_put(one, "b", b);
        json_put_real(one, "guessing", part->guessing);
        json_add(parts, one);
    }
    json_put(row, "shows", parts);
    return row;
}

static void
print_forms(const struct quiz *quiz)
{
    for (size_t i = 0; quiz_form_count(quiz) > 1 && i < quiz_form_count(quiz); i++) {
        char *id = quiz_form_name(quiz, i), *title = quiz_form_title(quiz, i, "vi");
        printf("  form       %-24s %zu items · %s\n", id, quiz_form_size(quiz, i), title);
        free(title);
        free(id);
    }
}

static void
print_item(const struct quiz_item *item)
{
    printf("  %-9s  %-24s",
           item->is_practice    ? "practice"
           : item->is_practical ? "practical"
                                : "question",
           item->id);
    for (size_t n = 0; n < item->part_count; n++) {
        const struct quiz_indicator_part *part = &item->parts[n];
        printf("%s %s (difficulty %+.1f)", n > 0 ? "," : "", part->indicator,
               part->b[part->steps / 2]);
    }
    putchar('\n');
}

static void
print_quiz(const struct cli_call *call, const struct quiz *quiz)
{
    char hex[HASH_HEX_LEN];
    hash_to_hex(quiz_hash(quiz), HASH_LEN, hex);
    if (cli_flag(call, "--json")) {
        struct json *line = json_new_object(), *items = json_new_array();
        for (size_t i = 0; i < quiz_item_count(quiz); i++)
            json_add(items, describe_item(quiz_item_at(quiz, i)));
        json_put_text(line, "quiz", quiz_id(quiz));
        json_put_text(line, "title_vi", quiz_title(quiz, "vi"));
        json_put_text(line, "title_en", quiz_title(quiz, "en"));
        json_put_text(line, "framework", quiz_framework(quiz));
        json_put_text(line, "programme", quiz_programme(quiz));
        json_put_text(line, "hash", hex);
        json_put(line, "forms", describe_forms(quiz));
        json_put(line, "items", items);
        cli_print_json(line);
        return;
    }
    printf("%s · %s\n  hash       %s\n  framework  %s\n  programme  %s\n", quiz_title(quiz, "vi"),
           quiz_title(quiz, "en"), hex, quiz_framework(quiz),
           quiz_programme(quiz)[0] != 0 ? quiz_programme(quiz) : "none, for practice only");
    print_forms(quiz);
    for (size_t i = 0; i < quiz_item_count(quiz); i++)
        print_item(quiz_item_at(quiz, i));
}

static int
show_quiz(const struct cli_call *call, const char *share, const char *id)
{
    struct err err;
    struct quiz *quiz = NULL;
    struct quiz_problems problems = {0};
    char *path =
        strchr(id, '/') != NULL ? memory_copy_text(id) : memory_print("%s/quizzes/%s", share, id);
    int code = 0;
    if (quiz_load(path, share, &quiz, &problems, &err) != FAULT_NONE)
        code = cli_fail(call, &err);
    else
        print_quiz(call, quiz);
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(path);
    return code;
}

static int
list_all(const struct cli_call *call)
{
    char *share = file_find_share();
    int code = call->operand_count == 1 ? list_quizzes(call, share) : cli_usage(call, "quiz list takes no names");
    free(share);
    return code;
}

static int
show_one(const struct cli_call *call)
{
    char *share = file_find_share();
    int code = call->operand_count == 2 ? show_quiz(call, share, call->operands[1])
                                        : cli_usage(call, "say which: quiz show ID");
    free(share);
    return code;
}

static int
run(const struct cli_call *call)
{
    static const struct {
        const char *word;
        int (*run)(const struct cli_call *call);
    } WORDS[] = {{"list", list_all},   {"show", show_one},     {"new", quiz_new},      {"pack", quiz_pack},
                 {"sign", quiz_sign},  {"trust", quiz_trust}, {"install", quiz_install}};
    const char *word = call->operand_count > 0 ? call->operands[0] : "";
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(word, WORDS[i].word) == 0)
            return WORDS[i].run(call);
    return cli_usage(call, "say `quiz list`, `quiz show ID`, `quiz new NAME`, `quiz pack FOLDER`, `quiz sign FOLDER|FILE`, `quiz trust "
                     "[KEY|FILE]` or `quiz install FILE`");
}

const struct cli_verb verb_quiz = {"quiz", "list | show ID | new NAME | pack FOLDER | sign FOLDER|FILE | trust [KEY|FILE] | install FILE",
                                   "Lists, shows and begins quizzes; packs, signs and installs them.", OPTIONS, run};
