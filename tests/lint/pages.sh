#!/bin/sh
# The man pages in the repository are what the declarations make, and formatters read them without complaint.
set -u
failed=0
"$FLATCRM_BUILD/man/flatcrm_pages" check "$FLATCRM_SOURCE" || failed=1
if command -v mandoc > /dev/null; then
  mandoc -T lint -W error "$FLATCRM_SOURCE"/man/*.[157] || failed=1
else
  echo 'mandoc is not installed: the pages are not read by it'
fi
if command -v groff > /dev/null; then
  complaints=$(groff -man -ww -z "$FLATCRM_SOURCE"/man/*.[157] 2>&1)
  [ -z "$complaints" ] || { echo "$complaints" >&2; failed=1; }
else
  echo 'groff is not installed: the pages are not read by it'
fi
exit "$failed"
