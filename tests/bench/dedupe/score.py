#!/usr/bin/env python3
"""Imports labelled lists by their profiles, lets flatcrm find the duplicates, and measures its clusters.

    score.py PROGRAM DATA [NAME...]         a NAME that ends in .csv is a list that people.py made

A pair is two records in one cluster; the truth says which pairs are right. Nothing but the roles of columns is named.
"""
import csv
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

here = os.path.dirname(os.path.abspath(__file__))


def truth_febrl(row):
    return row["rec_id"].split("-")[1]


SETS = {
    "febrl1": ("febrl/dataset1.csv", "febrl", "rec_id", truth_febrl),
    "febrl2": ("febrl/dataset2.csv", "febrl", "rec_id", truth_febrl),
    "fake_1000": ("fake_1000/fake_1000.csv", "fake", "unique_id", lambda row: row["cluster"]),
    "csv_example": ("csv_example/csv_example_input_with_true_ids.csv", "sites", "Id", lambda row: row["True Id"]),
    "restaurants": ("restaurants/restaurant-nophone-training.csv", "restaurants", "row", lambda row: row["unique_id"]),
    "senzing": ("senzing_truthset/customers.csv", "senzing", "RECORD_ID", None),
}

PROFILES = {
    "febrl": """
source: febrl
collection: customers
key: [rec_id]
region: AU
fields:
  kind: {const: person}
  name: "{given_name} {surname}"
  given_name: given_name
  family_name: surname
  addresses.1.street: "{street_number} {address_1}"
  addresses.1.city: suburb
  addresses.1.postcode: postcode
  addresses.1.region: state
  birth: date_of_birth
  soc_sec_id: soc_sec_id
""",
    "fake": """
source: fake
collection: customers
key: [unique_id]
fields:
  kind: {const: person}
  name: "{first_name} {surname}"
  given_name: first_name
  family_name: surname
  birthday: dob
  addresses.1.city: city
  emails: [email]
""",
    "sites": """
source: sites
collection: customers
key: [Id]
fields:
  kind: {const: organization}
  name: Site name
  addresses.1.street: Address
  addresses.1.postcode: Zip
  phone_number: Phone
""",
    "restaurants": """
source: restaurants
collection: customers
key: [row]
fields:
  kind: {const: organization}
  name: name
  addresses.1.street: address
  addresses.1.city: city
  cuisine: cuisine
""",
    "senzing": """
source: senzing
collection: customers
key: [RECORD_ID]
region: US
fields:
  kind: {from: RECORD_TYPE, map: {PERSON: person, ORGANIZATION: organization}}
  name: "{whole_name}"
  given_name: "{PRIMARY_NAME_FIRST} {PRIMARY_NAME_MIDDLE}"
  family_name: PRIMARY_NAME_LAST
  gender: GENDER
  born: born
  passport: PASSPORT_NUMBER
  license: DRIVERS_LICENSE_NUMBER
  ssn: SSN_NUMBER
  national_id: NATIONAL_ID_NUMBER
  emails: [EMAIL_ADDRESS]
  addresses.1.street: street
  addresses.1.city: ADDR_CITY
  addresses.1.region: ADDR_STATE
  addresses.1.postcode: ADDR_POSTAL_CODE
  phones: [PHONE_NUMBER]
""",
}

PROFILES["people"] = """
source: people
collection: customers
key: [rec]
region: AU
fields:
  kind: {const: person}
  name: "{given_name} {family_name}"
  given_name: given_name
  family_name: family_name
  addresses.1.street: street
  addresses.1.city: suburb
  addresses.1.postcode: postcode
  birthday: birthday
  phones: [phone]
  emails: [email]
"""

SETTINGS = {
    "febrl": "fields: {birth: date, soc_sec_id: identifier}\n",
    "sites": "fields: {phone_number: phone}\n",
    "restaurants": "fields: {cuisine: category}\n",
    "senzing": "fields: {gender: category, born: date, passport: identifier, license: identifier, ssn: identifier, "
    "national_id: identifier}\n",
}


def senzing_date(text):
    """The list writes days in five ways; a profile could not say so, a column can."""
    for form in ("%m/%d/%Y", "%m/%d/%y", "%d/%m/%Y", "%b %d %Y", "%d-%b-%y", "%Y-%m-%d"):
        try:
            return time.strftime("%Y-%m-%d", time.strptime(text, form))
        except ValueError:
            pass
    return text


def rows_of(name, path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, skipinitialspace=True)
        rows = list(reader)
        columns = list(reader.fieldnames)
    if name == "restaurants":
        for number, row in enumerate(rows):
            row["row"] = str(number)
        columns.append("row")
    if name == "senzing":
        for row in rows:
            row["whole_name"] = row["PRIMARY_NAME_ORG"] or row["PRIMARY_NAME_FULL"] or row["NATIVE_NAME_FULL"] or (
                row["PRIMARY_NAME_FIRST"] + " " + row["PRIMARY_NAME_LAST"])
            row["street"] = row["ADDR_LINE1"] or row["ADDR_FULL"]
            row["born"] = senzing_date(row["DATE_OF_BIRTH"])
        columns += ["whole_name", "street", "born"]
    return rows, columns


