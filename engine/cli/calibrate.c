/* calibrate.c - `dauso calibrate`: what items are worth, from a table of answers. Opens no store.
 *
 * A long run leaves its parameters beside the output after each cycle, bound to a hash of all that went in; the same call
 * again goes on from there. Then the file goes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "cli/response_table.h"

enum { QUIET_MS = 1000, PARTIAL_MAX = 64 << 20 };
static const double UNKNOWN_SD = 2;

static const struct cli_option OPTIONS[] = {
    {"--responses", "FILE", "a CSV: the first line names the items, each further one is a person (-1 or nothing: not seen)"},
    {"--model", "FILE", "items with indicators and priors (`dauso quiz parameters ID`); without it one dimension, b ~ N(0, 2 squared)"},
    {"--flat", NULL, "no priors: plain marginal maximum likelihood, for 1,000 people and more"},
    {"--linked", NULL, "these people may know more than those before: their mean is estimated too"},
    {"-o", "FILE", "writes the whole set, for `dauso quiz parameters ID FILE`; an interrupted run goes on by FILE.partial"},
    {"--json", NULL, "{\"log_likelihood\", \"items\": [{\"id\",\"a\",\"b\",\"se\" (of a, then of each b),\"status\",…}]}"},
    {NULL, NULL, NULL},
};

struct job {
    const struct cli_call *call;
    struct response_file file;
    struct response_table table;
    struct parameter_set set, start;
    struct calibration done;
    char *partial;              /* path, NULL = none */
    char hash[HASH_HEX_LEN];    /* of what went in */
    int64_t began_ms, told_ms, kept_ms;
    bool shows_progress;
};

/* ---- going on where it stopped ---- */

static void
hash_input(struct job *job)
{
    struct buffer bytes = {0};
    uint8_t hash[HASH_LEN];
    struct json *set = parameter_set_write(&job->set);
    json_write(set, &bytes);
    buffer_print(&bytes, "%d %d", cli_flag(job->call, "--flat"), cli_flag(job->call, "--linked"));
    buffer_add(&bytes, job->table.cells, job->table.person_count * job->set.item_count);
    hash_bytes(bytes.data, bytes.len, hash);
    hash_to_hex(hash, HASH_LEN, job->hash);
    json_free(set);
    buffer_clear(&bytes);
}

/* A partial file of another run, or one that cannot be read, is no start. */
static void
find_start(struct job *job)
{
    struct buffer text = {0};
    struct json *json = NULL;
    struct err err;
    if (job->partial == NULL || !file_exists(job->partial) || file_read(job->partial, PARTIAL_MAX, &text, &err) != FAULT_NONE)
        return;
    if (json_read((const char *)text.data, text.len, &json, &err) == FAULT_NONE) {
        const char *hash = json_get_text(json, "input");
        if (hash != NULL && strcmp(hash, job->hash) == 0 &&
            parameter_set_read(json_get(json, "set"), &job->start, &err) == FAULT_NONE)
            fprintf(stderr, "going on from %s\n", job->partial);
    }
    json_free(json);
    buffer_clear(&text);
}

static void
keep_partial(struct job *job, const struct parameter_set *so_far)
{
    struct json *json = json_new_object();
    struct err err;
    json_put_text(json, "input", job->hash);
    json_put(json, "set", parameter_set_write(so_far));
    char *text = json_write_text(json);
    if (file_write(job->partial, text, strlen(text), 0644, &err) != FAULT_NONE)
        fprintf(stderr, "%s\n", err.text); /* the run goes on; it cannot be gone on with */
    free(text);
    json_free(json);
}

static bool
report(void *context, const struct calibration_cycle *cycle, const struct parameter_set *so_far)
{
    struct job *job = context;
    int64_t now = clock_monotonic_ms();
    if (job->shows_progress && now - job->told_ms >= QUIET_MS) {
        job->told_ms = now;
        fprintf(stderr, "\r\033[Kcycle %d, largest change %.6f, log-likelihood %.3f", cycle->cycle, cycle->change,
                cycle->log_likelihood);
    }
    if (job->partial != NULL && now - job->kept_ms >= QUIET_MS) {
        job->kept_ms = now;
        keep_partial(job, so_far);
    }
    return true;
}

/* ---- telling ---- */

static const char *
trouble_words(enum calibration_trouble trouble)
{
    return trouble == CALIBRATION_NOBODY     ? "nobody answered it"
           : trouble == CALIBRATION_CONSTANT ? "all who answered got the same"
           : trouble == CALIBRATION_GAP      ? "nobody got one of its categories"
                                             : "";
}

static struct json *
item_to_json(const struct item_parameters *item, int64_t answers, enum calibration_trouble trouble)
{
    struct json *out = json_new_object(), *b = json_new_array(), *se = json_new_array();
    json_add(se, item->has_errors ? json_new_real(item->irt.a * item->se_log_a) : json_new_null());
    for (int x = 0; x < item->irt.steps; x++) {
        json_add(b, json_new_real(item->irt.b[x]));
        json_add(se, item->has_errors ? json_new_real(item->se_b[x]) : json_new_null());
    }
    json_put_text(out, "id", item->id);
    json_put_real(out, "a", item->irt.a);
    json_put(out, "b", b);
    json_put(out, "se", se);
    json_put_text(out, "status", item_status_name(item->status));
    json_put_integer(out, "answers", answers);
    json_put_boolean(out, "drifts", item->drifts);
    if (trouble != CALIBRATION_FINE)
        json_put_text(out, "trouble", trouble_words(trouble));
    return out;
}

