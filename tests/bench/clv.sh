#!/bin/sh
# `report clv` against Python's lifetimes on the same customers in the same run: time, memory and parameters of each, as a Markdown table.
#
#   sh tests/bench/clv.sh BUILD [CUSTOMERS] [RUNS]        default 1000000 3
#
# Needs the target bench_query_lifetime, and lifetimes (pip install lifetimes), in $PYTHON or python3. Two threads for flatcrm; the file cache is warm. The time of lifetimes is
# that of its fits and predictions on a summary that it is given; flatcrm's that of the whole command, reading two million sales and fitting
# a second time for the holdout included. Works in a folder of its own under $TMPDIR and removes it.
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
FLATCRM_THREADS=2 "${PYTHON:-python3}" "$here/clv_compare.py" "$build/cmd/flatcrm" "$build/tests/bench_query_lifetime" "$work" "${2:-1000000}" "${3:-3}"
