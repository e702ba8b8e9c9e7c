// A whole run over a book: who is who twice, by the settings of its dedupe.yaml.
//
//   Run run = run_dedupe(book, {.threads = 2});
//   run.clusters()[0].records[0].id     // each cluster of two or more, by its first id
//
// Errors  those of settings.h and book/read.h; Code::limit for more fields than a comparison can hold.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "dedupe/find.h"
#include "dedupe/population.h"
#include "dedupe/settings.h"

namespace flatcrm::dedupe {

struct RunOptions {
  int threads = 1;
  bool kin = true;
  const LastRun* last = nullptr;        // where given, only what is new is asked for
  std::size_t short_cut_from = 50'000;  // records: below it a whole run is quick, and its word the better one
  double short_cut_share = 0.1;         // of new records: above it a whole run learns from them as well
  double cut = review_cut;              // bits above which groups are joined
  std::vector<std::pair<std::string, std::string>> distinct;  // ids that somebody called distinct
  std::function<void(std::string_view)> stage = [](std::string_view) {};
};

struct ClusterRecord {
  std::string_view id;
  std::size_t population = 0;
  std::uint32_t member = 0;
  double probability = 0;  // that it belongs to the others
  std::string_view sure;   // first id of those that it surely belongs to
};

struct Cluster {
  std::vector<ClusterRecord> records;  // by id
  double probability = 0;              // of its weakest join
  bool sure = false;                   // all of it is above the higher cut
};

struct PairFound {
  std::string_view id_a, id_b;
  double probability = 0, bits = 0;
  std::vector<double> bits_by_dimension;  // as `Run::dimensions` has them
};

/// How right the result should be, by the model's own account. A pair is two records of one cluster.
struct Expectation {
  std::uint64_t clusters = 0, records = 0, merge_pairs = 0, review_pairs = 0;
  double merge_precision = 1, review_precision = 1;
  double recall = 1;  // of the duplicates among all pairs compared
};

class Run {
 public:
  Settings settings;
  Populations populations;
  std::vector<Findings> findings;  // by population

  /// Clusters with a new record, where only those were asked for.
  std::vector<Cluster> clusters() const;
  Expectation expectation() const;
  /// Pairs of one population at or above a probability, by ids.
  std::vector<PairFound> pairs(std::size_t population, double least) const;
  std::string_view id_of(std::size_t population, std::uint32_t member) const {
    return populations.ids[populations.all[population].members[member]];
  }
  std::string_view id_of_row(std::size_t population, Row row) const {
    const Population& one = populations.all[population];
    return id_of(population, one.member_list[one.first_member[row]]);
  }
};

/// What the book's dedupe.yaml says; the preset where there is none.
Settings read_settings(const book::Book& book);

/// What was compared, for --verbose: pairs by key, and what the budget left out.
std::string account_of(const Run& run);

/// What the next run may know of this one. Requires: a whole run.
LastRun remember(const Run& run);

Run run_dedupe(const book::Book& book, const RunOptions& options);

}  // namespace flatcrm::dedupe
