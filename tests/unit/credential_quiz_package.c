/* credential_quiz_package.c - a quiz as one signed file, and which quiz may lead to a certificate. What another program makes of
 * the format is in tests/cli/package_suite.py. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/random_bytes.h"
#include "credential_fixture.h"

static const char SOURCE[] = "quiz { title = \"T\", framework = \"village-basic\" }\n";

static struct quiz_package
honest_package(void)
{
    struct quiz_package package = {.id = "market", .title = "Ở chợ", .version = 3, .file_count = 2};
    package.files = memory_new_array(2, sizeof *package.files);
    package.files[0] = (struct package_file){.name = "texts/a.txt", .data = (const uint8_t *)"chợ", .len = 5};
    package.files[1] = (struct package_file){.name = "quiz.lua", .data = (const uint8_t *)SOURCE, .len = sizeof SOURCE - 1};
    return package;
}

static struct buffer
write_honest(const struct test_key *key)
{
    struct quiz_package package = honest_package();
    struct buffer bytes = {0};
    struct err err;
    CHECK(package_write(&package, key != NULL ? key->secret : NULL, &bytes, &err) == FAULT_NONE);
    package_clear(&package);
    return bytes;
}

static bool
is_refused(const void *data, size_t len)
{
    struct quiz_package package;
    struct err err = {0};
    bool is_refused = package_read(data, len, &package, &err) == FAULT_INPUT && err.text[0] != 0 && package.files == NULL;
    package_clear(&package);
    return is_refused;
}

TEST(what_was_packed_is_read_again)
{
    struct buffer bytes = write_honest(test_key(ISSUER));
    struct quiz_package package;
    struct err err;
    CHECK(package_read(bytes.data, bytes.len, &package, &err) == FAULT_NONE);
    CHECK(package.is_signed && memcmp(package.author, test_key(ISSUER)->public_key, KEY_LEN) == 0);
    CHECK_TEXT(package.id, "market");
    CHECK_TEXT(package.title, "Ở chợ");
    CHECK(package.version == 3 && package.file_count == 2);
    CHECK_TEXT(package.files[0].name, "quiz.lua");
    CHECK(package.files[0].len == sizeof SOURCE - 1 && memcmp(package.files[0].data, SOURCE, sizeof SOURCE - 1) == 0);
    package_clear(&package);
    buffer_clear(&bytes);
}

TEST(one_changed_bit_of_a_signed_package_is_refused) /* M-51, M-54 */
{
    struct buffer bytes = write_honest(test_key(ISSUER));
    for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK(is_refused(bytes.data, bytes.len));
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    CHECK(!is_refused(bytes.data, bytes.len));
    buffer_clear(&bytes);
}

TEST(every_cut_and_every_tail_is_refused) /* M-50 */
{
    for (int is_signed = 0; is_signed < 2; is_signed++) {
        struct buffer bytes = write_honest(is_signed ? test_key(ISSUER) : NULL);
        for (size_t len = 0; len < bytes.len; len++)
            CHECK(is_refused(bytes.data, len));
        buffer_add(&bytes, "", 1);
        CHECK(is_refused(bytes.data, bytes.len));
        buffer_clear(&bytes);
    }
}

TEST(a_list_of_files_of_another_kind_of_message_is_refused) /* M-8, M-51 */
{
    struct buffer bytes = write_honest(test_key(ISSUER)), manifest = {0}, other = {0};
    struct cbor_reader reader;
    struct signed_message message;
    const uint8_t *head, *key;
    size_t count, head_len, key_len;
    cbor_begin(&reader, bytes.data, bytes.len);
    CHECK(cbor_get_array(&reader, &count) && cbor_get_bytes(&reader, &head, &head_len) && cbor_get_bytes(&reader, &key, &key_len));
    CHECK(cose_read(head, head_len, &message));
    buffer_add(&manifest, message.payload, message.payload_len);
    for (int kind = KIND_CERTIFICATE; kind <= KIND_QUIZ_PACKAGE + 1; kind++) {
        struct buffer signed_again = {0};
        CHECK(cose_sign(test_key(ISSUER)->secret, (enum message_kind)kind, &manifest, &signed_again));
        buffer_reset(&other);
        cbor_put_array(&other, 3);
        cbor_put_bytes(&other, signed_again.data, signed_again.len);
        cbor_put_bytes(&other, key, key_len);
        buffer_add(&other, bytes.data + reader.at, bytes.len - reader.at);
        CHECK(is_refused(other.data, other.len) == (kind != KIND_QUIZ_PACKAGE));
        buffer_clear(&signed_again);
    }
    buffer_clear(&manifest);
    buffer_clear(&other);
    buffer_clear(&bytes);
}

