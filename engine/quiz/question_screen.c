/* question_screen.c - a question on the screen. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quiz/screen_drawing.h"

static const struct json *
option_source(const struct json *question, size_t which)
{
    return which == 0 ? json_get(question, "right")
                      : json_at(json_get(question, "wrong"), which - 1);
}

static void
add_option(struct drawing_screen *drawing, const struct json *question, size_t place,
           struct json *options)
{
    const struct item_progress *progress = &drawing->session->progress[drawing->item];
    bool is_dont_know = place + 1 == progress->option_count;
    struct json *option = json_new_object();
    char id[16];
    session_option_id(place, progress->option_count, id);
    json_put_text(option, "id", id);
    if (is_dont_know) {
        bool is_english = strcmp(drawing->session->language, "vi") != 0;
        char *words = is_english ? memory_copy_text("I don’t know yet")
                                 : memory_print("%s chưa biết", drawing->session->address[1]);
        json_put_text(option, "text", words);
        json_put_text(option, "drawing", "chua-biet");
        screen_say(drawing, words);
        free(words);
    } else {
        const struct json *source = option_source(question, progress->order[place]);
        screen_put_words(drawing, option, "text", source, true);
        json_put_text(option, "drawing", screen_or_empty(json_get_text(source, "drawing")));
    }
    json_add(options, option);
}

void
screen_draw_question(struct drawing_screen *drawing, struct json *screen)
{
    const struct json *question = drawing->session->quiz->sources[drawing->item];
    const struct item_progress *progress = &drawing->session->progress[drawing->item];
    json_put_text(screen, "kind", "question");
    json_put_text(screen, "drawing", screen_or_empty(json_get_text(question, "drawing")));
    screen_put_words(drawing, screen, "asks", json_get(question, "asks"), true);
    struct json *list = json_new_array(), *widget = screen_add_widget(drawing, "options");
    for (size_t place = 0; place < progress->option_count; place++)
        add_option(drawing, question, place, list);
    json_put(widget, "options", list);
    char chosen[16];
    if (progress->chosen >= 0)
        session_option_id((size_t)progress->chosen, progress->option_count, chosen);
    json_put(widget, "chosen", progress->chosen >= 0 ? json_new_text(chosen) : json_new_null());
    json_put_boolean(screen_add_widget(drawing, "next"), "enabled", progress->chosen >= 0);
}