def pairs_of(cluster_of):
    members = defaultdict(list)
    for key, cluster in cluster_of.items():
        members[cluster].append(key)
    return {pair for keys in members.values() for pair in itertools.combinations(sorted(keys), 2)}


def run(program, *arguments, **options):
    return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def make_book(program, folder, name, profile, rows, columns):
    book = os.path.join(folder, name)
    shutil.rmtree(book, ignore_errors=True)
    run(program, "init", book, "--name", name, "--currency", "EUR", "-q")
    settings = os.path.join(book, "flatcrm.yaml")
    with open(settings) as file:
        text = file.read()
    with open(settings, "w") as file:
        file.write(text.replace("customers: yaml", "customers: " + ("csv" if len(rows) < 20000 else "csv-sharded")))
    source = os.path.join(folder, name + ".csv")
    with open(source, "w", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)
    os.makedirs(os.path.join(book, "imports"), exist_ok=True)
    with open(os.path.join(book, "imports", profile + ".yaml"), "w") as out:
        out.write(PROFILES[profile])
    run(program, "-C", book, "import", source, "--profile", profile, "--date-order", "dmy", "-q")
    if profile in SETTINGS:
        with open(os.path.join(book, "dedupe.yaml"), "w") as out:
            out.write(SETTINGS[profile])


def calibration(program, book, name, truth, found, keys):
    """What the summary expects of its two bands, and what is true of them: pairs that are proposed to be merged, and
    those that come into one cluster only if a person says so."""
    figures = json.loads(run(program, "-C", book, "dedupe", "--summary", "-O", "json"))["figures"]
    merge, records, decision, inside = set(), [], "", False
    for line in run(program, "-C", book, "dedupe").splitlines() + ["  - decision: end"]:
        if line.startswith("  - decision: "):
            if decision == "merge":
                merge.update(itertools.combinations(sorted(records), 2))
            decision, records, inside = line.split()[-1], [], False
        elif line.startswith("      - ") and inside:
            records.append(keys[line[8:]])
        else:
            inside = line.startswith("    records:")
    report = []
    for band, pairs in (("merge", merge), ("review", found - merge)):
        right = 100 * len(pairs & truth) / len(pairs) if pairs else 100.0
        expected = float(figures[band + "_precision"]["value"]) if pairs else 100.0
        report.append(f"{band} band {len(pairs)} pairs, right {right:.2f} %, expected {expected:.2f} %")
    print(f"{'':12} {'; '.join(report)}", flush=True)


def measure(program, data, name, keep):
    if name.endswith(".csv"):
        file, profile, key, truth_of = name, "people", "rec", lambda row: row["truth"]
        path, name = os.path.abspath(file), os.path.basename(file)[:-4]
    else:
        file, profile, key, truth_of = SETS[name]
        path = os.path.join(data, file)
    rows, columns = rows_of(name, path)
    if name == "senzing":
        with open(os.path.join(data, "senzing_truthset/actual_truthset_key.csv"), newline="") as labels:
            clusters = {row["RECORD_ID"]: row["CLUSTER_ID"] for row in csv.DictReader(labels)
                        if row["DATA_SOURCE"] == "CUSTOMERS"}
        truth_of = lambda row: clusters[row["RECORD_ID"]]
    folder = keep or tempfile.mkdtemp(prefix="dedupe-")
    book = os.path.join(folder, name)
    if not (os.environ.get("REUSE") and os.path.exists(book)):
        make_book(program, folder, name, profile, rows, columns)
    keys = {row[0]: row[1] for row in csv.reader(
        run(program, "-C", book, "export", "customers", "--fields", "id", "--fields", "sources.1.key").splitlines()[1:])}
    begin = time.time()
    listed = list(csv.DictReader(run(program, "-C", book, "dedupe", "--list", "clusters", "-O", "csv").splitlines()))
    seconds = time.time() - begin
    truth = pairs_of({row[key]: truth_of(row) for row in rows})
    found = pairs_of({keys[row["id"]]: row["cluster"] for row in listed})
    right = len(truth & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(truth))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    largest = max(Counter(row["cluster"] for row in listed).values(), default=0)
    print(f"{name:12} records {len(rows):6} true {len(truth):6} found {len(found):6} precision {precision:.4f} "
          f"recall {recall:.4f} F1 {f1:.4f} largest {largest} {seconds:.2f} s", flush=True)
    calibration(program, book, name, truth, found, keys)
    if keep:
        by_key = {row[key]: row for row in rows}
        with open(os.path.join(folder, name + ".wrong"), "w") as out:
            for title, wrong in (("false", found - truth), ("missed", truth - found)):
                for a, b in sorted(wrong):
                    out.write(f"{title}\n  {a} {list(by_key[a].values())}\n  {b} {list(by_key[b].values())}\n")
    return f1


def main():
    program, data = os.path.abspath(sys.argv[1]), sys.argv[2]
    for name in sys.argv[3:] or SETS:
        measure(program, data, name, os.environ.get("KEEP"))


if __name__ == "__main__":
    main()
