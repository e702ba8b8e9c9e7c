// How often deals were won, measured: of all, and of those that were ever in a stage.
//
//   WinRates rates = win_rates(deals, history, as_of);
//   rates.all.share()           won / (won + lost), percent           rates.all.interval()    its Wilson interval
//   rates.of(stage)             of the deals that were ever in it where at least least_closed were; else of all
//
// Shape   deals that were closed up to the as-of day. The stages of a closed deal are known by its history only.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "report/deals.h"
#include "report/part_sum.h"
#include "report/stage_history.h"
#include "report/statistics.h"

namespace flatcrm::report {

struct WinRate {
  std::int64_t won = 0, closed = 0;

  /// Percent with four digits; nothing while nothing was closed.
  std::optional<core::Decimal> share() const;
  std::optional<Interval> interval() const { return wilson(won, closed); }
  /// Of what is open: as measured, and at the ends of the interval. Requires: closed > 0.
  Part part() const { return {won, closed}; }
  Part low_part() const;
  Part high_part() const;
};

struct WinRates {
  static constexpr std::int64_t least_closed = 10;

  WinRate all;
  std::vector<WinRate> stages;
  bool has_own(std::int32_t stage) const {
    return stage >= 0 && stages[static_cast<std::size_t>(stage)].closed >= least_closed;
  }
  const WinRate& of(std::int32_t stage) const {
    return has_own(stage) ? stages[static_cast<std::size_t>(stage)] : all;
  }
};

WinRates win_rates(const Deals& deals, const StageHistory& history, core::Date as_of);

}  // namespace flatcrm::report
