/* quiz_pack.c - `dauso quiz pack|sign|trust|install`: a quiz travels as one file, and an author vouches for it. Never
 * opens the store: what is trusted and what is installed are files of the data folder. */
#include "cli/quiz_pack.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/memory.h"
#include "cli/passphrase.h"
#include "credential/credential.h"
#include "quiz/quiz.h"

enum { KEY_HEX = 2 * KEY_LEN, FILE_NAME_HEX = 16 };
static const char ENDING[] = ".dauso-quiz";

/* A quiz folder on its way into a package. */
struct packing {
    struct folder folder;
    struct buffer file; /* a package that is signed again */
    struct quiz_package package;
};

static void
clear_packing(struct packing *packing)
{
    package_clear(&packing->package);
    folder_clear(&packing->folder);
    buffer_clear(&packing->file);
}

/* What cannot be loaded is not packed: its first mistake is told. */
static enum fault
check_quiz(const char *folder, struct quiz_package *package, struct err *err)
{
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    char *share = file_find_share();
    enum fault fault = quiz_load(folder, share, &quiz, &problems, err);
    if (fault == FAULT_NONE) {
        snprintf(package->id, sizeof package->id, "%s", quiz_id(quiz));
        snprintf(package->title, sizeof package->title, "%s", quiz_title(quiz, "vi"));
        package->version = (uint32_t)quiz_version(quiz);
    }
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(share);
    return fault;
}

static enum fault
take_folder(const char *path, struct packing *packing, struct err *err)
{
    struct quiz_package *package = &packing->package;
    enum fault fault = folder_read(path, PACKAGE_CLIP_MAX, PACKAGE_MAX, &packing->folder, err);
    if (fault == FAULT_NONE)
        fault = check_quiz(path, package, err);
    if (fault != FAULT_NONE)
        return fault;
    package->files = memory_new_array(packing->folder.count, sizeof *package->files);
    for (size_t i = 0; i < packing->folder.count && fault == FAULT_NONE; i++) {
        const struct folder_file *from = &packing->folder.files[i];
        struct package_file *to = &package->files[package->file_count++];
        fault = package_check_file(from->name, from->len, err);
        if (fault == FAULT_NONE)
            memcpy(to->name, from->name, strlen(from->name) + 1);
        to->data = from->data;
        to->len = from->len;
    }
    return fault;
}

static enum fault
take_file(const char *path, struct packing *packing, struct err *err)
{
    struct err why;
    enum fault fault = file_read(path, PACKAGE_MAX, &packing->file, err);
    if (fault != FAULT_NONE)
        return fault;
    fault = package_read(packing->file.data, packing->file.len, &packing->package, &why);
    return fault == FAULT_NONE ? fault : err_set(err, why.fault, "%s: %s", path, why.text);
}

/* Its name tells its bytes: NAME-0123456789abcdef.dauso-quiz, in this folder or where -o says. */
static enum fault
put_package(const struct cli_call *call, const struct packing *packing, const struct buffer *bytes, struct err *err)
{
    uint8_t hash[HASH_LEN];
    char hex[HASH_HEX_LEN];
    hash_bytes(bytes->data, bytes->len, hash);
    hash_to_hex(hash, HASH_LEN, hex);
    char *usual = memory_print("%s-%.*s%s", packing->package.id, FILE_NAME_HEX, hex, ENDING);
    const char *path = cli_value(call, "-o", usual);
    enum fault fault = file_write(path, bytes->data, bytes->len, 0644, err);
    if (fault == FAULT_NONE)
        printf("%s\n", path);
    free(usual);
    return fault;
}

static int
finish(const struct cli_call *call, enum fault fault, const struct err *err)
{
    return fault == FAULT_NONE ? 0 : cli_fail(call, err);
}

