/* serve.c - `dauso serve`: the class. Prints the learners' address as text and as a QR, and the trainer's address. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "classroom/classroom.h"
#include "cli/browser.h"
#include "cli/cli.h"
#include "cli/room.h"
#include "cli/stop_signal.h"
#include "web/web.h"

enum { HOSTS_MAX = 16 };

static const struct cli_option OPTIONS[] = {
    {"--port", "PORT", "where to listen: 8080 unless told, 0 picks a free one"},
    {"--bind", "ADDRESS", "the interface: 0.0.0.0 (all) unless told"},
    {"--host", "NAME", "a further name that phones may use; may be repeated"},
    {"--quiz", "ID", "the quiz of a new class; may be repeated, the first is used for --class"},
    {"--class", "NAME", "opens the class of that name, or goes on with it"},
    {"--after", "CLASS", "with --class: tests the people of that earlier class (number or name) again"},
    {"--tls-cert", "FILE", "for an office: the server's certificate in PEM form; the class then speaks https"},
    {"--tls-key", "FILE", "the key that belongs to it"},
    {"--open", NULL, "opens a class for today if none is named"},
    {"--browser", NULL, "shows the trainer's page in the browser of this laptop (xdg-open)"},
    {"--dir", "DIR", "the data folder"},
    {"--json", NULL, "first line: {\"learner_url\",\"trainer_url\",\"code\",\"class\"}"},
    {NULL, NULL, NULL},
};

static const char *
first_quiz(const struct cli_call *call, const struct classroom *room)
{
    const struct quiz_choice *choices;
    size_t count = classroom_quizzes(room, &choices);
    return cli_value_at(call, "--quiz", 0) != NULL ? cli_value_at(call, "--quiz", 0) : count > 0 ? choices[0].id : "";
}

/* "Lớp ngày 22/11/2026", or "Lớp ngày 22/11/2026 · 2" if the first of this day has ended. */
static enum fault
name_of_today(struct classroom *room, char *name, size_t size, struct err *err)
{
    struct class_summary *classes = NULL;
    size_t count = 0;
    char today[11];
    bool is_over = true;
    enum fault fault = classroom_list_classes(room, &classes, &count, err);
    clock_print_date(clock_wall_ms() / 1000, today);
    for (int n = 1; fault == FAULT_NONE && is_over; n++) {
        if (n == 1)
            snprintf(name, size, "Lớp ngày %s", today);
        else
            snprintf(name, size, "Lớp ngày %s · %d", today, n);
        is_over = false;
        for (size_t i = 0; i < count; i++)
            is_over = is_over || (classes[i].has_ended && strcmp(classes[i].name, name) == 0);
    }
    free(classes);
    return fault;
}

static enum fault
follow_class(const struct cli_call *call, struct classroom *room, const char *name, struct class_summary *class,
             struct err *err)
{
    int64_t earlier = 0;
    enum fault fault = cli_find_class(room, cli_value(call, "--after", ""), &earlier, err);
    return fault == FAULT_NONE
               ? classroom_follow_class(room, earlier, name, cli_value_at(call, "--quiz", 0), NULL, class, err)
               : fault;
}

/* The class asked for. --open without --class: today's. Neither: none. */
static enum fault
open_class(const struct cli_call *call, struct classroom *room, struct class_summary *class, struct err *err)
{
    char today[64];
    const char *name = cli_value(call, "--class", NULL);
    if (name == NULL && !cli_flag(call, "--open"))
        return FAULT_NONE;
    if (name == NULL) {
        enum fault fault = name_of_today(room, today, sizeof today, err);
        if (fault != FAULT_NONE)
            return fault;
        name = today;
    }
    enum fault fault = cli_value(call, "--after", NULL) != NULL
                           ? follow_class(call, room, name, class, err)
                           : classroom_open_class(room, name, first_quiz(call, room), NULL, class, err);
    return fault == FAULT_NONE ? classroom_commit(room, err) : fault;
}

/* Every --quiz must be one that this laptop has; the first one is checked when the class is opened too. */
static enum fault
check_quizzes(const struct cli_call *call, const struct classroom *room, struct err *err)
{
    const struct quiz_choice *choices;
    const char *asked;
    if (classroom_quizzes(room, &choices) == 0)
        return err_set(err, FAULT_CANNOT, "no quiz without mistakes was found; `dauso check quizzes/*` says why");
    for (size_t n = 0; (asked = cli_value_at(call, "--quiz", n)) != NULL; n++)
        if (!classroom_has_quiz(room, asked))
            return err_set(err, FAULT_CANNOT, "there is no quiz \"%.60s\" without mistakes; `dauso quiz list` shows "
                           "them, `dauso check` says what is wrong", asked);
    return FAULT_NONE;
}

static void
print_for_people(const struct web *web, const struct class_summary *class)
{
    struct buffer code = {0};
    struct err err;
    printf("\n  Dấu số\n\n");
    if (class->id != 0)
        printf("  Lớp / class    %s, mã vào lớp / code %.3s %.3s\n", class->name, class->code, class->code + 3);
    printf("  Học viên / learners   %s\n  Người dạy / trainer   %s\n\n", web_learner_url(web), web_trainer_url(web));
    if (classroom_draw_code(web_learner_url(web), true, &code, &err) == FAULT_NONE)
        printf("%s\n", buffer_text(&code));
    printf("  Ctrl+C dừng máy chủ; mọi câu trả lời đã lưu. / Ctrl+C stops; every answer is saved.\n\n");
    buffer_clear(&code);
}

