/* room.c - opening the data folder for a verb, and finding a class in it. */
#include "cli/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

static int
open_room(const struct cli_call *call, bool is_to_read, struct classroom **room)
{
    struct err err;
    char *folder = cli_data_folder(call), *share = file_find_share();
    enum fault fault = FAULT_NONE;
    if (!file_is_folder(folder))
        fault = err_set(&err, FAULT_CANNOT, "there is no data folder %s: run `dauso init --dir %s` first", folder,
                        folder);
    else
        fault = is_to_read ? classroom_open_to_read(folder, share, room, &err)
                           : classroom_open(folder, share, NULL, room, &err);
    free(folder);
    free(share);
    return fault != FAULT_NONE ? cli_fail(call, &err) : 0;
}

int
cli_open_room(const struct cli_call *call, struct classroom **room)
{
    return open_room(call, false, room);
}

int
cli_open_room_to_read(const struct cli_call *call, struct classroom **room)
{
    return open_room(call, true, room);
}

enum fault
cli_find_class(struct classroom *room, const char *asked, int64_t *class_id, struct err *err)
{
    struct class_summary *classes = NULL;
    size_t count = 0;
    *class_id = 0;
    enum fault fault = classroom_list_classes(room, &classes, &count, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)classes[i].id);
        if (asked == NULL ? count == 1 : strcmp(number, asked) == 0 || strcmp(classes[i].name, asked) == 0)
            *class_id = classes[i].id;
    }
    free(classes);
    if (fault != FAULT_NONE || *class_id != 0)
        return fault;
    if (asked != NULL)
        return err_set(err, FAULT_CANNOT, "there is no class \"%.60s\" here; the console lists them", asked);
    if (count == 0)
        return err_set(err, FAULT_CANNOT, "no class has been held here yet");
    return err_set(err, FAULT_USAGE, "say which of the %zu classes: --class ID or --class NAME; the console lists them", count);
}

enum fault
cli_find_quiz(struct classroom *room, const char *asked, int64_t class_id, char **quiz, struct err *err)
{
    struct class_summary *classes = NULL;
    size_t count = 0;
    *quiz = asked != NULL ? memory_copy_text(asked) : NULL;
    enum fault fault = asked == NULL ? classroom_list_classes(room, &classes, &count, err) : FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        if (class_id != 0 && classes[i].id != class_id)
            continue;
        if (*quiz == NULL)
            *quiz = memory_copy_text(classes[i].quiz);
        else if (strcmp(*quiz, classes[i].quiz) != 0)
            fault = err_set(err, FAULT_USAGE, "say which quiz: --quiz %.60s or --quiz %.60s, or one class: --class ID", *quiz,
                            classes[i].quiz);
    }
    free(classes);
    if (fault == FAULT_NONE && *quiz == NULL)
        fault = err_set(err, FAULT_CANNOT, "no class has been held here yet");
    return fault;
}

char *
cli_delivery_sentence(const struct delivery *delivery)
{
    if (delivery->how == DELIVERY_FALLBACK && delivery->usable < delivery->there)
        return memory_print("everybody gets the same form: an adaptive test needs 8 items of each indicator with 100 answers, "
                            "and %s has %zu, of %zu items; calibrate and publish the parameters, or write adaptive = { "
                            "calibrated = false }", delivery->indicator, delivery->usable, delivery->there);
    if (delivery->how == DELIVERY_FALLBACK)
        return memory_print("everybody gets the same form: an adaptive test needs 8 items of each indicator, and %s has %zu; "
                            "write more of them", delivery->indicator, delivery->there);
    return memory_copy_text(delivery->is_by_author ? "items are chosen for each person by their author's difficulties, "
                                                     "which nobody has measured yet" : "");
}
