/* check_evidence.c - lines of evidence: what they show, and when. */
#include <string.h>

#include "quiz/check.h"

static const struct field_rule EVIDENCE_RULES[] = {
    {"text", FIELD_WORDS, 0, 90, NULL},
    {"shows", FIELD_TEXT, 0, 0, "shows = \"4.2\""},
    {"when", FIELD_SPECIAL, 0, 0, "when = paid \"shop\""},
    {"only_if", FIELD_SPECIAL, 0, 0, NULL},
    {"critical", FIELD_BOOLEAN, 0, 0, NULL},
    {"weight", FIELD_INTEGER, 1, 10, NULL},
    {"id", FIELD_OURS, 0, 0, NULL},
    {"at", FIELD_OURS, 0, 0, NULL},
    {NULL, FIELD_OURS, 0, 0, NULL}};

void
check_evidence(struct checking *checking)
{
    const struct json *all = json_get(checking->item, "evidence");
    bool is_practice = json_is_true(json_get(checking->item, "practice"));
    const char *seen[QUIZ_INDICATORS_PER_ITEM + 1];
    size_t codes = 0;
    check_doubles(checking, "evidence", all);
    for (size_t i = 0; i < json_count(all); i++) {
        const struct json *made = json_at(all, i);
        const char *shows = json_get_text(made, "shows");
        bool is_known = shows == NULL;
        check_fields(checking, "evidence", made, EVIDENCE_RULES);
        if (json_get(made, "when") != NULL)
            check_condition(checking, made, json_get(made, "when"));
        if (json_get(made, "only_if") != NULL)
            check_condition(checking, made, json_get(made, "only_if"));
        for (size_t n = 0; n < codes && n <= QUIZ_INDICATORS_PER_ITEM; n++)
            is_known = is_known || strcmp(seen[n], shows) == 0;
        if (!is_known && codes == QUIZ_INDICATORS_PER_ITEM)
            quiz_problems_add(
                checking->problems,
                "%s: evidence \"%.60s\" shows \"%.20s\"; one task can show at most %d "
                "indicators",
                check_line(checking, made), check_name(made), shows, QUIZ_INDICATORS_PER_ITEM);
        else if (!is_known)
            seen[codes++] = shows;
    }
    if (json_count(all) == 0 && !is_practice)
        quiz_problems_add(
            checking->problems,
            "%s: practical \"%.60s\" has no evidence, so nothing is learned from it; write "
            "evidence \"…\" { … }",
            check_line(checking, checking->item), check_name(checking->item));
}
