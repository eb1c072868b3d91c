/* seal_data.c - once the keys have a passphrase, names and papers are sealed with it too: whoever takes the laptop reads
 * nobody's name. A class goes on while they are locked; names then stand as "Học viên 7". */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "classroom/room.h"

static const char SETTING[] = "data_key";

static void
seal(const void *owner, const void *data, size_t len, struct buffer *out)
{
    data_key_seal(owner, data, len, out);
}

static bool
open_box(const void *owner, const void *data, size_t len, struct buffer *out)
{
    return data_key_open(owner, data, len, out);
}

static void
use_key(struct classroom *room)
{
    const struct store_cipher cipher = {.owner = room->data_key, .seal = seal, .open = open_box};
    store_use_cipher(room->store, &cipher);
}

enum fault
room_open_names(struct classroom *room, struct err *err)
{
    char *public_hex = NULL;
    enum fault fault = store_read_setting(room->store, SETTING, &public_hex, err);
    if (fault == FAULT_NONE && public_hex != NULL) {
        fault = data_key_load(public_hex, &room->data_key, err);
        if (fault == FAULT_NONE)
            use_key(room);
        if (fault == FAULT_NONE && !data_key_is_sealed(room->folder))
            fault = data_key_unlock(room->data_key, room->folder, NULL, err);
    }
    free(public_hex);
    return fault;
}

/* The first time: a key, everything written anew, and what lies about in plain letters wiped. */
static enum fault
begin_sealing(struct classroom *room, struct passphrase *passphrase, struct err *err)
{
    char public_hex[DATA_KEY_TEXT_LEN];
    enum fault fault = classroom_commit(room, err);
    if (fault == FAULT_NONE)
        fault = data_key_make(room->folder, passphrase, public_hex, err);
    if (fault == FAULT_NONE)
        fault = data_key_load(public_hex, &room->data_key, err);
    if (fault == FAULT_NONE)
        fault = data_key_unlock(room->data_key, room->folder, passphrase, err);
    if (fault != FAULT_NONE)
        return fault;
    use_key(room);
    fault = store_put_setting(room->store, SETTING, public_hex, err);
    if (fault == FAULT_NONE)
        fault = store_seal_all(room->store, err);
    if (fault == FAULT_NONE)
        fault = room_wipe_plain_copies(room, err);
    if (fault == FAULT_NONE)
        log_line("names and papers are sealed from now on");
    return fault;
}

enum fault
room_unlock_names(struct classroom *room, struct passphrase *passphrase, struct err *err)
{
    if (room->data_key == NULL)
        return keyring_is_sealed(room->folder) ? begin_sealing(room, passphrase, err) : FAULT_NONE;
    enum fault fault = data_key_unlock(room->data_key, room->folder, passphrase, err);
    for (size_t i = 0; fault == FAULT_NONE && i < room->seat_count; i++)
        room->seats[i].is_stale = true; /* their names can be read now */
    return fault;
}

bool
classroom_names_are_locked(const struct classroom *room)
{
    return room->data_key != NULL && data_key_is_locked(room->data_key);
}
