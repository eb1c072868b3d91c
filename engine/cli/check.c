/* check.c - `dauso check`, `dauso walk` and `dauso quiz`: what an author runs in the evening. Never
 * opens the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "quiz/quiz.h"
#include "scoring/scoring.h"

static const struct cli_option OPTIONS[] = {
    {"--json", NULL, "one object a quiz: {\"path\",\"good\",\"problems\":[…]}"},
    {NULL, NULL, NULL},
};

struct checked {
    struct quiz *quiz;
    struct quiz_problems problems;
    size_t walked;
};

/* "quizzes/x/quiz.lua" or "quizzes/x/walkthroughs/a.walk" -> "quizzes/x"; a folder stays. Caller
 * frees. */
static char *
folder_of(const char *path)
{
    char *folder = memory_copy_text(path);
    if (file_is_folder(folder))
        return folder;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(folder, '/');
        if (slash == NULL) {
            free(folder);
            return memory_copy_text(".");
        }
        *slash = 0;
        char *source = file_join(folder, "quiz.lua");
        bool is_found = file_exists(source);
        free(source);
        if (is_found)
            break;
    }
    return folder;
}

static enum fault
check_indicators(const struct frameworks *all, struct checked *checked)
{
    const struct framework *framework = scoring_find_framework(all, quiz_framework(checked->quiz));
    if (framework == NULL) {
        quiz_problems_add(&checked->problems,
                          "%s/quiz.lua:1: there is no framework \"%s\" in scripts/frameworks",
                          quiz_folder(checked->quiz), quiz_framework(checked->quiz));
        return FAULT_INPUT;
    }
    const char **codes = memory_new_array(framework->indicator_count, sizeof *codes);
    for (size_t i = 0; i < framework->indicator_count; i++)
        codes[i] = framework->indicators[i].code;
    quiz_check_indicators(checked->quiz, codes, framework->indicator_count, &checked->problems);
    free(codes);
    return FAULT_NONE;
}

/* FAULT_CANNOT only; what is wrong with the quiz is in checked->problems. */
static enum fault
check_quiz(const char *path, const char *only_walk, const char *share, struct checked *checked,
           struct err *err)
{
    struct frameworks *all = NULL;
    char *folder = folder_of(path);
    enum fault fault = FAULT_NONE;
    if (!file_exists(path))
        fault = err_set(err, FAULT_CANNOT, "there is no file or folder %s", path);
    if (fault == FAULT_NONE)
        fault = scoring_load_frameworks(share, &all, err);
    if (fault == FAULT_NONE &&
        quiz_load(folder, share, &checked->quiz, &checked->problems, err) == FAULT_CANNOT)
        fault = FAULT_CANNOT;
    if (fault == FAULT_NONE && checked->quiz != NULL &&
        check_indicators(all, checked) == FAULT_NONE)
        fault = quiz_walk(checked->quiz, only_walk, &checked->problems, &checked->walked, err);
    scoring_free_frameworks(all);
    free(folder);
    return fault;
}

static void
print_items(const struct quiz *quiz)
{
    size_t marked = 0, practical = 0, codes = 0;
    const char *seen[64];
    for (size_t i = 0; i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        marked += !item->is_practice;
        practical += item->is_practical;
        for (size_t n = 0; n < item->part_count; n++) {
            bool is_known = false;
            for (size_t c = 0; c < codes; c++)
                is_known = is_known || strcmp(seen[c], item->parts[n].indicator) == 0;
            if (!is_known && codes < 64)
                seen[codes++] = item->parts[n].indicator;
        }
    }
    printf("good: \"%s\", %zu items (%zu practical) over %zu indicators", quiz_title(quiz, "vi"),
           marked, practical, codes);
}

static void
print_checked(const struct cli_call *call, const char *path, const struct checked *checked)
{
    if (cli_flag(call, "--json")) {
        struct json *line = json_new_object(), *problems = json_new_array();
        for (size_t i = 0; i < checked->problems.count; i++)
            json_add(problems, json_new_text(checked->problems.texts[i]));
        json_put_text(line, "path", path);
        json_put_boolean(line, "good", checked->problems.count == 0);
        json_put_integer(line, "walks", (int64_t)checked->walked);
        json_put(line, "problems", problems);
        cli_print_json(line);
        return;
    }
    for (size_t i = 0; i < checked->problems.count; i++)
        puts(checked->problems.texts[i]);
    if (checked->problems.count == 0) {
        printf("%s: ", path);
        print_items(checked->quiz);
        printf(", %zu walks\n", checked->walked);
    }
}

