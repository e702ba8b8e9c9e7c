"""Runs each query in flatcrm and in DuckDB, compares the results, and prints times and peak memory as a Markdown table.

segment_compare.py FLATCRM BOOK FOLDER RUNS [LETTERS]
"""
import csv
import os
import subprocess
import sys
import time

TODAY = "DATE '2026-12-31'"
# DuckDB reads the amounts as doubles: without rounding, equal sums of ten million customers would not tie.
VALUE = "round(sum(CASE WHEN kind = 'credit' THEN -abs(amount) ELSE amount END) FILTER (kind IN ('invoice', 'credit')), 2)"
SCORE = "1 + (5 * (rank() OVER (ORDER BY {0}) - 1)) // count(*) OVER ()"
QUERIES = {
    "a: filter on two fields, four columns": (
        ["segment", "country = DE and status = active", "--columns", "id, name, city, acquired"],
        "SELECT id, name, \"addresses.1.city\", acquired FROM {customers} WHERE \"addresses.1.country\" = 'DE' AND status = 'active'",
    ),
    "b: RFM of all customers": (
        ["segment", "orders > 0", "--columns", "id, r, f, m"],
        "WITH o AS (SELECT customer, max(date) FILTER (kind = 'invoice') AS last_order, count(DISTINCT date) FILTER (kind = 'invoice') AS orders, "
        + VALUE + " AS value FROM {sales} GROUP BY customer HAVING count(*) FILTER (kind = 'invoice') > 0) SELECT id, "
        + ", ".join(SCORE.format(key) + " AS " + name for key, name in (("last_order", "r"), ("orders", "f"), ("value", "m")))
        + " FROM o JOIN {customers} c ON c.id = o.customer",
    ),
    "c: sales by country and owner of the customer": (
        ["segment", "--of", "sales", "kind in (invoice, credit)", "--group-by", "customer.country", "--group-by", "customer.owner",
         "--columns", "sum(if(kind = credit, -abs(amount), amount)) as value"],
        "SELECT c.\"addresses.1.country\", c.owner, " + VALUE.replace("kind", "s.kind") + " FROM {sales} s JOIN {customers} c ON c.id = s.customer GROUP BY ALL",
    ),
    "d: silence > 180 days, value in the top fifth": (
        ["segment", "silence > 180d and quintile(value) = 5", "--columns", "id, name, value, days(silence) as silence"],
        "WITH v AS (SELECT customer, " + VALUE + " AS value FROM {sales} GROUP BY customer), "
        "t AS (SELECT customer, max(date) AS last_contact FROM {interactions} GROUP BY customer), "
        "q AS (SELECT id, name, coalesce(value, 0) AS value, last_contact, " + SCORE.format("coalesce(value, 0)") + " AS score "
        "FROM {customers} c LEFT JOIN v ON v.customer = c.id LEFT JOIN t ON t.customer = c.id) "
        "SELECT id, name, value, " + TODAY + " - last_contact FROM q WHERE score = 5 AND last_contact < " + TODAY + " - 180",
    ),
}


def in_child(work):
    """Seconds and processor seconds of work(), and peak memory of a fresh process in MB."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        elapsed, processor = work()
        os.write(write, f"{elapsed} {processor}".encode())
        os._exit(0)
    os.close(write)
    elapsed, processor = (float(word) for word in os.read(read, 100).split())
    _, status, usage = os.wait4(child, 0)
    os.close(read)
    if status != 0:
        sys.exit("a query failed")
    return elapsed, processor, usage.ru_maxrss / 1024


def duckdb_once(book, sql, target):
    def work():
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET threads = 2")
        tables = {name: f"read_csv('{book}/{name}/*.csv')" for name in ("customers", "sales", "interactions")}
        start, processor = time.perf_counter(), time.process_time()
        connection.execute(f"COPY ({sql.format(**tables)}) TO '{target}' (HEADER)")
        return time.perf_counter() - start, time.process_time() - processor

    return in_child(work)


def flatcrm_once(program, book, words, target):
    start = time.perf_counter()
    process = subprocess.Popen([program, "-C", book] + words + ["-O", "csv", "-o", target])
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("a query failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rows(path):
    """The rows in one order, numbers by value."""
    def plain(cell):
        try:
            return "%.2f" % float(cell)
        except ValueError:
            return cell

    with open(path, newline="") as file:
        return sorted(tuple(plain(cell) for cell in row) for row in list(csv.reader(file))[1:])


def compared(name, ours, theirs):
    """How many rows both have. In a process of its own: a child's peak counts what its parent held when it began."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        mine, other = rows(ours), rows(theirs)
        if mine != other:
            differing = [pair for pair in zip(mine, other) if pair[0] != pair[1]][:3]
            print(f"{name}: {len(mine)} rows and {len(other)}, which differ: {differing}", file=sys.stderr)
        os.write(write, str(len(mine)).encode())
        os._exit(0 if mine == other else 1)
    os.close(write)
    count = os.read(read, 100).decode()
    os.close(read)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(1)
    return count


def main():
    program, book, folder, runs = sys.argv[1:5]
    letters = sys.argv[5] if len(sys.argv) > 5 else "abcd"
    print("| query | flatcrm s | DuckDB s | ratio | flatcrm cpu s | DuckDB cpu s | ratio | flatcrm MB | DuckDB MB | rows |", flush=True)
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for name, (words, sql) in QUERIES.items():
        if name[0] not in letters:
            continue
        ours, theirs = [], []
        for _ in range(int(runs)):
            ours.append(flatcrm_once(program, book, words, f"{folder}/ours.csv"))
            theirs.append(duckdb_once(book, sql, f"{folder}/theirs.csv"))
        count = compared(name, f"{folder}/ours.csv", f"{folder}/theirs.csv")
        # The least of each: what else the machine does makes them larger, never smaller.
        (seconds, cpu, memory), (duck, duck_cpu, duck_memory) = (tuple(map(min, zip(*some))) for some in (ours, theirs))
        print(f"| {name} | {seconds:.3f} | {duck:.3f} | {seconds / duck:.2f} | {cpu:.3f} | {duck_cpu:.3f} | {cpu / duck_cpu:.2f} "
              f"| {memory:.0f} | {duck_memory:.0f} | {count} |", flush=True)


main()
