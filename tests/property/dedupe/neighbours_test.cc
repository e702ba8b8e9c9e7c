// The neighbours of some rows are those that the blocks of all rows hold, and no others.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "dedupe/neighbours.h"

using namespace flatcrm::dedupe;

namespace {

/// Keys of every kind: rare and common values, one and several a row, narrow ones.
std::vector<Key> some_keys(std::mt19937& random, std::size_t rows) {
  std::vector<Key> keys(2 + random() % 4);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Key& key = keys[i];
    key.name = "key " + std::to_string(i);
    key.slots = random() % 3 == 0 ? 2 : 1;
    key.narrow = random() % 5 == 0;
    auto values = static_cast<std::uint32_t>(2 + random() % (random() % 2 == 0 ? 8 : rows));
    for (std::size_t at = 0; at < rows * key.slots; ++at) {
      auto value = static_cast<std::uint32_t>(random()) % values;
      // Some values are far more common than others.
      key.values.push_back(random() % 3 == 0 ? std::min(value, 1U) : value);
    }
  }
  return keys;
}

}  // namespace

TEST_CASE("neighbours are the pairs of all blocks with a marked row") {
  std::mt19937 random(29);
  std::size_t seen = 0, split = 0, windows = 0;
  for (int round = 0; round < 400; ++round) {
    std::size_t rows = 20 + random() % 200;
    std::vector<Key> keys = some_keys(random, rows);
    // So few pairs that blocks are split, and what can't be split is cut into windows.
    Blocks blocks = make_blocks(keys, rows, rows * (1 + random() % 20), 2);
    std::vector<bool> marked(rows);
    for (std::size_t i = 0; i < rows; ++i) marked[i] = random() % 12 == 0;
    std::vector<Pair> expected;
    for (const BlockRange& range : blocks.ranges())
      blocks.for_each_pair(range, [&](Pair pair, auto) {
        if (marked[pair.a] || marked[pair.b]) expected.push_back(pair);
      });
    std::sort(expected.begin(), expected.end());
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    for (int threads : {1, 2}) {
      Neighbours near = NeighbourFinder(keys, rows, blocks.plan(), threads).of(marked);
      CAPTURE(round);
      CHECK(near.pairs == expected);
      for (const BlockSummary& key : near.keys) {
        split += key.name.find(" + ") != std::string::npos ? 1 : 0;
        windows += key.left_out != 0 ? 1 : 0;
      }
    }
    seen += expected.size();
  }
  CHECK(seen > 10'000);
  CHECK(split > 100);
  CHECK(windows > 50);
}
