// Everything that a forecast is made from, read once, and its sums in groups.
//
//   ForecastSource source(input);                         // input has what forecast_needs() asked for
//   ForecastTally now = total_of(source, source.span);    // all deals of the span, what was asked for and what was billed
//
// Shape   quotas and sales can't be restricted by a condition on deals: with one they are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/forecast.h"
#include "report/quota_shares.h"
#include "report/report.h"
#include "report/sales_chain.h"
#include "report/shared_groups.h"
#include "report/staff_directory.h"

namespace flatcrm::report {

/// A breakdown that deals, quotas and sales have in common; `quotas` is empty where they have no such thing.
struct SharedBreakdown {
  std::string_view name, table, title, label;
  const char *deals, *quotas, *sales;  // queries for the key
  Kind kind;
  std::string_view collection;
};
/// Null for another name.
const SharedBreakdown* shared_breakdown(std::string_view name);
const std::vector<std::string_view>& shared_breakdown_names();

/// Those asked for, else the shared ones.
std::vector<std::string> forecast_breakdowns(const Parameters& parameters);
Needs forecast_needs(const Parameters& parameters);
/// Of a shared breakdown for "deals", "quotas" or "sales".
const Values& shared_values(const Input& input, const char* of, std::string_view breakdown);

/// What all the tables are made from.
struct ForecastSource {
  const Input& input;
  const model::Table& deals_table;
  const model::Table& quotas_table;
  StaffDirectory staff;
  Deals deals;
  StageHistory history;
  WinRates rates;
  SalesChain chain;
  Period span;
  int digits;

  explicit ForecastSource(const Input& given);

  core::Date expected(std::size_t deal) const { return deals_table.dates("expected").days[deals.rows[deal]]; }
  Place place(std::size_t deal, const Period& of) const {
    return place_of(deals.list[deal], expected(deal), of, input.parameters.as_of);
  }
  query::Calendar calendar() const { return {input.parameters.as_of, input.config.fiscal_month}; }
  /// Quotas and sales can't be restricted by a condition on deals.
  bool has_others() const { return input.data.selects_all(); }
};

using ForecastTallies = std::vector<ForecastTally>;
using GroupOf = std::vector<std::uint32_t>;

/// Each adds to the tally of the group of a row.
void add_deals(ForecastTallies& tallies, const GroupOf& group_of, const ForecastSource& source,
               const Period& span);
/// Invoices of the span less its credits, and what is ordered and not invoiced at its end.
void add_sales(ForecastTallies& tallies, const GroupOf& group_of, const ForecastSource& source,
               const Period& span);
/// Quotas of a group: those of the level that the group is on, else those of its staff.
void add_quotas(ForecastTallies& tallies, const GroupOf& group_of, const QuotaShares& quotas,
                const ForecastSource& source, bool of_subsidiaries);

QuotaShares quotas_of(const ForecastSource& source, const Period& span);
ForecastTally total_of(const ForecastSource& source, const Period& span);

std::vector<Table> forecast_tables(const ForecastTally& all, const ForecastSource& source);
Table win_rate_table(const ForecastSource& source);
std::vector<Finding> forecast_findings(const ForecastSource& source);

}  // namespace flatcrm::report
