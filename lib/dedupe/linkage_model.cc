#include "dedupe/linkage_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/decimal.h"

namespace flatcrm::dedupe {

namespace {

constexpr int rounds = 60;
constexpr double settled = 1e-5;         // shares that move less have arrived
constexpr double presumed_random = 200;  // random pairs that the presumption about chance is worth
constexpr double least_share = 2e-3;     // of a level among one customer's pairs: nothing is impossible

double log_sum(double a, double b) {
  double high = std::max(a, b), low = std::min(a, b);
  return high + std::log2(1 + std::exp2(low - high));
}

}  // namespace

double probability(double bits) {
  if (bits > 60) return 1;
  double odds = std::exp2(bits);
  return odds / (1 + odds);
}

double bits_of(double probability) {
  probability = std::clamp(probability, 1e-9, 1 - 1e-9);
  return std::log2(probability / (1 - probability));
}

std::optional<double> parse_probability(std::string_view text) {
  std::optional<core::Decimal> value = core::parse_decimal(text);
  if (!value) return std::nullopt;
  double probability = static_cast<double>(value->mantissa) / std::pow(10, value->scale);
  if (probability < 0 || probability > 1) return std::nullopt;
  return probability;
}

class Learner {
 public:
  explicit Learner(const Evidence& evidence) : evidence_(evidence) {
    model_.size_ = evidence.dimensions.size();
    model_.dimensions_ = evidence.dimensions;
    shares_.resize(evidence.keys.size(), {.15, .05, .02, .78});
  }

  LinkageModel learn() {
    learn_chance();
    for (std::size_t d = 0; d < model_.size_; ++d)
      for (std::size_t level = 1; level < levels(d); ++level)
        model_.same_[d][level] = evidence_.dimensions[d]->levels[level].same;
    make_bits();
    for (int round = 0; round < rounds; ++round) {
      double moved = learn_same();
      make_bits();
      if (moved < settled) break;
    }
    learn_priors();
    return model_;
  }

 private:
  using Table = LinkageModel::Table;
  std::size_t levels(std::size_t dimension) const { return evidence_.dimensions[dimension]->levels.size(); }

  void learn_chance() {
    Table counts{};
    std::array<double, most_dimensions> totals{};
    for (const PatternCount& seen : evidence_.random)
      for (std::size_t d = 0; d < model_.size_; ++d)
        if (unsigned level = level_of(seen.pattern, d); level != missing) {
          counts[d][level] += seen.count;
          totals[d] += seen.count;
        }
    for (std::size_t d = 0; d < model_.size_; ++d) {
      double sum = 0;
      for (std::size_t level = 1; level < levels(d); ++level) {
        double presumed = evidence_.dimensions[d]->levels[level].chance;
        double share = (counts[d][level] + presumed_random * presumed) / (totals[d] + presumed_random);
        if (level == 1 && evidence_.agreements[d] > 0) share = evidence_.agreements[d];
        model_.chance_[d][level] = std::max(share, evidence_.dimensions[d]->levels[level].least_chance);
        sum += model_.chance_[d][level];
      }
      for (std::size_t level = 1; level < levels(d); ++level) model_.chance_[d][level] /= sum;
    }
  }

  void make_bits() {
    for (std::size_t d = 0; d < model_.size_; ++d) {
      const Dimension& dimension = *evidence_.dimensions[d];
      ratios_[d][missing] = {1, 1, 1};
      for (std::size_t level = 1; level < levels(d); ++level) {
        double chance = model_.chance_[d][level], same = std::max(model_.same_[d][level], least_share);
        auto bits = [&](double share) { return std::log2(share / chance); };
        model_.bits_[0][d][level] = bits(same);
        for (std::size_t kin : {0U, 1U}) {
          double known = dimension.levels[level].kin[kin];
          double share = dimension.shared[kin] * same + (1 - dimension.shared[kin]) * chance;
          model_.bits_[kin + 1][d][level] = bits(known >= 0 ? std::max(known, chance) : share);
        }
        for (std::size_t relation = 0; relation < not_chance; ++relation) {
          ratios_[d][level][relation] = std::exp2(model_.bits_[relation][d][level]);
          model_.quick_bits_[d * most_levels + level][relation] =
              static_cast<float>(model_.bits_[relation][d][level]);
        }
      }
      model_.rarity_counts_[0][d] = 1;
      for (std::size_t kin : {0U, 1U})
        model_.rarity_counts_[kin + 1][d] = dimension.shared[kin] >= 0.4 ? 1 : 0;
    }
  }

  /// Probabilities of the relations for a pattern, given their shares.
  std::array<double, relations> posterior(Pattern pattern, std::uint32_t masks,
                                          const std::array<double, relations>& shares) const {
    std::array<double, relations> odds = shares;
    for (std::size_t d = 0; d < model_.size_; ++d) {
      if (((masks >> d) & 1U) != 0) continue;
      const std::array<double, not_chance>& ratios = ratios_[d][level_of(pattern, d)];
      for (std::size_t relation = 0; relation < not_chance; ++relation) odds[relation] *= ratios[relation];
    }
    double all = odds[0] + odds[1] + odds[2] + odds[3];
    for (double& one : odds) one /= all;
    return odds;
  }

