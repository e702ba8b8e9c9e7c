#include "report/exchange.h"

namespace flatcrm::report {

Exchange::Exchange(const model::Table& rates, std::string base) : base_(std::move(base)) {
  const model::Dates& days = rates.dates("date");
  const model::Codes& currencies = rates.codes("currency");
  const model::Numbers& values = rates.numbers("rate");
  for (std::size_t row = 0; row < rates.rows(); ++row) {
    if (values.missing(row) || days.days[row] == core::no_date) continue;
    add(days.days[row], currencies.dictionary.text(currencies.codes[row]), values[row]);
  }
}

void Exchange::add(core::Date day, std::string_view currency, core::Decimal rate) {
  if (rate.mantissa > 0) rates_[std::string(currency)][day] = rate;
}

std::optional<core::Decimal> Exchange::to_base(core::Decimal amount, std::string_view currency,
                                               core::Date day) const {
  if (is_base(currency)) return amount;
  auto rates = rates_.find(currency);
  if (rates == rates_.end() || day == core::no_date) return std::nullopt;
  auto later = rates->second.upper_bound(day);
  if (later == rates->second.begin()) return std::nullopt;
  return core::divide(amount, std::prev(later)->second, digits);
}

model::TableRequest Exchange::request() {
  return {"rates", {{"date"}, {"currency", model::As::codes}, {"rate"}}};
}

}  // namespace flatcrm::report
