/* forms.c - selections of a quiz's items, for one sitting each: "pre" and "post" share some items, so
 * that growth can be measured. */
#include <string.h>

#include "base/memory.h"
#include "quiz/definition.h"

static const char ELIGIBILITY[] = "form:";

static const struct json *
form_at(const struct quiz *quiz, size_t form)
{
    return json_at(json_get(quiz->definition, "forms"), form);
}

size_t
quiz_form_count(const struct quiz *quiz)
{
    size_t count = json_count(json_get(quiz->definition, "forms"));
    return count > 0 ? count : 1;
}

const char *
quiz_form_id(const struct quiz *quiz, size_t form)
{
    const char *id = json_get_text(form_at(quiz, form), "id");
    return id != NULL ? id : "";
}

char *
quiz_form_title(const struct quiz *quiz, size_t form, const char *language)
{
    const char *title = definition_text(json_get(form_at(quiz, form), "title"), language);
    return title != NULL ? memory_print("%s: %s", quiz_title(quiz, language), title)
                         : memory_copy_text(quiz_title(quiz, language));
}

size_t
quiz_form_size(const struct quiz *quiz, size_t form)
{
    const struct json *made = form_at(quiz, form);
    size_t count = 0;
    if (made != NULL)
        return json_count(json_get(made, "items"));
    for (size_t i = 0; i < quiz->item_count; i++)
        count += !quiz->items[i].is_practice;
    return count;
}

size_t
quiz_form_item(const struct quiz *quiz, size_t form, size_t place)
{
    const struct json *made = form_at(quiz, form);
    if (made != NULL)
        return definition_find_item(quiz, json_text(json_at(json_get(made, "items"), place)));
    return quiz->item_count - quiz_form_size(quiz, form) + place;
}

bool
quiz_form_has(const struct quiz *quiz, size_t form, size_t item)
{
    bool is_there = quiz->items[item].is_practice;
    for (size_t i = 0; !is_there && i < quiz_form_size(quiz, form); i++)
        is_there = quiz_form_item(quiz, form, i) == item;
    return is_there;
}

char *
quiz_form_name(const struct quiz *quiz, size_t form)
{
    const char *id = quiz_form_id(quiz, form);
    return memory_print("%s%s%s", quiz->id, id[0] != 0 ? "." : "", id);
}

bool
quiz_find_form(const struct quiz *quiz, const char *name, size_t *form)
{
    size_t len = strlen(quiz->id);
    bool is_this = strncmp(name, quiz->id, len) == 0 && (name[len] == 0 || name[len] == '.');
    const char *wanted = is_this && name[len] == '.' ? name + len + 1 : "";
    for (size_t i = 0; is_this && i < quiz_form_count(quiz); i++) {
        *form = i;
        if (wanted[0] == 0 || strcmp(quiz_form_id(quiz, i), wanted) == 0)
            return true;
    }
    return false;
}

char *
quiz_form_eligibility(const struct quiz *quiz, size_t form)
{
    const char *id = quiz_form_id(quiz, form);
    return memory_print("%s%s", id[0] != 0 ? ELIGIBILITY : "", id);
}

bool
forms_read_eligibility(const struct quiz *quiz, const char *eligibility, size_t *form)
{
    size_t len = sizeof ELIGIBILITY - 1;
    if (eligibility[0] == 0) {
        *form = SIZE_MAX;
        return true;
    }
    for (*form = 0; strncmp(eligibility, ELIGIBILITY, len) == 0 && *form < quiz_form_count(quiz); (*form)++)
        if (strcmp(quiz_form_id(quiz, *form), eligibility + len) == 0)
            return true;
    return false;
}
