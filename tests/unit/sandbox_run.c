/* sandbox_run.c - what a job answers: verdicts, places, words, host functions. */
#include "unit.h"

#include <errno.h>
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "sandbox/sandbox.h"

static const char WORDS[] = "local where, keep, note = host.where, {}, host.note\n"
                            "function button(name)\n"
                            "  keep[#keep + 1] = name .. '@' .. tostring(where())\n"
                            "  note(name)\n"
                            "  return setmetatable({name = name}, {__call = function(self, more)\n"
                            "    for k, v in pairs(more) do self[k] = v end\n"
                            "    return self\n"
                            "  end, __metatable = false})\n"
                            "end\n"
                            "function noted(name) note(name) end\n"
                            "function kept() return keep end\n"
                            "function joined() return table.concat(keep, ',') end\n"
                            "function text(name) return 'word ' .. name end\n"
                            "function fails() error('that is no good', 0) end\n";

static int
note_name(lua_State *lua)
{
    luaL_checkstring(lua, 1);
    sandbox_charge(lua, 1000);
    return 0;
}

static void
add_note(lua_State *lua)
{
    lua_pushcfunction(lua, note_name);
    lua_setfield(lua, -2, "note");
}

static struct sandbox_answer
run_job(const char *words, const char *quiz, bool wants_result)
{
    struct sandbox_source sources[2] = {
        {"words.lua", words, words != NULL ? strlen(words) : 0, true, false},
        {"quiz.lua", quiz, strlen(quiz), false, false}};
    bool has_words = words != NULL;
    struct sandbox_job job = {.sources = has_words ? sources : sources + 1,
                              .source_count = has_words ? 2 : 1,
                              .tries = 1,
                              .seed = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
                              .wants_result = wants_result,
                              .add_host = has_words ? add_note : NULL};
    struct sandbox_answer answer;
    struct err err = {0};
    if (sandbox_run(&job, &answer, &err) != FAULT_NONE) {
        printf("  fault: %s\n", err.text);
        unit_broken = 1;
    }
    return answer;
}

static void
expect(const char *words, const char *quiz, enum sandbox_verdict verdict, const char *detail)
{
    struct sandbox_answer answer = run_job(words, quiz, false);
    if (answer.verdict != verdict)
        printf("  %s: %s\n", quiz, sandbox_verdict_name(answer.verdict));
    CHECK(answer.verdict == verdict);
    CHECK_TEXT(answer.detail, detail);
    sandbox_answer_clear(&answer);
}

static void
expect_result(const char *words, const char *quiz, const char *json)
{
    struct sandbox_answer answer = run_job(words, quiz, true);
    char *text = answer.result != NULL ? json_write_text(answer.result) : NULL;
    if (answer.verdict != SANDBOX_OK)
        printf("  %s\n", answer.detail);
    CHECK_TEXT(text, json);
    free(text);
    sandbox_answer_clear(&answer);
}

TEST(a_mistake_names_file_and_line)
{
    expect(NULL, "local x = {}\n\nx.y.z = 2", SANDBOX_ERROR,
           "quiz.lua:3: attempt to index a nil value (field 'y')");
    expect(NULL, "x = = 2", SANDBOX_ERROR, "quiz.lua:1: unexpected symbol near '='");
    expect(NULL, "error('no such screen', 0)", SANDBOX_ERROR, "no such screen");
    expect(NULL, "error()", SANDBOX_ERROR, "quiz.lua: an error without a text (nil)");
    expect(NULL, "error({})", SANDBOX_ERROR, "quiz.lua: an error without a text (table)");
}

TEST(a_loop_without_end_is_a_limit_that_pcall_cannot_swallow)
{
    static const char SAYS[] = "quiz.lua:1: runs too long (is there a loop without end?)";
    expect(NULL, "while true do end", SANDBOX_LIMIT, SAYS);
    expect(NULL, "while true do pcall(function() while true do end end) end", SANDBOX_LIMIT, SAYS);
    expect(NULL, "table.sort({3, 2, 1}, function() while true do end end)", SANDBOX_LIMIT, SAYS);
    expect(NULL, "local function f() return f() end f()", SANDBOX_LIMIT, SAYS);
}

