#!/bin/bash
# check_style.sh [ROOT [RULE]] - the rules of the house that a program can see. clang-format is advice; these are not.
#
# Each rule is a function that prints the places that break it; a rule without a line is kept.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2
only=${2:-}

# Files of ours with that ending; what is made, foreign or broken on purpose is left out.
files() {
    find engine quizzes scripts certs tests \
        \( -name node_modules -o -name hostile_quizzes -o -name corpus -o -name fixtures -o -name '*_cases' \) -prune -o \
        -type f -regextype posix-extended -regex ".*\\.($1)" -print 2>/dev/null | sort
}

files_are_under_500_lines() {
    files 'c|h|lua|js|mjs|py|sh|css|html|sql' | while read -r file; do
        lines=$(wc -l <"$file")
        [ "$lines" -lt 500 ] || echo "$file: $lines lines"
    done
}

functions_are_at_most_60_lines() {
    files 'c' | xargs -r awk '
        FNR == 1 { begins = 0 }
        /^\{/ { begins = FNR }
        /^\}/ && begins { if (FNR - begins + 1 > 60) print FILENAME ":" begins ": " FNR - begins + 1 " lines"; begins = 0 }'
}

every_c_file_opens_with_what_it_is_for() {
    files 'c|h' | while read -r file; do
        head -n 1 "$file" | grep -qF "/* $(basename "$file") - " ||
            echo "$file:1: begin with \"/* $(basename "$file") - what it is for\""
    done
}

nothing_is_put_off() {
    files 'c|h|lua|js|mjs|py|sh|css|html|md|walk|tsv|sql' | grep -v 'tests/.*check_s' |
        xargs -r grep -nHE '\b(TODO|FIXME|XXX|HACK|TBD)\b|[Nn]ot (yet )?implemented|\b[Ss]tub\b|lorem ipsum'
}

no_code_is_commented_out() {
    files 'c|h' | xargs -r grep -nHE '^[[:space:]]*(//|/\*|\* )[[:space:]]*((if|for|while|switch) \(.*[{;]|return [^.]*;|[a-z_]+(->|\.)?[a-z_]*(\[[^]]*\])?( [-+|]?= [^.]*|\([^.]*\));)[[:space:]]*(\*/)?$|^#if 0'
    files 'lua' | xargs -r grep -nHE '^[[:space:]]*--[[:space:]]*(local [a-z_]+ = |return [a-z_]+\(|end\)?,?$)'
    files 'js|mjs' | xargs -r grep -nHE '^[[:space:]]*//.*;[[:space:]]*$'
}

no_file_has_tabs_or_blanks_at_line_ends() {
    files 'c|h|lua|js|mjs|py|sh|css|html|walk|sql' | xargs -r grep -nHE "$(printf '\t')|[[:blank:]]+\$" | cut -c 1-120
}

nothing_global_can_change() {
    # A handler of signals can reach nothing but a global.
    files 'c' | grep '^engine/' | xargs -r grep -nHE '^(static )?[a-z][a-z0-9_ ]* \**[a-z_0-9]+(\[[^]]*\])*( = .*|;)$' |
        grep -vE ':(typedef|extern|return|struct [a-z_]+;|enum [a-z_]+;)|\bconst [a-z_]+;|\*const |:(static )?const [^*=]* =|sig_atomic_t'
}

the_top_level_is_as_agreed() {
    for wanted in engine quizzes scripts certs tests Makefile README.md LICENSE; do
        [ -e "$wanted" ] || echo "$wanted: missing"
    done
    for entry in * .[!.]*; do
        [ -e "$entry" ] || continue
        case $entry in
        engine | quizzes | scripts | certs | tests | Makefile | README.md | LICENSE) ;;
        .git | .ci | .clang-format | .gitignore | .editorconfig) ;;
        build | dauso-data | dauso-demo) ;; # not in the repository
        *) echo "$entry: not on the list of the top level" ;;
        esac
    done
}

no_folder_is_a_drawer_for_everything() {
    find engine quizzes scripts certs tests -name node_modules -prune -o \
        -regextype posix-extended -regex '.*/(shared|common|utils?|helpers?|managers?|misc)(\.[ch])?' -print 2>/dev/null
}

every_must_has_a_test() {
    grep -oE '^\**[A-Z]+-[0-9]+\b' certs/FORMAT.md 2>/dev/null | tr -d '*' | sort -u | while read -r must; do
        grep -rqwF --exclude-dir=node_modules --exclude='*.md' -e "$must" tests || echo "certs/FORMAT.md: $must is cited by no test"
    done
}

no_machine_is_named() {
    files '[a-z]+' | grep -v 'tests/.*check_s' | xargs -r grep -nHIE '(^|[^a-z.])/(work|home/[a-z]+)/' | cut -c 1-160
}

passed=0
failed=0
for rule in files_are_under_500_lines functions_are_at_most_60_lines every_c_file_opens_with_what_it_is_for \
    nothing_is_put_off no_code_is_commented_out no_file_has_tabs_or_blanks_at_line_ends nothing_global_can_change \
    the_top_level_is_as_agreed no_folder_is_a_drawer_for_everything every_must_has_a_test no_machine_is_named; do
    [ -z "$only" ] || [ "$only" = "$rule" ] || continue
    found=$($rule)
    if [ -z "$found" ]; then
        passed=$((passed + 1))
        echo "ok $rule"
    else
        failed=$((failed + 1))
        sed "s/^/FAIL $rule: /" <<<"$found"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
