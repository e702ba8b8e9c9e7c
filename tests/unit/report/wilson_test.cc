#include "report/wilson.h"

#include <cmath>

#include <doctest/doctest.h>

#include "report/statistics.h"
#include "report/win_rates.h"

namespace flatcrm {
namespace {

TEST_CASE("the ends of a Wilson interval solve the equation that defines them") {
  constexpr double z = 1.959963984540054;
  for (std::int64_t part = 1; part < 40; ++part) {
    report::Bounds bounds = report::wilson_bounds(part, 40);
    double share = static_cast<double>(part) / 40;
    for (double end : {bounds.low, bounds.high})
      CHECK(std::abs(share - end) == doctest::Approx(z * std::sqrt(end * (1 - end) / 40)).epsilon(1e-12));
  }
  CHECK(report::wilson_bounds(0, 20).low == 0);
  CHECK(report::wilson_bounds(20, 20).high == 1);
}

TEST_CASE("an open amount at the ends of a win rate is right to the cent") {
  report::WinRate rate{86, 285};
  report::PartSum low, measured, high;
  low.add({7'902'495'12, 2}, rate.low_part());
  measured.add({7'902'495'12, 2}, rate.part());
  high.add({7'902'495'12, 2}, rate.high_part());
  // 7,902,495.12 times the share and the ends of its interval, with sixty digits in Python.
  CHECK(core::print(core::round(low.total(), 2)) == "1986604.87");
  CHECK(core::print(core::round(measured.total(), 2)) == "2384612.56");
  CHECK(core::print(core::round(high.total(), 2)) == "2824291.31");
}

}  // namespace
}  // namespace flatcrm
