// What a group of deals adds up to.
//
//   Tally tally;  tally.add(deal);
//   tally.won == 1     tally.win_rate(4) is Percent 100.0000
//   tally.won_amounts.total("USD", 2) is missing when no won deal has an amount
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/deals.h"
#include "report/document.h"
#include "report/part_sum.h"

namespace flatcrm::report {

/// Amounts of which some are blank.
struct Amounts {
  core::Sum sum;
  std::int64_t given = 0, blank = 0, no_rate = 0;
  void add(const Deal& deal);
  /// Missing when none is given: nothing is known, which is not 0. A group without any deal has 0.
  Cell total(const std::string& currency, int digits) const;
  Cell mean_of(const std::string& currency, int digits) const;
};

struct Tally {
  std::int64_t open = 0, won = 0, lost = 0;
  Amounts amounts, open_amounts, won_amounts;
  PartSum weighted;
  std::vector<std::int64_t> cycles;  // days of won deals

  void add(const Deal& deal);
  std::int64_t deals() const { return open + won + lost; }
  Cell win_rate(int digits) const;
  Cell weighted_value(const std::string& currency, int digits) const;
};

}  // namespace flatcrm::report
