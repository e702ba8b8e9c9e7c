#!/bin/sh
# dedupe as a person or a cron job runs it: input that no one could mean, decisions that hold, and what is new.
set -u
command -v python3 > /dev/null || { echo 'no python3: the input is not made'; exit 77; }
flatcrm="$FLATCRM_BUILD/cmd/flatcrm"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C
failed=0
fail() { echo "FAILED: $1"; failed=1; }
# A sanitizer maps terabytes of shadow, of which nothing can be taken away.
bounded=yes
(ulimit -v 3000000; "$flatcrm" --version > /dev/null 2>&1) || bounded=no
bound_memory() { [ "$bounded" = no ] || ulimit -v 3000000; }
book() { # NAME LAYOUT
  "$flatcrm" init "$1" --name Test -q && sed -i "s/customers: yaml/customers: $2/" "$1/flatcrm.yaml" && mkdir -p "$1/customers"
}

# An empty book, and one with one record, have nothing to propose.
book small yaml
"$flatcrm" -C small dedupe | grep -q '^proposals: \[\]$' || fail 'an empty book'
printf 'id: anna-000001\nname: Anna Abel\n' > small/customers/anna-000001.yaml
"$flatcrm" -C small dedupe | grep -q '^proposals: \[\]$' || fail 'one record'
"$flatcrm" -C small dedupe --auto 0.5 -q || fail 'nothing to merge'

# A field of a megabyte costs no more than a long name.
python3 - <<'END'
for number, letter in ((2, 'x'), (3, 'x'), (4, 'w ')):
    with open('small/customers/b-00000%d.yaml' % number, 'w') as out:
        out.write('id: b-00000%d\nname: "%s"\nemails: ["%s@example.org"]\n' % (number, (letter * 1000000).strip(), 'x' * 1000000))
        if letter == 'x': out.write('phones: ["+49301234567"]\nbirthday: 1970-01-01\n')
END
(bound_memory; timeout 60 "$flatcrm" -C small dedupe -o large.yaml) || fail 'a field of a megabyte'
grep -q 'b-000002' large.yaml || fail 'long fields are compared'

# Many equal records are one cluster, in every output, without looking at each pair.
book equal csv
python3 - <<'END'
with open('equal/customers/customers.csv', 'w') as out:
    out.write('id,kind,name,given_name,family_name,emails,birthday\n')
    for i in range(50000): out.write('p-%06d,person,Anna Abel,Anna,Abel,anna@example.org,1970-01-01\n' % i)
END
for arguments in '--list clusters -O csv' '--summary -O json' '' '--new --list clusters -O csv'; do
  # shellcheck disable=SC2086
  (bound_memory; timeout 100 "$flatcrm" -C equal dedupe $arguments -q > out.txt) || fail "50,000 equal records: $arguments"
  [ "$arguments" = '--list clusters -O csv' ] && [ "$(wc -l < out.txt)" -ne 50001 ] && fail 'one cluster of all'
done

# They are too many to be one customer: shown, and merged neither by a number nor by a person's word.
book keyed csv
python3 - <<'END'
with open('keyed/customers/customers.csv', 'w') as out:
    out.write('id,kind,name,emails,birthday,sources.1.source,sources.1.key\n')
    for i in range(50000): out.write('p-%06d,person,Anna Abel,anna@example.org,1970-01-01,shop,%d\n' % (i, i))
END
(bound_memory; timeout 100 "$flatcrm" -C keyed dedupe -o keyed.yaml -q) || fail 'proposals for 50,000 equal records'
grep -q '50000 records are alike, of which the first 1000 stand here' keyed.yaml || fail 'too many to be one'
grep -q 'decision: merge' keyed.yaml && fail 'a merge of 50,000 is proposed'
"$flatcrm" -C keyed dedupe --auto 0.5 2> err.txt || fail 'too many by a number'
grep -q "^left as they are: 50000 records like 'p-000000', too many to be one customer$" err.txt || fail 'said what is left'
[ "$(grep -c merged_into keyed/customers/customers.csv)" -eq 0 ] || fail 'merged what is too many'
sed 's/undecided/merge/; s/- p-000000$/- p-000000\n      - p-049999/' keyed.yaml > more.yaml
"$flatcrm" -C keyed dedupe --apply more.yaml 2> err.txt
[ $? -eq 3 ] && grep -q '^flatcrm: more.yaml:5: a merge of 1001 records; 1000 can become one; ' err.txt || fail 'a merge of 1001'
sed 's/undecided/merge/' keyed.yaml > most.yaml
"$flatcrm" -C keyed dedupe --apply most.yaml -q || fail 'a merge of 1000'
"$flatcrm" -C keyed dedupe --undo p-000000 -q || fail 'its undo'

