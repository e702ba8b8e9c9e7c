#include "report/amounts.h"

#include <algorithm>

#include "report/concentration.h"

namespace flatcrm::report {

namespace {

constexpr int shown_digits = 2;

core::Int128 power_of_ten(int digits) {
  core::Int128 power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

}  // namespace

Cell money_cell(core::Int128 sum, int scale, const std::string& currency) {
  return Money{ratio(sum, power_of_ten(scale), std::min(scale, shown_digits)), currency};
}

Cell mean_cell(core::Int128 sum, int scale, std::int64_t count, const std::string& currency) {
  if (count == 0) return Missing{Kind::money};
  return Money{ratio(sum, power_of_ten(scale) * count, shown_digits), currency};
}

Cell share_cell(core::Int128 part, core::Int128 whole, int digits) {
  if (whole <= 0) return Missing{Kind::percent};
  return Percent{ratio(part * 100, whole, digits)};
}

}  // namespace flatcrm::report
