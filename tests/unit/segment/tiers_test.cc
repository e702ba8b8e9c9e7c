#include <doctest/doctest.h>

#include <ctime>
#include <random>

#include "query/book_catalog.h"
#include "segment/campaign.h"
#include "segment/guard.h"
#include "segment/tiers.h"
#include "support/memory_book.h"
#include "support/tables.h"

using namespace flatcrm;
using namespace flatcrm::segment;

namespace {

const core::Date today = *core::parse_date("2026-11-22");

/// Five customers of whom the poorest is the mother of the richest's partner's firm.
test::Files family_book() {
  return {{"customers/all.csv",
           "id,name,wallet\nrich,Rich,1000\nfirm,Firm,900\nson,Son,50\nmother,Mother,1\nlonely,Lonely,"
           "2\nmiddle,Middle,60\nm2,M,61\nm3,M,62\nm4,M,63\nm5,M,64\n"},
          {"links/links.csv",
           "id,from,to,kind,strength\nl1,mother,son,parent,\nl2,son,firm,owner,\nl3,lonely,rich,partner,\nl4,"
           "lonely,m3,household,\n"}};
}

const char* value_tiers =
    "where: all\nby: wallet\ntiers:\n  - {name: A, top: 20%}\n  - {name: B, top: 60%}\n  - {name: C}\n";

Tiers tiers_of(const std::string& text, const test::Files& files) {
  test::MemoryBook memory(files);
  static std::vector<std::unique_ptr<book::Book>> kept;
  kept.push_back(std::make_unique<book::Book>(memory.open(1)));
  query::Catalog catalog = query::catalog_of(*kept.back(), today);
  return make_tiers(*kept.back(), catalog, parse_saved(text, "value", "segments/value.yaml"), 1);
}

std::string id_of(const Tiers& tiers, std::uint32_t row) {
  return std::string(tiers.ids()[row]);
}

}  // namespace

TEST_CASE("a tier of the best fifth takes those that four fifths stand below") {
  Tiers tiers = tiers_of(value_tiers, family_book());
  CHECK(tiers.tier_of[0] == 0);
  CHECK(tiers.tier_of[1] == 0);
  CHECK(tiers.tier_of[2] == 2);
  CHECK(tiers.tier_of[3] == 2);
  CHECK(tiers.tier_of[9] == 1);
}

TEST_CASE("equal values share a tier") {
  Tiers tiers = tiers_of(value_tiers, {{"customers/all.csv", "id,wallet\na,5\nb,5\nc,5\nd,5\ne,1\n"}});
  for (std::size_t row = 1; row < 4; ++row) CHECK(tiers.tier_of[row] == tiers.tier_of[0]);
  CHECK(tiers.tier_of[4] == 2);
}

TEST_CASE("the guard finds whom a link leads into the top tier, two steps away, with the way") {
  Tiers tiers = tiers_of(value_tiers, family_book());
  REQUIRE(tiers.guarded.members.size() == 2);
  const GuardedMember& son = tiers.guarded.members[0];
  CHECK(id_of(tiers, son.customer) == "son");
  REQUIRE(son.path.size() == 1);
  CHECK(son.path[0].relation == "owner of");
  const GuardedMember& mother = tiers.guarded.members[1];
  CHECK(id_of(tiers, mother.customer) == "mother");
  REQUIRE(mother.path.size() == 2);
  CHECK(mother.path[0].relation == "parent of");
  CHECK(id_of(tiers, mother.path[0].customer) == "son");
  CHECK(id_of(tiers, mother.path[1].customer) == "firm");
  CHECK(print(tiers.at_stake()) == "900");
}

TEST_CASE("a partner is no family, a depth is kept, and protection lifts by one tier") {
  CHECK(tiers_of(std::string(value_tiers) + "guard: {depth: 1}\n", family_book()).guarded.members.size() ==
        1);
  CHECK(tiers_of(std::string(value_tiers) + "guard: {links: [partner]}\n", family_book())
            .guarded.members.size() == 1);
  CHECK(tiers_of(std::string(value_tiers) + "guard: off\n", family_book()).guarded.members.empty());
  Tiers lifted = tiers_of(std::string(value_tiers) + "guard: protect\n", family_book());
  CHECK(lifted.tier_of[3] == 1);
  CHECK(lifted.tier_of[4] == 2);
  CHECK_THROWS_AS(tiers_of(std::string(value_tiers) + "guard: {links: [cousin]}\n", family_book()), Error);
}

TEST_CASE("thresholds cut where they say") {
  Tiers tiers = tiers_of(
      "by: wallet\ntiers:\n  - {name: gold, from: 900 EUR}\n  - {name: silver, from: 60}\n  - {name: rest}\n",
      family_book());
  CHECK(tiers.tier_of[0] == 0);
  CHECK(tiers.tier_of[1] == 0);
  CHECK(tiers.tier_of[5] == 1);
  CHECK(tiers.tier_of[2] == 2);
}

