// What can be told of two short texts without reading them: bounds on how alike they can be.
//
//   may_be_within(sketch_letters("smith"), sketch_letters("jones"), 2) == false      // more than two edits apart
//   may_reach(sketch_letters("smith"), sketch_letters("jones"), 0.84) == false       // Jaro-Winkler stays below
//
// Shape   true says nothing, false is certain: what is skipped by a sketch would not have been alike. As the
//         kernels do, it leaves out what lies behind 64 bytes.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>

#include "dedupe/kernels.h"

namespace flatcrm::dedupe {

/// Which characters a text holds, a bit each, and how many it has.
struct Letters {
  std::uint64_t held = 0;
  std::uint32_t size = 0;
};

inline Letters sketch_letters(std::string_view text) {
  text = text.substr(0, longest_compared);
  Letters letters{0, static_cast<std::uint32_t>(text.size())};
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    unsigned bit = byte >= 'a' && byte <= 'z'   ? byte - 'a'
                   : byte >= '0' && byte <= '9' ? 26U + byte - '0'
                                                : 36U + byte % 28U;
    letters.held |= std::uint64_t{1} << bit;
  }
  return letters;
}

/// An edit makes two of the bits different at most.
inline bool may_be_within(Letters left, Letters right, int most) {
  auto apart = std::popcount(left.held ^ right.held);
  auto longer = std::max(left.size, right.size), shorter = std::min(left.size, right.size);
  return apart <= 2 * most && longer - shorter <= static_cast<std::uint32_t>(most);
}

/// A character that only one of the two holds is no common one.
inline bool may_reach(Letters left, Letters right, double jaro_winkler) {
  if (left.size == 0 || right.size == 0) return left.size == right.size;
  auto only = [](Letters one, Letters other) {
    return static_cast<double>(std::popcount(one.held & ~other.held));
  };
  double a = left.size, b = right.size;
  double common = std::min({a, b, a - only(left, right), b - only(right, left)});
  double jaro = (common / a + common / b + 1) / 3;
  return jaro + 0.4 * (1 - jaro) >= jaro_winkler - 1e-9;
}

/// Can one be the beginning, the end or a part of the other?
inline bool may_hold(Letters left, Letters right) {
  return (left.held & ~right.held) == 0 || (right.held & ~left.held) == 0;
}

}  // namespace flatcrm::dedupe
