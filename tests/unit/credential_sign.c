/* credential_sign.c - keys, permits, trust files and signing, on a folder of its own. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/random_bytes.h"
#include "credential_fixture.h"

static const struct trust_place PLACES[] = {{TEST_PLACE, "thôn Đồi Cọ", "Doi Co"}, {TEST_PLACE + 1, "thôn Hai", "Hai"}};
static const char *const CODES[] = {"0.1", "1.1"};
static const struct trust_programme PROGRAMMES[] = {
    {TEST_PROGRAMME, "basic", "Kỹ năng số cơ bản", "Basic skills", "frame", CODES, 2,
     {"Làm quen", "Có người kèm", "Tự làm được", "Chỉ bảo"}, {"New", "Helped", "Alone", "Teaches"}}};
static const struct public_words WORDS = {PROGRAMMES, 1, PLACES, 2};

static char *
new_folder(void)
{
    char *folder = memory_copy_text("/tmp/dauso-credential-XXXXXX");
    if (mkdtemp(folder) == NULL)
        abort();
    return folder;
}

static void
remove_folder(const char *folder)
{
    char **names;
    size_t count;
    struct err err;
    CHECK(file_list(folder, &names, &count, &err) == FAULT_NONE);
    for (size_t i = 0; i < count; i++) {
        char *path = file_join(folder, names[i]);
        if (file_is_folder(path))
            remove_folder(path);
        else
            unlink(path);
        free(path);
    }
    file_free_names(names, count);
    rmdir(folder);
}

static struct delegation_terms
terms_from(int64_t now)
{
    struct delegation_terms terms = test_permit(ISSUER).terms;
    terms.not_before = now;
    terms.not_after = now + 90 * TEST_DAY;
    return terms;
}

/* Init on day `now` and open. */
static struct keyring *
open_keys(const char *folder, const struct delegation_terms *terms, int64_t now)
{
    struct keyring *keyring = NULL;
    struct err err = {0};
    CHECK(keyring_init(folder, NULL, terms, &WORDS, now, &err) == FAULT_NONE);
    CHECK(keyring_open(folder, &keyring, &err) == FAULT_NONE);
    if (keyring == NULL) {
        printf("  %s\n", err.text);
        abort();
    }
    return keyring;
}

static struct trust *
open_trust(const char *folder)
{
    struct trust *trust = trust_new();
    struct err err;
    char *inner = file_join(folder, "trust");
    CHECK(trust_add_folder(trust, inner, &err) == FAULT_NONE);
    free(inner);
    return trust;
}

static enum verdict
judge_issued(const struct keyring *keyring, const struct claims *claims, const struct trust *trust)
{
    struct buffer cose = {0};
    struct err err = {0};
    CHECK(credential_issue(keyring, claims, &cose, &err) == FAULT_NONE);
    if (cose.len == 0)
        printf("  %s\n", err.text);
    return test_judge(cose, trust);
}

TEST(what_is_issued_is_valid_with_the_words_of_the_tables)
{
    char *folder = new_folder();
    struct delegation_terms terms = terms_from(TEST_NOW - 5 * TEST_DAY);
    struct keyring *keyring = open_keys(folder, &terms, TEST_NOW - 5 * TEST_DAY);
    struct trust *trust = open_trust(folder);
    struct claims claims = test_claims();
    struct check_report report;
    struct buffer cose = {0};
    struct err err;
    CHECK(credential_issue(keyring, &claims, &cose, &err) == FAULT_NONE);
    credential_check(cose.data, cose.len, trust, TEST_NOW, &report);
    CHECK_VERDICT(report.verdict, VERDICT_VALID);
    CHECK_TEXT(report.level_vi, "Tự làm được (bậc 3 trong 4)");
    CHECK_TEXT(report.place_vi, "thôn Đồi Cọ");
    CHECK_TEXT(report.programme_en, "Basic skills");
    CHECK(report.is_laptop_only);
    buffer_clear(&cose);
    keyring_close(keyring);
    trust_free(trust);
    remove_folder(folder);
    free(folder);
}

TEST(secret_keys_are_for_their_owner_only_and_stay)
{
    char *folder = new_folder(), *path = file_join(folder, "keys/issuer.key");
    struct delegation_terms terms = terms_from(TEST_NOW);
    struct keyring *first = open_keys(folder, &terms, TEST_NOW), *again = open_keys(folder, &terms, TEST_NOW + 5);
    struct stat status;
    CHECK(stat(path, &status) == 0 && (status.st_mode & 0777) == 0600);
    CHECK(memcmp(keyring_issuer(first), keyring_issuer(again), KEY_LEN) == 0);
    CHECK(memcmp(keyring_root(first), keyring_root(again), KEY_LEN) == 0);
    CHECK(keyring_delegation(first)->len == keyring_delegation(again)->len &&
          memcmp(keyring_delegation(first)->data, keyring_delegation(again)->data, keyring_delegation(first)->len) == 0);
    keyring_close(first);
    keyring_close(again);
    remove_folder(folder);
    free(folder);
    free(path);
}