TEST(memory_and_text_limits_name_themselves)
{
    expect(NULL, "local t = {}\nwhile true do t = {t} end", SANDBOX_LIMIT,
           "quiz.lua:2: needs more than 16 MiB of memory");
    expect(NULL, "local s = 'x'\nwhile true do s = s .. s end", SANDBOX_LIMIT,
           "quiz.lua:2: a text is longer than 64 KiB");
    expect(NULL, "return ('x'):rep(1 << 17)", SANDBOX_LIMIT,
           "quiz.lua:1: a text is longer than 64 KiB");
    expect(NULL, "return #('x'):rep(1 << 16)", SANDBOX_OK, "");
    expect(NULL, "return #('x'):rep(1 << 62, ('y'):rep(8))", SANDBOX_LIMIT,
           "quiz.lua:1: a text is longer than 64 KiB");
    expect(NULL, "local t = {} for i = 1, 20000 do t[i] = i end", SANDBOX_LIMIT,
           "quiz.lua:1: too many values in one table (about 8,000 names or 16,000 list entries is "
           "the most)");
    expect(NULL, "local function f(n) return 1 + f(n) end\nf(1)", SANDBOX_LIMIT,
           "quiz.lua:1: functions call each other too deeply (is there a call without end?)");
    expect(NULL, "while true do pcall(string.rep, 'x', 1e8) end", SANDBOX_LIMIT,
           "quiz.lua:1: a text is longer than 64 KiB");
}

TEST(what_is_not_plain_text_is_rejected_with_its_line)
{
    expect(NULL, "\x1bLua", SANDBOX_REJECT,
           "quiz.lua:1: this is compiled Lua, not text; give the source");
    expect(NULL, "return 1\n-- caf\xe9\n", SANDBOX_REJECT,
           "quiz.lua:2: this line is not UTF-8 text; save the file as UTF-8");
    expect(NULL, "\xef\xbb\xbfreturn 1", SANDBOX_REJECT,
           "quiz.lua:1: the file begins with a byte order mark; save it as UTF-8 without BOM");
    expect(NULL, "\n\nlocal x = '\xe2\x80\xae'", SANDBOX_REJECT,
           "quiz.lua:3: a hidden character here turns the direction of reading; delete it");
    expect(NULL, "\nlocal x = '\xe2\x81\xa6'", SANDBOX_REJECT,
           "quiz.lua:2: a hidden character here turns the direction of reading; delete it");
    expect(NULL, "return '\xe2\x80\xaf\xe2\x81\xaa'", SANDBOX_OK, "");
}

TEST(a_source_of_32_KiB_is_taken_and_one_byte_more_is_not)
{
    char *text = memory_new(SANDBOX_SOURCE_MAX + 2);
    memset(text, ' ', SANDBOX_SOURCE_MAX);
    expect(NULL, text, SANDBOX_OK, "");
    text[SANDBOX_SOURCE_MAX] = ' ';
    expect(NULL, text, SANDBOX_REJECT, "quiz.lua: the file has more than 32 KiB; split it");
    free(text);
}

TEST(a_zero_byte_is_rejected)
{
    struct sandbox_source source = {"quiz.lua", "return 1\0 + 1", 13, false, false};
    struct err err = {0};
    CHECK(sandbox_check_source(&source, &err) == FAULT_INPUT);
    CHECK_TEXT(err.text, "quiz.lua:1: this line is not UTF-8 text; save the file as UTF-8");
}

TEST(sources_of_more_than_256_KiB_together_are_rejected)
{
    char *text = memory_new(SANDBOX_SOURCE_MAX);
    memset(text, ' ', SANDBOX_SOURCE_MAX);
    struct sandbox_source sources[9];
    for (int i = 0; i < 9; i++)
        sources[i] = (struct sandbox_source){"item.lua", text, SANDBOX_SOURCE_MAX, false, false};
    struct sandbox_job job = {.sources = sources, .source_count = 8};
    struct sandbox_answer answer;
    CHECK(sandbox_run(&job, &answer, NULL) == FAULT_NONE && answer.verdict == SANDBOX_OK);
    sandbox_answer_clear(&answer);
    job.source_count = 9;
    CHECK(sandbox_run(&job, &answer, NULL) == FAULT_NONE && answer.verdict == SANDBOX_REJECT);
    sandbox_answer_clear(&answer);
    free(text);
}

TEST(the_detail_is_one_printable_line_of_500_bytes)
{
    expect(NULL, "error('<b>\\27[2J\\n\\u{202e}x\\u{200b}\\xff', 0)", SANDBOX_ERROR,
           "<b>?[2J ???x????");
    struct sandbox_answer answer = run_job(NULL, "error(('\u1ebf'):rep(9000), 0)", false);
    CHECK(strlen(answer.detail) <= SANDBOX_DETAIL_MAX &&
          strlen(answer.detail) > SANDBOX_DETAIL_MAX - 3);
    CHECK(strlen(answer.detail) % 3 == 0);
    sandbox_answer_clear(&answer);
}

