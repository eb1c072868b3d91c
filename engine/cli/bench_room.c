/* bench_room.c - a room full of phones: how long an answer takes while papers are printed, what 2,000 silent connections
 * cost, and how soon a laptop that was switched off answers again. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/bench_served.h"
#include "cli/http_client.h"
#include "store/store.h"

enum { PHONES = 100, PRINTED = 60, PACE_MS = 2000, CALM_SECONDS = 10, PRINT_SECONDS = 20, GOAL_P99_MS = 100 };
enum { CONNECTIONS = 2000, IDLE_ADDRESSES = 200, FILES = 4096, GOAL_IDLE_MB = 64 };
enum { ATTEMPTS = 100, EVENTS_EACH = 1000, GOAL_RESTART_MS = 5000 };

static const char SECOND_CODE[7] = "604020";

/* ---- pace: 100 phones answer every two seconds while the certificates of another class are issued and printed ---- */

struct phone {
    struct http_caller *caller;
    char *item;
    int64_t seq, due_ms;
    bool is_asking;
};

struct pace {
    struct play *play;
    struct http_caller *trainer;
    int64_t printed_class;
    struct phone phones[PHONES];
    double *waited_ms;
    size_t answers, capacity;
    size_t papers, prints;
    bool all_issued;
};

static enum fault
ask_ok(struct http_caller *caller, const char *path, struct json *body, struct err *err)
{
    enum fault fault = http_caller_ask(caller, path, body, err);
    return fault == FAULT_NONE && http_caller_status(caller) != 200 ? http_caller_refused(caller, err) : fault;
}

static enum fault
end_first_class(struct pace *pace, struct err *err)
{
    struct http_caller *trainer = http_caller_new(pace->play->client, NULL, NULL);
    char *path = memory_print("/trainer/api/class/%lld/end", (long long)pace->play->server->class_id);
    enum fault fault = ask_ok(trainer, pace->play->server->trainer_path, NULL, err);
    if (fault == FAULT_NONE)
        fault = ask_ok(trainer, path, json_new_object(), err);
    free(path);
    return fault;
}

/* Of the same name, so that the folder is still that of a bench; the console would not take the name a second time. */
static enum fault
add_second_class(const struct bench *bench, int64_t like, int64_t *id, struct err *err)
{
    struct store *store = NULL;
    struct class_row class = {0};
    bool found;
    enum fault fault = store_open(bench->folder, &store, err);
    if (fault == FAULT_NONE)
        fault = store_find_class(store, like, &class, &found, err);
    class.ended_at = 0;
    memcpy(class.code, SECOND_CODE, sizeof SECOND_CODE);
    if (fault == FAULT_NONE)
        fault = store_add_class(store, &class, err);
    if (fault == FAULT_NONE)
        fault = store_commit(store, err);
    *id = class.id;
    store_close(store);
    return fault;
}

/* The same folder, and from now on the second class stands on the wall. */
static enum fault
change_server(const struct bench *bench, struct served *served, struct pace *pace, struct err *err)
{
    struct child_options options = {.folder = bench->folder, .share = bench->share, .class_name = BENCH_CLASS_NAME};
    enum fault fault = end_first_class(pace, err);
    pace->printed_class = served->server.class_id;
    if (fault == FAULT_NONE)
        fault = child_server_stop(&served->server, err);
    child_server_clear(&served->server);
    if (fault == FAULT_NONE)
        fault = add_second_class(bench, pace->printed_class, &options.class_id, err);
    if (fault == FAULT_NONE)
        fault = child_server_start(&options, &served->server, err);
    if (fault != FAULT_NONE)
        return fault;
    http_client_move(served->play.client, served->server.base_url);
    pace->trainer = http_caller_new(served->play.client, NULL, NULL);
    return ask_ok(pace->trainer, served->server.trainer_path, NULL, err);
}

