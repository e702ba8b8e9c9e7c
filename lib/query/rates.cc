#include "query/rates.h"

#include <algorithm>

namespace flatcrm::query {

void Rates::add(core::Date day, std::string_view currency, core::Decimal rate) {
  if (rate.mantissa <= 0 || day == core::no_date) return;
  std::vector<Rate>& all = rates_[std::string(currency)];
  auto later = std::upper_bound(all.begin(), all.end(), day,
                                [](core::Date at, const Rate& one) { return at < one.day; });
  if (later != all.begin() && std::prev(later)->day == day)
    std::prev(later)->rate = rate;
  else
    all.insert(later, {day, rate});
}

void Rates::add(const model::Table& rates) {
  const model::Dates& days = rates.dates("date");
  const model::Codes& currencies = rates.codes("currency");
  const model::Numbers& values = rates.numbers("rate");
  for (std::size_t row = 0; row < rates.rows(); ++row) {
    if (!values.missing(row))
      add(days.days[row], currencies.dictionary.text(currencies.codes[row]), values[row]);
  }
}

model::TableRequest Rates::request() {
  return {"rates", {{"date"}, {"currency", model::As::codes}, {"rate"}}};
}

std::optional<core::Decimal> Rates::to_base(core::Decimal amount, std::string_view currency,
                                            core::Date day) const {
  if (is_base(currency)) return amount;
  auto known = rates_.find(currency);
  if (known == rates_.end() || day == core::no_date) return std::nullopt;
  const std::vector<Rate>& all = known->second;
  auto later = std::upper_bound(all.begin(), all.end(), day,
                                [](core::Date at, const Rate& one) { return at < one.day; });
  if (later == all.begin()) return std::nullopt;
  return core::divide(amount, std::prev(later)->rate, digits);
}

}  // namespace flatcrm::query
