// What the figure of a goal counts, from its `unit` and what its metric gives.
//
//   GoalUnit unit = goal_unit("%", {query::Kind::decimal}, true, "EUR");
//   unit.in_unit({183333, 6}) == 18.3333           unit.label == "%"
//   goal_unit("hours", {query::Kind::duration}, false, "EUR").in_unit({7200, 0}) == 2
//   goal_unit("days", {query::Kind::money}, false, "EUR").wrong == "'days' is no currency"
//
// Shape   a share in `%` is multiplied by 100; any other number stands as it is, whatever it is called. A
//         duration is in days where nothing is said, an amount in the currency of the book.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/decimal.h"
#include "query/type.h"

namespace flatcrm::report {

struct GoalUnit {
  std::string label{};
  int digits = 2;  // that are shown of a figure
  std::int64_t factor = 1, divisor = 1;
  bool is_money = false;
  std::string wrong{}, hint{};  // where the two do not fit

  /// Exact where it fits six digits, else rounded half to even.
  core::Decimal in_unit(core::Decimal value) const;
  /// Rounded half to even to what is shown of it; zeros at the end only of amounts.
  core::Decimal shown(core::Decimal value) const;
};

/// `currency`: that of amounts, as they are reckoned.
GoalUnit goal_unit(std::string_view unit, const query::Type& type, bool is_share,
                   const std::string& currency);

/// The currency that a unit names, "" where it names none.
std::string currency_of_unit(std::string_view unit);

}  // namespace flatcrm::report
