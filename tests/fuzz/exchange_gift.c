/* exchange_gift.c - bytes of somebody else's GIFT file: whatever they are, each question is whole
 * or says why it is refused, and its words are one line of text that Lua can quote. */
#include "fuzz.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "exchange/gift_write.h"

static void
check_line(const char *words)
{
    HOLDS(words == NULL || text_is_utf8(words, strlen(words)));
    for (const char *at = words; at != NULL && *at != 0; at++)
        HOLDS((unsigned char)*at >= ' ' && *at != 0x7f);
}

static void
check_question(const struct gift_question *question)
{
    static const struct exchange_wishes wishes = {"x.gift", "x", "village-basic", "0.1", NULL};
    struct buffer lua = {0};
    HOLDS(question->line > 0);
    check_line(question->name);
    check_line(question->text);
    check_line(question->category);
    check_line(question->feedback);
    check_line(question->idnumber);
    check_line(question->tags);
    for (size_t i = 0; i < question->count; i++) {
        const struct gift_answer *answer = &question->answers[i];
        check_line(answer->text);
        check_line(answer->partner);
        check_line(answer->feedback);
        HOLDS(answer->credit >= -100 && answer->credit <= 100);
        HOLDS(question->refused != NULL || question->kind != GIFT_MATCHING ||
              answer->partner != NULL);
    }
    if (question->refused != NULL)
        return;
    HOLDS(question->kind != GIFT_ESSAY && question->kind != GIFT_DESCRIPTION &&
          question->count > 0);
    gift_write_question(question, "id", &wishes, &lua);
    HOLDS(memchr(lua.data, 0, lua.len) == NULL);
    buffer_clear(&lua);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct gift gift = {0};
    struct err err = {0};
    if (gift_read((const char *)data, len, &gift, &err) != FAULT_NONE)
        HOLDS(strncmp(err.text, "line ", 5) == 0);
    for (size_t i = 0; i < gift.count; i++)
        check_question(&gift.questions[i]);
    gift_clear(&gift);
    return 0;
}
