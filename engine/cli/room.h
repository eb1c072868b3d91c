/* room.h - opening the data folder the same way for every verb that works on it. */
#ifndef CLI_ROOM_H
#define CLI_ROOM_H

#include "classroom/classroom.h"
#include "cli/cli.h"

/* Opens the classroom in the call's data folder. 0, or the exit code after the sentence was printed. */
int cli_open_room(const struct cli_call *call, struct classroom **room);

/* For verbs that judge what is there instead of believing it. */
int cli_open_room_to_read(const struct cli_call *call, struct classroom **room);

/* The class of this number or name; NULL: the only one. FAULT_CANNOT if there is none, FAULT_USAGE if it must be said which. */
MUST_CHECK enum fault cli_find_class(struct classroom *room, const char *asked, int64_t *class_id, struct err *err);
/* The quiz that was asked for; NULL: the class's, with class 0 the one that all classes had. Errors as above. Caller frees. */
MUST_CHECK enum fault cli_find_quiz(struct classroom *room, const char *asked, int64_t class_id, char **quiz, struct err *err);

/* Says that an adaptive quiz is given as a fixed form and why, or by whose difficulties its items are chosen; "" where
 * nothing is to be said. Caller frees. */
char *cli_delivery_sentence(const struct delivery *delivery);

#endif
