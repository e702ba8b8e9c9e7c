// Percentiles against sorting and the definition: the value at (n - 1) p, linear between two neighbours.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "report/statistics.h"

using namespace flatcrm;

TEST_CASE("a percentile is that of the sorted values") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::int64_t> values(1 + random() % 40);
    for (std::int64_t& value : values) value = static_cast<std::int64_t>(random() % 1000) - 500;
    int percent = static_cast<int>(random() % 101);
    std::vector<std::int64_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    // In hundredths: (n - 1) p is `whole` and `part` hundredths.
    std::size_t hundredfold = (values.size() - 1) * static_cast<std::size_t>(percent);
    std::size_t whole = hundredfold / 100, part = hundredfold % 100;
    std::int64_t expected = sorted[whole] * 100;
    if (part != 0) expected += (sorted[whole + 1] - sorted[whole]) * static_cast<std::int64_t>(part);
    core::Decimal found = *report::percentile(values, percent);
    CHECK(core::rescale(found, 2).mantissa == expected);
  }
}

TEST_CASE("a Wilson interval holds the shares that a score test does not reject") {
  // By another route: bisection on (p - k/n)^2 = z^2 p (1 - p) / n.
  auto rejects = [](double p, double k, double n) {
    return (p - k / n) * (p - k / n) > 1.959963984540054 * 1.959963984540054 * p * (1 - p) / n;
  };
  for (int n = 1; n <= 60; ++n) {
    for (int k = 0; k <= n; ++k) {
      auto bound = [&](double inside, double outside) {
        for (int i = 0; i < 60; ++i) {
          double middle = (inside + outside) / 2;
          (rejects(middle, k, n) ? outside : inside) = middle;
        }
        return inside * 10000;
      };
      double share = static_cast<double>(k) / n;
      report::Interval interval = *report::wilson(k, n);
      CHECK(std::abs(static_cast<double>(interval.low.mantissa) - bound(share, 0)) < 0.51);
      CHECK(std::abs(static_cast<double>(interval.high.mantissa) - bound(share, 1)) < 0.51);
    }
  }
}
