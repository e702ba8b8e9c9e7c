#!/bin/sh
# Cards that others wrote go into a book and out again with every property; khard shows the same names, numbers and addresses, and
# vobject reads every card.
set -u
/usr/bin/python3 -c 'import vobject' 2> /dev/null || { echo 'python3-vobject is not installed: no card is compared'; exit 77; }
data=$FLATCRM_SOURCE/../shared/data/contacts
[ -d "$data" ] || { echo "no $data: no card is compared"; exit 77; }
flatcrm="$FLATCRM_BUILD/cmd/flatcrm"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
fail() { echo "$*"; failed=1; }
compared=0
# By the profile that is built in, as people import them, and by one that says nothing but the columns.
for profile in built-in "$FLATCRM_SOURCE/tests/support/vcard.yaml"; do
  set --
  [ "$profile" = built-in ] || set -- --profile "$profile"
  for file in $(find "$data" -name '*.vcf' | sort) "$FLATCRM_SOURCE"/tests/support/cards/*.vcf; do
    case $file in */unparsable.vcf) continue ;; esac
    cards=$(tr -d '\000' < "$file" | grep -aci '^[^A-Za-z]*begin:vcard')
    case $file in *ANDROID.vcf) cards=$((cards - 1)) ;; esac  # one is no UTF-8
    version=4
    grep -aq '^VERSION:[23]' "$file" && version=3
    rm -rf book out
    "$flatcrm" init book --name Test --currency EUR --region US -q
    "$flatcrm" -C book import "$file" "$@" -q 2> errors || { cat errors; fail "$file: not imported"; continue; }
    "$flatcrm" -C book export customers -O "vcard$version" -o out/ -q || fail "$file: not exported"
    [ "$(ls out | wc -l)" = "$cards" ] || fail "$file: $(ls out | wc -l) cards, not $cards"
    /usr/bin/python3 -c 'import sys, vobject
for path in sys.argv[1:]: assert len(list(vobject.readComponents(open(path, newline="").read()))) == 1, path' out/*.vcf 2> errors ||
      { tail -1 errors; fail "$file: vobject can't read the export"; }
    /usr/bin/python3 "$FLATCRM_SOURCE/tests/support/compare_vcards.py" "$file" out/*.vcf > differences
    case $? in
      0) compared=$((compared + cards)) ;;
      1) fail "$file, $profile:"; cat differences ;;
      2) echo "vobject can't read $(basename "$file"): $(cat differences)" ;;
    esac
    # What was exported is imported as the same again.
    "$flatcrm" init again --name Test --currency EUR --region US -q
    "$flatcrm" -C again import out/*.vcf "$@" -q || fail "$file: the export is not imported"
    "$flatcrm" -C again export customers -O "vcard$version" -o second/ -q
    # The ids, and so the names of the files, are others.
    cat out/*.vcf | sort > first.lines
    cat second/*.vcf | sort | diff first.lines - || fail "$file, $profile: a second round differs"
    rm -rf again second
  done
done
echo "$compared cards have every property"
[ "$compared" -ge 100 ] || fail "too few were compared"

command -v khard > /dev/null || { echo 'khard is not installed: no folder is opened'; exit $failed; }
# khard passes over cards without a UID, and its names are those of FN.
mkdir before
cp "$data"/khard/test/fixture/vcards/*.vcf before/
rm before/unparsable.vcf
grep -L '^UID' before/*.vcf | xargs rm
"$flatcrm" init book2 --name Test --currency EUR --region US -q
"$flatcrm" -C book2 import before/*.vcf -q || fail 'khard: not imported'
"$flatcrm" -C book2 export customers -O vcard4 -o after/ -q || fail 'khard: not exported'
for side in before after; do
  printf '[addressbooks]\n[[book]]\npath = %s\n[general]\ndefault_action = list\n' "$work/$side" > khard.conf
  for what in list email phone postaddress birthdays; do
    khard -c khard.conf "$what" --parsable > "$side-$what" 2> "$side-$what.errors" || true
    grep -v '^searching' "$side-$what" | sed 's/pref=1/pref/' | sort > sorted && mv sorted "$side-$what"
    grep -i 'could not\|error' "$side-$what.errors" && fail "khard complains about $side"
  done
done
for what in list email phone postaddress birthdays; do
  [ -s "before-$what" ] || fail "khard shows no $what"
  diff "before-$what" "after-$what" || fail "khard shows another $what"
done
exit $failed
