/* child_server.c - forks a server and learns its address through a pipe: one JSON line, or the sentence of a fault. */
#include "cli/child_server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "classroom/classroom.h"
#include "web/web.h"

static const char VERIFIER_URL[] = "https://v.example.vn/";
static const char OFFICE[] = "Lớp trình diễn Dấu số";
enum { PLACE = 2500001 }; /* certs/trust/places.tsv: a hamlet for demonstrations */

/* The one thing a signal handler may touch. */
static volatile sig_atomic_t stop_asked;

static void
ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

/* ---- in the child ---- */

static void
send_line(int pipe_end, struct json *line)
{
    char *text = json_write_text(line);
    dprintf(pipe_end, "%s\n", text);
    free(text);
    json_free(line);
    close(pipe_end);
}

static void
send_fault(int pipe_end, const struct err *err)
{
    struct json *line = json_new_object();
    json_put_integer(line, "fault", err->fault);
    json_put_text(line, "says", err->text);
    send_line(pipe_end, line);
}

static void
send_address(int pipe_end, const struct web *web, const struct class_summary *class)
{
    struct json *line = json_new_object();
    const char *path = strstr(web_trainer_url(web), "/trainer/");
    json_put_integer(line, "port", web_port(web));
    json_put_text(line, "trainer_path", path != NULL ? path : "");
    json_put_text(line, "code", class->code);
    json_put_text(line, "quiz", class->quiz);
    json_put_integer(line, "class", class->id);
    send_line(pipe_end, line);
}

static enum fault
open_class(const struct child_options *options, struct classroom *room, struct class_summary *class, struct err *err)
{
    const struct quiz_choice *choices;
    size_t count = classroom_quizzes(room, &choices);
    if (count == 0)
        return err_set(err, FAULT_CANNOT, "no quiz without mistakes was found in %s/quizzes; `dauso check` says why",
                       options->share);
    const char *quiz = options->quiz != NULL ? options->quiz : choices[0].id;
    enum fault fault =
        options->follows != 0
            ? classroom_follow_class(room, options->follows, options->class_name, NULL, options->class_seed, class, err)
            : classroom_open_class(room, options->class_name, quiz, options->class_seed, class, err);
    if (fault == FAULT_INPUT)
        fault = err->fault = FAULT_USAGE; /* the quiz that --quiz names */
    return fault == FAULT_NONE ? classroom_commit(room, err) : fault;
}

static void
write_log_to(const char *folder)
{
    char *path = file_join(folder, "server.log");
    int log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (log >= 0) {
        dup2(log, STDERR_FILENO);
        close(log);
    }
    free(path);
}

static enum fault
open_room(const struct child_options *options, struct classroom **room, struct err *err)
{
    const struct laptop laptop = {.office = OFFICE, .place = PLACE, .verifier_url = VERIFIER_URL};
    if (options->class_id != 0 || options->follows != 0) {
        write_log_to(options->folder);
        return classroom_open(options->folder, options->share, NULL, room, err);
    }
    enum fault fault = demo_folder_prepare(options->folder, options->class_name, err);
    if (fault != FAULT_NONE)
        return fault;
    write_log_to(options->folder);
    fault = classroom_set_up(options->folder, options->share, &laptop, clock_wall_ms() / 1000, err);
    return fault == FAULT_NONE ? classroom_open(options->folder, options->share, NULL, room, err) : fault;
}

static int
run_child(const struct child_options *options, int pipe_end)
{
    struct err err;
    struct classroom *room = NULL;
    struct web *web = NULL;
    struct class_summary class;
    bool has_told = false;
    enum fault fault = open_room(options, &room, &err);
    if (fault == FAULT_NONE)
        fault = options->class_id != 0 ? classroom_find_class(room, options->class_id, &class, &err)
                                       : open_class(options, room, &class, &err);
    const struct web_options web_options = {.bind = "127.0.0.1", .class_id = fault == FAULT_NONE ? class.id : 0};
    if (fault == FAULT_NONE)
        fault = web_open(&web_options, room, &web, &err);
    if (fault == FAULT_NONE) {
        send_address(pipe_end, web, &class);
        has_told = true;
        fault = web_run(web, &stop_asked, &err);
    }
    if (fault != FAULT_NONE && has_told)
        fprintf(stderr, "%s\n", err.text);
    else if (fault != FAULT_NONE)
        send_fault(pipe_end, &err);
    web_close(web);
    classroom_close(room);
    return err_exit_code(fault);
}

