#!/bin/sh
# Every report says the same in all five formats, and the same bytes whatever the threads, the zone and the locale; its text fits a terminal of 80
# columns; and the commands of its findings run as they stand.
set -eu
flatcrm=$FLATCRM_BUILD/cmd/flatcrm
compare=$FLATCRM_SOURCE/tests/support/report_formats.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work" LC_ALL=C GIT_CONFIG_NOSYSTEM=1 FLATCRM_AS_OF=2026-11-22
fail() { echo "$*"; exit 1; }

"$flatcrm" init "$work/empty" 2> /dev/null
"$flatcrm" init "$work/one" 2> /dev/null
mkdir -p "$work/one/customers"
printf 'id,name\nann-lee-1f9x2k,Ann Lee\n' > "$work/one/customers/customers.csv"
cp -r "$FLATCRM_SOURCE/examples/velo/book" "$work/full"
(
  cd "$work/full"
  git init -q -b main . && git config user.email ines@example.org && git config user.name Ines && git config gc.auto 0
  git add . && GIT_AUTHOR_DATE=2026-11-10T12:00:00Z GIT_COMMITTER_DATE=2026-11-10T12:00:00Z git commit -q -m 'The book'
  sed -i 's/^status: prospect/status: active/' customers/chloe-favre-1bn7jw.yaml
)

# Of a faulty report the comparison must find the fault, or it could not fail.
all=$("$flatcrm" report -O csv | tail -n +2 | cut -d, -f1)
for book in full empty one; do
  for report in $all; do
    if [ "$report" = changes ] && [ "$book" != full ]; then continue; fi
    for period in "" --period=2026; do
      if [ "$report" = changes ] && [ "$period" != "" ]; then continue; fi
      at="$work/$book-$report$period"
      mkdir "$at"
      # shellcheck disable=SC2086  # no period is no word
      make() { "$flatcrm" -C "$work/$book" report "$report" $period --limit 0 "$@"; }
      for format in json markdown html table; do
        FLATCRM_THREADS=1 TZ=UTC make -O $format > "$at/report.$format"
        FLATCRM_THREADS=5 TZ=Asia/Tokyo LC_ALL=C.UTF-8 make -O $format > "$at/again"
        cmp "$at/report.$format" "$at/again" || fail "$report of the book $book depends on threads, zone or locale in $format"
      done
      # For people it is by customer, for programs by rows: two documents of the same changes.
      if [ "$report" = changes ]; then continue; fi
      for table in $(/usr/bin/python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(*d["tables"], *["figures"] * bool(d["figures"]))' "$at/report.json"); do
        FLATCRM_THREADS=1 make -O csv --table "$table" > "$at/$table.csv"
      done
      /usr/bin/python3 "$compare" "$at/report.json" "$at" "$at/report.markdown" "$at/report.html" "$at/report.table" ||
        fail "$report$period of the book $book differs between formats"
    done
  done
done
sed -i '0,/"value": [0-9]/s//"value": 7/' "$work/full-audit/report.json"
if /usr/bin/python3 "$compare" "$work/full-audit/report.json" "$work/full-audit" "$work/full-audit/report.markdown" \
  "$work/full-audit/report.html" "$work/full-audit/report.table" > /dev/null; then
  fail "another figure in JSON was not found"
fi

# What a finding says to run runs.
cd "$work/full"
PATH="$FLATCRM_BUILD/cmd:$PATH"
for report in $all; do
  flatcrm report "$report" -O json |
    /usr/bin/python3 -c 'import json, sys; print("\n".join(f["command"] for f in json.load(sys.stdin)["findings"] if f.get("command")))' > "$work/commands"
  while read -r command; do
    case $command in "" | "git init"*) continue ;; esac
    status=0
    sh -c "$command" > "$work/out" 2>&1 < /dev/null || status=$?
    [ "$status" -le 1 ] || fail "$report says to run what ends with $status: $command: $(cat "$work/out")"
  done < "$work/commands"
done

# The audit's findings that a query lists: as many as it says. What came on one day is of several collections, of which it lists the largest.
flatcrm report audit -O json |
  /usr/bin/python3 -c 'import json, sys
for finding in json.load(sys.stdin)["findings"]:
    if finding["code"] != "one-day" and finding.get("command", "").startswith("flatcrm segment") and "--" not in finding["command"].replace("--of", ""):
        print(finding["count"], finding["command"])' > "$work/lists"
[ -s "$work/lists" ] || fail "the audit lists nothing"
while read -r count command; do
  found=$(sh -c "$command --count")
  [ "$found" = "$count" ] || fail "the audit counts $count, but finds $found: $command"
done < "$work/lists"

# In a terminal of 80 columns no table is wider, Chinese names or not.
/usr/bin/python3 - "$work/full" $all <<'END'
import os
import pty
import subprocess
import sys
import unicodedata

import fcntl
import struct
import termios

book, faults = sys.argv[1], 0
for report in sys.argv[2:]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    process = subprocess.Popen(["flatcrm", "-C", book, "report", report, "--color", "never"], stdout=slave,
                               stderr=subprocess.DEVNULL, env=dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm"))
    os.close(slave)
    text = b""
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:
            break
        if not some:
            break
        text += some
    process.wait()
    for line in text.decode("utf-8").replace("\r", "").split("\n"):
        columns = sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        if columns > 80:
            faults += 1
            print(f"{report}: {columns} columns: {line}")
sys.exit(1 if faults else 0)
END
