// Scores of factors from measures and goals, and of the whole from factors.
//
//   score_between({35, 0}, 50, 0) == 30.00      // 50 is worth nothing and 0 all, and so is what is beyond
//   score_of(goal.pace)                         // 100 where met or on pace, else what it has of its pace
//   Scorecard card = make_scorecard(items, weights);
//   card.factors[0].score == 41.25       card.measured_weight == 85       card.score == 57.31
//
// Shape   a factor's score is the mean of the scores of its items that are measured; the whole is the mean of
//         the factors' scores as they are shown, by their weights, over those that have one. On the earlier
//         day the same items count; one that was not measured then stands in both scores as it is, so that
//         only what is known to have changed makes a change.
// Units   scores from 0 to 100 with two digits, half to even; weights in percent.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/factor_weights.h"
#include "core/decimal.h"
#include "report/document.h"
#include "report/pace.h"

namespace flatcrm::report {

enum Factor : std::uint8_t {
  customer_factor,
  strategy_factor,
  people_factor,
  process_factor,
  technology_factor
};
inline constexpr std::size_t factor_count = 5;

/// A measure or a goal.
struct ScoreItem {
  Factor factor = customer_factor;
  bool is_goal = false;
  std::string name{}, label{};  // of a goal its id and name
  std::string unit{};
  std::optional<core::Decimal> value{}, score{}, score_before{};
  std::optional<std::int64_t> nothing{}, everything{};  // of a measure: the values that score 0 and 100
  std::string missing{};                                // why it is not measured
  std::string command{};                                // that lists or mends
};

struct FactorScore {
  core::Decimal weight{};
  std::optional<core::Decimal> score{}, before{};
  std::int64_t measured = 0, unmeasured = 0;
};

struct Scorecard {
  std::array<FactorScore, factor_count> factors{};
  std::optional<core::Decimal> score{}, before{};
  core::Decimal measured_weight{};
};

/// Linear between the value that scores 0 and the one that scores 100. Requires: the two differ.
core::Decimal score_between(core::Decimal value, std::int64_t nothing, std::int64_t everything);
/// Nothing where the goal is not measurable, or has just begun.
std::optional<core::Decimal> score_of(const Pace& pace);
/// The factor of that name; nothing where there is none.
std::optional<Factor> factor_named(std::string_view name);

Scorecard make_scorecard(const std::vector<ScoreItem>& items, const book::FactorWeights& weights);

}  // namespace flatcrm::report
