// What a span of days has brought, may still bring, and was asked for, added up in groups.
//
//   ForecastTally tally;
//   tally.add(deal, expected, span, as_of, rates);      // a deal that was won in the span, or may be
//   tally.quota ...  tally.billed ...
//
// Shape   a deal that was won counts on its closing day; an open one where it is expected within the span or should have been decided
//         before, unless the span has passed. Blank amounts add nothing and are counted.
// Units   all sums are exact, in the currency of the report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/deals.h"
#include "report/document.h"
#include "report/period.h"
#include "report/tally.h"
#include "report/win_rates.h"

namespace flatcrm::report {

/// Where a deal stands in a forecast.
enum class Place : std::uint8_t { outside, won, lost, expected, overdue, undated };

Place place_of(const Deal& deal, core::Date expected, const Period& span, core::Date as_of);
inline bool is_counted_open(Place place) {
  return place == Place::expected || place == Place::overdue;
}

/// A sum that may not be known.
struct Known {
  core::Sum sum;
  bool is_known = false;
  void add(core::Decimal value) {
    sum.add(value);
    is_known = true;
  }
  std::optional<core::Decimal> value() const { return is_known ? std::optional(sum.total()) : std::nullopt; }
};

struct ForecastTally {
  std::int64_t won = 0, lost = 0, open = 0, overdue = 0;
  std::int64_t without_probability = 0;  // open, with an amount
  Amounts won_amounts, open_amounts;
  PartSum by_probability, by_rate, low, high;  // of what is open
  Known quota, billed, unbilled;

  void add(const Deal& deal, Place place, const WinRates& rates);
  bool is_empty() const {
    return won + lost + open == 0 && !quota.is_known && !billed.is_known && !unbilled.is_known;
  }
  /// What was won and a part of what is open; nothing where neither is known.
  std::optional<core::Decimal> with_won(const PartSum& part) const;
};

/// Columns behind the key of a table, and the cells of a tally below them.
std::vector<Column> forecast_columns(const std::string& currency);
Row forecast_cells(const ForecastTally& tally, const std::string& currency, int digits);

/// part / whole in percent; missing where either is, or where the whole is 0 or less.
Cell attained(std::optional<core::Decimal> part, std::optional<core::Decimal> whole, int digits);
Cell money_cell(std::optional<core::Decimal> value, const std::string& currency, int digits);

}  // namespace flatcrm::report
