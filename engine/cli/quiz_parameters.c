/* quiz_parameters.c - `dauso quiz parameters ID [FILE]`: shows what the items of a quiz are worth, or publishes what a
 * calibration found. The only word of `dauso quiz` that opens the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/quiz_parameters.h"
#include "cli/room.h"

enum { FILE_MAX = 16 << 20 };

static enum fault
show(struct classroom *room, const char *quiz, const char *path, struct err *err)
{
    char name[PARAMETER_SET_NAME_MAX];
    struct json *set = NULL;
    enum fault fault = classroom_read_parameters(room, quiz, &set, name, err);
    if (fault != FAULT_NONE)
        return fault;
    char *text = json_write_text(set);
    if (path != NULL)
        fault = file_write(path, text, strlen(text), 0644, err);
    else
        puts(text);
    if (fault == FAULT_NONE)
        fprintf(stderr, "in use for new classes: %s\n", name);
    free(text);
    json_free(set);
    return fault;
}

static enum fault
publish(struct classroom *room, const char *quiz, const char *path, struct err *err)
{
    char name[PARAMETER_SET_NAME_MAX];
    struct buffer text = {0};
    struct json *set = NULL;
    struct err inner;
    enum fault fault = file_read(path, FILE_MAX, &text, err);
    if (fault == FAULT_NONE && json_read((const char *)text.data, text.len, &set, &inner) != FAULT_NONE)
        fault = err_set(err, FAULT_INPUT, "%s: %s", path, inner.text);
    if (fault == FAULT_NONE && classroom_publish_parameters(room, quiz, set, name, &inner) != FAULT_NONE)
        fault = err_set(err, inner.fault, "%s: %s", path, inner.text);
    if (fault == FAULT_NONE)
        fault = classroom_commit(room, err);
    if (fault == FAULT_NONE)
        printf("%s\n", name);
    json_free(set);
    buffer_clear(&text);
    return fault;
}

int
quiz_parameters(const struct cli_call *call)
{
    struct classroom *room = NULL;
    struct err err;
    if (call->operand_count < 2 || call->operand_count > 3)
        return cli_usage(call, "say `quiz parameters ID`, or `quiz parameters ID FILE` to publish a calibration");
    int code = cli_open_room(call, &room);
    if (code != 0)
        return code;
    enum fault fault = call->operand_count == 3 ? publish(room, call->operands[1], call->operands[2], &err)
                                                : show(room, call->operands[1], cli_value(call, "-o", NULL), &err);
    classroom_close(room);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}