int
quiz_pack(const struct cli_call *call)
{
    struct packing packing = {0};
    struct buffer bytes = {0};
    struct err err;
    if (call->operand_count != 2)
        return cli_usage(call, "say which folder: quiz pack quizzes/my-quiz");
    enum fault fault = take_folder(call->operands[1], &packing, &err);
    if (fault == FAULT_NONE)
        fault = package_write(&packing.package, NULL, &bytes, &err);
    if (fault == FAULT_NONE)
        fault = put_package(call, &packing, &bytes, &err);
    buffer_clear(&bytes);
    clear_packing(&packing);
    return finish(call, fault, &err);
}

int
quiz_sign(const struct cli_call *call)
{
    struct packing packing = {0};
    struct buffer bytes = {0};
    struct passphrase *passphrase = NULL;
    uint8_t *secret = NULL;
    struct err err;
    if (call->operand_count != 2)
        return cli_usage(call, "say what: quiz sign quizzes/my-quiz, or quiz sign FILE%s", ENDING);
    const char *path = call->operands[1];
    char *folder = cli_data_folder(call);
    enum fault fault = cli_read_passphrase(call, &passphrase, &err);
    if (fault == FAULT_NONE)
        fault = file_is_folder(path) ? take_folder(path, &packing, &err) : take_file(path, &packing, &err);
    if (fault == FAULT_NONE)
        fault = author_key_open(folder, passphrase, &secret, &err);
    if (fault == FAULT_NONE)
        fault = package_write(&packing.package, secret, &bytes, &err);
    if (fault == FAULT_NONE)
        fault = put_package(call, &packing, &bytes, &err);
    if (fault == FAULT_NONE) { /* the folder itself is known by its author now, wherever it lies */
        uint8_t hash[HASH_LEN];
        package_files_hash(&packing.package, hash);
        fault = quiz_trust_add_quiz(folder, hash, packing.package.author, packing.package.id, &err);
    }
    author_key_free(secret);
    passphrase_free(passphrase);
    free(folder);
    buffer_clear(&bytes);
    clear_packing(&packing);
    return finish(call, fault, &err);
}

/* ---- whom this laptop trusts ---- */

static void
print_author(const struct cli_call *call, const char *hex, const char *name, bool is_own)
{
    if (!cli_flag(call, "--json")) {
        printf("%s  %s%s\n", hex, name, is_own ? " (this laptop)" : "");
        return;
    }
    struct json *row = json_new_object();
    json_put_text(row, "author", hex);
    json_put_text(row, "name", name);
    json_put_boolean(row, "own", is_own);
    cli_print_json(row);
}

static enum fault
list_authors(const struct cli_call *call, const char *folder, struct err *err)
{
    struct quiz_trust trust;
    uint8_t own[KEY_LEN];
    char hex[KEY_HEX + 1];
    bool has_own = author_key_public(folder, own);
    enum fault fault = quiz_trust_load(folder, &trust, err);
    if (fault != FAULT_NONE)
        return fault;
    for (size_t i = 0; i < trust.author_count; i++) {
        hash_to_hex(trust.authors[i].key, KEY_LEN, hex);
        print_author(call, hex, trust.authors[i].name, has_own && memcmp(own, trust.authors[i].key, KEY_LEN) == 0);
    }
    if (trust.author_count == 0)
        fprintf(stderr, "No author is trusted here yet; shipped quizzes need none.\n");
    quiz_trust_clear(&trust);
    return FAULT_NONE;
}

/* KEY is 64 hex digits, a file that holds them, or a package: then its author. */
static enum fault
read_key(const char *given, uint8_t key[KEY_LEN], struct err *err)
{
    struct packing packing = {0};
    struct buffer text = {0};
    if (strlen(given) == KEY_HEX && hash_from_hex(given, key, KEY_LEN))
        return FAULT_NONE;
    enum fault fault = file_read(given, PACKAGE_MAX, &text, err);
    if (fault == FAULT_NONE && text.len >= KEY_HEX && text.len <= KEY_HEX + 2) {
        char hex[KEY_HEX + 1];
        snprintf(hex, sizeof hex, "%s", buffer_text(&text));
        if (!hash_from_hex(hex, key, KEY_LEN))
            fault = err_set(err, FAULT_INPUT, "%s holds no key of 64 hex digits", given);
    } else if (fault == FAULT_NONE) {
        fault = take_file(given, &packing, err);
        if (fault == FAULT_NONE && !packing.package.is_signed)
            fault = err_set(err, FAULT_INPUT, "%s is not signed, so nobody vouches for it", given);
        if (fault == FAULT_NONE)
            memcpy(key, packing.package.author, KEY_LEN);
        clear_packing(&packing);
    }
    buffer_clear(&text);
    return fault;
}

