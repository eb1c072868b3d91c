/* demo.c - `dauso demo`: the whole main job with simulated learners, acting only over real HTTP.
 *
 * A child process serves, this process plays the learners and the trainer; when the class is over and the server has
 * stopped, it reads the results out of the folder and checks every certificate as a stranger would. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "classroom/classroom.h"
#include "cli/cli.h"
#include "cli/demo_play.h"
#include "credential/credential.h"

enum { LEARNERS_MAX = 1000, PDF_MAX = 16 << 20 };

static const char CLASS_NAME[] = "Lớp trình diễn", SECOND_NAME[] = "Lớp trình diễn · lần hai";
/* Of so many people one does not come again. */
enum { ONE_LOST_OF = 9 };

static const struct cli_option OPTIONS[] = {
    {"--learners", "N", "how many simulated learners: 30 unless told"},
    {"--seed", "N", "the same seed gives the same people and the same bands: 1 unless told"},
    {"--quiz", "ID", "the quiz: the first shipped one unless told"},
    {"--dir", "DIR", "the folder: ./dauso-demo unless told; made if new, never one with real classes"},
    {"--two-tests", NULL, "afterwards a second test of the same people, who have learnt something; some do not come again"},
    {"--json", NULL, "an object a learner, then {\"summary\": ...}"},
    {NULL, NULL, NULL},
};

struct demo {
    const struct cli_call *call;
    const char *folder;
    char *share;
    long learners, seed;
    int64_t started_ms;
    struct frameworks *frameworks;
    struct quiz *quiz;
    struct play play;
    size_t certified, verified;
    struct person *people;
    size_t second_count; /* who came again */
};

/* ---- after the class ---- */

/* What one learner came to. */
struct outcome_line {
    const struct tile *tile;
    char attempt_id[LEARNER_ID_MAX];
    struct json *bands;
    char *pdf;           /* NULL: no certificate */
    const char *verdict;
};

/* Only what was tested well enough to be spoken of. */
static struct json *
pick_bands(const struct framework *framework, const struct json *decision)
{
    struct json *bands = json_new_object();
    for (size_t i = 0; i < framework->indicator_count; i++) {
        const char *code = framework->indicators[i].code;
        const struct json *level = json_get(json_get(decision, "indicators"), code);
        int64_t band;
        const char *amount = json_get_text(level, "amount");
        if (amount != NULL && strcmp(amount, "enough") == 0 && json_read_integer(json_get(level, "band"), &band))
            json_put_integer(bands, code, band);
    }
    return bands;
}

static enum fault
verify_paper(struct demo *demo, struct trust *trust, struct outcome_line *line, struct err *err)
{
    struct buffer bytes = {0};
    struct check_report report;
    char absolute[PATH_MAX];
    char *path = memory_print("%s/certificates/%s.pdf", demo->folder, line->tile->certificate);
    enum fault fault = file_read(path, PDF_MAX, &bytes, err);
    if (fault == FAULT_NONE) {
        credential_check_pdf(bytes.data, bytes.len, trust, clock_wall_ms() / 1000, &report);
        line->verdict = verdict_name(report.verdict);
        line->pdf = memory_copy_text(realpath(path, absolute) != NULL ? absolute : path);
        demo->certified++;
        demo->verified += report.verdict == VERDICT_VALID && strcmp(report.claims.name, line->tile->name) == 0;
    }
    buffer_clear(&bytes);
    free(path);
    return fault;
}

static struct json *
text_or_null(const char *text)
{
    return text != NULL && text[0] != 0 ? json_new_text(text) : json_new_null();
}

static void
print_line_as_json(const struct outcome_line *line)
{
    struct json *object = json_new_object();
    json_put_text(object, "learner", line->tile->name);
    json_put_integer(object, "number", line->tile->number);
    json_put(object, "attempt", text_or_null(line->attempt_id));
    json_put(object, "bands", json_keep(line->bands));
    json_put(object, "certificate", text_or_null(line->tile->certificate));
    json_put(object, "pdf", text_or_null(line->pdf));
    json_put(object, "verdict", text_or_null(line->verdict));
    cli_print_json(object);
}

/* "Nguyễn Thị Hoa        1 2 . 3 2   KGZ7-3M58-9FS6-A5YE  VALID" */
static void
print_line_for_people(const struct framework *framework, const struct outcome_line *line)
{
    size_t letters = text_count_letters(line->tile->name);
    printf("%4lld  %s%*s ", (long long)line->tile->number, line->tile->name,
           (int)(letters < 24 ? 24 - letters : 1), "");
    for (size_t i = 0; i < framework->indicator_count; i++) {
        int64_t band;
        if (json_read_integer(json_get(line->bands, framework->indicators[i].code), &band))
            printf("%5lld", (long long)band);
        else
            printf("    \u00b7");
    }
    printf("   %s  %s\n", line->pdf != NULL ? line->tile->certificate : "-", line->verdict != NULL ? line->verdict : "");
}

static void
print_head(const struct demo *demo)
{
    const struct framework *framework = demo->play.framework;
    printf("%4s  %-24s ", "", "");
    for (size_t i = 0; i < framework->indicator_count; i++)
        printf("%5s", framework->indicators[i].code);
    printf("   certificate\n");
}

