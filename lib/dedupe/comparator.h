// One comparison: two records in, a level for each of its dimensions out.
//
//   comparator->compare(pairs, patterns, 3, memo);   // its levels from dimension 3 on
//   comparator->rarity(pair, 0, 1, false)            // bits more for a value that few share, less for many
//
// Threads const calls may be made from several at once, each with a Memo of its own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dedupe/dimension.h"
#include "dedupe/values.h"

namespace flatcrm::dedupe {

/// Levels of pairs of codes that were compared before: direct-mapped, so that it never grows.
class Memo {
 public:
  explicit Memo(int bits = 13) : shift_(64 - bits), entries_(std::size_t{1} << bits) {}
  template <typename Compare>
  unsigned level(std::uint32_t left, std::uint32_t right, Compare compare) {
    if (left > right) std::swap(left, right);
    std::uint64_t key = (std::uint64_t{left} << 32) | right;
    Entry& entry = entries_[(key * 0x9E3779B97F4A7C15ULL) >> shift_];
    if (entry.key != key) entry = {key, compare(left, right)};
    return entry.level;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    unsigned level = 0;
  };
  int shift_;
  std::vector<Entry> entries_;
};

/// By what pairs are found: rows of one value form a block.
struct Key {
  std::string name;
  int rank = 0;             // the most telling keys first
  std::uint32_t masks = 0;  // bits of the dimensions that agree within a block
  std::uint32_t slots = 1;
  std::vector<std::uint32_t> values;  // row * slots + slot; 0: none
  bool narrow = false;                // only together with another key
};

class Comparator {
 public:
  virtual ~Comparator() = default;
  virtual const std::vector<Dimension>& dimensions() const = 0;
  virtual void compare(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
                       Memo& memo) const = 0;
  /// `joined`: both rows are taken to be one customer already.
  virtual double rarity(Pair, std::size_t, unsigned, bool) const { return 0; }
  /// Chance that two customers agree wholly; 0 when only a sample can tell.
  virtual double agreement(std::size_t) const { return 0; }
  virtual void count(const EntityRows&) {}
  /// `first` is the number of its first dimension.
  virtual void add_keys(std::size_t first, std::vector<Key>& keys) const = 0;
  /// Two rows of one signature compare alike with every row.
  virtual std::uint64_t signature(Row row) const = 0;
  virtual void keep(std::span<const Row> rows) = 0;
  /// Makes ready for comparing many pairs: levels stay the same, and most are known without reading values.
  virtual void sketch() {}
  /// What a row has in a dimension, as it is compared.
  virtual std::string value(Row row, std::size_t dimension) const = 0;
};

/// Mixes a value into a signature or a key.
inline std::uint64_t mixed(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t x = (seed ^ value) * 0x9E3779B97F4A7C15ULL;
  return x ^ (x >> 29);
}
/// A key of 32 bits that is never 0.
inline std::uint32_t key_of(std::uint64_t value) {
  auto key = static_cast<std::uint32_t>(mixed(0x51ED270B, value) >> 32);
  return key == 0 ? 1 : key;
}

}  // namespace flatcrm::dedupe
