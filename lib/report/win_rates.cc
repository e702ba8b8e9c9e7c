#include "report/win_rates.h"

#include "query/rates.h"

namespace flatcrm::report {

std::optional<core::Decimal> WinRate::share() const {
  if (closed == 0) return std::nullopt;
  return core::divide(core::multiply({won, 0}, {100, 0}), {closed, 0}, 4);
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

core::Decimal share_of(core::Decimal value, core::Decimal percent) {
  // A converted amount has digits that would leave no room for the product.
  core::Decimal rounded = value.scale > 4 ? core::round(value, 4) : value;
  return core::divide(core::multiply(rounded, percent), {100, 0}, query::Rates::digits);
}

}  // namespace flatcrm::report
