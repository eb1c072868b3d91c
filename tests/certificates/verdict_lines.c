/* verdict_lines.c - one verdict a line, for tests that compare programs on very many messages. Lines of standard input:
 *
 *     forget               nothing is known
 *     root HEX             a root is known
 *     tell HEX             a permit, trust file or status list; refused ones change nothing
 *     now SECONDS          the device's clock
 *     message HEX          prints the verdict on these bytes
 *     text HEX             prints the verdict on the text of codes; permits in it are known for this line only
 *
 * `message` and `text` print the name of the verdict; a line that is none of these ends the program. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "credential/credential.h"

enum { LINE_MAX_LEN = 10 * 1024 * 1024, TOLD_MAX = 16 };

/* Kept to build what is known again for each text. */
struct known {
    struct buffer roots[TOLD_MAX], told[TOLD_MAX];
    size_t root_count, told_count;
    struct trust *trust;
    int64_t now;
};

static void
stop(const char *why, const char *line)
{
    fprintf(stderr, "verdict_lines: %s: %.60s\n", why, line);
    exit(2);
}

static struct buffer
read_hex(const char *hex)
{
    struct buffer out = {0};
    size_t len = strspn(hex, "0123456789abcdef");
    if (len % 2 != 0 || hex[len] != 0)
        stop("no hexadecimal digits", hex);
    for (size_t i = 0; i < len; i += 2) {
        static const char DIGITS[] = "0123456789abcdef";
        size_t high = (size_t)(strchr(DIGITS, hex[i]) - DIGITS), low = (size_t)(strchr(DIGITS, hex[i + 1]) - DIGITS);
        buffer_add_byte(&out, (uint8_t)(high << 4 | low));
    }
    return out;
}

static struct trust *
build_trust(const struct known *known)
{
    struct trust *trust = trust_new();
    struct err err;
    for (size_t i = 0; i < known->root_count; i++)
        if (trust_add_root(trust, known->roots[i].data, known->roots[i].len, "root", &err) != FAULT_NONE)
            stop("a root is refused", err.text);
    for (size_t i = 0; i < known->told_count; i++) {
        enum fault fault = trust_add_message(trust, known->told[i].data, known->told[i].len, "message", &err);
        (void)fault; /* what is refused is passed over, as in a folder */
    }
    return trust;
}

static void
forget(struct known *known)
{
    for (size_t i = 0; i < known->root_count; i++)
        buffer_clear(&known->roots[i]);
    for (size_t i = 0; i < known->told_count; i++)
        buffer_clear(&known->told[i]);
    known->root_count = known->told_count = 0;
}

static void
keep(struct buffer *kept, size_t *count, const char *hex)
{
    if (*count == TOLD_MAX)
        stop("too much to know", hex);
    kept[(*count)++] = read_hex(hex);
}

static void
print_verdict(const struct known *known, const char *hex, bool is_text)
{
    struct buffer data = read_hex(hex);
    struct check_report report;
    if (is_text) {
        struct trust *own = build_trust(known);
        credential_check_text((const char *)data.data, data.len, own, known->now, &report);
        trust_free(own);
    } else {
        credential_check(data.data, data.len, known->trust, known->now, &report);
    }
    puts(verdict_name(report.verdict));
    buffer_clear(&data);
}

static void
obey(struct known *known, const char *line)
{
    if (strncmp(line, "message ", 8) == 0) {
        print_verdict(known, line + 8, false);
        return;
    }
    if (strncmp(line, "text ", 5) == 0) {
        print_verdict(known, line + 5, true);
        return;
    }
    if (strcmp(line, "forget") == 0)
        forget(known);
    else if (strncmp(line, "root ", 5) == 0)
        keep(known->roots, &known->root_count, line + 5);
    else if (strncmp(line, "tell ", 5) == 0)
        keep(known->told, &known->told_count, line + 5);
    else if (strncmp(line, "now ", 4) == 0)
        known->now = strtoll(line + 4, NULL, 10);
    else
        stop("a line of no kind", line);
    trust_free(known->trust);
    known->trust = build_trust(known);
}

int
main(void)
{
    struct known known = {.trust = trust_new()};
    char *line = memory_new(LINE_MAX_LEN);
    while (fgets(line, LINE_MAX_LEN, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        obey(&known, line);
    }
    free(line);
    forget(&known);
    trust_free(known.trust);
    return 0;
}
