#include "dedupe/blocks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "dedupe/block_entries.h"
#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

constexpr std::uint64_t pairs_a_task = 1 << 18;
constexpr auto block_sizes = std::to_array<std::uint32_t>(
    {1U << 16, 1U << 15, 1U << 14, 1U << 13, 4096, 2900, 2048, 1450, 1024, 724, 512, 362, 256, 181,
     128,      91,       64,       45,       32,   23,   16,   11,   8,    6,   4,   3,   2});

/// By value, rows of one value in the order in which they came.
void sort_by_value(std::vector<Entry>& entries) {
  constexpr int bits = 11;
  std::vector<Entry> other(entries.size());
  for (int shift = 32; shift < 64; shift += bits) {
    std::vector<std::uint32_t> counts((1U << bits) + 1, 0);
    for (Entry entry : entries) ++counts[((entry >> shift) & ((1U << bits) - 1)) + 1];
    for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
    for (Entry entry : entries) other[counts[(entry >> shift) & ((1U << bits) - 1)]++] = entry;
    entries.swap(other);
  }
}

struct Sorted {
  std::string name;
  std::uint32_t masks = 0;
  bool narrow = false;
  std::vector<Entry> entries;  // each row once a value
};

Sorted sorted(Key& key, std::size_t rows) {
  Sorted sorted{key.name, key.masks, key.narrow, {}};
  sorted.entries.reserve(rows);
  for (Row row = 0; row < rows; ++row)
    for (std::uint32_t slot = 0; slot < key.slots; ++slot)
      if (std::uint32_t value = key.values[std::size_t{row} * key.slots + slot]; value != 0)
        sorted.entries.push_back(entry(value, row));
  std::vector<std::uint32_t>().swap(key.values);
  sort_by_value(sorted.entries);
  sorted.entries.erase(std::unique(sorted.entries.begin(), sorted.entries.end()), sorted.entries.end());
  return sorted;
}

/// The largest size that keeps all blocks of that size and below within the budget.
std::uint32_t size_within(const std::vector<Sorted>& all, std::uint64_t budget) {
  std::array<std::uint64_t, block_sizes.size()> pairs{};
  for (const Sorted& sorted : all) {
    if (sorted.narrow) continue;
    each_block(sorted.entries, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = 0; i < block_sizes.size() && end - begin <= block_sizes[i]; ++i)
        pairs[i] += pairs_of(end - begin);
    });
  }
  for (std::size_t i = 0; i < block_sizes.size(); ++i)
    if (pairs[i] <= budget) return block_sizes[i];
  return 2;
}

}  // namespace

class BlockMaker {
 public:
  BlockMaker(std::vector<Key> keys, std::size_t rows, std::uint64_t budget, int threads)
      : rows_(rows), budget_(budget), threads_(threads) {
    keys.resize(std::min(keys.size(), most_keys));
    single_.resize(keys.size());
    io::parallel_for(keys.size(), threads, [&](std::size_t i) { single_[i] = sorted(keys[i], rows); });
  }

  Blocks make() {
    std::uint32_t size = size_within(single_, budget_ / 2);
    blocks_.plan_.size = size;
    for (const Sorted& key : single_) take(key, key.narrow ? 1 : size);
    std::uint64_t left = budget_ - std::min(budget_, blocks_.pairs());
    std::vector<Sorted> doubles = double_keys(size);
    std::uint32_t double_size = std::min(size, size_within(doubles, left));
    blocks_.plan_.double_size = double_size;
    for (const Sorted& key : doubles) take(key, double_size, true);
    blocks_.keys_.erase(
        std::remove_if(blocks_.keys_.begin(), blocks_.keys_.end(),
                       [](const BlockKey& key) { return key.pairs == 0 && key.left_out == 0; }),
        blocks_.keys_.end());
    number_blocks();
    return std::move(blocks_);
  }

