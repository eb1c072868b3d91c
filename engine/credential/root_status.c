/* root_status.c - what a root withdraws: the next status list says all that the last one said, and more. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "credential/root.h"

enum { VIETNAM = 7 * 3600, DAY = 86400 };

static void
add_revocation(struct status_list *list, const struct revocation *what, uint32_t day)
{
    struct stolen_issuer stolen = {.from = what->from, .day = day, .reason = what->reason};
    memcpy(stolen.issuer, what->issuer, KEY_LEN);
    if (what->is_issuer)
        status_list_withdraw_from(list, &stolen);
    else
        status_list_withdraw(list, what->status_index, day, what->reason);
}

static bool
take_last_list(const struct status_list *last, struct status_list *next)
{
    struct buffer payload = {0};
    bool is_read = true;
    if (last->number > 0) {
        status_list_write(last, &payload);
        is_read = status_list_read(payload.data, payload.len, next);
    }
    buffer_clear(&payload);
    return is_read;
}

static void
note_own(const char *folder, uint32_t seen, struct status_list *list)
{
    struct buffer message = {0};
    struct delegation permit;
    struct err ignored;
    uint8_t kid[KID_LEN];
    bool found;
    if (seen > 0 && delegation_load(folder, &message, &permit, &found, &ignored) == FAULT_NONE && found) {
        cose_kid(permit.issuer, kid);
        status_list_note_seen(list, kid, seen);
    }
    buffer_clear(&message);
}

/* A laptop that obeys an office now still answers for what its own root permitted before: that root's list is a file of
 * its own. */
static const struct list_maker {
    const char *key, *list;
} OFFICE = {"keys/root.key", "trust/status.cose"}, LAPTOP = {"keys/laptop-root.key", "trust/status-of-laptop.cose"};

static enum fault
withdraw(const char *folder, const struct list_maker *maker, struct passphrase *passphrase, const struct revocation *revocations,
       size_t count, uint32_t seen, int64_t now, struct err *err)
{
    struct root root = {0};
    struct status_list list = {0};
    struct buffer payload = {0};
    enum fault fault = root_open_key(folder, maker->key, passphrase, &root, err);
    const struct status_list *last = fault == FAULT_NONE ? &root_family(&root)->status : NULL;
    if (fault == FAULT_NONE && !take_last_list(last, &list))
        fault = err_set(err, FAULT_CANNOT, "the status list in %s cannot be read again", folder);
    if (fault == FAULT_NONE && (count > 0 || last->number == 0)) {
        for (size_t i = 0; i < count; i++)
            add_revocation(&list, &revocations[i], (uint32_t)((now + VIETNAM) / DAY));
        note_own(folder, seen, &list);
        list.number = last->number + 1;
        list.date = now > last->date ? now : last->date;
        status_list_write(&list, &payload);
        fault = payload.len > STATUS_LIST_MAX - 200
                    ? err_set(err, FAULT_LIMIT, "the status list would be larger than %d bytes", STATUS_LIST_MAX)
                    : root_sign_file(&root, KIND_STATUS_LIST, &payload, maker->list, err);
    }
    status_list_clear(&list);
    buffer_clear(&payload);
    root_close(&root);
    return fault;
}

enum fault
root_revoke(const char *folder, struct passphrase *passphrase, const struct revocation *revocations, size_t count,
            uint32_t seen, int64_t now, struct err *err)
{
    return withdraw(folder, &OFFICE, passphrase, revocations, count, seen, now, err);
}

bool
root_of_laptop_is_kept(const char *folder)
{
    char *path = file_join(folder, LAPTOP.key);
    bool is_kept = file_exists(path);
    free(path);
    return is_kept;
}

enum fault
root_revoke_as_laptop(const char *folder, struct passphrase *passphrase, const struct revocation *revocations, size_t count,
                      int64_t now, struct err *err)
{
    return withdraw(folder, &LAPTOP, passphrase, revocations, count, 0, now, err);
}