TEST(what_stock_lua_offers_beyond_the_list_is_absent)
{
    expect_result(
        NULL,
        "local names = {'load', 'loadstring', 'dofile', 'loadfile', 'require', 'package', "
        "'collectgarbage',\n"
        "'getmetatable', 'setmetatable', 'rawget', 'rawset', 'rawequal', 'rawlen', 'xpcall', "
        "'coroutine',\n"
        "'debug', 'io', 'os', 'print', 'warn', '_G', '_VERSION', 'host'}\n"
        "local there = {}\n"
        "for _, name in ipairs(names) do if _ENV[name] ~= nil then there[#there + 1] = name end "
        "end\n"
        "for _, name in ipairs {'find', 'match', 'gmatch', 'gsub', 'dump', 'pack', 'packsize', "
        "'unpack'} do\n"
        "  if string[name] or (''):len() ~= 0 or ('x')[name] then there[#there + 1] = name end\n"
        "end\n"
        "if table.move then there[#there + 1] = 'move' end\n"
        "if math.randomseed then there[#there + 1] = 'randomseed' end\n"
        "return #there",
        "0");
}

TEST(an_unknown_word_names_the_word_that_was_meant)
{
    expect(WORDS, "button 'a'\nbuton 'b'", SANDBOX_ERROR,
           "quiz.lua:2: there is no word \"buton\", did you mean \"button\"?");
    expect(WORDS, "local x = zzzzzz", SANDBOX_ERROR, "quiz.lua:1: there is no word \"zzzzzz\"");
    expect(WORDS, "score = 1\nreturn scor", SANDBOX_ERROR,
           "quiz.lua:2: there is no word \"scor\", did you mean \"score\"?");
    expect(NULL, "return nothing_here", SANDBOX_OK, "");
}

TEST(an_author_cannot_replace_a_word)
{
    expect(WORDS, "button = 5", SANDBOX_ERROR,
           "quiz.lua:1: \"button\" is a word of the quiz language and cannot be changed; choose "
           "another name");
    expect(WORDS, "_ENV.kept = nil", SANDBOX_ERROR,
           "quiz.lua:1: \"kept\" is a word of the quiz language and cannot be changed; choose "
           "another name");
}

TEST(an_author_cannot_damage_what_our_words_use)
{
    expect_result(WORDS,
                  "button 'a'\n"
                  "table.concat = function() return 'evil' end\n"
                  "string.rep, tostring, pairs, setmetatable = nil, nil, nil, nil\n"
                  "button 'b'\n"
                  "return joined()",
                  "\"a@quiz.lua:1,b@quiz.lua:4\"");
}

TEST(a_word_of_ours_wins_over_a_plain_word)
{
    expect_result(WORDS, "return text 'x'", "\"word x\"");
    expect_result(NULL, "return text.fold 'Đ'", "\"d\"");
}

TEST(words_may_stand_with_or_without_details)
{
    expect_result(WORDS, "return {button 'a', button 'b' {amount = 5}}",
                  "[{\"name\":\"a\"},{\"amount\":5,\"name\":\"b\"}]");
}

TEST(host_is_never_seen_by_an_author)
{
    expect(WORDS, "return host", SANDBOX_ERROR, "quiz.lua:1: there is no word \"host\"");
    expect(WORDS, "host = 1\nreturn host", SANDBOX_OK, "");
    expect(NULL, "return host.where()", SANDBOX_ERROR,
           "quiz.lua:1: attempt to index a nil value (global 'host')");
}

TEST(a_refusal_of_a_word_is_told_as_the_word_says_it)
{
    expect(WORDS, "fails()", SANDBOX_ERROR, "that is no good");
}

TEST(work_that_a_host_function_charges_counts)
{
    expect(WORDS, "for i = 1, 1e6 do noted 'a' end", SANDBOX_LIMIT,
           "quiz.lua:1: runs too long (is there a loop without end?)");
    struct sandbox_answer answer = run_job(WORDS, "for i = 1, 100 do noted 'a' end", false);
    CHECK(answer.verdict == SANDBOX_OK && answer.steps >= 100 * 1000 && answer.steps < 1000 * 1000);
    CHECK(answer.memory_peak > 10000 && answer.memory_peak < 1 << 20);
    sandbox_answer_clear(&answer);
}

TEST(our_own_sources_may_not_use_the_metamethods_that_break_lua)
{
    expect("setmetatable({}, {__mode = 'k'})", "return 1", SANDBOX_ERROR,
           "words.lua:1: bad argument #2 to 'setmetatable' (no __gc, __mode or __close)");
}

/* Expected numbers: xoshiro256** and splitmix64 written anew in Python from the published
 * algorithm. */
