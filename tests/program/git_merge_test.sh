#!/bin/sh
# The merge table with real git, in both directions: with the driver no edit is lost and none goes to another record; without
# it 'check --merges' names each that was.
set -u
command -v python3 > /dev/null && command -v git > /dev/null || { echo 'python3 or git is not installed: skipped' >&2; exit 77; }
exec python3 "$FLATCRM_SOURCE/tests/support/git_matrix.py" "$FLATCRM_BUILD/cmd"
