// Percentiles, and how far a share found in a few answers may be from the truth.
//
//   percentile({1, 2, 3, 10}, 50)       2.50: between the second and the third
//   wilson(15, 148)                     6.24 % to 16.05 %
//   nps_interval(6, 3, 10)              of 6 promoters and 3 detractors in 10 answers: -24.14 to 70.29
//
// Shape   nothing for no values. Intervals are at 95 % (z = 1.959964), within what is possible.
// Units   two digits, half to even. Square roots, quotients and products of doubles are rounded the same way
//         everywhere by IEEE 754, so these digits are the same on every machine.
// Source  percentile: linear interpolation, definition 7 of Hyndman and Fan, "Sample quantiles in statistical packages" (1996).
//         wilson: the score interval of Wilson (1927), without correction for continuity; compared with others by Newcombe, "Two-sided
//         confidence intervals for the single proportion" (1998).
//         nps_interval: adjusted Wald, 3/4 added to promoters and detractors each and 3 to the answers, and the score is always within; Rocks, "Interval estimation for
//         the 'Net Promoter Score'" (2016), The American Statistician 70(4).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/decimal.h"
#include "report/document.h"

namespace flatcrm::report {

/// `percent` 0 to 100, of values in any order.
std::optional<core::Decimal> percentile(std::vector<std::int64_t> values, int percent);

/// Percent.
struct Interval {
  core::Decimal low, high;
};

/// Requires: 0 <= part <= whole.
std::optional<Interval> wilson(std::int64_t part, std::int64_t whole);
/// In points, -100 to 100. Requires: promoters + detractors <= answers.
std::optional<Interval> nps_interval(std::int64_t promoters, std::int64_t detractors, std::int64_t answers);
/// Promoters less detractors, in points with `digits`.
std::optional<core::Decimal> nps(std::int64_t promoters, std::int64_t detractors, std::int64_t answers,
                                 int digits);

/// Missing where there is no value.
Cell percent_cell(const std::optional<core::Decimal>& value);
Cell low_of(const std::optional<Interval>& interval);
Cell high_of(const std::optional<Interval>& interval);

/// How long things took, as what half and nine tenths of them took at most.
class Spread {
 public:
  Spread() = default;
  /// `per_day`: units in a day, 1 or 86,400.
  explicit Spread(std::int64_t per_day) : per_day_(per_day) {}
  void add(std::int64_t value) { values_.push_back(value); }
  std::int64_t count() const { return static_cast<std::int64_t>(values_.size()); }
  /// Days; missing where there are none.
  Cell at(int percent) const;
  Cell median() const { return at(50); }
  Cell p90() const { return at(90); }

 private:
  std::int64_t per_day_ = 1;
  std::vector<std::int64_t> values_;
};

}  // namespace flatcrm::report
