#!/usr/bin/env python3
"""Adds COMMITS commits to the book in the working folder, through `git fast-import`; prints an id that many of them edit.

    git_commits.py COMMITS
"""
import glob
import random
import subprocess
import sys

commits = int(sys.argv[1])
rng = random.Random(7)
files = {}
for path in sorted(glob.glob("customers/*.csv")):
    with open(path, "rb") as file:
        files[path] = file.read().split(b"\n")
header = next(iter(files.values()))[0].split(b",")
column = header.index(b"status")
paths = sorted(files)
states = [b"lead", b"prospect", b"active", b"lapsed"]
clock = 1_700_000_000
# Without deltas: fast-import would make them against whatever file came before, and gc would keep them.
stream = subprocess.Popen(["git", "fast-import", "--quiet", "--depth=0"], stdin=subprocess.PIPE)
say = stream.stdin.write


def edit(path, row, number):
    cells = files[path][row].split(b",")
    # Rows whose text holds a quote or a comma are left alone.
    if len(cells) != len(header) or b'"' in files[path][row]:
        return False
    cells[column] = states[(states.index(cells[column]) + 1) % 4] if cells[column] in states else states[number % 4]
    files[path][row] = b",".join(cells)
    return True


def plain_row(path):
    while True:
        row = rng.randrange(1, len(files[path]) - 1)
        if files[path][row].count(b",") == len(header) - 1 and b'"' not in files[path][row]:
            return row


chosen_path = paths[len(paths) // 2]
chosen = plain_row(chosen_path)
branch = subprocess.run(["git", "symbolic-ref", "HEAD"], check=True, stdout=subprocess.PIPE).stdout.strip()
for number in range(commits):
    clock += 3600
    changed = set()
    for _ in range(rng.randrange(1, 4)):
        path = rng.choice(paths)
        if edit(path, plain_row(path), number):
            changed.add(path)
    if number % 40 == 0 and edit(chosen_path, chosen, number):
        changed.add(chosen_path)
    message = b"Edit %d" % number
    say(b"commit %s\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\n" % (branch, clock, len(message), message))
    if number == 0:
        say(b"from %s^0\n" % branch)
    for path in sorted(changed):
        text = b"\n".join(files[path])
        say(b"M 100644 inline %s\ndata %d\n" % (path.encode(), len(text)))
        say(text)
        say(b"\n")
stream.stdin.close()
if stream.wait() != 0:
    sys.exit("git fast-import failed")
print(files[chosen_path][chosen].split(b",")[0].decode())
