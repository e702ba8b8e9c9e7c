// Finds the duplicates of one population: blocks, a learned model, clusters, kin.
//
//   Findings findings = find_duplicates(population, {.threads = 2});
//   findings.clusters.leader[row]      findings.kin      findings.model
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "dedupe/blocks.h"
#include "dedupe/candidates.h"
#include "dedupe/clusters.h"
#include "dedupe/linkage_model.h"
#include "dedupe/neighbours.h"
#include "dedupe/population.h"

namespace flatcrm::dedupe {

class LastRun;

struct FindOptions {
  int threads = 1;
  std::vector<Pair> apart;               // that somebody called distinct: sorted, a < b
  std::vector<std::uint32_t> source_of;  // the clean source of each row, 0: none
  bool kin = true;
  double cut = review_cut;
  const LastRun* last = nullptr;  // where given, only what it does not know is compared with the rest
  std::function<void(std::string_view)> stage = [](std::string_view) {};  // what begins now
};

/// What is known of the blocks when their pairs are gone.
struct Findings {
  std::vector<BlockSummary> blocks;  // where only new records are compared: their pairs
  BlockPlan plan;
  std::uint64_t compared = 0;
  LinkageModel model;
  Entities entities;      // whom the frequencies take for one customer
  bool only_new = false;  // pairs, and clusters of more than one, are of new records alone
  Candidates candidates;
  Clusters clusters;
  std::vector<bool> one_row_is_one;  // whether records that are alike in everything compared are one customer
};

Findings find_duplicates(Population& population, const FindOptions& options);

/// The score of any two rows.
Score score_of(const Comparison& comparison, const LinkageModel& model, Pair pair, Pattern& pattern);

}  // namespace flatcrm::dedupe
