// What every customer bought, day by day.
//
//   OrderHistory history = order_history(input.data, as_of, threads);     // Requires: ask_for_orders(needs)
//   for (const OrderHistory::Entry& entry : history.of(row)) ...         // ascending by day, orders before credits
//   history.first_order(row)                                       the day of the first invoice, or no_date
//
// Shape   the invoices of one customer on one day are one order; the credits of a day are one entry beside it, with an amount below 0.
//         Sales after the as-of day, without a day or without a customer are in none, and counted.
// Units   amounts are mantissas at `scale`, in the currency of the report; an invoice without an amount (or without a rate) is an order
//         that adds nothing.
// Errors  Code::limit where a day's sum does not fit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/date.h"
#include "report/report.h"

namespace flatcrm::report {

struct OrderHistory {
  struct Entry {
    core::Date day;
    bool is_order = true;
    std::int64_t amount = 0;
  };
  std::vector<std::size_t> begins{0};  // of each customer, and the end
  std::vector<Entry> entries{};
  int scale = 0;
  std::int64_t without_day = 0, without_customer = 0, without_amount = 0, later = 0;

  std::size_t customers() const { return begins.size() - 1; }
  std::span<const Entry> of(std::size_t customer) const {
    return {entries.data() + begins[customer], begins[customer + 1] - begins[customer]};
  }
  /// no_date for who has none.
  core::Date first_order(std::size_t customer) const;
  /// For models, which reckon in doubles.
  double value_of(double amount) const;
};

/// One sale of a customer.
struct Purchase {
  std::uint32_t customer = no_row;
  OrderHistory::Entry entry{};
};
/// Of purchases in any order.
OrderHistory order_history(const std::vector<Purchase>& purchases, std::size_t customers, int scale,
                           int threads);

/// What the history is read from: tables and the column "order_amount".
void ask_for_orders(Needs& needs);
OrderHistory order_history(const Data& data, core::Date as_of, int threads);

}  // namespace flatcrm::report
