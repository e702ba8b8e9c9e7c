#include "report/forecast.h"

#include "report/measures.h"

namespace flatcrm::report {

Place place_of(const Deal& deal, core::Date expected, const Period& span, core::Date as_of) {
  if (deal.outcome != Outcome::open) {
    if (!span.holds(deal.closed)) return Place::outside;
    return deal.outcome == Outcome::won ? Place::won : Place::lost;
  }
  if (deal.opened != core::no_date && deal.opened > as_of) return Place::outside;
  if (span.last < as_of) return Place::outside;
  if (expected == core::no_date) return Place::undated;
  if (expected > span.last) return Place::outside;
  if (expected < as_of) return Place::overdue;
  return expected < span.first ? Place::outside : Place::expected;
}

void ForecastTally::add(const Deal& deal, Place place, const WinRates& rates) {
  if (place == Place::lost) ++lost;
  if (place == Place::won) {
    ++won;
    won_amounts.add(deal);
  }
  if (!is_counted_open(place)) return;
  ++open;
  overdue += place == Place::overdue ? 1 : 0;
  open_amounts.add(deal);
  if (deal.amount != Amount::given) return;
  if (deal.has_probability)
    by_probability.add(deal.value, part_of_percent(deal.probability));
  else
    ++without_probability;
  const WinRate& rate = rates.of(deal.stage);
  if (rate.closed == 0) return;
  by_rate.add(deal.value, rate.part());
  low.add(deal.value, rate.low_part());
  high.add(deal.value, rate.high_part());
}

std::optional<core::Decimal> ForecastTally::with_won(const PartSum& part) const {
  if (!part.is_known() && won_amounts.given == 0 && open + won > 0) return std::nullopt;
  core::Sum sum = won_amounts.sum;
  sum.add(part.total());
  return sum.total();
}

Cell money_cell(std::optional<core::Decimal> value, const std::string& currency, int digits) {
  if (!value.has_value()) return Missing{Kind::money};
  return Money{core::round(*value, digits), currency};
}

Cell attained(std::optional<core::Decimal> part, std::optional<core::Decimal> whole, int digits) {
  if (!part.has_value() || !whole.has_value() || whole->mantissa <= 0) return Missing{Kind::percent};
  core::Decimal rounded = part->scale > 4 ? core::round(*part, 4) : *part;
  return Percent{core::divide(core::multiply(rounded, {100, 0}), *whole, digits)};
}

std::vector<Column> forecast_columns(const std::string& currency) {
  return {{"won", "Won", Kind::money, currency, true},
          {"open", "Open", Kind::money, currency},
          {"by_probability", "By probability", Kind::money, currency},
          {"by_win_rate", "By win rate", Kind::money, currency},
          {"low", "Low", Kind::money, currency},
          {"high", "High", Kind::money, currency},
          {"quota", "Quota", Kind::money, currency},
          {"attained_percent", "Attained", Kind::percent},
          {"billed", "Billed", Kind::money, currency},
          {"unbilled", "To be billed", Kind::money, currency}};
}

Row forecast_cells(const ForecastTally& tally, const std::string& currency, int digits) {
  auto won = tally.won_amounts.given > 0 || tally.won == 0 ? std::optional(tally.won_amounts.sum.total())
                                                           : std::nullopt;
  return {tally.won_amounts.total(currency, digits),
          tally.open_amounts.total(currency, digits),
          money_cell(tally.with_won(tally.by_probability), currency, digits),
          money_cell(tally.with_won(tally.by_rate), currency, digits),
          money_cell(tally.with_won(tally.low), currency, digits),
          money_cell(tally.with_won(tally.high), currency, digits),
          money_cell(tally.quota.value(), currency, digits),
          attained(won, tally.quota.value(), table_digits),
          money_cell(tally.billed.value(), currency, digits),
          money_cell(tally.unbilled.value(), currency, digits)};
}

}  // namespace flatcrm::report
