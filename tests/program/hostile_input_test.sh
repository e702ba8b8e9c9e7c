#!/bin/sh
# Input that means ill, or that no one could mean: a clear error of one line, soon, in bounded memory, and nothing written.
set -u
command -v python3 > /dev/null || { echo 'no python3: the input is not made'; exit 77; }
flatcrm="$FLATCRM_BUILD/cmd/flatcrm"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
python3 - <<'END' || exit 1
import gzip, zipfile
with gzip.open('bomb.csv.gz', 'wb', 1) as out:
    for i in range(300): out.write(b'\n' * (1 << 20))
parts = {'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>',
         'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'}
def book(name, sheet):
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, text in parts.items(): archive.writestr(part, text)
        with archive.open('xl/worksheets/sheet1.xml', 'w') as out:
            for piece in sheet: out.write(piece)
book('bomb.xlsx', [b'<worksheet>'] + [b' ' * (1 << 20)] * 400)
book('rows.xlsx', [b'<worksheet><sheetData>'] + [b'<row><c><v>1</v></c></row>' * 40330] * 1000)
book('entity.xlsx', [b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData>'
                     b'<row r="1"><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'])
book('laugh.xlsx', [b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b''.join(b'<!ENTITY %c "%s">' % (98 + i, b'&%c;' % (97 + i) * 10) for i in range(9)) +
                    b']><worksheet><sheetData><row><c><v>&j;</v></c></row></sheetData></worksheet>'])
book('wide.xlsx', [b'<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'])
open('wide.csv', 'w').write(','.join('c%d' % i for i in range(10000)) + '\n' + ','.join('1' * 10000) + '\n')
open('wide.jsonl', 'w').write(''.join('{"c%d":1}\n' % i for i in range(10000)))
open('deep.json', 'w').write('{"a":' * 100000 + '1' + '}' * 100000)
open('deep.yaml', 'w').write('- ' * 100000 + 'a\n')
open('fold.vcf', 'wb').write(b'BEGIN:VCARD\nVERSION:3.0\nNOTE:x\n' + b' x\n' * 10000000)
open('nest.vcf', 'wb').write(b'BEGIN:VCARD\nAGENT:\n' * 100000)
open('fold.ldif', 'wb').write(b'dn: x\n' + (b' ' + b'x' * 99 + b'\n') * 500000)
open('values.ldif', 'wb').write(b'dn: x\n' + b'mail: a\n' * 200000)
open('line.csv', 'wb').write(b'a' * 100000000)
open('quote.csv', 'wb').write(b'Nr,Name\n1,A\n2,"B\n' + b'22,Some name of a person\n' * 4000000)
open('odd.csv', 'wb').write('Nr,Name\n1,\u00c4nne\n'.encode('utf-16') + b'x')
with gzip.open('tail.csv.gz', 'wb') as out: out.write(b'Nr,Name\n1,A\n')
open('tail.csv.gz', 'ab').write(b'a part that lost its head')
open('two\nlines.csv', 'w').write('Nr,Name\n1,A\n')
open('controls.csv', 'w').write('Nr,Name\n' + ''.join('%d,Person %d of many\n' % (i, i) for i in range(100)) + '901,A\x07B\n902,C\u202eD\n903,E\x1b[31mF\n904,\u202d+49\u202c\n')
open('controls.json', 'w').write('[{"Nr": 1, "Name": "a\\u0007"}]')
END
"$flatcrm" init book --name Test --currency EUR -q
cp -r book before
refuse() {
  file=$1 what=$2
  out=$( (ulimit -v 4000000; timeout 60 "$flatcrm" -C book import "$file" --collection customers) 2>&1 > /dev/null)
  status=$?
  [ "$status" = 3 ] || { echo "$file: status $status"; failed=1; }
  case $out in *"$what"*) ;; *) echo "$file: $out"; failed=1 ;; esac
  [ "$(printf '%s\n' "$out" | wc -l)" = 1 ] || { echo "$file: more than a line"; failed=1; }
  diff -r before book > /dev/null || { echo "$file: something was written"; failed=1; }
}
refuse bomb.csv.gz 'unpacks to more than'
refuse bomb.xlsx 'unpacks to more than 100 times'
# What the archive itself says of such a part is enough: rows of 2 GB are not read first.
refuse rows.xlsx 'unpacks to more than 100 times'
[ "$(ulimit -t 2; "$flatcrm" -C book import rows.xlsx 2>&1 | grep -c 'more than 100 times')" = 1 ] || { echo 'rows.xlsx: late'; failed=1; }
refuse entity.xlsx 'declares a document type'
refuse laugh.xlsx 'declares a document type'
refuse wide.xlsx 'more than 4096 columns'
refuse wide.csv 'more than 4096 columns: 10000'
refuse wide.jsonl 'more than 4096 columns'
refuse deep.json 'nested more than 64 deep'
refuse deep.yaml 'nested deeper than 64 levels'
refuse fold.vcf 'fold.vcf:3: a line that is folded more than 500,000 times'
refuse nest.vcf 'cards within cards, more than 8 deep'
refuse fold.ldif 'an attribute of more than 32 MiB'
refuse values.ldif "more than 100000 values of 'mail' in one record"
refuse line.csv 'line.csv:1: a line of more than 64 MiB'
refuse quote.csv 'quote.csv:3:3: a quote that is not closed within 64 MiB'
refuse odd.csv 'not valid in UTF-16LE'
refuse tail.csv.gz 'is broken'
refuse 'two
lines.csv' 'a file whose name holds a control character'
# A row that holds one is refused by itself.
"$flatcrm" -C book import controls.csv --collection customers --key Nr --rejects rejects.csv > log 2>&1 || failed=1
grep -q 'read 104: created 101, updated 0, unchanged 0, rejected 3' log || { cat log; failed=1; }
for code in 0007 202E 001B; do grep -q "the control character U+$code" rejects.csv || { echo "no $code"; failed=1; }; done
"$flatcrm" -C book import controls.json --collection customers --key Nr 2>&1 | grep -q 'rejected: the control character U+0007' || failed=1
# So is one with a list that has no end, before anything is compared with everything.
python3 -c "print('Nr,Name,E-Mail\n1,A,a@b.example\n2,B,\"' + ';'.join('a%d@b.example' % i for i in range(100000)) + '\"\n3,C,\"' +
  ','.join('a%d@b.example' % i for i in range(100000)) + '\"')" > lists.csv
timeout 20 "$flatcrm" -C book import lists.csv --collection customers --key Nr --rejects lists-rejects.csv > log 2>&1 || failed=1
grep -q 'rejected 2' log || { cat log; failed=1; }
grep -q "more than 4096 values for 'emails'" lists-rejects.csv || failed=1
exit $failed
