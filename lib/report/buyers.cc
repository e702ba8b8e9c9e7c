#include "report/buyers.h"

namespace flatcrm::report {

namespace {

using Entry = OrderHistory::Entry;

query::Buyer buyer_of(const OrderHistory& history, std::span<const Entry> entries, core::Date first,
                      core::Date end) {
  query::Buyer buyer{.seen = {.age = end.days - first.days}};
  core::Int128 repeat_value = 0;
  for (const Entry& entry : entries) {
    if (entry.day > end) break;
    if (entry.is_order && entry.day > first) {
      ++buyer.seen.repeats;
      buyer.seen.last = entry.day.days - first.days;
    }
    // A credit is of the order before it: of the first one as long as there is no other.
    if (buyer.seen.repeats > 0) repeat_value += entry.amount;
  }
  if (buyer.seen.repeats > 0)
    buyer.mean = history.value_of(static_cast<double>(repeat_value)) / buyer.seen.repeats;
  return buyer;
}

}  // namespace

Buyers buyers_of(const OrderHistory& history, const std::vector<std::uint32_t>& customers,
                 const Window& window) {
  Buyers buyers;
  for (std::uint32_t row : customers) {
    core::Date first = history.first_order(row);
    if (first == core::no_date || first > window.end || (window.born && first < *window.born)) continue;
    buyers.rows.push_back(row);
    buyers.list.push_back(buyer_of(history, history.of(row), first, window.end));
  }
  return buyers;
}

std::int64_t orders_between(const OrderHistory& history, std::size_t customer, core::Date from,
                            core::Date to) {
  std::int64_t count = 0;
  for (const Entry& entry : history.of(customer))
    count += entry.is_order && entry.day >= from && entry.day <= to ? 1 : 0;
  return count;
}

core::Int128 value_until(const OrderHistory& history, std::size_t customer, core::Date end) {
  core::Int128 sum = 0;
  for (const Entry& entry : history.of(customer))
    if (entry.day <= end) sum += entry.amount;
  return sum;
}

}  // namespace flatcrm::report
