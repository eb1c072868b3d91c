/* check.c - `dauso check`: what is wrong with a quiz, by file and line. Never opens the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/check_answers.h"
#include "cli/cli.h"
#include "cli/quiz_path.h"
#include "cli/room.h"
#include "scoring/scoring.h"

enum { INDICATORS_MAX = 64 };

static const struct cli_option OPTIONS[] = {
    {"--answers", NULL, "a table for each answer that is typed: what people may type, and what passes"},
    {"--json", NULL, "JSON, one object a quiz: path, good, items, indicators, walks, answers, problems"},
    {NULL, NULL, NULL},
};

struct checked {
    const char *path;
    struct quiz *quiz; /* NULL if it has mistakes that keep it from being read */
    struct quiz_problems problems;
    size_t walked;
    struct delivery delivery; /* with the author's difficulties */
};

/* How many marked items show an indicator. */
struct shown {
    const char *indicator;
    size_t items;
};

static void
check_framework(const struct frameworks *all, struct checked *checked)
{
    const struct framework *framework = scoring_find_framework(all, quiz_framework(checked->quiz));
    const char *names[INDICATORS_MAX];
    if (framework == NULL) {
        quiz_problems_add(&checked->problems,
                          "%s/quiz.lua:1: there is no framework \"%.60s\" in scripts/frameworks",
                          quiz_folder(checked->quiz), quiz_framework(checked->quiz));
        return;
    }
    size_t count = 0;
    for (; count < framework->indicator_count && count < INDICATORS_MAX; count++)
        names[count] = framework->indicators[count].code;
    quiz_check_indicators(checked->quiz, names, count, &checked->problems);
    const char *programme = quiz_programme(checked->quiz);
    if (programme[0] != 0 && scoring_find_programme(all, programme) == NULL)
        quiz_problems_add(&checked->problems,
                          "%s/quiz.lua:1: there is no programme \"%.60s\" in scripts/frameworks",
                          quiz_folder(checked->quiz), programme);
}

/* FAULT_CANNOT only; what is wrong with the quiz is in checked->problems. */
static enum fault
check_quiz(const struct frameworks *all, const char *share, struct checked *checked,
           struct err *err)
{
    enum fault fault = quiz_path_load(checked->path, share, &checked->quiz, &checked->problems, err);
    if (fault == FAULT_INPUT)
        fault = FAULT_NONE;
    if (checked->quiz != NULL) {
        check_framework(all, checked);
        fault = quiz_walk(checked->quiz, NULL, &checked->problems, &checked->walked, err);
        quiz_path_name_problems(&checked->problems, checked->path);
        if (checked->problems.count == 0 && fault == FAULT_NONE)
            fault = classroom_plan_delivery(all, checked->quiz, &checked->delivery, err);
    }
    return fault;
}

static void
count_part(struct shown *shown, size_t *count, const char *indicator)
{
    size_t at = 0;
    while (at < *count && strcmp(shown[at].indicator, indicator) != 0)
        at++;
    if (at == INDICATORS_MAX)
        return;
    if (at == *count)
        shown[(*count)++] = (struct shown){.indicator = indicator};
    shown[at].items++;
}

static size_t
count_items(const struct quiz *quiz, struct shown *shown, size_t *marked, size_t *practical)
{
    size_t count = 0;
    *marked = *practical = 0;
    for (size_t i = 0; i < quiz_item_count(quiz); i++) {
        const struct quiz_item *item = quiz_item_at(quiz, i);
        *marked += !item->is_practice;
        *practical += !item->is_practice && item->is_practical;
        for (size_t n = 0; !item->is_practice && n < item->part_count; n++)
            count_part(shown, &count, item->parts[n].indicator);
    }
    return count;
}

static const char *const DELIVERIES[] = {"fixed", "adaptive", "fixed until the bank is big enough"};

static void
print_delivery(const struct checked *checked)
{
    char *sentence = cli_delivery_sentence(&checked->delivery);
    if (sentence[0] != 0)
        printf("%s: note: %s\n", checked->path, sentence);
    free(sentence);
}

static void
print_as_json(const struct checked *checked)
{
    struct json *line = json_new_object(), *problems = json_new_array();
    for (size_t i = 0; i < checked->problems.count; i++)
        json_add(problems, quiz_path_problem(checked->problems.texts[i]));
    json_put_text(line, "path", checked->path);
    json_put_boolean(line, "good", checked->problems.count == 0);
    json_put_integer(line, "walks", (int64_t)checked->walked);
    if (checked->quiz != NULL) {
        struct shown shown[INDICATORS_MAX];
        size_t marked, practical, count = count_items(checked->quiz, shown, &marked, &practical);
        struct json *indicators = json_new_object();
        for (size_t i = 0; i < count; i++)
            json_put_integer(indicators, shown[i].indicator, (int64_t)shown[i].items);
        json_put_integer(line, "items", (int64_t)marked);
        json_put_integer(line, "practical", (int64_t)practical);
        json_put(line, "indicators", indicators);
        json_put(line, "answers", check_list_answers(checked->quiz));
        json_put_text(line, "delivery", DELIVERIES[checked->delivery.how]);
    }
    json_put(line, "problems", problems);
    cli_print_json(line);
}

static void
print_for_people(const struct checked *checked, bool with_answers)
{
    for (size_t i = 0; i < checked->problems.count; i++)
        puts(checked->problems.texts[i]);
    if (checked->problems.count > 0)
        return;
    struct shown shown[INDICATORS_MAX];
    size_t marked, practical, count = count_items(checked->quiz, shown, &marked, &practical);
    printf("%s: good, %zu items (%zu practical), %zu walks; items per indicator:", checked->path,
           marked, practical, checked->walked);
    for (size_t i = 0; i < count; i++)
        printf("%s %s: %zu", i == 0 ? "" : ",", shown[i].indicator, shown[i].items);
    putchar('\n');
    print_delivery(checked);
    check_print_answers(checked->quiz, with_answers);
}

static int
check_all(const struct cli_call *call, const struct frameworks *all, const char *share)
{
    struct err err;
    int code = 0;
    for (size_t i = 0; i < call->operand_count && code != 3; i++) {
        struct checked checked = {.path = call->operands[i]};
        if (check_quiz(all, share, &checked, &err) != FAULT_NONE)
            code = cli_fail(call, &err);
        else if (cli_flag(call, "--json"))
            print_as_json(&checked);
        else
            print_for_people(&checked, cli_flag(call, "--answers"));
        if (checked.problems.count > 0 && code == 0)
            code = 1;
        quiz_problems_clear(&checked.problems);
        quiz_free(checked.quiz);
    }
    return code;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct frameworks *all = NULL;
    int code;
    if (call->operand_count == 0)
        return cli_usage(call, "say which quiz: a folder, for example quizzes/digital-basics, or the file of one simulation");
    char *share = file_find_share();
    if (scoring_load_frameworks(share, &all, &err) != FAULT_NONE)
        code = cli_fail(call, &err);
    else
        code = check_all(call, all, share);
    scoring_free_frameworks(all);
    free(share);
    return code;
}

const struct cli_verb verb_check = {
    "check", "PATH…", "Says what is wrong with a quiz, by file and line; runs its walks.", OPTIONS,
    run};
