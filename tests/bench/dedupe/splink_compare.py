#!/usr/bin/env python3
"""Finds the duplicates of a list that people.py made with Splink on DuckDB, to be held against flatcrm.

    splink_compare.py people.csv [THREADS]      prints seconds by stage and the F1 of the clusters

The fields are those that flatcrm compares, with Splink's own comparisons for them, and the blocking rules are
flatcrm's keys as a user of Splink writes them. Training is that of Splink's tutorial.
"""
import resource
import sys
import time
from collections import Counter

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

KEYS = [
    block_on("email"),
    block_on("phone"),
    block_on("substr(given_name, 1, 3)", "substr(family_name, 1, 4)"),
    block_on("street"),
    block_on("birthday"),
    block_on("split_part(email, '@', 1)"),
    block_on("family_name", "postcode"),
    block_on("given_name", "suburb"),
]


def settings():
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rec",
        blocking_rules_to_generate_predictions=KEYS,
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("family_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birthday", input_is_string=True),
            cl.EmailComparison("email"),
            cl.LevenshteinAtThresholds("phone", 1),
            cl.LevenshteinAtThresholds("street", 2),
            cl.LevenshteinAtThresholds("suburb", 2),
            cl.LevenshteinAtThresholds("postcode", 1),
        ],
    )


class Clock:
    def __init__(self):
        self.begin = self.last = time.time()

    def stage(self, name):
        now = time.time()
        print(f"  splink {name:8} {now - self.last:8.2f} s", flush=True)
        self.last = now


def f1(truth_of, clusters):
    """Pairs from counts: a million records have too many pairs to be listed."""
    def pairs(counts):
        return sum(n * (n - 1) // 2 for n in counts.values())
    true, found = Counter(truth_of.values()), Counter(cluster for _, cluster in clusters)
    both = Counter((truth_of[rec], cluster) for rec, cluster in clusters)
    return 2 * pairs(both) / max(1, pairs(true) + pairs(found))


def main():
    path, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2
    clock = Clock()
    database = duckdb.connect()
    database.execute(f"SET threads TO {threads}")
    columns = "given_name family_name street suburb postcode birthday phone email".split()
    # As for any tool: what is empty is missing.
    chosen = ", ".join(f"nullif({column}, '') AS {column}" for column in columns)
    database.execute("CREATE TABLE people AS SELECT rec, truth, " + chosen +
                     f" FROM read_csv('{path}', header=true, all_varchar=true)")
    api = DuckDBAPI(connection=database)
    try:
        linker = Linker("people", settings(), api)
    except Exception:
        linker = Linker(api.register("people"), settings())
    clock.stage("read")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("phone", "given_name"), block_on("given_name", "family_name", "birthday")],
        recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birthday"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
    clock.stage("train")
    predictions = linker.inference.predict(threshold_match_probability=0.5)
    clock.stage("predict")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, 0.95)
    listed = clusters.as_duckdbpyrelation().select("rec, cluster_id").fetchall()
    clock.stage("cluster")
    truth = dict(database.execute("SELECT rec, truth FROM people").fetchall())
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"splink: {clock.last - clock.begin:.2f} s, CPU {used.ru_utime + used.ru_stime:.2f} s, "
          f"{used.ru_maxrss / 1e6:.2f} GB, F1 {f1(truth, listed):.4f}")


if __name__ == "__main__":
    main()
