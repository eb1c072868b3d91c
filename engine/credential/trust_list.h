/* trust_list.h - who is believed, as the other files of credential/ see it. Private to credential/.
 *
 * Roots that name one another are one family (a root and its successors): its permits, words and withdrawals belong
 * together, and count for no other family. */
#ifndef CREDENTIAL_TRUST_LIST_H
#define CREDENTIAL_TRUST_LIST_H

#include "credential/claims.h"
#include "credential/cose_sign1.h"
#include "credential/status_list.h"

enum { TRUST_ROOTS_MAX = 64, TRUST_DELEGATIONS_MAX = 20000 };

struct programme_row {
    uint32_t number;
    char title_vi[200], title_en[200];
    size_t indicator_count;
    char band_vi[4][60], band_en[4][60];
};
struct name_row { /* a place or an office */
    uint32_t code;
    char name_vi[200], name_en[200];
};

/* What one trust file says. */
struct trust_tables {
    uint64_t number; /* 0 = there is none */
    int64_t date;
    uint8_t roots[TRUST_ROOTS_MAX][KEY_LEN];
    size_t root_count;
    struct programme_row *programmes;
    size_t programme_count;
    struct name_row *places, *offices;
    size_t place_count, office_count;
    struct buffer *delegations; /* whole messages, not checked */
    size_t delegation_count;
};

void trust_tables_clear(struct trust_tables *tables);
/* False, and nothing in `out`, if it is not of this form. */
bool trust_tables_read(const void *payload, size_t len, struct trust_tables *out);

/* What a trust file is made of. */
struct trust_words {
    const uint8_t (*roots)[KEY_LEN];
    size_t root_count;
    const struct trust_programme *programmes;
    size_t programme_count;
    const struct trust_place *places;
    size_t place_count;
    const struct trust_place *offices;
    size_t office_count;
    const struct buffer *delegations;
    size_t delegation_count;
};
/* Payload of a trust file. */
void trust_write(const struct trust_words *words, uint64_t number, int64_t date, struct buffer *out);

struct trust_root {
    uint8_t key[KEY_LEN];
    size_t family;
    bool is_anchor; /* known of itself, not only because another root named it */
    uint64_t named; /* which roots it named, a bit each */
};
struct trust_permit {
    struct delegation delegation;
    size_t root; /* who signed it: a place in trust.roots */
};
struct trust_family {
    struct trust_tables tables;
    struct status_list status;
};

struct trust {
    struct trust_root roots[TRUST_ROOTS_MAX];
    struct trust_family families[TRUST_ROOTS_MAX]; /* one for each root; of a family the one at its lowest root is used */
    size_t root_count;
    struct trust_permit *permits; /* each with a good key */
    size_t permit_count, permit_capacity;
    int64_t newest_list; /* date of the newest trust file or status list */
};

/* Adds the delegation in this message if a known root signed it; false otherwise. One that is there stays one. */
bool trust_take_delegation(struct trust *trust, const struct signed_message *message);
/* The message says that it comes from a known root; its signature is not checked. */
bool trust_names_root(const struct trust *trust, const struct signed_message *message);
/* The family of the root that signed this permit. */
const struct trust_family *trust_family_of(const struct trust *trust, const struct trust_permit *permit);
/* The family of this root; NULL if it is not known. */
const struct trust_family *trust_family_of_root(const struct trust *trust, const uint8_t key[KEY_LEN]);
const struct programme_row *trust_find_programme(const struct trust_family *family, uint32_t number);
const struct name_row *trust_find_place(const struct trust_family *family, uint32_t code);
const struct name_row *trust_find_office(const struct trust_family *family, uint32_t number);

#endif