/* ---- what the permit does not allow ---- */

static void
check_refused(const struct keyring *keyring, const struct claims *claims, enum fault fault, const char *word)
{
    struct buffer cose = {0};
    struct err err = {0};
    CHECK(credential_issue(keyring, claims, &cose, &err) == fault);
    CHECK(cose.len == 0);
    if (strstr(err.text, word) == NULL)
        printf("  \"%s\" does not say \"%s\"\n", err.text, word);
    CHECK(strstr(err.text, word) != NULL);
    buffer_clear(&cose);
}

TEST(what_the_permit_does_not_allow_is_not_issued)
{
    char *folder = new_folder();
    struct delegation_terms terms = terms_from(TEST_NOW);
    struct keyring *keyring = open_keys(folder, &terms, TEST_NOW);
    struct claims claims = test_claims();
    claims.issued_at = TEST_NOW;
    claims.place++;
    check_refused(keyring, &claims, FAULT_CANNOT, "place");
    claims.place--;
    claims.programme = 2;
    check_refused(keyring, &claims, FAULT_CANNOT, "programme 2");
    claims.programme = TEST_PROGRAMME;
    claims.sequence = 101;
    check_refused(keyring, &claims, FAULT_CANNOT, "quota");
    claims.sequence = 100;
    claims.issued_at = TEST_NOW - 1;
    check_refused(keyring, &claims, FAULT_CANNOT, "begins on 28/06/2050");
    claims.issued_at = terms.not_after + 1;
    check_refused(keyring, &claims, FAULT_CANNOT, "ended on 26/09/2050: renew it");
    keyring_close(keyring);
    remove_folder(folder);
    free(folder);
}

TEST(a_name_that_is_not_clean_is_not_signed) /* rows 61 to 72 */
{
    static const struct {
        const char *name, *word;
    } CASES[] = {{"", "empty"}, {"Lan ", "name"}, {"Ha\u0300 Lan", "name"}, {"\u041d\u0433uyen Lan", "scripts"},
                 {"Hà \u202eLan", "name"}, {"<b>Lan</b>", "U+003C"}, {"12345", "no letters"}};
    char *folder = new_folder();
    struct delegation_terms terms = terms_from(TEST_NOW);
    struct keyring *keyring = open_keys(folder, &terms, TEST_NOW);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct claims claims = test_claims();
        claims.issued_at = TEST_NOW;
        snprintf(claims.name, sizeof claims.name, "%s", CASES[i].name);
        check_refused(keyring, &claims, FAULT_INPUT, CASES[i].word);
    }
    keyring_close(keyring);
    remove_folder(folder);
    free(folder);
}

/* ---- permits that are renewed ---- */

TEST(a_renewed_permit_goes_on_where_the_old_one_ended)
{
    char *folder = new_folder();
    const int64_t begin = TEST_NOW - 100 * TEST_DAY, later = TEST_NOW - TEST_DAY;
    struct delegation_terms terms = terms_from(begin);
    struct keyring *keyring = open_keys(folder, &terms, begin);
    struct claims old = test_claims(), claims = test_claims();
    struct buffer old_paper = {0};
    struct err err;
    old.issued_at = begin;
    old.sequence = 100;
    CHECK(credential_issue(keyring, &old, &old_paper, &err) == FAULT_NONE);
    keyring_close(keyring);
    terms = terms_from(later);
    keyring = open_keys(folder, &terms, later);
    CHECK(keyring_terms(keyring)->first_sequence == 1 && keyring_terms(keyring)->quota == 200);
    struct trust *trust = open_trust(folder);
    claims.issued_at = later;
    claims.sequence = 101;
    CHECK_VERDICT(judge_issued(keyring, &claims, trust), VERDICT_VALID);
    CHECK_VERDICT(test_judge(old_paper, trust), VERDICT_VALID);
    claims.sequence = 201;
    check_refused(keyring, &claims, FAULT_CANNOT, "quota");
    keyring_close(keyring);
    trust_free(trust);
    remove_folder(folder);
    free(folder);
}