TEST(names_and_sizes_are_those_of_the_format) /* M-52, M-53 */
{
    static const struct {
        const char *name;
        size_t len;
        bool is_good;
    } FILES[] = {
        {"quiz.lua", 1, true}, {"quiz.lua", 32768, true}, {"quiz.lua", 32769, false}, {"quiz.lua", 0, false},
        {"items/a.lua", 1, true}, {"items/a-b_9.lua", 1, true}, {"walkthroughs/a.careful.walk", 65536, true},
        {"audio/a.vi.mp3", 524288, true}, {"audio/a.vi.mp3", 524289, false}, {"pictures/a.png", 204800, true},
        {"pictures/a.jpeg", 204801, false}, {"texts/a.txt", 65536, true}, {"texts/a.txt", 65537, false},
        {"pictures/a.svg", 9, false}, {"other.lua", 1, false}, {"items/quiz.LUA", 1, false}, {"items/../a.lua", 1, false},
        {"../quiz.lua", 1, false}, {"/quiz.lua", 1, false}, {"items/.lua", 1, false}, {"items/-a.lua", 1, false},
        {"items/a..lua", 1, false}, {"items//a.lua", 1, false}, {"items/\xe1\xbb\x9f.lua", 1, false}, {"", 1, false},
        {"scripts/quiz_words.lua", 1, false}, {"items/a.lua/b.lua", 1, false}, {"items/a.lua ", 1, false},
        {"items/aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee.lua", 1, false}};
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        struct err err = {0};
        bool is_good = package_check_file(FILES[i].name, FILES[i].len, &err) == FAULT_NONE;
        if (is_good != FILES[i].is_good)
            printf("  %s of %zu bytes\n", FILES[i].name, FILES[i].len);
        CHECK(is_good == FILES[i].is_good && (is_good || err.text[0] != 0));
    }
}

TEST(a_package_without_quiz_lua_or_with_a_bad_name_is_not_written)
{
    static const char *const IDS[] = {"", "../x", "A", "a b", "ở", "-a", ".a"};
    struct buffer bytes = {0};
    struct err err;
    for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++) {
        struct quiz_package package = honest_package();
        snprintf(package.id, sizeof package.id, "%s", IDS[i]);
        CHECK(package_write(&package, NULL, &bytes, &err) == FAULT_INPUT && bytes.len == 0);
        package_clear(&package);
    }
    struct quiz_package package = honest_package();
    package.file_count = 1;
    CHECK(package_write(&package, NULL, &bytes, &err) == FAULT_INPUT && bytes.len == 0);
    package_clear(&package);
    buffer_clear(&bytes);
}

/* ---- trust ---- */

static char *
new_folder(void)
{
    char *folder = memory_copy_text("/tmp/dauso-packages-XXXXXX");
    if (mkdtemp(folder) == NULL)
        abort();
    return folder;
}

TEST(only_shipped_files_and_those_of_a_trusted_author_certify) /* M-56 */
{
    char *folder = new_folder();
    struct quiz_trust trust;
    struct err err = {0};
    uint8_t shipped[HASH_LEN] = {1}, known[HASH_LEN] = {2}, unknown[HASH_LEN] = {3};
    const uint8_t *author = test_key(ISSUER)->public_key, *stranger = test_key(STRANGER)->public_key;
    bool found;
    CHECK(quiz_trust_load(folder, &trust, &err) == FAULT_NONE && trust.is_new && !quiz_trust_certifies(&trust, shipped));
    CHECK(quiz_trust_add_quiz(folder, known, author, "market", &err) == FAULT_NONE);
    CHECK(quiz_trust_load(folder, &trust, &err) == FAULT_NONE && trust.is_new); /* an installed quiz ships nothing */
    quiz_trust_clear(&trust);
    CHECK(quiz_trust_add_quiz(folder, shipped, NULL, "basic", &err) == FAULT_NONE);
    CHECK(quiz_trust_add_quiz(folder, known, stranger, "market", &err) == FAULT_NONE);
    CHECK(quiz_trust_add_author(folder, stranger, "Người lạ", &err) == FAULT_NONE);
    CHECK(quiz_trust_remove_author(folder, stranger, &found, &err) == FAULT_NONE && found);
    CHECK(quiz_trust_load(folder, &trust, &err) == FAULT_NONE && !trust.is_new && trust.author_count == 0);
    CHECK(quiz_trust_certifies(&trust, shipped) && !quiz_trust_certifies(&trust, known) && !quiz_trust_certifies(&trust, unknown));
    quiz_trust_clear(&trust);
    CHECK(quiz_trust_add_author(folder, author, "Cô Hoa", &err) == FAULT_NONE);
    CHECK(quiz_trust_load(folder, &trust, &err) == FAULT_NONE && quiz_trust_certifies(&trust, known));
    CHECK(!quiz_trust_certifies(&trust, unknown));
    CHECK(memcmp(quiz_trust_find(&trust, known)->author, author, KEY_LEN) == 0);
    quiz_trust_clear(&trust);
    folder_remove(folder);
    free(folder);
}

