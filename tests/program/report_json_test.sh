#!/bin/sh
# Every report as JSON against the schema that is shipped, over a full book, an empty one, and one of interactions only.
set -eu
flatcrm=$FLATCRM_BUILD/cmd/flatcrm
schema=$FLATCRM_SOURCE/schemas/output/report.schema.json
/usr/bin/python3 -c 'import jsonschema' 2> /dev/null || { echo 'python3-jsonschema is not installed: no report is checked'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$flatcrm" init "$work/empty" 2> /dev/null
"$flatcrm" init "$work/touches" 2> /dev/null
mkdir -p "$work/touches/interactions"
printf 'id,date,customer,direction,kind\ni1,2026-11-20,anna,in,call\ni2,2025-01-02,anna,out,call\n' \
  > "$work/touches/interactions/touches.csv"
cp -r "$FLATCRM_SOURCE/examples/velo/book" "$work/full"

for book in full empty touches; do
  for report in $("$flatcrm" report -O csv | tail -n +2 | cut -d, -f1 | grep -vx changes); do
    for period in "" "--period=2026"; do
      # shellcheck disable=SC2086  # no period is no word
      "$flatcrm" -C "$work/$book" report "$report" $period --as-of 2026-11-22 -O json > "$work/$book-$report$period.json" ||
        { echo "no report $report of the book $book"; exit 1; }
    done
  done
done
# Two states of a book need git.
(
  cd "$work/full"
  git init -q && git add .
  git -c user.email=ines@example.org -c user.name=Ines commit -q -m 'The book'
  sed -i 's/^status: prospect/status: active/' customers/chloe-favre-1bn7jw.yaml
)
"$flatcrm" -C "$work/full" report changes --since HEAD -O json > "$work/full-changes.json"
/usr/bin/python3 - "$schema" "$work"/*.json <<'END'
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
faults = 0
for name in sys.argv[2:]:
    report = json.load(open(name, encoding="utf-8"))
    for error in validator.iter_errors(report):
        faults += 1
        print(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    # A row has a value for each column, and what a section names is there.
    for table, of in report["tables"].items():
        columns = [column["name"] for column in of["columns"]]
        for row in of["rows"] + [of.get("total", dict.fromkeys(columns))]:
            if list(row) != columns:
                faults += 1
                print(f"{name}: {table}: a row of {list(row)}, where columns are {columns}")
    for section in report["sections"]:
        missing = set(section.get("figures", [])) - set(report["figures"]) | set(section.get("tables", [])) - set(report["tables"])
        if missing:
            faults += 1
            print(f"{name}: a section names {missing}")
broken = dict(report, figures={"x": {"label": "X", "type": "decimal", "value": 1.5}})
if validator.is_valid(broken):
    faults += 1
    print("the schema lets a decimal be a number")
print(f"{len(sys.argv) - 2} reports, {faults} faults")
sys.exit(1 if faults else 0)
END