TEST(three_permits_of_one_second_are_all_kept)
{
    char *folder = new_folder();
    struct delegation_terms terms = terms_from(TEST_NOW);
    for (uint32_t place = TEST_PLACE; place < TEST_PLACE + 3; place++) {
        terms.place = place;
        keyring_close(open_keys(folder, &terms, TEST_NOW));
    }
    struct trust *trust = open_trust(folder);
    CHECK(trust->permit_count == 3);
    trust_free(trust);
    remove_folder(folder);
    free(folder);
}

TEST(a_permit_is_renewed_when_the_next_number_is_beyond_its_quota)
{
    char *folder = new_folder();
    struct delegation_terms terms = terms_from(TEST_NOW);
    keyring_close(open_keys(folder, &terms, TEST_NOW));
    terms.first_sequence = 100;
    struct keyring *keyring = open_keys(folder, &terms, TEST_NOW);
    CHECK(keyring_terms(keyring)->quota == 100);
    keyring_close(keyring);
    terms.first_sequence = 101;
    keyring = open_keys(folder, &terms, TEST_NOW);
    CHECK(keyring_terms(keyring)->quota == 200 && keyring_terms(keyring)->first_sequence == 1);
    keyring_close(keyring);
    remove_folder(folder);
    free(folder);
}

/* ---- roots and trust files ---- */

TEST(a_root_key_is_read_to_its_end_and_no_further)
{
    static const struct {
        size_t digits;
        const char *behind;
        bool is_good;
    } CASES[] = {{64, "", true}, {64, "\n", true}, {64, "\r\n", true}, {63, "", false}, {64, "x", false}, {64, "\nx", false},
                 {64, "\r\n\n", false}, {62, "zz", false}, {0, "", false}};
    char hex[2 * KEY_LEN + 1];
    hash_to_hex(test_key(ROOT)->public_key, KEY_LEN, hex);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct trust *trust = trust_new();
        struct err err;
        size_t behind = strlen(CASES[i].behind), len = CASES[i].digits + behind;
        char *exact = memory_new(len + (len == 0)); /* no NUL behind it: a read past the end is seen */
        memcpy(exact, hex, CASES[i].digits);
        memcpy(exact + CASES[i].digits, CASES[i].behind, behind);
        CHECK((trust_add_root(trust, exact, len, "root", &err) == FAULT_NONE) == CASES[i].is_good);
        free(exact);
        trust_free(trust);
    }
}

static struct buffer
trust_file(int signer, uint64_t number, int root_listed)
{
    uint8_t roots[1][KEY_LEN];
    struct buffer payload = {0};
    const struct trust_words words = {.roots = (const uint8_t (*)[KEY_LEN])roots, .root_count = root_listed >= 0,
                                      .programmes = PROGRAMMES, .programme_count = 1, .places = PLACES, .place_count = 2};
    if (root_listed >= 0)
        memcpy(roots[0], test_key(root_listed)->public_key, KEY_LEN);
    trust_write(&words, number, TEST_NOW, &payload);
    return test_sign(signer, KIND_TRUST_FILE, payload);
}

