#!/bin/sh
# Broken and missing objects of git under every command that reads them; FLATCRM_OBJECTS=all tries more kinds and more ways.
set -u
command -v python3 > /dev/null && command -v git > /dev/null || { echo 'python3 or git is not installed: skipped' >&2; exit 77; }
exec python3 "$FLATCRM_SOURCE/tests/support/git_objects.py" "$FLATCRM_BUILD/cmd" ${FLATCRM_OBJECTS:-}
