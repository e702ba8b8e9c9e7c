#include "dedupe/neighbours.h"

#include <algorithm>
#include <bit>

#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

/// Sorted numbers, with a quick no for those that are not among them.
class WantedValues {
 public:
  explicit WantedValues(const std::vector<std::uint32_t>& values) : values_(values) {
    constexpr std::size_t bits_a_value = 16, least_bits_held = 1 << 12;
    std::size_t bits = std::bit_ceil(std::max(values.size() * bits_a_value, least_bits_held));
    shift_ = 64 - std::countr_zero(bits);
    held_.resize(bits / 64);
    for (std::uint32_t value : values) held_[place(value) / 64] |= std::uint64_t{1} << (place(value) % 64);
  }
  bool holds(std::uint32_t value) const {
    std::size_t at = place(value);
    return ((held_[at / 64] >> (at % 64)) & 1U) != 0 &&
           std::binary_search(values_.begin(), values_.end(), value);
  }

 private:
  std::size_t place(std::uint32_t value) const {
    return static_cast<std::size_t>((value * 0x9E3779B97F4A7C15ULL) >> shift_);
  }
  const std::vector<std::uint32_t>& values_;
  std::vector<std::uint64_t> held_;
  int shift_ = 0;
};

template <typename Value>
void sort_once_each(std::vector<Value>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

/// The pairs that one key has.
struct NeighbourFinder::Found {
  BlockSummary summary;
  std::vector<Pair> pairs;

  void add_block(const std::vector<Entry>& entries, std::size_t begin, std::size_t end,
                 const std::vector<bool>& marked) {
    std::size_t before = pairs.size();
    for (std::size_t i = begin; i < end; ++i) {
      Row a = row_of(entries[i]);
      if (!marked[a]) continue;
      for (std::size_t j = begin; j < end; ++j) {
        Row b = row_of(entries[j]);
        if (j > i || (j < i && !marked[b])) pairs.push_back({std::min(a, b), std::max(a, b)});
      }
    }
    if (pairs.size() == before) return;
    summary.pairs += pairs.size() - before;
    summary.largest = std::max(summary.largest, static_cast<std::uint32_t>(end - begin));
  }

  /// Neighbours only, in a block that nothing splits.
  void add_windows(const std::vector<Entry>& entries, std::size_t begin, std::size_t end, std::size_t window,
                   const std::vector<bool>& marked) {
    std::uint64_t before = summary.pairs, of = 0;
    for (std::size_t i = begin; i < end; ++i) of += marked[row_of(entries[i])] ? 1 : 0;
    for (std::size_t at = begin; at < end; at += window)
      add_block(entries, at, std::min(end, at + window), marked);
    summary.left_out += of * (end - begin - of) + pairs_of(of) - (summary.pairs - before);
  }
};

/// What one key has of the marked rows.
struct NeighbourFinder::Near {
  Found found;
  std::vector<Entry> large;  // by row, the row above: its value where too many share it
};

NeighbourFinder::NeighbourFinder(std::vector<Key> keys, std::size_t rows, BlockPlan plan, int threads)
    : keys_(std::move(keys)), rows_(rows), plan_(plan), threads_(threads) {
  keys_.resize(std::min(keys_.size(), most_keys));
}

NeighbourFinder::Values NeighbourFinder::values_of(const Key& key, const std::vector<Row>& rows) {
  Values values;
  for (Row row : rows)
    for (std::uint32_t slot = 0; slot < key.slots; ++slot)
      if (std::uint32_t value = key.values[std::size_t{row} * key.slots + slot]; value != 0)
        values.push_back(value);
  sort_once_each(values);
  return values;
}

std::vector<Entry> NeighbourFinder::entries_of(const Key& key, const Values& wanted) {
  WantedValues sought(wanted);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < key.values.size(); ++i)
    if (std::uint32_t value = key.values[i]; value != 0 && sought.holds(value))
      entries.push_back(entry(value, static_cast<Row>(i / key.slots)));
  sort_once_each(entries);
  return entries;
}

