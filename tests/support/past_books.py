"""Reports with --as-of in the past, against the same reports of a book from which all that came later is cut away.

    past_books.py FLATCRM FOLDER [BOOKS] [SEED]        default 3 books from seed 1

A random book is written twice: whole, and as it was on a day. In the second one interactions, sales, deals and tickets of later days
are not there, deals and tickets that were closed later are open, and deals stand in the stage of their history. Every report but those
about the records themselves (audit, quality, scorecard, changes) says the same of both.
"""
import csv
import datetime
import json
import os
import random
import subprocess
import sys

REPORTS = ["activity", "clv", "cohorts", "community", "forecast", "goals", "neglected", "order-to-cash", "pareto", "pipeline", "products",
           "rfm", "satisfaction", "staff", "tickets", "todo", "weekly"]
# Without `pipeline`, as no metric reads the history of stages.
METRICS = ["value", "orders", "first_order", "last_order", "contacts", "complaints", "last_contact", "last_outbound", "last_word",
           "last_answered", "silence", "answered_silence", "unheard", "waiting_since", "waiting", "unanswered_complaints", "recency", "frequency",
           "monetary", "r", "f", "m", "rfm", "nps", "nps_mean", "csat", "csat_mean", "ces", "ces_mean", "open_deals", "won_deals", "open_tickets",
           "network_value", "share_of_wallet", "second_order", "repeat_value", "lifecycle"]
SETTINGS = """format: 1
name: Past
currency: EUR
time_zone: UTC
layouts: {customers: csv, staff: csv, deals: csv, interactions: csv, sales: csv, tickets: csv, goals: csv}
pipelines:
  - name: default
    stages:
      - {name: lead, probability: 10}
      - {name: qualified, probability: 30}
      - {name: proposal, probability: 60}
      - {name: won, probability: 100, outcome: won}
      - {name: lost, probability: 0, outcome: lost}
contact_policy: [{tier: A, days: 30}, {tier: B, days: 90}, {tier: C, days: 180}]
"""
LAST = datetime.date(2026, 6, 30)
STAGES = ["lead", "qualified", "proposal"]


def days(number):
    return datetime.timedelta(days=number)


