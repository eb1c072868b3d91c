/* quiz_trust.c - the author's key of this laptop, and which authors and quizzes it trusts: two tables of text in
 * DIR/trust, beside the roots. A quiz is known by the hash of its files, so that one changed letter makes it another. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "credential/cose_sign1.h"
#include "credential/keyring.h"
#include "credential/credential.h"

enum { TABLE_MAX = 1 << 20, HEX_LEN = 2 * KEY_LEN };
static const char AUTHORS[] = "trust/authors.tsv", QUIZZES[] = "trust/quizzes.tsv";

/* ---- the author's key ---- */

enum fault
author_key_open(const char *folder, struct passphrase *passphrase, uint8_t **secret, struct err *err)
{
    char *keys = file_join(folder, "keys"), *path = file_join(keys, "author.key"), *pub = file_join(keys, "author.pub");
    char hex[HEX_LEN + 1];
    enum fault fault = keyring_make_folder(keys, err);
    if (fault == FAULT_NONE && !file_exists(path) && keyring_is_sealed(folder) && passphrase == NULL)
        fault = err_set(err, FAULT_CONFLICT, "the keys in %s are sealed; give --passphrase-file, so that the author's key "
                        "is sealed too", folder);
    if (fault == FAULT_NONE && !file_exists(path))
        fault = keyring_make_seed(path, keyring_is_sealed(folder) ? passphrase : NULL, err);
    if (fault == FAULT_NONE)
        fault = keyring_read_seed(path, passphrase, secret, err);
    if (fault == FAULT_NONE && !file_exists(pub)) {
        hash_to_hex(*secret + KEY_LEN, KEY_LEN, hex);
        fault = file_write(pub, hex, HEX_LEN, 0644, err);
    }
    free(pub);
    free(path);
    free(keys);
    return fault;
}

void
author_key_free(uint8_t *secret)
{
    sodium_free(secret);
}

bool
author_key_public(const char *folder, uint8_t key[KEY_LEN])
{
    char *path = file_join(folder, "keys/author.pub");
    struct buffer text = {0};
    struct err ignored;
    bool is_there = file_exists(path) && file_read(path, TABLE_MAX, &text, &ignored) == FAULT_NONE &&
                    text.len >= HEX_LEN && hash_from_hex(buffer_text(&text), key, KEY_LEN);
    buffer_clear(&text);
    free(path);
    return is_there;
}

/* ---- reading the tables ---- */

static bool
is_shipped(const struct known_quiz *quiz)
{
    static const uint8_t NOBODY[KEY_LEN];
    return memcmp(quiz->author, NOBODY, KEY_LEN) == 0;
}

static bool
read_author(char *line, struct quiz_trust *trust)
{
    struct trusted_author author;
    if (strlen(line) < HEX_LEN + 1 || line[HEX_LEN] != '\t')
        return false;
    line[HEX_LEN] = 0;
    if (!hash_from_hex(line, author.key, KEY_LEN) || !cose_is_good_key(author.key))
        return false;
    snprintf(author.name, sizeof author.name, "%s", line + HEX_LEN + 1);
    MEMORY_GROW(trust->authors, trust->author_count, trust->author_capacity);
    trust->authors[trust->author_count++] = author;
    return true;
}

/* HASH, "shipped" or the author's key, id */
static bool
read_quiz(char *line, struct quiz_trust *trust)
{
    struct known_quiz quiz = {0};
    char *author = line + HEX_LEN + 1;
    if (strlen(line) < HEX_LEN + 9 || line[HEX_LEN] != '\t')
        return false;
    char *id = strchr(author, '\t');
    if (id == NULL)
        return false;
    line[HEX_LEN] = 0;
    *id = 0;
    if (!hash_from_hex(line, quiz.files, HASH_LEN) ||
        (strcmp(author, "shipped") != 0 && !hash_from_hex(author, quiz.author, KEY_LEN)))
        return false;
    snprintf(quiz.id, sizeof quiz.id, "%s", id + 1);
    MEMORY_GROW(trust->quizzes, trust->quiz_count, trust->quiz_capacity);
    trust->quizzes[trust->quiz_count++] = quiz;
    return true;
}

