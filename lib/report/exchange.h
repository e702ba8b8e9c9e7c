// Money of any currency in the book's own, at the rate of a day.
//
//   Exchange exchange(rates_table, "EUR");
//   exchange.to_base({10000, 2}, "USD", day)     // 80.000000 where a euro is 1.25 USD
//
// Shape   rates are units of a currency for one unit of the base; the latest one on or before the day
//         counts, and of several of one day the last. An amount without a currency is in the base currency.
// Units   converted amounts have six digits behind the point, unrounded sums of which are rounded once, at
//         output.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/decimal.h"
#include "model/table.h"

namespace flatcrm::report {

class Exchange {
 public:
  explicit Exchange(std::string base) : base_(std::move(base)) {}
  /// A table of date, currency and rate. A rate that is missing, 0 or less is none.
  Exchange(const model::Table& rates, std::string base);

  void add(core::Date day, std::string_view currency, core::Decimal rate);
  const std::string& base() const { return base_; }
  bool is_base(std::string_view currency) const { return currency.empty() || currency == base_; }
  std::optional<core::Decimal> to_base(core::Decimal amount, std::string_view currency, core::Date day) const;

  static constexpr int digits = 6;
  /// The columns that it needs.
  static model::TableRequest request();

 private:
  std::string base_;
  std::map<std::string, std::map<core::Date, core::Decimal>, std::less<>> rates_;
};

}  // namespace flatcrm::report
