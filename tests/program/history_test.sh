#!/bin/sh
# What history and diff say of thousands of edits over branches, merges and layouts, against a list of the edits.
set -eu
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export HOME="$work" LC_ALL=C GIT_CONFIG_NOSYSTEM=1
for seed in 1 2 3; do
  python3 "$FLATCRM_SOURCE/tests/support/history_model.py" "${FLATCRM_BUILD:?}/cmd/flatcrm" "$work/$seed" "$seed"
done
