/* sandbox.c - the parent's side: fork, wait with a deadline, believe nothing of the answer
 * unchecked.
 *
 * Known gaps. The wall limit needs the parent to run: a stopped parent leaves a worker that its own
 * clocks end. Processor time that one instruction spends (compare two texts of 64 KiB) is seen
 * 2,000 steps later, so a script can use some 100 ms more than its 800. Memory of the system is
 * counted by what Lua asked for: pages touched may be four times that. sin, exp and log come from
 * the C library and may differ in the last bit between machines. How many jobs run at once is for
 * the caller to limit. */
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "sandbox/worker.h"

enum { WALL_MS = 5000, READ_SIZE = 16384, LETTER_MAX = 4 };

struct worker_end {
    struct buffer raw_answer;
    bool is_late;
    bool is_too_long;
    int status;
    double cpu_ms;
};

const char *
sandbox_verdict_name(enum sandbox_verdict verdict)
{
    static const char *const NAMES[] = {[SANDBOX_OK] = "OK",
                                        [SANDBOX_ERROR] = "ERROR",
                                        [SANDBOX_LIMIT] = "LIMIT",
                                        [SANDBOX_REJECT] = "REJECT",
                                        [SANDBOX_RETRY] = "RETRY"};
    return NAMES[verdict];
}

