// The Fellegi–Sunter model: what each level of each dimension says about two records being one customer.
//
//   LinkageModel model = learn(evidence);
//   model.bits(Relation::same, 2, 1) == 9.6       // the same family name: log2 of its odds against chance
//   Score score = model.score(pattern, rarity);   score.bits, score.probability(), score.relation
//
// Four relations compete for a pair: one customer, kin, associates, chance. Kin agree on what belongs to a
// home as one customer's records do, and on all else as strangers do; so a shared address and family name
// with another given name makes a family and no duplicate. Learned are the shares of levels among one
// customer's pairs, and how many pairs of each relation there are; chance comes from frequencies and random
// pairs. Missing values say nothing.
// Source  I. Fellegi and A. Sunter, "A Theory for Record Linkage" (1969); W. Winkler, "Using the EM Algorithm
//         for Weight Computation in the Fellegi-Sunter Model of Record Linkage" (1988).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dedupe/dimension.h"

namespace flatcrm::dedupe {

/// How often a pattern was seen among the pairs of one key.
struct PatternCount {
  Pattern pattern = 0;
  double count = 0;  // of pairs under the key
  double first = 0;  // of those that no earlier key has
};

struct KeyPatterns {
  std::uint32_t masks = 0;
  std::vector<PatternCount> patterns;
};

/// What a model is learned from.
struct Evidence {
  std::vector<const Dimension*> dimensions;
  std::vector<KeyPatterns> keys;
  std::vector<PatternCount> random;  // pairs of different customers, as far as one knows
  std::vector<double> agreements;    // chance to agree wholly, a dimension each; 0: ask the random pairs
  double pairs = 0;                  // that there are in all
};

struct Score {
  double bits = 0;                       // log2 odds of one customer against all else
  Relation relation = Relation::chance;  // the most likely one
  double relation_bits = 0;              // log2 odds of it against all else, when it is kin or associates
};
double probability(double bits);
double bits_of(double probability);
/// Of a text such as "0.99", or nothing.
std::optional<double> parse_probability(std::string_view text);

/// Bits to add for values that few share, a dimension each.
using Rarity = std::array<float, most_dimensions>;

class LinkageModel {
 public:
  /// log2 of level's share among pairs of the relation over its share by chance.
  double bits(Relation relation, std::size_t dimension, unsigned level) const {
    return bits_[static_cast<std::size_t>(relation)][dimension][level];
  }
  /// log2 of the relation's prior odds against chance.
  double prior(Relation relation) const { return priors_[static_cast<std::size_t>(relation)]; }
  double share(Relation relation, std::size_t dimension, unsigned level) const;
  /// Of one customer and of kin or associates, without rarity: for a quick no.
  struct Quick {
    float same = 0, kin = 0;
  };
  Quick quick(Pattern pattern) const {
    std::array<float, not_chance> sums{};
    for (std::size_t dimension = 0; dimension < size_; ++dimension) {
      const std::array<float, 4>& bits = quick_bits_[dimension * most_levels + level_of(pattern, dimension)];
      for (std::size_t relation = 0; relation < not_chance; ++relation) sums[relation] += bits[relation];
    }
    for (std::size_t relation = 0; relation < not_chance; ++relation)
      sums[relation] += static_cast<float>(priors_[relation]);
    return {sums[0], std::max(sums[1], sums[2])};
  }
  Score score(Pattern pattern, const Rarity& rarity) const;
  /// Does this level of the dimension speak against one customer by itself?
  bool contradicts(std::size_t dimension, unsigned level) const;
  std::size_t size() const { return size_; }

  /// Its parameters, to be kept for this program on this machine.
  std::string bytes() const;
  /// Nothing when these are no parameters of as many dimensions.
  static std::optional<LinkageModel> from_bytes(std::string_view bytes,
                                                std::vector<const Dimension*> dimensions);

 private:
  friend class Learner;
  std::size_t size_ = 0;
  std::array<double, relations> priors_{};
  using Table = std::array<std::array<double, most_levels>, most_dimensions>;
  Table same_{}, chance_{};
  std::array<Table, relations> bits_{};
  std::array<std::array<float, 4>, most_dimensions * most_levels> quick_bits_{};
  std::array<std::array<float, most_dimensions>, relations> rarity_counts_{};  // share of a rarity's bits
  std::vector<const Dimension*> dimensions_;

  template <typename Visit, typename Model>
  static void each_table(Visit visit, Model& model) {
    visit(model.size_);
    visit(model.priors_);
    visit(model.same_);
    visit(model.chance_);
    visit(model.bits_);
    visit(model.quick_bits_);
    visit(model.rarity_counts_);
  }
};

LinkageModel learn(const Evidence& evidence);

}  // namespace flatcrm::dedupe
