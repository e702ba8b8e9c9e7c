#include "dedupe/clusters.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace flatcrm::dedupe;

namespace {

ClusterRules rules(double others, std::vector<Pair> apart = {}) {
  ClusterRules rules;
  rules.bits = [others](Pair) { return others; };
  rules.apart = [apart](Pair pair, double) {
    return std::find(apart.begin(), apart.end(), pair) != apart.end();
  };
  return rules;
}

std::vector<Candidate> pairs(std::initializer_list<std::pair<Pair, float>> list) {
  std::vector<Candidate> all;
  for (const auto& [pair, bits] : list) all.push_back({pair, bits, 0});
  return all;
}

}  // namespace

TEST_CASE("a chain of lookalikes does not hold where its ends do not") {
  Clusters clusters = cluster(4, pairs({{{0, 1}, 8.F}, {{1, 2}, 3.F}, {{2, 3}, 8.F}}), rules(-10), 1);
  CHECK(clusters.leader == std::vector<Row>{0, 0, 2, 2});
}

TEST_CASE("all pairs of a group count, and two cuts are taken") {
  Clusters clusters = cluster(3, pairs({{{0, 1}, 12.F}, {{0, 2}, 4.F}, {{1, 2}, 3.F}}), rules(-10), 1);
  CHECK(clusters.leader == std::vector<Row>{0, 0, 0});
  CHECK(clusters.sure == std::vector<Row>{0, 0, 2});
}

TEST_CASE("what is kept apart never comes together through a third one") {
  Clusters clusters =
      cluster(3, pairs({{{0, 1}, 12.F}, {{0, 2}, 12.F}, {{1, 2}, 9.F}}), rules(-10, {{1, 2}}), 1);
  CHECK(clusters.leader[1] != clusters.leader[2]);
}

TEST_CASE("a huge component is cut into pieces in bounded time") {
  std::vector<Candidate> all;
  for (Row i = 0; i + 1 < 5000; ++i) all.push_back({{i, i + 1}, 2.F, 0});
  Clusters clusters = cluster(5000, all, rules(-10), 2);
  std::vector<std::size_t> sizes(5000, 0);
  for (Row leader : clusters.leader) ++sizes[leader];
  CHECK(*std::max_element(sizes.begin(), sizes.end()) <= 3);
}

TEST_CASE("a first guess joins what strong pairs hold together") {
  Entities entities = components(4, pairs({{{0, 1}, 8.F}, {{1, 2}, 1.F}}), 5);
  CHECK(entities.count == 3);
  CHECK(entities.of_row == std::vector<std::uint32_t>{0, 0, 1, 2});
}
