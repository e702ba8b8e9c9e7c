#!/bin/sh
# Every report on one large book: time, memory and records a second of each, as a Markdown table.
#
#   sh tests/bench/reports.sh BUILD [CUSTOMERS] [RUNS] [REPORT ...]        default 1000000 1, all that there are
#
# The book has five interactions, two sales, two links, a fifth of a deal and a fifth of a ticket for each customer. Two threads; the file cache is
# warm; each report runs once unmeasured for its number of records. Times are the least of the runs, memory the most. Works in a folder of its own under $TMPDIR and removes it;
# $BENCH_BOOK names a book that bench_generate_book made before.
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
customers=${2:-1000000}
runs=${3:-1}
shift
if [ $# -gt 0 ]; then shift; fi
if [ $# -gt 0 ]; then shift; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
book=${BENCH_BOOK:-$work/book}
[ -d "$book" ] || "$build/tests/bench/bench_generate_book" "$customers" "$book"
cat "$book"/*/*.csv > /dev/null
FLATCRM_AS_OF=2026-12-31 FLATCRM_THREADS=2 /usr/bin/env python3 "$here/reports_table.py" "$build/cmd/flatcrm" "$book" "$work" "$runs" "$@"
