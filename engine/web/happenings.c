/* happenings.c - a table: which answered request is worth a line, and how the line reads.
 *
 * The handlers do not log. What they did is read from the outside: the path's own number ({s}), and members of the JSON
 * that they answered ({name}). So a line can hold nothing that the table does not name. */
#include "web/happenings.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum { WRONG_TOLD_MS = 10000 };

struct happening {
    const char *method, *pattern, *text;
};

static const struct happening HAPPENINGS[] = {
    {"POST", "/trainer/api/open", "class {class} is open"},
    {"POST", "/trainer/api/class/*/end", "class {s} has ended"},
    {"POST", "/trainer/api/class/*/pause", "class {s}: a break began or ended"},
    {"POST", "/trainer/api/class/*/minutes", "class {s}: the time allowed was changed"},
    {"POST", "/trainer/api/class/*/undo", "class {s}: a step was undone"},
    {"POST", "/trainer/api/class/*/roster", "class {s}: a roster was read, {added} people added"},
    {"POST", "/trainer/api/class/*/admit", "class {s}: all who waited were let in"},
    {"POST", "/trainer/api/class/*/assist", "class {s}: somebody is helped at the laptop"},
    {"POST", "/trainer/api/class/*/issue", "class {s}: certificate {certificate} was issued, {left} to go"},
    {"POST", "/trainer/api/class/*/print", "{done}class {s}: {drawn} papers were made ready for the printer"},
    {"GET", "/trainer/class/*/register.pdf", "class {s}: the register was taken out"},
    {"POST", "/trainer/api/backup", "a copy of everything was made"},
    {"POST", "/trainer/api/keep-names", "how long names are kept was changed"},
    {"POST", "/trainer/api/verifier", "the address of the verifier page was changed"},
    {"POST", "/trainer/api/certificate/*/revoke", "certificate {s} was withdrawn"},
    {"POST", "/trainer/api/keys/seal", "the keys have a passphrase now"},
    {"POST", "/trainer/api/keys/unlock", "the keys were unlocked"},
    {"POST", "/trainer/api/keys/lock", "the keys were locked"},
    {"POST", "/trainer/api/learner/*/admit", "learner {s} was let in"},
    {"POST", "/trainer/api/learner/*/remove", "learner {s} was taken off the class"},
    {"POST", "/trainer/api/learner/*/rename", "learner {s}: name or year was corrected"},
    {"POST", "/trainer/api/learner/*/merge", "learner {s} was merged with another entry"},
    {"POST", "/trainer/api/learner/*/time", "learner {s} has more time"},
    {"POST", "/trainer/api/learner/*/retake", "learner {s} sits the test once more"},
    {"POST", "/trainer/api/learner/*/overturn", "learner {s}: a dangerous act was overturned"},
    {"POST", "/trainer/api/learner/*/replace", "learner {s}: the certificate was replaced"},
    {"POST", "/trainer/api/learner/*/release", "learner {s} may go on with another phone"},
    {"POST", "/trainer/api/learner/*/erase", "learner {s}: the personal data were erased"},
    {"GET", "/trainer/learner/*/data", "learner {s}: the personal data were looked at"},
    {"GET", "/trainer/learner/*/data.json", "learner {s}: the personal data were handed out"},
    {"GET", "/trainer/class/*/report.csv", "class {s}: the report was saved as a table"},
    {"GET", "/trainer/class/*/report.json", "class {s}: the report was saved as JSON"},
    {"GET", "/trainer/class/*/growth.csv", "class {s}: the growth was saved as a table"},
    {"GET", "/trainer/class/*/growth.json", "class {s}: the growth was saved as JSON"},
    {"GET", "/trainer/class/*/items.csv", "class {s}: the item statistics were saved as a table"},
    {"GET", "/trainer/class/*/items.json", "class {s}: the item statistics were saved as JSON"},
    {"GET", "/trainer/class/*/xapi.json", "class {s}: the answers were saved as xAPI statements"},
    {"GET", "/trainer/learner/*/result", "learner {s}: the result was looked at"},
    {"GET", "/trainer/learner/*/result.csv", "learner {s}: the result was saved as a table"},
    {"GET", "/trainer/learner/*/result.json", "learner {s}: the result was saved as JSON"},
};