int
quiz_trust(const struct cli_call *call)
{
    uint8_t key[KEY_LEN];
    char hex[KEY_HEX + 1];
    struct err err;
    bool found = true;
    if (call->operand_count > 2)
        return cli_usage(call, "say whom: quiz trust KEY, or quiz trust FILE%s", ENDING);
    char *folder = cli_data_folder(call);
    enum fault fault = FAULT_NONE;
    if (call->operand_count == 1) {
        fault = list_authors(call, folder, &err);
    } else {
        fault = read_key(call->operands[1], key, &err);
        if (fault == FAULT_NONE && cli_flag(call, "--remove"))
            fault = quiz_trust_remove_author(folder, key, &found, &err);
        else if (fault == FAULT_NONE)
            fault = quiz_trust_add_author(folder, key, cli_value(call, "--name", ""), &err);
        if (fault == FAULT_NONE && !found)
            fault = err_set(&err, FAULT_INPUT, "this author was not trusted here");
        if (fault == FAULT_NONE) {
            hash_to_hex(key, KEY_LEN, hex);
            printf("%s: %s\n", cli_flag(call, "--remove") ? "Not trusted any more" : "Trusted", hex);
        }
    }
    free(folder);
    return finish(call, fault, &err);
}

/* ---- installing ---- */

static enum fault
check_name(const char *id, struct err *err)
{
    char *share = file_find_share(), *shipped = memory_print("%s/quizzes/%s", share, id);
    enum fault fault = FAULT_NONE;
    if (file_exists(shipped))
        fault = err_set(err, FAULT_CANNOT, "a quiz called %s comes with the program; ask the author for another name", id);
    free(shipped);
    free(share);
    return fault;
}

/* The package's files in a hidden folder DIR/quizzes/.new-PID/ID, and loaded from there: what has mistakes, or pictures and
 * clips that are none, is not installed. */
static enum fault
write_and_load(const char *hidden, const char *fresh, const struct quiz_package *package, struct err *err)
{
    struct folder_file *files = memory_new_array(package->file_count, sizeof *files);
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    char *share = file_find_share();
    for (size_t i = 0; i < package->file_count; i++)
        files[i] = (struct folder_file){.name = (char *)(uintptr_t)package->files[i].name,
                                        .data = package->files[i].data, .len = package->files[i].len};
    enum fault fault = file_make_folder(hidden, err);
    if (fault == FAULT_NONE)
        fault = folder_write(fresh, files, package->file_count, err);
    if (fault == FAULT_NONE)
        fault = quiz_load(fresh, share, &quiz, &problems, err);
    if (fault == FAULT_INPUT && problems.count > 0) {
        const char *first = problems.texts[0];
        size_t inside = strlen(hidden) + 1;
        fault = err_set(err, FAULT_INPUT, "the quiz has mistakes, the first is %s",
                        strlen(first) > inside ? first + inside : first);
    }
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(share);
    free(files);
    return fault;
}

/* A version that is there changes places with the new one in one step, where the file system can; else it is kept beside
 * until the new one stands, and comes back if that fails. */
static enum fault
change_places(const char *fresh, const char *to, const char *former, struct err *err)
{
    if (!file_exists(to))
        return rename(fresh, to) == 0 ? FAULT_NONE : err_set(err, FAULT_CANNOT, "cannot put %s in its place", to);
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, to, RENAME_EXCHANGE) == 0)
        return FAULT_NONE;
    if (rename(to, former) != 0)
        return err_set(err, FAULT_CANNOT, "cannot move the former version of %s aside", to);
    if (rename(fresh, to) == 0)
        return FAULT_NONE;
    (void)!rename(former, to);
    return err_set(err, FAULT_CANNOT, "cannot put %s in its place", to);
}

