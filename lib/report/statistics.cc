#include "report/statistics.h"

#include <algorithm>
#include <cmath>

#include "report/wilson.h"

namespace flatcrm::report {

namespace {

constexpr double z = 1.959963984540054;  // of the normal distribution at 97.5 %
constexpr int digits = 2;

/// `share` of 1 as percent.
core::Decimal percent_of(double share, double least) {
  double hundredth = std::nearbyint(std::clamp(share, least, 1.0) * 10000);
  return {static_cast<std::int64_t>(hundredth), digits};
}

}  // namespace

std::optional<core::Decimal> percentile(std::vector<std::int64_t> values, int percent) {
  if (values.empty()) return std::nullopt;
  auto place = static_cast<std::int64_t>(values.size() - 1) * percent;
  auto below = values.begin() + static_cast<std::ptrdiff_t>(place / 100);
  std::nth_element(values.begin(), below, values.end());
  core::Sum value;
  value.add(core::multiply({*below, 0}, {100 - place % 100, digits}));
  if (place % 100 != 0) {
    std::int64_t above = *std::min_element(below + 1, values.end());
    value.add(core::multiply({above, 0}, {place % 100, digits}));
  }
  return core::round(value.total(), digits);
}

std::optional<Interval> wilson(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  Bounds bounds = wilson_bounds(part, whole);
  return Interval{percent_of(bounds.low, 0), percent_of(bounds.high, 0)};
}

std::optional<Interval> nps_interval(std::int64_t promoters, std::int64_t detractors, std::int64_t answers) {
  if (answers == 0) return std::nullopt;
  double n = static_cast<double>(answers) + 3;
  double up = (static_cast<double>(promoters) + 0.75) / n;
  double down = (static_cast<double>(detractors) + 0.75) / n;
  double score = up - down;
  double spread = z * std::sqrt((up + down - score * score) / n);
  // Of few answers that all agree, what is added would lead away from the score itself.
  double found = static_cast<double>(promoters - detractors) / static_cast<double>(answers);
  return Interval{percent_of(std::min(score - spread, found), -1),
                  percent_of(std::max(score + spread, found), -1)};
}

std::optional<core::Decimal> nps(std::int64_t promoters, std::int64_t detractors, std::int64_t answers,
                                 int wanted) {
  if (answers == 0) return std::nullopt;
  return core::divide(core::multiply({promoters - detractors, 0}, {100, 0}), {answers, 0}, wanted);
}

Cell percent_cell(const std::optional<core::Decimal>& value) {
  if (!value.has_value()) return Missing{Kind::percent};
  return Percent{*value};
}

Cell low_of(const std::optional<Interval>& interval) {
  if (!interval.has_value()) return Missing{Kind::percent};
  return Percent{interval->low};
}

Cell high_of(const std::optional<Interval>& interval) {
  if (!interval.has_value()) return Missing{Kind::percent};
  return Percent{interval->high};
}

Cell Spread::at(int percent) const {
  std::optional<core::Decimal> value = percentile(values_, percent);
  if (!value.has_value()) return Missing{Kind::days};
  return Days{per_day_ == 1 ? *value : core::divide(*value, {per_day_, 0}, digits)};
}

}  // namespace flatcrm::report
