/* replay.c - gives each file that is named on the command line to a fuzz target, without clang. */
#include "fuzz.h"

#include <string.h>

enum { INPUT_MAX = 32 * 1024 * 1024 };

/* In a block of exactly its size, so that a read behind the end is seen. */
static uint8_t *
read_whole(const char *path, size_t *len)
{
    static uint8_t room[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "replay: cannot open %s\n", path);
        exit(3);
    }
    *len = fread(room, 1, sizeof room, file);
    fclose(file);
    uint8_t *data = malloc(*len > 0 ? *len : 1);
    if (data == NULL)
        abort();
    memcpy(data, room, *len);
    return data;
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t len;
        uint8_t *data = read_whole(argv[i], &len);
        fprintf(stderr, "%s\n", argv[i]); /* the last one that is named is the one that broke it */
        LLVMFuzzerTestOneInput(data, len);
        free(data);
    }
    printf("%d inputs\n", argc - 1);
    return 0;
}