static enum fault
seat_phone(struct pace *pace, size_t number, struct err *err)
{
    struct phone *phone = &pace->phones[number];
    char *address = memory_print("127.2.0.%zu", number + 1), name[] = "Học viên Aa";
    struct json *body = json_new_object();
    name[sizeof name - 3] = (char)('A' + number / 20);
    name[sizeof name - 2] = (char)('a' + number % 20);
    json_put_text(body, "code", SECOND_CODE);
    json_put_text(body, "name", name);
    json_put_integer(body, "birth_year", 1960);
    json_put_boolean(body, "consent", true);
    phone->caller = http_caller_new(pace->play->client, address, phone);
    free(address);
    enum fault fault = ask_ok(phone->caller, "/api/join", body, err);
    if (fault == FAULT_NONE)
        fault = ask_ok(phone->caller, "/api/screen", NULL, err);
    if (fault != FAULT_NONE)
        return fault;
    const struct json *shown = http_caller_reply(phone->caller);
    const char *item = json_get_text(json_get(shown, "screen"), "item");
    phone->item = memory_copy_text(item != NULL ? item : "");
    json_read_integer(json_get(shown, "seq"), &phone->seq);
    return FAULT_NONE;
}

static enum fault
start_answer(struct phone *phone, struct err *err)
{
    struct json *body = json_new_object();
    json_put_integer(body, "seq", phone->seq + 1);
    json_put_text(body, "item", phone->item);
    json_put_text(body, "verb", "choose");
    json_put_text(body, "target", phone->seq % 2 == 0 ? "a" : "b");
    json_put_text(body, "value", "");
    phone->is_asking = true;
    return http_caller_start(phone->caller, "/api/act", body, err);
}

/* Time is counted from when the finger came down, also if the phone before it was still waiting. */
static enum fault
take_answer(struct pace *pace, struct phone *phone, struct err *err)
{
    if (http_caller_status(phone->caller) != 200 || strstr(http_caller_text(phone->caller), "\"saved\":true") == NULL)
        return http_caller_refused(phone->caller, err);
    MEMORY_GROW(pace->waited_ms, pace->answers, pace->capacity);
    pace->waited_ms[pace->answers++] = (double)(clock_monotonic_ms() - phone->due_ms);
    phone->seq++;
    phone->due_ms += PACE_MS;
    phone->is_asking = false;
    return FAULT_NONE;
}

static enum fault
go_on_printing(struct pace *pace, bool from_start, struct err *err)
{
    struct json *body = json_new_object();
    char *path = memory_print("/trainer/api/class/%lld/%s", (long long)pace->printed_class, pace->all_issued ? "print" : "issue");
    json_put_boolean(body, "from_start", from_start);
    enum fault fault = http_caller_start(pace->trainer, path, body, err);
    free(path);
    return fault;
}

static enum fault
take_paper(struct pace *pace, struct err *err)
{
    const struct json *reply = http_caller_reply(pace->trainer);
    bool from_start = false;
    if (http_caller_status(pace->trainer) != 200)
        return http_caller_refused(pace->trainer, err);
    if (pace->all_issued) {
        from_start = json_is_true(json_get(reply, "done"));
        pace->prints += from_start;
    } else if (json_is_text(json_get(reply, "certificate"))) {
        pace->papers++;
    } else {
        pace->all_issued = from_start = true;
    }
    return go_on_printing(pace, from_start, err);
}

static enum fault
keep_pace(struct pace *pace, int64_t seconds, struct err *err)
{
    int64_t began = clock_monotonic_ms(), end = began + 1000 * seconds;
    pace->answers = 0;
    for (size_t i = 0; i < PHONES; i++)
        pace->phones[i].due_ms = began + (int64_t)i * PACE_MS / PHONES;
    enum fault fault = FAULT_NONE;
    while (fault == FAULT_NONE && clock_monotonic_ms() < end) {
        struct http_caller *caller = NULL;
        int64_t now = clock_monotonic_ms(), next = end;
        for (size_t i = 0; i < PHONES && fault == FAULT_NONE; i++) {
            struct phone *phone = &pace->phones[i];
            if (!phone->is_asking && phone->due_ms <= now)
                fault = start_answer(phone, err);
            else if (!phone->is_asking && phone->due_ms < next)
                next = phone->due_ms;
        }
        if (fault == FAULT_NONE)
            fault = http_client_wait_until(pace->play->client, next, &caller, err);
        if (fault == FAULT_NONE && caller != NULL)
            fault = caller == pace->trainer ? take_paper(pace, err) : take_answer(pace, http_caller_owner(caller), err);
    }
    return fault;
}

