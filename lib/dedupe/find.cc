#include "dedupe/find.h"

#include <algorithm>

#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

constexpr float surely_one = 5;  // bits above which a first guess takes two rows for one customer

bool contradict(const LinkageModel& model, Pattern pattern) {
  for (std::size_t d = 0; d < model.size(); ++d)
    if (model.contradicts(d, level_of(pattern, d))) return true;
  return false;
}

ClusterRules rules_of(const Population& population, const Findings& findings, const FindOptions& options) {
  const Comparison& comparison = population.comparison;
  const LinkageModel& model = findings.model;
  ClusterRules rules;
  rules.cut = options.cut;
  rules.bits = [&](Pair pair) {
    Pattern pattern = 0;
    return score_of(comparison, model, pair, pattern).bits;
  };
  rules.apart = [&](Pair pair, double bits) {
    if (std::binary_search(options.apart.begin(), options.apart.end(), pair)) return true;
    if (!options.source_of.empty() && options.source_of[pair.a] != 0 &&
        options.source_of[pair.a] == options.source_of[pair.b])
      return true;
    if (bits > -1) return false;
    Pattern pattern = 0;
    score_of(comparison, model, pair, pattern);
    return contradict(model, pattern);
  };
  return rules;
}

}  // namespace

Score score_of(const Comparison& comparison, const LinkageModel& model, Pair pair, Pattern& pattern) {
  Comparison::Memos memos = comparison.memos(1);
  comparison.compare({&pair, 1}, {&pattern, 1}, memos);
  return model.score(pattern, rarity_of(comparison, pair, pattern));
}

Findings find_duplicates(Population& population, const FindOptions& options) {
  Findings findings;
  std::size_t rows = population.rows;
  Comparison& comparison = population.comparison;
  options.stage("block");
  Blocks blocks = make_blocks(comparison.keys(), rows, pair_budget(rows), options.threads);
  for (const BlockKey& key : blocks.keys())
    findings.blocks.push_back({key.name, key.pairs, key.left_out, key.largest});
  findings.block_size = blocks.block_size();
  options.stage("learn");
  Evidence evidence = gather(comparison, rows, blocks, each_for_itself(rows), options.threads);
  findings.model = learn(evidence);
  options.stage("score");
  findings.candidates = score_pairs(comparison, blocks, findings.model, {options.kin, 0}, options.threads);
  findings.compared = findings.candidates.compared;
  // Once more, with what one customer says several times counted once.
  options.stage("learn again");
  Entities entities = components(rows, findings.candidates.pairs, surely_one);
  comparison.count(entities);
  evidence.random = gather(comparison, rows, {}, entities, options.threads).random;
  for (std::size_t d = 0; d < comparison.size(); ++d) evidence.agreements[d] = comparison.agreement(d);
  findings.model = learn(evidence);
  score_again(comparison, findings.model, findings.candidates, options.threads);
  options.stage("cluster");
  findings.clusters =
      cluster(rows, findings.candidates.pairs, rules_of(population, findings, options), options.threads);
  findings.one_row_is_one.resize(rows);
  for (Row row = 0; row < rows; ++row) {
    Pattern pattern = 0;
    bool several = population.first_member[row + 1] - population.first_member[row] > 1;
    findings.one_row_is_one[row] =
        several && score_of(comparison, findings.model, {row, row}, pattern).bits > review_cut;
  }
  return findings;
}

}  // namespace flatcrm::dedupe