static enum fault
report_learner(struct demo *demo, struct classroom *room, struct trust *trust, const struct tile *tile,
               struct err *err)
{
    struct outcome_line line = {.tile = tile};
    struct json *decision = NULL;
    enum fault fault = classroom_read_decision(room, tile->learner_id, &decision, line.attempt_id, err);
    line.bands = pick_bands(demo->play.framework, decision);
    if (fault == FAULT_NONE && tile->certificate[0] != 0)
        fault = verify_paper(demo, trust, &line, err);
    if (fault == FAULT_NONE && cli_flag(demo->call, "--json"))
        print_line_as_json(&line);
    else if (fault == FAULT_NONE)
        print_line_for_people(demo->play.framework, &line);
    json_free(decision);
    json_free(line.bands);
    free(line.pdf);
    return fault;
}

static int
compare_numbers(const void *left, const void *right)
{
    const struct tile *one = left, *other = right;
    return (one->number > other->number) - (one->number < other->number);
}

static enum fault
report_class(struct demo *demo, struct classroom *room, int64_t class_id, struct err *err)
{
    struct class_view view;
    struct trust *trust = trust_new();
    char *folder = file_join(demo->folder, "trust");
    enum fault fault = trust_add_folder(trust, folder, err);
    free(folder);
    if (fault == FAULT_NONE)
        fault = classroom_view(room, class_id, &view, err);
    if (fault == FAULT_NONE) {
        qsort(view.tiles, view.tile_count, sizeof *view.tiles, compare_numbers);
        if (!cli_flag(demo->call, "--json"))
            print_head(demo);
        for (size_t i = 0; fault == FAULT_NONE && i < view.tile_count; i++)
            if (view.tiles[i].state != TILE_EXPECTED)
                fault = report_learner(demo, room, trust, &view.tiles[i], err);
        class_view_clear(&view);
    }
    trust_free(trust);
    return fault;
}

static void
print_summary(const struct demo *demo)
{
    double seconds = (double)(clock_monotonic_ms() - demo->started_ms) / 1000.0;
    const struct play *play = &demo->play;
    if (!cli_flag(demo->call, "--json")) {
        printf("\n%zu of %ld learners certified, %zu of %zu papers VALID; %zu answers saved in %.1f s.\n"
               "The papers are in %s/certificates.\n", demo->certified, demo->learners + (long)demo->second_count,
               demo->verified, demo->certified, play->acts_saved, seconds, demo->folder);
        if (demo->second_count > 0)
            printf("%zu of %ld came to the second test; `dauso report growth --class 2 --dir %s` says who can do more.\n",
                   demo->second_count, demo->learners, demo->folder);
        return;
    }
    struct json *line = json_new_object(), *summary = json_new_object();
    json_put_integer(summary, "learners", demo->learners);
    if (demo->second_count > 0)
        json_put_integer(summary, "came_again", (int64_t)demo->second_count);
    json_put_integer(summary, "certified", (int64_t)demo->certified);
    json_put_integer(summary, "verified", (int64_t)demo->verified);
    json_put_integer(summary, "seed", demo->seed);
    json_put_text(summary, "quiz", quiz_id(demo->quiz));
    json_put_integer(summary, "acts_saved", (int64_t)play->acts_saved);
    json_put_integer(summary, "other_screens", (int64_t)play->other_screens);
    json_put_real(summary, "acts_per_learner", (double)play->acts_saved / (double)(demo->learners + (long)demo->second_count));
    json_put_real(summary, "seconds", seconds);
    json_put(line, "summary", summary);
    cli_print_json(line);
}

/* ---- the class ---- */

/* Shipped, or installed in the demo's folder. Caller frees. */
static char *
find_quiz(const struct demo *demo, const char *quiz)
{
    int len = (int)strcspn(quiz, ".");
    char *shipped = memory_print("%s/quizzes/%.*s", demo->share, len, quiz);
    char *own = memory_print("%s/quizzes/%.*s", demo->folder, len, quiz);
    bool is_own = !file_exists(shipped) && file_exists(own);
    free(is_own ? shipped : own);
    return is_own ? own : shipped;
}

static enum fault
load_definition(struct demo *demo, const char *quiz, struct err *err)
{
    struct quiz_problems problems = {0};
    char *folder = find_quiz(demo, quiz);
    enum fault fault = scoring_load_frameworks(demo->share, &demo->frameworks, err);
    if (fault == FAULT_NONE)
        fault = quiz_load(folder, demo->share, &demo->quiz, &problems, err);
    if (fault == FAULT_NONE && !quiz_find_form(demo->quiz, quiz, &demo->play.form))
        fault = err_set(err, FAULT_INPUT, "the quiz %s has no form of this name: %s", quiz_id(demo->quiz), quiz);
    if (fault == FAULT_NONE)
        demo->play.framework = scoring_find_framework(demo->frameworks, quiz_framework(demo->quiz));
    if (fault == FAULT_NONE && demo->play.framework == NULL)
        fault = err_set(err, FAULT_CANNOT, "the framework \"%s\" of quiz %s is not in scripts/frameworks",
                        quiz_framework(demo->quiz), quiz);
    quiz_problems_clear(&problems);
    free(folder);
    return fault;
}

