#!/bin/sh
# Some random histories with real git, with the driver and without; FLATCRM_HISTORIES says how many.
set -u
command -v python3 > /dev/null && command -v git > /dev/null || { echo 'python3 or git is not installed: skipped' >&2; exit 77; }
git merge-tree -h 2>&1 | grep -q write-tree || { echo 'this git merges no trees: skipped' >&2; exit 77; }
histories() { python3 "$FLATCRM_SOURCE/tests/support/git_histories.py" "$FLATCRM_BUILD/cmd" "$@"; }
# One in which a record was moved and merged away on one side, taken out on the other; and one whose lines run into a quoted cell.
histories 1 20267026 && histories 1 111 && histories "${FLATCRM_HISTORIES:-25}"