TEST(a_successor_is_known_by_the_old_roots_trust_file_only) /* row 38 */
{
    struct trust *trust = test_root_only();
    struct delegation permit = test_permit(ISSUER);
    struct claims claims = test_claims();
    CHECK(!test_tell(trust, test_delegation(SUCCESSOR, &permit)));
    CHECK(!test_tell(trust, trust_file(SUCCESSOR, 1, SUCCESSOR)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_UNKNOWN_ISSUER);
    CHECK(test_tell(trust, trust_file(ROOT, 1, SUCCESSOR)));
    CHECK(test_tell(trust, test_delegation(SUCCESSOR, &permit)));
    CHECK_VERDICT(test_judge(test_certificate(ISSUER, &claims), trust), VERDICT_VALID);
    trust_free(trust);
}

TEST(an_older_trust_file_changes_nothing)
{
    struct trust *trust = test_root_only();
    CHECK(test_tell(trust, trust_file(ROOT, 5, -1)));
    CHECK(test_tell(trust, trust_file(ROOT, 4, SUCCESSOR)));
    CHECK(trust->families[0].tables.number == 5 && trust->root_count == 1);
    CHECK(!test_tell(trust, trust_file(ISSUER, 6, SUCCESSOR)));
    CHECK(trust->families[0].tables.number == 5 && trust->root_count == 1);
    trust_free(trust);
}

static void
write_message(const char *folder, const char *name, struct buffer message)
{
    struct err err;
    char *path = file_join(folder, name);
    CHECK(file_write(path, message.data, message.len, 0644, &err) == FAULT_NONE);
    buffer_clear(&message);
    free(path);
}

TEST(a_folder_is_believed_whatever_its_files_are_called)
{
    char *folder = new_folder();
    struct delegation permit = test_permit(ISSUER);
    struct trust *trust = test_root_only();
    struct err err;
    write_message(folder, "a-permit-of-the-successor.cose", test_delegation(SUCCESSOR, &permit));
    write_message(folder, "trust.cose", trust_file(ROOT, 1, SUCCESSOR));
    CHECK(trust_add_folder(trust, folder, &err) == FAULT_NONE);
    CHECK(trust->root_count == 2 && trust->permit_count == 1);
    trust_free(trust);
    remove_folder(folder);
    free(folder);
}

TEST(one_permit_told_twice_is_one_permit)
{
    struct trust *trust = test_trust();
    struct delegation permit = test_permit(ISSUER);
    CHECK(test_tell(trust, test_delegation(ROOT, &permit)) && trust->permit_count == 1);
    permit.terms.quota++;
    CHECK(test_tell(trust, test_delegation(ROOT, &permit)) && trust->permit_count == 2);
    trust_free(trust);
}

/* ---- Ed25519 ---- */

static size_t
read_hex(const struct json *value, uint8_t *out)
{
    const char *text = json_text(value);
    size_t len = strlen(text) / 2;
    for (size_t i = 0; i < len; i++)
        sscanf(text + 2 * i, "%2hhx", &out[i]);
    return len;
}

/* tests/certificates/ed25519_cases.json: [public key, message, signature], on which libraries disagree. */
TEST(of_the_published_signatures_the_honest_one_is_good) /* rows 39 to 47 */
{
    struct buffer text = {0};
    struct json *cases = NULL, *parts;
    struct err err;
    void *at = NULL;
    const char *name;
    size_t count = 0;
    CHECK(file_read("tests/certificates/ed25519_cases.json", 100000, &text, &err) == FAULT_NONE);
    CHECK(json_read((const char *)text.data, text.len, &cases, &err) == FAULT_NONE);
    while (json_next(cases, &at, &name, &parts)) {
        uint8_t key[KEY_LEN], message[64], signature[SIGNATURE_LEN];
        CHECK(read_hex(json_at(parts, 0), key) == KEY_LEN && read_hex(json_at(parts, 2), signature) == SIGNATURE_LEN);
        size_t len = read_hex(json_at(parts, 1), message);
        bool is_good = cose_check_ed25519(signature, message, len, key);
        if (is_good != (strcmp(name, "valid") == 0))
            printf("  %s\n", name);
        CHECK(is_good == (strcmp(name, "valid") == 0));
        count++;
    }
    CHECK(count == 20);
    json_free(cases);
    buffer_clear(&text);
}

/* RFC 8032 section 7.1, tests 1 and 2. */
TEST(the_keys_and_signatures_of_rfc_8032_are_ours)
{
    static const char SEED[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    static const char KEY[] = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    static const char SIGNATURE[] = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    uint8_t seed[KEY_LEN], key[KEY_LEN], secret[64], signature[SIGNATURE_LEN];
    CHECK(hash_from_hex(SEED, seed, sizeof seed) && hash_from_hex(KEY, key, sizeof key) &&
          hash_from_hex(SIGNATURE, signature, sizeof signature));
    cose_make_secret(seed, secret);
    CHECK(memcmp(secret + 32, key, KEY_LEN) == 0 && cose_is_good_key(key));
    CHECK(cose_check_ed25519(signature, "\x72", 1, key));
    CHECK(!cose_check_ed25519(signature, "\x73", 1, key));
}

int
main(void)
{
    random_bytes_begin();
    RUN(what_is_issued_is_valid_with_the_words_of_the_tables);
    RUN(secret_keys_are_for_their_owner_only_and_stay);
    RUN(what_the_permit_does_not_allow_is_not_issued);
    RUN(a_name_that_is_not_clean_is_not_signed);
    RUN(a_renewed_permit_goes_on_where_the_old_one_ended);
    RUN(three_permits_of_one_second_are_all_kept);
    RUN(a_permit_is_renewed_when_the_next_number_is_beyond_its_quota);
    RUN(a_root_key_is_read_to_its_end_and_no_further);
    RUN(a_successor_is_known_by_the_old_roots_trust_file_only);
    RUN(an_older_trust_file_changes_nothing);
    RUN(a_folder_is_believed_whatever_its_files_are_called);
    RUN(one_permit_told_twice_is_one_permit);
    RUN(of_the_published_signatures_the_honest_one_is_good);
    RUN(the_keys_and_signatures_of_rfc_8032_are_ours);
    return unit_end();
}
