// Which rows stand in a block with some few: the blocks of these alone, cut as those of all would be.
//
//   NeighbourFinder finder(comparison.keys(threads), rows, blocks.plan(), threads);
//   Neighbours near = finder.of(marked);
//   near.pairs                 // sorted, each once, with one marked row or two
//   near.keys[0].pairs         // that the key has of them
//
// Shape   the pairs of make_blocks() that hold a marked row, where it settles on the same plan; reading a key
//         costs a look at each row, and nothing more for rows that share no value with a marked one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dedupe/block_entries.h"
#include "dedupe/blocks.h"

namespace flatcrm::dedupe {

struct BlockSummary {
  std::string name;
  std::uint64_t pairs = 0, left_out = 0;
  std::uint32_t largest = 0;
};

struct Neighbours {
  std::vector<Pair> pairs;
  std::vector<BlockSummary> keys;  // without those that found, and left out, none
};

class NeighbourFinder {
 public:
  NeighbourFinder(std::vector<Key> keys, std::size_t rows, BlockPlan plan, int threads);
  Neighbours of(const std::vector<bool>& marked) const;

 private:
  struct Near;
  struct Found;
  struct Holders;
  using Values = std::vector<std::uint32_t>;

  static Values values_of(const Key& key, const std::vector<Row>& rows);
  static Holders holders_of(const Key& key, const Values& wanted);
  bool is_large(const Key& key, std::size_t size) const { return size > plan_.size || key.narrow; }
  Near near(const Key& key, const std::vector<Row>& of, const std::vector<bool>& marked) const;
  std::vector<Entry> large_values(const Key& key, const Values& wanted, const Holders& holders) const;
  Found found_by_both(const std::string& name, const Near& one, const Near& other,
                      const std::vector<bool>& marked) const;

  std::vector<Key> keys_;
  std::size_t rows_;
  BlockPlan plan_;
  int threads_;
};

}  // namespace flatcrm::dedupe
