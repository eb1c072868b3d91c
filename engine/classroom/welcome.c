/* welcome.c - between joining and the first item: let in by the trainer, yes or no to being written down, a picture
 * and four digits to come back with. All of it is kept here, so a phone that falls asleep finds the same screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/random_bytes.h"
#include "classroom/room.h"

/* The names are those of the drawings and of the words in the pages. */
static const char *const PICTURES[WELCOME_PICTURES] = {"hoa", "ca", "non", "mat-troi", "trang", "thuyen",
                                                       "la", "nui", "o-du", "chen", "qua", "cay"};

const char *
classroom_picture(int number)
{
    return number >= 1 && number <= WELCOME_PICTURES ? PICTURES[number - 1] : "";
}

bool
room_is_guest(const struct learner_row *learner)
{
    return learner->consent == CONSENT_NO;
}

bool
room_is_measured(const struct learner_row *learner)
{
    return (learner->state == LEARNER_JOINED || learner->state == LEARNER_ERASED) && !room_is_guest(learner);
}

void
room_show_name(const struct learner_row *learner, const char *language, char *out, size_t size)
{
    const char *words = language_text(language, learner->is_sealed ? "class.learner" : "class.guest");
    const char *place = strstr(words, "{1}");
    if (learner->name[0] != 0 || place == NULL)
        snprintf(out, size, "%s", learner->name[0] != 0 ? learner->name : words);
    else
        snprintf(out, size, "%.*s%lld%s", (int)(place - words), words, (long long)learner->number, place + 3);
}

void
room_draw_digits(struct learner_row *learner)
{
    snprintf(learner->digits, sizeof learner->digits, "%04u", random_bytes_below(10000));
    learner->wrong_digits = 0;
}

static struct json *
new_screen(const struct seat *seat, const char *kind)
{
    struct json *screen = json_new_object();
    json_put_text(screen, "kind", kind);
    json_put_text(screen, "language", session_language(seat->session));
    return screen;
}

static struct json *
picture_screen(const struct seat *seat)
{
    struct json *screen = new_screen(seat, "picture"), *pictures = json_new_array();
    for (size_t i = 0; i < WELCOME_PICTURES; i++)
        json_add(pictures, json_new_text(PICTURES[i]));
    json_put(screen, "pictures", pictures);
    return screen;
}

static struct json *
digits_screen(const struct seat *seat)
{
    struct json *screen = new_screen(seat, "digits");
    json_put_text(screen, "picture", classroom_picture(seat->learner.picture));
    json_put_text(screen, "digits", seat->learner.digits);
    return screen;
}

struct json *
room_welcome_screen(const struct seat *seat, const struct class_row *class)
{
    const struct learner_row *learner = &seat->learner;
    if (learner->state != LEARNER_JOINED)
        return new_screen(seat, "waiting");
    if (learner->consent == CONSENT_UNASKED)
        return new_screen(seat, "consent");
    if (!learner->is_welcomed)
        return learner->picture == 0 ? picture_screen(seat) : digits_screen(seat);
    if (class->is_paused)
        return new_screen(seat, "paused");
    if (room_is_guest(learner) && (session_item_number(seat->session) > 0 || session_is_done(seat->session)))
        return new_screen(seat, "guest");
    return NULL;
}

/* ---- what a learner says there ---- */

/* "yes:VERSION:HASH", "no:VERSION:HASH": which text was agreed to is part of the answer. */
static bool
read_consent(const char *value, enum consent *consent)
{
    static const char HEX[] = "0123456789abcdef";
    bool is_yes = strncmp(value, "yes:", 4) == 0, is_no = strncmp(value, "no:", 3) == 0;
    if (!is_yes && !is_no)
        return false;
    const char *version = value + (is_yes ? 4 : 3), *colon = strchr(version, ':');
    *consent = is_yes ? CONSENT_YES : CONSENT_NO;
    return colon != NULL && colon > version && colon - version < 4 && strlen(colon + 1) == 16 &&
           strspn(colon + 1, HEX) == 16;
}

static enum fault
take_consent(struct classroom *room, struct seat *seat, const char *value, struct err *err)
{
    enum consent consent;
    if (!read_consent(value, &consent))
        return err_set(err, FAULT_INPUT, "consent is yes or no, with version and hash of the text");
    if (seat->learner.consent == consent)
        return FAULT_NONE;
    if (seat->learner.consent == CONSENT_NO && session_item_number(seat->session) > 1)
        return err_set(err, FAULT_CONFLICT, "this attempt was for practice only");
    seat->learner.consent = consent;
    if (consent == CONSENT_NO) {
        seat->learner.is_welcomed = true; /* nothing of theirs has to be found again */
        enum fault given_back = room_leave_no_name(room, &seat->learner, err);
        if (given_back != FAULT_NONE)
            return given_back;
    }
    enum fault fault = store_update_learner(room->store, &seat->learner, err);
    return fault == FAULT_NONE ? room_record_note(room, seat, "consent", value, err) : fault;
}

static enum fault
take_picture(struct classroom *room, struct seat *seat, const char *value, struct err *err)
{
    long number = strtol(value, NULL, 10);
    if (number < 1 || number > WELCOME_PICTURES || strlen(value) > 2)
        return err_set(err, FAULT_INPUT, "there is no picture \"%.10s\"", value);
    if (seat->learner.is_welcomed)
        return FAULT_NONE;
    seat->learner.picture = (int)number;
    room_draw_digits(&seat->learner);
    return store_update_learner(room->store, &seat->learner, err);
}

enum fault
room_take_welcome(struct classroom *room, struct seat *seat, const char *verb, const char *value, bool *is_one,
                  struct err *err)
{
    *is_one = true;
    if (strcmp(verb, "consent") == 0)
        return take_consent(room, seat, value, err);
    if (strcmp(verb, "picture") == 0)
        return take_picture(room, seat, value, err);
    *is_one = strcmp(verb, "welcome") == 0;
    if (!*is_one || seat->learner.picture == 0)
        return FAULT_NONE;
    seat->learner.is_welcomed = true;
    return store_update_learner(room->store, &seat->learner, err);
}
