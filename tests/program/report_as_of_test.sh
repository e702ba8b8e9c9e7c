#!/bin/sh
# A report with --as-of in the past says what the book of that day said. FLATCRM_PAST_BOOKS says of how many random books.
set -eu
command -v python3 > /dev/null || { echo 'python3 is not installed: skipped' >&2; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$FLATCRM_SOURCE/tests/support/past_books.py" "$FLATCRM_BUILD/cmd/flatcrm" "$work" "${FLATCRM_PAST_BOOKS:-2}"
