// Estimates of a model as cells: rounded half-even where a reader sees them, missing where there is no number.
//
//   estimate_cell(1.2260, 2)              Decimal 1.23
//   money_estimate(24.6584, "EUR")        Money 24.66 EUR      percent_estimate(0.7266, 2)    72.66 %
#pragma once

#include <optional>
#include <string>

#include "report/document.h"

namespace flatcrm::report {

/// Nothing for what is no number, and for one of more than 17 digits.
std::optional<core::Decimal> estimate(double value, int digits);
Cell estimate_cell(double value, int digits);
Cell money_estimate(double value, const std::string& currency);
/// Of a chance from 0 to 1.
Cell percent_estimate(double chance, int digits);

}  // namespace flatcrm::report