static void
print_as_json(const struct job *job)
{
    struct json *line = json_new_object(), *items = json_new_array();
    for (size_t j = 0; j < job->set.item_count; j++)
        json_add(items, item_to_json(&job->set.items[j], job->done.answers[j], job->done.troubles[j]));
    json_put_real(line, "log_likelihood", job->done.log_likelihood);
    json_put_integer(line, "people", (int64_t)job->table.person_count);
    json_put_integer(line, "cycles", job->done.cycles);
    json_put_boolean(line, "converged", job->done.has_converged);
    json_put_real(line, "group_mean", job->done.group_mean);
    json_put(line, "items", items);
    cli_print_json(line);
}

static void
print_for_people(const struct job *job)
{
    printf("%-28s %8s %-14s %7s  %s\n", "item", "a (se)", "", "answers", "b (se)");
    for (size_t j = 0; j < job->set.item_count; j++) {
        const struct item_parameters *item = &job->set.items[j];
        printf("%-28s %8.3f (%.3f)        %7lld ", item->id, item->irt.a, item->irt.a * item->se_log_a,
               (long long)job->done.answers[j]);
        for (int x = 0; x < item->irt.steps; x++)
            printf(" %7.3f (%.3f)", item->irt.b[x], item->se_b[x]);
        printf("  %s%s%s%s\n", item_status_name(item->status), item->drifts ? ", drifts" : "",
               job->done.troubles[j] != CALIBRATION_FINE ? ": " : "", trouble_words(job->done.troubles[j]));
    }
    printf("%zu people, log-likelihood %.6f, %d cycles%s\n", job->table.person_count, job->done.log_likelihood,
           job->done.cycles, job->done.has_converged ? "" : ": not at rest yet; run it again with -o");
    if (cli_flag(job->call, "--linked"))
        printf("these people stand %+.3f from those before\n", job->done.group_mean);
}

static enum fault
write_set(struct job *job, struct err *err)
{
    const char *path = cli_value(job->call, "-o", NULL);
    if (path == NULL)
        return FAULT_NONE;
    struct json *json = parameter_set_write(&job->set);
    char *text = json_write_text(json);
    enum fault fault = file_write(path, text, strlen(text), 0644, err);
    free(text);
    json_free(json);
    return fault;
}

/* ---- the run ---- */

static enum fault
read_input(struct job *job, struct err *err)
{
    const char *responses = cli_value(job->call, "--responses", ""), *model = cli_value(job->call, "--model", NULL);
    enum fault fault = response_file_read(responses, &job->file, err);
    if (fault == FAULT_NONE && model != NULL)
        fault = read_parameter_file(model, &job->set, err);
    else if (fault == FAULT_NONE)
        response_file_make_set(&job->file, &job->set);
    if (fault == FAULT_NONE)
        fault = response_file_arrange(&job->file, responses, &job->set, &job->table, err);
    return fault;
}

/* The set that this one was made from, so that a chain of calibrations can be followed. */
static void
name_the_one_before(struct parameter_set *set)
{
    char name[PARAMETER_SET_NAME_MAX];
    bool was_calibrated = false;
    for (size_t j = 0; j < set->item_count; j++)
        was_calibrated |= set->items[j].answers > 0;
    if (!was_calibrated)
        return;
    parameter_set_name(set, name);
    free(set->before);
    set->before = memory_copy_text(name);
}

static enum fault
calibrate(struct job *job, struct err *err)
{
    struct calibration_wish wish = {.is_flat = cli_flag(job->call, "--flat"), .is_linked = cli_flag(job->call, "--linked"),
                                    .author_sd = cli_value(job->call, "--model", NULL) == NULL ? UNKNOWN_SD : 0,
                                    .report = report, .context = job};
    struct err inner;
    hash_input(job);
    find_start(job);
    wish.start = job->start.item_count == job->set.item_count ? &job->start : NULL;
    name_the_one_before(&job->set);
    if (scoring_calibrate(&job->set, &job->table, &wish, &job->done, &inner) != FAULT_NONE)
        return err_set(err, inner.fault, "%s: %s", cli_value(job->call, "--responses", ""), inner.text);
    if (job->shows_progress && job->told_ms != job->began_ms)
        fputs("\r\033[K", stderr);
    enum fault fault = write_set(job, err);
    if (fault == FAULT_NONE && job->partial != NULL)
        unlink(job->partial);
    return fault;
}

static int
run(const struct cli_call *call)
{
    struct job job = {.call = call, .began_ms = clock_monotonic_ms(), .shows_progress = isatty(STDERR_FILENO)};
    struct err err;
    job.told_ms = job.kept_ms = job.began_ms;
    if (cli_value(call, "--responses", NULL) == NULL || call->operand_count > 0)
        return cli_usage(call, "say which answers: --responses FILE.csv");
    if (cli_value(call, "-o", NULL) != NULL)
        job.partial = memory_print("%s.partial", cli_value(call, "-o", ""));
    enum fault fault = read_input(&job, &err);
    if (fault == FAULT_NONE)
        fault = calibrate(&job, &err);
    if (fault == FAULT_NONE && cli_flag(call, "--json"))
        print_as_json(&job);
    else if (fault == FAULT_NONE)
        print_for_people(&job);
    response_file_clear(&job.file);
    free((int8_t *)job.table.cells);
    parameter_set_clear(&job.set);
    parameter_set_clear(&job.start);
    calibration_clear(&job.done);
    free(job.partial);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

const struct cli_verb verb_calibrate = {"calibrate", "", "Finds what items are worth from a table of answers.", OPTIONS, run};
