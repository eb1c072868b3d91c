/* cli_line.c - the one reader of command lines. Options may stand before or after operands. It knows no verb, so that a
 * program of one verb is linked with that one only. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random_bytes.h"
#include "base/text.h"
#include "cli/cli.h"

static void
print_verb(const struct cli_verb *verb, const char *called)
{
    printf("usage: %s [OPTION…]%s%s\n\n%s\n\n", called, verb->usage[0] != 0 ? " " : "", verb->usage,
           verb->help);
    for (const struct cli_option *option = verb->options; option->name != NULL; option++)
        printf("  %s%s%-*s %s\n", option->name, option->value != NULL ? " " : "",
               (int)(24 - strlen(option->name) - (option->value != NULL)), option->value != NULL ? option->value : "",
               option->help);
}

static const struct cli_option *
find_option(const struct cli_verb *verb, const char *name, size_t len)
{
    for (const struct cli_option *option = verb->options; option->name != NULL; option++)
        if (strlen(option->name) == len && strncmp(option->name, name, len) == 0)
            return option;
    return NULL;
}

static int
refuse_option(const struct cli_call *call, const char *given)
{
    const char *names[CLI_OPTIONS_MAX];
    size_t count = 0;
    for (const struct cli_option *option = call->verb->options; option->name != NULL; option++)
        if (count < CLI_OPTIONS_MAX)
            names[count++] = option->name;
    const char *meant = text_suggest(given, names, count);
    if (meant != NULL)
        return cli_usage(call, "there is no option %.60s, did you mean %s?", given, meant);
    return cli_usage(call, "there is no option %.60s", given);
}

/* Takes one option at argv[*at], with "--name value" or "--name=value". 0 or an exit code. */
static int
take_option(struct cli_call *call, int argc, char **argv, int *at)
{
    const char *given = argv[*at];
    const char *equals = strchr(given, '=');
    size_t len = equals != NULL ? (size_t)(equals - given) : strlen(given);
    const struct cli_option *option = find_option(call->verb, given, len);
    if (option == NULL)
        return refuse_option(call, given);
    const char *value = equals != NULL ? equals + 1 : NULL;
    if (option->value == NULL && value != NULL)
        return cli_usage(call, "%s takes no value", option->name);
    if (option->value != NULL && value == NULL) {
        if (*at + 1 >= argc)
            return cli_usage(call, "%s needs a value: %s %s", option->name, option->name, option->value);
        value = argv[++*at];
    }
    if (call->value_count == CLI_VALUES_MAX)
        return cli_usage(call, "too many options");
    call->names[call->value_count] = option->name;
    call->values[call->value_count++] = value;
    return 0;
}

static int
run_verb(const struct cli_verb *verb, const char *called, int argc, char **argv)
{
    struct cli_call call = {.verb = verb, .called = called};
    bool only_operands = false;
    for (int i = 0; i < argc; i++) {
        bool is_option = !only_operands && argv[i][0] == '-' && argv[i][1] != 0;
        if (is_option && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            print_verb(verb, called);
            return 0;
        }
        if (is_option && strcmp(argv[i], "--") == 0) {
            only_operands = true;
        } else if (is_option) {
            int code = take_option(&call, argc, argv, &i);
            if (code != 0)
                return code;
        } else if (call.operand_count == CLI_VALUES_MAX) {
            return cli_usage(&call, "too many operands");
        } else {
            call.operands[call.operand_count++] = argv[i];
        }
    }
    return verb->run(&call);
}

int
cli_run(const struct cli_verb *verb, const char *called, int argc, char **argv)
{
    random_bytes_begin();
    int code = run_verb(verb, called, argc, argv);
    if (fflush(stdout) != 0 && code == 0) {
        fprintf(stderr, "%s: cannot write the answer: the disk or pipe behind stdout is full or closed\n", called);
        return 3;
    }
    return code;
}

bool
cli_flag(const struct cli_call *call, const char *name)
{
    for (size_t i = 0; i < call->value_count; i++)
        if (strcmp(call->names[i], name) == 0)
            return true;
    return false;
}

const char *
cli_value(const struct cli_call *call, const char *name, const char *otherwise)
{
    for (size_t i = call->value_count; i > 0; i--)
        if (strcmp(call->names[i - 1], name) == 0)
            return call->values[i - 1];
    return otherwise;
}

const char *
cli_value_at(const struct cli_call *call, const char *name, size_t n)
{
    for (size_t i = 0; i < call->value_count; i++)
        if (strcmp(call->names[i], name) == 0 && n-- == 0)
            return call->values[i];
    return NULL;
}

enum fault
cli_number(const struct cli_call *call, const char *name, long least, long most, long *out, struct err *err)
{
    const char *text = cli_value(call, name, NULL);
    if (text == NULL)
        return FAULT_NONE;
    char *end;
    long value = strtol(text, &end, 10);
    if (text[0] == 0 || *end != 0 || value < least || value > most)
        return err_set(err, FAULT_USAGE, "%s takes a whole number from %ld to %ld, not \"%.40s\"", name, least, most,
                       text);
    *out = value;
    return FAULT_NONE;
}

char *
cli_data_folder(const struct cli_call *call)
{
    const char *given = cli_value(call, "--dir", getenv("DAUSO_DIR"));
    if (given != NULL && given[0] != 0)
        return memory_copy_text(given);
    if (file_exists("Makefile") && file_exists("engine/main.c"))
        return memory_copy_text("./dauso-data");
    const char *home = getenv("HOME");
    return memory_print("%s/.local/share/dauso", home != NULL ? home : "");
}

int
cli_fail(const struct cli_call *call, const struct err *err)
{
    fprintf(stderr, "%s: %s\n", call->called, err->text);
    log_note("%s: %s", call->called, err->text);
    return err_exit_code(err->fault);
}

int
cli_usage(const struct cli_call *call, const char *format, ...)
{
    char text[500];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(stderr, "%s: %s; see `%s --help`\n", call->called, text, call->called);
    return 2;
}

void
cli_print_json(struct json *value)
{
    char *text = json_write_text(value);
    puts(text);
    free(text);
    json_free(value);
}
