// A forecast of a query as its definition reads, once for both evaluators.
//
//   std::vector<BuyerSeen> seen = {{first, 3, last, 12.50}, ...};        // of every record; no_date for who has not ordered
//   std::vector<std::int64_t> orders = forecasts_of(seen, forecast, today, threads);
//   // 1234567: 1.234567 orders; no_number for who has not ordered, and for all where nobody has come back
//
// Units   orders at forecast_scale(ForecastKind::orders) digits, values at that of values, rounded half-even from the model's doubles.
// Source  lifetime.h
#pragma once

#include <cstdint>
#include <vector>

#include "core/date.h"
#include "query/tree.h"

namespace flatcrm::query {

struct BuyerSeen {
  core::Date first = core::no_date;
  std::int64_t orders = 0;
  core::Date last = core::no_date;
  double spent = 0;  // on all orders but the first
};

inline int forecast_scale(ForecastKind kind) {
  return kind == ForecastKind::orders ? 6 : 2;
}

std::vector<std::int64_t> forecasts_of(const std::vector<BuyerSeen>& seen, const Forecast& forecast,
                                       core::Date today, int threads);

}  // namespace flatcrm::query
