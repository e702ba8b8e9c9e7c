#!/usr/bin/env python3
"""Makes a book with random commits, remembering each edit, and holds `flatcrm history` and `diff` against that memory.

    history_model.py PROGRAM FOLDER SEED

The edits are made here, in files written by Python's own csv module; flatcrm only reads them.
"""
import collections
import csv
import io
import os
import random
import subprocess
import sys

program, folder, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
rng = random.Random(seed)
FIELDS = ["name", "status", "title", "notes", "url"]
clock = 1_700_000_000


def git(*words, **extra):
    environment = dict(os.environ, GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="A",
                       GIT_COMMITTER_EMAIL="a@example.org", GIT_AUTHOR_DATE=f"{clock} +0000",
                       GIT_COMMITTER_DATE=f"{clock} +0000")
    return subprocess.run(["git", "-C", folder, *words], check=True, env=environment, stdout=subprocess.PIPE, text=True,
                          **extra).stdout.strip()


def flatcrm(*words):
    run = subprocess.run([program, "-C", folder, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"flatcrm {' '.join(words)}: {run.stderr}")
    return list(csv.DictReader(io.StringIO(run.stdout)))


def scalar(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def write(state, layout):
    """The whole state in one of three layouts: a file a record, one table, four tables dealt out at random."""
    customers = os.path.join(folder, "customers")
    subprocess.run(["rm", "-rf", customers], check=True)
    os.makedirs(customers)
    if layout == "yaml":
        for key, record in state.items():
            with open(f"{customers}/{key}.yaml", "w", encoding="utf-8") as file:
                file.write(f"id: {key}\n" + "".join(f"{f}: {scalar(v)}\n" for f, v in record.items()))
        return
    tables = collections.defaultdict(list)
    for key in sorted(state):
        tables["all" if layout == "table" else str(hash_of(key) % 4)].append(key)
    for table, keys in tables.items():
        with open(f"{customers}/{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id", *FIELDS])
            for key in keys:
                writer.writerow([key, *(state[key].get(f, "") for f in FIELDS)])


def hash_of(key):
    return sum(key.encode())


def value():
    return rng.choice(["a", "b, c", 'd "e"', "Köln", "7", "x: y", "f\ng"]) + str(rng.randrange(1000))


def edit(state, may_add, avoid=(), fields=FIELDS):
    """Some random edits; returns them as {(id, field): (before, after)}."""
    edits = {}
    for _ in range(rng.randrange(1, 4)):
        what = rng.randrange(10)
        keys = [key for key in sorted(state) if key not in avoid]
        if what == 0 and may_add or not keys:
            if not may_add:
                continue
            key = f"r-{rng.randrange(10**6):06d}"
            if key in state:
                continue
            state[key] = {"name": value()}
            edits[key, "name"] = ("", state[key]["name"])
        elif what == 1 and may_add:
            key = rng.choice(keys)
            if any(k == key for k, _ in edits):
                continue
            for field, text in state.pop(key).items():
                edits[key, field] = (text, "")
        else:
            key, field = rng.choice(keys), rng.choice(fields)
            before = state[key].get(field, "")
            if (key, field) in edits:
                continue
            after = "" if field != "name" and before and rng.randrange(4) == 0 else value()
            if after:
                state[key][field] = after
            else:
                state[key].pop(field, None)
            if before != after:
                edits[key, field] = (before, after)
    return {k: v for k, v in edits.items() if v[0] != v[1]}


def commit(state, layout, message):
    global clock
    clock += 60
    write(state, layout)
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", message)
    return git("rev-parse", "HEAD")


os.makedirs(folder)
with open(f"{folder}/flatcrm.yaml", "w", encoding="utf-8") as file:
    file.write("format: 1\nname: Model\n")
git("init", "-q", "-b", "main")
state, layout, told = {}, "table", {}  # told: commit -> edits
for _ in range(12):
    edit(state, True)
told[commit(state, layout, "start")] = {(k, f): ("", v) for k, r in state.items() for f, v in r.items()}
commits = list(told)
for step in range(60):
    if rng.randrange(5) == 0:
        layout = rng.choice(["yaml", "table", "shards"])
    if rng.randrange(6) == 0 and state:
        # Two branches that edit different records, or different fields of any, and the merge that has both.
        base = git("rev-parse", "HEAD")
        mine, theirs = {k: dict(r) for k, r in state.items()}, {k: dict(r) for k, r in state.items()}
        half, first, second = set(rng.sample(sorted(state), len(state) // 2)), FIELDS, FIELDS
        by_field = rng.randrange(2) == 0
        if by_field:
            first, second = FIELDS[:2], FIELDS[2:]
        git("checkout", "-q", "-b", f"side{step}", base)
        edits = edit(theirs, False, () if by_field else half, second)
        side = commit(theirs, layout, "side")
        told[side] = edits
        git("checkout", "-q", "main")
        edits = edit(mine, False, () if by_field else set(state) - half, first)
        told[commit(mine, layout, "main")] = edits
        clock += 60
        state = {k: {f: record[f] for f in FIELDS for record in [(mine if (f in first if by_field else k in half) else theirs)[k]]
                     if f in record} for k in state}
        git("merge", "-q", "-s", "ours", "--no-commit", side, stderr=subprocess.DEVNULL)
        told[commit(state, layout, "merge")] = {}
        continue
    edits = edit(state, True)
    told[commit(state, layout, f"step {step}")] = edits
    commits.append(git("rev-parse", "HEAD"))

ids = sorted({key for edits in told.values() for key, _ in edits})
checked = 0
for key in ids:
    wanted = sorted((c, f, *pair) for c, edits in told.items() for (k, f), pair in edits.items() if k == key)
    got = sorted((row["commit"], row["field"], row["before"], row["after"])
                 for row in flatcrm("history", key, "--collection", "customers", "-O", "csv"))
    if got != wanted:
        sys.exit(f"seed {seed}: history of {key}:\n got    {got}\n wanted {wanted}")
    checked += len(got)
for before, after in zip(commits, commits[1:]):
    if git("rev-parse", f"{after}~1") != before:
        continue
    wanted = sorted((k, f, *pair) for (k, f), pair in told[after].items())
    got = sorted((row["id"], row["field"], row["before"], row["after"])
                 for row in flatcrm("diff", before, after, "--collection", "customers", "-O", "csv"))
    if got != wanted:
        sys.exit(f"seed {seed}: diff {before} {after}:\n got    {got}\n wanted {wanted}")
    checked += len(got)
if checked < 100:
    sys.exit(f"seed {seed}: only {checked} edits were looked at")
print(f"seed {seed}: {len(ids)} records, {len(told)} commits, {checked} edits as made")
