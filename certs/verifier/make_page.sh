#!/bin/sh
# make_page.sh OUT.html - bundles the one-page verifier, with its npm packages exactly as locked. Where npm is not there or
# cannot fetch them, the rest of Dauso is built without the page, and `dauso verifier` says so.
set -eu
out=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$(dirname "$out")"
rm -f "$out"
cd "$here"
if ! command -v npm >/dev/null 2>&1; then
    echo "  note     no npm: the verifier page is left out" >&2
    exit 0
fi
if ! cmp -s package-lock.json node_modules/.dauso-lock; then
    if ! npm ci --ignore-scripts --no-audit --no-fund --silent >/dev/null 2>&1; then
        echo "  note     npm could not fetch its packages: the verifier page is left out" >&2
        exit 0
    fi
    cp package-lock.json node_modules/.dauso-lock
fi
cd - >/dev/null
exec node "$here/build.mjs" "$out"