/* Numbers and ids of the answer; {done} adds nothing, and without it there is nothing to tell yet.
 * False: there is no such member, and so no line. */
static bool
add_member(struct buffer *line, const struct json *answer, const char *name)
{
    int64_t number;
    const char *text = json_get_text(answer, name);
    if (strcmp(name, "done") == 0)
        return json_is_true(json_get(answer, name));
    if (text != NULL && strcmp(name, "certificate") == 0)
        buffer_add_text(line, text);
    else if (json_read_integer(json_get(answer, name), &number))
        buffer_print(line, "%lld", (long long)number);
    else
        return false;
    return true;
}

/* {s} is the star of the path, other braces are members of the answer. */
static bool
fill_in(struct buffer *line, const char *text, const char *star, const struct json *answer)
{
    while (*text != 0) {
        size_t plain = strcspn(text, "{"), name_len;
        char name[24];
        buffer_add(line, text, plain);
        text += plain;
        if (*text == 0)
            break;
        name_len = strcspn(++text, "}");
        snprintf(name, sizeof name, "%.*s", (int)name_len, text);
        text += name_len + 1;
        if (strcmp(name, "s") == 0)
            buffer_add_text(line, star != NULL ? star : "");
        else if (answer == NULL || !add_member(line, answer, name))
            return false;
    }
    return true;
}

static void
tell(const struct happening *happening, const struct request *request, const struct reply *reply)
{
    struct json *answer = NULL;
    struct buffer line = {0};
    struct err ignored;
    bool is_json = reply->type != NULL && strcmp(reply->type, "application/json") == 0;
    if (is_json && json_read((const char *)reply->body.data, reply->body.len, &answer, &ignored) != FAULT_NONE)
        answer = NULL;
    if (fill_in(&line, happening->text, request->segments[0], answer))
        log_line("%s", buffer_text(&line));
    json_free(answer);
    buffer_clear(&line);
}

/* Who joined has a token now; who gave a wrong code was counted. */
static void
note_joining(struct site *site, const struct route *route, const struct reply *reply)
{
    int64_t now = site_now();
    bool is_joining = strcmp(route->pattern, "/api/join") == 0 || strcmp(route->pattern, "/join") == 0 ||
                      strcmp(route->pattern, "/j/*") == 0 || strcmp(route->pattern, "/rejoin") == 0;
    if (!is_joining)
        return;
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, "Set-Cookie") == 0 && strncmp(reply->headers[i].value, "dauso=", 6) == 0 &&
            reply->headers[i].value[6] != ';') {
            log_line("a phone has joined, %zu since the start", ++site->joined_count);
            return;
        }
    size_t wrong = limits_wrong_codes(&site->limits, now);
    if (wrong > 0 && (reply->status == 403 || reply->status == 429) && now - site->wrong_told_ms >= WRONG_TOLD_MS) {
        site->wrong_told_ms = now;
        log_line("wrong class codes: %zu in the last minute", wrong);
    }
}

void
happenings_note(struct site *site, const struct route *route, const struct request *request,
                const struct reply *reply)
{
    if (route == NULL || strcmp(request->method, "HEAD") == 0)
        return;
    note_joining(site, route, reply);
    if (route->role == ROLE_LAPTOP && reply->status == 303)
        log_line("the console was opened");
    for (size_t i = 0; i < sizeof HAPPENINGS / sizeof HAPPENINGS[0] && reply->status == 200; i++)
        if (strcmp(HAPPENINGS[i].pattern, route->pattern) == 0 && strcmp(HAPPENINGS[i].method, route->method) == 0)
            tell(&HAPPENINGS[i], request, reply);
}
