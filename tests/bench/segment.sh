#!/bin/sh
# Queries against DuckDB on the same files in the same run: time and memory of each, as a Markdown table.
#
#   sh tests/bench/segment.sh BUILD [CUSTOMERS] [RUNS]        default 1000000 3
#
# Needs DuckDB for Python (pip install duckdb), in $PYTHON or python3. Two threads each; the file cache is warm. DuckDB's time is that of
# its query alone, flatcrm's that of the whole command. Works in a folder of its own under $TMPDIR and removes it.
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
customers=${2:-1000000}
runs=${3:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
"$build/tests/bench/bench_generate_book" "$customers" "$work/book"
cat "$work"/book/*/*.csv > /dev/null
FLATCRM_AS_OF=2026-12-31 FLATCRM_THREADS=2 "${PYTHON:-python3}" "$here/segment_compare.py" "$build/cmd/flatcrm" "$work/book" "$work" "$runs"
