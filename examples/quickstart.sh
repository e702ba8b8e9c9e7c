#!/bin/sh
# From a fresh Debian 12 and a checkout to a report: installs what is missing, builds, and runs a small firm's whole job.
#
#   sh examples/quickstart.sh [FOLDER]      the book goes to FOLDER, else to velo-alpina/ in the current one
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/tests/support/install.sh"
release_build
book=${1:-velo-alpina}
FLATCRM=$source/build/cmd/flatcrm
export FLATCRM FLATCRM_AS_OF=2026-11-22

echo
echo "== The exports of a bicycle shop become a book (twice: the second time changes nothing)"
sh "$source/examples/velo/build.sh" "$book"
sh "$source/examples/velo/build.sh" "$book" 2> /dev/null

echo
echo "== What is wrong with it"
"$FLATCRM" -C "$book" check || true

echo
echo "== Who was talked to, and who waits"
"$FLATCRM" -C "$book" report activity
"$FLATCRM" -C "$book" report activity -o "$book-activity.html"
"$FLATCRM" -C "$book" report pipeline -o "$book-pipeline.html"
echo
echo "The book: $book"
echo "The reports, for a browser: $book-activity.html $book-pipeline.html"
echo "The program: $FLATCRM"
