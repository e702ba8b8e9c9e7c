// How a saved segment names the 125 cells of recency, frequency and monetary scores.
//
//   parse_cell_pattern("45 4-5 *")->has(4, 5, 1)          // r is 4 or 5, f is 4 to 5, m is any
//   CellNames names;
//   names.begin("champions");
//   names.add(*parse_cell_pattern("5 5 *"))               // nothing, or a cell that has a name already
//   names.first_without_name() == "111"
//
// Shape   each score is given as digits, as a span or as *. A pattern that is none gives nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "segment/saved.h"

namespace flatcrm::segment {

/// The scores that are wanted, 1 to 5, of r, of f and of m.
class CellPattern {
 public:
  bool has(std::size_t r, std::size_t f, std::size_t m) const {
    return wanted_[0][r] && wanted_[1][f] && wanted_[2][m];
  }

 private:
  friend std::optional<CellPattern> parse_cell_pattern(std::string_view text);
  std::array<std::array<bool, 6>, 3> wanted_{};
};

std::optional<CellPattern> parse_cell_pattern(std::string_view text);

class CellNames {
 public:
  struct Clash {
    std::string cell, name;  // "455", and what it is called already
  };
  /// The cells added from here on have this name.
  void begin(std::string_view name) { cells_.names.emplace_back(name); }
  std::optional<Clash> add(const CellPattern& pattern);
  std::optional<std::string> first_without_name() const;
  const Cells& cells() const { return cells_; }

 private:
  Cells cells_;
  std::array<bool, 125> named_{};
};

}  // namespace flatcrm::segment
