/* credential_status.c - what is withdrawn, who may say so, and for whom it counts. */
#include "unit.h"

#include "base/random_bytes.h"
#include "credential/status_list.h"
#include "credential_fixture.h"

enum { OLDEST_DAY = 29390, TODAY = 29397 };

static struct buffer
payload_of(const struct status_list *list)
{
    struct buffer out = {0};
    status_list_write(list, &out);
    return out;
}

static struct status_list
new_list(uint64_t number)
{
    return (struct status_list){.number = number, .date = TEST_NOW};
}

/* The list as a message; the list is cleared. */
static struct buffer
signed_list(int signer, struct status_list list)
{
    struct buffer message = test_sign(signer, KIND_STATUS_LIST, payload_of(&list));
    status_list_clear(&list);
    return message;
}

static struct buffer
list_of_one(int signer, uint64_t number, uint32_t index)
{
    struct status_list list = new_list(number);
    status_list_withdraw(&list, index, TODAY, 1);
    return signed_list(signer, list);
}

/* 5, 6, 12 with k = 1 are the values 5, 0, 5: 110.1 0.0 110.1, by hand from FORMAT.md section 6. */
static const uint8_t BY_HAND[] = {0xa2, 0x06, 0x1a, 0x97, 0x65, 0x33, 0x00, 0x3a, 0x00, 0x01, 0x00, 0x02, 0x84, 0x03,
                                  0x81, 0x85, 0x19, 0x72, 0xd5, 0x01, 0x01, 0x03, 0x42, 0xd3, 0x40, 0x80, 0x80};

TEST(three_indexes_are_the_bits_that_a_hand_writes) /* M-40 */
{
    struct status_list list = {.number = 3, .date = 0x97653300}, read;
    struct buffer out;
    status_list_withdraw(&list, 12, TODAY, 1);
    status_list_withdraw(&list, 5, TODAY, 1);
    status_list_withdraw(&list, 6, TODAY, 1);
    out = payload_of(&list);
    CHECK(out.len == sizeof BY_HAND && memcmp(out.data, BY_HAND, out.len) == 0);
    CHECK(status_list_read(BY_HAND, sizeof BY_HAND, &read) && read.group_count == 1 && read.groups[0].count == 3);
    CHECK(read.groups[0].indexes[0] == 5 && read.groups[0].indexes[1] == 6 && read.groups[0].indexes[2] == 12);
    status_list_clear(&read);
    status_list_clear(&list);
    buffer_clear(&out);
}

static bool
reads_with(size_t place, uint8_t value)
{
    uint8_t changed[sizeof BY_HAND];
    struct status_list read;
    memcpy(changed, BY_HAND, sizeof changed);
    changed[place] = value;
    bool is_read = status_list_read(changed, sizeof changed, &read);
    status_list_clear(&read);
    return is_read;
}

TEST(bits_that_do_not_fit_their_count_are_refused) /* M-40 */
{
    CHECK(reads_with(23, 0xd3));
    CHECK(!reads_with(21, 7));     /* one index more than there are bits for */
    CHECK(!reads_with(21, 1));     /* eight bits left over */
    CHECK(!reads_with(21, 0));
    CHECK(!reads_with(20, 32));    /* k */
    CHECK(!reads_with(24, 0x41));  /* the bits left over are not zero */
    CHECK(!reads_with(13, 0));     /* lists are numbered from 1 */
}

TEST(a_thousand_of_a_million_take_some_1430_bytes)
{
    struct status_list list = new_list(1), read;
    uint32_t state = 12345;
    for (int i = 0; i < 1000; i++) {
        state = state * 1103515245 + 12345;
        status_list_withdraw(&list, (state >> 8) % 1000000, TODAY, 0);
    }
    size_t count = list.groups[0].count;
    struct buffer out = payload_of(&list);
    CHECK(count > 990 && out.len < 1500);
    CHECK(status_list_read(out.data, out.len, &read) && read.groups[0].count == count);
    CHECK(memcmp(read.groups[0].indexes, list.groups[0].indexes, count * sizeof(uint32_t)) == 0);
    status_list_clear(&read);
    status_list_clear(&list);
    buffer_clear(&out);
}