TEST(chance_comes_from_the_seed)
{
    expect_result(NULL, "return math.random(0)", "-6380521678917963116");
    expect_result(NULL, "local t = {} for i = 1, 10 do t[i] = math.random(100) end return t",
                  "[21,84,85,34,16,95,78,81,85,67]");
    expect_result(
        NULL,
        "for i = 1, 10 do math.random(100) end return {math.random() == 0.7948288826130243,\n"
        "math.random() == 0.7092232281012767}",
        "[true,true]");
    expect(NULL, "return math.random(5, 4)", SANDBOX_ERROR,
           "quiz.lua:1: bad argument #2 to 'random' (there is nothing between the two numbers)");
}

/* Two sources of an author; the first keeps `count` texts of 1,000 bytes and one of `more`. */
static enum sandbox_verdict
run_nearly_full(int count, int more)
{
    char first[200];
    snprintf(first, sizeof first,
             "keep = {} for i = 1, %d do keep[i] = ('x'):rep(1000) .. i end more = ('y'):rep(%d)",
             count, more);
    struct sandbox_source sources[] = {{"one.lua", first, strlen(first), false, false},
                                       {"two.lua", "return {#keep, #more}", 21, false, false}};
    struct sandbox_job job = {.sources = sources, .source_count = 2, .wants_result = true};
    struct sandbox_answer answer;
    CHECK(sandbox_run(&job, &answer, NULL) == FAULT_NONE);
    enum sandbox_verdict verdict = answer.verdict;
    sandbox_answer_clear(&answer);
    return verdict;
}

TEST(memory_that_ends_between_two_sources_is_a_limit)
{
    int low = 15000, high = 16384;
    CHECK(run_nearly_full(low, 0) == SANDBOX_OK && run_nearly_full(high, 0) == SANDBOX_LIMIT);
    while (high - low > 1) {
        int middle = (low + high) / 2;
        *(run_nearly_full(middle, 0) == SANDBOX_OK ? &low : &high) = middle;
    }
    bool was_met = false;
    for (int count = low - 1; count <= low; count++)
        for (int more = 100; more < 2500; more += 270) {
            enum sandbox_verdict verdict = run_nearly_full(count, more);
            CHECK(verdict == SANDBOX_OK || verdict == SANDBOX_LIMIT);
            was_met = was_met || verdict == SANDBOX_LIMIT;
        }
    CHECK(was_met);
}

TEST(nothing_is_kept_from_one_job_to_the_next)
{
    expect_result(NULL, "counter = (counter or 0) + 1 return counter", "1");
    expect_result(NULL, "counter = (counter or 0) + 1 return counter", "1");
}

TEST(no_child_is_left)
{
    expect(NULL, "return 1", SANDBOX_OK, "");
    expect(NULL, "while true do end", SANDBOX_LIMIT,
           "quiz.lua:1: runs too long (is there a loop without end?)");
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

TEST(verdicts_have_the_names_of_the_contract)
{
    CHECK_TEXT(sandbox_verdict_name(SANDBOX_OK), "OK");
    CHECK_TEXT(sandbox_verdict_name(SANDBOX_ERROR), "ERROR");
    CHECK_TEXT(sandbox_verdict_name(SANDBOX_LIMIT), "LIMIT");
    CHECK_TEXT(sandbox_verdict_name(SANDBOX_REJECT), "REJECT");
    CHECK_TEXT(sandbox_verdict_name(SANDBOX_RETRY), "RETRY");
}

int
main(void)
{
    RUN(a_mistake_names_file_and_line);
    RUN(a_loop_without_end_is_a_limit_that_pcall_cannot_swallow);
    RUN(memory_and_text_limits_name_themselves);
    RUN(what_is_not_plain_text_is_rejected_with_its_line);
    RUN(a_source_of_32_KiB_is_taken_and_one_byte_more_is_not);
    RUN(a_zero_byte_is_rejected);
    RUN(sources_of_more_than_256_KiB_together_are_rejected);
    RUN(the_detail_is_one_printable_line_of_500_bytes);
    RUN(what_stock_lua_offers_beyond_the_list_is_absent);
    RUN(an_unknown_word_names_the_word_that_was_meant);
    RUN(an_author_cannot_replace_a_word);
    RUN(an_author_cannot_damage_what_our_words_use);
    RUN(a_word_of_ours_wins_over_a_plain_word);
    RUN(words_may_stand_with_or_without_details);
    RUN(host_is_never_seen_by_an_author);
    RUN(a_refusal_of_a_word_is_told_as_the_word_says_it);
    RUN(work_that_a_host_function_charges_counts);
    RUN(our_own_sources_may_not_use_the_metamethods_that_break_lua);
    RUN(chance_comes_from_the_seed);
    RUN(memory_that_ends_between_two_sources_is_a_limit);
    RUN(nothing_is_kept_from_one_job_to_the_next);
    RUN(no_child_is_left);
    RUN(verdicts_have_the_names_of_the_contract);
    return unit_end();
}
