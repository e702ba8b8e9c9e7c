#include "report/concentration.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "core/error.h"

using namespace flatcrm;
using report::Concentration;

namespace {

/// The mean difference of all pairs over twice the mean: the definition, in doubles.
double gini_by_pairs(const std::vector<std::int64_t>& values) {
  double differences = 0, sum = 0;
  for (std::int64_t one : values) {
    sum += static_cast<double>(one);
    for (std::int64_t other : values) differences += static_cast<double>(std::abs(one - other));
  }
  auto n = static_cast<double>(values.size());
  return differences / (n * n) / (2 * sum / n);
}

}  // namespace

TEST_CASE("Gini is 0 for equals, (n - 1) / n for one who has all, and 0.4 for the textbook's five") {
  CHECK(core::print(*Concentration({7, 7, 7, 7}).gini(4)) == "0.0000");
  CHECK(core::print(*Concentration({100, 40, 30, 20, 10}).gini(4)) == "0.4000");
  CHECK(core::print(*Concentration({5}).gini(4)) == "0.0000");
  CHECK_FALSE(Concentration({}).gini(4).has_value());
  CHECK_FALSE(Concentration({0, -5}).gini(4).has_value());
}

TEST_CASE("Gini agrees with the mean difference of all pairs") {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::int64_t> values;
    auto size = random() % 60 + 1;
    for (unsigned i = 0; i < size; ++i) values.push_back(static_cast<std::int64_t>(random() % 1'000'000) + 1);
    core::Decimal gini = *Concentration(values).gini(6);
    CHECK(static_cast<double>(gini.mantissa) / 1e6 == doctest::Approx(gini_by_pairs(values)).epsilon(2e-6));
  }
}

TEST_CASE("The largest are counted until their share is reached, not beyond it") {
  Concentration all({10, 50, 20, 20, -4, 0});
  CHECK(all.size() == 4);
  CHECK(all.total() == 100);
  CHECK(all.largest_for(50, 100) == 1);
  CHECK(all.largest_for(51, 100) == 2);
  CHECK(all.largest_for(70, 100) == 2);
  CHECK(all.largest_for(80, 100) == 3);
  CHECK(all.largest_for(100, 100) == 4);
  CHECK(core::print(*all.of_largest(1, 2)) == "50.00");
  CHECK(core::print(*all.of_largest(3, 2)) == "90.00");
  CHECK(core::print(*Concentration({1, 1, 1}).of_largest(2, 4)) == "66.6667");
  CHECK(Concentration({}).largest_for(80, 100) == 0);
}

TEST_CASE("Values of eighteen digits are exact still") {
  constexpr std::int64_t most = 999'999'999'999'999'999;
  std::vector<std::int64_t> values(100'000, most);
  values.push_back(1);
  Concentration all(values);
  CHECK(all.total() == core::Int128{most} * 100'000 + 1);
  CHECK(core::print(*all.gini(4)) == "0.0000");
}

TEST_CASE("Ratios are rounded half to even, also below zero") {
  CHECK(core::print(report::ratio(1, 8, 2)) == "0.12");
  CHECK(core::print(report::ratio(3, 8, 2)) == "0.38");
  CHECK(core::print(report::ratio(-1, 8, 2)) == "-0.12");
  CHECK(core::print(report::ratio(-3, 8, 2)) == "-0.38");
  CHECK(core::print(report::ratio(5, 2, 0)) == "2");
  CHECK(core::print(report::ratio(7, 2, 0)) == "4");
  CHECK(core::print(report::ratio(2, 3, 4)) == "0.6667");
  CHECK_THROWS_AS(report::ratio(core::Int128{1} << 120, 1, 6), Error);
}