# Beside firms and people a name tells a person, whom nothing else does.
book mixed csv
cat > mixed/customers/customers.csv <<'END'
id,name,phones,addresses.1.street,addresses.1.city,birthday
hans-000001,Hans Müller,+49301234567,Lange Str. 5,Berlin,1960-05-17
hans-000002,Hans Mueller,+49301234567,Lange Straße 5,Berlin,
kern-000001,Kern Optik GmbH,+4934199887,Markt 1,Leipzig,
berg-000001,Berg AG,+492214455,Ring 2,Köln,
holz-000001,Holz KG,+49893344,Weg 3,München,
END
"$flatcrm" -C mixed dedupe --list clusters -O csv > mixed.csv
[ "$(grep -c '^hans-00000[12],hans-000001,' mixed.csv)" -eq 2 ] && [ "$(wc -l < mixed.csv)" -eq 3 ] || { fail 'a person beside firms'; cat mixed.csv; }

# Proposals edited into nonsense: one line that says where, and nothing is written.
cp -r "$FLATCRM_SOURCE/examples/velo/book" velo
"$flatcrm" -C velo dedupe -o proposals.yaml -q || fail 'proposals'
cp -r velo before
refused() { # WHAT THE LINE SAYS
  "$flatcrm" -C velo dedupe --apply edited.yaml > out.txt 2> err.txt
  [ $? -eq 3 ] || fail "exit status of: $1"
  [ "$(wc -l < err.txt)" -eq 1 ] && grep -q "^flatcrm: edited.yaml.*$1.*; " err.txt || { fail "$1"; cat err.txt; }
}
edit() { printf "$1" > edited.yaml; }
edit ''; refused 'no proposals'
edit 'proposals: 7\n'; refused 'no list of proposals'
edit 'proposals:\n  - decision: marry\n    records: [a, b]\n'; refused "no decision 'marry'"
edit 'proposals:\n  - decision: merge\n    records: [omer-yilmaz-9jgpft]\n'; refused 'fewer than two records'
edit 'proposals:\n  - decision: merge\n    records: [omer-yilmaz-9jgpft, nobody-000000]\n'; refused "no customer 'nobody-000000'"
edit 'proposals:\n  - decision: link\n    records: [omer-yilmaz-9jgpft, oemer-yilmaz-gv2vy1]\n'; refused 'without its kind'
head -c 100000 /dev/urandom > edited.yaml; refused ''
diff -r -x .flatcrm before velo || fail 'nothing was written'

# A damaged memory of the last run, or one that can't be written, costs time and no more.
"$flatcrm" -C velo dedupe --list clusters -O csv -q > all.csv
head -c 300 velo/.flatcrm/dedupe > piece && mv piece velo/.flatcrm/dedupe
"$flatcrm" -C velo dedupe --new --list clusters -O csv -q > new.csv || fail 'a damaged memory'
[ "$(wc -l < all.csv)" -gt 1 ] || fail 'clusters to be found'
cmp all.csv new.csv || fail 'all is new where nothing is known'
"$flatcrm" -C velo dedupe --new --list clusters -O csv -q > new.csv || fail 'a second run'
cmp all.csv new.csv || fail '--new moves no mark'

# A merge taken back leaves the book as it was; what is distinct stays so, whatever --auto says.
python3 - <<'END'
text = open('proposals.yaml').read()
at = text.index('oemer-yilmaz-gv2vy1')
start = text.rindex('  - decision: ', 0, at)
open('merge.yaml', 'w').write(text[:start] + text[start:].replace('decision: undecided', 'decision: merge', 1))
open('distinct.yaml', 'w').write(text[:start] + text[start:].replace('decision: undecided', 'decision: distinct', 1))
END
"$flatcrm" -C velo dedupe --apply merge.yaml -q || fail 'apply'
"$flatcrm" -C velo dedupe -q | grep -q oemer-yilmaz && fail 'a merge asked twice'
"$flatcrm" -C velo dedupe --undo oemer-yilmaz-gv2vy1 -q || fail 'undo'
diff -r -x .flatcrm -x links -x dedupe before velo || fail 'apply, then undo'
"$flatcrm" -C velo dedupe --apply distinct.yaml -q || fail 'distinct'
"$flatcrm" -C velo dedupe -q | grep -q oemer-yilmaz && fail 'a distinct asked twice'
"$flatcrm" -C velo dedupe --auto 0 -q || fail 'auto'
grep -rq '^merged_into: oemer-yilmaz-gv2vy1' velo/customers && fail 'a distinct merged by --auto'

exit $failed
