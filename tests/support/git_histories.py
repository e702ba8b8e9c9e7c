"""Random histories of two to six branches, merged by git with the driver and without it, held against a model.

git_histories.py PROGRAM-FOLDER COUNT [SEED]
With the driver: what git merges without a conflict is what the model merges, and where the model has a conflict git stops.
Without it, by lines and by union: every edit that was lost is named by 'flatcrm check --merges', and no good merge is blamed.
"""
import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import record_model as model  # noqa: E402

ATTRIBUTES = "*.yaml -text diff=flatcrm merge=flatcrm\n*.csv -text diff=flatcrm merge=flatcrm\n"
TABLE, LOG = "customers/customers.csv", "interactions/2026-11.csv"
STATUS = ["lead", "active", "lapsed", "former"]


class Git:
    """Two repositories over the same objects: one is set up, the other is as a forge is."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="flatcrm-histories-")
        self.environment = {
            "PATH": program + ":" + os.environ["PATH"], "HOME": self.folder, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
            "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_AUTHOR_DATE": "1767225600 +0000",
            "GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.org", "GIT_COMMITTER_DATE": "1767225600 +0000"}
        self.book, self.forge = os.path.join(self.folder, "book"), os.path.join(self.folder, "forge")
        for path in (self.book, self.forge):
            os.makedirs(path)
            self.run(path, "git", "init", "-q", "-b", "main")
            self.run(path, "git", "config", "gc.auto", "0")
            with open(path + "/flatcrm.yaml", "w", encoding="utf-8") as file:
                file.write("format: 1\n")
            with open(path + "/.gitattributes", "w", encoding="utf-8") as file:
                file.write(ATTRIBUTES)
        self.run(self.book, "flatcrm", "git-setup", "-q")
        shutil.rmtree(self.forge + "/.git/objects")
        os.symlink(self.book + "/.git/objects", self.forge + "/.git/objects")
        self.reader = subprocess.Popen(["git", "cat-file", "--batch"], cwd=self.book, env=self.environment,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, where, *words, wanted=(0,), text=None):
        done = subprocess.run(words, cwd=where, env=self.environment, capture_output=True, text=True, input=text)
        if done.returncode not in wanted:
            raise AssertionError(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def commits(self, states):
        """Each (parent, files), the parent being a number of this list or None: their ids."""
        out = []
        for number, (parent, files) in enumerate(states):
            out.append(f"commit refs/heads/b{number}\nmark :{number + 1}\ncommitter T <t@example.org> 1767225600 +0000\ndata 0\n")
            if parent is not None:
                out.append(f"from :{parent + 1}\n")
            out.append("deleteall\n")
            for path, content in {**files, "flatcrm.yaml": "format: 1\n", ".gitattributes": ATTRIBUTES}.items():
                out.append(f"M 100644 inline {path}\ndata {len(content.encode())}\n{content}\n")
            out.append("\n")
        out.append("".join(f"get-mark :{number + 1}\n" for number in range(len(states))))
        done = self.run(self.book, "git", "fast-import", "--quiet", "--force", text="".join(out))
        return done.stdout.split()

    def files(self, tree):
        listed = self.run(self.book, "git", "ls-tree", "-r", "-z", tree).stdout.split("\0")
        found = {}
        for entry in filter(None, listed):
            meta, path = entry.split("\t")
            self.reader.stdin.write((meta.split()[2] + "\n").encode())
            self.reader.stdin.flush()
            size = int(self.reader.stdout.readline().split()[2])
            found[path] = self.reader.stdout.read(size + 1)[:-1].decode()
        return found

    def merge(self, where, one, other):
        """(clean, tree, what git says)"""
        done = self.run(where, "git", "merge-tree", "--write-tree", one, other, wanted=(0, 1))
        return done.returncode == 0, done.stdout.split("\n")[0], done.stdout + done.stderr

    def commit(self, tree, *parents):
        words = [word for parent in parents for word in ("-p", parent)]
        return self.run(self.book, "git", "commit-tree", tree, *words, "-m", "merge").stdout.strip()

    def findings(self, one, other):
        done = self.run(self.book, "flatcrm", "check", "-q", "--merges", f"{one}..{other}", "-O", "json", wanted=(0, 1))
        return json.loads(done.stdout)


def yaml_of(fields):
    lines = []
    for name in ("id", "kind", "name", "emails", "phones", "language", "status", "tags", "org", "merged_ids", "merged_into"):
        value = fields.get(name)
        if not value:
            continue
        if name in model.LISTS:
            lines += [f"{name}:"] + [f"  - {part}" for part in value]
        else:
            lines.append(f"{name}: {value}")
    return "\n".join(lines) + "\n"


class Table:
    """Rows in the dialect that the file has."""

    def __init__(self, text):
        self.end = "\r\n" if "\r\n" in text else "\n"
        first = text.split("\n")[0]
        self.delimiter = ";" if first.count(";") > first.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter))
        self.header, self.rows = rows[0], rows[1:]

    def text(self):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.end)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return out.getvalue()

    def column(self, name):
        if name not in self.header:
            self.header.append(name)
            self.rows = [row + [""] for row in self.rows]
        return self.header.index(name)

    def row(self, fields):
        for name in fields:
            self.column(name)
        value = lambda name: "; ".join(fields[name]) if name in model.LISTS and name in fields else fields.get(name, "")
        return [value(name) for name in self.header]

    def fields(self, row):
        return model.flatten(dict(zip(self.header, row)))


def tables(files, folder):
    return sorted(path for path in files if path.startswith(folder + "/") and path.endswith(".csv"))


class Edits:
    """`wide`: conversions between layouts, merges of records, other dialects and cells of several lines too."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.wide = seed % 4 != 0

    def value(self, field):
        r = self.random
        if field in model.LISTS:
            return tuple(sorted(r.sample([f"{field[0]}{i}" for i in range(5)], r.randint(1, 3))))
        return r.choice(STATUS) if field == "status" else f"{field[0]}{r.randint(0, 5)}"

    def fields(self, name):
        fields = {"id": name, "kind": "person", "name": self.random.choice(["Ada Lovelace", "Grace Hopper"]),
                  "language": "de", "status": "lead", "phones": ("+4930111", "+4930222"), "emails": ("x@example.org",)}
        if self.random.random() < 0.5:
            fields["tags"] = self.value("tags")
        return fields

    def first(self):
        files = {TABLE: "id,kind,name,phones,status,tags\n" + "".join(
            f"t{i}-aaaaaa,person,T{i},,lead,red; blue\n" for i in range(6)),
            LOG: "id,date,channel,kind,text\n" + "".join(f"l{i}-aaaaaa,2026-11-0{i + 1},phone,call,Said {i}\n" for i in range(5))}
        for i in range(3):
            name = f"y{i}-aaaaaa"
            files[f"customers/{name}.yaml"] = yaml_of(self.fields(name))
        if self.wide:
            for path in (TABLE, LOG):
                table = Table(files[path])
                if self.random.random() < 0.2:
                    table.end = "\r\n"
                if path == LOG and self.random.random() < 0.2:
                    table.delimiter = ";"
                files[path] = table.text()
        return files

    def edit(self, files):
        files = dict(files)
        kinds = [self.table, self.table, self.log, self.document, self.document]
        if self.wide and self.random.random() < 0.25:
            kinds = [self.to_table, self.to_files, self.to_shards, self.one_of_two, self.one_of_two, self.other_month]
        self.random.choice(kinds)(files)
        return files

    def table(self, files):
        r = self.random
        paths = tables(files, "customers")
        if not paths:
            return
        path = r.choice(paths)
        table = Table(files[path])
        what = r.random()
        if what < 0.15:
            name = f"n{r.randint(0, 4)}-bbbbbb"
            if all(row[0] != name for other in paths for row in Table(files[other]).rows):
                table.rows.append(["person" if h == "kind" else f"N{r.randint(0, 1)}" if h == "name" else name if h == "id" else ""
                                   for h in table.header])
        elif what < 0.25 and table.rows:
            table.rows.remove(r.choice(table.rows))
        elif what < 0.3:
            r.shuffle(table.rows)
        elif what < 0.4 and "org" not in table.header:
            column = table.column("org")
            for row in table.rows:
                row[column] = r.choice(["", "O1"])
        elif table.rows:
            column = r.choice([h for h in table.header if h not in ("id", "kind", "merged_into", "merged_ids")])
            value = self.value(column)
            r.choice(table.rows)[table.header.index(column)] = "; ".join(value) if column in model.LISTS else value
        files[path] = table.text()

    def log(self, files):
        r = self.random
        paths = tables(files, "interactions")
        path = r.choice(paths)
        table = Table(files[path])
        if r.random() < 0.4:
            name = f"m{r.randint(0, 20)}-cccccc"
            if all(row[0] != name for other in paths for row in Table(files[other]).rows):
                table.rows.append([name, path[13:20] + "-1" + str(r.randint(0, 9)), "email", "message", "Wrote"])
        elif r.random() < 0.2 and table.rows:
            table.rows.remove(r.choice(table.rows))
        elif table.rows:
            said = f"Corrected {r.randint(0, 5)}"
            if self.wide and r.random() < 0.3:
                said = r.choice([f'He said "{said}", twice', f"{said}\nand more"])
            r.choice(table.rows)[4] = said
        table.rows.sort(key=lambda row: (row[1], row[0]))
        files[path] = table.text()

    def other_month(self, files):
        """A date is corrected, and with it the row goes to another file."""
        path = self.random.choice(tables(files, "interactions"))
        table = Table(files[path])
        if not table.rows:
            return
        row = self.random.choice(table.rows)
        table.rows.remove(row)
        files[path] = table.text()
        row[1] = ("2026-12" if "2026-11" in path else "2026-11") + row[1][7:]
        other = f"interactions/{row[1][:7]}.csv"
        into = Table(files.get(other, ",".join(table.header) + "\n"))
        into.rows.append(row)
        into.rows.sort(key=lambda row: (row[1], row[0]))
        files[other] = into.text()

    def to_table(self, files):
        """Records of files of their own go into a table."""
        path = (tables(files, "customers") or [TABLE])[0]
        table = Table(files.get(path, "id\n"))
        for name in sorted(name for name in files if name.startswith("customers/") and name.endswith(".yaml")):
            table.rows.append(table.row(model.flatten(model.yaml_documents(files.pop(name))[0])))
        table.rows.sort()
        files[path] = table.text()

    def to_files(self, files):
        """The rows of a table become files."""
        for path in tables(files, "customers"):
            table = Table(files.pop(path))
            for row in table.rows:
                fields = table.fields(row)
                files[f"customers/{fields['id']}.yaml"] = yaml_of(fields)

    def to_shards(self, files):
        whole = [Table(files.pop(path)) for path in tables(files, "customers")]
        for table in whole:
            for row in table.rows:
                path = f"customers/{sum(row[0].encode()) % 2}.csv"
                shard = Table(files.get(path, ",".join(table.header) + "\n"))
                shard.rows.append(shard.row(table.fields(row)))
                shard.rows.sort()
                files[path] = shard.text()

    def one_of_two(self, files):
        """What dedupe does: one record takes the other's values and its id, and the other stays as a mark."""
        places = {}
        for path in sorted(files):
            if not path.startswith("customers/"):
                continue
            table = Table(files[path]) if path.endswith(".csv") else None
            each = [table.fields(row) for row in table.rows] if table else [model.flatten(model.yaml_documents(files[path])[0])]
            places.update({fields["id"]: (path, fields) for fields in each if "merged_into" not in fields})
        if len(places) < 2:
            return
        kept, gone = self.random.sample(sorted(places), 2)
        path, fields = places[kept]
        other = places[gone][1]
        union = lambda field: tuple(sorted(set(fields.get(field, ())) | set(other.get(field, ()))))
        taken = {**other, **fields, **{field: union(field) for field in ("phones", "tags", "emails")},
                 "merged_ids": tuple(sorted({*union("merged_ids"), gone}))}
        self.put(files, path, {name: value for name, value in taken.items() if value})
        self.put(files, places[gone][0], {"id": gone, "merged_into": kept})

    def put(self, files, path, fields):
        if path.endswith(".yaml"):
            files[path] = yaml_of(fields)
            return
        table = Table(files[path])
        for number, row in enumerate(table.rows):
            if row[table.header.index("id")] == fields["id"]:
                new = table.row(fields)
                table.rows[number] = new
        files[path] = table.text()

    def document(self, files):
        r = self.random
        paths = sorted(path for path in files if path.endswith(".yaml"))
        what = r.random()
        if what < 0.1 or not paths:
            name = f"z{r.randint(0, 3)}-dddddd"
            if ("customers", name) not in model.records_of(files)[0]:
                files[f"customers/{name}.yaml"] = yaml_of(self.fields(name))
            return
        path = r.choice(paths)
        fields = model.flatten(model.yaml_documents(files[path])[0])
        if what < 0.2:  # another customer in its place, much alike
            del files[path]
            name = f"s{r.randint(0, 9)}-eeeeee"
            if ("customers", name) not in model.records_of(files)[0]:
                files[f"customers/{name}.yaml"] = yaml_of({**fields, "id": name, "name": "Somebody Else"})
        elif what < 0.27:
            files[path.replace("customers/", "customers/old/", 1)] = files.pop(path)
        elif what < 0.34:
            files[path] = yaml_of({"id": fields["id"], "merged_into": "t0-aaaaaa"})
        elif what < 0.42:
            files[path] = f"# note {r.randint(0, 9)}\n" + files[path]
        else:
            field = r.choice(["name", "emails", "phones", "language", "status", "tags", "org"])
            comments = "".join(line + "\n" for line in files[path].splitlines() if line.startswith("#"))
            files[path] = comments + yaml_of({**fields, field: self.value(field)})


