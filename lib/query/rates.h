// Amounts of any currency in the book's own, at the rate of a day.
//
//   Rates rates("EUR");
//   rates.add(*parse_date("2026-01-02"), "CHF", {9305, 4});
//   rates.to_base({93050, 2}, "CHF", day)     // 1000.000000; nothing before 2026-01-02
//
// Shape   a rate is units of a currency for one unit of the base; the latest on or before the day counts, of several of one day the last.
//         An amount without a currency is one of the base. A rate of 0 or less is none.
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
  explicit Rates(std::string base) : base_(std::move(base)) {}

  void add(core::Date day, std::string_view currency, core::Decimal rate);
  void add(const model::Table& rates);
  /// The columns that add() takes.
  static model::TableRequest request();

  bool is_base(std::string_view currency) const { return currency.empty() || currency == base_; }
  std::optional<core::Decimal> to_base(core::Decimal amount, std::string_view currency, core::Date day) const;

  static constexpr int digits = 6;

 private:
  struct Rate {
    core::Date day;
    core::Decimal rate;
  };
  std::string base_;
  std::map<std::string, std::vector<Rate>, std::less<>> rates_;  // each in order of days
};

}  // namespace flatcrm::query
