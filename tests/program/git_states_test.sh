#!/bin/sh
# Clones that are not as they should be: no drivers, a merge under way, a detached head, a broken object, another user's repository,
# worktrees, submodules, folders of a larger repository. Each is said in one line, and nothing is written.
set -u
command -v git > /dev/null || { echo 'git is not installed: skipped' >&2; exit 77; }
PATH=$FLATCRM_BUILD/cmd:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=T GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@example.org
export PATH HOME GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset FLATCRM_BOOK GIT_DIR
failed=0
expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] && return 0
  echo "$1: '$3' instead of '$2'" >&2
  failed=1
}
like() { # WHAT PATTERN GOT
  case $3 in $2) return 0 ;; esac
  echo "$1: '$3' is not like '$2'" >&2
  failed=1
}
state() { (cd "$1" && find . -type f ! -path '*/.flatcrm/*' ! -name index -exec cksum {} + | sort); }
unchanged() { # FOLDER COMMAND...: exit status in $status, words in $said
  folder=$1 before=$(state "$1")
  shift
  said=$("$@" 2>&1)
  status=$?
  expect "what '$*' leaves" "$before" "$(state "$folder")"
}

mkdir "$work/book" && cd "$work/book" || exit 1
git init -q -b main && flatcrm init -q crm && mkdir crm/customers
printf 'id,kind,name,status\nada-111111,person,Ada,lead\nbob-222222,person,Bob,lead\n' > crm/customers/customers.csv
git add -A && git commit -qm base
git branch other
sed -i 's/Ada,lead/Ada,active/' crm/customers/customers.csv && git commit -qam ours
git checkout -q other && sed -i 's/Bob,lead/Bob,lapsed/' crm/customers/customers.csv && git commit -qam theirs && git checkout -q main

# A clone without drivers says so, and that is no finding.
unchanged . flatcrm -C crm check
expect 'check without drivers' 0 "$status"
like 'words without drivers' '*lacks the merge driver*git-setup*' "$said"

# In a folder of a larger repository the hook checks the book, and both of two books.
flatcrm -C crm git-setup -q
grep -q 'flatcrm -C crm check' .git/hooks/pre-commit || expect 'hook of a sub-folder' 'flatcrm -C crm check' "$(cat .git/hooks/pre-commit)"
unchanged . flatcrm -C crm check
expect 'words with drivers' '' "$said"
flatcrm init -q shop && git add shop && git commit -qm shop && flatcrm -C shop git-setup -q
expect 'checks of two books' 2 "$(grep -c '>>> flatcrm git-setup' .git/hooks/pre-commit)"
flatcrm -C shop git-setup -q --remove
expect 'checks of one book' 1 "$(grep -c '>>> flatcrm git-setup' .git/hooks/pre-commit)"
expect 'driver of the other book' 'flatcrm merge-file %O %A %B %P' "$(git config merge.flatcrm.driver)"
git merge -q --no-edit other 2> /dev/null || expect 'merge of neighbouring rows' clean conflict
expect 'merged rows' 'Ada,active Bob,lapsed' "$(cut -d, -f3,4 crm/customers/customers.csv | tail -2 | tr '\n' ' ' | sed 's/ $//')"

# What git 2.39 merges without a word although the driver says no: one side took a customer out, both added another one whose file is
# alike. The hook before the merge's commit names the edit that would be lost.
customer() { printf 'id: %s\nkind: person\nname: Grace Hopper\nlanguage: de\nstatus: %s\ntags:\n  - red\n  - blue\n' "$1" "$2"; }
git checkout -q -b edited && customer zoe-333333 lead > crm/customers/zoe-333333.yaml && git add -A && git commit -qm zoe && git branch gone
customer zoe-333333 lapsed > crm/customers/zoe-333333.yaml && customer sue-444444 lead > crm/customers/sue-444444.yaml && git add -A && git commit -qm edited
git checkout -q gone && git rm -q crm/customers/zoe-333333.yaml && customer sue-444444 lead > crm/customers/sue-444444.yaml && git add -A && git commit -qm gone
git checkout -q edited && said=$(git merge --no-edit gone 2>&1) && expect 'a merge that would lose an edit' stopped committed
like 'words of a merge that would lose an edit' "*zoe-333333*status 'lead' -> 'lapsed'*" "$said"
git merge -q --abort 2> /dev/null || git reset -q --hard

