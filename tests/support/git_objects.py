"""Each kind of git object that a book is made of, damaged in each way, under each command that reads git.

git_objects.py PROGRAM-FOLDER [all]
Every run ends soon, with what it can do without the object or with one line that says what to do, and writes nothing then.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import zlib

OBJECTS = {"HEAD": "HEAD", "HEAD's folder": "HEAD:crm/customers", "v1's commit": "v1~0", "v1's table": "v1:crm/customers/customers.csv", "the tag": "v1"}
MORE_OBJECTS = {
    "HEAD's tree": "HEAD^{tree}", "HEAD's book": "HEAD:crm", "HEAD's table": "HEAD:crm/customers/customers.csv", "HEAD's settings": "HEAD:crm/flatcrm.yaml",
    "HEAD's log": "HEAD:crm/interactions/2026-11.csv", "v1's tree": "v1^{tree}", "v1's book": "v1:crm", "v1's folder": "v1:crm/customers",
    "the first commit": "v1~1", "the first table": "v1~1:crm/customers/customers.csv", "the merge": "HEAD~1", "the other branch": "other"}
WAYS = ["missing", "empty", "half", "all but the check sum", "garbage"]
MORE_WAYS = ["another kind", "a longer claim", "half a body", "two bytes", "all but one byte", "a flipped bit", "zeros", "no kind", "no body", "no header", "an empty stream", "a shorter claim", "a negative claim",
             "a tail", "junk", "a folder", "a dangling link"]

# Whole objects that are not those of their names: git itself notices that in `git fsck` alone.
FORGED = {"half a body", "no body", "another kind", "junk"}


def stored(kind, body):
    return zlib.compress(b"%s %d\0" % (kind, len(body)) + body)


def damaged(way, data):
    plain = zlib.decompress(data)
    kind, body = plain.split(b" ")[0], plain.split(b"\0", 1)[1]
    half = len(data) // 2
    return {
        "empty": b"", "two bytes": data[:2], "half": data[:half], "all but one byte": data[:-1], "all but the check sum": data[:-4],
        "garbage": b"nothing that zlib knows\n", "a flipped bit": data[:half] + bytes([data[half] ^ 16]) + data[half + 1:], "zeros": bytes(len(data)),
        "another kind": stored(b"tree" if kind == b"blob" else b"blob", body), "no kind": stored(b"nothing", body), "half a body": stored(kind, body[:len(body) // 2]),
        "no body": stored(kind, b""), "a longer claim": zlib.compress(b"%s 99999999999\0" % kind + body), "no header": zlib.compress(b"x" * 200),
        "an empty stream": zlib.compress(b""), "a shorter claim": zlib.compress(b"%s 3\0" % kind + body), "a negative claim": zlib.compress(b"%s -3\0" % kind + body),
        "a tail": data + b"tail", "junk": stored(kind, bytes(range(256)))}[way]


def damage(way, path):
    with open(path, "rb") as file:
        data = file.read()
    os.remove(path)
    if way == "a folder":
        os.mkdir(path)
    elif way == "a dangling link":
        os.symlink("nowhere", path)
    elif way != "missing":
        with open(path, "wb") as file:
            file.write(damaged(way, data))


class Book:
    """In a folder of a repository all of whose objects are files of their own: three edits, a branch, a merge, an import."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="flatcrm-objects-")
        # libgit2 1.5 leaks a name whose object it can't look up (revparse_lookup_object); every other fault of memory counts.
        self.environment = {"PATH": os.path.abspath(program) + ":" + os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "ASAN_OPTIONS": "detect_leaks=0",
                            "FLATCRM_AS_OF": "2026-11-22", "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.org",
                            "GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.org"}
        self.top, self.copy = self.folder + "/top", self.folder + "/copy"
        os.makedirs(self.top + "/crm/customers")
        os.makedirs(self.top + "/crm/interactions")
        self.put("leads.csv", "No,Name\n7,Cora Feld\n")
        self.put("more.csv", "No,Name\n8,Dora Feld\n")
        self.git("init", "-q", "-b", "main")
        self.git("config", "gc.auto", "0")
        for name in ("user.name", "user.email"):
            self.git("config", name, "t@example.org")
        self.put("crm/flatcrm.yaml", "format: 1\nname: A\nlayouts: {customers: csv}\n")
        self.put("crm/.gitignore", ".flatcrm/\n")
        self.put("crm/customers/eve-555555.yaml", "id: eve-555555\nkind: person\nname: Eve Ohm\n")
        self.put("crm/interactions/2026-11.csv", "id,date,customer,channel,kind\ni-1,2026-11-02,ada-111111,phone,call\n")
        self.edit("lead")
        self.edit("active")
        self.git("tag", "-a", "v1", "-m", "v1")
        self.git("checkout", "-q", "-b", "other")
        self.put("crm/customers/eve-555555.yaml", "id: eve-555555\nkind: person\nname: Eve Ohm\nstatus: lapsed\n")
        self.git("commit", "-qam", "other")
        self.git("checkout", "-q", "main")
        self.edit("former")
        self.git("merge", "-q", "--no-edit", "other")
        self.run(self.top, *self.importing("leads.csv"), "--commit", wanted=0)

    @staticmethod
    def importing(file):
        return ["flatcrm", "-C", "crm", "import", file, "--collection", "customers", "--source", "fair", "--key", "No", "-q"]

    def put(self, path, text):
        with open(f"{self.top}/{path}", "w", encoding="utf-8") as file:
            file.write(text)

    def edit(self, status):
        self.put("crm/customers/customers.csv", f"id,kind,name,status\nada-111111,person,Ada Lovelace,{status}\nbob-222222,person,Bob Babbage,lead\n")
        self.git("add", "-A")
        self.git("commit", "-qm", status)

    def run(self, where, *words, wanted=None):
        done = subprocess.run(words, cwd=where, env=self.environment, capture_output=True, text=True, errors="replace", timeout=60)
        if wanted is not None and done.returncode != wanted:
            raise SystemExit(f"{' '.join(words)}: exit {done.returncode}: {done.stderr}")
        return done

    def git(self, *words):
        return self.run(self.top, "git", *words, wanted=0).stdout.strip()

    def renew(self, name, way):
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.top, self.copy, symlinks=True)
        damage(way, f"{self.copy}/.git/objects/{name[:2]}/{name[2:]}")

    def state(self):
        """All that stands there, but for git's notes of when it looked at a file."""
        found = {}
        for folder, _, names in os.walk(self.copy):
            for path in (os.path.join(folder, name) for name in names if name != "index" and ".flatcrm" not in folder):
                found[path] = open(path, "rb").read() if os.path.isfile(path) else b""
        return found


