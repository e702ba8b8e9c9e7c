// Compares what the blocks hold: evidence for the model first, then every pair scored by it.
//
//   Evidence evidence = gather(population, blocks, nobody, threads);
//   LinkageModel model = learn(evidence);
//   Candidates found = score_pairs(population.comparison, blocks, model, true, threads);
//   found.pairs[0].bits
//
// Shape   sorted by pair, each once. Results depend on rows and model alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dedupe/blocks.h"
#include "dedupe/linkage_model.h"
#include "dedupe/population.h"

namespace flatcrm::dedupe {

struct Candidate {
  Pair pair;
  float bits = 0;
  Pattern pattern = 0;
};

struct KinPair {
  Pair pair;
  float bits = 0;
  Relation relation = Relation::kin;
  Pattern pattern = 0;
};

struct Candidates {
  std::vector<Candidate> pairs;
  std::vector<KinPair> kin;
  std::uint64_t compared = 0;
};

/// Rows of one entity are no evidence of chance.
Evidence gather(const Comparison& comparison, std::size_t rows, const Blocks& blocks,
                const Entities& entities, int threads);

/// Bits below which no pair is of use to anything.
inline constexpr float least_bits = -8;

Candidates score_pairs(const Comparison& comparison, const Blocks& blocks, const LinkageModel& model,
                       bool kin, int threads);
/// Of these pairs alone. Requires: sorted, each once.
Candidates score_pairs(const Comparison& comparison, std::span<const Pair> pairs, const LinkageModel& model,
                       bool kin, int threads);

/// Takes in what was found of other rows.
void add_candidates(Candidates& candidates, Candidates more);

/// By a model that has learned more. Requires: patterns are those of the comparison.
void score_again(const Comparison& comparison, const LinkageModel& model, Candidates& candidates,
                 int threads);

Rarity rarity_of(const Comparison& comparison, Pair pair, Pattern pattern);

}  // namespace flatcrm::dedupe
