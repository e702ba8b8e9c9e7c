#!/bin/sh
# The book at size, as ratios in one run: import, the same again, a report over a log, start, many small files.
#
#   sh tests/bench/book.sh BUILD [ROWS] [RUNS]        default 1000000 5
#
# Needs Miller (mlr) and git. Prints Markdown tables. Works in a folder of its own under $TMPDIR and removes it.
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd)
rows=${2:-1000000}
runs=${3:-5}
flatcrm=$build/cmd/flatcrm
generate=$build/tests/bench/bench_generate
compare=$build/tests/bench/bench_compare
phones=$build/tests/bench/bench_phones_alone
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export FLATCRM_AS_OF=2026-11-22

profile() { # with or without phones
  cat <<P
source: shop
collection: customers
key: [Customer No]
region: DE
fields:
  kind: {const: person}
  name: Name
  given_name: First Name
  family_name: Last Name
  emails: [Email]
  $1
  addresses.1.street: Street
  addresses.1.postcode: Postcode
  addresses.1.city: City
  addresses.1.country: Country
  org: Company
  status: Status
  acquired: Since
  notes: Note
P
}
"$generate" customers "$rows" >customers.csv
profile 'phone_as_it_came: Phone' >plain.yaml
profile 'phones: [Phone]' >phones.yaml
mkdir empty
"$flatcrm" init -q empty/book --region DE
sed 's/customers: yaml/customers: csv-sharded/' empty/book/flatcrm.yaml >settings && mv settings empty/book/flatcrm.yaml
fresh='rm -rf book && cp -r empty/book book'

echo "### Import of $rows customers, $(($(wc -c <customers.csv) / 1000000)) MB"
cp -r empty/book again && "$flatcrm" -C again import -q customers.csv --profile plain.yaml
"$compare" "$runs" \
  "mlr --icsv --ocsv cat=mlr --icsv --ocsv cat customers.csv >copy.csv" \
  "plain read (cat)=cat customers.csv >/dev/null" \
  "first import, no phones=$fresh @@ $flatcrm -C book import -q customers.csv --profile plain.yaml" \
  "the same again=$flatcrm -C again import -q customers.csv --profile plain.yaml" \
  "first import, phones=$fresh @@ $flatcrm -C book import -q customers.csv --profile phones.yaml" \
  "libphonenumber alone, 2 threads=$phones customers.csv Phone DE"
echo
echo "Shards: $(ls again/customers | wc -l), $(du -sk again/customers | cut -f1) kB"

echo
echo "### Report over a log"
"$generate" interactions $((rows * 5)) log $((rows))
cp -r empty/book activity && mv log activity/interactions
bytes=$(cat activity/interactions/*.csv | wc -c)
echo "$((rows * 5)) interactions, $((bytes / 1000000)) MB"
"$compare" "$runs" \
  "cat of the files=cat activity/interactions/*.csv >/dev/null" \
  "report activity=$flatcrm -C activity report activity -O json -o activity.json" \
  "mlr count by channel=mlr --icsv --ojson count -g channel activity/interactions/*.csv >mlr.json"

echo
echo "### 20,000 files of one record"
cp -r empty/book small && rm -rf small/customers && "$generate" yaml 20000 small/customers
sed 's/customers: csv-sharded/customers: yaml/' empty/book/flatcrm.yaml >small/flatcrm.yaml
"$compare" "$runs" \
  "cat of them=find small/customers -name '*.yaml' -print0 | xargs -0 cat >/dev/null" \
  "export of two fields=$flatcrm -C small export customers --fields id --fields name -o two.csv" \
  "export of all=$flatcrm -C small export customers -o all.csv" \
  "check=$flatcrm -C small check"

echo
echo "### Start, 100 times"
"$compare" "$runs" \
  "git --version=i=0; while [ \$i -lt 100 ]; do git --version >/dev/null; i=\$((i+1)); done" \
  "flatcrm --version=i=0; while [ \$i -lt 100 ]; do $flatcrm --version >/dev/null; i=\$((i+1)); done"
