// Rows by the value of a key: what blocks are cut from.
//
//   std::vector<Entry> entries{entry(7, 2), entry(3, 0), entry(7, 1)};      // value, row
//   std::sort(entries.begin(), entries.end());
//   each_block(entries, [](std::size_t begin, std::size_t end) { ... });    // [1, 3): rows 1 and 2 share 7
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "dedupe/comparator.h"

namespace flatcrm::dedupe {

/// Value in the upper half, row in the lower one.
using Entry = std::uint64_t;
inline Entry entry(std::uint32_t value, Row row) {
  return (Entry{value} << 32) | row;
}
inline std::uint32_t value_of(Entry entry) {
  return static_cast<std::uint32_t>(entry >> 32);
}
inline Row row_of(Entry entry) {
  return static_cast<Row>(entry);
}

inline std::uint64_t pairs_of(std::uint64_t size) {
  return size * (size - 1) / 2;
}

/// Requires: rows of one value stand together. Visits where two or more do.
template <typename Visit>
void each_block(const std::vector<Entry>& entries, Visit visit) {
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && value_of(entries[end]) == value_of(entries[begin])) ++end;
    if (end - begin > 1) visit(begin, end);
    begin = end;
  }
}

inline constexpr std::size_t most_keys = 40;

/// Keys whose large blocks are split by each other: a common key with a telling one before two common ones.
inline std::vector<std::pair<std::size_t, std::size_t>> key_pairs(const std::vector<std::size_t>& large) {
  constexpr std::size_t most = 24;
  std::vector<std::pair<std::size_t, std::size_t>> both;
  for (std::size_t i = 0; i < large.size(); ++i)
    for (std::size_t j = i + 1; j < large.size(); ++j) both.emplace_back(large[i], large[j]);
  std::stable_sort(both.begin(), both.end(),
                   [](const auto& a, const auto& b) { return a.first + a.second < b.first + b.second; });
  both.resize(std::min(both.size(), most));
  return both;
}

/// One value for two: of 5 and 6 another one than of 4 and 7, which would be one if they were only combined.
inline std::uint32_t value_of_both(std::uint32_t one, std::uint32_t other) {
  return key_of(mixed(mixed(1, one), other));
}

/// How many neighbours are compared in a block that nothing splits.
inline std::size_t window_of(std::uint32_t size) {
  return std::max<std::size_t>(2, std::min<std::size_t>(size, 16));
}

}  // namespace flatcrm::dedupe
