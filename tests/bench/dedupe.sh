#!/bin/sh
# The duplicates of generated people, found by flatcrm and by Splink on DuckDB in one run: time, processor time, memory.
#
#   sh tests/bench/dedupe.sh [RECORDS]      100,000 without a number; the stages of flatcrm are printed too
#
# Processor time is what to compare where the machine does other work. $PYTHON has splink and duckdb (PyPI); without
# them flatcrm is measured alone. $FLATCRM_BUILD is the build folder.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
flatcrm=${FLATCRM_BUILD:-$source/build}/cmd/flatcrm
data=$source/../shared/data/dedupe/febrl_dsgen
python=${PYTHON:-python3}
records=${1:-100000}
[ -d "$data" ] || { echo "skipped: no $data"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
python3 "$source/tests/bench/dedupe/people.py" "$data" "$records" > "$work/people.csv"
# Of the last thousand records nothing is known until the second run.
head -n "$((records - 999))" "$work/people.csv" > "$work/first.csv"
(head -n 1 "$work/people.csv"; tail -n 1000 "$work/people.csv") > "$work/new.csv"

book=$work/book
"$flatcrm" init "$book" --name Bench --region AU -q
sed -i 's/customers: yaml/customers: csv-sharded/' "$book/flatcrm.yaml"
mkdir -p "$book/imports"
python3 - "$source/tests/bench/dedupe" "$book/imports/people.yaml" <<'END'
import sys
sys.path.insert(0, sys.argv[1])
import score
with open(sys.argv[2], "w") as out:
    out.write(score.PROFILES["people"])
END
"$flatcrm" -C "$book" import "$work/first.csv" --profile people --date-order dmy -q

measured() {
  name=$1
  shift
  python3 - "$name" "$@" <<'END'
import resource, subprocess, sys, time
begin = time.time()
subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("%s: %.2f s, CPU %.2f s, %.2f GB" % (sys.argv[1], time.time() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6))
END
}
echo "$records records; seconds since the start, processor seconds, what begins:"
"$flatcrm" -C "$book" dedupe --list clusters -O csv -o "$work/clusters.csv" -vv 2>&1 | grep -E '^ *[0-9.]+ s ' || true
measured "flatcrm, all" "$flatcrm" -C "$book" dedupe --list clusters -O csv -o "$work/clusters.csv"
"$flatcrm" -C "$book" import "$work/new.csv" --profile people --date-order dmy -q
measured "flatcrm, 1000 new" "$flatcrm" -C "$book" dedupe --new --list clusters -O csv -o "$work/clusters.csv"
if "$python" -c 'import splink, duckdb' 2> /dev/null; then
  "$python" "$source/tests/bench/dedupe/splink_compare.py" "$work/people.csv" 2>&1 | grep splink
else
  echo "no splink for $python: not compared"
fi
