/* quiz.c - `dauso quiz`: the quizzes of this laptop; packages are in quiz_pack.c. None but quiz_parameters.c opens
 * the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "cli/quiz_new.h"
#include "cli/quiz_pack.h"
#include "cli/quiz_parameters.h"
#include "credential/credential.h"
#include "quiz/quiz.h"

static const struct cli_option OPTIONS[] = {
    {"--json", NULL, "JSON, one object a quiz or author"},
    {"--from", "TEMPLATE", "new: questions (if not said), task or simulation"},
    {"-o", "FILE", "pack, sign: the package; else NAME-HASH.dauso-quiz in this folder; parameters: where to write them"},
    {"--name", "TEXT", "trust: who the author is"},
    {"--remove", NULL, "trust: not any more"},
    {"--passphrase-file", "FILE", "sign: of sealed keys; - reads one line of standard input"},
    {"--dir", "DIR", "the data folder"},
    {NULL, NULL, NULL},
};

struct lookup {
    const struct cli_call *call;
    char *share, *folder; /* what is shipped, and the data folder */
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

/* ---- who stands behind a quiz ---- */

struct standing {
    bool is_shipped, is_changed, certifies; /* changed: a shipped one, since this laptop was made ready */
    char author[2 * KEY_LEN + 1], name[OFFICE_SIZE]; /* hex, "" = nobody signed; name only of a trusted one */
};

static void
find_author(const struct quiz_trust *trust, const struct known_quiz *known, struct standing *standing)
{
    hash_to_hex(known->author, KEY_LEN, standing->author);
    for (size_t i = 0; i < trust->author_count; i++)
        if (memcmp(trust->authors[i].key, known->author, KEY_LEN) == 0)
            snprintf(standing->name, sizeof standing->name, "%s", trust->authors[i].name);
}

/* A laptop that was not made ready yet takes the shipped quizzes as they are when it is. */
static enum fault
find_standing(const struct lookup *lookup, const struct quiz *quiz, struct standing *standing, struct err *err)
{
    static const uint8_t NOBODY[KEY_LEN];
    struct quiz_trust trust;
    uint8_t files[HASH_LEN];
    char *quizzes = file_join(lookup->share, "quizzes/");
    bool lies_there = strncmp(quiz_folder(quiz), quizzes, strlen(quizzes)) == 0;
    *standing = (struct standing){0};
    enum fault fault = quiz_trust_load(lookup->folder, &trust, err);
    if (fault == FAULT_NONE) {
        quiz_author_hash(quiz, files);
        const struct known_quiz *known = quiz_trust_find(&trust, files);
        bool leads = quiz_programme(quiz)[0] != 0;
        standing->is_shipped = known != NULL ? memcmp(known->author, NOBODY, KEY_LEN) == 0 : lies_there && trust.is_new;
        standing->is_changed = known == NULL && lies_there && !trust.is_new && leads;
        standing->certifies = leads && (standing->is_shipped || quiz_trust_certifies(&trust, files));
        if (known != NULL && !standing->is_shipped)
            find_author(&trust, known, standing);
        quiz_trust_clear(&trust);
    }
    free(quizzes);
    return fault;
}

static const char *
standing_words(const struct quiz *quiz, const struct standing *standing)
{
    if (standing->certifies)
        return "can lead to a certificate";
    if (quiz_programme(quiz)[0] == 0)
        return "for practice: leads to no programme";
    if (standing->is_changed)
        return "for practice: changed since `dauso init`; run it again to take the quiz as it is now";
    return standing->author[0] != 0 ? "for practice: its author is not trusted here" : "for practice: nobody signed it";
}

static void
put_standing(struct json *row, const struct standing *standing)
{
    if (standing->is_shipped || standing->author[0] != 0)
        json_put_text(row, "signed_by", standing->is_shipped ? "shipped" : standing->author);
    else
        json_put(row, "signed_by", json_new_null());
    json_put_text(row, "author", standing->name);
    json_put_boolean(row, "certificate", standing->certifies);
}

static enum fault
print_head(const struct lookup *lookup, const char *id, const struct quiz *quiz, struct err *err)
{
    struct standing standing = {0};
    enum fault fault = quiz != NULL ? find_standing(lookup, quiz, &standing, err) : FAULT_NONE;
    if (fault != FAULT_NONE)
        return fault;
    if (!cli_flag(lookup->call, "--json")) {
        printf("%-24s %s\n", id, quiz != NULL ? quiz_title(quiz, "vi") : "has mistakes; dauso check says which");
        if (quiz != NULL)
            printf("%-24s   %s\n", "", standing_words(quiz, &standing));
        return FAULT_NONE;
    }
    struct json *row = json_new_object();
    json_put_text(row, "quiz", id);
    json_put_boolean(row, "good", quiz != NULL);
    if (quiz != NULL) {
        json_put_text(row, "title_vi", quiz_title(quiz, "vi"));
        json_put_text(row, "title_en", quiz_title(quiz, "en"));
        json_put_text(row, "framework", quiz_framework(quiz));
        json_put_text(row, "programme", quiz_programme(quiz));
        put_standing(row, &standing);
        json_put(row, "forms", describe_forms(quiz));
    }
    cli_print_json(row);
    return FAULT_NONE;
}

