/* recording.h - one item tried out by its author: what is done is told in the words of a .walk file.
 *
 * Pure, like the rest of quiz/: acts in, walk out. The acts are kept as lines of a walk, so that they
 * can be done again in a changed quiz as far as they still fit. */
#ifndef QUIZ_RECORDING_H
#define QUIZ_RECORDING_H

#include "quiz/quiz.h"

struct recording;

/* Shows an item to learner number `seed` (the line `seed 7` of a walk). FAULT_INPUT: the quiz has no
 * such item. The quiz must outlive it. */
MUST_CHECK enum fault recording_open(const struct quiz *quiz, const char *item, int seed, const char *language,
                                     struct recording **recording, struct err *err);
void recording_free(struct recording *recording);

/* The attempt as it is now; its item is another one, or none, when recording_is_over. */
const struct session *recording_session(const struct recording *recording);
const char *recording_item(const struct recording *recording);
uint32_t recording_seq(const struct recording *recording); /* of the last event */
bool recording_is_over(const struct recording *recording);

/* Does one act and tells it. Refuses as session_apply does, changing nothing. */
MUST_CHECK enum fault recording_act(struct recording *recording, const char *verb, const char *target,
                                    const char *value, struct err *err);
/* Another language from here on. */
void recording_speak(struct recording *recording, const char *language);

/* The acts as lines of a walk, "press    Quay lại". */
size_t recording_count(const struct recording *recording);
const char *recording_line(const struct recording *recording, size_t n);
/* Does the first `count` acts of another recording in this fresh one. Returns how many fitted; `says`
 * holds why the next one did not, "" if all did. Caller frees. */
size_t recording_repeat(struct recording *recording, const struct recording *old, size_t count, char **says);

/* The whole walk: head, acts, and what the evidence says now. `is_for_simulation`: it goes beside the
 * simulation, so it names no item. Caller frees. */
char *recording_walk(const struct recording *recording, bool is_for_simulation);

#endif
