// What quotas ask for in a span of days, each month of it once.
//
//   quota_shares(table, rates, {2026-07-01, 2026-09-30}, calendar)
//     a quota of 2026-Q3 counts in full, one of 2026 as a quarter where nothing closer is there
//
// Shape   of the quotas of one holder (staff and subsidiary), those of the shortest period count for a month, all others
//         not; two of one period are added up. A month that the span has a part of counts by its days.
// Units   the currency of the rates, at the rate of the last day of the quota's period or, before that, of today.
#pragma once

#include <cstdint>
#include <vector>

#include "model/table.h"
#include "query/period.h"
#include "query/rates.h"
#include "report/period.h"

namespace flatcrm::report {

struct QuotaShare {
  std::uint32_t row = 0;  // of the table
  core::Decimal amount;
};

struct QuotaShares {
  std::vector<QuotaShare> shares{};       // only of quotas that count, by row
  std::vector<std::uint32_t> unusable{};  // no period of whole months, no amount, or no rate
  std::vector<std::uint32_t> repeated{};  // of the holder and period of an earlier one
};

QuotaShares quota_shares(const model::Table& quotas, const query::Rates& rates, const Period& span,
                         const query::Calendar& calendar);

model::TableRequest quotas_request();

}  // namespace flatcrm::report