class Maker:
    """A random book, as lists of records by collection; days are dates."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.customers = [f"c{i}" for i in range(30)]
        self.staff = [f"s{i}" for i in range(4)]

    def maybe(self, chance, value):
        return value if self.random.random() < chance else ""

    def day(self, before=700):
        return LAST - days(self.random.randint(0, before))

    def amount(self):
        return f"{self.random.randint(10, 9999)}.{self.random.randint(0, 99):02}"

    def book(self):
        pick = self.random.choice
        book = {
            "customers": [dict(id=c, name=f"Customer {c}", kind=pick(["person", "organization"]), owner=pick(self.staff), country=pick(["DE", "AT"]),
                               acquired=self.maybe(.6, self.day(900)), status=pick(["active", "prospect", ""])) for c in self.customers],
            "staff": [dict(id=s, name=f"Staff {s}", team=pick(["North", "South"])) for s in self.staff],
            "products": [dict(id=f"p{i}", name=f"Product {i}", brand=pick(["Acme", "Bolt"])) for i in range(4)],
            "rates": [dict(id=f"r{m}", date=f"2025-{m:02}-01", currency="CHF", rate=f"0.9{m}") for m in (1, 5, 9)],
            "quotas": [dict(id=f"q{s}", period="2026", staff=s, amount="50000") for s in self.staff[:2]],
            "goals": [dict(id="g0", name="Open tickets", metric="count(tickets where closed is empty)", baseline="30", target="5",
                           start="2025-01-01", due="2026-12-31"),
                      dict(id="g1", name="Invoiced", metric="value(12m)", baseline="0", target="90000", start="2025-01-01", due="2026-12-31"),
                      dict(id="g2", name="Deals open", metric="open_deals", baseline="0", target="9", start="2025-01-01", due="2026-12-31")],
        }
        book["interactions"] = [self.interaction(i) for i in range(240)]
        book["tickets"] = [self.ticket(i) for i in range(40)]
        book["deals"] = [self.deal(i) for i in range(50)]
        book["links"] = [dict(id=f"l{i}", **{"from": pick(self.customers), "to": pick(self.customers)}, kind=pick(["household", "referral"]))
                         for i in range(12)]
        book["sales"] = [self.sale(i) for i in range(160)]
        return book

    def interaction(self, number):
        one = dict(id=f"i{number}", date=self.day(), customer=self.random.choice(self.customers), staff=self.random.choice(self.staff),
                   channel=self.random.choice(["phone", "email"]), direction=self.random.choice(["in", "out"]),
                   kind=self.random.choice(["call", "message", "complaint", "survey"]))
        if one["kind"] == "survey":
            one["direction"] = "in"
            one["scale"] = self.random.choice(["nps", "csat", "ces"])
            one["score"] = self.random.randint(1, 5)
        return one

    def ticket(self, number):
        opened = self.day()
        one = dict(id=f"t{number}", opened=opened, customer=self.random.choice(self.customers), staff=self.random.choice(self.staff))
        one["first_reply"] = self.maybe(.8, opened + days(self.random.randint(0, 9)))
        one["closed"] = self.maybe(.7, opened + days(self.random.randint(0, 60)))
        return one

    def deal(self, number):
        day = self.day()
        one = dict(id=f"d{number}", name=f"Deal {number}", customer=self.random.choice(self.customers), owner=self.random.choice(self.staff),
                   pipeline=self.maybe(.5, "default"), opened=day, amount=self.maybe(.9, self.amount()), currency=self.random.choice(["EUR", "CHF"]),
                   product=self.random.choice(["p0", "p1", ""]), history=[])
        at = 0
        told = self.random.random() < .8
        while True:
            if told:
                one["history"].append((STAGES[at], day))
            if at == 2 or self.random.random() < .3:
                break
            day += days(self.random.randint(1, 70))
            at += 1
        one["stage"] = STAGES[at]
        if self.random.random() < .6:
            one["outcome"] = one["stage"] = self.random.choice(["won", "lost"])
            one["closed"] = day + days(self.random.randint(0, 80))
            if self.random.random() < .5:
                one["outcome"] = ""  # the settings know it by the stage
        else:
            one["expected"] = self.maybe(.8, day + days(self.random.randint(5, 200)))
            one["probability"] = self.maybe(.3, self.random.choice([5, 25, 80]))
        return one

    def sale(self, number):
        kind = self.random.choice(["invoice", "invoice", "order", "payment", "quote", "credit", "delivery"])
        one = dict(id=f"x{number}", kind=kind, date=self.day(), customer=self.random.choice(self.customers), amount=self.amount(),
                   currency=self.random.choice(["EUR", "CHF"]), product=self.random.choice(["p0", "p1", "p2"]), staff=self.random.choice(self.staff))
        if kind == "invoice":
            one["due"] = one["date"] + days(30)
        return one


def is_after(value, day):
    return isinstance(value, datetime.date) and value > day


def cut_deal(deal, day):
    """The deal as its history tells it of the day; None before it was opened."""
    closed_later = is_after(deal.get("closed", ""), day)
    is_open = closed_later or "closed" not in deal
    if is_open and deal["opened"] > day:
        return None
    then = dict(deal, history=[entry for entry in deal["history"] if entry[1] <= day])
    moved_later = len(then["history"]) < len(deal["history"])
    if closed_later:
        then.update(closed="", outcome="", probability="")
    if closed_later or (is_open and moved_later):
        then["stage"] = then["history"][-1][0] if then["history"] else ""
    return then


def cut_ticket(ticket, day):
    return dict(ticket, **{name: "" for name in ("first_reply", "closed") if is_after(ticket[name], day)}) if ticket["opened"] <= day else None


def cut(book, day):
    past = dict(book, customers=[dict(one, acquired="") if is_after(one["acquired"], day) else one for one in book["customers"]])
    for collection in ("interactions", "sales"):
        past[collection] = [one for one in book[collection] if one["date"] <= day]
    past["deals"] = [one for one in (cut_deal(deal, day) for deal in book["deals"]) if one]
    past["tickets"] = [one for one in (cut_ticket(ticket, day) for ticket in book["tickets"]) if one]
    return past


def write(book, folder):
    os.makedirs(folder)
    with open(os.path.join(folder, "flatcrm.yaml"), "w", encoding="utf-8") as out:
        out.write(SETTINGS)
    for collection, records in book.items():
        rows = []
        for record in records:
            row = {name: value for name, value in record.items() if name != "history"}
            for number, (stage, day) in enumerate(record.get("history", []), 1):
                row[f"history.{number}.stage"], row[f"history.{number}.date"] = stage, day
            rows.append(row)
        names = list(dict.fromkeys(name for row in rows for name in row))
        os.makedirs(os.path.join(folder, collection))
        with open(os.path.join(folder, collection, collection + ".csv"), "w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, names, restval="", lineterminator="\n")
            table.writeheader()
            table.writerows(rows)


def report(flatcrm, folder, name, day, more):
    run = subprocess.run([flatcrm, "-C", folder, "report", name, "--as-of", str(day), "-O", "json", *more], capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"report {name} of {folder}: {run.stderr}")
    told = json.loads(run.stdout)
    told.pop("made_from", None)
    # What lies in the future only the whole book has.
    told["findings"] = {found["code"]: found for found in told["findings"] if not found["code"].endswith("future")}
    for section in told["sections"]:
        section.pop("findings", None)  # places in that list
    return told


def metrics(flatcrm, folder, day):
    told = {}
    for collection, columns in (("customers", METRICS), ("deals", ["state", "cycle"]), ("tickets", ["reply_time", "solution_time"])):
        there = {"deals": "state is not empty", "tickets": "opened <= today"}.get(collection, "id is not empty")
        run = subprocess.run([flatcrm, "-C", folder, "segment", "--of", collection, there, "--columns", ", ".join(["id", *columns]), "--as-of", str(day),
                              "-O", "csv"], capture_output=True, text=True)
        if run.returncode != 0:
            raise SystemExit(f"metrics of {folder}: {run.stderr}")
        told[collection] = {row["id"]: row for row in csv.DictReader(run.stdout.splitlines())}
    return told


def differences(whole, past, path=""):
    if isinstance(whole, dict) and isinstance(past, dict):
        for name in list(dict.fromkeys([*whole, *past])):
            yield from differences(whole.get(name), past.get(name), f"{path}/{name}")
    elif isinstance(whole, list) and isinstance(past, list) and len(whole) == len(past):
        for number, (left, right) in enumerate(zip(whole, past)):
            yield from differences(left, right, f"{path}/{number}")
    elif whole != past:
        yield f"{path}: {json.dumps(whole)[:160]}, and of the book of that day {json.dumps(past)[:160]}"


def main(flatcrm, folder, books, seed):
    compared = faults = 0
    for number in range(seed, seed + books):
        book = Maker(number).book()
        whole = os.path.join(folder, f"whole{number}")
        write(book, whole)
        for day in (LAST - days(400), LAST - days(90), LAST - days(7)):
            past = os.path.join(folder, f"past{number}-{day}")
            write(cut(book, day), past)
            compared += 1
            for fault in differences(metrics(flatcrm, whole, day), metrics(flatcrm, past, day)):
                faults += 1
                print(f"seed {number}, metrics as of {day}: {fault}")
            for name in REPORTS:
                for more in ([], ["--period", str(day.year)]):
                    compared += 1
                    for fault in differences(report(flatcrm, whole, name, day, more), report(flatcrm, past, name, day, more)):
                        faults += 1
                        print(f"seed {number}, {name} as of {day} {' '.join(more)}: {fault}")
    print(f"{compared} reports compared, {faults} differences")
    return 1 if faults or not compared else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3, int(sys.argv[4]) if len(sys.argv) > 4 else 1))
