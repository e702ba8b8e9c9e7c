#!/bin/sh
# What reads and writes git, in every kind of repository that people have, and in those that are broken: a clear line, and
# nothing written.
set -eu
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT INT TERM
cd "$work"
export HOME="$work" LC_ALL=C GIT_CONFIG_NOSYSTEM=1 FLATCRM_AS_OF=2026-11-22
git config --global user.name Ada
git config --global user.email ada@example.org
git config --global init.defaultBranch main
git config --global protocol.file.allow always
failed=0
say() { echo "FAIL: $*"; failed=1; }

# WANTED COMMAND...: what comes out holds the words.
holds() {
  wanted=$1
  shift
  "$@" >"$work/out" 2>&1 || true
  grep -qF -e "$wanted" "$work/out" || { say "no '$wanted' in: $*"; cat "$work/out"; }
}
# STATUS WANTED COMMAND...: it is refused with that status and one line that holds the words.
refused() {
  status=$1 wanted=$2
  shift 2
  got=0
  "$@" >out 2>&1 || got=$?
  [ "$got" = "$status" ] || { say "status $got instead of $status: $*"; cat out; }
  [ "$(wc -l <out)" = 1 ] || { say "not one line: $*"; cat out; }
  grep -qF -e "$wanted" out || { say "no '$wanted' in: $*"; cat out; }
}
same() { [ "$1" = "$2" ] || say "'$1' is not '$2'"; }

id=acme-1f9x2k
make_book() {
  mkdir -p "$1/customers"
  printf 'format: 1\nname: Acme\nlayouts: {customers: csv}\n' >"$1/flatcrm.yaml"
  echo .flatcrm/ >"$1/.gitignore"
  printf 'id,name,status\n%s,Acme,lead\nbob-222222,Bob,lead\n' "$id" >"$1/customers/customers.csv"
}
make_book plain
git -C plain init -q
git -C plain add -A
git -C plain commit -qm one
sed -i 's/Acme,lead/Acme,active/' plain/customers/customers.csv
git -C plain commit -qam two
printf 'No,Name\n7,Cora Feld\n' >leads.csv
import() { "$flatcrm" -C "$1" import leads.csv --collection customers --source fair --key No -q --commit; }

# The digest is what git says of the same files; of a dirty book what it will say.
digest() { "$flatcrm" -C "$1" segment 'status = active' --of customers -O json | sed -n 's/.*"digest": "\(.*\)".*/\1/p'; }
of_git() { git -C "$1" ls-tree "$2" flatcrm.yaml schemas customers deals sales | git -C "$1" hash-object --stdin; }
same "$(digest plain)" "$(of_git plain HEAD)"
holds "$(git -C plain rev-parse --short=10 HEAD)" "$flatcrm" -C plain segment 'status = active'
sed -i 's/Bob,lead/Bob,lapsed/' plain/customers/customers.csv
mkdir plain/customers/more
printf 'id,name\ndora-333333,Dora\n' >plain/customers/more/dora.csv
holds -dirty "$flatcrm" -C plain segment 'status = active'
dirty=$(digest plain)
git -C plain add -A
git -C plain commit -qm three
same "$dirty" "$(of_git plain HEAD)"
rm -r plain/customers/more
dirty=$(digest plain)
git -C plain add -A
git -C plain commit -qm four
same "$dirty" "$(of_git plain HEAD)"

# A sub-folder of a larger repository, in a work tree of its own.
mkdir large
git -C large init -q
echo text >large/README
make_book large/crm/acme
git -C large add -A
git -C large commit -qm one
sed -i 's/Acme,lead/Acme,active/' large/crm/acme/customers/customers.csv
echo more >>large/README
holds 'Acme (acme-1f9x2k)' "$flatcrm" -C large/crm/acme diff
git -C large commit -qam two
holds 'lead,active' "$flatcrm" -C large/crm/acme diff HEAD~1 HEAD -O csv
holds 'changed' "$flatcrm" -C large/crm/acme history "$id"
git -C large worktree add -q ../side -b side
holds 'changed' "$flatcrm" -C side/crm/acme history "$id"
import side/crm/acme
same "$(git -C side show --name-only --format= HEAD)" crm/acme/customers/customers.csv
holds 'import of leads.csv' "$flatcrm" -C side/crm/acme history cora-feld-$(sed -n 's/^cora-feld-\([^,]*\),.*/\1/p' side/crm/acme/customers/customers.csv)
same "$(git -C side status --porcelain)" ''
same "$(git -C large rev-list --count main)" 2
(cd side/crm/acme && holds '1 reversed' "$flatcrm" import --undo last --commit)
same "$(git -C side status --porcelain)" ''
same "$("$flatcrm" -C side/crm/acme diff HEAD~2 HEAD -O csv | wc -l)" 1  # columns that it added stay

# A submodule.
mkdir outer
git -C outer init -q
git -C outer submodule add -q "$work/plain" crm 2>/dev/null
git -C outer commit -qm one
holds 'changed' "$flatcrm" -C outer/crm history "$id"
import outer/crm
same "$(git -C outer/crm log -1 --format=%an)" Ada
holds 'Cora Feld' "$flatcrm" -C outer/crm diff HEAD~1 HEAD

