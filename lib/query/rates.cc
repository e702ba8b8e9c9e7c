#include "query/rates.h"

#include <algorithm>

#include "core/error.h"

namespace flatcrm::query {

namespace {

using Wide = core::Int128;

void multiply(Wide& value, std::int64_t by) {
  if (__builtin_mul_overflow(value, by, &value))
    throw Error(Code::limit, "an amount is too large to be converted");
}

/// amount * to / from with so many digits, rounded half to even once.
core::Decimal across(core::Decimal amount, core::Decimal to, core::Decimal from, int digits) {
  Wide above = Wide{amount.mantissa} * to.mantissa, below = from.mantissa;
  int missing = digits + from.scale - amount.scale - to.scale;
  for (; missing > 0; --missing) multiply(above, 10);
  for (; missing < 0; ++missing) multiply(below, 10);
  Wide quotient = above / below, rest = above % below * 2;
  Wide beyond = rest < 0 ? -rest : rest;
  if (beyond > below || (beyond == below && quotient % 2 != 0)) quotient += above < 0 ? -1 : 1;
  auto mantissa = static_cast<std::int64_t>(quotient);
  if (mantissa != quotient) throw Error(Code::limit, "an amount is too large to be converted");
  return {mantissa, static_cast<std::uint8_t>(digits)};
}

}  // namespace

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

std::optional<core::Decimal> Rates::rate(std::string_view currency, core::Date day) const {
  if (currency.empty() || currency == base_) return core::Decimal{1, 0};
  auto known = rates_.find(currency);
  if (known == rates_.end() || day == core::no_date) return std::nullopt;
  const std::vector<Rate>& all = known->second;
  auto later = std::upper_bound(all.begin(), all.end(), day,
                                [](core::Date at, const Rate& one) { return at < one.day; });
  if (later == all.begin()) return std::nullopt;
  return std::prev(later)->rate;
}

std::optional<core::Decimal> Rates::convert(core::Decimal amount, std::string_view currency,
                                            core::Date day) const {
  if (is_target(currency)) return amount;
  std::optional<core::Decimal> from = rate(currency, day), to = rate(target_, day);
  if (!from || !to) return std::nullopt;
  return across(amount, *to, *from, digits);
}

}  // namespace flatcrm::query