static enum fault
list_one(const struct lookup *lookup, const char *path, const char *id, struct err *err)
{
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    enum fault fault = quiz_load(path, lookup->share, &quiz, &problems, err);
    if (fault != FAULT_CANNOT)
        fault = print_head(lookup, id, quiz, err);
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    return fault;
}

/* Those in DIR/quizzes stand behind the shipped ones; of two with one name the shipped one counts, as in a class. */
static enum fault
list_folder(const struct lookup *lookup, const char *parent, struct err *err)
{
    char **names = NULL, *folder = file_join(parent, "quizzes");
    size_t count = 0;
    enum fault fault = file_is_folder(folder) ? file_list(folder, &names, &count, err) : FAULT_NONE;
    for (size_t i = 0; i < count && fault == FAULT_NONE; i++) {
        char *path = file_join(folder, names[i]), *source = file_join(path, "quiz.lua");
        char *shipped = memory_print("%s/quizzes/%s", lookup->share, names[i]);
        if (names[i][0] != '.' && file_exists(source) && (parent == lookup->share || !file_exists(shipped)))
            fault = list_one(lookup, path, names[i], err);
        free(shipped);
        free(source);
        free(path);
    }
    file_free_names(names, count);
    free(folder);
    return fault;
}

/* ---- one quiz ---- */

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
print_quiz(const struct cli_call *call, const struct quiz *quiz, const struct standing *standing)
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
        put_standing(line, standing);
        json_put(line, "forms", describe_forms(quiz));
        json_put(line, "items", items);
        cli_print_json(line);
        return;
    }
    printf("%s · %s\n  hash       %s\n  framework  %s\n  programme  %s\n", quiz_title(quiz, "vi"),
           quiz_title(quiz, "en"), hex, quiz_framework(quiz),
           quiz_programme(quiz)[0] != 0 ? quiz_programme(quiz) : "none, for practice only");
    printf("  signed by  %s%s%s\n  which      %s\n",
           standing->is_shipped ? "the program's makers" : standing->author[0] != 0 ? standing->author : "nobody",
           standing->name[0] != 0 ? ", " : "", standing->name, standing_words(quiz, standing));
    print_forms(quiz);
    for (size_t i = 0; i < quiz_item_count(quiz); i++)
        print_item(quiz_item_at(quiz, i));
}

/* The shipped one of this name, else the one in DIR/quizzes; or what a path names. Caller frees. */
static char *
find_quiz(const struct lookup *lookup, const char *id)
{
    if (strchr(id, '/') != NULL)
        return memory_copy_text(id);
    char *shipped = memory_print("%s/quizzes/%s", lookup->share, id), *own = memory_print("%s/quizzes/%s", lookup->folder, id);
    bool is_own = !file_exists(shipped) && file_exists(own);
    free(is_own ? shipped : own);
    return is_own ? own : shipped;
}

static enum fault
show_quiz(const struct lookup *lookup, const char *id, struct err *err)
{
    struct quiz *quiz = NULL;
    struct quiz_problems problems = {0};
    struct standing standing;
    char *path = find_quiz(lookup, id);
    enum fault fault = quiz_load(path, lookup->share, &quiz, &problems, err);
    if (fault == FAULT_NONE)
        fault = find_standing(lookup, quiz, &standing, err);
    if (fault == FAULT_NONE)
        print_quiz(lookup->call, quiz, &standing);
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(path);
    return fault;
}

static int
look(const struct cli_call *call, const char *id)
{
    struct lookup lookup = {call, file_find_share(), cli_data_folder(call)};
    struct err err;
    enum fault fault = id != NULL ? show_quiz(&lookup, id, &err) : list_folder(&lookup, lookup.share, &err);
    if (fault == FAULT_NONE && id == NULL)
        fault = list_folder(&lookup, lookup.folder, &err);
    free(lookup.share);
    free(lookup.folder);
    return fault == FAULT_NONE ? 0 : cli_fail(call, &err);
}

static int
list_all(const struct cli_call *call)
{
    return call->operand_count == 1 ? look(call, NULL) : cli_usage(call, "quiz list takes no names");
}

static int
show_one(const struct cli_call *call)
{
    return call->operand_count == 2 ? look(call, call->operands[1]) : cli_usage(call, "say which: quiz show ID");
}

static int
run(const struct cli_call *call)
{
    static const struct {
        const char *word;
        int (*run)(const struct cli_call *call);
    } WORDS[] = {{"list", list_all},   {"show", show_one},     {"new", quiz_new},      {"pack", quiz_pack},
                 {"sign", quiz_sign},  {"trust", quiz_trust}, {"install", quiz_install},
                 {"parameters", quiz_parameters}};
    const char *word = call->operand_count > 0 ? call->operands[0] : "";
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(word, WORDS[i].word) == 0)
            return WORDS[i].run(call);
    return cli_usage(call, "say `quiz list`, `quiz show ID`, `quiz new NAME`, `quiz pack FOLDER`, `quiz sign FOLDER|FILE`, `quiz trust "
                     "[KEY|FILE]`, `quiz install FILE` or `quiz parameters ID [FILE]`");
}

const struct cli_verb verb_quiz = {"quiz", "list | show ID | new NAME | pack FOLDER | sign FOLDER|FILE | trust [KEY|FILE] | install FILE | "
                                   "parameters ID [FILE]",
                                   "Lists, shows and begins quizzes; packs, signs and installs them; keeps what items are worth.", OPTIONS, run};
