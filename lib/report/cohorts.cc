#include "report/cohorts.h"

#include <map>

namespace flatcrm::report {

namespace {

std::int32_t months_of(Span span) {
  return span == Span::month ? 1 : span == Span::quarter ? 3 : 12;
}

/// Adds one customer to the cohort of the first order.
void add_customer(Cohort& cohort, std::span<const OrderHistory::Entry> entries, Span span) {
  std::int32_t origin = span_number(cohort.begin, span);
  std::int32_t active_in = origin - 1;
  ++cohort.customers;
  for (const OrderHistory::Entry& entry : entries) {
    std::int32_t number = span_number(entry.day, span);
    if (number < origin) continue;  // a credit before the first order
    auto at = static_cast<std::size_t>(number - origin);
    cohort.value[at] += entry.amount;
    if (!entry.is_order || number == active_in) continue;
    active_in = number;
    ++cohort.active[at];
  }
}

}  // namespace

std::int32_t span_number(core::Date day, Span span) {
  return core::month_number(day) / months_of(span);
}

core::Date span_begin(std::int32_t number, Span span) {
  std::int32_t month = number * months_of(span);
  return core::to_date({month / 12, month % 12 + 1, 1});
}

Cohorts cohorts_of(const OrderHistory& history, const std::vector<std::uint32_t>& customers, Span span,
                   core::Date as_of, const std::optional<Period>& period) {
  std::map<std::int32_t, Cohort> cohorts;
  std::int32_t last = span_number(as_of, span);
  for (std::uint32_t customer : customers) {
    core::Date first = history.first_order(customer);
    if (first == core::no_date || (period.has_value() && !period->holds(first))) continue;
    std::int32_t number = span_number(first, span);
    auto [place, is_new] = cohorts.try_emplace(number);
    Cohort& cohort = place->second;
    if (is_new) {
      auto size = static_cast<std::size_t>(last - number) + 1;
      cohort.begin = span_begin(number, span);
      cohort.active.resize(size);
      cohort.value.resize(size);
    }
    add_customer(cohort, history.of(customer), span);
  }
  Cohorts all{.span = span};
  for (auto& [number, cohort] : cohorts) all.list.push_back(std::move(cohort));
  return all;
}

}  // namespace flatcrm::report
