#!/bin/sh
# What `git diff` says of one changed cell in a real sales book: the three lines that the README shows, letter for letter.
set -eu
data=${FLATCRM_SOURCE:?}/../shared/data/sales/crm-opportunities
[ -d "$data" ] || { echo "skipped: the sales export is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export PATH="${FLATCRM_BUILD:?}/cmd:$PATH" FLATCRM_AS_OF=2018-01-01 LC_ALL=C HOME="$work" GIT_CONFIG_NOSYSTEM=1 GIT_PAGER=cat
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
flatcrm init -q book --currency USD
for part in accounts products sales_teams sales_pipeline; do
  flatcrm -C book import -q "$data/$part.csv" --profile "$FLATCRM_SOURCE/examples/crm-opportunities/$part.yaml"
done
cd book
git init -q && git config gc.auto 0  # or it packs behind our back while the folder is removed
git add -A && git commit -qm 'The book'
flatcrm git-setup -q
# The block of the README: its commands are run, and what they print is what stands there.
sed -n '/^<!-- git diff of a sales book -->$/,/^```$/p' "$FLATCRM_SOURCE/README.md" | sed '1,2d; /^```$/d' >../block
[ "$(grep -c '^\$ ' ../block)" -ge 2 ] || { echo 'no such block in the README'; exit 1; }
grep '^\$ ' ../block | sed 's/^\$ //' | while read -r command; do
  echo "\$ $command"
  sh -c "$command"
done >../said
diff ../block ../said
git diff -U9 | grep -c '' >../lines
[ "$(cat ../lines)" = 3 ] || { echo 'not three lines'; exit 1; }
# The same cell in a table of 8,800 deals, and in the log.
git checkout -q .
flatcrm convert deals --layout csv -q
git add -A && git commit -q --no-verify -m 'One table'
sed -i '/^01xz9cry/s/,Engaging,/,Won,/' deals/deals.csv
[ "$(git diff | tail -2)" = "- stage: Engaging
+ stage: Won" ] || { git diff; exit 1; }
git commit -q --no-verify -am 'Won'
[ "$(git log -1 -p -U0 --format= | grep '^[-+]0')" = "-01xz9cry-pezz61 stage: Engaging
+01xz9cry-pezz61 stage: Won" ] || { git log -1 -p -U0; exit 1; }