/* Does not return. The child dies with its parent. */
static void
become_server(const struct child_options *options, int pipe_end, pid_t parent)
{
    struct sigaction action = {.sa_handler = ask_to_stop};
    sigaction(SIGTERM, &action, NULL);
    signal(SIGINT, SIG_IGN); /* Ctrl+C reaches the parent, which ends this process */
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(3);
    _exit(run_child(options, pipe_end));
}

/* ---- in the parent ---- */

static enum fault
read_line(int pipe_end, struct json **line, struct err *err)
{
    struct buffer bytes = {0};
    char part[1024];
    ssize_t got;
    while ((got = read(pipe_end, part, sizeof part)) > 0 || (got < 0 && errno == EINTR))
        buffer_add(&bytes, part, got > 0 ? (size_t)got : 0);
    enum fault fault = json_read(buffer_text(&bytes), bytes.len, line, err);
    if (fault != FAULT_NONE)
        fault = err_set(err, FAULT_CANNOT, "the server ended before it said its address; its log is server.log in the "
                        "folder");
    buffer_clear(&bytes);
    return fault;
}

static enum fault
take_address(const struct json *line, struct child_server *server, struct err *err)
{
    int64_t number = 0;
    if (json_read_integer(json_get(line, "fault"), &number))
        return err_set(err, (enum fault)number, "%s", json_get_text(line, "says"));
    json_read_integer(json_get(line, "port"), &number);
    json_read_integer(json_get(line, "class"), &server->class_id);
    server->base_url = memory_print("http://127.0.0.1:%d", (int)number);
    server->trainer_path = memory_copy_text(json_get_text(line, "trainer_path"));
    server->quiz = memory_copy_text(json_get_text(line, "quiz"));
    snprintf(server->code, sizeof server->code, "%s", json_get_text(line, "code"));
    return FAULT_NONE;
}

enum fault
child_server_start(const struct child_options *options, struct child_server *server, struct err *err)
{
    int ends[2];
    pid_t parent = getpid();
    struct json *line = NULL;
    *server = (struct child_server){0};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_set(err, FAULT_CANNOT, "no pipe to the server: %s", strerror(errno));
    server->pid = fork();
    if (server->pid == 0) {
        close(ends[0]);
        become_server(options, ends[1], parent);
    }
    close(ends[1]);
    enum fault fault = FAULT_NONE;
    if (server->pid < 0) {
        server->pid = 0;
        fault = err_set(err, FAULT_CANNOT, "no process for the server: %s", strerror(errno));
    }
    if (fault == FAULT_NONE)
        fault = read_line(ends[0], &line, err);
    if (fault == FAULT_NONE)
        fault = take_address(line, server, err);
    close(ends[0]);
    json_free(line);
    if (fault != FAULT_NONE)
        child_server_clear(server);
    return fault;
}

enum fault
child_server_stop(struct child_server *server, struct err *err)
{
    int status = 0;
    pid_t pid = server->pid;
    server->pid = 0;
    if (pid <= 0)
        return FAULT_NONE;
    kill(pid, SIGTERM);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return err_set(err, FAULT_CANNOT, "the server did not end in order (status %d); its log is server.log in the "
                       "folder", status);
    return FAULT_NONE;
}

void
child_server_clear(struct child_server *server)
{
    struct err ignored;
    if (server->pid > 0 && child_server_stop(server, &ignored) != FAULT_NONE)
        server->pid = 0;
    free(server->base_url);
    free(server->trainer_path);
    free(server->quiz);
    *server = (struct child_server){0};
}