  /// How far any share moved.
  double learn_same() {
    Table counts{};
    std::array<double, most_dimensions> totals{};
    double seen_pairs = 0, pairs = 0;  // of one customer: under every key, and each once
    for (std::size_t k = 0; k < evidence_.keys.size(); ++k) {
      const KeyPatterns& key = evidence_.keys[k];
      std::array<double, relations> sums{};
      double all = 0;
      for (const PatternCount& seen : key.patterns) {
        std::array<double, relations> of = posterior(seen.pattern, key.masks, shares_[k]);
        for (std::size_t relation = 0; relation < relations; ++relation)
          sums[relation] += of[relation] * seen.count;
        all += seen.count;
        seen_pairs += of[0] * seen.count;
        pairs += of[0] * seen.first;
        for (std::size_t d = 0; d < model_.size_; ++d) {
          unsigned level = level_of(seen.pattern, d);
          if (level == missing || ((key.masks >> d) & 1U) != 0) continue;
          counts[d][level] += of[0] * seen.count;
          totals[d] += of[0] * seen.count;
        }
      }
      constexpr std::array<double, relations> presumed = {.5, .2, .1, 1};
      for (std::size_t relation = 0; relation < relations; ++relation)
        shares_[k][relation] = (sums[relation] + presumed[relation]) / (all + 1.8);
    }
    // A pair that many keys have is one observation still.
    const double repeated = pairs > 0 ? std::max(1.0, seen_pairs / pairs) : 1;
    double moved = 0;
    for (std::size_t d = 0; d < model_.size_; ++d) {
      const Dimension& dimension = *evidence_.dimensions[d];
      const double presumed = dimension.presumed * repeated;
      for (std::size_t level = 1; level < levels(d); ++level) {
        double share = (counts[d][level] + presumed * dimension.levels[level].same) / (totals[d] + presumed);
        moved = std::max(moved, std::abs(share - model_.same_[d][level]));
        model_.same_[d][level] = share;
      }
    }
    return moved;
  }

  /// How many pairs of each relation there are among all, by what their evidence says together.
  void learn_priors() {
    double pairs = std::max(evidence_.pairs, 1.0);
    std::array<double, relations> shares = {1e-3, 3e-4, 1e-4, 1};
    double records = std::sqrt(2 * pairs);
    for (std::size_t relation = 0; relation < not_chance; ++relation)
      shares[relation] = std::min(.2, records / pairs * (relation == 0 ? .1 : .03));
    for (int round = 0; round < rounds; ++round) {
      std::array<double, relations> sums{};
      shares[not_chance] = 1 - shares[0] - shares[1] - shares[2];
      for (const KeyPatterns& key : evidence_.keys)
        for (const PatternCount& seen : key.patterns) {
          if (seen.first <= 0) continue;
          std::array<double, relations> of = posterior(seen.pattern, 0, shares);
          for (std::size_t relation = 0; relation < not_chance; ++relation)
            sums[relation] += of[relation] * seen.first;
        }
      for (std::size_t relation = 0; relation < not_chance; ++relation)
        shares[relation] = std::clamp((sums[relation] + .02 * std::sqrt(records)) / pairs, 1e-12, .3);
    }
    for (std::size_t relation = 0; relation < not_chance; ++relation)
      model_.priors_[relation] = std::log2(shares[relation] / shares[not_chance]);
  }

  const Evidence& evidence_;
  LinkageModel model_;
  std::vector<std::array<double, relations>> shares_;
  /// Shares of levels over their shares by chance; 1 for what is missing.
  std::array<std::array<std::array<double, not_chance>, most_levels>, most_dimensions> ratios_{};
};

double LinkageModel::share(Relation relation, std::size_t dimension, unsigned level) const {
  return relation == Relation::same ? same_[dimension][level] : chance_[dimension][level];
}

bool LinkageModel::contradicts(std::size_t dimension, unsigned level) const {
  const Dimension& one = *dimensions_[dimension];
  return one.decisive && level >= one.clearly_different && bits_[0][dimension][level] < -2;
}

Score LinkageModel::score(Pattern pattern, const Rarity& rarity) const {
  std::array<double, relations> sums{priors_[0], priors_[1], priors_[2], 0};
  for (std::size_t d = 0; d < size_; ++d) {
    unsigned level = level_of(pattern, d);
    if (level == missing) continue;
    for (std::size_t relation = 0; relation < not_chance; ++relation)
      sums[relation] += bits_[relation][d][level] +
                        static_cast<double>(rarity[d]) * static_cast<double>(rarity_counts_[relation][d]);
  }
  Score score;
  score.bits = sums[0] - log_sum(log_sum(sums[1], sums[2]), 0);
  double best = std::max({sums[0], sums[1], sums[2], 0.0});
  score.relation = best == sums[0]   ? Relation::same
                   : best == sums[1] ? Relation::kin
                   : best == sums[2] ? Relation::associates
                                     : Relation::chance;
  if (score.relation == Relation::kin) score.relation_bits = sums[1] - log_sum(log_sum(sums[0], sums[2]), 0);
  if (score.relation == Relation::associates)
    score.relation_bits = sums[2] - log_sum(log_sum(sums[0], sums[1]), 0);
  return score;
}

std::string LinkageModel::bytes() const {
  std::string out;
  each_table([&](const auto& table) { out.append(reinterpret_cast<const char*>(&table), sizeof table); },
             *this);
  return out;
}

std::optional<LinkageModel> LinkageModel::from_bytes(std::string_view bytes,
                                                     std::vector<const Dimension*> dimensions) {
  LinkageModel model;
  bool whole = true;
  each_table(
      [&](auto& table) {
        whole = whole && bytes.size() >= sizeof table;
        if (!whole) return;
        std::memcpy(&table, bytes.data(), sizeof table);
        bytes.remove_prefix(sizeof table);
      },
      model);
  if (!whole || !bytes.empty() || model.size_ != dimensions.size()) return std::nullopt;
  model.dimensions_ = std::move(dimensions);
  return model;
}

LinkageModel learn(const Evidence& evidence) {
  return Learner(evidence).learn();
}

}  // namespace flatcrm::dedupe
