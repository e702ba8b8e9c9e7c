#!/bin/sh
# Sources are formatted as .clang-format says.
set -u
cd "$FLATCRM_SOURCE" || exit 1
command -v clang-format-14 > /dev/null || { echo 'clang-format-14 is not installed: formatting is not looked at'; exit 77; }
find lib cmd man tests -name '*.h' -o -name '*.cc' | sort | xargs clang-format-14 --dry-run -Werror