static enum fault
read_table(const char *folder, const char *name, bool (*read)(char *line, struct quiz_trust *trust),
           struct quiz_trust *trust, bool *is_there, struct err *err)
{
    char *path = file_join(folder, name);
    struct buffer text = {0};
    *is_there = file_exists(path);
    enum fault fault = *is_there ? file_read(path, TABLE_MAX, &text, err) : FAULT_NONE;
    char *copy = memory_copy_text(buffer_text(&text)), *rest = copy;
    for (int number = 1; fault == FAULT_NONE && *rest != 0; number++) {
        size_t len = strcspn(rest, "\n");
        char *line = rest;
        rest += len + (rest[len] != 0);
        line[len] = 0;
        if (len > 0 && !read(line, trust))
            fault = err_set(err, FAULT_INPUT, "%s:%d: the line cannot be read; remove it, or bring the file back from a copy",
                            path, number);
    }
    free(copy);
    buffer_clear(&text);
    free(path);
    return fault;
}

enum fault
quiz_trust_load(const char *folder, struct quiz_trust *trust, struct err *err)
{
    bool is_there;
    *trust = (struct quiz_trust){0};
    enum fault fault = read_table(folder, AUTHORS, read_author, trust, &is_there, err);
    if (fault == FAULT_NONE)
        fault = read_table(folder, QUIZZES, read_quiz, trust, &is_there, err);
    trust->is_new = true;
    for (size_t i = 0; i < trust->quiz_count; i++)
        trust->is_new = trust->is_new && !is_shipped(&trust->quizzes[i]);
    if (fault != FAULT_NONE)
        quiz_trust_clear(trust);
    return fault;
}

void
quiz_trust_clear(struct quiz_trust *trust)
{
    free(trust->authors);
    free(trust->quizzes);
    *trust = (struct quiz_trust){0};
}

/* ---- writing them ---- */

/* An author's laptop may have no trust/ yet: it need issue nothing. */
static enum fault
write_table(const char *folder, const char *name, const struct buffer *text, struct err *err)
{
    char *parent = file_join(folder, "trust"), *path = file_join(folder, name);
    enum fault fault = file_make_folder(parent, err);
    if (fault == FAULT_NONE)
        fault = file_write(path, text->data, text->len, 0644, err);
    free(path);
    free(parent);
    return fault;
}

static enum fault
write_authors(const char *folder, const struct quiz_trust *trust, struct err *err)
{
    char hex[HEX_LEN + 1];
    struct buffer text = {0};
    for (size_t i = 0; i < trust->author_count; i++) {
        hash_to_hex(trust->authors[i].key, KEY_LEN, hex);
        buffer_print(&text, "%s\t%s\n", hex, trust->authors[i].name);
    }
    enum fault fault = write_table(folder, AUTHORS, &text, err);
    buffer_clear(&text);
    return fault;
}

static enum fault
write_quizzes(const char *folder, const struct quiz_trust *trust, struct err *err)
{
    char files[HEX_LEN + 1], author[HEX_LEN + 1];
    struct buffer text = {0};
    for (size_t i = 0; i < trust->quiz_count; i++) {
        const struct known_quiz *quiz = &trust->quizzes[i];
        hash_to_hex(quiz->files, HASH_LEN, files);
        hash_to_hex(quiz->author, KEY_LEN, author);
        buffer_print(&text, "%s\t%s\t%s\n", files, is_shipped(quiz) ? "shipped" : author, quiz->id);
    }
    enum fault fault = write_table(folder, QUIZZES, &text, err);
    buffer_clear(&text);
    return fault;
}

static void
forget_author(struct quiz_trust *trust, const uint8_t key[KEY_LEN])
{
    size_t kept = 0;
    for (size_t i = 0; i < trust->author_count; i++)
        if (memcmp(trust->authors[i].key, key, KEY_LEN) != 0)
            trust->authors[kept++] = trust->authors[i];
    trust->author_count = kept;
}

