/* quiz_replay.c - the same events give the same bytes: again, in another process, and from an exported copy. */
#include "quiz_fixture.h"

#include <unistd.h>

enum { FUZZ_ACTS = 6000, FUZZ_ATTEMPTS = 12 };

/* A whole attempt: some answers known, the language changed in the middle, the task done carefully. */
static struct attempt
whole_attempt(int seed)
{
    struct attempt attempt = open_attempt(seed);
    struct event_list acts = {0};
    struct err err = {0};
    int count = 0;
    while (strcmp(session_item_id(attempt.session), "pay-bakery") != 0) {
        const char *id = session_item_id(attempt.session);
        const char *option =
            count % 3 == 0 ? quiz_wrong_option(attempt.session, id, 0) : quiz_right_option(attempt.session, id);
        CHECK(act(&attempt, "choose", option, "") == FAULT_NONE && act(&attempt, "next", "", "") == FAULT_NONE);
        if (count++ == 5)
            CHECK(apply(&attempt, EVENT_NOTE, "", "language", "", "en") == FAULT_NONE);
    }
    CHECK(quiz_walk_acts(quiz, "pay-bakery", "careful", attempt.session, &acts, &err) == FAULT_NONE);
    for (size_t i = 0; i < acts.count; i++)
        CHECK(act(&attempt, acts.events[i].verb, acts.events[i].target, acts.events[i].value) == FAULT_NONE);
    CHECK(apply(&attempt, EVENT_FINISH, "", "finish", "", "learner") == FAULT_NONE);
    event_list_clear(&acts);
    return attempt;
}

/* Hash of all screens and of the evidence, as hexadecimal digits. Caller frees. */
static char *
replay_hex(const struct quiz *of, const struct event_list *events)
{
    struct session *session = NULL;
    struct evidence evidence;
    struct err err = {0};
    uint8_t screens[HASH_LEN], lines[HASH_LEN];
    char one[HASH_HEX_LEN], other[HASH_HEX_LEN];
    if (session_replay(of, events, NULL, &session, screens, &err) != FAULT_NONE)
        return memory_print("fault: %s", err.text);
    session_evidence(session, &evidence);
    struct json *value = evidence_to_json(&evidence);
    char *text = json_write_text(value);
    hash_bytes(text, strlen(text), lines);
    hash_to_hex(screens, HASH_LEN, one);
    hash_to_hex(lines, HASH_LEN, other);
    free(text);
    json_free(value);
    evidence_clear(&evidence);
    session_free(session);
    return memory_print("%s %s", one, other);
}

