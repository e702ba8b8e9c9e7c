#include "report/measures.h"

#include <algorithm>

namespace flatcrm::report {

Cell percent(std::int64_t part, std::int64_t whole, int digits) {
  if (whole == 0) return Missing{Kind::percent};
  core::Decimal hundredfold = core::multiply({part, 0}, {100, 0});
  return Percent{core::divide(hundredfold, {whole, 0}, digits)};
}

std::optional<core::Decimal> mean(core::Decimal total, std::int64_t count, int digits) {
  if (count == 0) return std::nullopt;
  return core::divide(total, {count, 0}, digits);
}

std::optional<core::Decimal> median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return core::Decimal{*middle, 0};
  std::int64_t below = *std::max_element(values.begin(), middle);
  std::int64_t both = below + *middle;
  if (both % 2 == 0) return core::Decimal{both / 2, 0};
  return core::divide({both, 0}, {2, 0}, 1);
}

}  // namespace flatcrm::report