static enum fault
put_in_place(const char *folder, const char *to, const struct quiz_package *package, struct err *err)
{
    char *hidden = memory_print("%s/quizzes/.new-%ld", folder, (long)getpid());
    char *fresh = file_join(hidden, package->id), *former = file_join(hidden, "former");
    enum fault fault = write_and_load(hidden, fresh, package, err);
    if (fault == FAULT_NONE)
        fault = change_places(fresh, to, former, err);
    folder_remove(hidden);
    free(former);
    free(fresh);
    free(hidden);
    return fault;
}

/* Whether what is there may give way: it is older, and by the same author or nobody. */
static enum fault
check_former(const char *to, const struct quiz_package *package, bool *is_same, struct err *err)
{
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    struct err ignored;
    uint8_t now[HASH_LEN], then[HASH_LEN];
    char *share = file_find_share();
    enum fault fault = FAULT_NONE;
    *is_same = false;
    if (file_exists(to) && quiz_load(to, share, &quiz, &problems, &ignored) == FAULT_NONE) {
        quiz_author_hash(quiz, then);
        package_files_hash(package, now);
        *is_same = memcmp(now, then, HASH_LEN) == 0;
        if (!*is_same && (uint32_t)quiz_version(quiz) >= package->version)
            fault = err_set(err, FAULT_CANNOT, "%s holds version %d of this quiz, and the package version %u; remove the folder "
                            "first if that is what you want", to, quiz_version(quiz), package->version);
    }
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(share);
    return fault;
}

static void
tell_installed(const char *folder, const struct quiz_package *package)
{
    struct quiz_trust trust = {0};
    struct err ignored;
    char hex[KEY_HEX + 1];
    hash_to_hex(package->author, KEY_LEN, hex);
    bool is_trusted = quiz_trust_load(folder, &trust, &ignored) == FAULT_NONE && package->is_signed &&
                      quiz_trust_has_author(&trust, package->author);
    printf("Installed: %s, %s. A class takes it with --quiz %s.\n", package->id, package->title, package->id);
    if (!package->is_signed)
        printf("Nobody signed it: it can be practised, and no certificate follows from it.\n");
    else if (!is_trusted)
        printf("Its author is not trusted here: it can be practised, and no certificate follows from it until you say\n"
               "  dauso quiz trust %s\n", hex);
    quiz_trust_clear(&trust);
}

int
quiz_install(const struct cli_call *call)
{
    struct packing packing = {0};
    struct err err;
    uint8_t hash[HASH_LEN];
    bool is_same = false;
    if (call->operand_count != 2)
        return cli_usage(call, "say which package: quiz install FILE%s", ENDING);
    char *folder = cli_data_folder(call), *to = NULL;
    enum fault fault = take_file(call->operands[1], &packing, &err);
    if (fault == FAULT_NONE)
        fault = check_name(packing.package.id, &err);
    if (fault == FAULT_NONE) {
        to = memory_print("%s/quizzes/%s", folder, packing.package.id);
        fault = check_former(to, &packing.package, &is_same, &err);
    }
    if (fault == FAULT_NONE && !is_same) {
        char *parent = file_join(folder, "quizzes");
        fault = file_make_folder(parent, &err);
        free(parent);
        if (fault == FAULT_NONE)
            fault = put_in_place(folder, to, &packing.package, &err);
    }
    if (fault == FAULT_NONE && packing.package.is_signed) {
        package_files_hash(&packing.package, hash);
        fault = quiz_trust_add_quiz(folder, hash, packing.package.author, packing.package.id, &err);
    }
    if (fault == FAULT_NONE)
        tell_installed(folder, &packing.package);
    clear_packing(&packing);
    free(to);
    free(folder);
    return finish(call, fault, &err);
}
