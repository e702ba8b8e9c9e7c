#include "dedupe/kernels.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace flatcrm::dedupe;

namespace {

/// The definition, cell by cell: insertions, deletions, substitutions, and neighbours that changed places.
int plain_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = static_cast<int>(i + j);
        continue;
      }
      int same = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + same});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

/// As Winkler wrote it down: loops over flags.
double plain_jaro_winkler(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a == b ? 1 : 0;
  std::size_t half = std::max(a.size(), b.size()) / 2, reach = half > 0 ? half - 1 : 0;
  std::vector<bool> in_a(a.size()), in_b(b.size());
  double common = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    std::size_t begin = j > reach ? j - reach : 0, end = std::min(a.size(), j + reach + 1);
    for (std::size_t i = begin; i < end; ++i)
      if (!in_a[i] && a[i] == b[j]) {
        in_a[i] = in_b[j] = true;
        ++common;
        break;
      }
  }
  if (common == 0) return 0;
  std::string left, right;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (in_a[i]) left += a[i];
  for (std::size_t j = 0; j < b.size(); ++j)
    if (in_b[j]) right += b[j];
  int transposed = 0;
  for (std::size_t i = 0; i < left.size(); ++i) transposed += left[i] != right[i];
  double jaro = (common / static_cast<double>(a.size()) + common / static_cast<double>(b.size()) +
                 (common - transposed / 2) / common) /
                3;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
  return jaro > 0.7 ? jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro) : jaro;
}

std::string word(std::mt19937& random, std::size_t longest) {
  std::string text;
  std::size_t size = random() % (longest + 1);
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('a' + random() % 4);
  return text;
}

}  // namespace

TEST_CASE("both kernels agree with their definitions on many words") {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string a = word(random, i % 50 == 0 ? 64 : 12), b = word(random, i % 50 == 0 ? 64 : 12);
    CAPTURE(a);
    CAPTURE(b);
    int distance = plain_distance(a, b);
    for (int most : {0, 1, 2, 5, 100}) CHECK(edit_distance(a, b, most) == std::min(distance, most + 1));
    CHECK(jaro_winkler(a, b) == doctest::Approx(plain_jaro_winkler(a, b)));
  }
}

TEST_CASE("the values that Winkler published come out") {
  CHECK(jaro_winkler("martha", "marhta") == doctest::Approx(0.9611).epsilon(0.0001));
  CHECK(jaro_winkler("dwayne", "duane") == doctest::Approx(0.84).epsilon(0.0001));
  CHECK(jaro_winkler("dixon", "dicksonx") == doctest::Approx(0.8133).epsilon(0.0001));
  CHECK(jaro_winkler("", "") == 1);
  CHECK(edit_distance("ca", "abc", 5) == 3);
}

TEST_CASE("a text of a megabyte costs no more than its first bytes") {
  std::string long_one(1 << 20, 'x'), other(1 << 20, 'y');
  CHECK(edit_distance(long_one, other, 2) == 3);
  CHECK(jaro_winkler(long_one, other) == 0);
}
