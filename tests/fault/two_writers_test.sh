#!/bin/sh
# Two imports started together: both are in the book, or one is refused with exit 4 and leaves no trace. Readers meanwhile see whole states.
#
#   FLATCRM_BUILD=build sh tests/fault/two_writers_test.sh [ROUNDS]
set -eu
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
rounds=${1:-9}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export FLATCRM_AS_OF=2026-11-22 LC_ALL=C
for who in a b; do
  printf 'source: %s\ncollection: customers\nkey: [Id]\nfields: {name: Name}\n' "$who" >$who.yaml
  awk -v who=$who 'BEGIN { print "Id,Name"; for (i = 0; i < 300; i++) printf "%d,%s person %d\n", i, who, i }' >$who.csv
done
count() { "$flatcrm" -C book export customers --fields id -O csv | tail -n +2 | wc -l; }
both=0 refused=0
for round in $(seq "$rounds"); do
  rm -rf book && "$flatcrm" init -q book
  timeout=10
  [ $((round % 3)) = 0 ] && timeout=0
  "$flatcrm" -C book import -q a.csv --profile a.yaml --lock-timeout $timeout 2>a.err & first=$!
  "$flatcrm" -C book import -q b.csv --profile b.yaml --lock-timeout $timeout 2>b.err & second=$!
  for _ in 1 2 3 4 5; do
    seen=$(count)
    case $seen in 0 | 300 | 600) ;; *) echo "FAILED: a reader saw $seen records" && exit 1 ;; esac
  done
  a=0 b=0
  wait $first || a=$?
  wait $second || b=$?
  case "$a $b" in
    "0 0") [ "$(count)" = 600 ] || { echo "FAILED: both were done, and $(count) records are there"; exit 1; }; both=$((both + 1)) ;;
    "0 4" | "4 0") [ "$(count)" = 300 ] || { echo "FAILED: one was refused, and $(count) records are there"; exit 1; }
      grep -q 'locked by' a.err b.err || { echo "FAILED: the refusal does not say who holds the book: $(cat a.err b.err)"; exit 1; }
      refused=$((refused + 1)) ;;
    *) echo "FAILED: exits $a and $b: $(cat a.err b.err)"; exit 1 ;;
  esac
  "$flatcrm" -C book check || { echo "FAILED: check"; exit 1; }
done
echo "$rounds rounds: $both times both, $refused times one was refused"