def moved_and_edited(base, sides):
    """Does one side have a record in another file that the other side edited? The driver sees one file at a time."""
    places = [{name: path for path in files for name in model.records_of({path: files[path]})[0]} for files in (base, *sides)]
    records = [model.records_of(files)[0] for files in (base, *sides)]
    return any(places[one].get(name) not in (None, path) and records[other].get(name) != records[0][name]
               for name, path in places[0].items() for one, other in ((1, 2), (2, 1)))


def check_driver(git, base, sides, ids, said):
    """The commit of the merge, or None where git stopped."""
    clean, tree, words = git.merge(git.book, *ids)
    merged, conflicts = model.merge(*[model.records_of(state)[0] for state in (base, *sides)])
    if clean:
        try:
            now, twice = model.records_of(git.files(tree))
        except ValueError:
            # Where a file was renamed to what the other side added, git 2.39 takes a conflict of the driver for clean; the hook
            # before a merge's commit is what stops it.
            commit = git.commit(tree, *ids)
            check = git.run(git.book, "flatcrm", "check", "--at", commit, wanted=(1,))
            if "conflict" not in check.stdout:
                raise AssertionError(f"{said}: markers that no check finds: {check.stdout}")
            return None
        commit = git.commit(tree, *ids)
        found = git.findings(ids[0], commit)
        if conflicts or twice or not model.same(now, merged):
            # In two files both sides may have one record, and git merges no two files; and it drops what the driver says where one
            # side took out a file that is like one that both added. The hook before a merge's commit stops both.
            named = {(one["collection"], record) for one in found for record in (one["record"], one["other"])}
            states = [model.records_of(state)[0] for state in (base, *sides)]
            lost = {edit[:2] for edit in model.lost_edits(states[0], states[1:], now)}
            if not set(conflicts) | twice | lost <= named or not found:
                raise AssertionError(f"{said}: {conflicts} {twice} {lost - named}\n{now}\ninstead of\n{merged}\n{words}")
            return None
        if found:
            raise AssertionError(f"{said}: a good merge is blamed: {found}")
        return commit
    by_files = any(word in words for word in ("modify/delete", "rename/", "rename", "file location", "add/add"))
    if not conflicts and not by_files and "different records" not in words and not moved_and_edited(base, sides):
        raise AssertionError(f"{said}: git stops without need: {words}")
    return None


