// The measures of a book that the factors of the scorecard are made of, beside its goals.
//
//   Needs needs = scorecard_needs(parameters);
//   std::vector<ScoreItem> items = measure_scorecard(input, days);        // input has what they asked for
//   items[0].name == "silent_percent"      items[0].value == 18.18        items[0].score == 63.64
//
// Shape   one item a line of measure_infos(), in its order; what can't be measured says why. With a condition
//         on customers, what is of the whole book is not measured.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "report/goals.h"
#include "report/scorecard.h"

namespace flatcrm::report {

struct MeasureInfo {
  Factor factor;
  std::string_view name, label, unit;
  std::int64_t nothing, everything;  // the values that score 0 and 100
  std::string_view formula;          // in words; a query where it is one
  std::string_view without;          // what is lacking where it can't be measured
  std::string_view command;
  bool is_query = false;      // the formula is a figure of the book, a share
  bool has_history = true;    // one state of the book tells how it was on an earlier day
  bool of_customers = false;  // and can be of some of them
};
std::span<const MeasureInfo> measure_infos();

Needs scorecard_needs(const Parameters& parameters);
/// The day that is measured, and the one that it is compared with.
GoalDays scorecard_days(const Parameters& parameters);
std::vector<ScoreItem> measure_scorecard(const Input& input, const GoalDays& days);

/// What `--by` makes groups of: customers with the measures that are theirs.
Table scorecard_by(const std::string& by, const Input& input, const GoalDays& days);

}  // namespace flatcrm::report
