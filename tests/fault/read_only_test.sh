#!/bin/sh
# A book that the user may read and not write: reading works, writing is refused in one line and changes nothing.
set -eu
flatcrm=$FLATCRM_BUILD/cmd/flatcrm
if [ "$(id -u)" = 0 ]; then
  # Whoever may do everything shows nothing.
  as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
  as_user=
fi
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
cp -r "$FLATCRM_SOURCE/examples/velo/book" "$work/book"
printf 'id,name\n,New Customer\n' > "$work/new.csv"
cp "$flatcrm" "$work/flatcrm"
chmod -R a+rX,a-w "$work"
cd /
export FLATCRM_AS_OF=2026-11-22
before=$(cd "$work/book" && find . -type f -exec sha256sum {} + | sort)
failed=0

reads() { # ARGUMENT...
  $as_user "$work/flatcrm" -C "$work/book" "$@" > /dev/null 2> "$work.err" && return 0
  echo "$*: exit $?, $(cat "$work.err")" >&2
  failed=1
}
reads show anna
reads report activity
reads export customers
reads import --dry-run --collection customers --source list "$work/new.csv"

refused() { # ARGUMENT...
  code=0
  $as_user "$work/flatcrm" -C "$work/book" "$@" > /dev/null 2> "$work.err" || code=$?
  lines=$(wc -l < "$work.err")
  [ "$code" = 5 ] && [ "$lines" = 1 ] && grep -q 'flatcrm: .*Permission denied' "$work.err" && return 0
  echo "$*: exit $code instead of 5, $(cat "$work.err")" >&2
  failed=1
}
refused import --collection customers --source list "$work/new.csv"
refused convert customers --layout csv
chmod u+w "$work/book"
mkdir "$work/book/.flatcrm"
chmod 777 "$work/book/.flatcrm"
refused import --collection customers --source list "$work/new.csv"
rm -rf "$work/book/.flatcrm"
[ "$before" = "$(cd "$work/book" && find . -type f -exec sha256sum {} + | sort)" ] || {
  echo 'the book has changed' >&2
  failed=1
}
rm -f "$work.err"
exit "$failed"
