#include "report/clv_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "report/order_history.h"

namespace flatcrm::report {

namespace {

std::int32_t horizon_of(const Parameters& parameters, core::Date from) {
  std::optional<query::Duration> span = query::parse_duration(parameters.horizon);
  std::int32_t days = 0;
  if (span.has_value() && span->months > 0) {
    days = core::add_months(from, span->months).days - from.days;
  } else if (span.has_value()) {
    days = static_cast<std::int32_t>(std::min<std::int64_t>(span->seconds / query::seconds_a_day, 1'000'000));
  }
  if (days <= 0)
    throw Error(Code::usage, fmt::format("'{}' is no horizon", parameters.horizon), {},
                "write it as 12m, 52w or 90d");
  return days;
}

Window window_of(const Parameters& parameters) {
  Window window{.born = {}, .end = parameters.as_of};
  if (!parameters.period.has_value()) return window;
  window.end = std::min(parameters.period->last, parameters.as_of);
  if (parameters.period->first > first_of_all_days()) window.born = parameters.period->first;
  return window;
}

}  // namespace

ClvSource clv_source(const Input& input, const OrderHistory& history) {
  Window window = window_of(input.parameters);
  ClvSource source{.input = input,
                   .history = history,
                   .window = window,
                   .horizon_days = horizon_of(input.parameters, window.end),
                   .buyers = buyers_of(history, input.data.selected(), window),
                   .model = {},
                   .estimates = {}};
  int threads = input.parameters.threads;
  for (std::uint32_t row : source.buyers.rows) source.values.push_back(value_until(history, row, window.end));
  source.model = query::fit_lifetime(source.buyers.list, threads);
  if (source.has_model())
    source.estimates = query::estimate(source.model, source.buyers.list, source.horizon_days, threads);
  return source;
}

std::vector<std::size_t> by_expected_value(const ClvSource& source) {
  std::vector<std::size_t> order(source.estimates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto key = [&](std::size_t i) {
    const query::Estimate& one = source.estimates[i];
    return std::pair(std::isnan(one.value) ? 0 : one.value, one.orders);
  };
  const auto& ids = source.input.data.ids("customers");
  auto first = [&](std::size_t left, std::size_t right) {
    auto one = key(left), other = key(right);
    return one != other ? one > other : ids[source.buyers.rows[left]] < ids[source.buyers.rows[right]];
  };
  std::size_t limit = source.input.parameters.limit;
  std::size_t shown = limit == 0 ? order.size() : std::min(limit, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), first);
  order.resize(shown);
  return order;
}

std::vector<std::size_t> slipping(const ClvSource& source) {
  auto is_larger = [&](std::size_t left, std::size_t right) {
    return source.value(left) != source.value(right) ? source.value(left) > source.value(right)
                                                     : left < right;
  };
  std::vector<std::size_t> list(source.estimates.size());
  std::iota(list.begin(), list.end(), std::size_t{0});
  auto fifth = list.begin() + static_cast<std::ptrdiff_t>(list.size() / 5);
  std::nth_element(list.begin(), fifth, list.end(), is_larger);
  list.erase(fifth, list.end());
  std::erase_if(list, [&](std::size_t i) { return source.estimates[i].alive >= 0.5; });
  std::sort(list.begin(), list.end(), is_larger);
  return list;
}

std::optional<Window> holdout_window(const ClvSource& source) {
  Window window = source.window;
  core::Date as_of = source.input.parameters.as_of;
  if (window.end < as_of) return window;
  core::Date first = as_of;
  for (std::uint32_t row : source.buyers.rows) first = std::min(first, source.history.first_order(row));
  std::int32_t days = std::min((as_of.days - first.days) / 3, source.horizon_days);
  if (days == 0) return std::nullopt;
  window.end = {as_of.days - days};
  return window;
}

}  // namespace flatcrm::report