TEST(a_withdrawn_certificate_is_revoked_and_its_neighbours_are_not) /* M-43, row 56 */
{
    struct trust *trust = test_trust();
    struct claims claims = test_claims();
    struct check_report report;
    struct buffer message = test_certificate(ISSUER, &claims);
    CHECK(test_tell(trust, list_of_one(ROOT, 1, claims.status_index)));
    credential_check(message.data, message.len, trust, TEST_NOW, &report);
    CHECK(report.verdict == VERDICT_REVOKED && strstr(report.says_vi, "ngày 27/06/2050, nơi hủy: Lớp thử.") != NULL);
    buffer_clear(&message);
    claims.status_index++;
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    claims.status_index -= 2;
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    trust_free(trust);
}

TEST(from_a_number_on_everything_of_an_issuer_is_revoked) /* M-43, row 57 */
{
    struct trust *trust = test_trust();
    struct claims claims = test_claims();
    struct status_list list = new_list(1);
    struct stolen_issuer stolen = {.from = 8, .day = TODAY, .reason = 5};
    memcpy(stolen.issuer, test_key(ISSUER)->public_key, KEY_LEN);
    status_list_withdraw_from(&list, &stolen);
    CHECK(test_tell(trust, signed_list(ROOT, list)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    claims.sequence = claims.status_index = 8;
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_REVOKED);
    trust_free(trust);
}

TEST(an_older_list_never_replaces_a_newer_one) /* M-42, row 58 */
{
    struct trust *trust = test_trust();
    struct claims claims = test_claims();
    CHECK(test_tell(trust, list_of_one(ROOT, 2, claims.status_index)));
    CHECK(!test_tell(trust, list_of_one(ROOT, 1, 4711)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_REVOKED);
    CHECK(test_tell(trust, list_of_one(ROOT, 3, 4711)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    trust_free(trust);
}

TEST(a_list_of_an_issuer_or_a_stranger_is_refused) /* row 59 */
{
    struct trust *trust = test_trust();
    struct claims claims = test_claims();
    CHECK(!test_tell(trust, list_of_one(ISSUER, 1, claims.status_index)));
    CHECK(!test_tell(trust, list_of_one(STRANGER, 1, claims.status_index)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    trust_free(trust);
}

TEST(a_certificate_behind_the_end_of_the_list_is_new) /* M-44, row 2 */
{
    struct trust *trust = test_trust();
    struct claims claims = test_claims();
    struct status_list list = new_list(1);
    uint8_t kid[KID_LEN];
    cose_kid(test_key(ISSUER)->public_key, kid);
    status_list_note_seen(&list, kid, 6);
    status_list_note_seen(&list, kid, 5); /* never goes down */
    CHECK(test_tell(trust, signed_list(ROOT, list)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID_NEW);
    claims.sequence = 6;
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    trust_free(trust);
}

/* ---- families ---- */

static struct buffer
file_naming(int signer, int named, uint64_t number)
{
    uint8_t roots[1][KEY_LEN];
    struct buffer payload = {0};
    const struct trust_place place = {TEST_PLACE, signer == ROOT ? "thôn Một" : "thôn Hai", "x"};
    const struct trust_words words = {.roots = (const uint8_t (*)[KEY_LEN])roots, .root_count = named >= 0,
                                      .places = &place, .place_count = 1};
    if (named >= 0)
        memcpy(roots[0], test_key(named)->public_key, KEY_LEN);
    trust_write(&words, number, TEST_NOW, &payload);
    return test_sign(signer, KIND_TRUST_FILE, payload);
}

TEST(a_successors_list_counts_for_the_papers_of_the_old_root) /* M-41 */
{
    struct trust *trust = test_trust();
    struct claims claims = test_claims();
    CHECK(!test_tell(trust, list_of_one(SUCCESSOR, 1, claims.status_index)));
    CHECK(test_tell(trust, file_naming(ROOT, SUCCESSOR, 1)));
    CHECK(test_tell(trust, list_of_one(SUCCESSOR, 1, claims.status_index)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_REVOKED);
    trust_free(trust);
}

static struct trust *
two_provinces(void)
{
    struct trust *trust = test_trust();
    struct err err;
    if (trust_add_root(trust, test_key(SUCCESSOR)->public_key, KEY_LEN, "another province", &err) != FAULT_NONE)
        abort();
    return trust;
}

static void
check_place(const struct trust *trust, const char *wanted)
{
    struct claims claims = test_claims();
    struct check_report report;
    struct buffer message = test_certificate(ISSUER, &claims);
    credential_check(message.data, message.len, trust, TEST_NOW, &report);
    CHECK(report.verdict == VERDICT_VALID && strcmp(report.place_vi, wanted) == 0);
    buffer_clear(&message);
}

TEST(another_province_cannot_withdraw_or_rename) /* M-38, M-41 */
{
    struct trust *trust = two_provinces();
    struct claims claims = test_claims();
    CHECK(test_tell(trust, file_naming(ROOT, -1, 1)));
    CHECK(test_tell(trust, file_naming(SUCCESSOR, ROOT, 9)));
    CHECK(test_tell(trust, list_of_one(SUCCESSOR, 9, claims.status_index)));
    check_place(trust, "thôn Một");
    trust_free(trust);
}

TEST(two_known_roots_that_name_each_other_are_one_family) /* M-47 */
{
    struct trust *trust = two_provinces();
    struct claims claims = test_claims();
    CHECK(test_tell(trust, file_naming(ROOT, SUCCESSOR, 1)));
    CHECK(test_tell(trust, list_of_one(SUCCESSOR, 9, claims.status_index)));
    check_place(trust, "thôn Một");
    CHECK(test_tell(trust, file_naming(SUCCESSOR, ROOT, 2)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_REVOKED);
    trust_free(trust);
}

TEST(a_permit_inside_the_trust_file_counts_if_a_root_signed_it) /* M-39 */
{
    struct trust *trust = test_root_only();
    struct delegation permit = test_permit(ISSUER), other = test_permit(STRANGER);
    struct buffer payload = {0}, permits[3] = {test_delegation(ROOT, &permit), test_delegation(STRANGER, &other), {0}};
    const struct trust_place office = {1, "Sở Khoa học và Công nghệ", "Department"};
    const struct trust_words words = {.offices = &office, .office_count = 1, .delegations = permits, .delegation_count = 3};
    struct claims claims = test_claims();
    buffer_add_text(&permits[2], "no message");
    trust_write(&words, 1, TEST_NOW, &payload);
    CHECK(test_tell(trust, test_sign(ROOT, KIND_TRUST_FILE, payload)) && trust->permit_count == 1);
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    for (int i = 0; i < 3; i++)
        buffer_clear(&permits[i]);
    trust_free(trust);
}

TEST(an_office_that_the_permit_leaves_out_is_named_by_the_trust_file) /* M-22 */
{
    struct trust *trust = test_root_only();
    struct delegation permit = test_permit(ISSUER);
    struct claims claims = test_claims();
    struct buffer payload = {0}, message = test_certificate(ISSUER, &claims);
    const struct trust_place office = {1, "Sở Khoa học và Công nghệ", "Department"};
    const struct trust_words words = {.offices = &office, .office_count = 1};
    struct check_report report;
    permit.terms.office[0] = 0;
    CHECK(test_tell(trust, test_delegation(ROOT, &permit)));
    credential_check(message.data, message.len, trust, TEST_NOW, &report);
    CHECK(report.verdict == VERDICT_VALID && strcmp(report.office, "đơn vị số 1") == 0);
    trust_write(&words, 1, TEST_NOW, &payload);
    CHECK(test_tell(trust, test_sign(ROOT, KIND_TRUST_FILE, payload)));
    credential_check(message.data, message.len, trust, TEST_NOW, &report);
    CHECK(report.verdict == VERDICT_VALID && strcmp(report.office, "Sở Khoa học và Công nghệ") == 0);
    buffer_clear(&message);
    trust_free(trust);
}

int
main(void)
{
    random_bytes_begin();
    RUN(three_indexes_are_the_bits_that_a_hand_writes);
    RUN(bits_that_do_not_fit_their_count_are_refused);
    RUN(a_thousand_of_a_million_take_some_1430_bytes);
    RUN(a_withdrawn_certificate_is_revoked_and_its_neighbours_are_not);
    RUN(from_a_number_on_everything_of_an_issuer_is_revoked);
    RUN(an_older_list_never_replaces_a_newer_one);
    RUN(a_list_of_an_issuer_or_a_stranger_is_refused);
    RUN(a_certificate_behind_the_end_of_the_list_is_new);
    RUN(a_successors_list_counts_for_the_papers_of_the_old_root);
    RUN(another_province_cannot_withdraw_or_rename);
    RUN(two_known_roots_that_name_each_other_are_one_family);
    RUN(a_permit_inside_the_trust_file_counts_if_a_root_signed_it);
    RUN(an_office_that_the_permit_leaves_out_is_named_by_the_trust_file);
    return unit_end();
}