# One side took an entry out, the other one corrected its date, so that it stands in another file now: git sees no conflict, and the
# hook does.
mkdir crm/interactions && log=crm/interactions && printf 'id,date,kind\nc-1,2026-11-02,call\nc-2,2026-11-03,call\nc-3,2026-11-04,call\n' > $log/2026-11.csv
git add -A && git commit -qm log && git branch -f gone
sed -i /c-2/d $log/2026-11.csv && printf 'id,date,kind\nc-2,2026-12-03,call\n' > $log/2026-12.csv && git add -A && git commit -qm corrected
git checkout -q gone && sed -i /c-2/d $log/2026-11.csv && git commit -qam gone
said=$(git merge --no-edit edited 2>&1) && expect 'a merge that would lose a deletion' stopped committed
like 'words of a merge that would lose a deletion' '*lost-deletion*c-2*edited it and moved it to interactions/2026-12.csv*' "$said"
git merge -q --abort 2> /dev/null || git reset -q --hard
git checkout -q main

# What holds no records may be left unmerged too.
mkdir -p crm/segments crm/imports crm/dedupe
for file in segments/vip.yaml imports/shop.yaml dedupe/decisions.csv dedupe.yaml; do
  printf 'a: 1\n<<<<<<< ours\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n' > crm/$file
  unchanged . flatcrm -C crm check
  expect "check of an unmerged $file" 1 "$status"
  like "words of an unmerged $file" "*$file:2:1: conflict-marker*" "$said"
  rm crm/$file
done

# A worktree of the same clone has the driver, and nothing of it in the worktree itself.
git worktree add -q ../tree other && (cd ../tree && unchanged . flatcrm -C crm git-setup && expect 'setup in a worktree' 'all of it is here already' "$said")
(cd ../tree && sed -i 's/Ada,lead/Ada,former/' crm/customers/customers.csv && git commit -qam third && git merge -q main 2> err
  like 'conflict in a worktree' '*status of*ada-111111*former*active*' "$(cat err)")
unchanged ../tree flatcrm -C ../tree/crm check
expect 'check of a conflict' 1 "$status"
like 'words of a conflict' '*customers/customers.csv:2:1: conflict-marker*' "$said"
unchanged ../tree flatcrm -C ../tree/crm check --merges main
expect 'merges in a conflicted tree' 0 "$status"
(cd ../tree && git merge --abort)

# A detached head is a head.
git checkout -q --detach HEAD~1
unchanged . flatcrm -C crm check --merges main
expect 'merges with a detached head' 0 "$status"
flatcrm -C crm git-setup -q --remove && flatcrm -C crm git-setup -q || expect 'setup with a detached head' 0 1
git checkout -q main

# A submodule has a configuration of its own.
mkdir ../super && (cd ../super && git init -q -b main && git -c protocol.file.allow=always submodule --quiet add "$work/book" sub &&
  flatcrm -C sub/crm git-setup -q && expect 'driver in a submodule' 'flatcrm merge-file %O %A %B %P' "$(git -C sub config --local merge.flatcrm.driver)" &&
  expect 'driver above the submodule' '' "$(git config merge.flatcrm.driver)")

# A shallow clone says what it can't verify.
git clone -q --depth 1 "file://$work/book" ../shallow
unchanged ../shallow flatcrm -C ../shallow/crm check --merges main
like 'a shallow clone' '*the clone is shallow*' "$said"

# An object that is broken or missing is an error, whatever command reads it.
git clone -q . ../broken && blob=$(git -C ../broken rev-parse HEAD:crm/customers/customers.csv)
rm -rf ../broken/.git/objects/pack/*.idx
(cd ../broken && for pack in .git/objects/pack/*.pack; do mv "$pack" ../pack && git unpack-objects -q < ../pack; rm -f ../pack; done) 2> /dev/null
object=../broken/.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)
chmod u+w "$object" 2> /dev/null && printf 'broken' > "$object"
unchanged ../broken flatcrm -C ../broken/crm check --merges main
expect 'merges with a broken object' 1 "$status"
like 'words of a broken object' '*unreadable*customers/customers.csv*broken*' "$said"
rm -f "$object"
unchanged ../broken flatcrm -C ../broken/crm check --merges main
like 'words of a missing object' '*unreadable*customers/customers.csv*missing*' "$said"

# A repository of another user is not looked into; the book is still checked.
if [ "$(id -u)" = 0 ]; then
  cp -r . ../theirs && chown -R 12345 ../theirs
  unchanged ../theirs flatcrm -C ../theirs/crm git-setup
  expect "setup in another's repository" 3 "$status"
  like "words of another's repository" '*belongs to another user*safe.directory*' "$said"
  unchanged ../theirs flatcrm -C ../theirs/crm check --merges main
  expect "merges of another's repository" 3 "$status"
  unchanged ../theirs flatcrm -C ../theirs/crm check
  expect "check in another's repository" 0 "$status"
else
  echo "another user's repository: skipped, since only root can make one" >&2
fi

# While git writes the configuration nothing is taken from it.
touch .git/config.lock
unchanged . flatcrm -C crm git-setup --remove
expect 'removal while git writes' 4 "$status"
rm .git/config.lock
exit "$failed"
