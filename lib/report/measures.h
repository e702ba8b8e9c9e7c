// Shares, means and medians, each divided once and rounded half-even.
//
//   percent(4238, 6711, 4) is Percent 63.1501        percent(0, 0, 4) is missing
//   mean(sum, 4238, 3)     is 2360.909               median({1, 2, 3, 10}) is 2.5
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/decimal.h"
#include "report/document.h"

namespace flatcrm::report {

/// Digits behind the point: of a share and a mean that stand alone, and of those in a table.
inline constexpr int figure_percent_digits = 4;
inline constexpr int figure_mean_digits = 3;
inline constexpr int table_digits = 2;

/// Missing where there is nothing to take a share of.
Cell percent(std::int64_t part, std::int64_t whole, int digits);
std::optional<core::Decimal> mean(core::Decimal total, std::int64_t count, int digits);
/// The middle value, or the mean of the two in the middle; nothing for no values.
std::optional<core::Decimal> median(std::vector<std::int64_t> values);

}  // namespace flatcrm::report
