#include "report/estimates.h"

#include <cmath>

namespace flatcrm::report {

std::optional<core::Decimal> estimate(double value, int digits) {
  double scaled = std::nearbyint(value * std::pow(10.0, digits));
  if (!(std::abs(scaled) < 1e17)) return std::nullopt;
  return core::Decimal{static_cast<std::int64_t>(scaled), static_cast<std::uint8_t>(digits)};
}

Cell estimate_cell(double value, int digits) {
  std::optional<core::Decimal> number = estimate(value, digits);
  return number ? Cell(*number) : Cell();
}

Cell money_estimate(double value, const std::string& currency) {
  std::optional<core::Decimal> number = estimate(value, 2);
  return number ? Cell(Money{*number, currency}) : Cell();
}

Cell percent_estimate(double chance, int digits) {
  std::optional<core::Decimal> number = estimate(chance * 100, digits);
  return number ? Cell(Percent{*number}) : Cell();
}

}  // namespace flatcrm::report
