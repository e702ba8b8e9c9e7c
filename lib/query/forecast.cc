#include "query/forecast.h"

#include <algorithm>
#include <cmath>

#include "query/lifetime.h"

namespace flatcrm::query {

namespace {

bool has_ordered(const BuyerSeen& one, core::Date today) {
  return one.first != core::no_date && one.first <= today && one.orders > 0;
}

Buyer buyer_of(const BuyerSeen& one, core::Date today) {
  Buyer buyer{.seen = {.age = today.days - one.first.days}};
  if (one.orders == 1 || one.last == core::no_date) return buyer;
  // What contradicts itself (more orders than days) is taken for as much as there can be.
  buyer.seen.last = std::clamp(one.last.days - one.first.days, 0, buyer.seen.age);
  buyer.seen.repeats = static_cast<std::int32_t>(std::min<std::int64_t>(one.orders - 1, buyer.seen.last));
  if (buyer.seen.repeats > 0) buyer.mean = one.spent / buyer.seen.repeats;
  return buyer;
}

std::int64_t rounded_estimate(double value, int digits) {
  double scaled = std::nearbyint(value * std::pow(10.0, digits));
  return std::abs(scaled) < 1e17 ? static_cast<std::int64_t>(scaled) : core::no_number;
}

}  // namespace

std::vector<std::int64_t> forecasts_of(const std::vector<BuyerSeen>& seen, const Forecast& forecast,
                                       core::Date today, int threads) {
  std::vector<Buyer> buyers;
  for (const BuyerSeen& one : seen)
    if (has_ordered(one, today)) buyers.push_back(buyer_of(one, today));
  std::vector<std::int64_t> values(seen.size(), core::no_number);
  LifetimeModel model = fit_lifetime(buyers, threads);
  if (!model.usable) return values;
  std::vector<Estimate> estimates = estimate(model, buyers, forecast.days, threads);
  bool of_value = forecast.kind == ForecastKind::value;
  std::size_t next = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!has_ordered(seen[i], today)) continue;
    const Estimate& one = estimates[next++];
    values[i] = rounded_estimate(of_value ? one.value : one.orders, forecast_scale(forecast.kind));
  }
  return values;
}

}  // namespace flatcrm::query
