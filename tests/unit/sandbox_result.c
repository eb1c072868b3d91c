/* sandbox_result.c - a Lua value as JSON: what is kept, what is refused and how the refusal names
 * the place. */
#include "unit.h"

#include <stdlib.h>

#include "sandbox/sandbox.h"

static struct sandbox_answer
run_script(const char *script, size_t result_max)
{
    struct sandbox_source source = {"quiz.lua", script, strlen(script), false, false};
    struct sandbox_job job = {
        .sources = &source, .source_count = 1, .wants_result = true, .result_max = result_max};
    struct sandbox_answer answer;
    struct err err = {0};
    CHECK(sandbox_run(&job, &answer, &err) == FAULT_NONE);
    return answer;
}

static void
gives(const char *script, const char *json)
{
    struct sandbox_answer answer = run_script(script, 0);
    char *text = answer.result != NULL ? json_write_text(answer.result) : NULL;
    if (text == NULL)
        printf("  %s: %s\n", script, answer.detail);
    CHECK(answer.verdict == SANDBOX_OK);
    CHECK_TEXT(text, json);
    free(text);
    sandbox_answer_clear(&answer);
}

static void
refuses(const char *script, enum sandbox_verdict verdict, const char *detail)
{
    struct sandbox_answer answer = run_script(script, 0);
    CHECK(answer.verdict == verdict && answer.result == NULL);
    CHECK_TEXT(answer.detail, detail);
    sandbox_answer_clear(&answer);
}

TEST(simple_values_keep_their_kind)
{
    gives("return nil", "null");
    gives("", "null");
    gives("return true, 2, 3", "true");
    gives("return 'Ph\u00fa Th\u1ecd \"x\" \\\\ \\t'", "\"Ph\u00fa Th\u1ecd \\\"x\\\" \\\\ \\t\"");
    gives("return math.maxinteger", "9223372036854775807");
    gives("return math.mininteger", "-9223372036854775808");
}

TEST(numbers_come_back_as_the_same_double)
{
    static const double WANTED[] = {0.1, 1.0 / 3, 1e308, 5e-324, -2.5, 123456.789};
    struct sandbox_answer answer =
        run_script("return {0.1, 1 / 3, 1e308, 5e-324, -2.5, 123456.789}", 0);
    for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++) {
        double got = 0;
        CHECK(json_read_real(json_at(answer.result, i), &got));
        CHECK(memcmp(&got, &WANTED[i], sizeof got) == 0);
    }
    sandbox_answer_clear(&answer);
}

TEST(tables_are_lists_or_objects)
{
    gives("return {}", "{}");
    gives("return {1, 'a', {true}}", "[1,\"a\",[true]]");
    gives("return {b = 1, a = {x = {}}, ['\u0111'] = 2}",
          "{\"a\":{\"x\":{}},\"b\":1,\"\u0111\":2}");
    gives("local t = {} for i = 12, 1, -1 do t[i] = i end return t",
          "[1,2,3,4,5,6,7,8,9,10,11,12]");
    gives("local shared = {1} return {a = shared, b = shared}", "{\"a\":[1],\"b\":[1]}");
}

