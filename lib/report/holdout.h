// How well a model of repeat buying tells what it has not seen: fitted up to a day, held against the days after it.
//
//   Holdout check = hold_out(history, input.data.selected(), {.born = {}, .end = day}, as_of, threads);
//   check.expected[0]     check.actual[0]       orders of the first buyer in the days held out
//   repeats_table(check)          customers with 0, 1, ... repeat orders up to the day, and as the model has them
//   bins_table(check)             orders in the holdout by the repeats before
//   tracking(check, history)      repeat orders added up week by week
//
// Source  Fader, Hardie and Lee (2005), section 4.2: figures 2 to 4 are these three.
#pragma once

#include "report/buyers.h"
#include "report/document.h"

namespace flatcrm::report {

struct Holdout {
  Window window;
  core::Date last;  // of the holdout
  Buyers buyers{};
  query::LifetimeModel model{};
  std::vector<double> expected{};
  std::vector<std::int64_t> actual{};
  std::int32_t days() const { return last.days - window.end.days; }
  double expected_orders() const;
  std::int64_t actual_orders() const;
  /// Mean distance of expected from actual, a customer.
  double mean_error() const;
};

/// Requires: last > window.end.
Holdout hold_out(const OrderHistory& history, const std::vector<std::uint32_t>& customers,
                 const Window& window, core::Date last, int threads);

/// Requires of all three: check.model.usable.
Table repeats_table(const Holdout& check);
Table bins_table(const Holdout& check);
Series tracking(const Holdout& check, const OrderHistory& history);

}  // namespace flatcrm::report
