// Exact sums of amounts as cells.
//
//   money_cell(1234567, 4, "EUR")       Money 123.46 EUR: two digits, half to even; fewer where the amounts have fewer
//   mean_cell(1000, 2, 3, "EUR")        Money 3.33 EUR, missing for a count of 0
//   share_cell(1, 3, 2)                 Percent 33.33, missing of 0 and less
#pragma once

#include <string>

#include "report/document.h"

namespace flatcrm::report {

Cell money_cell(core::Int128 sum, int scale, const std::string& currency);
Cell mean_cell(core::Int128 sum, int scale, std::int64_t count, const std::string& currency);
Cell share_cell(core::Int128 part, core::Int128 whole, int digits);

}  // namespace flatcrm::report
