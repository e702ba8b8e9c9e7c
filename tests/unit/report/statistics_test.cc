#include "report/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace flatcrm;
using report::percentile;

namespace {

std::string text(const std::optional<core::Decimal>& value) {
  return value.has_value() ? core::print(*value) : "none";
}
std::string text(const std::optional<report::Interval>& value) {
  return value.has_value() ? core::print(value->low) + " " + core::print(value->high) : "none";
}

}  // namespace

TEST_CASE("percentiles of published examples") {
  // R 4: quantile(c(1, 2, 3, 10), c(.5, .9)) and the documentation of numpy.percentile, [[10, 7, 4], [3, 2, 1]] at 50.
  CHECK(text(percentile({10, 3, 1, 2}, 50)) == "2.50");
  CHECK(text(percentile({10, 3, 1, 2}, 90)) == "7.90");
  CHECK(text(percentile({10, 7, 4, 3, 2, 1}, 50)) == "3.50");
  CHECK(text(percentile({5}, 90)) == "5.00");
  CHECK(text(percentile({-4, 4}, 25)) == "-2.00");
  CHECK(text(percentile({}, 50)) == "none");
  CHECK(text(percentile({1, 2, 3}, 0)) == "1.00");
  CHECK(text(percentile({1, 2, 3}, 100)) == "3.00");
}

TEST_CASE("Wilson intervals are those of table I of Newcombe 1998, method 3") {
  CHECK(text(report::wilson(81, 263)) == "25.53 36.62");
  CHECK(text(report::wilson(15, 148)) == "6.24 16.05");
  CHECK(text(report::wilson(0, 20)) == "0.00 16.11");
  CHECK(text(report::wilson(1, 29)) == "0.61 17.18");
  CHECK(text(report::wilson(29, 29)) == "88.30 100.00");
  CHECK(text(report::wilson(0, 0)) == "none");
}

TEST_CASE("the interval of a promoter score is one of a mean with the adjusting answers among the others") {
  // By another route: each answer is -1, 0 or 1, the variance is that of the weighted sample.
  for (int promoters = 0; promoters <= 9; ++promoters) {
    for (int detractors = 0; promoters + detractors <= 9; ++detractors) {
      double weight[] = {detractors + 0.75, 9 - promoters - detractors + 1.5, promoters + 0.75}, n = 12;
      double mean = (weight[2] - weight[0]) / n, variance = 0;
      for (int side = -1; side <= 1; ++side) variance += weight[side + 1] * (side - mean) * (side - mean) / n;
      double score = (promoters - detractors) / 9.0;
      double spread = 1.959964 * std::sqrt(variance / n);
      std::optional<report::Interval> interval = report::nps_interval(promoters, detractors, 9);
      REQUIRE(interval.has_value());
      CHECK(std::abs(static_cast<double>(interval->low.mantissa) -
                     10000 * std::max(-1.0, std::min(score, mean - spread))) < 0.51);
      CHECK(std::abs(static_cast<double>(interval->high.mantissa) -
                     10000 * std::min(1.0, std::max(score, mean + spread))) < 0.51);
    }
  }
  CHECK(text(report::nps_interval(6, 3, 10)) == "-24.14 70.29");
  CHECK(text(report::nps_interval(0, 0, 0)) == "none");
  CHECK(text(report::nps(6, 3, 10, 1)) == "30.0");
  CHECK(text(report::nps(1, 2, 3, 1)) == "-33.3");
}

TEST_CASE("seconds are spread in days") {
  report::Spread spread(86400);
  CHECK(report::is_missing(spread.median()));
  for (std::int64_t hours : {1, 2, 3, 48}) spread.add(hours * 3600);
  CHECK(core::print(std::get<report::Days>(spread.median()).count) == "0.10");  // 2.5 hours
  CHECK(core::print(std::get<report::Days>(spread.p90()).count) == "1.44");     // 34.5 hours
  CHECK(spread.count() == 4);
}
