/* other_code.c - who scans the wrong code of a wallet or a shop is told which it was. These are words for people only: no
 * verdict depends on them. */
#include "credential/other_code.h"

#include <stdbool.h>
#include <string.h>

static bool
begins_with(const char *line, size_t len, const char *head)
{
    return len >= strlen(head) && memcmp(line, head, strlen(head)) == 0;
}

/* 079083012345|212345678|Nguyễn Văn A|… on the back of the card. */
static bool
is_id_card(const char *line, size_t len)
{
    size_t digits = 0;
    while (digits < len && line[digits] >= '0' && line[digits] <= '9')
        digits++;
    return digits >= 9 && digits <= 12 && digits < len && line[digits] == '|';
}

/* An address with nothing of ours behind it. */
static bool
is_page(const char *line, size_t len)
{
    const char *mark = memchr(line, '#', len);
    if (!begins_with(line, len, "http://") && !begins_with(line, len, "https://"))
        return false;
    return mark == NULL || mark + 1 == line + len || mark[1] < '0' || mark[1] > '9';
}

static const char *
sentence_of_line(const char *line, size_t len)
{
    if (begins_with(line, len, "HC1:")) /* EU Digital COVID Certificate, eHealth Network vol. 3 section 2.6 */
        return "UNREADABLE.COVID";
    if (begins_with(line, len, "000201") && memchr(line, '#', len) == NULL) /* EMV QR code: payload format indicator "01" */
        return "UNREADABLE.BANK";
    if (is_id_card(line, len))
        return "UNREADABLE.ID-CARD";
    return is_page(line, len) ? "UNREADABLE.PAGE" : NULL;
}

const char *
other_code_sentence(const char *text, size_t len)
{
    const char *sentence = NULL, *end = text + len;
    while (text < end && sentence == NULL) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        size_t line = (size_t)((line_end == NULL ? end : line_end) - text);
        sentence = sentence_of_line(text, line);
        text += line + (line_end != NULL);
    }
    return sentence;
}
