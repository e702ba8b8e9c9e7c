"""Makes customers who buy as BG/NBD and Gamma-Gamma have it, and lets flatcrm and lifetimes find the parameters again."""
import datetime
import json
import os
import resource
import subprocess
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter

flatcrm, models, work, customers, runs = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])
END = datetime.date(2025, 12, 31)
R, ALPHA, A, B = 0.6, 9.0, 0.8, 2.5  # weeks
P, Q, GAMMA = 6.0, 4.0, 60.0


def simulate():
    """Days of orders and their amounts, by customer: each is born on some day of two years."""
    random = np.random.default_rng(7)
    born = random.integers(0, 730, customers)
    rate = random.gamma(R, 1 / ALPHA, customers) / 7
    leaves = random.beta(A, B, customers)
    level = random.gamma(Q, 1 / GAMMA, customers)
    day, alive = born.astype(float), np.arange(customers)
    owners, days = [np.arange(customers)], [born.copy()]
    while len(alive):
        day[alive] += random.exponential(1 / rate[alive])
        alive = alive[day[alive] <= 730]
        owners.append(alive)
        days.append(day[alive].astype(int))
        alive = alive[random.random(len(alive)) >= leaves[alive]]
    owner, when = np.concatenate(owners), np.concatenate(days)
    cents = np.maximum(1, np.rint(100 * random.gamma(P, 1 / level[owner]))).astype(int)
    frame = pd.DataFrame({"owner": owner, "day": when, "cents": cents})
    return frame.groupby(["owner", "day"], as_index=False)["cents"].sum()


def write_book(sales):
    os.makedirs(f"{work}/book/customers")
    os.makedirs(f"{work}/book/sales")
    with open(f"{work}/book/flatcrm.yaml", "w") as file:
        file.write("format: 1\nname: bench\ncurrency: EUR\nlayouts: {customers: csv, sales: csv}\n")
    with open(f"{work}/book/customers/customers.csv", "w") as file:
        file.write("id,name\n")
        file.writelines(f"c{i:07},Customer {i}\n" for i in range(customers))
    start = END - datetime.timedelta(days=730)
    dates = [(start + datetime.timedelta(days=i)).isoformat() for i in range(731)]
    with open(f"{work}/book/sales/sales.csv", "w") as file:
        file.write("id,kind,date,customer,amount,currency\n")
        file.writelines(
            f"s{i:08},invoice,{dates[day]},c{owner:07},{cents // 100}.{cents % 100:02},EUR\n"
            for i, (owner, day, cents) in enumerate(zip(sales.owner.values, sales.day.values, sales.cents.values)))


def summary_of(sales):
    first = sales.groupby("owner")["day"].transform("min")
    again = sales[sales.day > first]
    groups = sales.groupby("owner")["day"]
    born, last = groups.min(), groups.max()
    repeats = again.groupby("owner")["cents"].agg(["count", "mean"]).reindex(range(customers), fill_value=0)
    return pd.DataFrame({"frequency": repeats["count"].values, "recency": (last - born).values / 7,
                         "T": (730 - born).values / 7, "mean": repeats["mean"].values / 100})


def run_lifetimes(summary):
    start = time.perf_counter()
    orders = BetaGeoFitter()
    orders.fit(summary.frequency, summary.recency, summary["T"])
    repeaters = summary[summary.frequency > 0]
    spend = GammaGammaFitter()
    spend.fit(repeaters.frequency, repeaters["mean"])
    fitted = time.perf_counter() - start
    orders.conditional_probability_alive(summary.frequency, summary.recency, summary["T"])
    expected = orders.conditional_expected_number_of_purchases_up_to_time(365 / 7, summary.frequency, summary.recency,
                                                                          summary["T"])
    spend.conditional_expected_average_profit(summary.frequency, summary["mean"])
    whole = time.perf_counter() - start
    found = {**orders.params_.to_dict(), **spend.params_.to_dict()}
    found["gamma"] = found.pop("v")
    return fitted, whole, found, float(np.sum(expected))


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_flatcrm():
    start, cpu = time.perf_counter(), cpu_of_children()
    out = subprocess.run([flatcrm, "-C", f"{work}/book", "report", "clv", "--as-of", END.isoformat(), "--horizon", "365d",
                          "-O", "json"], check=True, capture_output=True).stdout
    return time.perf_counter() - start, cpu_of_children() - cpu, json.loads(out)


def run_models(summary):
    days = summary.assign(recency=np.rint(summary.recency * 7).astype(int), T=np.rint(summary["T"] * 7).astype(int))
    days.to_csv(f"{work}/summary.txt", sep=" ", header=False, index=False)
    out = subprocess.run([models, f"{work}/summary.txt", os.environ.get("FLATCRM_THREADS", "2")], check=True,
                         capture_output=True, text=True).stdout.split()
    return float(out[0]), out[1:]


def shown(value):
    return value if isinstance(value, (str, int)) else value.get("amount", value)


sales = simulate()
write_book(sales)
summary = summary_of(sales)
best, best_cpu, document = min((run_flatcrm() for _ in range(runs)), key=lambda one: one[0])
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
alone, parameters = min((run_models(summary) for _ in range(runs)), key=lambda one: one[0])
cpu = time.process_time()
fitted, whole, found, expected = run_lifetimes(summary)
cpu = time.process_time() - cpu
figures = {name: one["value"] for name, one in document["figures"].items()}
names = ["r", "alpha", "a", "b", "p", "q", "gamma"]
print(f"{customers:,} customers, {len(sales):,} orders\n")
print("| | seconds | of processor | MB | r | alpha | a | b | p | q | gamma | orders to expect |")
print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
print(f"| lifetimes: fits and predictions | {whole:.2f} | {cpu:.2f} | | " + " | ".join(f"{found[name]:.3f}" for name in names)
      + f" | {expected:.1f} |")
print(f"| lifetimes: fits alone | {fitted:.2f} | | | | | | | | | | |")
print(f"| flatcrm: fits and predictions | {alone:.2f} | | | " + " | ".join(parameters) + " |")
print(f"| flatcrm report clv, the whole command | {best:.2f} | {best_cpu:.2f} | {memory:.0f} | "
      + " | ".join(str(shown(figures[name])) for name in names) + f" | {shown(figures['expected_orders'])} |")
print(f"\nlifetimes takes {whole / alone:.1f} times as long on the same summary, and {whole / best:.1f} times as long as the whole "
      f"command that reads {len(sales):,} sales and fits twice.")
