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
for file in $(find "$data" -name '*.vcf' | sort); do
  [ "$(grep -aci '^begin:vcard' "$file")" = 1 ] || continue
  case $file in */unparsable.vcf) continue ;; esac
  version=4
  grep -aq '^VERSION:[23]' "$file" && version=3
  rm -rf book out
  "$flatcrm" init book --name Test --currency EUR --region US -q
  "$flatcrm" -C book import "$file" --profile "$FLATCRM_SOURCE/tests/support/vcard.yaml" -q || { fail "$file: not imported"; continue; }
  "$flatcrm" -C book export customers -O "vcard$version" -o out/ -q || fail "$file: not exported"
  [ "$(ls out | wc -l)" = 1 ] || fail "$file: $(ls out | wc -l) cards"
  /usr/bin/python3 -c 'import sys, vobject; assert len(list(vobject.readComponents(open(sys.argv[1], newline="").read()))) == 1' out/*.vcf ||
    fail "$file: vobject can't read the export"
  /usr/bin/python3 "$FLATCRM_SOURCE/tests/support/compare_vcards.py" "$file" out/*.vcf > differences
  case $? in
    0) compared=$((compared + 1)) ;;
    1) fail "$file:"; cat differences ;;
    2) echo "vobject can't read $(basename "$file"): $(cat differences)" ;;
  esac
  # What was exported is imported as the same again.
  "$flatcrm" init again --name Test --currency EUR --region US -q
  "$flatcrm" -C again import out/*.vcf --profile "$FLATCRM_SOURCE/tests/support/vcard.yaml" -q || fail "$file: the export is not imported"
  "$flatcrm" -C again export customers -O "vcard$version" 2> /dev/null > second.vcf
  cmp -s second.vcf out/*.vcf || { diff second.vcf out/*.vcf; fail "$file: a second round differs"; }
  rm -rf again
done
echo "$compared cards have every property"
[ "$compared" -ge 30 ] || fail "too few were compared"

command -v khard > /dev/null || { echo 'khard is not installed: no folder is opened'; exit $failed; }
# khard passes over cards without a UID, and its names are those of FN.
mkdir before
cp "$data"/khard/test/fixture/vcards/*.vcf before/
rm before/unparsable.vcf
grep -L '^UID' before/*.vcf | xargs rm
"$flatcrm" init book2 --name Test --currency EUR --region US -q
"$flatcrm" -C book2 import before/*.vcf --profile "$FLATCRM_SOURCE/tests/support/vcard.yaml" -q || fail 'khard: not imported'
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
