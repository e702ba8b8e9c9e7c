"""The merge table: every case with real git, in both directions, with the driver and without it.

git_matrix.py PROGRAM-FOLDER [NAME ...]     prints one line a failure; exit 1 when there is one
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import record_model as model  # noqa: E402

SETTINGS = {"flatcrm.yaml": "format: 1\nname: Matrix\n"}
ATTRIBUTES = "*.yaml -text diff=flatcrm merge=flatcrm\n*.csv -text diff=flatcrm merge=flatcrm\n"


def table(header, *rows):
    return "\n".join([header, *rows]) + "\n"


HEADER = "id,kind,name,phones,status,tags"
ROWS = ["ada-111111,person,Ada,+4930111,lead,red", "bob-222222,person,Bob,+4930222,lead,red",
        "cid-333333,person,Cid,+4930333,lead,red; blue"]
DEALS = "id,name,customer,amount,currency,stage"
DEAL = "one-444444,One,,100,EUR,lead"
LOG = "id,date,channel,direction,kind,text"
CALLS = ["c1-aaaaaa,2026-11-02,phone,in,call,Asked", "c2-bbbbbb,2026-11-03,phone,in,call,Ordered",
         "c3-cccccc,2026-11-04,email,out,message,Thanks"]
ADA = ("id: ada-111111\nkind: person\nname: Ada Quite Long Name\nphones:\n  - +4930111\n"
       "addresses:\n  - street: Am Ring 1\n    city: Bonn\n  - street: Weg 2\n    city: Ulm\n"
       "status: lead\nlanguage: de\n")
# As like to Ada's file as a file of another customer gets.
EVE = ADA.replace("ada-111111", "eve-999999").replace("Ada Quite", "Eve Quite").replace("111\n", "999\n", 1)
BOB = "id: bob-222222\nkind: person\nname: Bob\nphones:\n  - +4930222\nstatus: lead\n"
C = "customers/customers.csv"
Y = "customers/ada-111111.yaml"
L = "interactions/2026-11.csv"
D = "deals/deals.csv"


def rows(*changes, base=ROWS, header=HEADER, more=()):
    """The table with texts replaced, (row, old, new), a row of None being taken out."""
    out = list(base)
    for number, old, new in changes:
        out[number] = None if old is None else out[number].replace(old, new)
    return table(header, *[row for row in out if row is not None], *more)


BASE = {C: rows()}
# name: base, ours, theirs (None takes a file out), and whether it is a conflict
CASES = {
    "adjacent rows": (BASE, {C: rows((0, "Ada", "Ada L"))}, {C: rows((1, "Bob", "Bob M"))}, False),
    "one row, different fields": (BASE, {C: rows((0, "Ada", "Ada L"))}, {C: rows((0, "lead", "active"))}, False),
    "both append": (BASE, {C: rows(more=["dan-444444,person,Dan,,lead,"])}, {C: rows(more=["eve-555555,person,Eve,,lead,"])}, False),
    "delete against edit": (BASE, {C: rows((0, None, None))}, {C: rows((0, "lead", "active"))}, True),
    "delete beside edit": (BASE, {C: rows((0, None, None))}, {C: rows((1, "lead", "active"))}, False),
    "both add one id, equal": (BASE, {C: rows(more=["dan-444444,person,Dan,,lead,"])}, {C: rows(more=["dan-444444,person,Dan,,lead,"])}, False),
    "both add one id, equal, and more": (BASE, {C: rows((0, "lead", "active"), more=["dan-444444,person,Dan,,lead,"])}, {C: rows(more=["dan-444444,person,Dan,,lead,"])}, False),
    "both add one id, different": (BASE, {C: rows(more=["dan-444444,person,Dan,,lead,"])}, {C: rows(more=["dan-444444,person,Dan,,active,"])}, True),
    "re-sort against edit": (BASE, {C: table(HEADER, *reversed(ROWS))}, {C: rows((1, "Bob", "Bob M"))}, False),
    "re-sort of columns against edit": (BASE, {C: table("id,name,kind,status,tags,phones", "ada-111111,Ada,person,lead,red,+4930111", "bob-222222,Bob,person,lead,red,+4930222", "cid-333333,Cid,person,lead,red; blue,+4930333")}, {C: rows((1, "Bob", "Bob M"))}, False),
    "new column against new row": (BASE, {C: table(HEADER + ",language", *[row + ",de" for row in ROWS])}, {C: rows(more=["dan-444444,person,Dan,,lead,"])}, False),
    "new column on both sides": (BASE, {C: table(HEADER + ",language", *[row + ",de" for row in ROWS])}, {C: table(HEADER + ",title", *[row + ",Dr" for row in ROWS])}, False),
    "new empty column against edit": (BASE, {C: table(HEADER + ",language", *[row + "," for row in ROWS])}, {C: rows((0, "Ada", "Ada L"))}, False),
    "column taken out against edit": (BASE, {C: table(HEADER[:-5], *[row.rsplit(",", 1)[0] for row in ROWS])}, {C: rows((0, "Ada", "Ada L"))}, False),
    "same field": (BASE, {C: rows((0, "lead", "active"))}, {C: rows((0, "lead", "former"))}, True),
    "same field, same value": (BASE, {C: rows((0, "lead", "active"))}, {C: rows((0, "lead", "active"), (1, "Bob", "Bob M"))}, False),
    "two list elements": (BASE, {C: rows((0, "red", "red; vip"))}, {C: rows((0, "red", "press; red"))}, False),
    "list element out and in": (BASE, {C: rows((2, "red; blue", "blue"))}, {C: rows((2, "red; blue", "red; blue; vip"))}, False),
    "log corrections": ({L: table(LOG, *CALLS)}, {L: rows((0, "Asked", "Asked twice"), base=CALLS, header=LOG)}, {L: rows((1, "Ordered", "Ordered two"), base=CALLS, header=LOG)}, False),
    "log: correction against append": ({L: table(LOG, *CALLS)}, {L: rows((2, "Thanks", "Many thanks"), base=CALLS, header=LOG)}, {L: rows(base=CALLS, header=LOG, more=["c4-dddddd,2026-11-05,phone,in,call,Again"])}, False),
    "log: one entry corrected twice": ({L: table(LOG, *CALLS)}, {L: rows((0, "Asked", "Asked twice"), base=CALLS, header=LOG)}, {L: rows((0, "Asked", "Never asked"), base=CALLS, header=LOG)}, True),
    "log: corrected date against edit": ({L: table(LOG, *CALLS)}, {L: table(LOG, CALLS[1], CALLS[0].replace("11-02", "11-03"), CALLS[2])}, {L: rows((0, "Asked", "Asked twice"), base=CALLS, header=LOG)}, False),
    "merge of two records against edit": (
        {C: rows()}, {C: table(HEADER + ",merged_ids,merged_into", ROWS[0] + ",bob-222222,", "bob-222222,,,,,,,ada-111111", ROWS[2] + ",,")},
        {C: rows((1, "lead", "active"))}, True),
    "merge of two records against edit of the survivor": (
        {C: rows()}, {C: table(HEADER + ",merged_ids,merged_into", ROWS[0] + ",bob-222222,", "bob-222222,,,,,,,ada-111111", ROWS[2] + ",,")},
        {C: rows((0, "lead", "active"))}, False),
    "merge of two records on both sides, and more on one": (
        {C: rows()}, {C: table(HEADER + ",merged_into", ROWS[0] + ",", "bob-222222,,,,,,ada-111111", ROWS[2] + ",")},
        {C: table(HEADER + ",merged_into,org", ROWS[0] + ",,", "bob-222222,,,,,,ada-111111,Acme", ROWS[2] + ",,")}, False),
    "merge of two files against edit": (
        {Y: ADA, "customers/bob-222222.yaml": BOB},
        {Y: ADA + "merged_ids:\n  - bob-222222\n", "customers/bob-222222.yaml": "id: bob-222222\nmerged_into: ada-111111\n"},
        {"customers/bob-222222.yaml": BOB.replace("lead", "active")}, True),
    "yaml: different fields": ({Y: ADA}, {Y: ADA.replace("Bonn", "Koeln")}, {Y: ADA.replace("lead", "active")}, False),
    "yaml: neighbouring fields": ({Y: ADA}, {Y: ADA.replace("language: de", "language: fr")}, {Y: ADA.replace("lead", "active")}, False),
    "yaml: same field": ({Y: ADA}, {Y: ADA.replace("lead", "former")}, {Y: ADA.replace("lead", "active")}, True),
    "yaml: two list elements": ({Y: ADA}, {Y: ADA.replace("  - +4930111\n", "  - +4930111\n  - +4930171\n")}, {Y: ADA.replace("  - +4930111\n", "  - +4930111\n  - +4930172\n")}, False),
    "yaml: one address gone, the other changed": ({Y: ADA}, {Y: ADA.replace("  - street: Am Ring 1\n    city: Bonn\n", "")}, {Y: ADA.replace("Weg 2", "Weg 22")}, False),
    "yaml: address gone against changed": ({Y: ADA}, {Y: ADA.replace("  - street: Am Ring 1\n    city: Bonn\n", "")}, {Y: ADA.replace("Am Ring 1", "Am Ring 11")}, True),
    "yaml: comments on both sides": ({Y: ADA}, {Y: "# ours\n" + ADA}, {Y: ADA + "# theirs\n"}, False),
    "yaml: comment against edit": ({Y: ADA}, {Y: ADA.replace("status: lead", "# a comment\nstatus: lead")}, {Y: ADA.replace("lead", "active")}, False),
    "yaml: deleted against edit": ({Y: ADA, C: rows((0, None, None))}, {Y: None}, {Y: ADA.replace("lead", "active")}, True),
    "yaml: added on both sides, equal": ({C: rows((0, None, None))}, {Y: ADA}, {Y: ADA}, False),
    "yaml: added on both sides, different": ({C: rows((0, None, None))}, {Y: ADA}, {Y: ADA.replace("lead", "active")}, True),
    "yaml: two records in a file": ({Y: BOB + "---\n" + ADA}, {Y: BOB.replace("lead", "active") + "---\n" + ADA}, {Y: BOB + "---\n" + ADA.replace("lead", "former")}, False),
    "deletion plus a similar new file against edit": ({Y: ADA}, {Y: None, "customers/eve-999999.yaml": EVE}, {Y: ADA.replace("Weg 2", "Weg 22")}, True),
    "moved file against edit": ({Y: ADA}, {Y: None, "customers/old/ada-111111.yaml": ADA}, {Y: ADA.replace("lead", "active")}, False),
    "moved and edited against edit": ({Y: ADA}, {Y: None, "customers/old/ada-111111.yaml": ADA.replace("Bonn", "Koeln")}, {Y: ADA.replace("lead", "active")}, False),
    "layout conversion against edit": (
        {Y: ADA, "customers/bob-222222.yaml": BOB},
        {Y: None, "customers/bob-222222.yaml": None,
         C: table("id,kind,name,phones,addresses.1.street,addresses.1.city,addresses.2.street,addresses.2.city,status,language",
                  "ada-111111,person,Ada Quite Long Name,+4930111,Am Ring 1,Bonn,Weg 2,Ulm,lead,de", "bob-222222,person,Bob,+4930222,,,,,lead,")},
        {"customers/bob-222222.yaml": BOB.replace("lead", "active")}, True),
    "amount against currency": ({D: table(DEALS, DEAL)}, {D: table(DEALS, DEAL.replace("100", "120"))}, {D: table(DEALS, DEAL.replace("EUR", "USD"))}, True),
    "amount with currency against stage": ({D: table(DEALS, DEAL)}, {D: table(DEALS, DEAL.replace("100,EUR", "120,USD"))}, {D: table(DEALS, DEAL.replace("lead", "won"))}, False),
    "line ends and a mark against edit": (BASE, {C: "\ufeff" + rows().replace("\n", "\r\n")}, {C: rows((0, "Ada", "Ada L"), (1, "lead", "active"))}, False),
    "semicolons and quotes": ({C: rows().replace("; ", "/").replace(",", ";").replace("Ada", '"Ada"')}, {C: rows((0, "Ada", "Ada L")).replace("; ", "/").replace(",", ";").replace("Ada L", '"Ada L"')}, {C: rows((0, "lead", "active"), more=["dan-444444,person,Dan,,lead,"]).replace("; ", "/").replace(",", ";").replace("Ada", '"Ada"')}, False),
    "settings": ({"flatcrm.yaml": "format: 1\nname: Matrix\n# a\n# b\n# c\n# d\ncurrency: EUR\n", **BASE}, {"flatcrm.yaml": "format: 1\nname: Ours\n# a\n# b\n# c\n# d\ncurrency: EUR\n"}, {"flatcrm.yaml": "format: 1\nname: Matrix\n# a\n# b\n# c\n# d\ncurrency: USD\n"}, False),
}


class Repository:
    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="flatcrm-matrix-")
        self.environment = {
            "PATH": program + ":" + os.environ["PATH"], "HOME": self.folder, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "T",
            "GIT_COMMITTER_EMAIL": "t@example.org", "LC_ALL": "C"}
        self.book = os.path.join(self.folder, "book")

    def run(self, *words, wanted=0):
        done = subprocess.run(words, cwd=self.book, env=self.environment, capture_output=True, text=True)
        if wanted is not None and done.returncode != wanted:
            raise AssertionError(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def make(self, base, ours, theirs):
        shutil.rmtree(self.book, ignore_errors=True)
        os.makedirs(self.book)
        self.run("git", "init", "-q", "-b", "main")
        self.write({**SETTINGS, ".gitattributes": ATTRIBUTES, **base})
        self.commit("base")
        self.run("git", "branch", "theirs")
        self.write(ours)
        self.commit("ours")
        self.run("git", "checkout", "-q", "theirs")
        self.write(theirs)
        self.commit("theirs")
        self.run("git", "checkout", "-q", "main")

    def write(self, files):
        for path, text in files.items():
            whole = os.path.join(self.book, path)
            if text is None:
                os.remove(whole)
                continue
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "w", encoding="utf-8", newline="") as file:
                file.write(text)

    def commit(self, message):
        self.run("git", "add", "-A")
        self.run("git", "commit", "-q", "--no-verify", "-m", message)

    def files(self):
        found = {}
        for folder, _, names in os.walk(self.book):
            if ".git" in folder.split(os.sep):
                continue
            for name in names:
                whole = os.path.join(folder, name)
                with open(whole, encoding="utf-8", newline="") as file:
                    found[os.path.relpath(whole, self.book)] = file.read()
        return found


def over(base, changes):
    return {path: text for path, text in {**SETTINGS, **base, **changes}.items() if text is not None}


def complaint(condition, text):
    return [] if condition else [text]


def lines_are_whole(text):
    """Nothing that merges may be lost from the text that stands around and between the markers."""
    return text.count("<<<<<<< ") == text.count(">>>>>>> ") > 0


def with_driver(repository, base, ours, theirs, conflict):
    repository.run("flatcrm", "git-setup", "-q")
    merge = repository.run("git", "merge", "-q", "-m", "merge", "theirs", wanted=None)
    found = complaint((merge.returncode != 0) == conflict, f"git merge exits with {merge.returncode}: {merge.stdout}{merge.stderr}")
    check = repository.run("flatcrm", "check", wanted=None)
    if not conflict:
        states = [model.records_of(over(base, side))[0] for side in ({}, ours, theirs)]
        expected, _ = model.merge(*states)
        now, twice = model.records_of(repository.files())
        found += complaint(model.same(now, expected), f"records: {now} instead of {expected}")
        found += complaint(not twice, f"twice: {twice}")
        found += complaint(check.returncode == 0, check.stdout)
        found += complaint(repository.run("flatcrm", "check", "--merges", "main~1..main", wanted=None).returncode == 0, "check --merges finds something in a good merge: " + repository.run("flatcrm", "check", "--merges", "main~1..main", wanted=None).stdout)
        return found
    status = repository.run("git", "status", "--porcelain").stdout
    unmerged = any(line[:2] in ("UU", "AA", "DU", "UD", "AU", "UA", "DD") for line in status.splitlines())
    found += complaint(unmerged, "no file is unmerged: " + status)
    found += complaint(check.returncode == 1 or "DU" in status or "UD" in status, "check finds nothing")
    marked = [text for text in repository.files().values() if "<<<<<<< " in text]
    if marked:
        found += complaint("conflict-marker" in check.stdout or "unreadable" in check.stdout, check.stdout)
        found += complaint(all(lines_are_whole(text) for text in marked), "markers do not pair")
    both = "\n".join(repository.files().values())
    for side in (ours, theirs):
        for path, text in side.items():
            known = (base.get(path) or "").splitlines()
            for line in (text or "").splitlines():
                cells = [cell for cell in line.replace(":", ",").split(",") if cell.strip()]
                lost = [cell for cell in cells if cell.strip() not in both]
                found += complaint(line in known or not lost, f"{lost} of {path} is nowhere")
    return found


def without_driver(repository, base, ours, theirs):
    """What a forge would commit, or a hurried person: every lost edit must be named."""
    states = [model.records_of(over(base, side))[0] for side in ({}, ours, theirs)]
    found = []
    for way in (["-X", "ours"], ["-X", "theirs"], ["union"]):
        repository.run("git", "reset", "-q", "--hard")
        attributes = os.path.join(repository.book, ".git/info/attributes")
        with open(attributes, "w", encoding="utf-8") as file:
            file.write("* merge=union\n" if way == ["union"] else "* -merge merge=text\n".replace("-merge ", ""))
        strategy = [] if way == ["union"] else way
        repository.run("git", "merge", "-q", "-m", "forge", *strategy, "theirs", wanted=None)
        for line in repository.run("git", "status", "--porcelain").stdout.splitlines():
            if line[:2] in ("DU", "UD"):  # nobody resolves that but a person; this one takes the file out
                repository.run("git", "rm", "-q", "-f", line[3:])
        repository.run("git", "add", "-A")
        repository.run("git", "commit", "-q", "--no-verify", "-m", "forge", wanted=None)
        now, twice = model.records_of(repository.files())
        check = repository.run("flatcrm", "check", "--merges", "main~1..main", "-O", "json", wanted=None)
        findings = json.loads(check.stdout)
        named = {(one["collection"], record, one["field"].split(".")[0]) for one in findings for record in (one["record"], one["other"])}
        records = {name[:2] for name in named}
        # What follows from one finding is not said field by field.
        whole = {name[:2] for name in named if name[2] in ("", "merged_into")}
        whole |= {("customers", path.split("/")[-1].split(".")[0]) for one in findings if one["code"] == "unreadable" for path in one["note"].split()[:1]}
        unreadable = any(one["code"] == "unreadable" for one in findings)
        lost = model.lost_edits(states[0], states[1:], now)
        for one in lost:
            found += complaint(one in named or one[:2] in whole, f"{way}: {one} is lost and not named in {sorted(named)}")
        for name in twice:
            found += complaint(name in records, f"{way}: {name} is doubled and not named")
        expected, conflicts = model.merge(*states)
        if not conflicts and not twice and not unreadable and model.same(now, expected):
            found += complaint(not findings, f"{way}: a good merge is blamed: {findings}")
        repository.run("git", "reset", "-q", "--hard", "main~1" if repository.run("git", "log", "-1", "--format=%s").stdout.strip() == "forge" else "main")
    return found


def main():
    program, names = sys.argv[1], sys.argv[2:]
    repository = Repository(program)
    failed = 0
    try:
        for name, (base, ours, theirs, conflict) in CASES.items():
            if names and name not in names:
                continue
            for way, one, other in (("", ours, theirs), (" (turned round)", theirs, ours)):
                found = []
                try:
                    repository.make(base, one, other)
                    found += without_driver(repository, base, one, other)
                    repository.make(base, one, other)
                    found += with_driver(repository, base, one, other, conflict)
                except AssertionError as error:
                    found.append(str(error))
                for text in found:
                    print(f"{name}{way}: {text}")
                failed += bool(found)
        print(f"{len(CASES)} cases, {failed} failed")
    finally:
        shutil.rmtree(repository.folder)
    return 1 if failed else 0


sys.exit(main())