enum fault
quiz_trust_add_author(const char *folder, const uint8_t key[KEY_LEN], const char *name, struct err *err)
{
    struct quiz_trust trust;
    struct trusted_author author;
    if (!cose_is_good_key(key))
        return err_set(err, FAULT_INPUT, "this is no key that could sign anything");
    if (text_has_hidden_characters(name) || strchr(name, '\t') != NULL || strlen(name) >= sizeof author.name)
        return err_set(err, FAULT_INPUT, "the author's name is visible text of at most %zu bytes", sizeof author.name - 1);
    enum fault fault = quiz_trust_load(folder, &trust, err);
    if (fault != FAULT_NONE)
        return fault;
    forget_author(&trust, key);
    memcpy(author.key, key, KEY_LEN);
    snprintf(author.name, sizeof author.name, "%s", name);
    MEMORY_GROW(trust.authors, trust.author_count, trust.author_capacity);
    trust.authors[trust.author_count++] = author;
    fault = write_authors(folder, &trust, err);
    quiz_trust_clear(&trust);
    return fault;
}

enum fault
quiz_trust_remove_author(const char *folder, const uint8_t key[KEY_LEN], bool *found, struct err *err)
{
    struct quiz_trust trust;
    enum fault fault = quiz_trust_load(folder, &trust, err);
    if (fault != FAULT_NONE)
        return fault;
    *found = quiz_trust_has_author(&trust, key);
    forget_author(&trust, key);
    if (*found)
        fault = write_authors(folder, &trust, err);
    quiz_trust_clear(&trust);
    return fault;
}

enum fault
quiz_trust_add_quiz(const char *folder, const uint8_t files[HASH_LEN], const uint8_t *author, const char *id,
                    struct err *err)
{
    struct quiz_trust trust;
    struct known_quiz quiz = {0};
    memcpy(quiz.files, files, HASH_LEN);
    if (author != NULL)
        memcpy(quiz.author, author, KEY_LEN);
    snprintf(quiz.id, sizeof quiz.id, "%s", id);
    enum fault fault = quiz_trust_load(folder, &trust, err);
    if (fault != FAULT_NONE)
        return fault;
    bool is_known = false;
    for (size_t i = 0; i < trust.quiz_count; i++)
        is_known = is_known || (memcmp(trust.quizzes[i].files, files, HASH_LEN) == 0 &&
                                memcmp(trust.quizzes[i].author, quiz.author, KEY_LEN) == 0);
    if (!is_known) {
        MEMORY_GROW(trust.quizzes, trust.quiz_count, trust.quiz_capacity);
        trust.quizzes[trust.quiz_count++] = quiz;
        fault = write_quizzes(folder, &trust, err);
    }
    quiz_trust_clear(&trust);
    return fault;
}

/* ---- asking ---- */

bool
quiz_trust_has_author(const struct quiz_trust *trust, const uint8_t key[KEY_LEN])
{
    for (size_t i = 0; i < trust->author_count; i++)
        if (memcmp(trust->authors[i].key, key, KEY_LEN) == 0)
            return true;
    return false;
}

/* 2 shipped, 1 by a trusted author, 0 by another. */
static int
rank(const struct quiz_trust *trust, const struct known_quiz *quiz)
{
    if (is_shipped(quiz))
        return 2;
    return quiz_trust_has_author(trust, quiz->author);
}

const struct known_quiz *
quiz_trust_find(const struct quiz_trust *trust, const uint8_t files[HASH_LEN])
{
    const struct known_quiz *best = NULL;
    for (size_t i = 0; i < trust->quiz_count; i++)
        if (memcmp(trust->quizzes[i].files, files, HASH_LEN) == 0 &&
            (best == NULL || rank(trust, &trust->quizzes[i]) > rank(trust, best)))
            best = &trust->quizzes[i];
    return best;
}

bool
quiz_trust_certifies(const struct quiz_trust *trust, const uint8_t files[HASH_LEN])
{
    const struct known_quiz *quiz = quiz_trust_find(trust, files);
    return quiz != NULL && rank(trust, quiz) > 0;
}
