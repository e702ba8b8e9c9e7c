#!/bin/sh
# The top level holds what it is meant to hold and nothing else, dot-files aside.
set -u
cd "$FLATCRM_SOURCE" || exit 1
git rev-parse --git-dir > /dev/null 2>&1 || { echo 'no git repository: not looked at'; exit 77; }
permitted='CMakeLists.txt README.md cmd examples lib man schemas tests'
failed=0
for entry in $(git ls-files --cached --others --exclude-standard | cut -d / -f 1 | sort -u); do
  case " $permitted " in *" $entry "*) continue ;; esac
  case $entry in
    .*) ;;
    *) echo "$entry: not permitted at the top level; the entries are: $permitted" >&2; failed=1 ;;
  esac
done
exit "$failed"
