#!/bin/sh
# Every figure of two real exports that is a query, as the page of `segment` shows it: its blocks are run on the imported books.
set -eu
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
data=${FLATCRM_SOURCE:?}/../shared/data/sales
[ -d "$data" ] || { echo "skipped: the sales exports are not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export FLATCRM_AS_OF=2018-01-01 LC_ALL=C HOME="$work"

# NAME: the block ```facts NAME of the page as a transcript that runs in the book of that name.
run_block() {
  {
    echo "<!-- book: $work/$1 -->"
    awk -v name="$1" '$0 == "```facts " name { print "```console"; on = 1; next } on { sub(/^book\$ /, "$ "); print } on && $0 == "```" { exit }' \
      "$FLATCRM_SOURCE/man/flatcrm-segment.md"
  } >"$1.md"
  grep -c '^\$ flatcrm' "$1.md"
  "$FLATCRM_BUILD/tests/transcript" --source / --program "$FLATCRM_BUILD/cmd" "$1.md"
}

"$flatcrm" init -q crm-opportunities --currency USD
for part in accounts products sales_teams sales_pipeline; do
  "$flatcrm" -C crm-opportunities import -q "$data/crm-opportunities/$part.csv" --profile "$FLATCRM_SOURCE/examples/crm-opportunities/$part.yaml"
done
run_block crm-opportunities

"$flatcrm" init -q online-retail --currency GBP
"$flatcrm" -C online-retail import -q "$data"/online-retail-2010-12/*.csv --profile "$FLATCRM_SOURCE/examples/online-retail/invoices.yaml"
run_block online-retail
