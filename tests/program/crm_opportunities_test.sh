#!/bin/sh
# A real sales export end to end: into a book through the profiles of examples/, again without a byte changed, merged from two branches, one
# changed cell as one changed line, and every figure of the report against the published ones.
set -eu
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
data=${FLATCRM_SOURCE:?}/../shared/data/sales/crm-opportunities
profiles=$FLATCRM_SOURCE/examples/crm-opportunities
[ -d "$data" ] || { echo "skipped: the sales export is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export FLATCRM_AS_OF=2018-01-01 LC_ALL=C HOME="$work" GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org

fail() { echo "FAILED: $*"; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1: got '$2', wanted '$3'"; }
bring() { # BOOK FOLDER
  for part in accounts products sales_teams sales_pipeline; do
    "$flatcrm" -C "$1" import -q "$2/$part.csv" --profile "$profiles/$part.yaml"
  done
}

"$flatcrm" init -q book --currency USD
cd book
git init -q -b main . && git config gc.auto 0 && git add -A && git commit -qm 'a new book'
git branch other
bring . "$data" && git add -A && git commit -qm 'import'

# Nothing is lost, and nothing is made up.
is 'deals' "$("$flatcrm" export deals --fields id -O csv | tail -n +2 | wc -l)" 8800
is 'products' "$("$flatcrm" export products --fields id -O csv | tail -n +2 | wc -l)" 7
is 'deals without amount' "$("$flatcrm" export deals --fields amount -O tsv | tail -n +2 | grep -c '^$')" 2089
is 'links to a parent' "$("$flatcrm" export links --fields kind -O csv | tail -n +2 | wc -l)" 15
"$flatcrm" check >findings.txt && fail 'check found nothing'
is 'dangling products' "$(grep -c "dangling-reference: product 'GTXPro'" findings.txt)" 1480
is 'other findings' "$(grep -vc "dangling-reference: product 'GTXPro'" findings.txt || true)" 0
rm findings.txt

# The same again.
bring . "$data"
is 'the same import again' "$(git status --porcelain)" ''

# On another branch.
git checkout -q other
bring . "$data" && git add -A && git commit -qm 'the same import elsewhere'
git merge -q -m merged main || fail 'the two imports do not merge'
is 'both branches' "$(git diff main other --stat)" ''
git checkout -q main

# A changed cell.
mkdir ../changed && cp "$data"/*.csv ../changed/
sed -i 's/^Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514/Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4515/' ../changed/sales_pipeline.csv
bring . ../changed
is 'a changed cell' "$(git diff --numstat | cut -f1,2)" "1	1"
git diff | grep -q '^+amount: 4515$' || fail "the diff of a changed cell: $(git diff)"
git checkout -q .

# Every figure of the published facts in every format.
for format in table csv tsv json jsonl markdown html; do
  case $format in
    csv | tsv | jsonl) all='--table all' ;;
    *) all= ;;
  esac
  # Without the commas between thousands, and as words of their own.
  "$flatcrm" report pipeline -O $format $all | sed 's/\([0-9]\),\([0-9][0-9][0-9]\)/\1\2/g; s/\([0-9]\),\([0-9][0-9][0-9]\)/\1\2/g' |
    tr -cs '0-9A-Za-z.' '\n' | sort -u >words.txt
  [ "$(wc -l <words.txt)" -gt 100 ] || fail "$format prints next to nothing"
  for figure in 8800 4238 2473 1589 500 2089 10005534 63.1501 2360.909 51.782 57 531 116 1134672 1254 778 3086111 1257 790 2982255 \
    1196 789 2802496 1438 811 3568647 1629 975 3346293 1171 687 3090594 GTXPro 1480; do
    grep -qx "$figure" words.txt || fail "$figure is not in the report as $format"
  done
done
is 'agents' "$("$flatcrm" report pipeline --table agents -O csv | tail -n +2 | wc -l)" 35
is 'agents without a deal' "$("$flatcrm" report pipeline --table agents -O csv | awk -F, 'NR > 1 && $3 == 0' | wc -l)" 5
