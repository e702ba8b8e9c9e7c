#!/bin/sh
# A past state is read from the work tree where git's index vouches for its files, and never where anything is in doubt.
set -eu
command -v git >/dev/null || { echo 'git is not installed: skipped' >&2; exit 77; }
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
cd "$work"
export HOME="$work" LC_ALL=C GIT_CONFIG_NOSYSTEM=1 FLATCRM_AS_OF=2026-11-22
git config --global user.name Ada
git config --global user.email ada@example.org
git config --global gc.auto 0
failed=0
say() { echo "FAIL: $*"; failed=1; }

mkdir -p book/customers
printf 'format: 1\nname: Acme\nlayouts: {customers: csv}\n' >book/flatcrm.yaml
echo .flatcrm/ >book/.gitignore
{
  echo 'id,name,notes'
  i=100000
  while [ $i -lt 102000 ]; do
    echo "person-$i,Person $i,notes of the person with the number $i"
    i=$((i + 1))
  done
} >book/customers/customers.csv
table=book/customers/customers.csv
sleep 1.1  # the index is younger than the file then
git -C book init -q
git -C book add -A
git -C book commit -qm one

at() { "$flatcrm" -C "$1" export customers --at HEAD -O csv; }
at book >wanted
[ "$(wc -l <wanted)" = 2001 ] || say "not all records: $(wc -l <wanted)"
is_as_committed() { at "$2" >got 2>err && cmp -s got wanted || say "not as committed: $1"; }

# An edit of the same size, then one that has the old time too.
cp -p "$table" old
sed -i 's/Person 100007,/Person 900007,/' "$table"
is_as_committed 'edited in the same size' book
touch -r old "$table"
is_as_committed 'edited in the same size, with the old time' book
"$flatcrm" -C book export customers -O csv | grep -q 'Person 900007' || say 'the edit is not in the work tree'
git -C book checkout -q -f .

# A file that is staged but not committed.
sed 's/Person 100008,/Person 900008,/' "$table" >new && mv new "$table"
sleep 1.1
git -C book add -A
is_as_committed 'staged' book
git -C book reset -q --hard

# Taken for unchanged, whatever it holds.
git -C book update-index --assume-unchanged customers/customers.csv
sed -i 's/Person 100009,/Person 900009,/' "$table"
is_as_committed 'assumed to be unchanged' book
git -C book update-index --no-assume-unchanged customers/customers.csv
git -C book checkout -q -f .

# Other line ends in the work tree.
git -c core.autocrlf=true clone -q book crlf
git -C crlf config core.autocrlf true
is_as_committed 'CRLF in the work tree' crlf

# A filter that keeps the size: git has other bytes than the work tree.
git clone -q book filtered
git -C filtered config filter.shout.clean 'tr a-z A-Z'
git -C filtered config filter.shout.smudge cat
echo '*.csv filter=shout' >filtered/.gitattributes
echo 'id,name,notes' >head
{ sed -n 1p "$table"; sed 1d "$table" | sed 's/Person/person/'; } >filtered/customers/customers.csv
printf 'id,name\n' >filtered/customers/small.csv
sleep 1.1
git -C filtered add -A
git -C filtered commit -qm shouting 2>/dev/null
git -C filtered show HEAD:customers/customers.csv >blob
cmp -s blob filtered/customers/customers.csv && say 'the filter did nothing'
printf 'format: 1\nname: Plain\nlayouts: {customers: csv}\n' >plain.yaml
mkdir -p plain/customers && cp plain.yaml plain/flatcrm.yaml && cp blob plain/customers/customers.csv
at filtered >got 2>err || true
"$flatcrm" -C plain export customers -O csv >wanted_blob 2>err || true
cmp -s got wanted_blob || say 'a filtered file stood in for its blob'

# What git vouches for is read from the work tree: a blob that is broken is not missed. Otherwise it is.
blob=$(git -C book rev-parse HEAD:customers/customers.csv)
object=book/.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)
chmod u+w "$object"
cp "$object" whole
dd if=/dev/zero of="$object" bs=1 seek=$(($(wc -c <"$object") / 2)) count=300 conv=notrunc 2>dd_out
touch -d '2026-01-01' "$table"
git -C book update-index --really-refresh >/dev/null 2>&1 || true
sleep 1.1
git -C book update-index --refresh >/dev/null 2>&1 || true
is_as_committed 'as the index has it, its blob broken' book
echo >>"$table"
at book >got 2>&1 && say 'a broken blob was not missed'
grep -q 'broken' got || { say 'not said to be broken'; cat got; }
# Cut short, as a full disk leaves it.
head -c $(($(wc -c <whole) - 500)) whole >"$object"
if command -v timeout >/dev/null; then
  status=0
  timeout 20 "$flatcrm" -C book export customers --at HEAD -O csv >got 2>&1 || status=$?
  [ $status = 3 ] || say "status $status for a blob that was cut short"
  grep -q 'broken' got || { say 'not said to be broken when cut short'; cat got; }
fi
[ $failed = 0 ] && echo 'the work tree stands in for blobs where it may'
exit $failed
