#!/bin/sh
# Rewrites every transcript with what the program prints now: SOURCE RUNNER PROGRAM-FOLDER. Read the diff afterwards.
set -eu
for file in "$1"/tests/cli/*.md "$1"/tests/errors/*.md "$1/README.md"; do
  [ ! -f "$file" ] || "$2" --source "$1" --program "$3" --regenerate "$file" || true
done
