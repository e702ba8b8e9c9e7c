"""Books as records, and their merge, by a plain model that shares nothing with flatcrm.

A book is a dict {path: text}. Its records are {(collection, id): {field: value}}; a list is a tuple.
"""
import csv
import io

LISTS = {"emails", "phones", "tags", "merged_ids", "addresses"}


def yaml_documents(text):
    """The subset that these tests write: scalars, block and flow lists of scalars, lists of maps of scalars."""
    documents = []
    for piece in ("\n" + text).split("\n---\n"):
        record, key, scalar = {}, None, None
        for line in piece.splitlines():
            bare = line.split(" #")[0].rstrip()
            if not bare or bare.lstrip().startswith("#"):
                continue
            if bare.startswith("  - "):
                item = bare[4:]
                if scalar is not None:
                    # A union by lines may put it there: behind a plain scalar it is no element but the rest of the scalar.
                    record[scalar] += " - " + item
                elif ": " in item:
                    record.setdefault(key, []).append(dict([item.split(": ", 1)]))
                else:
                    record.setdefault(key, []).append(item.strip("'\""))
            elif bare.startswith("    "):
                name, value = bare.strip().split(": ", 1)
                record[key][-1][name] = value.strip("'\"")
            elif bare.endswith(":"):
                key, scalar = bare[:-1], None
            else:
                name, value = bare.split(": ", 1)
                scalar = None if value.startswith(("[", "'", '"')) else name
                if value.startswith("["):
                    record[name] = [part.strip().strip("'\"") for part in value[1:-1].split(",")]
                else:
                    record[name] = value.strip("'\"")
        if record:
            documents.append(record)
    return documents


def flatten(record):
    fields = {}
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            fields[name] = tuple(tuple(sorted(one.items())) for one in value)
        elif isinstance(value, list):
            fields[name] = tuple(value)
        elif name in LISTS:
            fields[name] = tuple(part.strip() for part in value.split(";") if part.strip())
        elif value != "":
            fields[name] = value
    return {name: value for name, value in fields.items() if value != ()}


def records_of(files):
    """The records, and the ids that stand twice. A file with conflict markers raises ValueError."""
    records, twice = {}, set()
    for path, text in files.items():
        if "/" not in path or not path.endswith((".yaml", ".csv")) or path.startswith(("schemas/", "segments/")):
            continue
        if "<<<<<<<" in text or ">>>>>>>" in text:
            raise ValueError(path)
        text = text.lstrip("\ufeff").replace("\r\n", "\n")
        if path.endswith(".yaml"):
            rows = yaml_documents(text)
        else:
            delimiter = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
            rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        for row in rows:
            fields = flatten({name: value or "" for name, value in row.items()})
            name = (path.split("/")[0], fields.get("id"))
            if name in records:
                twice.add(name)
            records[name] = fields
    return records, twice


def merge_value(base, ours, theirs, is_list):
    """(clean, value)"""
    if ours == theirs or base == theirs:
        return True, ours
    if base == ours:
        return True, theirs
    if is_list:
        before, one, other = set(base or ()), set(ours or ()), set(theirs or ())
        merged = (one & other) | (one - before) | (other - before)
        return True, tuple(sorted(merged))
    return False, None


def merge(base, ours, theirs):
    """Three-way by record: the merged records, and the names of those in conflict."""
    merged, conflicts = {}, {}
    for name in set(base) | set(ours) | set(theirs):
        before, one, other = base.get(name), ours.get(name), theirs.get(name)
        if one == other or before == other:
            result = one
        elif before == one:
            result = other
        elif before is None or one is None or other is None:
            conflicts[name] = {""}
            continue
        elif "merged_into" not in before and ("merged_into" in one) != ("merged_into" in other):
            conflicts[name] = {""}
            continue
        else:
            result, fields = {}, set()
            for field in set(before) | set(one) | set(other):
                values = [side.get(field) for side in (before, one, other)]
                clean, value = merge_value(*values, field in LISTS)
                if not clean:
                    fields.add(field)
                elif value:
                    result[field] = value
            changed = lambda side, field: side.get(field) != before.get(field)
            if "amount" in before and (
                changed(one, "amount") != changed(one, "currency")
                and changed(other, "amount") != changed(other, "currency")
                and changed(one, "amount") != changed(other, "amount")
            ):
                fields.add("amount")
            if fields:
                conflicts[name] = fields
                continue
        if result is not None:
            merged[name] = result
    return merged, conflicts


def same(one, other):
    """Lists are sets."""
    plain = lambda records: {
        name: {field: set(value) if field in LISTS else value for field, value in fields.items()}
        for name, fields in records.items()
    }
    return plain(one) == plain(other)


def lost_edits(base, sides, merged):
    """What one side alone changed, and the merge lacks: {(collection, id, field)}; field "" is the record."""
    lost = set()
    for number, side in enumerate(sides):
        other = sides[1 - number]
        for name in set(base) | set(side):
            before, now, there = base.get(name), side.get(name), other.get(name)
            result = merged.get(name)
            if before == now:
                continue
            if now is None:
                if there == before and result is not None:
                    lost.add((*name, ""))
            elif before is None:
                if result is None:
                    lost.add((*name, ""))
                elif there is None:
                    lost |= {(*name, f) for f in now if result.get(f) != now[f] and not (f in LISTS and set(now[f]) <= set(result.get(f) or ()))}
            else:
                for field in set(before) | set(now):
                    if before.get(field) == now.get(field):
                        continue
                    alone = there is None or there.get(field) == before.get(field)
                    if not alone:
                        continue
                    if result is None or result.get(field) != now.get(field):
                        if field in LISTS and result is not None and set(result.get(field) or ()) == set(now.get(field) or ()):
                            continue
                        lost.add((*name, field))
    return lost
