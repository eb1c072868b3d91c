/* replay.c - all events at once, and a hash over every screen on the way: two replays that agree on
 * it showed the same bytes. */
#include <stdlib.h>

#include "quiz/definition.h"

static void
hash_screen(struct hash_state *state, const struct session *session)
{
    struct buffer bytes = {0};
    struct json *screen = session_screen(session);
    json_write(screen, &bytes);
    buffer_add_byte(&bytes, '\n');
    hash_add(state, bytes.data, bytes.len);
    json_free(screen);
    buffer_clear(&bytes);
}

enum fault
session_replay(const struct quiz *quiz, const struct event_list *events, const struct item_chooser *chooser,
               struct session **session, uint8_t screens_hash[HASH_LEN], struct err *err)
{
    struct hash_state state;
    struct session *opened = NULL;
    struct err inner;
    if (events->count == 0)
        return err_set(err, FAULT_INPUT, "the attempt has no events");
    enum fault fault = session_open(quiz, &events->events[0], chooser, &opened, err);
    if (fault != FAULT_NONE)
        return fault;
    hash_begin(&state);
    hash_screen(&state, opened);
    for (size_t i = 1; i < events->count; i++) {
        if (session_apply(opened, &events->events[i], &inner) != FAULT_NONE) {
            session_free(opened);
            return err_set(err, FAULT_INPUT, "event %zu does not fit: %s", i + 1, inner.text);
        }
        if (screens_hash != NULL && !event_is_afterthought(&events->events[i])) /* the screens of the result are those before */
            hash_screen(&state, opened);
    }
    if (screens_hash != NULL)
        hash_end(&state, screens_hash);
    *session = opened;
    return FAULT_NONE;
}
