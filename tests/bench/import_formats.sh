#!/bin/sh
# Import by format: the same people as CSV in UTF-8 and GB18030, as JSON lines, as a workbook and as vCards, phones on, into an empty book.
#
#   import_formats.sh BUILD [ROWS]      rows, seconds, seconds of all cores, rows a second and peak memory, as a Markdown table
set -eu
build=$(CDPATH= cd -- "${1:?a build folder}" && pwd) rows=${2:-1000000} part=$((${2:-1000000} / 5))
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
/usr/bin/python3 - "$rows" "$part" <<'END'
import sys, random, json
import xlsxwriter
rows, part = int(sys.argv[1]), int(sys.argv[2])
random.seed(7)
given = ['Anna', 'Ben', 'Clara', 'David', 'Eva', 'Felix', 'Greta', 'Hans', 'Ida', 'Jan']
family = ['Müller', 'Schmidt', 'Weber', 'Wagner', 'Becker', 'Hoffmann', 'Schäfer', 'Koch', 'Bauer', 'Klein']
city = ['Berlin', 'Köln', 'München', 'Hamburg', 'Bremen', 'Ulm']
names = ['Nr', 'Name', 'Email', 'Phone', 'Street', 'City', 'Postcode', 'Since']
def person(i):
    g, f = random.choice(given), random.choice(family)
    return (str(i), g + ' ' + f, '%s.%d@mail%d.example' % (g.lower(), i, i % 97), '0%d %d' % (random.randint(30, 899), random.randint(100000, 9999999)),
            random.choice(family) + 'straße %d' % (i % 300), random.choice(city), '%05d' % random.randint(1000, 99999),
            '%d-%02d-%02d' % (2000 + i % 25, 1 + i % 12, 1 + i % 28))
book = xlsxwriter.Workbook('people.xlsx', {'constant_memory': True})
sheet = book.add_worksheet('People')
sheet.write_row(0, 0, names)
utf8, gb, lines, cards = open('people.csv', 'w'), open('people-gb.csv', 'w', encoding='gb18030'), open('people.jsonl', 'w'), open('people.vcf', 'w')
for out in (utf8, gb): out.write(','.join(names) + '\n')
for i in range(rows):
    one = person(i)
    text = ','.join(one) + '\n'
    utf8.write(text)
    gb.write(text)
    lines.write(json.dumps(dict(zip(names, one)), ensure_ascii=False) + '\n')
    if i < part:
        sheet.write_row(i + 1, 0, one)
        g, f = one[1].split()
        cards.write('BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nN:%s;%s;;;\r\nFN:%s\r\nEMAIL;TYPE=INTERNET:%s\r\nTEL;TYPE=CELL:%s\r\nADR;TYPE=HOME:;;%s;%s;;%s;Germany\r\nEND:VCARD\r\n'
                    % (one[0], f, g, one[1], one[2], one[3], one[4], one[5], one[6]))
book.close()
END
cat > table.yaml <<'END'
source: bench
collection: customers
key: [Nr]
region: DE
fields: {name: Name, emails: Email, phones: Phone, addresses.1.street: Street, addresses.1.city: City, addresses.1.postcode: Postcode, acquired: Since}
END
sed '/country/d' "$here/../support/vcard.yaml" > cards.yaml
echo 'region: DE' >> cards.yaml
echo '| format | file MB | rows | s | CPU s | rows a s | rows a CPU s | peak MB |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
for file in people.csv people-gb.csv people.jsonl people.xlsx people.vcf; do
  rm -rf book
  mkdir book
  printf 'format: 1\nname: Bench\ncurrency: EUR\nregions: [DE]\nlayouts: {customers: csv-sharded}\n' > book/flatcrm.yaml
  "$build/cmd/flatcrm" -C book check > /dev/null 2>&1 || { rm -rf book; "$build/cmd/flatcrm" init book --name Bench --currency EUR --region DE -q; sed -i 's/customers: yaml/customers: csv-sharded/' book/flatcrm.yaml; }
  profile=table.yaml
  [ "$file" = people.vcf ] && profile=cards.yaml
  /usr/bin/python3 - "$build/cmd/flatcrm" "$file" "$profile" <<'END'
import os, resource, subprocess, sys, time, json
begin = time.time()
done = subprocess.run([sys.argv[1], '-C', 'book', 'import', sys.argv[2], '--profile', sys.argv[3], '-O', 'json'], capture_output=True)
wall = time.time() - begin
use = resource.getrusage(resource.RUSAGE_CHILDREN)
if done.returncode != 0: sys.exit(done.stderr.decode())
rows = json.loads(done.stdout)['rows']
assert rows['created'] == rows['read'], rows
cpu = use.ru_utime + use.ru_stime
print('| %s | %d | %d | %.1f | %.1f | %d | %d | %d |' % ({'people.csv': 'CSV, UTF-8', 'people-gb.csv': 'CSV, GB18030', 'people.jsonl': 'JSON lines', 'people.xlsx': 'XLSX', 'people.vcf': 'vCard'}[sys.argv[2]],
      os.path.getsize(sys.argv[2]) // 1000000, rows['read'], wall, cpu, rows['read'] / wall, rows['read'] / cpu, use.ru_maxrss // 1024))
END
done
