#!/bin/bash
# make_suite.sh - the Makefile's promises: missing packages are one sentence, nothing is installed twice, and no suite
# can fail in silence.
set -u
cd "$(dirname "$0")/../.."

ROOT=$PWD
SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT
passed=0
failed=0

say() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "FAIL $1: ${3//$'\n'/ | }"
    fi
}

# ---- packages ----

mkdir "$SCRATCH/bin"
cat >"$SCRATCH/bin/dpkg-query" <<'FAKE'
#!/bin/sh
case "$*" in *"$FAKE_MISSING"*) exit 1 ;; esac
printf installed
FAKE
for tool in apt-get sudo npm; do
    printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' "$tool" "$SCRATCH" >"$SCRATCH/bin/$tool"
done
chmod +x "$SCRATCH"/bin/*

with_fakes() {
    : >"$SCRATCH/calls"
    # -u: what make passes down would change the make inside
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS FAKE_MISSING="$1" PATH="$SCRATCH/bin:$PATH" "${@:2}" 2>&1
}

out=$(with_fakes libsodium-dev make BUILD="$SCRATCH/build")
code=$?
[ "$code" = 2 ] && [ "$(wc -l <<<"$out")" = 1 ] && [[ $out == *libsodium-dev*"make deps"* ]]
say a_missing_package_is_one_sentence_that_names_make_deps $? "exit $code: $out"

out=$(with_fakes libsodium-dev make deps)
grep -q "apt-get install.* libsodium-dev\$" "$SCRATCH/calls" && ! grep -q liblua "$SCRATCH/calls"
say make_deps_installs_what_is_missing_and_nothing_else $? "$(cat "$SCRATCH/calls"): $out"

out=$(with_fakes no-such-package make deps)
[ -z "$out" ] && [ ! -s "$SCRATCH/calls" ]
say make_deps_is_silent_and_offline_when_all_is_there $? "$out $(cat "$SCRATCH/calls")"

out=$(with_fakes zbar-tools make deps)
[ -z "$out" ] && [ ! -s "$SCRATCH/calls" ]
say the_build_needs_no_package_of_the_tests $? "$out $(cat "$SCRATCH/calls")"

# ---- help ----

help=$(env -u MAKEFLAGS -u MAKELEVEL make help)
for target in all run demo test check bench install clean help deps; do
    grep -qE "^$target +[a-z]" <<<"$help"
    say "help_explains_$target" $? "$help"
done
undocumented=$(sed -n 's/^\.PHONY: *//p' Makefile | tr ' ' '\n' | while read -r target; do
    grep -qE "^$target " <<<"$help" || echo "$target"
done)
[ -z "$undocumented" ]
say help_explains_every_target_of_the_makefile $? "$undocumented"

# ---- suites ----

mkdir -p "$SCRATCH/house/tests/area" "$SCRATCH/house/tests/unit"
cp tests/run_suites.sh "$SCRATCH/house/tests/"
for check in check_layers check_style; do
    echo 'echo "1 passed, 0 failed"' >"$SCRATCH/house/tests/$check.sh"
done
echo 'int main(void) { return 0; }' >"$SCRATCH/house/tests/unit/base_never_built.c"

# suite BODY: what run_suites.sh says of a house with this one suite, and an unbuilt unit test where UNIT is set.
suite() {
    printf '%b' "$1" >"$SCRATCH/house/tests/area/planted_suite.sh"
    (cd "$SCRATCH" && SUITE_SECONDS=2 bash house/tests/run_suites.sh "${2:-area}")
    echo "exit $?"
}

expect() {
    name=$1 wanted=$2 out=$3
    [ "$(tail -n 2 <<<"$out" | tr '\n' ';')" = "$wanted;" ]
    say "$name" $? "$out"
}

expect a_suite_that_passes_is_summed '3 passed, 0 failed;exit 0' "$(suite 'echo "3 passed, 0 failed"\n')"
expect a_suite_that_fails_fails_the_run '3 passed, 2 failed;exit 1' "$(suite 'echo "FAIL a: b"; echo "3 passed, 2 failed"; exit 1\n')"
expect a_suite_without_a_sum_is_a_failure '0 passed, 1 failed;exit 1' "$(suite 'echo "all is well"\n')"
expect a_sum_that_is_not_the_last_line_is_a_failure '0 passed, 1 failed;exit 1' "$(suite 'echo "3 passed, 0 failed"; echo done\n')"
expect a_suite_that_crashes_after_its_sum_is_a_failure '3 passed, 1 failed;exit 1' "$(suite 'echo "3 passed, 0 failed"; exit 139\n')"
expect a_suite_that_hangs_is_a_failure '0 passed, 1 failed;exit 1' "$(suite 'echo "so far so good"; sleep 30\n')"
expect a_unit_test_that_was_not_built_is_a_failure '0 passed, 1 failed;exit 1' "$(suite '' never_built)"
expect no_suite_at_all_is_a_failure '0 passed, 0 failed;exit 1' "$(suite '' no-such-word)"
expect the_checks_of_the_house_are_summed_too '4 passed, 1 failed;exit 1' "$(suite 'echo "2 passed, 0 failed"\n' .)"

cd "$ROOT" || exit 2
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
