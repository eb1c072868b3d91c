#!/bin/bash
# fuzz.sh TARGET… - lets libFuzzer look for inputs that break a target, FUZZ_SECONDS for each, two targets at a time.
#
# It starts from tests/fuzz/corpus/TARGET and from what it found before (build/fuzz-corpus/TARGET). An input that breaks
# the target is written to tests/fuzz/corpus/TARGET/crash-…: commit it with the repair, `make test` replays it for ever.
set -u
cd "$(dirname "$0")/../.."
export FUZZ_SECONDS=${FUZZ_SECONDS:-60}

fuzz_one() {
    target=$1
    kept=tests/fuzz/corpus/$target
    found=build/fuzz-corpus/$target
    case $target in
    *_pdf | *_photo | *_signature) most=60000 ;;
    *_status | *_trust) most=8000 ;;
    *) most=2000 ;;
    esac
    mkdir -p "$found" "$kept"
    if build/fuzz/"$target" -max_total_time="$FUZZ_SECONDS" -max_len=$most -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$kept/" -print_final_stats=1 "$found" "$kept" >"$found.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log")
        echo "ok $target: $runs inputs, $(grep -o 'cov: [0-9]*' "$found.log" | tail -n 1)"
    else
        echo "FAIL $target: see the end of $found.log"
        grep -aE 'ERROR:|does not hold|runtime error|Test unit written' "$found.log" | head -n 5
    fi
}
export -f fuzz_one

printf '%s\n' "$@" | xargs -n 1 -P "${AT_ONCE:-2}" bash -c 'fuzz_one "$0"' | tee build/fuzz.log
! grep -q '^FAIL' build/fuzz.log
