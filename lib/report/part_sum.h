// Parts of amounts, rounded once at the end and not once an amount.
//
//   PartSum sum;
//   sum.add({100'00, 2}, {1, 3});      sum.add({50'00, 2}, {1, 3});      // a third of 100.00 and of 50.00
//   sum.total()                        50.000000
//   times({100'00, 2}, {2, 5}, {3}, 2) 333.33: 100.00 × 2 × 5 / 3
//
// Units   totals have six digits, half to even.
// Errors  Code::limit where a product leaves 128 bits, or a total 64.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <vector>

#include "core/decimal.h"

namespace flatcrm::report {

/// Requires: whole > 0.
struct Part {
  std::int64_t of = 0, whole = 1;
  auto operator<=>(const Part&) const = default;
};

Part part_of_percent(core::Decimal percent);

class PartSum {
 public:
  void add(core::Decimal value, Part part) { sums_[part].add(value); }
  bool is_known() const { return !sums_.empty(); }
  core::Decimal total() const;

 private:
  std::map<Part, core::Sum> sums_;  // of the values, by the part that is wanted of them
};

/// A value times all of the one and by all of the other. Requires: none of `by` is 0 or less.
core::Decimal times(core::Decimal value, std::vector<std::int64_t> factors, std::vector<std::int64_t> by,
                    int digits);

}  // namespace flatcrm::report