TEST(what_cannot_be_kept_is_named_by_its_place)
{
    refuses("return {items = {1, {go = print or pairs}}}", SANDBOX_ERROR,
            "quiz.lua: items[2].go is a function, which cannot be kept");
    refuses("return pairs", SANDBOX_ERROR,
            "quiz.lua: the result is a function, which cannot be kept");
    refuses("return {x = {1, nil, 3}}", SANDBOX_ERROR,
            "quiz.lua: x mixes names with numbers or yes/no as keys, or its list has a hole");
    refuses("return {x = {1, y = 2}}", SANDBOX_ERROR,
            "quiz.lua: x mixes names with numbers or yes/no as keys, or its list has a hole");
    refuses(
        "return {[1] = 1, [1.5] = 2, [3] = 3}", SANDBOX_ERROR,
        "quiz.lua: the result mixes names with numbers or yes/no as keys, or its list has a hole");
    refuses(
        "return {[true] = 1}", SANDBOX_ERROR,
        "quiz.lua: the result mixes names with numbers or yes/no as keys, or its list has a hole");
    refuses("return {a = 0/0}", SANDBOX_ERROR,
            "quiz.lua: a is not a number that can be written (0/0)");
    refuses("return {-math.huge}", SANDBOX_ERROR,
            "quiz.lua: [1] is not a number that can be written (infinite)");
    refuses("return {a = 'x\\xff'}", SANDBOX_ERROR,
            "quiz.lua: a holds a text that is not UTF-8 or has a zero byte");
    refuses("return 'x\\0y'", SANDBOX_ERROR,
            "quiz.lua: the result holds a text that is not UTF-8 or has a zero byte");
    refuses("return {['x\\xff'] = 1}", SANDBOX_ERROR,
            "quiz.lua: x? holds a text that is not UTF-8 or has a zero byte");
}

TEST(a_table_inside_itself_is_an_error)
{
    refuses("local t = {} t.a = {t} return t", SANDBOX_ERROR,
            "quiz.lua: a[1] is a table inside itself");
}

TEST(depth_64_is_kept_and_65_is_not)
{
    struct sandbox_answer answer =
        run_script("local t = {} for i = 1, 63 do t = {t} end return t", 0);
    CHECK(answer.verdict == SANDBOX_OK);
    sandbox_answer_clear(&answer);
    answer = run_script("local t = {} for i = 1, 64 do t = {t} end return t", 0);
    CHECK(answer.verdict == SANDBOX_ERROR);
    CHECK(strstr(answer.detail, "nested more than 64 deep") != NULL);
    sandbox_answer_clear(&answer);
    answer = run_script("local t = {} for i = 1, 100000 do t = {t} end return t", 0);
    CHECK(answer.verdict == SANDBOX_ERROR);
    sandbox_answer_clear(&answer);
}

TEST(the_result_has_a_size)
{
    struct sandbox_answer answer = run_script("return ('x'):rep(98)", 100);
    CHECK(answer.verdict == SANDBOX_OK);
    sandbox_answer_clear(&answer);
    answer = run_script("return ('x'):rep(99)", 100);
    CHECK(answer.verdict == SANDBOX_LIMIT);
    CHECK_TEXT(answer.detail, "quiz.lua: the result is too large");
    sandbox_answer_clear(&answer);
    refuses("return ('x'):rep(8191)", SANDBOX_LIMIT, "quiz.lua: the result is too large");
}

TEST(a_result_larger_than_a_pipe_arrives_whole)
{
    struct sandbox_answer answer =
        run_script("local t = {} for i = 1, 10 do t[i] = ('x'):rep(60000) end return t", 1 << 20);
    CHECK(answer.verdict == SANDBOX_OK && json_count(answer.result) == 10);
    const char *last = json_text(json_at(answer.result, 9));
    CHECK(last != NULL && strlen(last) == 60000);
    sandbox_answer_clear(&answer);
}

TEST(a_small_table_cannot_unfold_into_endless_work)
{
    struct sandbox_answer answer =
        run_script("local t = {1} for i = 1, 60 do t = {t, t} end return t", 1 << 30);
    CHECK(answer.verdict == SANDBOX_LIMIT);
    sandbox_answer_clear(&answer);
}

int
main(void)
{
    RUN(simple_values_keep_their_kind);
    RUN(numbers_come_back_as_the_same_double);
    RUN(tables_are_lists_or_objects);
    RUN(what_cannot_be_kept_is_named_by_its_place);
    RUN(a_table_inside_itself_is_an_error);
    RUN(depth_64_is_kept_and_65_is_not);
    RUN(the_result_has_a_size);
    RUN(a_result_larger_than_a_pipe_arrives_whole);
    RUN(a_small_table_cannot_unfold_into_endless_work);
    return unit_end();
}
