#!/bin/sh
# All measurements, as Markdown: called by tests/run.sh bench.
set -eu
cmake --build "${FLATCRM_BUILD:?}" --target benches bench_query_lifetime
sh "${FLATCRM_SOURCE:?}/tests/bench/book.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}" "${BENCH_RUNS:-5}"
sh "${FLATCRM_SOURCE:?}/tests/bench/import_formats.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}"
sh "${FLATCRM_SOURCE:?}/tests/bench/git.sh" "$FLATCRM_BUILD"
sh "${FLATCRM_SOURCE:?}/tests/bench/segment_files.sh" "$FLATCRM_BUILD"
echo
echo "### Every report"
sh "$FLATCRM_SOURCE/tests/bench/reports.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}"

# Against other programs, where Python has them ($PYTHON, else python3; pip install duckdb splink lifetimes pandas).
has() {
  "${PYTHON:-python3}" -c "import $1" 2> /dev/null || { echo "bench: $1 is not there; not compared with it"; return 1; }
}
echo
echo "### Queries beside DuckDB"
has duckdb && sh "$FLATCRM_SOURCE/tests/bench/segment.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}"
echo
echo "### Duplicates beside Splink"
has splink && FLATCRM_BUILD=$FLATCRM_BUILD sh "$FLATCRM_SOURCE/tests/bench/dedupe.sh" "${BENCH_PEOPLE:-100000}"
echo
echo "### The value of customers beside lifetimes"
has lifetimes && sh "$FLATCRM_SOURCE/tests/bench/clv.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}" 1
true
