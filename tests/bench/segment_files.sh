#!/bin/sh
# What many small files and many links cost, in processor seconds, as a Markdown table.
#
#   sh tests/bench/segment_files.sh BUILD [FILES] [CUSTOMERS] [RUNS]        default 20000 1000000 5
#
# A count over customers in one YAML file each against `cat` of those files; the community guard over customers with twice as many links
# against reading those links. The least of several runs, which take turns; the file cache is warm. Works in a folder of its own under
# $TMPDIR and removes it.
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd)
files=${2:-20000}
customers=${3:-1000000}
runs=${4:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
program=$build/cmd/flatcrm
export FLATCRM_AS_OF=2026-12-31 FLATCRM_THREADS=2

# The least elapsed and processor seconds of each command, which are given as lines of shell in files.
measure() { # FILE...
  for run in $(seq "$runs"); do
    for file in "$@"; do
      bash -c "TIMEFORMAT='%R %U %S'; time sh $file > /dev/null" 2>> "$file.times"
    done
  done
  for file in "$@"; do
    awk '{ c = $2 + $3 } NR == 1 || $1 < e { e = $1 } NR == 1 || c < p { p = c } END { print e, p }' "$file.times"
  done
}

compare() { # WHAT OURS THEIRS AIM
  printf '%s\n' "$2" > "$work/ours.sh"
  printf '%s\n' "$3" > "$work/theirs.sh"
  rm -f "$work"/*.times
  measure "$work/ours.sh" "$work/theirs.sh" | tr '\n' ' ' |
    awk -v what="$1" -v aim="$4" '{ printf "| %s | %.3f | %.3f | %.2f | %.3f | %.3f | %.2f | %s |\n", what, $1, $3, $1 / $3, $2, $4, $2 / $4, aim }'
}

echo '| what | s | against s | ratio | cpu s | against cpu s | ratio | aim |'
echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
"$build/tests/bench/bench_generate_book" "$files" "$work/small"
"$program" -q -C "$work/small" convert customers --layout yaml
compare "$files files: segment 'country = DE' --count, against cat" \
  "$program -C $work/small segment 'country = DE' --count" "cat $work/small/customers/*.yaml" 1.5
rm -rf "$work/small"

"$build/tests/bench/bench_generate_book" "$customers" "$work/large"
rm -r "$work/large/interactions" "$work/large/sales"
mkdir "$work/large/segments"
printf 'where: all\nby: wallet\ntiers:\n  - {name: A, top: 20%%}\n  - {name: B, top: 60%%}\n  - {name: C}\n' > "$work/large/segments/guarded.yaml"
printf 'where: all\nby: wallet\nguard: off\ntiers:\n  - {name: A, top: 20%%}\n  - {name: B, top: 60%%}\n  - {name: C}\n' > "$work/large/segments/plain.yaml"
cat "$work"/large/*/*.csv > /dev/null
compare "$customers customers: tiers with the guard, against tiers without" \
  "$program -C $work/large segment tiers guarded --limit 1" "$program -C $work/large segment tiers plain --limit 1" '-'
compare "$customers customers: tiers with the guard, against reading the links" \
  "$program -C $work/large segment tiers guarded --limit 1" \
  "$program -C $work/large segment --of links --group-by all --columns 'distinct(from) as a, distinct(to) as b, distinct(kind) as c'" '-'
