#include "report/white_space.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace flatcrm;
using report::BrandPair;
using report::WhiteSpace;

TEST_CASE("Who buys A and not B, while two of three who buy A buy B") {
  // Brands A, B, C; customers: three with A and B, C alone, A alone.
  std::vector<std::int64_t> values{10, 100, 0, 20, 200, 0, 5, 0, 0, 0, 0, 7, 50, 60, 0};
  WhiteSpace space(values, 3);
  CHECK(space.customers() == 5);
  REQUIRE(space.pairs().size() == 1);
  const BrandPair& pair = space.pairs()[0];
  CHECK(pair.with == 0);
  CHECK(pair.without == 1);
  CHECK(pair.buyers == 4);
  CHECK(pair.both == 3);
  CHECK(pair.lacking() == 1);
  CHECK(pair.value == 360);
  auto prospects = space.prospects(0);
  REQUIRE(prospects.size() == 1);
  CHECK(prospects[0].customer == 2);
  CHECK(space.prospect_count() == 1);
}

TEST_CASE("Nobody is counted who only took things back, and no brand is an empty book") {
  CHECK(WhiteSpace({}, 0).pairs().empty());
  CHECK(WhiteSpace({}, 0).prospects(0).empty());
  CHECK(WhiteSpace({-5, 3, -1, 3}, 2).pairs().empty());
}

TEST_CASE("Pairs and prospects agree with counting each pair by itself") {
  std::mt19937 random(13);
  for (int round = 0; round < 30; ++round) {
    std::size_t brands = random() % 6 + 1, customers = random() % 60 + 1;
    std::vector<std::int64_t> values(brands * customers);
    for (std::int64_t& value : values)
      value = random() % 3 == 0 ? static_cast<std::int64_t>(random() % 50) : 0;
    WhiteSpace space(values, brands);
    auto buys = [&](std::size_t customer, std::size_t brand) {
      return values[customer * brands + brand] > 0;
    };
    std::size_t pairs = 0;
    std::map<std::pair<std::size_t, std::size_t>, double> confidence;  // of pairs that count
    std::int64_t everyone = 0;
    for (std::size_t c = 0; c < customers; ++c) {
      bool any = false;
      for (std::size_t i = 0; i < brands; ++i) any = any || buys(c, i);
      everyone += any ? 1 : 0;
    }
    for (std::size_t i = 0; i < brands; ++i) {
      for (std::size_t j = 0; j < brands; ++j) {
        std::int64_t one = 0, other = 0, both = 0;
        for (std::size_t c = 0; c < customers; ++c) {
          one += buys(c, i) ? 1 : 0;
          other += buys(c, j) ? 1 : 0;
          both += buys(c, i) && buys(c, j) ? 1 : 0;
        }
        if (i == j || both < 2 || both * everyone <= one * other) continue;
        confidence[{i, j}] = static_cast<double>(both) / static_cast<double>(one);
        pairs += one > both ? 1 : 0;
      }
    }
    CHECK(space.pairs().size() == pairs);
    std::int64_t expected = 0;
    for (std::size_t c = 0; c < customers; ++c) {
      for (std::size_t j = 0; j < brands; ++j) {
        bool reason = false;
        for (std::size_t i = 0; i < brands; ++i)
          reason = reason || (buys(c, i) && confidence.contains({i, j}));
        expected += reason && !buys(c, j) ? 1 : 0;
      }
    }
    CHECK(space.prospect_count() == expected);
    auto prospects = space.prospects(0);
    CHECK(prospects.size() == static_cast<std::size_t>(expected));
    for (const report::Prospect& one : prospects) {
      double best = 0;
      for (std::size_t i = 0; i < brands; ++i)
        if (buys(one.customer, i)) {
          auto found = confidence.find({i, one.because.without});
          if (found != confidence.end()) best = std::max(best, found->second);
        }
      CHECK(confidence[{one.because.with, one.because.without}] == doctest::Approx(best));
      CHECK_FALSE(buys(one.customer, one.because.without));
    }
    if (prospects.size() > 3) CHECK(space.prospects(3).size() == 3);
  }
}
