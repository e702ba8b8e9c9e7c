// Which pairs are looked at: all that share a key, each under its first key only, within a budget.
//
//   Blocks blocks = make_blocks(comparison.keys(threads), rows, budget, threads);
//   for (const BlockRange& range : blocks.ranges())
//     blocks.for_each_pair(range, [&](Pair pair, bool first) { ... });
//   blocks.keys()[2].name     blocks.keys()[2].pairs
//   blocks.keys()[2].left_out      // pairs of blocks that were too large
//
// Shape   the size that a block may have is the largest one that keeps all blocks within the budget. What
//         stands in larger blocks of two keys is looked at where both agree; what is too many even then, in
//         windows of neighbours.
// Everything depends on rows and values alone, not on threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "dedupe/comparator.h"

namespace flatcrm::dedupe {

struct BlockKey {
  std::string name;
  std::uint32_t masks = 0;
  std::uint64_t pairs = 0;               // before any is left to an earlier key
  std::uint64_t left_out = 0;            // pairs of blocks that no further key could split
  std::uint32_t largest = 0;             // block
  std::vector<std::uint32_t> starts{0};  // of the blocks in `rows`
  std::vector<Row> rows;
};

/// Some blocks of one key: about as many pairs as one task should have.
struct BlockRange {
  std::uint32_t key = 0, first = 0, last = 0;
  std::uint64_t pairs = 0;
};

/// What was settled for all blocks, so that those of a few rows can be made as these were.
struct BlockPlan {
  std::uint32_t size = 0, double_size = 0;  // that blocks of one key, and of two, may have
  std::uint64_t large = 0;                  // a bit a key: some of its blocks are larger
};

class Blocks {
 public:
  const std::vector<BlockKey>& keys() const { return keys_; }
  std::uint64_t pairs() const;
  const BlockPlan& plan() const { return plan_; }
  std::vector<BlockRange> ranges() const;
  /// visit(pair, is_first): a < b; is_first() says whether no earlier key has the pair.
  template <typename Visit>
  void for_each_pair(const BlockRange& range, Visit visit) const {
    const BlockKey& key = keys_[range.key];
    for (std::uint32_t block = range.first; block < range.last; ++block)
      for (std::uint32_t i = key.starts[block]; i < key.starts[block + 1]; ++i) {
        if (i + rows_ahead < key.rows.size())
          __builtin_prefetch(numbers_.data() + std::size_t{key.rows[i + rows_ahead]} * columns_);
        for (std::uint32_t j = i + 1; j < key.starts[block + 1]; ++j) visit_pair(range.key, i, j, visit);
      }
  }

 private:
  friend class BlockMaker;
  static constexpr std::uint32_t rows_ahead = 12;  // asked for before they are looked at
  template <typename Visit>
  void visit_pair(std::uint32_t key, std::uint32_t i, std::uint32_t j, Visit& visit) const {
    Row a = keys_[key].rows[i], b = keys_[key].rows[j];
    visit(Pair{std::min(a, b), std::max(a, b)}, [&] { return is_first(key, a, b); });
  }
  /// Numbers of the blocks that a row stands in, a column each; where it stands in none, a number of its own.
  bool is_first(std::uint32_t key, Row a, Row b) const {
    const std::uint32_t *left = numbers_.data() + std::size_t{a} * columns_,
                        *right = numbers_.data() + std::size_t{b} * columns_;
    std::uint32_t shared = 0;
    for (std::uint32_t column = 0; column < first_column_[key]; ++column)
      shared |= left[column] == right[column];
    return shared == 0;
  }

  std::vector<BlockKey> keys_;
  std::vector<std::uint32_t> first_column_, numbers_;
  std::uint32_t columns_ = 0;
  BlockPlan plan_;
};

Blocks make_blocks(std::vector<Key> keys, std::size_t rows, std::uint64_t budget, int threads);

/// Pairs that are worth their time for so many rows.
std::uint64_t pair_budget(std::size_t rows);

}  // namespace flatcrm::dedupe
