#!/bin/sh
# Nothing in the repository knows the machine that it was written on.
set -u
cd "$FLATCRM_SOURCE" || exit 1
if git rev-parse --git-dir > /dev/null 2>&1; then list='git ls-files'; else list='find . -type f -not -path ./build*'; fi
# The patterns are put together here, so that this file holds none of them.
slash=/
pattern="(^|[^A-Za-z0-9_.~-])${slash}(work|home|root|farm|tmp${slash}wt|Users)${slash}[A-Za-z0-9_.-]"
found=$($list | grep -v '^examples/.*/sources/' | tr '\n' '\0' | xargs -0 grep -nIE "$pattern" 2> /dev/null)
[ -z "$found" ] || { printf 'paths of a machine:\n%s\n' "$found" >&2; exit 1; }
