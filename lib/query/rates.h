// Amounts of any currency in one, at the rate of a day.
//
//   Rates rates("EUR");
//   rates.add(*parse_date("2026-01-02"), "CHF", {9305, 4});
//   rates.convert({93050, 2}, "CHF", day)     // 1000.000000; nothing before 2026-01-02
//   Rates dollars("EUR", "USD");                // the same rates, into dollars: by way of the euro
//
// Shape   a rate is units of a currency for one unit of the base; the latest on or before the day counts, of
//         several of one day the last. An amount without a currency is one of the base. A rate of 0 or less
//         is none.
// Units   converted amounts have six digits behind the point, rounded half to even.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/decimal.h"
#include "model/table.h"

namespace flatcrm::query {

class Rates {
 public:
  /// `into`: what amounts are converted to; "" for the base.
  explicit Rates(std::string base, std::string into = {})
      : base_(std::move(base)), target_(into.empty() ? base_ : std::move(into)) {}

  void add(core::Date day, std::string_view currency, core::Decimal rate);
  void add(const model::Table& rates);
  /// The columns that add() takes.
  static model::TableRequest request();

  const std::string& target() const { return target_; }
  bool is_target(std::string_view currency) const {
    return currency == target_ || (currency.empty() && base_ == target_);
  }
  /// Nothing where a rate is missing on that day.
  std::optional<core::Decimal> convert(core::Decimal amount, std::string_view currency, core::Date day) const;
  /// Has the target a rate on any day?
  bool knows_target() const { return base_ == target_ || rates_.contains(target_); }

  static constexpr int digits = 6;

 private:
  struct Rate {
    core::Date day;
    core::Decimal rate;
  };
  std::optional<core::Decimal> rate(std::string_view currency, core::Date day) const;

  std::string base_, target_;
  std::map<std::string, std::vector<Rate>, std::less<>> rates_;  // each in order of days
};

}  // namespace flatcrm::query
