#!/usr/bin/env python3
"""Makes a list of people with a known truth, from name, suburb and street frequencies.

    people.py FREQUENCIES RECORDS [SEED] > people.csv

Households share a home, a family name and often a phone; some hold twins, or a father and a son of one name. People come
up one to five times: with typing errors, with parts missing, moved to another address, married to another family name.
The first ones are the same whatever the size: a small list is the beginning of a large one.
"""
import bisect
import csv
import itertools
import os
import random
import sys


def frequencies(folder, name):
    with open(os.path.join(folder, name + "-freq.csv"), newline="") as file:
        rows = [(row[0].strip(), float(row[1])) for row in csv.reader(file) if len(row) >= 2 and row[0].strip()]
    sums = list(itertools.accumulate(weight for _, weight in rows))
    return [value for value, _ in rows], sums


class Maker:
    def __init__(self, folder, seed):
        self.random = random.Random(seed)
        self.given, self.family, self.street, self.suburb, self.postcode = (
            frequencies(folder, name)
            for name in ("givenname", "surname", "address1", "suburb", "postcode"))
        self.switchboards = ["+612%08d" % self.random.randrange(10**8) for _ in range(50)]

    def pick(self, table):
        values, sums = table
        return values[bisect.bisect_left(sums, self.random.random() * sums[-1])]

    def home(self):
        return {"street": "%d %s" % (self.random.randint(1, 300), self.pick(self.street)),
                "suburb": self.pick(self.suburb), "postcode": self.pick(self.postcode)}

    def phone(self):
        return "+614%08d" % self.random.randrange(10**8)

    def birthday(self, first=1930, last=2006):
        return "%04d-%02d-%02d" % (self.random.randint(first, last), self.random.randint(1, 12), self.random.randint(1, 28))

    def mail(self, given, family):
        form = self.random.choice(("{0}.{1}", "{0}{1}", "{2}{1}", "{1}.{0}"))
        local = form.format(given, family, given[:1]) + (str(self.random.randint(1, 99)) if self.random.random() < 0.6 else "")
        domain = self.random.choice(("gmail.com", "hotmail.com", "bigpond.com", "yahoo.com", "example.com.au"))
        return local.replace(" ", "").replace("'", "") + "@" + domain

    def household(self):
        """The people of one home, as dictionaries."""
        chance = self.random.random
        family, home, phone = self.pick(self.family), self.home(), self.phone()
        size = self.random.choices((1, 2, 3, 4), (55, 22, 13, 10))[0]
        people = []
        for number in range(size):
            born = self.birthday() if number < 2 else self.birthday(1985, 2006)
            person = dict(home, given_name=self.pick(self.given), family_name=family, birthday=born)
            if number == 3 and chance() < 0.15:
                person["birthday"] = people[2]["birthday"]  # twins
            if number == 2 and chance() < 0.04:
                person["given_name"] = people[0]["given_name"]  # father and son of one name
                people[0]["birthday"] = self.birthday(1935, 1965)
            person["phone"] = phone if chance() < 0.5 else self.phone()
            if chance() < 0.02:
                person["phone"] = self.random.choice(self.switchboards)
            person["email"] = self.mail(person["given_name"], family) if chance() < 0.7 else ""
            people.append(person)
        return people

    def typo(self, text):
        if len(text) < 3:
            return text
        at = self.random.randrange(1, len(text) - 1)
        kind = self.random.randrange(4)
        letter = self.random.choice("abcdefghijklmnopqrstuvwxyz" if text[at].isalpha() else "0123456789")
        if kind == 0:
            return text[:at] + letter + text[at + 1:]
        if kind == 1:
            return text[:at] + text[at + 1:]
        if kind == 2:
            return text[:at] + letter + text[at:]
        return text[:at] + text[at + 1] + text[at] + text[at + 2:]

    def again(self, person):
        """The same person in another list."""
        chance = self.random.random
        other = dict(person)
        if chance() < 0.08:
            other.update(self.home())
        if chance() < 0.03:
            other["family_name"] = self.pick(self.family)
        if chance() < 0.1:
            other["email"] = self.mail(other["given_name"], other["family_name"])
        if chance() < 0.1:
            other["phone"] = self.phone()
        if chance() < 0.02:
            other["given_name"], other["family_name"] = other["family_name"], other["given_name"]
        if chance() < 0.03:
            other["given_name"] = other["given_name"][:1]
        if chance() < 0.04:
            year, month, day = other["birthday"].split("-")
            other["birthday"] = "-".join((year, day, month)) if int(day) <= 12 else other["birthday"]
        for field in ("given_name", "family_name", "street", "suburb", "birthday", "email", "phone", "postcode"):
            if chance() < 0.06 and other[field]:
                other[field] = self.typo(other[field]) if field != "birthday" else self.wrong_day(other[field])
        for field, share in (("birthday", 0.15), ("email", 0.2), ("phone", 0.2), ("street", 0.08)):
            if chance() < share:
                other[field] = ""
        return other

    def wrong_day(self, day):
        at = self.random.choice((3, 6, 8, 9))
        wrong = day[:at] + self.random.choice("0123456789") + day[at + 1:]
        year, month, of_month = (int(part) for part in wrong.split("-"))
        return wrong if 1 <= month <= 12 and 1 <= of_month <= 28 else day


def main():
    folder, wanted = sys.argv[1], int(sys.argv[2])
    maker = Maker(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    fields = ["rec", "truth", "given_name", "family_name", "street", "suburb", "postcode", "birthday", "phone", "email"]
    writer = csv.DictWriter(sys.stdout, fields, lineterminator="\n")
    writer.writeheader()
    records = persons = 0
    while records < wanted:
        for person in maker.household():
            persons += 1
            copies = maker.random.choices((1, 2, 3, 4, 5), (74, 17, 6, 2, 1))[0]
            for number in range(copies):
                if records >= wanted:
                    return
                records += 1
                row = person if number == 0 else maker.again(person)
                writer.writerow(dict(row, rec="r%d" % records, truth="p%d" % persons))


if __name__ == "__main__":
    main()