def check_forge(git, base, sides, ids, said):
    clean, tree, _ = git.merge(git.forge, *ids)
    if not clean:
        return
    states = [model.records_of(state)[0] for state in (base, *sides)]
    files = git.files(tree)
    now, twice = model.records_of(files)
    merged, conflicts = model.merge(*states)
    commit = git.commit(tree, *ids)
    findings = git.findings(ids[0], commit)
    named = {(one["collection"], record, one["field"]) for one in findings for record in (one["record"], one["other"])}
    whole = {name[:2] for name in named if name[2] in ("", "merged_into")}
    # A file that can't be read any more is named itself.
    broken = [one for one in findings if one["code"] == "unreadable"]
    for lost in model.lost_edits(states[0], states[1:], now):
        if lost not in named and lost[:2] not in whole and not broken:
            raise AssertionError(f"{said}: {lost} is lost and not named in {sorted(named)}")
    for name in twice:
        if name not in {one[:2] for one in named} and not broken:
            raise AssertionError(f"{said}: {name} stands twice and is not named")
    if not conflicts and not twice and not broken and findings and model.same(now, merged):
        raise AssertionError(f"{said}: a good merge is blamed: {findings}")
    # An edit that shows in a record that nobody edited went to the wrong one.
    for name, fields in now.items():
        for field, value in fields.items():
            if all(state.get(name, {}).get(field) != value for state in states) and field not in model.LISTS:
                if (*name, field) not in named and name not in whole and not broken:
                    raise AssertionError(f"{said}: {name} got {field} = {value}, and nobody says so")


