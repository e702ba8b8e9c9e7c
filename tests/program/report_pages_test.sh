#!/bin/sh
# Every report of the example book as a page, looked at in a browser: no overflow, enough contrast, nothing fetched, valid HTML. A page with
# faults must be found faulty, or the test could not fail.
set -eu
flatcrm=$FLATCRM_BUILD/cmd/flatcrm
look=$FLATCRM_SOURCE/tests/support/look_at_pages.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${FLATCRM_PICTURES:-$work/pictures}

cat > "$work/faulty.html" <<'PAGE'
<!doctype html><html lang="en"><head><title>Faulty</title></head>
<body style="background:#fff"><p style="color:#999">pale</p><div style="width:2000px">wide</div>
<img src="http://127.0.0.1:9/x.png" alt=""></section></body></html>
PAGE
status=0
/usr/bin/python3 "$look" "$work/of-faulty" "$work/faulty.html" > "$work/found" || status=$?
if [ "$status" = 77 ]; then
  cat "$work/found"
  exit 77
fi
[ "$status" = 1 ] || { echo "a faulty page was found to be good"; cat "$work/found"; exit 1; }
for fault in "contrast 2.8" "2008 px wide" "asks for http://127.0.0.1:9/x.png" "no valid HTML"; do
  grep -q "$fault" "$work/found" || { echo "not found: $fault"; cat "$work/found"; exit 1; }
done

pages=
for report in $("$flatcrm" report -O csv | tail -n +2 | cut -d, -f1 | grep -vx changes); do
  "$flatcrm" -C "$FLATCRM_SOURCE/examples/velo/book" report "$report" --as-of 2026-11-22 -o "$work/$report.html"
  pages="$pages $work/$report.html"
done
# Two states of a book need git.
cp -r "$FLATCRM_SOURCE/examples/velo/book" "$work/book"
(
  cd "$work/book"
  git init -q && git add .
  git -c user.email=ines@example.org -c user.name=Ines commit -q -m 'The book'
  sed -i 's/^status: prospect/status: active/' customers/*.yaml
  sed -i '$d' interactions/2026-11.csv
)
"$flatcrm" -C "$work/book" report changes --since HEAD -o "$work/changes.html"
pages="$pages $work/changes.html"
# shellcheck disable=SC2086  # names of reports have no blanks
/usr/bin/python3 "$look" "$pictures" $pages
