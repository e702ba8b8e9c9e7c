// Who came together, and who of them came back: customers by the time of their first order.
//
//   Cohorts cohorts = cohorts_of(history, chosen, {.first = Span::month, ...});
//   cohorts.list[0].begin == 2026-01-01     cohorts.list[0].customers == 40
//   cohorts.list[0].active[3] == 11         of them ordered three months after the month of their first order
//   cohorts.list[0].value[3]                what they brought in that month, net of credits
//
// Shape   a triangle: a cohort has an entry for each span from its own to that of the as-of day, the last of which is not over yet.
//         The first entry of `active` is the number of customers.
// Units   value in mantissas at the history's scale.
// Source  Fader and Hardie, How to Project Customer Retention (2007); retention here is of orders, not of contracts, so that a customer
//         may be away in one span and back in the next.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/date.h"
#include "report/order_history.h"
#include "report/period.h"

namespace flatcrm::report {

enum class Span : std::uint8_t { month, quarter, year };

struct Cohort {
  core::Date begin;
  std::int64_t customers = 0;
  std::vector<std::int64_t> active{};
  std::vector<core::Int128> value{};
};

struct Cohorts {
  Span span = Span::month;
  std::vector<Cohort> list{};  // ascending; those without a customer are left out
};

/// `customers`: rows that count. Only cohorts whose first day is in `period`, where there is one.
Cohorts cohorts_of(const OrderHistory& history, const std::vector<std::uint32_t>& customers, Span span,
                   core::Date as_of, const std::optional<Period>& period);

/// The number of a span since year 0, and its first day.
std::int32_t span_number(core::Date day, Span span);
core::Date span_begin(std::int32_t number, Span span);

}  // namespace flatcrm::report
