#!/bin/sh
# Kills a real import at every system call that changes the disk, and makes each of them fail for want of room: afterwards the book is the old
# one or the new one, whole, `check` is silent, and the same import again ends in the new one.
#
#   FLATCRM_BUILD=build sh tests/fault/kill_test.sh [SECONDS]
#
# With strace the calls are counted and killed one by one; without it (and besides) a kill -9 comes after a random time.
set -eu
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
seconds=${1:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export FLATCRM_AS_OF=2026-11-22 LC_ALL=C

profile='source: s
collection: customers
key: [Id]
fields: {name: Name, addresses.1.city: City, org: Firm}
also:
  - {collection: interactions, fields: {customer: {ref: customers}, date: Seen, kind: {const: visit}}}
'
printf '%s' "$profile" >profile.yaml
awk 'BEGIN { print "Id,Name,City,Firm,Seen"; for (i = 1; i <= 40; i++) printf "%d,Person %d,City %d,\"Firm, %d\",2026-%02d-%02d\n", i, i, i % 7, i, i % 6 + 1, i % 28 + 1 }' >first.csv
awk 'BEGIN { print "Id,Name,City,Firm,Seen"; for (i = 21; i <= 60; i++) printf "%d,Person %d,City %d,\"Firm, %d\",2026-%02d-%02d\n", i, i, i % 5, i, i % 9 + 1, i % 28 + 1 }' >second.csv
"$flatcrm" init -q old
"$flatcrm" -C old import -q first.csv --profile profile.yaml
cp -r old new
"$flatcrm" -C new import -q second.csv --profile profile.yaml --max-change 100

state() { (cd "$1" && find . -path ./.flatcrm -prune -o -type f -print | sort | xargs cat | cksum); }
old_state=$(state old)
new_state=$(state new)
[ "$old_state" != "$new_state" ] || { echo "the second import changes nothing: this test would prove nothing"; exit 1; }
runs=0 old_ends=0 new_ends=0

fail() { echo "FAILED: $1 (the book is left in $work/book)"; trap - EXIT; exit 1; }

# What a reader sees, then what the next writer makes of it.
judge() {
  runs=$((runs + 1))
  "$flatcrm" -C book export customers -O csv >seen.csv 2>seen.err || fail "$1: a reader can't read it: $(cat seen.err)"
  "$flatcrm" -C book check >findings 2>&1 || fail "$1: check says $(head -3 findings)"
  lines=$(wc -l <seen.csv)
  "$flatcrm" -C book import -q empty.csv --profile profile.yaml 2>/dev/null || true
  now=$(state book)
  case $now in
    "$old_state") old_ends=$((old_ends + 1)); [ "$lines" = "$(wc -l <old.csv)" ] || fail "$1: the reader saw another state than the old one" ;;
    "$new_state") new_ends=$((new_ends + 1)); [ "$lines" = "$(wc -l <new.csv)" ] || fail "$1: the reader saw another state than the new one" ;;
    *) fail "$1: neither the old book nor the new one" ;;
  esac
  "$flatcrm" -C book import -q second.csv --profile profile.yaml --max-change 100 || fail "$1: the import can't be done again"
  [ "$(state book)" = "$new_state" ] || fail "$1: done again, it is not the new book"
}
echo 'Id,Name,City,Firm,Seen' >empty.csv
"$flatcrm" -C old export customers -O csv >old.csv
"$flatcrm" -C new export customers -O csv >new.csv
fresh() { rm -rf book && cp -r old book; }

if strace -o /dev/null true 2>/dev/null; then
  for call in write fdatasync fsync syncfs rename renameat renameat2 unlink unlinkat mkdir mkdirat openat; do
    for fault in signal=SIGKILL error=ENOSPC; do
      n=1
      while [ "$n" -le 400 ]; do
        [ "$fault" = error=ENOSPC ] && [ "$call" = openat ] && break
        fresh
        if FLATCRM_THREADS=1 strace -f -o trace -e "trace=$call" -e "inject=$call:$fault:when=$n" \
          "$flatcrm" -C book import -q second.csv --profile profile.yaml --max-change 100 >out 2>&1; then
          grep -q INJECTED trace || break
        fi
        [ "$fault" = error=ENOSPC ] && { [ "$(grep -c . out)" -le 1 ] || fail "$call $n: more than one line of error: $(cat out)"; }
        judge "$fault at $call number $n"
        n=$((n + 1))
      done
    done
  done
  echo "by strace: $runs runs, $old_ends ended in the old book, $new_ends in the new one"
  [ "$old_ends" -gt 0 ] || fail "no run ended in the old book"
  [ "$new_ends" -gt 0 ] || fail "no run ended in the new book"
else
  echo "strace is missing: the kills by count are skipped"
fi

# At random moments, several threads at work.
end=$(($(date +%s) + seconds))
kills=0
while [ "$(date +%s)" -lt "$end" ]; do
  fresh
  "$flatcrm" -C book import -q second.csv --profile profile.yaml --max-change 100 >/dev/null 2>&1 &
  pid=$!
  sleep "0.0$(awk -v s="$kills" 'BEGIN { srand(s); printf "%02d", rand() * 30 }')"
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  judge "kill -9 number $kills"
  kills=$((kills + 1))
done
echo "kill -9 at random: $kills runs; in all $old_ends ended in the old book, $new_ends in the new one"
