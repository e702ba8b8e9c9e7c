#include "report/families.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace flatcrm;
using report::Households;
using report::Pairs;
using report::Referrals;

namespace {

using Rows = std::vector<std::uint32_t>;

/// All that can be reached along the links, one step after the other until nothing is new.
std::set<std::uint32_t> reached(const Pairs& links, std::uint32_t from, bool both_ways) {
  std::set<std::uint32_t> all{from};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [one, other] : links) {
      if (all.contains(one)) grew = all.insert(other).second || grew;
      if (both_ways && all.contains(other)) grew = all.insert(one).second || grew;
    }
  }
  return all;
}

}  // namespace

TEST_CASE("Households are all who are linked, over any number of steps and whatever the direction") {
  Households households({{3, 7}, {9, 7}, {1, 2}, {2, 1}}, 20);
  REQUIRE(households.all().size() == 2);
  CHECK(households.all()[0] == Rows{1, 2});
  CHECK(households.all()[1] == Rows{3, 7, 9});
  CHECK(Households({}, 0).all().empty());
}

TEST_CASE("Referral trees go down, count nobody twice, and end where they turn in a circle") {
  Referrals referrals({{3, 7}, {7, 9}, {3, 9}, {3, 7}, {9, 3}}, 20);
  CHECK(referrals.referrers() == Rows{3, 7, 9});
  CHECK(referrals.directly(3) == Rows{7, 9});
  CHECK(referrals.brought(3) == Rows{7, 9});
  CHECK(referrals.brought(7) == Rows{3, 9});
  CHECK(referrals.referred() == 3);
  CHECK(referrals.brought(0).empty());
}

TEST_CASE("Both agree with walking the links") {
  std::mt19937 random(17);
  for (int round = 0; round < 40; ++round) {
    auto customers = static_cast<std::uint32_t>(random() % 30 + 2);
    Pairs links;
    for (unsigned i = 0; i < random() % 40; ++i) {
      auto one = static_cast<std::uint32_t>(random() % customers),
           other = static_cast<std::uint32_t>(random() % customers);
      if (one != other) links.emplace_back(one, other);
    }
    std::size_t housed = 0;
    Households households(links, customers);
    for (const Rows& members : households.all()) {
      housed += members.size();
      std::set<std::uint32_t> expected = reached(links, members.front(), true);
      CHECK(Rows(expected.begin(), expected.end()) == members);
    }
    std::set<std::uint32_t> linked;
    for (const auto& [one, other] : links) linked.insert({one, other});
    CHECK(housed == linked.size());
    Referrals referrals(links, customers);
    for (std::uint32_t one = 0; one < customers; ++one) {
      std::set<std::uint32_t> expected = reached(links, one, false);
      expected.erase(one);
      CHECK(referrals.brought(one) == Rows(expected.begin(), expected.end()));
    }
  }
}
