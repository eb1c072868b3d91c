/* gift_write.h - GIFT questions as Lua of ours. Private to exchange/ and its tests. */
#ifndef EXCHANGE_GIFT_WRITE_H
#define EXCHANGE_GIFT_WRITE_H

#include "base/buffer.h"
#include "exchange/exchange.h"
#include "exchange/gift.h"

/* Appends the question as it stands in items/NAME.lua, with what cannot be said in words of ours as
 * comments. */
void gift_write_question(const struct gift_question *question, const char *id,
                         const struct exchange_wishes *wishes, struct buffer *out);
/* quiz.lua. */
void gift_write_head(const struct exchange_wishes *wishes, struct buffer *out);
/* "Kanji Origins" -> "kanji-origins", at most `most` letters; "" if nothing is left. Caller frees.
 */
char *gift_slug(const char *words, size_t most);
const char *gift_kind_name(enum gift_kind kind);

#endif
