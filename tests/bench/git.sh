#!/bin/sh
# History, diffs and past states of a book with many commits, beside what git itself takes for the like.
#
#   sh tests/bench/git.sh BUILD [CUSTOMERS] [COMMITS] [RUNS]        default 100000 1000 5
#
# Each commit edits one to three customers; one customer is edited in every fortieth. The commits are made with
# `git fast-import`. Needs git and python3. Works in a folder of its own under $TMPDIR and removes it.
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
customers=${2:-100000}
commits=${3:-1000}
runs=${4:-5}
flatcrm=$build/cmd/flatcrm
compare=$build/tests/bench/bench_compare
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export FLATCRM_AS_OF=2026-12-31 HOME="$work" LC_ALL=C GIT_PAGER=cat
git config --global user.name Bench
git config --global user.email bench@example.org

"$build/tests/bench/bench_generate_book" "$customers" "$work/book"
cd "$work/book"
[ -e flatcrm.yaml ] || printf 'format: 1\nname: Bench\ncurrency: EUR\n' > flatcrm.yaml
echo .flatcrm/ > .gitignore
"$flatcrm" convert customers --layout csv-sharded -q
git init -q
git add -A
git commit -qm 'The book'
id=$(python3 "$here/git_commits.py" "$commits")
git reset -q --hard
git gc -q
file=$(grep -l "^$id," customers/*.csv)
half=$((commits / 2))
git ls-tree -r "HEAD~$half" customers interactions | awk '{print $3}' >../blobs
echo "### $customers customers in $(ls customers | wc -l) files, $(git rev-list --count HEAD) commits, $(du -sm .git | cut -f1) MB of objects"
"$compare" "$runs" \
  "git log -p -- $file=git log -p -- $file >/dev/null" \
  "flatcrm history $id=$flatcrm history $id >/dev/null" \
  "flatcrm history $id --field status=$flatcrm history $id --field status -O csv >/dev/null"
echo
"$compare" "$runs" \
  "git diff HEAD~1 HEAD=git diff HEAD~1 HEAD >/dev/null" \
  "flatcrm diff HEAD~1 HEAD=$flatcrm diff HEAD~1 HEAD >/dev/null" \
  "git diff HEAD~1=git diff HEAD~1 >/dev/null" \
  "flatcrm diff HEAD~1=$flatcrm diff HEAD~1 >/dev/null" \
  "git diff HEAD~$half HEAD=git diff HEAD~$half HEAD >/dev/null" \
  "flatcrm diff HEAD~$half HEAD=$flatcrm diff HEAD~$half HEAD >/dev/null"
echo
"$compare" "$runs" \
  "segment=$flatcrm segment 'status = active and silence > 90d' --count >/dev/null" \
  "segment --at HEAD~$half=$flatcrm segment 'status = active and silence > 90d' --count --at HEAD~$half >/dev/null" \
  "segment --at HEAD~3=$flatcrm segment 'status = active and silence > 90d' --count --at HEAD~3 >/dev/null" \
  "git cat-file of the same blobs=git cat-file --batch <../blobs >/dev/null"
echo
"$compare" "$runs" \
  "report activity=$flatcrm report activity >/dev/null" \
  "report activity --at HEAD~$half=$flatcrm report activity --at HEAD~$half >/dev/null" \
  "report activity -O csv (no footer)=$flatcrm report activity -O csv >/dev/null" \
  "git status=git status --porcelain >/dev/null"
