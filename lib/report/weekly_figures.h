// The figures of a week, and the deals that moved in it.
//
//   Week week(input);                        // input has what weekly_needs() asked for
//   weekly_figures(week)[0].name == "touches"      moved_deals(week, 5).rows[0]
#pragma once

#include <optional>
#include <vector>

#include "report/deals.h"
#include "report/report.h"
#include "report/touches.h"

namespace flatcrm::report {

/// The period, or the seven days that end with the as-of day.
Period week_of(const Parameters& parameters);
Needs weekly_needs(const Parameters& parameters);

struct Week {
  const Input& input;
  Period now;
  std::optional<Period> before;
  Touches touches;
  Deals deals;

  explicit Week(const Input& given);
  /// Days on which customers were invoiced. Requires: one of the two periods.
  std::int64_t orders(const Period& period) const;
};

std::vector<Figure> weekly_figures(const Week& week);
/// Opened, won, lost or come into another stage in the period, the dearest first; `most` 0: all.
Table moved_deals(const Week& week, std::size_t most);

Cell weekly_money(core::Decimal total, const Input& input);

}  // namespace flatcrm::report