static void
print_start(const struct cli_call *call, const struct web *web, const struct class_summary *class)
{
    if (!cli_flag(call, "--json")) {
        print_for_people(web, class);
    } else {
        struct json *line = json_new_object();
        json_put_text(line, "learner_url", web_learner_url(web));
        json_put_text(line, "trainer_url", web_trainer_url(web));
        json_put(line, "code", class->id != 0 ? json_new_text(class->code) : json_new_null());
        json_put(line, "class", class->id != 0 ? json_new_text(class->name) : json_new_null());
        json_put(line, "class_id", class->id != 0 ? json_new_integer(class->id) : json_new_null());
        cli_print_json(line);
    }
    fflush(stdout);
    if (class->is_practice_only)
        fprintf(stderr, "dauso serve: luyện tập, không cấp giấy. / This class practises and leads to no certificate; "
                "`dauso quiz list` says why.\n");
}

/* A class that is not given as its quiz asks hears of it before the first learner comes. */
static void
print_delivery(struct classroom *room, const struct class_summary *class)
{
    struct delivery delivery = {.how = DELIVERY_FIXED};
    struct err err;
    if (class->id == 0 || classroom_delivery(room, class->id, &delivery, &err) != FAULT_NONE)
        return;
    char *sentence = cli_delivery_sentence(&delivery);
    if (sentence[0] != 0)
        fprintf(stderr, "dauso serve: %s%s\n",
                delivery.how == DELIVERY_FALLBACK ? "lớp làm chung một đề. / " : "độ khó do người soạn ước lượng. / ",
                sentence);
    if (delivery.how == DELIVERY_FALLBACK)
        log_line("adaptive quiz %s given as a fixed form: indicator %s has %zu items to choose from", class->quiz,
                 delivery.indicator, delivery.usable);
    free(sentence);
}

static enum fault
serve(const struct cli_call *call, struct classroom *room, const char *folder, long port, struct err *err)
{
    const volatile sig_atomic_t *stop_asked = stop_signal_catch();
    const char *hosts[HOSTS_MAX];
    size_t host_count = 0, forgotten = 0;
    struct class_summary class = {0};
    struct web *web = NULL;
    while (host_count < HOSTS_MAX && cli_value_at(call, "--host", host_count) != NULL) {
        hosts[host_count] = cli_value_at(call, "--host", host_count);
        host_count++;
    }
    enum fault fault = check_quizzes(call, room, err);
    classroom_keep_papers_inside(room);
    if (fault == FAULT_NONE)
        fault = classroom_forget_old_names(room, &forgotten, err);
    if (fault == FAULT_NONE)
        fault = open_class(call, room, &class, err);
    const struct web_options options = {.folder = folder, .bind = cli_value(call, "--bind", "0.0.0.0"), .port = (int)port,
                                        .hosts = hosts, .host_count = host_count, .class_id = class.id,
                                        .tls_cert = cli_value(call, "--tls-cert", NULL),
                                        .tls_key = cli_value(call, "--tls-key", NULL)};
    if (fault == FAULT_NONE)
        fault = web_open(&options, room, &web, err);
    if (fault == FAULT_NONE) {
        print_start(call, web, &class);
        print_delivery(room, &class);
        log_line("started, version %s, port %d%s, class %lld", BUILD_DATE, web_port(web),
                 options.tls_cert != NULL ? " with TLS" : "", (long long)class.id);
        if (cli_flag(call, "--browser"))
            browser_open(web_trainer_url(web));
        fault = web_run(web, stop_asked, err);
        log_line(fault == FAULT_NONE ? "stopped" : "stopped by a fault");
    }
    web_close(web);
    return fault;
}

static int
run(const struct cli_call *call)
{
    struct err err;
    struct classroom *room = NULL;
    long port = 8080;
    if (call->operand_count > 0)
        return cli_usage(call, "it takes no operands, only options");
    if ((cli_value(call, "--tls-cert", NULL) == NULL) != (cli_value(call, "--tls-key", NULL) == NULL))
        return cli_usage(call, "--tls-cert and --tls-key belong together");
    if (cli_number(call, "--port", 0, 65535, &port, &err) != FAULT_NONE)
        return cli_fail(call, &err);
    char *folder = cli_data_folder(call);
    log_keep(folder, false); /* why it could not start, if it ever did */
    int code = cli_open_room(call, &room);
    if (code == 0) {
        log_keep(folder, true);
        if (serve(call, room, folder, port, &err) != FAULT_NONE) {
            if (err.fault == FAULT_INPUT)
                err.fault = FAULT_CANNOT;
            code = cli_fail(call, &err);
        }
        classroom_close(room);
    }
    free(folder);
    return code;
}

const struct cli_verb verb_serve = {"serve", "", "Runs a class: learner pages, trainer console.", OPTIONS, run};
