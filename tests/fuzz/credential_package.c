/* credential_package.c - a quiz package: what is read keeps every limit, and is the only way to write it. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"

static void
keeps_limits(const struct quiz_package *package)
{
    size_t all = 0;
    struct err err;
    HOLDS(package->file_count > 0 && package->file_count <= PACKAGE_FILES_MAX);
    for (size_t i = 0; i < package->file_count; i++) {
        const struct package_file *file = &package->files[i];
        uint8_t hash[HASH_LEN];
        hash_bytes(file->data, file->len, hash);
        HOLDS(memcmp(hash, file->hash, HASH_LEN) == 0);
        HOLDS(package_check_file(file->name, file->len, &err) == FAULT_NONE);
        HOLDS(strstr(file->name, "..") == NULL && file->name[0] != '/' && strchr(file->name, '\\') == NULL);
        HOLDS(i == 0 || strcmp(package->files[i - 1].name, file->name) < 0);
        all += file->len;
    }
    HOLDS(all < PACKAGE_MAX && strchr(package->id, '/') == NULL && package->id[0] != '.' && package->id[0] != 0);
}

/* An unsigned one has one encoding; a signed one needs its author. */
static void
is_written_so(struct quiz_package *package, const uint8_t *data, size_t len)
{
    struct buffer again = {0};
    struct err err;
    HOLDS(package_write(package, NULL, &again, &err) == FAULT_NONE);
    HOLDS(again.len == len && memcmp(again.data, data, len) == 0);
    buffer_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct quiz_package package;
    struct err err = {0};
    if (package_read(data, len, &package, &err) != FAULT_NONE) {
        HOLDS(err.text[0] != 0 && package.files == NULL);
        return 0;
    }
    keeps_limits(&package);
    HOLDS(!package.is_signed || cose_is_good_key(package.author));
    if (!package.is_signed)
        is_written_so(&package, data, len);
    package_clear(&package);
    return 0;
}
