"""The table of tests/bench/reports.sh: each report of a book with its time, memory and records a second."""
import json
import os
import subprocess
import sys
import time


def run(command):
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(command)} failed: {said}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    flatcrm, book, work, runs, *names = sys.argv[1:]
    listed = subprocess.run([flatcrm, "report", "-O", "csv"], check=True, capture_output=True, text=True, cwd=work).stdout
    # Two states of a book need git; their bench is that of git.
    names = names or [line.split(",")[0] for line in listed.splitlines()[1:] if not line.startswith("changes,")]
    print("| report | records | wall s | CPU s | peak MB | million records a second |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in names:
        page = os.path.join(work, "page.json")
        subprocess.run([flatcrm, "-C", book, "report", name, "-O", "json", "-o", page], check=True)
        with open(page, encoding="utf-8") as file:
            records = sum(json.load(file)["made_from"]["records"].values())
        measured = [run([flatcrm, "-C", book, "report", name, "-o", os.path.join(work, "page.html")]) for _ in range(int(runs))]
        wall, cpu, peak = min(m[0] for m in measured), min(m[1] for m in measured), max(m[2] for m in measured)
        print(f"| {name} | {records:,} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {records / wall / 1e6:.2f} |", flush=True)


main()
