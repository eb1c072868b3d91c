#!/bin/bash
# check_suite.sh - every rule of `make check` can fail: each is broken once in a copy of the house and must be named.
set -u
cd "$(dirname "$0")/../.."

COPY=$(mktemp -d)
trap 'rm -rf "$COPY"' EXIT
passed=0
failed=0

say() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "FAIL $1: $3"
    fi
}

fresh_copy() {
    rm -rf "${COPY:?}"/*
    tar -c --exclude=node_modules engine quizzes scripts certs tests Makefile README.md LICENSE | tar -x -C "$COPY"
}

# breaks CHECK RULE FILE TEXT: with TEXT at the end of FILE, CHECK fails and names RULE and FILE.
breaks() {
    check=$1 rule=$2 file=$3
    [ -e "$COPY/$file" ] && cp "$COPY/$file" "$COPY/before" || rm -f "$COPY/before"
    mkdir -p "$(dirname "$COPY/$file")"
    printf '%b' "$4" >>"$COPY/$file"
    out=$(bash "tests/$check.sh" "$COPY" "$rule" 2>&1)
    code=$?
    grep -qE "^FAIL $rule: .*$(basename "$file")" <<<"$out" && [ "$code" = 1 ]
    say "${rule}_can_be_broken_by_$(basename "$file" | tr . _)" $? "exit $code: $(grep FAIL <<<"$out" | head -n 3)"
    if [ -e "$COPY/before" ]; then mv "$COPY/before" "$COPY/$file"; else rm "$COPY/$file"; fi
}

fresh_copy
for check in check_layers check_style; do
    [ "$(bash tests/$check.sh "$COPY" | tail -n 1)" = "$(bash tests/$check.sh | tail -n 1)" ]
    say "${check}_says_the_same_of_a_copy" $? "another sum"
done

breaks check_layers every_include_goes_down_the_layers engine/quiz/quiz.h '#include "store/store.h"\n'
breaks check_layers every_include_goes_down_the_layers engine/base/err.c '#include "eventlog/eventlog.h"\n'
breaks check_layers every_include_goes_down_the_layers tests/unit/scoring_planted.c '#include "quiz/quiz.h"\n'
breaks check_layers modules_are_reached_through_their_doors engine/main.c '#include "cli/http_client.h"\n'
breaks check_layers modules_are_reached_through_their_doors engine/cli/cli.c '  #  include "classroom/room.h"\n'
breaks check_layers every_library_stays_in_its_home engine/cli/cli.c '#include <sodium.h>\n'
breaks check_layers every_library_stays_in_its_home engine/store/store.h '#include <sqlite3.h>\n'
breaks check_layers no_header_comes_from_an_unnamed_library engine/base/err.c '#include <openssl/evp.h>\n'
breaks check_layers the_layers_are_no_circle engine/LAYERS 'lowest: highest\nhighest: lowest\n'

breaks check_style files_are_under_500_lines engine/base/long.c "/* long.c - long */\n$(printf '\\n%.0s' {1..500})"
breaks check_style functions_are_at_most_60_lines engine/base/deep.c \
    "/* deep.c - deep */\nint\ndeep(void)\n{\n$(printf '    step();\\n%.0s' {1..59})}\n"
breaks check_style every_c_file_opens_with_what_it_is_for engine/base/silent.c 'int silent;\n'
breaks check_style nothing_is_put_off engine/base/err.c '/* TO'"DO: later */\n"
breaks check_style nothing_is_put_off certs/FORMAT.md 'Not yet imple'"mented.\n"
breaks check_style no_code_is_commented_out engine/base/err.c '/* buffer_clear(out); */\n'
breaks check_style no_code_is_commented_out engine/base/err.h '#if 0\n#endif\n'
breaks check_style no_code_is_commented_out engine/web/ui/planted.js '// var seen = 1;\n'
breaks check_style no_file_has_tabs_or_blanks_at_line_ends engine/base/err.c '\tint tab;\n'
breaks check_style no_file_has_tabs_or_blanks_at_line_ends scripts/planted.lua 'local a = 1  \n'
breaks check_style nothing_global_can_change engine/base/err.c 'static int calls;\n'
breaks check_style nothing_global_can_change engine/base/log.c 'const char *last = "";\n'
breaks check_style the_top_level_is_as_agreed notes.txt 'x\n'
breaks check_style no_folder_is_a_drawer_for_everything engine/utils.c '/* utils.c - all sorts */\n'
breaks check_style every_must_has_a_test certs/FORMAT.md '**F-999** MUST be cited.\n'
breaks check_style no_machine_is_named engine/base/err.c '/* see /ho'"me/lan/notes */\n"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