static int
compare_times(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Whoever is still waiting at the end is not lost: the next round begins with nobody waiting. */
static enum fault
let_all_finish(struct pace *pace, struct err *err)
{
    struct http_caller *caller;
    enum fault fault;
    do {
        fault = http_client_wait(pace->play->client, &caller, err);
        if (fault == FAULT_NONE && caller != NULL)
            fault = take_answer(pace, http_caller_owner(caller), err);
    } while (fault == FAULT_NONE && caller != NULL);
    return fault;
}

static enum fault
measure_pace(struct pace *pace, double *calm_p99, struct err *err)
{
    enum fault fault = keep_pace(pace, CALM_SECONDS, err);
    if (fault == FAULT_NONE)
        fault = let_all_finish(pace, err);
    qsort(pace->waited_ms, pace->answers, sizeof *pace->waited_ms, compare_times);
    *calm_p99 = pace->answers > 0 ? pace->waited_ms[pace->answers * 99 / 100] + 1 : 1;
    if (fault == FAULT_NONE)
        fault = go_on_printing(pace, false, err);
    return fault == FAULT_NONE ? keep_pace(pace, PRINT_SECONDS, err) : fault;
}

static void
say_pace(const struct bench *bench, struct pace *pace, double calm_p99)
{
    size_t count = pace->answers;
    qsort(pace->waited_ms, count, sizeof *pace->waited_ms, compare_times);
    if (count == 0)
        return;
    double half = pace->waited_ms[count / 2], p99 = pace->waited_ms[count * 99 / 100];
    bench_say(bench, "answer to saved, p99, printing", p99, "ms", p99 / GOAL_P99_MS, "goal of 100 ms");
    bench_say(bench, "answer to saved, p99, calm", calm_p99, "ms", calm_p99 / p99, "p99, printing");
    bench_say(bench, "answer to saved, median, printing", half, "ms", half / p99, "its p99");
    bench_say(bench, "answers meanwhile", (double)count, "answers", 0, NULL);
    bench_say(bench, "certificates issued meanwhile", (double)pace->papers, "papers", 0, NULL);
    bench_say(bench, "whole prints meanwhile", (double)pace->prints, "prints", 0, NULL);
}

enum fault
bench_pace(const struct bench *bench, struct err *err)
{
    struct served served;
    struct pace *pace = memory_new(sizeof *pace);
    double calm_p99 = 1;
    pace->play = &served.play;
    enum fault fault = served_open(bench, PRINTED, &served, err);
    if (fault == FAULT_NONE)
        fault = play_join(&served.play, err);
    if (fault == FAULT_NONE)
        fault = play_test(&served.play, err);
    if (fault == FAULT_NONE)
        fault = change_server(bench, &served, pace, err);
    for (size_t i = 0; i < PHONES && fault == FAULT_NONE; i++)
        fault = seat_phone(pace, i, err);
    if (fault == FAULT_NONE)
        fault = measure_pace(pace, &calm_p99, err);
    if (fault == FAULT_NONE)
        say_pace(bench, pace, calm_p99);
    for (size_t i = 0; i < PHONES; i++)
        free(pace->phones[i].item);
    free(pace->waited_ms);
    free(pace);
    served_close(&served);
    return fault;
}

/* ---- idle: connections that were used once and are kept ---- */

/* -1: none could be made, or it was not answered. */
static int
connect_once(int port, size_t number)
{
    static const char REQUEST[] = "GET /health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n";
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {.tv_sec = 10};
    char text[512];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    from.sin_addr.s_addr = htonl(0x7f030001u + (uint32_t)(number % IDLE_ADDRESSES));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int len = snprintf(text, sizeof text, REQUEST, port);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (bind(fd, (const struct sockaddr *)&from, sizeof from) == 0 && connect(fd, (const struct sockaddr *)&to, sizeof to) == 0 &&
        send(fd, text, (size_t)len, MSG_NOSIGNAL) == len && recv(fd, text, sizeof text, 0) > 12 && memcmp(text + 9, "200", 3) == 0)
        return fd;
    close(fd);
    return -1;
}

enum fault
bench_idle(const struct bench *bench, struct err *err)
{
    struct served served;
    struct rlimit limit;
    int *open = memory_new_array(CONNECTIONS, sizeof *open);
    size_t count = 0;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < FILES) {
        limit.rlim_cur = limit.rlim_max < FILES ? limit.rlim_max : FILES;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    enum fault fault = served_open(bench, 1, &served, err);
    double before = fault == FAULT_NONE ? bench_resident_of_family(served.server.pid) : 0;
    int port = fault == FAULT_NONE ? atoi(strrchr(served.server.base_url, ':') + 1) : 0;
    while (fault == FAULT_NONE && count < CONNECTIONS && (open[count] = connect_once(port, count)) >= 0)
        count++;
    if (fault == FAULT_NONE && count < CONNECTIONS)
        fault = err_set(err, FAULT_CANNOT, "only %zu connections could be made: %s", count, strerror(errno));
    if (fault == FAULT_NONE) {
        double all = bench_resident_of_family(served.server.pid);
        bench_say(bench, "resident memory, 2000 silent phones", all, "MiB", all / GOAL_IDLE_MB, "goal of 64 MiB");
        bench_say(bench, "one silent phone", (all - before) * 1024 / CONNECTIONS, "KiB", 0, NULL);
    }
    for (size_t i = 0; i < count; i++)
        close(open[i]);
    free(open);
    served_close(&served);
    return fault;
}

/* ---- restart: 100 tests of 1,000 events each ---- */

/* Each learner changes the answer to the first question again and again. */
static enum fault
fill_attempt(struct store *store, struct attempt_row *attempt, const char *item, struct err *err)
{
    struct event event = {.kind = EVENT_ACT, .quiz = "", .programme = "", .framework = "", .parameter_set = "",
                          .eligibility = "", .item = memory_copy_text(item), .verb = "choose", .value = ""};
    enum fault fault = FAULT_NONE;
    while (fault == FAULT_NONE && attempt->last_seq < EVENTS_EACH) {
        event.seq = attempt->last_seq + 1;
        event.target = event.seq % 2 == 0 ? "a" : "b";
        event.wall_ms = clock_wall_ms();
        event.mono_ms = clock_monotonic_ms();
        fault = store_append_event(store, attempt, &event, err);
    }
    free(event.item);
    return fault;
}

static enum fault
fill_store(const struct bench *bench, const char *item, struct err *err)
{
    struct store *store = NULL;
    struct attempt_row *attempts = NULL;
    size_t count = 0;
    enum fault fault = store_open(bench->folder, &store, err);
    if (fault == FAULT_NONE)
        fault = store_list_attempts(store, 0, &attempts, &count, err);
    for (size_t i = 0; i < count && fault == FAULT_NONE; i++)
        fault = fill_attempt(store, &attempts[i], item, err);
    if (fault == FAULT_NONE)
        fault = store_commit(store, err);
    free(attempts);
    store_close(store);
    return fault;
}

/* Starts a server on the same folder; until the first answer, and until every phone has its screen again. */
static enum fault
measure_restart(const struct bench *bench, struct served *served, double *first_ms, double *all_ms, struct err *err)
{
    struct child_options options = {.folder = bench->folder, .share = bench->share, .class_name = BENCH_CLASS_NAME,
                                    .class_id = served->server.class_id};
    struct child_server again = {0};
    struct http_client *client = NULL;
    int64_t began = clock_monotonic_ms();
    enum fault fault = child_server_start(&options, &again, err);
    if (fault == FAULT_NONE)
        fault = http_client_open(again.base_url, &client, err);
    if (fault == FAULT_NONE)
        fault = ask_ok(http_caller_new(client, NULL, NULL), "/health", NULL, err);
    *first_ms = (double)(clock_monotonic_ms() - began);
    for (size_t i = 0; i < ATTEMPTS && fault == FAULT_NONE; i++)
        fault = play_look_again(&served->play, i, again.base_url, err);
    *all_ms = (double)(clock_monotonic_ms() - began);
    http_client_close(client);
    child_server_clear(&again);
    return fault;
}

enum fault
bench_restart(const struct bench *bench, struct err *err)
{
    struct served served;
    double first = 0, all = 0;
    enum fault fault = served_open(bench, ATTEMPTS, &served, err);
    if (fault == FAULT_NONE)
        fault = play_join(&served.play, err);
    if (fault == FAULT_NONE)
        fault = child_server_stop(&served.server, err);
    if (fault == FAULT_NONE)
        fault = fill_store(bench, quiz_item_at(served.quiz, 0)->id, err);
    if (fault == FAULT_NONE)
        fault = measure_restart(bench, &served, &first, &all, err);
    if (fault == FAULT_NONE) {
        bench_say(bench, "restart to answering, 100000 events", first, "ms", first / GOAL_RESTART_MS, "goal of 5000 ms");
        bench_say(bench, "until all 100 phones are where they were", all, "ms", all / GOAL_RESTART_MS, "goal of 5000 ms");
    }
    served_close(&served);
    return fault;
}
