// Customers with what a model expects of them: what the report on lifetime value is made from.
//
//   ClvSource source = clv_source(input, history);
//   source.estimates[3].alive        // of buyer 3, which is row source.buyers.rows[3] of customers
//   by_expected_value(source)[0]     // the position of the one with the most to expect
//
// Units   values in mantissas at history.scale; estimates are doubles.
// Errors  Code::usage for a horizon that is none.
#pragma once

#include <optional>
#include <vector>

#include "report/amounts.h"
#include "report/buyers.h"
#include "report/report.h"

namespace flatcrm::report {

struct ClvSource {
  const Input& input;
  const OrderHistory& history;
  Window window;
  std::int32_t horizon_days;
  Buyers buyers;
  query::LifetimeModel model;
  std::vector<query::Estimate> estimates;  // empty where there is no model
  std::vector<core::Int128> values{};      // so far, net

  bool has_model() const { return model.usable; }
  core::Int128 value(std::size_t i) const { return values[i]; }
  Cell value_cell(core::Int128 value) const { return money_cell(value, history.scale, input.currency()); }
};

ClvSource clv_source(const Input& input, const OrderHistory& history);

/// Positions of buyers, the one with the most to expect first; as many as the report shows.
std::vector<std::size_t> by_expected_value(const ClvSource& source);
/// Those of the best fifth by value so far whom the model takes for rather gone than not.
std::vector<std::size_t> slipping(const ClvSource& source);
/// Where the period ends before the as-of day the days after it are held out; else the last third of the days, at
/// most the horizon.
std::optional<Window> holdout_window(const ClvSource& source);

}  // namespace flatcrm::report
