// What a pair of records shows, as small integers: one level a dimension, all levels one number.
//
//   Pattern pattern = with_level(0, 2, 1);      // dimension 2 agrees wholly, all others say nothing
//   level_of(pattern, 2) == 1      level_of(pattern, 0) == missing
//
// Shape   level 0 is missing, 1 the strongest agreement; at most 16 dimensions of at most 15 levels.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::dedupe {

/// A record among those of its population.
using Row = std::uint32_t;
struct Pair {
  Row a = 0, b = 0;
  auto operator<=>(const Pair&) const = default;
};

using Pattern = std::uint64_t;
inline constexpr std::size_t most_dimensions = 16;
inline constexpr std::size_t most_levels = 16;
inline constexpr unsigned missing = 0;

inline unsigned level_of(Pattern pattern, std::size_t dimension) {
  return static_cast<unsigned>((pattern >> (4 * dimension)) & 15U);
}
inline Pattern with_level(Pattern pattern, std::size_t dimension, unsigned level) {
  return pattern | (Pattern{level} << (4 * dimension));
}

/// What two records can be to each other. Kin of people share a home, those of firms are branches of one;
/// associates work at one place, or have their offices in one house: neither are one customer.
enum class Relation : std::uint8_t { same, kin, associates, chance };
inline constexpr std::size_t relations = 4;
inline constexpr std::size_t not_chance = 3;

/// Whose records they are.
enum class Who : std::uint8_t { people, organizations };

struct Level {
  std::string_view words;
  double same = 0;    // share among the pairs of one customer, before the book has taught otherwise
  double chance = 0;  // among random pairs
  double least_chance = 1e-7;
  std::array<double, 2> kin = {-1, -1};  // share among kin, and among associates; below 0: as `shared` has it
};

struct Dimension {
  std::string name;                // "given name"
  std::vector<Level> levels;       // [0] is missing
  std::array<double, 2> shared{};  // how often kin, and associates, agree here as one customer's records do
  double presumed = 40;            // pairs of one customer that the presumption is worth
  bool decisive = false;           // two values that are clearly different contradict each other
  unsigned clearly_different = 0;  // the first level that does
};

}  // namespace flatcrm::dedupe
