#!/bin/sh
# Workbooks that another library writes come in with the values that it put there, and JSON lines of the same rows make the same book.
set -u
/usr/bin/python3 -c 'import xlsxwriter' 2> /dev/null || { echo 'python3-xlsxwriter is not installed: workbooks are not made'; exit 77; }
flatcrm="$FLATCRM_BUILD/cmd/flatcrm"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
/usr/bin/python3 - <<'END' || exit 1
import datetime, json, xlsxwriter
for name, options in (('book.xlsx', {}), ('constant.xlsx', {'constant_memory': True}), ('old.xlsx', {'date_1904': True})):
    book = xlsxwriter.Workbook(name, options)
    hidden = book.add_worksheet('Hidden'); hidden.hide(); hidden.write(0, 0, 'no')
    sheet = book.add_worksheet('Kunden'); sheet.activate()
    other = book.add_worksheet('Other'); other.write_row(0, 0, ['Nr', 'Name']); other.write_row(1, 0, [9, 'Zed'])
    day = book.add_format({'num_format': 'dd.mm.yyyy'}); moment = book.add_format({'num_format': 'yyyy-mm-dd hh:mm:ss'})
    code = book.add_format({'num_format': '00000'})
    sheet.write(0, 0, 'Kundenliste')
    sheet.write_row(2, 0, ['Nr', 'Name', 'Seit', 'Zeit', 'PLZ', 'Wert', 'Aktiv', 'Formel', 'Fehler'])
    for i in range(300):
        row = 3 + i + (1 if i > 100 else 0)
        sheet.write(row, 0, 17000 + i)
        sheet.write_string(row, 1, 'Müller & <Söhne> "%d"' % i if i % 2 else '=kein "Formel"')
        sheet.write_datetime(row, 2, datetime.date(1999, 12, 31) + datetime.timedelta(days=i), day)
        sheet.write_datetime(row, 3, datetime.datetime(2026, 11, 22, 23, 59, 30) + datetime.timedelta(seconds=i), moment)
        sheet.write(row, 4, 1000 + i, code)
        sheet.write(row, 5, 0.1 * i)
        sheet.write_boolean(row, 6, i % 3 == 0)
        sheet.write_formula(row, 7, '=A1*2', None, i * 2)
    book.close()
with open('rows.jsonl', 'w') as out:
    for i in range(300):
        text = lambda value: ('%.15g' % value)
        out.write(json.dumps({'Nr': 17000 + i, 'Name': 'Müller & <Söhne> "%d"' % i if i % 2 else '=kein "Formel"',
            'Seit': (datetime.date(1999, 12, 31) + datetime.timedelta(days=i)).isoformat(),
            'Zeit': (datetime.datetime(2026, 11, 22, 23, 59, 30) + datetime.timedelta(seconds=i)).isoformat(),
            'PLZ': '%05d' % (1000 + i), 'Wert': text(0.1 * i), 'Aktiv': i % 3 == 0, 'Formel': i * 2}) + '\n')
END
failed=0
for file in book.xlsx constant.xlsx old.xlsx rows.jsonl; do
  "$flatcrm" init "of-$file" --name Test --currency EUR --region DE -q || failed=1
  "$flatcrm" -C "of-$file" import "$file" --collection customers --source list --key Nr --as-of 2026-11-22 > "$file.log" 2>&1 || failed=1
  grep -q 'read 300: created 300, ' "$file.log" || { cat "$file.log"; failed=1; }
  diff -r "of-$file/customers" of-book.xlsx/customers || failed=1
done
grep -q "XLSX, sheet 'Kunden', header in line 3" book.xlsx.log || { cat book.xlsx.log; failed=1; }
grep -q "not read: 'Hidden' (hidden), 'Other'" book.xlsx.log || { cat book.xlsx.log; failed=1; }
"$flatcrm" -C of-book.xlsx import book.xlsx --sheet other --collection customers --source other --key Nr -q --dry-run | grep -q Zed || failed=1
"$flatcrm" -C of-book.xlsx import book.xlsx --sheet nope --collection customers 2>&1 | grep -q "it has Hidden, Kunden, Other" || failed=1
exit $failed
