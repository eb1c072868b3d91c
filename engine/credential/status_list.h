/* status_list.h - what was withdrawn (certs/FORMAT.md section 6). Private to credential/.
 *
 * Lists can be long: a million indexes are 4 MB here and a few hundred kilobytes signed. */
#ifndef CREDENTIAL_STATUS_LIST_H
#define CREDENTIAL_STATUS_LIST_H

#include "credential/claims.h"

enum { STATUS_LIST_MAX = 4 * 1024 * 1024, STATUS_INDEXES_MAX = 1000000 };

/* Certificates withdrawn on one day for one reason. */
struct status_group {
    uint32_t day;      /* since 1 January 1970, in Vietnam's calendar */
    uint32_t reason;   /* enum revocation_reason, or one that this program does not know */
    uint32_t *indexes; /* ascending, each once */
    size_t count, capacity;
};
/* Everything of an issuer from one sequence number on: its laptop was stolen. */
struct stolen_issuer {
    uint8_t issuer[KEY_LEN];
    uint32_t from, day, reason;
};
/* Up to where the list's maker knows what the issuer has issued. */
struct seen_issuer {
    uint8_t kid[KID_LEN];
    uint32_t last;
};

struct status_list {
    uint64_t number; /* 0 = no list */
    int64_t date;
    struct status_group *groups;
    size_t group_count, group_capacity;
    struct stolen_issuer *stolen;
    size_t stolen_count, stolen_capacity;
    struct seen_issuer *seen;
    size_t seen_count, seen_capacity;
};

void status_list_clear(struct status_list *list);
/* Payload of a list; groups keep their order. */
void status_list_write(const struct status_list *list, struct buffer *out);
/* False, and an empty list, if a rule of the format is broken. */
bool status_list_read(const void *data, size_t len, struct status_list *out);

/* Each keeps the entry of the earlier day if there is one already. */
void status_list_withdraw(struct status_list *list, uint32_t index, uint32_t day, uint32_t reason);
void status_list_withdraw_from(struct status_list *list, const struct stolen_issuer *issuer);
/* The number never goes down. */
void status_list_note_seen(struct status_list *list, const uint8_t kid[KID_LEN], uint32_t last);

/* The earliest entry that names this certificate of this issuer. */
bool status_list_finds(const struct status_list *list, const uint8_t issuer[KEY_LEN],
                       const struct claims *claims, uint32_t *day, uint32_t *reason);
/* The list ends before this certificate of this issuer. */
bool status_list_ends_before(const struct status_list *list, const uint8_t issuer[KEY_LEN],
                             uint32_t sequence);

#endif
