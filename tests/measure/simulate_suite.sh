#!/bin/bash
# simulate_suite.sh - the part of the simulations that takes a minute: fixed seeds, bands widened by two Monte Carlo errors. The
# whole table, with narrow errors, is `make simulate`.
set -u
cd "$(dirname "$0")/../.." || exit 2
make -s build/simulate >/dev/null || { echo "0 passed, 1 failed"; exit 1; }
build/simulate --short
