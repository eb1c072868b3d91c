#!/bin/bash
# replay_suite.sh - every input of tests/fuzz/corpus, those that once broke something among them, goes through its target
# with ASan and UBSan, within seconds. `make replay` builds the programs.
set -u
cd "$(dirname "$0")/../.."
passed=0
failed=0

for source in tests/fuzz/*_*.c; do
    target=$(basename "$source" .c)
    log=build/replay/$target.log
    mapfile -t inputs < <(find "tests/fuzz/corpus/$target" -type f | sort)
    if [ ${#inputs[@]} -gt 0 ] && timeout 120 "build/replay/$target" "${inputs[@]}" >"$log" 2>&1; then
        echo "ok ${#inputs[@]} inputs do no harm to $target"
        passed=$((passed + 1))
    else
        echo "FAIL ${#inputs[@]} inputs do no harm to $target: $(grep -aE 'ERROR:|does not hold|runtime error' "$log" |
            head -n 1), input $(grep -a '^tests/' "$log" | tail -n 1)"
        failed=$((failed + 1))
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
