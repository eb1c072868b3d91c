/* choose_items.h - adaptive tests, as the use cases need them. Private to classroom/. */
#ifndef CLASSROOM_CHOOSE_ITEMS_H
#define CLASSROOM_CHOOSE_ITEMS_H

#include "classroom/room.h"

/* The items of a quiz with what they are worth in one parameter set, ready to be chosen from. */
struct item_bank;
/* parameters: NULL for the author's. programme: whose cut a certificate is decided at, "" for the lowest. */
MUST_CHECK enum fault item_bank_new(const struct frameworks *frameworks, const struct quiz *quiz,
                                    const struct json *parameters, const char *programme, struct item_bank **out,
                                    struct err *err);
void item_bank_free(struct item_bank *bank);
bool item_bank_is_thin(const struct item_bank *bank); /* to be given as a fixed form */
const struct item_chooser *item_bank_chooser(const struct item_bank *bank); /* NULL for NULL */

/* The same, made once and kept by the room. */
MUST_CHECK enum fault room_item_bank(struct classroom *room, const struct quiz *quiz, const char *set_name,
                                     const char *programme, struct item_bank **out, struct err *err);
/* session_replay without its hash, with the bank that an adaptive attempt names. */
MUST_CHECK enum fault room_replay(struct classroom *room, const struct quiz *quiz, const struct event_list *events,
                                  struct session **session, struct err *err);

/* The items that one more attempt of this class may be given, from what people before were given: what its START event
 * says in `eligibility`. Caller frees. */
MUST_CHECK enum fault room_draw_items(struct classroom *room, struct item_bank *bank, const struct quiz *quiz,
                                      int64_t class_id, const uint8_t seed[SEED_LEN], char **eligibility, struct err *err);

#endif