def commands(old, whole):
    """`old`: the tagged commit, by the first characters of its id."""
    words = [["diff", "v1~1", "HEAD", "--summary"], ["history", "ada-111111"], ["check", "--merges", "main"], ["show", "ada-111111", "--at", old],
             ["segment", "status = lead", "--at", "v1"], ["segment", "diff", "status = lead", "--since", "v1"], ["report", "weekly"],
             ["import", "--undo", "last", "--commit"]]
    if whole:
        words += [["diff"], ["diff", "v1", "--exit-code"], ["history", "ada-111111", "--at", "v1"], ["check"], ["check", "--at", "v1"],
                  ["show", "ada-111111", "--at", "v1"], ["segment", "status = lead"], ["export", "customers", "-O", "csv", "--at", "v1"],
                  ["report", "weekly", "--at", "HEAD~1"], ["report", "changes", "--since", "v1"], ["report", "activity", "--at", "2026-11-29"],
                  ["dedupe", "--auto", "0.9", "--commit"], ["git-setup"], ["log", "ada-111111", "Called"]]
    return [["flatcrm", "-C", "crm", *one] for one in words] + [[*Book.importing("more.csv"), "--commit"]]


def complaint(done, wrote, words, old, way):
    if done.returncode not in (0, 1, 3):
        return f"exit {done.returncode}: {done.stderr.strip()}"
    if done.returncode == 3 and len(done.stderr.splitlines()) != 1:
        return f"not one line: {done.stderr.strip()}"
    # Nobody can say of an id that stands nowhere that it is broken.
    known = "git fsck" in done.stderr or "no revision '" + old in done.stderr
    if done.returncode == 3 and not known and way not in FORGED:
        return f"does not say what to do: {done.stderr.strip()}"
    if done.returncode == 1 and not ("check" in words or "--exit-code" in words):
        return f"exit 1: {done.stderr.strip()}"
    return "was refused, and wrote" if done.returncode != 0 and wrote else ""


def main():
    book = Book(sys.argv[1])
    whole = sys.argv[2:] == ["all"]
    objects = {**OBJECTS, **(MORE_OBJECTS if whole else {})}
    refused = failed = runs = 0
    try:
        old = book.git("rev-parse", "v1~0")[:7]
        for what, revision in objects.items():
            name = book.git("rev-parse", revision)
            for way in WAYS + (MORE_WAYS if whole else []):
                book.renew(name, way)
                before = book.state()
                for words in commands(old, whole):
                    runs += 1
                    try:
                        done = book.run(book.copy, *words)
                        after = book.state()
                        found = complaint(done, after != before, words, old, way)
                        refused += done.returncode == 3
                    except subprocess.TimeoutExpired:
                        after, found = None, "never came back"
                    if found:
                        failed += 1
                        print(f"{what}, {way}: {' '.join(words)}: {found}", flush=True)
                    if after != before:
                        book.renew(name, way)
                        before = book.state()
    finally:
        shutil.rmtree(book.folder)
    print(f"{runs} runs, {refused} refused, {failed} failed")
    return 1 if failed or not refused else 0


if __name__ == "__main__":
    sys.exit(main())