def history(git, seed, counts):
    edits = Edits(seed)
    base = edits.first()
    branches = 2 + edits.random.randrange(5)
    states = [(None, base)]
    for _ in range(branches):
        files = base
        for _ in range(edits.random.randint(1, 5)):
            files = edits.edit(files)
        states.append((0, files))
    ids = git.commits(states)
    main_id, main_files = ids[1], states[1][1]
    for number in range(2, branches + 1):
        other_id, other_files = ids[number], states[number][1]
        said = f"history {seed}, branch {number}"
        counts["merges"] += 1
        pair = (main_files, other_files), (main_id, other_id)
        if edits.random.random() < 0.5:
            pair = (other_files, main_files), (other_id, main_id)
        check_forge(git, base, *pair, said)
        commit = check_driver(git, base, *pair, said)
        if commit is None:
            counts["stopped"] += 1
            continue
        main_id, main_files = commit, git.files(commit)


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    git = Git(program)
    counts = {"merges": 0, "stopped": 0, "failed": 0}
    try:
        for seed in range(first, first + count):
            with open(git.forge + "/.git/info/attributes", "w", encoding="utf-8") as file:
                file.write("* merge=union\n" if seed % 2 else "")
            try:
                history(git, seed, counts)
            except (AssertionError, ValueError) as error:
                counts["failed"] += 1
                print(f"history {seed}: {error}" if isinstance(error, ValueError) else error)
    finally:
        git.reader.stdin.close()
        git.reader.wait()
        shutil.rmtree(git.folder)
    print(f"{count} histories, {counts['merges']} merges, {counts['stopped']} of them stopped for a person, {counts['failed']} failed")
    return 1 if counts["failed"] or not counts["merges"] or counts["stopped"] == counts["merges"] else 0


if __name__ == "__main__":
    sys.exit(main())