static size_t
letter_len(char first_byte)
{
    unsigned char first = (unsigned char)first_byte;
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Bytes of one printable letter at `at`, 0 if it is not UTF-8 or must not be shown. */
static size_t
printable_len(const char *at, size_t left)
{
    char letter[LETTER_MAX + 1] = "";
    size_t len = letter_len(at[0]);
    if (len > left)
        return 0;
    memcpy(letter, at, len);
    bool is_shown = text_is_utf8(letter, len) && !text_has_hidden_characters(letter);
    return is_shown ? len : 0;
}

/* One line, printable, at most SANDBOX_DETAIL_MAX bytes, cut between letters. Caller frees. */
static char *
clean_detail(const char *raw_detail, size_t len)
{
    struct buffer out = {0};
    bool was_cut = len == SANDBOX_DETAIL_MAX;
    for (size_t i = 0; i < len;) {
        size_t letter = printable_len(raw_detail + i, len - i);
        bool is_half = was_cut && letter_len(raw_detail[i]) > len - i;
        if (is_half || out.len + (letter > 0 ? letter : 1) > SANDBOX_DETAIL_MAX)
            break;
        if (letter > 0)
            buffer_add(&out, raw_detail + i, letter);
        else
            buffer_add_byte(&out, raw_detail[i] == '\n' || raw_detail[i] == '\t' ? ' ' : '?');
        i += letter > 0 ? letter : 1;
    }
    return buffer_take_text(&out);
}

static void
set_answer(struct sandbox_answer *answer, enum sandbox_verdict verdict, const char *detail)
{
    sandbox_answer_clear(answer);
    answer->verdict = verdict;
    answer->detail = clean_detail(detail, strlen(detail));
}

void
sandbox_answer_clear(struct sandbox_answer *answer)
{
    free(answer->detail);
    json_free(answer->result);
    answer->detail = NULL;
    answer->result = NULL;
}

/* Reads until the worker closes its end, the time is over, or it says more than it may. */
static void
read_answer(int fd, size_t most, struct worker_end *end)
{
    int64_t deadline = clock_monotonic_ms() + WALL_MS;
    char part[READ_SIZE];
    for (;;) {
        int64_t left = deadline - clock_monotonic_ms();
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        int ready = left > 0 ? poll(&waiting, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0) {
            end->is_late = true;
            return;
        }
        ssize_t len = read(fd, part, sizeof part);
        if (len < 0 && errno == EINTR)
            continue;
        if (len <= 0)
            return;
        buffer_add(&end->raw_answer, part, (size_t)len);
        if (end->raw_answer.len > most) {
            end->is_too_long = true;
            return;
        }
    }
}

/* A worker that closed its pipe without ending would be waited for in vain, so it is killed in any
 * case. */
static void
reap_worker(pid_t worker, struct worker_end *end)
{
    struct rusage usage = {0};
    if (end->is_late || end->is_too_long || end->raw_answer.len == 0)
        kill(worker, SIGKILL);
    end->status = -1;
    while (wait4(worker, &end->status, 0, &usage) < 0 && errno == EINTR)
        ;
    end->cpu_ms = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
                  (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static enum fault
start_worker(const struct sandbox_job *job, pid_t *worker, int *answer_fd, struct err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_set(err, FAULT_CANNOT,
                       "no sandbox could be started (pipe: %s); close other programs and try again",
                       strerror(errno));
    pid_t parent = getpid();
    *worker = fork();
    if (*worker == 0)
        worker_main(job, ends[1], parent);
    int problem = errno;
    close(ends[1]);
    *answer_fd = ends[0];
    if (*worker > 0)
        return FAULT_NONE;
    close(ends[0]);
    return err_set(err, FAULT_CANNOT,
                   "no sandbox could be started (fork: %s); close other programs and try again",
                   strerror(problem));
}

static void
describe_killed(const struct worker_end *end, struct sandbox_answer *answer)
{
    char detail[100];
    if (end->is_late)
        snprintf(detail, sizeof detail, "stopped after %d seconds; try again", WALL_MS / 1000);
    else if (WIFSIGNALED(end->status) && WTERMSIG(end->status) == SIGSYS)
        snprintf(detail, sizeof detail,
                 "stopped: it asked the system for something that is forbidden");
    else if (WIFSIGNALED(end->status))
        snprintf(detail, sizeof detail, "stopped by signal %d; try again", WTERMSIG(end->status));
    else
        snprintf(detail, sizeof detail, "the sandbox broke off without an answer; try again");
    set_answer(answer, SANDBOX_RETRY, detail);
}

/* True if the bytes are exactly one frame with the lengths that it states. */
static bool
read_frame(const struct buffer *raw, struct worker_frame *frame)
{
    if (raw->len < sizeof *frame)
        return false;
    memcpy(frame, raw->data, sizeof *frame);
    bool is_known = frame->verdict <= SANDBOX_LIMIT || frame->verdict == WORKER_CANNOT;
    return frame->magic == WORKER_FRAME_MAGIC && is_known &&
           frame->detail_len <= SANDBOX_DETAIL_MAX &&
           raw->len == sizeof *frame + (size_t)frame->detail_len + frame->result_len;
}

static enum fault
take_answer(const struct sandbox_job *job, const struct worker_end *end,
            struct sandbox_answer *answer, struct err *err)
{
    struct worker_frame frame;
    bool is_whole = !end->is_late && !end->is_too_long && WIFEXITED(end->status) &&
                    WEXITSTATUS(end->status) == 0 && read_frame(&end->raw_answer, &frame);
    if (!is_whole) {
        describe_killed(end, answer);
        return FAULT_NONE;
    }
    const char *detail = (const char *)end->raw_answer.data + sizeof frame;
    if (frame.verdict == WORKER_CANNOT)
        return err_set(err, FAULT_CANNOT, "practical tests cannot run here: %.*s",
                       (int)frame.detail_len, detail);
    answer->verdict = (enum sandbox_verdict)frame.verdict;
    answer->detail = clean_detail(detail, frame.detail_len);
    answer->steps = frame.steps;
    answer->memory_peak = (size_t)frame.memory_peak;
    if (!job->wants_result || answer->verdict != SANDBOX_OK)
        return FAULT_NONE;
    struct err json_err;
    if (json_read(detail + frame.detail_len, frame.result_len, &answer->result, &json_err) !=
        FAULT_NONE)
        set_answer(answer, SANDBOX_RETRY,
                   "the sandbox gave an answer that cannot be read; try again");
    return FAULT_NONE;
}

static enum fault
run_once(const struct sandbox_job *job, struct sandbox_answer *answer, struct err *err)
{
    pid_t worker = -1;
    int answer_fd = -1;
    struct worker_end end = {0};
    size_t result_max = job->result_max != 0 ? job->result_max : SANDBOX_RESULT_MAX;
    enum fault fault = start_worker(job, &worker, &answer_fd, err);
    if (fault != FAULT_NONE)
        return fault;
    read_answer(answer_fd, sizeof(struct worker_frame) + SANDBOX_DETAIL_MAX + result_max, &end);
    reap_worker(worker, &end);
    close(answer_fd);
    fault = take_answer(job, &end, answer, err);
    answer->cpu_ms = end.cpu_ms;
    buffer_clear(&end.raw_answer);
    return fault;
}

/* FAULT_INPUT: a source is not acceptable. */
static enum fault
check_sources(const struct sandbox_job *job, struct err *err)
{
    size_t sum = 0;
    for (size_t i = 0; i < job->source_count; i++) {
        enum fault fault = sandbox_check_source(&job->sources[i], err);
        if (fault != FAULT_NONE)
            return fault;
        sum += job->sources[i].is_ours ? 0 : job->sources[i].len;
    }
    if (sum > SANDBOX_SOURCES_MAX)
        return err_set(err, FAULT_INPUT,
                       "the sources have more than %d KiB together; make two quizzes",
                       SANDBOX_SOURCES_MAX >> 10);
    return FAULT_NONE;
}

enum fault
sandbox_run(const struct sandbox_job *job, struct sandbox_answer *answer, struct err *err)
{
    struct err refusal;
    *answer = (struct sandbox_answer){0};
    if (check_sources(job, &refusal) != FAULT_NONE) {
        set_answer(answer, SANDBOX_REJECT, refusal.text);
        return FAULT_NONE;
    }
    int tries = job->tries > 0 ? job->tries : 1;
    enum fault fault = FAULT_NONE;
    do {
        sandbox_answer_clear(answer);
        fault = run_once(job, answer, err);
    } while (fault == FAULT_NONE && answer->verdict == SANDBOX_RETRY && --tries > 0);
    if (answer->detail == NULL)
        answer->detail = memory_copy_text("");
    return fault;
}