TEST(no_key_that_could_be_anybodys_is_trusted)
{
    char *folder = new_folder();
    struct err err = {0};
    uint8_t key[KEY_LEN] = {0};
    CHECK(quiz_trust_add_author(folder, key, "", &err) == FAULT_INPUT);
    key[0] = 1; /* of small order */
    CHECK(quiz_trust_add_author(folder, key, "", &err) == FAULT_INPUT);
    memset(key, 0xff, sizeof key); /* not canonical */
    CHECK(quiz_trust_add_author(folder, key, "", &err) == FAULT_INPUT);
    CHECK(quiz_trust_add_author(folder, test_key(ISSUER)->public_key, "a\tb", &err) == FAULT_INPUT);
    folder_remove(folder);
    free(folder);
}

TEST(the_authors_key_is_made_once_and_read_by_nobody_else)
{
    char *folder = new_folder(), *path = file_join(folder, "keys/author.key");
    struct err err = {0};
    uint8_t *first = NULL, *second = NULL, key[KEY_LEN];
    struct stat status;
    CHECK(!author_key_public(folder, key));
    CHECK(author_key_open(folder, NULL, &first, &err) == FAULT_NONE && author_key_open(folder, NULL, &second, &err) == FAULT_NONE);
    CHECK(first != NULL && second != NULL && memcmp(first, second, 64) == 0);
    CHECK(author_key_public(folder, key) && first != NULL && memcmp(key, first + KEY_LEN, KEY_LEN) == 0);
    CHECK(stat(path, &status) == 0 && (status.st_mode & 0777) == 0600);
    author_key_free(first);
    author_key_free(second);
    folder_remove(folder);
    free(path);
    free(folder);
}

/* ---- folders ---- */

TEST(a_folder_is_written_whole_or_not_at_all)
{
    char *folder = new_folder(), *to = file_join(folder, "market"), **names = NULL;
    char quiz[] = "quiz.lua", text[] = "texts/a.txt", blocked[] = "quiz.lua/a.txt";
    struct folder_file files[] = {{quiz, (const uint8_t *)SOURCE, sizeof SOURCE - 1}, {text, (const uint8_t *)"a", 1}};
    struct folder read;
    struct err err = {0};
    size_t count = 0;
    CHECK(folder_write(to, files, 2, &err) == FAULT_NONE && folder_read(to, 1 << 20, 1 << 20, &read, &err) == FAULT_NONE);
    CHECK(read.count == 2 && read.files[0].len == sizeof SOURCE - 1);
    folder_clear(&read);
    CHECK(folder_write(to, files, 2, &err) == FAULT_CANNOT); /* it is there */
    folder_remove(to);
    files[1].name = blocked; /* a file stands where its folder would */
    CHECK(folder_write(to, files, 2, &err) != FAULT_NONE && !file_exists(to));
    CHECK(file_list(folder, &names, &count, &err) == FAULT_NONE && count == 0);
    file_free_names(names, count);
    folder_remove(folder);
    free(to);
    free(folder);
}

int
main(void)
{
    random_bytes_begin();
    RUN(what_was_packed_is_read_again);
    RUN(one_changed_bit_of_a_signed_package_is_refused);
    RUN(every_cut_and_every_tail_is_refused);
    RUN(a_list_of_files_of_another_kind_of_message_is_refused);
    RUN(names_and_sizes_are_those_of_the_format);
    RUN(a_package_without_quiz_lua_or_with_a_bad_name_is_not_written);
    RUN(only_shipped_files_and_those_of_a_trusted_author_certify);
    RUN(no_key_that_could_be_anybodys_is_trusted);
    RUN(the_authors_key_is_made_once_and_read_by_nobody_else);
    RUN(a_folder_is_written_whole_or_not_at_all);
    return unit_end();
}
