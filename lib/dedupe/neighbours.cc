#include "dedupe/neighbours.h"

#include <algorithm>
#include <bit>

#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

/// Distinct values by their places in a list, with a quick no for those that are not in it.
class WantedValues {
 public:
  static constexpr std::uint32_t none = ~0U;
  explicit WantedValues(const std::vector<std::uint32_t>& values) : values_(values) {
    constexpr std::size_t bits_a_value = 16, least_bits_held = 1 << 12, slots_a_value = 4;
    std::size_t bits = std::bit_ceil(std::max(values.size() * bits_a_value, least_bits_held));
    shift_ = 64 - std::countr_zero(bits);
    held_.resize(bits / 64);
    slots_.assign(std::bit_ceil(values.size() * slots_a_value + 2), none);
    for (std::uint32_t i = 0; i < values.size(); ++i) {
      std::size_t bit = hash_of(values[i]) >> shift_;
      held_[bit / 64] |= std::uint64_t{1} << (bit % 64);
      std::size_t at = hash_of(values[i]) & (slots_.size() - 1);
      while (slots_[at] != none) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = i;
    }
  }
  std::uint32_t place(std::uint32_t value) const {
    std::size_t bit = hash_of(value) >> shift_;
    if (((held_[bit / 64] >> (bit % 64)) & 1U) == 0) return none;
    std::size_t at = hash_of(value) & (slots_.size() - 1);
    while (slots_[at] != none && values_[slots_[at]] != value) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }

 private:
  static std::size_t hash_of(std::uint32_t value) { return static_cast<std::size_t>(mixed(3, value)); }
  const std::vector<std::uint32_t>& values_;
  std::vector<std::uint64_t> held_;
  std::vector<std::uint32_t> slots_;
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

/// Who has some values of a key, in two orders.
struct NeighbourFinder::Holders {
  std::vector<Entry> by_value;       // value, row
  std::vector<Entry> by_row;         // row, place of the value
  std::vector<std::uint32_t> sizes;  // by place: how many hold it
};

NeighbourFinder::Holders NeighbourFinder::holders_of(const Key& key, const Values& wanted) {
  WantedValues sought(wanted);
  Holders holders;
  std::vector<std::uint32_t>& sizes = holders.sizes;
  sizes.assign(wanted.size(), 0);
  std::vector<Row> last(wanted.size(), ~0U);
  for (std::size_t i = 0; i < key.values.size(); ++i) {
    std::uint32_t place = key.values[i] == 0 ? WantedValues::none : sought.place(key.values[i]);
    auto row = static_cast<Row>(key.slots == 1 ? i : i / key.slots);
    if (place == WantedValues::none || last[place] == row) continue;
    last[place] = row;
    ++sizes[place];
    holders.by_row.push_back(entry(row, place));
  }
  std::vector<std::size_t> next(wanted.size() + 1, 0);
  for (std::size_t place = 0; place < wanted.size(); ++place) next[place + 1] = next[place] + sizes[place];
  holders.by_value.resize(holders.by_row.size());
  for (Entry one : holders.by_row) {
    auto place = static_cast<std::uint32_t>(one);
    holders.by_value[next[place]++] = entry(wanted[place], value_of(one));
  }
  return holders;
}

/// Of each row with one of the values that is too common: the last such of all its values, as the blocks of
/// all rows have it.
std::vector<Entry> NeighbourFinder::large_values(const Key& key, const Values& wanted,
                                                 const Holders& holders) const {
  std::vector<Entry> large;
  for (Entry one : holders.by_row) {
    auto place = static_cast<std::uint32_t>(one);
    Row row = value_of(one);
    if (holders.sizes[place] < 2 || !is_large(key, holders.sizes[place])) continue;
    bool same_row = !large.empty() && value_of(large.back()) == row;
    if (!same_row) large.push_back(entry(row, 0));
    large.back() = std::max(large.back(), entry(row, wanted[place]));
  }
  return large;
}

NeighbourFinder::Near NeighbourFinder::near(const Key& key, const std::vector<Row>& of,
                                            const std::vector<bool>& marked) const {
  Near near;
  near.found.summary.name = key.name;
  Values wanted = values_of(key, of);
  Holders holders = holders_of(key, wanted);
  each_block(holders.by_value, [&](std::size_t begin, std::size_t end) {
    if (!is_large(key, end - begin)) near.found.add_block(holders.by_value, begin, end, marked);
  });
  near.large = large_values(key, wanted, holders);
  if (key.slots == 1 || near.large.empty()) return near;
  // What else these rows hold may be too common as well, and stand behind it.
  std::vector<Row> rows;
  for (Entry one : near.large) rows.push_back(value_of(one));
  wanted = values_of(key, rows);
  near.large = large_values(key, wanted, holders_of(key, wanted));
  std::erase_if(near.large,
                [&](Entry one) { return !std::binary_search(rows.begin(), rows.end(), value_of(one)); });
  return near;
}

NeighbourFinder::Found NeighbourFinder::found_by_both(const std::string& name, const Near& one,
                                                      const Near& other,
                                                      const std::vector<bool>& marked) const {
  Found found;
  found.summary.name = name;
  auto each_row_of_both = [&](auto visit) {
    auto a = one.large.begin(), b = other.large.begin();
    while (a != one.large.end() && b != other.large.end()) {
      // Here the row stands above, and its value below.
      Row row = value_of(*a), other_row = value_of(*b);
      if (row == other_row)
        visit(row, value_of_both(static_cast<std::uint32_t>(*a), static_cast<std::uint32_t>(*b)));
      if (row <= other_row) ++a;
      if (other_row <= row) ++b;
    }
  };
  Values wanted;
  each_row_of_both([&](Row row, std::uint32_t value) {
    if (marked[row]) wanted.push_back(value);
  });
  sort_once_each(wanted);
  WantedValues sought(wanted);
  std::vector<Entry> entries;
  each_row_of_both([&](Row row, std::uint32_t value) {
    if (sought.place(value) != WantedValues::none) entries.push_back(entry(value, row));
  });
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
