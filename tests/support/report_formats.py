"""Holds the five formats of a report against each other: each figure and each cell of a table, in the order in which they stand.

    report_formats.py NAME.json NAME.csv-folder NAME.md NAME.html NAME.txt

It knows nothing of the renderers but what a reader sees: tables of Markdown, of HTML, and text in columns below a rule. JSON says
what there is; every other format must say the same, digit for digit. Exit 1 with what differs."""
import csv
import html
import json
import re
import sys
import unicodedata


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text, begin, end):
    """The characters between two columns of a terminal."""
    out, at = "", 0
    for c in text:
        if begin <= at < end:
            out += c
        at += width(c)
    return out


def canonical(text):
    """A number without what makes it readable; text without the signs that Markdown protects."""
    text = html.unescape(text.strip())
    bare = re.sub(r"\*\*(.*)\*\*", r"\1", text)
    number = re.match(r"^(-?[0-9][0-9,]*(?:\.[0-9]+)?) ?(?:%|[A-Z]{3}|[a-z][a-z0-9 ]*)?$", bare)
    if number and not re.match(r"^[0-9]+ [a-z]", bare):
        return number.group(1).replace(",", "")
    if number:
        return number.group(1).replace(",", "")
    return re.sub(r"[\\`*]", "", bare)


def said(value):
    """A cell of JSON as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, dict):
        if "amount" in value:
            return value["amount"]
        return value.get("name") or value.get("id") or ""
    return str(value)


class Report:
    def __init__(self, path):
        self.json = json.load(open(path, encoding="utf-8"))
        self.figures, self.tables = [], []
        for section in self.json["sections"]:
            self.figures += section.get("figures", [])
            self.tables += section.get("tables", [])
        if len(set(self.figures + self.tables)) != len(self.figures + self.tables):
            raise SystemExit(f"{path}: a name stands twice among figures and tables")

    def rows(self, table):
        table = self.json["tables"][table]
        names = [column["name"] for column in table["columns"]]
        rows = table["rows"] + ([table["total"]] if table.get("total") else [])
        return [[canonical(said(row[name])) for name in names] for row in rows]

    def figure(self, name):
        return canonical(said(self.json["figures"][name].get("value")))


def of_csv(path, table):
    """A reference is two columns there: its id, and behind it its name."""
    with open(path, encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    columns, rows = table["columns"], []
    for line in lines[1:]:
        cells = dict(zip(lines[0], line))
        row = []
        for column in columns:
            name = column["name"]
            label = cells.get(name + "_name", "") if column["type"] == "reference" else ""
            row.append(canonical(label or cells.get(name, "")))
        rows.append(row)
    return rows


def of_markdown(text):
    figures, tables, current = [], [], None
    for line in text.split("\n"):
        if not line.startswith("|"):
            current = None
            continue
        cells = [canonical(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if current is None:
            current = []
            (figures if cells[0] == "Figure" else tables).append(current)
            continue
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            current.append(cells)
    return [row[1] for some in figures for row in some], tables


def of_html(text):
    figures = [canonical(re.sub(r"<[^>]*>", "", re.sub(r"<(small|span)[^>]*>.*?</\1>", "", one)))
               for one in re.findall(r"<dd>(.*?)</dd>", text, re.S)]
    tables = []
    for table in re.findall(r"<table>(.*?)</table>", text, re.S):
        body = re.sub(r"<thead>.*?</thead>", "", table, flags=re.S)
        rows = []
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S):
            cells = re.findall(r"<t[dh](?P<of>[^>]*)>(.*?)</t[dh]>", row, re.S)
            rows.append([canonical(re.sub(r"<[^>]*>", "", cell)) for of, cell in cells if 'class="bar"' not in of])
        tables.append(rows)
    return figures, tables


def of_text(text, report):
    """Below each rule stand as many rows as JSON has; the rule says where columns are."""
    lines, at, tables, figures = text.split("\n"), 0, [], []
    for name in report.figures:
        label = report.json["figures"][name]["label"]
        while at < len(lines) and not re.match(r"^  " + re.escape(label) + r"  ", lines[at] + "  "):
            at += 1
        value = lines[at][2 + len(label):].split("  (")[0] if at < len(lines) else "absent"
        figures.append(canonical(re.sub(r"^none$", "", value.strip())))
        at += 1
    rules = [i for i, line in enumerate(lines) if re.fullmatch(r"  ─[─ ]*", line)]
    used = -1
    for name in report.tables:
        count = len(report.rows(name))
        if count == 0:
            tables.append([])
            continue
        rule = next(i for i in rules if i > used)
        begins = [m.span() for m in re.finditer("─+", lines[rule])]
        body, used = [], rule
        while len(body) < count:
            used += 1
            if used not in rules:
                body.append([canonical(cut(lines[used], begin, end)) for begin, end in begins])
        tables.append(body)
    return figures, tables


def main():
    path, folder, markdown, page, plain = sys.argv[1:]
    report = Report(path)
    wanted_figures = [report.figure(name) for name in report.figures]
    wanted = [report.rows(name) for name in report.tables]
    read = lambda name: open(name, encoding="utf-8").read()
    faults = []

    def compare(format, figures, tables, empty_are_left_out):
        figures = [re.sub(r"^none$", "", value) for value in figures]
        if figures != wanted_figures:
            faults.append(f"{format}: figures {figures}, in JSON {wanted_figures}")
        expected = [rows for rows in wanted if rows or not empty_are_left_out]
        if len(tables) != len(expected):
            faults.append(f"{format}: {len(tables)} tables, in JSON {len(expected)}")
        for rows, other in zip(tables, expected):
            if rows != other:
                faults.append(f"{format}: {[row for row in rows if row not in other][:3]}, in JSON "
                              f"{[row for row in other if row not in rows][:3]}")

    compare("Markdown", *of_markdown(read(markdown)), True)
    compare("HTML", *of_html(read(page)), True)
    compare("text", *of_text(read(plain), report), False)
    for name, rows in zip(report.tables, wanted):
        table = report.json["tables"][name]
        total = 1 if table.get("total") else 0
        found = of_csv(f"{folder}/{name}.csv", table)
        if found != rows[:len(rows) - total] and found != rows:
            faults.append(f"CSV {name}: {found[:3]}, in JSON {rows[:3]}")
    if report.figures:
        with open(f"{folder}/figures.csv", encoding="utf-8", newline="") as file:
            values = {line["figure"] if "figure" in line else line["name"]: line["value"] for line in csv.DictReader(file)}
        found = [canonical(values[name]) for name in report.figures]
        if found != wanted_figures:
            faults.append(f"CSV figures: {found}, in JSON {wanted_figures}")
    for fault in faults:
        print(f"{report.json['report']}: {fault}"[:600])
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
