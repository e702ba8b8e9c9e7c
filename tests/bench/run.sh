#!/bin/sh
# All measurements, as Markdown: called by tests/run.sh bench.
set -eu
cmake --build "${FLATCRM_BUILD:?}" --target benches
sh "${FLATCRM_SOURCE:?}/tests/bench/book.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}" "${BENCH_RUNS:-5}"
sh "${FLATCRM_SOURCE:?}/tests/bench/import_formats.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}"
sh "${FLATCRM_SOURCE:?}/tests/bench/git.sh" "$FLATCRM_BUILD"
sh "${FLATCRM_SOURCE:?}/tests/bench/segment_files.sh" "$FLATCRM_BUILD"
echo
echo "### Every report"
sh "$FLATCRM_SOURCE/tests/bench/reports.sh" "$FLATCRM_BUILD" "${BENCH_ROWS:-1000000}"