static int
run(const struct cli_call *call, bool is_walk)
{
    struct err err;
    int code = 0;
    char *share = file_find_share();
    if (call->operand_count == 0) {
        free(share);
        return cli_usage(call, "say which quiz: a folder, for example quizzes/digital-basics");
    }
    for (size_t i = 0; i < call->operand_count && code != 3; i++) {
        const char *path = call->operands[i];
        size_t len = strlen(path);
        struct checked checked = {0};
        const char *one = is_walk && len > 5 && strcmp(path + len - 5, ".walk") == 0 ? path : NULL;
        if (check_quiz(path, one, share, &checked, &err) != FAULT_NONE)
            code = cli_fail(call, &err);
        else
            print_checked(call, path, &checked);
        if (checked.problems.count > 0 && code == 0)
            code = 1;
        quiz_problems_clear(&checked.problems);
        quiz_free(checked.quiz);
    }
    free(share);
    return code;
}

static int
run_check(const struct cli_call *call)
{
    return run(call, false);
}

static int
run_walk(const struct cli_call *call)
{
    return run(call, true);
}

const struct cli_verb verb_check = {
    "check", "PATH…", "Says what is wrong with a quiz, by file and line; runs its walks.", OPTIONS,
    run_check};
const struct cli_verb verb_walk = {"walk", "PATH…", "Runs the walks of a quiz, or one .walk file.",
                                   OPTIONS, run_walk};

/* ---- quiz list, quiz show ---- */

static int
list_quizzes(const struct cli_call *call, const char *share)
{
    struct err err;
    char **names = NULL, *folder = file_join(share, "quizzes");
    size_t count = 0;
    int code = 0;
    if (file_list(folder, &names, &count, &err) != FAULT_NONE)
        code = cli_fail(call, &err);
    for (size_t i = 0; i < count; i++) {
        char *path = file_join(folder, names[i]), *source = file_join(path, "quiz.lua");
        struct quiz *quiz = NULL;
        struct quiz_problems problems = {0};
        if (file_exists(source) && quiz_load(path, share, &quiz, &problems, &err) == FAULT_NONE)
            printf("%-24s %s\n", names[i], quiz_title(quiz, "vi"));
        else if (file_exists(source))
            printf("%-24s has mistakes: dauso check %s\n", names[i], path);
        quiz_problems_clear(&problems);
        quiz_free(quiz);
        free(source);
        free(path);
    }
    file_free_names(names, count);
    free(folder);
    return code;
}

static int
show_quiz(const struct cli_call *call, const char *share, const char *id)
{
    struct err err;
    struct quiz *quiz = NULL;
    struct quiz_problems problems = {0};
    char *folder = file_join(share, "quizzes"),
         *path = strchr(id, '/') != NULL ? memory_copy_text(id) : file_join(folder, id);
    int code = 0;
    if (quiz_load(path, share, &quiz, &problems, &err) != FAULT_NONE) {
        code = cli_fail(call, &err);
    } else {
        char hex[HASH_HEX_LEN];
        hash_to_hex(quiz_hash(quiz), HASH_LEN, hex);
        printf("%s\n  hash %s\n  framework %s, programme %s\n", quiz_title(quiz, "vi"), hex,
               quiz_framework(quiz),
               quiz_programme(quiz)[0] != 0 ? quiz_programme(quiz) : "none (practice only)");
        for (size_t i = 0; i < quiz_item_count(quiz); i++) {
            const struct quiz_item *item = quiz_item_at(quiz, i);
            printf("  %-10s %-24s",
                   item->is_practice    ? "practice"
                   : item->is_practical ? "practical"
                                        : "question",
                   item->id);
            for (size_t n = 0; n < item->part_count; n++)
                printf(" %s (b %.1f)", item->parts[n].indicator,
                       item->parts[n].b[item->parts[n].steps / 2]);
            putchar('\n');
        }
    }
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(path);
    free(folder);
    return code;
}

static int
run_quiz(const struct cli_call *call)
{
    char *share = file_find_share();
    const char *word = call->operand_count > 0 ? call->operands[0] : "";
    int code;
    if (strcmp(word, "list") == 0 && call->operand_count == 1)
        code = list_quizzes(call, share);
    else if (strcmp(word, "show") == 0 && call->operand_count == 2)
        code = show_quiz(call, share, call->operands[1]);
    else
        code = cli_usage(call, "say `quiz list` or `quiz show ID`");
    free(share);
    return code;
}

static const struct cli_option QUIZ_OPTIONS[] = {{NULL, NULL, NULL}};
const struct cli_verb verb_quiz = {"quiz", "list|show ID",
                                   "Lists the quizzes of this laptop, or shows one.", QUIZ_OPTIONS,
                                   run_quiz};
