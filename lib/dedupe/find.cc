#include "dedupe/find.h"

#include <algorithm>
#include <optional>

#include "dedupe/last_run.h"
#include "io/memory.h"
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

namespace {

class Finder {
 public:
  Finder(Population& population, const FindOptions& options)
      : population_(population), options_(options), rows_(population.rows) {}

  Findings find() {
    options_.stage("block");
    if (std::optional<LinkageModel> known = known_model()) {
      compare_new(std::move(*known));
    } else {
      compare_all();
    }
    io::give_back_memory();
    options_.stage("cluster");
    found_.clusters =
        cluster(rows_, found_.candidates.pairs, rules_of(population_, found_, options_), options_.threads);
    if (!population_.is_new.empty()) keep_new_pairs();
    judge_equal_records();
    return std::move(found_);
  }

 private:
  Comparison& comparison() { return population_.comparison; }

  std::optional<LinkageModel> known_model() const {
    if (options_.last == nullptr) return std::nullopt;
    return options_.last->model(static_cast<std::size_t>(population_.who), population_.comparison);
  }

  void compare_all() {
    found_.entities = each_for_itself(rows_);
    comparison().count(found_.entities, options_.threads);
    comparison().sketch(options_.threads);
    Blocks blocks =
        make_blocks(comparison().keys(options_.threads), rows_, pair_budget(rows_), options_.threads);
    for (const BlockKey& key : blocks.keys())
      found_.blocks.push_back({key.name, key.pairs, key.left_out, key.largest});
    found_.plan = blocks.plan();
    options_.stage("learn");
    Evidence evidence = gather(comparison(), rows_, blocks, found_.entities, options_.threads);
    found_.model = learn(evidence);
    options_.stage("score");
    found_.candidates = score_pairs(comparison(), blocks, found_.model, options_.kin, options_.threads);
    found_.compared = found_.candidates.compared;
    // Once more, with what one customer says several times counted once.
    options_.stage("learn again");
    found_.entities = components(rows_, found_.candidates.pairs, surely_one);
    comparison().count(found_.entities, options_.threads);
    evidence.random = gather(comparison(), rows_, {}, found_.entities, options_.threads).random;
    for (std::size_t d = 0; d < comparison().size(); ++d) evidence.agreements[d] = comparison().agreement(d);
    found_.model = learn(evidence);
    score_again(comparison(), found_.model, found_.candidates, options_.threads);
  }

  /// By what the last run learned: new rows, then whom they meet, so that every cluster is judged whole.
  void compare_new(LinkageModel known) {
    found_.only_new = true;
    found_.model = std::move(known);
    found_.plan = options_.last->plan(static_cast<std::size_t>(population_.who));
    found_.entities = entities_of_last_run();
    comparison().count(found_.entities, options_.threads);
    NeighbourFinder neighbours(comparison().keys(options_.threads), rows_, found_.plan, options_.threads);
    options_.stage("score what is new");
    std::vector<bool> reached = new_rows(), of = reached;
    bool kin = options_.kin;
    for (bool more = true; more; kin = false) {
      Neighbours near = neighbours.of(of);
      if (found_.blocks.empty()) found_.blocks = std::move(near.keys);
      Candidates found = score_pairs(comparison(), near.pairs, found_.model, kin, options_.threads);
      of.assign(rows_, false);
      more = false;
      for (const Candidate& one : found.pairs) {
        if (static_cast<double>(one.bits) <= ClusterRules{}.loose) continue;
        for (Row row : {one.pair.a, one.pair.b})
          if (!reached[row]) reached[row] = of[row] = more = true;
      }
      add_candidates(found_.candidates, std::move(found));
    }
    found_.compared = found_.candidates.compared;
  }

  std::vector<bool> new_rows() const {
    std::vector<bool> rows(rows_, false);
    for (std::uint32_t member = 0; member < population_.members.size(); ++member)
      if (population_.is_new[member]) rows[population_.row_of[member]] = true;
    return rows;
  }

  Entities entities_of_last_run() const {
    Entities entities;
    entities.of_row.assign(rows_, LastRun::unknown);
    for (std::uint32_t member = 0; member < population_.members.size(); ++member) {
      std::uint32_t known = population_.last_entity[member];
      std::uint32_t& entity = entities.of_row[population_.row_of[member]];
      if (entity == LastRun::unknown) entity = known;
      if (known != LastRun::unknown) entities.count = std::max(entities.count, known + 1);
    }
    for (std::uint32_t& entity : entities.of_row)
      if (entity == LastRun::unknown) entity = entities.count++;
    return entities;
  }

  void keep_new_pairs() {
    std::vector<bool> rows = new_rows();
    auto is_old = [&](const auto& one) { return !rows[one.pair.a] && !rows[one.pair.b]; };
    std::erase_if(found_.candidates.pairs, is_old);
    std::erase_if(found_.candidates.kin, is_old);
  }

  void judge_equal_records() {
    found_.one_row_is_one.resize(rows_);
    for (Row row = 0; row < rows_; ++row) {
      if (population_.first_member[row + 1] - population_.first_member[row] < 2) continue;
      Pattern pattern = 0;
      found_.one_row_is_one[row] =
          score_of(comparison(), found_.model, {row, row}, pattern).bits > review_cut;
    }
  }

  Population& population_;
  const FindOptions& options_;
  std::size_t rows_;
  Findings found_;
};

}  // namespace

Findings find_duplicates(Population& population, const FindOptions& options) {
  return Finder(population, options).find();
}

}  // namespace flatcrm::dedupe