# A bare repository: revisions only.
git clone -q --bare plain bare.git
holds 'lead,active' "$flatcrm" -C bare.git diff HEAD~3 HEAD~2 -O csv
holds 'changed' "$flatcrm" -C bare.git history "$id"
refused 3 'bare repository' "$flatcrm" -C bare.git diff
(cd bare.git && holds 'changed' "$flatcrm" history "$id")

# A shallow clone knows that it does not know.
git clone -q --depth 2 "file://$work/plain" shallow
holds 'known since' "$flatcrm" -C shallow history "$id"
refused 3 'unshallow' "$flatcrm" -C shallow diff HEAD~3 HEAD

# Windows line ends in the work tree.
git -c core.autocrlf=true clone -q plain crlf
git -C crlf config core.autocrlf true
grep -q "$(printf '\r')" crlf/customers/customers.csv || say 'no CRLF in the clone'
same "$("$flatcrm" -C crlf diff -O csv | wc -l)" 1
sed -i 's/Bob,lapsed/Bob,active/' crlf/customers/customers.csv
same "$("$flatcrm" -C crlf diff -O csv | wc -l)" 2
git -C crlf commit -qam five
same "$("$flatcrm" -C crlf segment -O json | grep -c dirty)" 0
import crlf
git -C crlf show HEAD:customers/customers.csv | grep -q "$(printf '\r')" && say 'CRLF was committed'
same "$(git -C crlf status --porcelain)" ''

# Not under git, and no commit yet.
make_book loose
refused 3 'not under git' "$flatcrm" -C loose diff
refused 3 'not under git' "$flatcrm" -C loose history "$id"
refused 3 'not under git' "$flatcrm" -C loose report changes
refused 3 'not under git' "$flatcrm" -C loose segment diff 'status = lead' --since HEAD
refused 3 'not under git' import loose
refused 3 'not under git' "$flatcrm" -C loose import --undo last
holds 'bob-222222' "$flatcrm" -C loose segment
make_book young
git -C young init -q
holds 'Bob' "$flatcrm" -C young diff
refused 3 'no commit yet' "$flatcrm" -C young history "$id"
refused 3 'not committed' import young
git -C young add -A
refused 3 'not committed' import young
git -C young commit -qm one
import young
same "$(git -C young rev-list --count HEAD)" 2

# A detached head moves on; what else is staged stays staged.
git clone -q plain detached
git -C detached checkout -q --detach
echo '# more' >>detached/flatcrm.yaml
git -C detached add flatcrm.yaml
import detached
same "$(git -C detached show --name-only --format= HEAD)" customers/customers.csv
same "$(git -C detached status --porcelain)" 'M  flatcrm.yaml'

# A conflicted work tree.
git clone -q plain torn
git -C torn switch -qc other
sed -i 's/Bob/Robert/' torn/customers/customers.csv
git -C torn commit -qam other
git -C torn switch -q main
sed -i 's/Bob/Bobby/' torn/customers/customers.csv
git -C torn commit -qam mine
git -C torn merge -q other >/dev/null 2>&1 || true
cp torn/customers/customers.csv before
refused 3 'merge is under way' import torn
refused 3 'conflict marker' "$flatcrm" -C torn diff
cmp -s before torn/customers/customers.csv || say 'a conflicted file was written'
holds 'changed' "$flatcrm" -C torn history "$id" --at HEAD
holds 'the work tree: ' "$flatcrm" -C torn history "$id"
holds 'changed' "$flatcrm" -C torn history "$id"

# Nobody to commit as: nothing is imported either.
git clone -q plain nameless
refused 3 'who commits' env HOME=/nonexistent "$flatcrm" -C nameless import leads.csv --collection customers --source fair --key No -q --commit
same "$(git -C nameless status --porcelain)" ''

# An object that is broken, or missing.
git clone -q --no-local plain broken
blob=$(git -C broken rev-parse HEAD~3:customers/customers.csv)
git -C broken unpack-objects -q <"$(ls broken/.git/objects/pack/*.pack)" 2>/dev/null || true
mv broken/.git/objects/pack packs
git -C broken unpack-objects -q <"$(ls packs/*.pack)"
object=broken/.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)
chmod u+w "$object"
echo nonsense >"$object"
refused 3 'broken' "$flatcrm" -C broken diff HEAD~3 HEAD~2
refused 3 'broken' "$flatcrm" -C broken history "$id"
rm "$object"
refused 3 'missing' "$flatcrm" -C broken diff HEAD~3 HEAD~2
git -C broken status --porcelain >out
same "$(cat out)" ''

# Somebody else's repository.
if [ "$(id -u)" = 0 ]; then
  git clone -q plain foreign
  chown -R 12345 foreign
  refused 3 'another user' "$flatcrm" -C foreign diff
  refused 3 'another user' "$flatcrm" -C foreign history "$id"
  refused 3 'another user' import foreign
  holds "$id" "$flatcrm" -C foreign segment
fi
exit "$failed"
