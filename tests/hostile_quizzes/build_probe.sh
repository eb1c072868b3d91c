#!/bin/sh
# build_probe.sh - builds build/tests/sandbox_probe: the sandbox without sanitizers, for hostile_suite.py.
set -eu
cd "$(dirname "$0")/../.."
make -s build/lib/sandbox.a build/lib/base.a
mkdir -p build/tests
# shellcheck disable=SC2046
${CC:-gcc} -Iengine -D_GNU_SOURCE -std=c11 -O1 -g -Wall -Wextra $(pkg-config --cflags lua5.4) \
    -o build/tests/sandbox_probe tests/hostile_quizzes/sandbox_probe.c build/lib/sandbox.a build/lib/base.a \
    $(pkg-config --libs lua5.4 jansson libsodium libutf8proc) -lm -lpthread
