// Customers as the models of repeat buying see them, at the end of a day.
//
//   Buyers buyers = buyers_of(history, input.data.selected(), {.end = day});
//   buyers.rows[0]      the customer       buyers.list[0].seen.repeats     the days with an order after the first
//   orders_between(history, row, from, to)
//
// Shape   those with an order up to the end, whose first one is not before `born` where that is given: who was a customer before the
//         window began was seen in part only, and would spoil the estimates.
// Units   the mean of repeat orders is net: a credit counts against the last order on or before its day.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/date.h"
#include "query/lifetime.h"
#include "report/order_history.h"

namespace flatcrm::report {

struct Window {
  std::optional<core::Date> born{};  // the first day of a first order
  core::Date end;                    // the last day that is seen
};

struct Buyers {
  std::vector<std::uint32_t> rows{};  // ascending where `customers` were
  std::vector<query::Buyer> list{};
};

Buyers buyers_of(const OrderHistory& history, const std::vector<std::uint32_t>& customers,
                 const Window& window);

/// Days with an order from one day to another, both included.
std::int64_t orders_between(const OrderHistory& history, std::size_t customer, core::Date from,
                            core::Date to);
/// Net of credits, up to a day.
core::Int128 value_until(const OrderHistory& history, std::size_t customer, core::Date end);

}  // namespace flatcrm::report
