#!/bin/sh
# A header opens with a sentence that says what it is for, and is read once.
set -u
cd "$FLATCRM_SOURCE" || exit 1
failed=0
for header in $(find lib cmd tests -name '*.h'); do
  head -n 1 "$header" | grep -q '^// [A-Z`"].*[a-z]' || { echo "$header: the first line says nothing" >&2; failed=1; }
  grep -q '^#pragma once$' "$header" || { echo "$header: no #pragma once" >&2; failed=1; }
done
exit "$failed"
