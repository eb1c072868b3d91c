/* trust_quizzes.c - which quizzes may lead to a certificate: those that were shipped for a programme, as they were when
 * this laptop was made ready, and those that an author signed whom it trusts. Any other may be practised. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

static enum fault
trust_folder(const char *folder, const char *share, const char *id, struct err *err)
{
    char *path = memory_print("%s/quizzes/%s", share, id);
    struct quiz_problems problems = {0};
    struct quiz *quiz = NULL;
    uint8_t hash[HASH_LEN];
    if (!file_is_folder(path)) { /* a laptop may have been given fewer quizzes */
        free(path);
        return FAULT_NONE;
    }
    enum fault fault = quiz_load(path, share, &quiz, &problems, err);
    if (fault == FAULT_NONE) {
        quiz_author_hash(quiz, hash);
        fault = quiz_trust_add_quiz(folder, hash, NULL, id, err);
    } else if (fault == FAULT_INPUT) {
        fault = FAULT_NONE; /* a quiz with mistakes is left out, which `dauso check` and the log say */
    }
    quiz_problems_clear(&problems);
    quiz_free(quiz);
    free(path);
    return fault;
}

enum fault
room_trust_shipped(const char *folder, const char *share, const struct frameworks *frameworks, struct err *err)
{
    enum fault fault = FAULT_NONE;
    for (size_t i = 0; fault == FAULT_NONE && i < frameworks->programme_count; i++)
        for (size_t n = 0; fault == FAULT_NONE && n < frameworks->programmes[i].quiz_count; n++)
            fault = trust_folder(folder, share, frameworks->programmes[i].quizzes[n], err);
    return fault;
}

/* A folder of an earlier version has no table yet: what is shipped now is noted then. */
enum fault
room_open_quiz_trust(struct classroom *room, bool is_to_read, struct err *err)
{
    enum fault fault = quiz_trust_load(room->folder, &room->quiz_trust, err);
    if (fault != FAULT_NONE || !room->quiz_trust.is_new || is_to_read)
        return fault;
    quiz_trust_clear(&room->quiz_trust);
    fault = room_trust_shipped(room->folder, room->share, room->frameworks, err);
    return fault == FAULT_NONE ? quiz_trust_load(room->folder, &room->quiz_trust, err) : fault;
}

bool
room_may_certify(const struct classroom *room, const struct quiz *quiz)
{
    uint8_t hash[HASH_LEN];
    quiz_author_hash(quiz, hash);
    return quiz_programme(quiz)[0] != 0 && quiz_trust_certifies(&room->quiz_trust, hash);
}

bool
room_distrusts(const struct classroom *room, const struct quiz *quiz)
{
    uint8_t hash[HASH_LEN];
    quiz_author_hash(quiz, hash);
    return quiz_trust_find(&room->quiz_trust, hash) != NULL && !quiz_trust_certifies(&room->quiz_trust, hash);
}