TEST(another_process_replays_the_same_bytes)
{
    struct attempt attempt = whole_attempt(21);
    char *here = replay_hex(quiz, &attempt.events), there[300] = "";
    char self[400] = "", *command;
    CHECK(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    command = memory_print("'%s' replay 21", self);
    FILE *other = popen(command, "r");
    free(command);
    CHECK(other != NULL && fgets(there, sizeof there, other) != NULL);
    if (other != NULL)
        pclose(other);
    there[strcspn(there, "\n")] = 0;
    CHECK_TEXT(there, here);
    CHECK(strlen(here) == 129);
    free(here);
    close_attempt(&attempt);
}

TEST(an_exported_copy_replays_the_same_bytes)
{
    struct attempt attempt = whole_attempt(22);
    struct quiz_problems problems = {0};
    struct quiz *copy = NULL;
    struct err err = {0};
    struct json *files = quiz_files(quiz), *read = NULL;
    char *text = json_write_text(files);
    CHECK(json_read(text, strlen(text), &read, &err) == FAULT_NONE);
    CHECK(quiz_load_files("digital-basics", read, &copy, &problems, &err) == FAULT_NONE);
    if (copy != NULL) {
        CHECK(memcmp(quiz_hash(copy), quiz_hash(quiz), HASH_LEN) == 0);
        char *one = replay_hex(quiz, &attempt.events), *other = replay_hex(copy, &attempt.events);
        CHECK_TEXT(other, one);
        free(one);
        free(other);
    }
    quiz_free(copy);
    quiz_problems_clear(&problems);
    json_free(files);
    json_free(read);
    free(text);
    close_attempt(&attempt);
}

TEST(files_without_the_vocabulary_are_no_quiz)
{
    struct quiz_problems problems = {0};
    struct quiz *copy = NULL;
    struct err err = {0};
    struct json *files = json_new_object();
    json_put_text(files, "quiz.lua", "quiz { title = 'x', framework = 'y' }");
    CHECK(quiz_load_files("x", files, &copy, &problems, &err) == FAULT_INPUT && copy == NULL);
    CHECK(strstr(err.text, "quiz_words.lua") != NULL);
    json_put_integer(files, "scripts/quiz_words.lua", 5);
    CHECK(quiz_load_files("x", files, &copy, &problems, &err) == FAULT_INPUT && copy == NULL);
    quiz_problems_clear(&problems);
    json_free(files);
}

TEST(a_changed_event_gives_other_screens_or_does_not_fit)
{
    struct attempt attempt = whole_attempt(23);
    char *honest = replay_hex(quiz, &attempt.events);
    for (size_t i = 1; i < attempt.events.count; i++) {
        struct event *event = &attempt.events.events[i];
        if (strcmp(event->verb, "choose") != 0)
            continue;
        char *kept = event->target;
        event->target = memory_copy_text(strcmp(kept, "dont-know") == 0 ? "a" : "dont-know");
        char *changed = replay_hex(quiz, &attempt.events);
        CHECK(strcmp(changed, honest) != 0);
        free(changed);
        free(event->target);
        event->target = memory_copy_text("zz");
        changed = replay_hex(quiz, &attempt.events);
        char *place = memory_print("event %zu ", i + 1);
        CHECK(strstr(changed, "fault: ") == changed && strstr(changed, place) != NULL);
        free(place);
        free(changed);
        free(event->target);
        event->target = kept;
    }
    free(honest);
    close_attempt(&attempt);
}

TEST(an_attempt_without_a_start_does_not_replay)
{
    struct event_list none = {0};
    char *said = replay_hex(quiz, &none);
    CHECK(strstr(said, "fault: ") == said);
    free(said);
}

/* No key of an answer: neither the author's words for it nor rules, accounts or later items. */
TEST(no_screen_holds_a_key)
{
    static const char *const KEYS[] = {"\"right\"", "\"wrong\"", "evidence", "critical", "\"pays\"", "never",
                                       "scammer\"", "\"is\"", "goes_to", "otherwise", "difficulty", "shows"};
    struct attempt attempt = whole_attempt(24);
    struct session *session = NULL;
    struct err err = {0};
    CHECK(session_open(quiz, &attempt.events.events[0], NULL, &session, &err) == FAULT_NONE);
    for (size_t i = 1; i < attempt.events.count; i++) {
        char *screen = screen_text(session);
        for (size_t n = 0; n < sizeof KEYS / sizeof KEYS[0]; n++)
            CHECK(strstr(screen, KEYS[n]) == NULL);
        free(screen);
        CHECK(session_apply(session, &attempt.events.events[i], &err) == FAULT_NONE);
    }
    session_free(session);
    close_attempt(&attempt);
}

/* ---- chance acts ---- */

static uint64_t
next_draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static const char *
draw_of(uint64_t *state, const char *const *words, size_t count)
{
    return words[next_draw(state) % count];
}

TEST(acts_at_random_are_refused_whole_or_replay)
{
    static const char *const VERBS[] = {"choose", "next", "press", "press", "press", "scan", "type", "skip", ""};
    static const char *const TARGETS[] = {"a", "b", "c", "d", "e", "dont-know", "receipt", "leave", "back", "go-back", "pay",
                                          "ask", "cancel", "confirm", "again", "PIN", "sticker on the counter",
                                          "printed on the receipt", "", "Trả tiền", "../x", "{amount}"};
    static const char *const VALUES[] = {"", "2580", "1111", "{pin}", "99999", "x", "\xf0\x9f\x98\x80"};
    uint64_t state = 12345;
    int accepted = 0, refused = 0;
    for (int n = 0; n < FUZZ_ATTEMPTS; n++) {
        struct attempt attempt = open_attempt(100 + n);
        if (n % 2 == 0)
            go_to_item(&attempt, "pay-bakery");
        for (int i = 0; i < FUZZ_ACTS / FUZZ_ATTEMPTS; i++) {
            char *before = screen_text(attempt.session);
            enum fault fault = act(&attempt, draw_of(&state, VERBS, 9), draw_of(&state, TARGETS, 22),
                                   draw_of(&state, VALUES, 7));
            char *after = screen_text(attempt.session);
            CHECK(fault == FAULT_NONE || strcmp(before, after) == 0);
            CHECK(fault == FAULT_NONE || fault == FAULT_INPUT || fault == FAULT_CONFLICT);
            accepted += fault == FAULT_NONE;
            refused += fault != FAULT_NONE;
            free(before);
            free(after);
        }
        struct session *again = NULL;
        struct err err = {0};
        uint8_t hash[HASH_LEN];
        CHECK(session_replay(quiz, &attempt.events, NULL, &again, hash, &err) == FAULT_NONE);
        char *one = screen_text(attempt.session), *other = screen_text(again);
        CHECK_TEXT(other, one);
        free(one);
        free(other);
        session_free(again);
        close_attempt(&attempt);
    }
    if (accepted <= FUZZ_ACTS / 50)
        printf("  only %d of %d accepted\n", accepted, accepted + refused);
    CHECK(accepted > FUZZ_ACTS / 50 && refused > FUZZ_ACTS / 50);
}

int
main(int argc, char **argv)
{
    load_shipped_quiz();
    if (argc == 3 && strcmp(argv[1], "replay") == 0) {
        struct attempt attempt = whole_attempt(atoi(argv[2]));
        char *hex = replay_hex(quiz, &attempt.events);
        puts(hex);
        free(hex);
        close_attempt(&attempt);
        quiz_free(quiz);
        return 0;
    }
    RUN(another_process_replays_the_same_bytes);
    RUN(an_exported_copy_replays_the_same_bytes);
    RUN(files_without_the_vocabulary_are_no_quiz);
    RUN(a_changed_event_gives_other_screens_or_does_not_fit);
    RUN(an_attempt_without_a_start_does_not_replay);
    RUN(no_screen_holds_a_key);
    RUN(acts_at_random_are_refused_whole_or_replay);
    quiz_free(quiz);
    return unit_end();
}