static enum fault
play_class(struct demo *demo, struct child_server *server, const struct person *people, size_t count, struct err *err)
{
    struct play *play = &demo->play;
    size_t issued_before = play->issued;
    play->server = server;
    play->quiz = demo->quiz;
    play->people = people;
    play->people_count = count;
    play->shows_progress = isatty(STDERR_FILENO);
    play->compares_screens = true;
    enum fault fault = play_join(play, err);
    if (fault == FAULT_NONE)
        fault = play_test(play, err);
    if (fault == FAULT_NONE) {
        play->issued = 0;
        fault = play_issue(play, err);
        play->issued += issued_before;
    }
    play_close(play);
    return fault == FAULT_NONE ? child_server_stop(server, err) : fault;
}

static enum fault
play_first(struct demo *demo, struct child_server *server, struct err *err)
{
    struct child_options options = {.folder = demo->folder, .share = demo->share, .class_name = CLASS_NAME,
                                    .quiz = cli_value(demo->call, "--quiz", NULL)};
    people_class_seed((uint64_t)demo->seed, options.class_seed);
    memcpy(demo->play.class_seed, options.class_seed, SEED_LEN);
    enum fault fault = child_server_start(&options, server, err);
    if (fault == FAULT_NONE)
        fault = load_definition(demo, server->quiz, err);
    if (fault != FAULT_NONE)
        return fault;
    demo->people = people_new((uint64_t)demo->seed, (size_t)demo->learners, demo->play.framework,
                              quiz_item_count(demo->quiz));
    return play_class(demo, server, demo->people, (size_t)demo->learners, err);
}

/* The same people after a course. They stand on the roster of the second class, so each keeps the number of its place. */
static enum fault
play_second(struct demo *demo, int64_t first, struct child_server *server, struct err *err)
{
    struct child_options options = {.folder = demo->folder, .share = demo->share, .class_name = SECOND_NAME,
                                    .follows = first};
    people_class_seed((uint64_t)demo->seed + 1, options.class_seed);
    memcpy(demo->play.class_seed, options.class_seed, SEED_LEN);
    people_grow(demo->people, (size_t)demo->learners, demo->play.framework, quiz_item_count(demo->quiz));
    struct person *again = memory_new_array((size_t)demo->learners, sizeof *again);
    for (size_t i = 0; i < (size_t)demo->learners; i++)
        if (i % ONE_LOST_OF != ONE_LOST_OF - 1)
            again[demo->second_count++] = demo->people[i];
    enum fault fault = child_server_start(&options, server, err);
    if (fault == FAULT_NONE && !quiz_find_form(demo->quiz, server->quiz, &demo->play.form))
        fault = err_set(err, FAULT_CANNOT, "the second class has another quiz: %s", server->quiz);
    if (fault == FAULT_NONE)
        fault = play_class(demo, server, again, demo->second_count, err);
    free(again);
    return fault;
}

static enum fault
report_classes(struct demo *demo, const struct child_server *servers, size_t count, struct err *err)
{
    struct classroom *room = NULL;
    enum fault fault = classroom_open(demo->folder, demo->share, NULL, &room, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++)
        fault = report_class(demo, room, servers[i].class_id, err);
    if (fault == FAULT_NONE)
        print_summary(demo);
    classroom_close(room);
    return fault;
}

static enum fault
run_demo(struct demo *demo, struct err *err)
{
    struct child_server servers[2] = {0};
    size_t count = cli_flag(demo->call, "--two-tests") ? 2 : 1;
    enum fault fault = play_first(demo, &servers[0], err);
    if (fault == FAULT_NONE && count > 1)
        fault = play_second(demo, servers[0].class_id, &servers[1], err);
    if (fault == FAULT_NONE)
        fault = report_classes(demo, servers, count, err);
    for (size_t i = 0; i < 2; i++)
        child_server_clear(&servers[i]);
    people_free(demo->people, (size_t)demo->learners);
    return fault;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct demo demo = {.call = call, .folder = cli_value(call, "--dir", "./dauso-demo"), .learners = 30, .seed = 1,
                        .started_ms = clock_monotonic_ms()};
    if (call->operand_count > 0)
        return cli_usage(call, "it takes no operands, only options");
    if (cli_number(call, "--learners", 1, LEARNERS_MAX, &demo.learners, &err) != FAULT_NONE ||
        cli_number(call, "--seed", 0, LONG_MAX, &demo.seed, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    demo.share = file_find_share();
    enum fault fault = run_demo(&demo, &err);
    int code = fault != FAULT_NONE ? cli_fail(call, &err) : demo.verified == demo.certified ? 0 : 1;
    quiz_free(demo.quiz);
    scoring_free_frameworks(demo.frameworks);
    free(demo.share);
    return code;
}

const struct cli_verb verb_demo = {"demo", "", "A whole class with simulated learners: test, scores, certificates.",
                                   OPTIONS, run};
