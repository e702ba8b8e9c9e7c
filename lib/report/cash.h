// Sales from quote to payment, added up: how much of each, what is open between the steps, and how long they take.
//
//   CashSource source(input);                          // input has what cash_needs() asked for
//   CashTally now = tally_of(source, day, period);     // one group: all selected documents
//   now.receivable.total() ...  now.overdue ...  now.steps[quote_to_order].median()
//
// Shape   flows (quoted to paid) are of documents of the period; balances (unbilled, receivable, overdue) are of all documents up to the
//         day. A step counts in the period in which its second document falls.
// Units   mantissas are at the scale of the chain, in the currency of the report.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/measures.h"
#include "report/report.h"
#include "report/sales_chain.h"
#include "report/statistics.h"

namespace flatcrm::report {

Needs cash_needs(const Parameters& parameters);

struct CashSource {
  const Input& input;
  const model::Table& table;
  SalesChain chain;
  Owned selected;
  int digits;  // of amounts that are shown

  explicit CashSource(const Input& given);
  Cell money(std::int64_t mantissa) const;
  Cell money(const core::Sum& sum) const;
  core::Decimal decimal(std::int64_t mantissa) const {
    return {mantissa, static_cast<std::uint8_t>(chain.scale())};
  }
  std::string_view id(std::size_t row) const { return table.texts("id").texts[row]; }
  Reference customer(std::size_t row) const;
};

/// Documents with the sum of their amounts; those without one are counted.
struct Pile {
  std::int64_t count = 0, blank = 0;
  core::Sum sum;
  void add(std::int64_t value, int scale);
};

enum Step : std::uint8_t {
  quote_to_order,
  order_to_delivery,
  order_to_invoice,
  delivery_to_invoice,
  invoice_to_paid,
  step_count
};
inline constexpr std::array<std::string_view, step_count> step_names{
    "quote_to_order", "order_to_delivery", "order_to_invoice", "delivery_to_invoice", "invoice_to_paid"};
inline constexpr std::array<std::string_view, step_count> step_labels{
    "Quote to order", "Order to delivery", "Order to invoice", "Delivery to invoice",
    "Invoice to paid in full"};

struct CashTally {
  Pile quoted, ordered, delivered, billed, paid, credited;  // of the period
  Pile unbilled, undelivered, uninvoiced;                   // orders, orders, deliveries: on the day
  Pile receivable, overdue, overpaid;                       // invoices, on the day
  std::int64_t quotes_ordered = 0;                          // of those quoted in the period, by the day
  std::int64_t settled = 0, settled_in_time = 0;            // of the period, with a due date
  std::array<Spread, step_count> steps{};
};

/// Tallies of groups: `group_of` each row, or all in one where it is empty.
std::vector<CashTally> cash_tallies(const CashSource& source, core::Date day,
                                    const std::optional<Period>& period,
                                    const std::vector<std::uint32_t>& group_of, std::size_t groups);

/// Days for which an invoice is overdue, 0 or less where it is not; nothing where no due date is known.
std::optional<int> overdue_days(const SalesChain& chain, std::size_t row, core::Date day);

/// Is a delivery neither invoiced itself nor with its order?
bool is_uninvoiced(const SalesChain& chain, const Balances& balances, std::size_t delivery);

/// The last day of a period that has come.
core::Date cash_day(const std::optional<Period>& period, core::Date as_of);
/// part / whole; missing where there is no whole.
Cell share_of_sum(const core::Sum& part, const core::Sum& whole);

Table ages_table(const CashSource& source, const Balances& balances);
/// Overdue invoices, orders to be invoiced, deliveries to be invoiced, overpaid invoices.
std::vector<Table> open_tables(const CashSource& source, const Balances& balances);
Table cash_by_table(const std::string& by, const CashSource& source, const CashTally& all);

/// What is wrong in the chain, with the documents behind it.
std::vector<Finding> cash_findings(const CashSource& source, const Balances& balances);

}  // namespace flatcrm::report
