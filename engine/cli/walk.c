/* walk.c - `dauso walk`: walkthroughs are a quiz's tests, and the form in which an attempt can be
 * read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/quiz_path.h"

enum { WORDS_WIDTH = 46 };

static const struct cli_option OPTIONS[] = {
    {"--json", NULL, "JSON, one object a walk: walk, good, steps"},
    {NULL, NULL, NULL},
};

struct telling {
    const struct cli_call *call;
    bool is_one; /* one walk alone is told step by step */
    struct json *steps;
};

static void
print_step(const struct quiz_step *step)
{
    size_t letters = text_count_letters(step->words);
    int blanks = step->screen[0] == 0    ? 0
                 : letters < WORDS_WIDTH ? (int)(WORDS_WIDTH - letters)
                                         : 1;
    printf("%3d  %s%*s%s%s\n", step->line, step->words, blanks, "", step->screen,
           step->is_fine ? "" : "  <- not so");
}

static void
tell_end(struct telling *telling, const struct quiz_step *step)
{
    if (cli_flag(telling->call, "--json")) {
        struct json *line = json_new_object();
        json_put_text(line, "walk", step->walk);
        json_put_boolean(line, "good", step->is_fine);
        json_put(line, "steps", json_keep(telling->steps));
        cli_print_json(line);
    } else {
        printf("%-4s %s: %zu steps\n", step->is_fine ? "ok" : "FAIL", step->walk,
               json_count(telling->steps));
    }
    json_free(telling->steps);
    telling->steps = json_new_array();
}

static void
tell(void *about, const struct quiz_step *step)
{
    struct telling *telling = about;
    if (step->words == NULL) {
        tell_end(telling, step);
        return;
    }
    struct json *row = json_new_object();
    json_put_integer(row, "line", step->line);
    json_put_text(row, "words", step->words);
    json_put_boolean(row, "good", step->is_fine);
    json_put_text(row, "screen", step->screen);
    json_add(telling->steps, row);
    if (telling->is_one && !cli_flag(telling->call, "--json"))
        print_step(step);
}

/* "…/false_link.lua" of "…/false_link.careful.walk"; NULL if no simulation lies there. Caller frees. */
static char *
find_simulation_beside(const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    char *beside = memory_print("%.*s%.*s.lua", (int)(base - path), path, (int)strcspn(base, "."), base);
    if (quiz_path_is_simulation(beside))
        return beside;
    free(beside);
    return NULL;
}

/* 0 or 1, 3 if it could not be done. */
static int
walk_path(const struct cli_call *call, const char *share, const char *path)
{
    struct err err;
    struct quiz *quiz = NULL;
    struct quiz_problems problems = {0};
    struct telling telling = {.call = call, .steps = json_new_array()};
    size_t len = strlen(path), walked;
    const char *slash = strrchr(path, '/');
    char *folder = NULL, *simulation = find_simulation_beside(path), *name = memory_print("walkthroughs/%s", slash != NULL ? slash + 1 : path);
    telling.is_one = len > 5 && strcmp(path + len - 5, ".walk") == 0;
    enum fault fault = simulation == NULL ? quiz_path_folder(path, &folder, &err) : FAULT_NONE;
    if (fault == FAULT_NONE)
        fault = quiz_path_load(simulation != NULL ? simulation : folder, share, &quiz, &problems, &err);
    if (fault == FAULT_NONE)
        fault = quiz_walk_telling(quiz, telling.is_one ? name : NULL, &problems, &walked, tell,
                                  &telling, &err);
    if (simulation != NULL)
        quiz_path_name_problems(&problems, simulation);
    int code =
        fault == FAULT_NONE || fault == FAULT_INPUT ? problems.count > 0 : cli_fail(call, &err);
    for (size_t i = 0; code < 2 && i < problems.count; i++)
        fprintf(cli_flag(call, "--json") ? stderr : stdout, "%s\n", problems.texts[i]);
    quiz_problems_clear(&problems);
    json_free(telling.steps);
    quiz_free(quiz);
    free(simulation);
    free(folder);
    free(name);
    return code;
}

static int
run(const struct cli_call *call)
{
    int code = 0;
    if (call->operand_count == 0)
        return cli_usage(call, "say which quiz or walk: quizzes/digital-basics, or one .walk file");
    char *share = file_find_share();
    for (size_t i = 0; i < call->operand_count && code != 3; i++) {
        int one = walk_path(call, share, call->operands[i]);
        code = one > code ? one : code;
    }
    free(share);
    return code;
}

const struct cli_verb verb_walk = {
    "walk", "PATH…", "Runs the walks of a quiz, or tells one .walk file step by step.", OPTIONS,
    run};
