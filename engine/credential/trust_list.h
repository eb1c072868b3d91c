/* trust_list.h - who is believed, as check.c and keyring.c see it. Private to credential/. */
#ifndef CREDENTIAL_TRUST_LIST_H
#define CREDENTIAL_TRUST_LIST_H

#include "credential/claims.h"
#include "credential/cose_sign1.h"

struct trust_root {
    uint8_t key[KEY_LEN];
};
struct programme_row {
    uint32_t number;
    char title_vi[200], title_en[200];
    size_t indicator_count;
    char band_vi[4][60], band_en[4][60];
};
struct place_row {
    uint32_t code;
    char name_vi[200], name_en[200];
};

struct trust {
    struct trust_root *roots;
    size_t root_count, root_capacity;
    struct delegation *delegations; /* each signed by one of the roots, with a good key */
    size_t delegation_count, delegation_capacity;
    struct programme_row *programmes;
    size_t programme_count;
    struct place_row *places;
    size_t place_count;
    uint64_t number;       /* of the trust file that is loaded, 0 = none */
    int64_t newest_list;   /* its date */
};

/* Adds the delegation in this message if a known root signed it; false otherwise. One that is there stays one. */
bool trust_take_delegation(struct trust *trust, const struct signed_message *message);
/* The message says that it comes from a known root; its signature is not checked. */
bool trust_names_root(const struct trust *trust, const struct signed_message *message);
const struct programme_row *trust_find_programme(const struct trust *trust, uint32_t number);
const struct place_row *trust_find_place(const struct trust *trust, uint32_t code);

/* What a trust file says. */
struct trust_tables {
    const struct trust_root *roots;
    size_t root_count;
    const struct trust_programme *programmes;
    size_t programme_count;
    const struct trust_place *places;
    size_t place_count;
};
/* Payload of a trust file. */
void trust_write(const struct trust_tables *tables, uint64_t number, int64_t date, struct buffer *out);

#endif
