// How much each of the five factors counts in the scorecard: `scorecard: {weights: ...}` of flatcrm.yaml.
//
//   # flatcrm.yaml: scorecard: {weights: {customer: 30, strategy: 15, people: 20, process: 20}}
//   FactorWeights weights = factor_weights(book);      weights.percent[0] == 30
//
// Shape   in the order of factor_names. Technology weighs 15 in every book; a factor that is not named has
//         its usual weight.
// Units   percent; together 100.
// Errors  Code::book with its place for another factor, a weight that is none, and weights that do not add
//         up.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/decimal.h"
#include "format/yaml.h"

namespace flatcrm::book {

class Book;

inline constexpr std::array<std::string_view, 5> factor_names{"customer", "strategy", "people", "process",
                                                              "technology"};
inline constexpr int technology_weight = 15;

struct FactorWeights {
  std::array<core::Decimal, 5> percent{{{25, 0}, {20, 0}, {20, 0}, {20, 0}, {technology_weight, 0}}};
};

FactorWeights factor_weights(const Book& book);
/// Of the map of weights itself.
FactorWeights read_factor_weights(const format::YamlFile& yaml, const format::YamlNode& weights,
                                  const std::string& file);

}  // namespace flatcrm::book
