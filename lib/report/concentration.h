// How unequally something is shared: whom most of it comes from.
//
//   Concentration shares({100, 40, 30, 20, 10});
//   shares.of_largest(1) is 50 %       shares.largest_for(80, 100) == 3: the fewest who together have 80 %
//   shares.gini() == 0.4               0 where all have the same, nearly 1 where one has everything
//
// Shape   values above 0 only: who brought nothing or less shares in nothing, and is the caller's to count.
// Units   the values' own; shares and the Gini coefficient are exact up to one half-even rounding.
// Errors  Code::limit where products don't fit 128 bits (a million values of 18 digits do).
// Source  Gini = (2 sum of i x_i - (n + 1) sum of x_i) / (n sum of x_i), x ascending, i from 1: the mean difference of all
//         pairs over twice the mean (Gini 1912), of the population at hand, without the sample's factor n / (n - 1).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/decimal.h"

namespace flatcrm::report {

class Concentration {
 public:
  /// Takes them in any order; those of 0 and less are left out.
  explicit Concentration(std::vector<std::int64_t> values);

  std::size_t size() const { return sums_.size(); }
  /// The k largest together. Requires: k <= size().
  core::Int128 sum_of_largest(std::size_t k) const { return k == 0 ? 0 : sums_[k - 1]; }
  core::Int128 total() const { return sum_of_largest(size()); }
  /// In percent of the total; nothing where there is none.
  std::optional<core::Decimal> of_largest(std::size_t k, int digits) const;
  /// The fewest whose sum is at least part / whole of the total.
  std::size_t largest_for(std::int64_t part, std::int64_t whole) const;
  /// Nothing for no values.
  std::optional<core::Decimal> gini(int digits) const;

 private:
  std::vector<core::Int128> sums_;  // of the largest 1, 2, ...
  core::Int128 ranked_ = 0;         // sum of i x_i, x ascending
};

/// part / whole, half-even. Requires: whole > 0. Error limit where that has more than 18 digits.
core::Decimal ratio(core::Int128 part, core::Int128 whole, int digits);

}  // namespace flatcrm::report
