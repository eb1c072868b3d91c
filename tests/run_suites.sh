#!/bin/bash
# run_suites.sh [WORD…] - runs every suite, two at a time, and sums them; with words, the suites whose name holds one.
#
# A suite is an executable that prints `ok name` or `FAIL name: why` per test and `N passed, N failed` as its last
# line: build/unit/*, tests/**/*_suite.{sh,py,mjs} and the two checks of the house. A suite that ends otherwise, or
# takes longer than SUITE_SECONDS, counts as one failure. The whole output of each is in build/suites/.
set -u
cd "$(dirname "$0")/.."

LOGS=build/suites
SUITE_SECONDS=${SUITE_SECONDS:-1200}
AT_ONCE=${AT_ONCE:-2}
# Said in full: a /usr/bin/python3 with Debian's modules, whatever else is on the PATH.
PYTHON=/usr/bin/python3

list_suites() {
    find tests -name node_modules -prune -o -type f \( -name '*_suite.sh' -o -name '*_suite.py' -o -name '*_suite.mjs' \) \
        -print | sort
    echo tests/check_layers.sh
    echo tests/check_style.sh
    # Only what the sources name: a binary of a test that is gone stays behind in build/.
    for source in tests/unit/*.c; do
        echo "build/unit/$(basename "$source" .c)"
    done
}

run_one() {
    suite=$1
    log=$LOGS/$(echo "$suite" | tr / _).log
    case $suite in
    *.sh) set -- bash "$suite" ;;
    *.py) set -- "$PYTHON" "$suite" ;;
    *.mjs) set -- node "$suite" ;;
    *) set -- "$suite" ;;
    esac
    began=$SECONDS
    timeout -k 20 "$SUITE_SECONDS" "$@" >"$log" 2>&1 </dev/null
    code=$?
    sum=$(tail -n 1 "$log")
    if ! [[ $sum =~ ^[0-9]+\ passed,\ [0-9]+\ failed$ ]]; then
        why="ended with code $code and without a sum"
        [ "$code" = 124 ] && why="took longer than $SUITE_SECONDS s"
        echo "0 passed, 1 failed" >"$log.sum"
        report="$(tail -n 25 "$log" | sed 's/^/    /')"$'\n'"  FAIL $suite: $why"
    else
        why=""
        if [[ $sum == *" 0 failed" ]] && [ "$code" != 0 ]; then # such a sum is not believed
            sum="${sum% 0 failed} 1 failed"
            why=$'\n'"  FAIL $suite: ended with code $code, whatever its sum says"
        fi
        echo "$sum" >"$log.sum"
        report=$(grep -aE '^ *FAIL|not true:|: got ' "$log" | head -n 60 | sed 's/^/  /')$why
    fi
    # One write, so that two suites do not mix their lines.
    printf '%s\n' "$suite: $(cat "$log.sum") ($((SECONDS - began)) s)${report:+$'\n'$report}"
}
export -f run_one
export LOGS SUITE_SECONDS PYTHON

rm -rf "$LOGS"
mkdir -p "$LOGS"
words=$(IFS='|'; echo "$*")
list_suites | grep -E "${words:-.}" | xargs -r -n 1 -P "$AT_ONCE" bash -c 'run_one "$0"'

cat "$LOGS"/*.sum 2>/dev/null | awk '{ passed += $1; failed += $3 }
    END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 }'