/// Of each row with a value of the entries that is too common: the last such of all its values, as the blocks
/// of all rows have it.
std::vector<Entry> NeighbourFinder::large_values(const Key& key, const std::vector<Entry>& entries) const {
  std::vector<Entry> by_row;
  auto add = [&](const std::vector<Entry>& all) {
    each_block(all, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end && is_large(key, end - begin); ++i)
        by_row.push_back(entry(row_of(all[i]), value_of(all[i])));
    });
    std::sort(by_row.begin(), by_row.end());
  };
  add(entries);
  if (key.slots == 1 || by_row.empty()) return by_row;
  std::vector<Row> rows;
  for (Entry one : by_row) rows.push_back(value_of(one));
  sort_once_each(rows);
  by_row.clear();
  add(entries_of(key, values_of(key, rows)));
  std::vector<Entry> last;
  for (std::size_t i = 0; i < by_row.size(); ++i) {
    Row row = value_of(by_row[i]);
    bool is_last = i + 1 == by_row.size() || value_of(by_row[i + 1]) != row;
    if (is_last && std::binary_search(rows.begin(), rows.end(), row)) last.push_back(by_row[i]);
  }
  return last;
}

NeighbourFinder::Near NeighbourFinder::near(const Key& key, const std::vector<Row>& of,
                                            const std::vector<bool>& marked) const {
  Near near;
  near.found.summary.name = key.name;
  std::vector<Entry> entries = entries_of(key, values_of(key, of));
  each_block(entries, [&](std::size_t begin, std::size_t end) {
    if (!is_large(key, end - begin)) near.found.add_block(entries, begin, end, marked);
  });
  near.large = large_values(key, entries);
  return near;
}

NeighbourFinder::Found NeighbourFinder::found_by_both(const std::string& name, const Near& one,
                                                      const Near& other,
                                                      const std::vector<bool>& marked) const {
  Found found;
  found.summary.name = name;
  std::vector<Entry> entries;
  for (auto a = one.large.begin(), b = other.large.begin(); a != one.large.end() && b != other.large.end();) {
    // Here the row stands above, and its value below.
    Row row = value_of(*a), other_row = value_of(*b);
    if (row == other_row)
      entries.push_back(
          entry(value_of_both(static_cast<std::uint32_t>(*a), static_cast<std::uint32_t>(*b)), row));
    if (row <= other_row) ++a;
    if (other_row <= row) ++b;
  }
  std::sort(entries.begin(), entries.end());
  each_block(entries, [&](std::size_t begin, std::size_t end) {
    if (end - begin <= plan_.double_size) return found.add_block(entries, begin, end, marked);
    found.add_windows(entries, begin, end, window_of(plan_.double_size), marked);
  });
  return found;
}

Neighbours NeighbourFinder::of(const std::vector<bool>& marked) const {
  std::vector<Row> rows;
  for (Row row = 0; row < rows_; ++row)
    if (marked[row]) rows.push_back(row);
  std::vector<Near> single(keys_.size());
  io::parallel_for(keys_.size(), threads_, [&](std::size_t i) { single[i] = near(keys_[i], rows, marked); });
  std::vector<std::size_t> large;
  for (std::size_t i = 0; i < keys_.size(); ++i)
    if (((plan_.large >> i) & 1U) != 0 || !single[i].large.empty()) large.push_back(i);
  std::vector<std::pair<std::size_t, std::size_t>> both = key_pairs(large);
  std::vector<Found> all(keys_.size() + both.size());
  for (std::size_t i = 0; i < keys_.size(); ++i) all[i] = std::move(single[i].found);
  io::parallel_for(both.size(), threads_, [&](std::size_t i) {
    auto [f, g] = both[i];
    all[keys_.size() + i] =
        found_by_both(keys_[f].name + " + " + keys_[g].name, single[f], single[g], marked);
  });
  Neighbours found;
  for (Found& one : all) {
    found.pairs.insert(found.pairs.end(), one.pairs.begin(), one.pairs.end());
    if (one.summary.pairs != 0 || one.summary.left_out != 0) found.keys.push_back(std::move(one.summary));
    one.pairs = {};
  }
  sort_once_each(found.pairs);
  return found;
}

}  // namespace flatcrm::dedupe