 private:
  /// Blocks up to `size`; of larger ones windows, where nothing else will split them.
  void take(const Sorted& key, std::uint32_t size, bool windows = false) {
    BlockKey taken{key.name, key.masks, 0, 0, 0, {0}, {}};
    auto add = [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) taken.rows.push_back(row_of(key.entries[i]));
      taken.starts.push_back(static_cast<std::uint32_t>(taken.rows.size()));
      taken.pairs += pairs_of(end - begin);
      taken.largest = std::max(taken.largest, static_cast<std::uint32_t>(end - begin));
    };
    each_block(key.entries, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= size) return add(begin, end);
      if (!windows) return;
      std::uint64_t before = taken.pairs;
      std::size_t window = window_of(size);
      for (std::size_t at = begin; at < end; at += window) add(at, std::min(end, at + window));
      taken.left_out += pairs_of(end - begin) - (taken.pairs - before);
    });
    blocks_.keys_.push_back(std::move(taken));
  }

  /// Of each row the value that it has in a block too large, or 0.
  std::vector<std::uint32_t> large_values(const Sorted& key, std::uint32_t size) const {
    std::vector<std::uint32_t> values(rows_, 0);
    each_block(key.entries, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= size && !key.narrow) return;
      for (std::size_t i = begin; i < end; ++i) values[row_of(key.entries[i])] = value_of(key.entries[i]);
    });
    return values;
  }

  std::vector<Sorted> double_keys(std::uint32_t size) {
    std::vector<std::vector<std::uint32_t>> large(single_.size());
    std::vector<std::size_t> with;
    for (std::size_t i = 0; i < single_.size(); ++i) {
      large[i] = large_values(single_[i], size);
      if (std::any_of(large[i].begin(), large[i].end(), [](std::uint32_t value) { return value != 0; }))
        with.push_back(i);
    }
    for (std::size_t i : with) blocks_.plan_.large |= std::uint64_t{1} << i;
    std::vector<std::pair<std::size_t, std::size_t>> both = key_pairs(with);
    std::vector<Sorted> doubles(both.size());
    io::parallel_for(both.size(), threads_, [&](std::size_t i) {
      auto [f, g] = both[i];
      Key key{single_[f].name + " + " + single_[g].name, 0, single_[f].masks | single_[g].masks, 1, {}};
      key.values.assign(rows_, 0);
      for (Row row = 0; row < rows_; ++row)
        if (large[f][row] != 0 && large[g][row] != 0)
          key.values[row] = value_of_both(large[f][row], large[g][row]);
      doubles[i] = sorted(key, rows_);
    });
    return doubles;
  }

  void number_blocks() {
    blocks_.columns_ = static_cast<std::uint32_t>(blocks_.keys_.size());
    for (std::uint32_t key = 0; key < blocks_.columns_; ++key) blocks_.first_column_.push_back(key);
    blocks_.numbers_.resize(rows_ * blocks_.columns_);
    for (Row row = 0; row < rows_; ++row)
      std::fill_n(blocks_.numbers_.begin() + static_cast<std::ptrdiff_t>(std::size_t{row} * blocks_.columns_),
                  blocks_.columns_, (1U << 31) | row);
    for (std::uint32_t column = 0; column < blocks_.columns_; ++column) {
      const BlockKey& key = blocks_.keys_[column];
      for (std::uint32_t block = 0; block + 1 < key.starts.size(); ++block)
        for (std::uint32_t i = key.starts[block]; i < key.starts[block + 1]; ++i)
          blocks_.numbers_[std::size_t{key.rows[i]} * blocks_.columns_ + column] = block;
    }
  }

  std::size_t rows_;
  std::uint64_t budget_;
  int threads_;
  std::vector<Sorted> single_;
  Blocks blocks_;
};

std::uint64_t Blocks::pairs() const {
  std::uint64_t pairs = 0;
  for (const BlockKey& key : keys_) pairs += key.pairs;
  return pairs;
}

std::vector<BlockRange> Blocks::ranges() const {
  std::vector<BlockRange> ranges;
  for (std::uint32_t key = 0; key < keys_.size(); ++key) {
    BlockRange range{key, 0, 0, 0};
    auto blocks = static_cast<std::uint32_t>(keys_[key].starts.size()) - 1;
    for (std::uint32_t block = 0; block < blocks; ++block) {
      range.pairs += pairs_of(keys_[key].starts[block + 1] - keys_[key].starts[block]);
      range.last = block + 1;
      if (range.pairs < pairs_a_task && range.last < blocks) continue;
      ranges.push_back(range);
      range = {key, block + 1, block + 1, 0};
    }
  }
  return ranges;
}

Blocks make_blocks(std::vector<Key> keys, std::size_t rows, std::uint64_t budget, int threads) {
  return BlockMaker(std::move(keys), rows, budget, threads).make();
}

std::uint64_t pair_budget(std::size_t rows) {
  return std::max<std::uint64_t>(4'000'000, std::uint64_t{rows} * 30);
}

}  // namespace flatcrm::dedupe
