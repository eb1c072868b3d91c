#!/bin/sh
# install_deps.sh - says or installs what Debian packages are missing.
#
#     install_deps.sh missing build|test|fuzz     prints the missing packages on one line, nothing if all are there
#     install_deps.sh install build|test|fuzz     installs them; runs nothing when all are there, so it works offline
set -eu
cd "$(dirname "$0")/.."

BUILD="gcc libc6-dev make pkg-config liblua5.4-dev libsqlite3-dev libmicrohttpd-dev libsodium-dev libqrencode-dev
libhpdf-dev libjansson-dev libutf8proc-dev libcurl4-openssl-dev libssl-dev zlib1g-dev libzbar-dev libpng-dev
libjpeg62-turbo-dev python3 python3-fonttools fonts-noto-core"
TEST="chromium firefox-esr openssl zbar-tools poppler-utils qpdf mupdf-tools python3-cbor2 python3-nacl python3-pil python3-segno python3-numpy"
FUZZ="clang libclang-rt-14-dev"

# A node of 18 or newer with npm, wherever it comes from, is good enough.
has_node() {
    version=$(node --version 2>/dev/null) || return 1
    major=${version#v}
    [ "${major%%.*}" -ge 18 ] && command -v npm >/dev/null 2>&1
}

wanted() {
    case $1 in
    build)
        echo "$BUILD"
        has_node || echo "nodejs npm"
        ;;
    test) echo "$TEST" ;;
    fuzz) echo "$FUZZ" ;;
    *)
        echo "install_deps.sh: say build, test or fuzz, not \"$1\"" >&2
        exit 2
        ;;
    esac
}

missing() {
    list=""
    for package in $(wanted "$1"); do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=none
        [ "$status" = installed ] || list="$list $package"
    done
    echo "${list# }"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "make deps: installing needs root: run \`su -c 'make deps'\`, or install sudo" >&2
        exit 3
    fi
}

install_packages() {
    packages=$(missing "$1")
    [ -n "$packages" ] || return 0
    echo "installing: $packages"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages >/dev/null
}

# The browser tests' npm packages, exactly as locked; again only when the lock changed.
install_browser_driver() {
    lock=tests/browser/package-lock.json
    [ -f "$lock" ] || return 0
    cmp -s "$lock" tests/browser/node_modules/.dauso-lock && return 0
    npm ci --prefix tests/browser --no-audit --no-fund --silent
    cp "$lock" tests/browser/node_modules/.dauso-lock
}

if ! command -v dpkg-query >/dev/null 2>&1; then
    [ "$1" = missing ] && exit 0
    echo "make deps: this is not a Debian system; install by hand: $(wanted "$2" | tr '\n' ' ')" >&2
    exit 3
fi
case ${1:-} in
missing) missing "$2" ;;
install)
    install_packages "$2"
    if [ "$2" = test ]; then
        install_browser_driver
    fi
    ;;
*)
    echo "usage: install_deps.sh missing|install build|test|fuzz" >&2
    exit 2
    ;;
esac
