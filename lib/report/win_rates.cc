#include "report/win_rates.h"

#include <cmath>

#include "report/wilson.h"

namespace flatcrm::report {

std::optional<core::Decimal> WinRate::share() const {
  if (closed == 0) return std::nullopt;
  return core::divide(core::multiply({won, 0}, {100, 0}), {closed, 0}, 4);
}

namespace {

/// Of 1, fine enough for the cents of a milliard.
Part part_of(double share) {
  constexpr std::int64_t fine = 1'000'000'000'000;
  return {static_cast<std::int64_t>(std::nearbyint(share * static_cast<double>(fine))), fine};
}

}  // namespace

Part WinRate::low_part() const {
  return part_of(wilson_bounds(won, closed).low);
}

Part WinRate::high_part() const {
  return part_of(wilson_bounds(won, closed).high);
}

WinRates win_rates(const Deals& deals, const StageHistory& history, core::Date as_of) {
  WinRates rates;
  for (const Deal& deal : deals.list) {
    bool counts = deal.outcome != Outcome::open && (deal.closed == core::no_date || deal.closed <= as_of);
    if (!counts) continue;
    ++rates.all.closed;
    rates.all.won += deal.outcome == Outcome::won ? 1 : 0;
  }
  for (const StageFlow& flow : history.stages) rates.stages.push_back({flow.won, flow.closed});
  return rates;
}

}  // namespace flatcrm::report