TEST_CASE("cells cover each of the 125 scores once, or the file is refused") {
  CHECK_THROWS_WITH_AS(parse_saved("cells:\n  good: [5 * *]\n", "x", "x.yaml"),
                       doctest::Contains("no name for the cell 111"), Error);
  CHECK_THROWS_WITH_AS(parse_saved("cells:\n  good: [\"* * *\"]\n  bad: [1 1 1]\n", "x", "x.yaml"),
                       doctest::Contains("is 'good' already"), Error);
  Saved saved = parse_saved("cells:\n  good: [3-5 * *]\n  bad: [12 * *]\n", "x", "x.yaml");
  CHECK(saved.cells->name_of[Cells::cell(5, 1, 1)] == 0);
  CHECK(saved.cells->name_of[Cells::cell(2, 5, 5)] == 1);
}

TEST_CASE("tiers that can't be are refused with their place") {
  CHECK_THROWS_AS(parse_saved("tiers:\n  - {name: A, top: 20%}\n", "x", "x.yaml"), Error);
  CHECK_THROWS_AS(parse_saved("tiers:\n  - {name: A, top: 20%}\n  - {name: A}\n", "x", "x.yaml"), Error);
  CHECK_THROWS_AS(
      parse_saved("tiers:\n  - {name: A, top: 50%}\n  - {name: B, top: 20%}\n  - {name: C}\n", "x", "x.yaml"),
      Error);
  CHECK_THROWS_AS(parse_saved("tiers:\n  - {name: A, top: 20%}\n  - {name: B, from: 5}\n", "x", "x.yaml"),
                  Error);
  CHECK_THROWS_WITH_AS(parse_saved("wher: x\n", "x", "x.yaml"), doctest::Contains("did you mean 'where'?"),
                       Error);
}

TEST_CASE(
    "a million customers and two million links are searched in at most twice the time of reading the links") {
  constexpr std::size_t customers = 1'000'000, links = 2'000'000;
  std::mt19937 random(5);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < customers; ++i) names.push_back("customer-" + std::to_string(1'000'000 + i));
  std::vector<std::string_view> ids(names.begin(), names.end());
  std::string text = "id,from,to,kind,strength\n";
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < links; ++i) {
    pairs.emplace_back(random() % customers, random() % customers);
    text += "l" + std::to_string(i) + "," + names[pairs.back().first] + "," + names[pairs.back().second] +
            ",household,\n";
  }
  auto now = [] { return std::clock(); };  // of the processor: what else runs does not count
  auto start = now();
  model::Table table = table_from(community_request(), text);
  auto read = now();
  core::Problems problems;
  book::Config config = book::parse_config("format: 1\n", "flatcrm.yaml", problems);
  Community community = read_community(table, ids, config, {}, 2);
  std::vector<bool> top(customers), lowest(customers);
  for (std::size_t i = 0; i < customers; ++i) {
    top[i] = i % 50 == 0;
    lowest[i] = i % 3 == 1;
  }
  std::vector<std::int64_t> values(customers, 1);
  Guarded guarded = guard(community, top, lowest, values, 2);
  auto done = now();
  // Whoever is reached is found by plain neighbours of neighbours.
  std::vector<int> depth(customers, 9);
  for (std::size_t i = 0; i < customers; ++i)
    if (top[i]) depth[i] = 0;
  for (int step = 1; step <= 2; ++step) {
    std::vector<int> next = depth;
    for (auto [one, other] : pairs) {
      if (depth[one] == step - 1) next[other] = std::min(next[other], step);
      if (depth[other] == step - 1) next[one] = std::min(next[one], step);
    }
    depth = next;
  }
  std::size_t expected = 0;
  for (std::size_t i = 0; i < customers; ++i) expected += lowest[i] && depth[i] <= 2 && depth[i] > 0 ? 1 : 0;
  CHECK(guarded.members.size() == expected);
  for (const GuardedMember& member : guarded.members)
    REQUIRE(static_cast<int>(member.path.size()) == depth[member.customer]);
  double reading = static_cast<double>(read - start) / CLOCKS_PER_SEC;
  double searching = static_cast<double>(done - read) / CLOCKS_PER_SEC;
  MESSAGE("reading " << reading << " s, guard " << searching << " s, " << expected << " guarded");
  CHECK(searching <= 2 * reading);
}

TEST_CASE("parts of a campaign depend on the id and the seed alone") {
  Split split = parse_split("A=50, control=50");
  std::size_t first = 0;
  for (int i = 0; i < 10'000; ++i)
    first += split.part_of("customer-" + std::to_string(i), "autumn") == "A" ? 1 : 0;
  CHECK(first > 4'800);
  CHECK(first < 5'200);
  CHECK_THROWS_AS(parse_split("A=50"), Error);
  CHECK_THROWS_AS(parse_split("A=50,A=50"), Error);
  CHECK_THROWS_AS(parse_split("A=half,B=half"), Error);
  std::vector<std::string> names;
  for (int i = 0; i < 1'000; ++i) names.push_back("customer-" + std::to_string(i));
  std::vector<std::string_view> ids(names.begin(), names.end());
  std::vector<std::uint32_t> all, half;
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    all.push_back(i);
    if (i % 2 == 0) half.push_back(i);
  }
  std::vector<std::uint32_t> some = sample(ids, all, 100, "autumn");
  CHECK(some.size() == 100);
  CHECK(sample(ids, all, 100, "autumn") == some);
  CHECK(sample(ids, all, 100, "winter") != some);
}
