/* chain.c - events in order: the hash chain that shows a changed event, and the list that holds an
 * attempt. */
#include "eventlog/eventlog.h"

#include <stdlib.h>

#include "base/memory.h"

void
chain_extend(uint8_t chain[HASH_LEN], const void *encoded, size_t len)
{
    struct hash_state state;
    hash_begin(&state);
    hash_add(&state, chain, HASH_LEN);
    hash_add(&state, encoded, len);
    hash_end(&state, chain);
}

struct event *
event_list_add(struct event_list *list)
{
    MEMORY_GROW(list->events, list->count, list->capacity);
    struct event *event = &list->events[list->count++];
    *event = (struct event){0};
    return event;
}

void
event_list_clear(struct event_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        event_clear(&list->events[i]);
    free(list->events);
    *list = (struct event_list){0};
}
