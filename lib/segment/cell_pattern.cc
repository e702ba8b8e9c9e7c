#include "segment/cell_pattern.h"

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::segment {

namespace {

constexpr std::size_t scores = 5;

/// "45", "4-5" or "*"; false where it is none.
bool read_scores(std::string_view word, std::array<bool, scores + 1>& wanted) {
  if (word.find_first_not_of("12345-*") != std::string_view::npos) return false;
  bool span = word.size() == 3 && word[1] == '-';
  for (char score = '1'; score <= '5'; ++score)
    wanted[static_cast<std::size_t>(score - '0')] =
        span ? score >= word[0] && score <= word[2]
             : word == "*" || word.find(score) != std::string_view::npos;
  return true;
}

/// By Cells::cell.
std::string digits_of(std::size_t cell) {
  return fmt::format("{}{}{}", cell / (scores * scores) + 1, cell / scores % scores + 1, cell % scores + 1);
}

}  // namespace

std::optional<CellPattern> parse_cell_pattern(std::string_view text) {
  CellPattern pattern;
  std::string_view rest = core::trim(text);
  for (auto& wanted : pattern.wanted_) {
    std::string_view word = rest.substr(0, rest.find(' '));
    if (word.empty() || !read_scores(word, wanted)) return std::nullopt;
    rest = core::trim(rest.substr(word.size()));
  }
  if (!rest.empty()) return std::nullopt;
  return pattern;
}

std::optional<CellNames::Clash> CellNames::add(const CellPattern& pattern) {
  for (std::size_t cell = 0; cell < named_.size(); ++cell) {
    if (!pattern.has(cell / (scores * scores) + 1, cell / scores % scores + 1, cell % scores + 1)) continue;
    if (named_[cell]) return Clash{digits_of(cell), cells_.names[cells_.name_of[cell]]};
    named_[cell] = true;
    cells_.name_of[cell] = static_cast<std::uint8_t>(cells_.names.size() - 1);
  }
  return std::nullopt;
}

std::optional<std::string> CellNames::first_without_name() const {
  for (std::size_t cell = 0; cell < named_.size(); ++cell)
    if (!named_[cell]) return digits_of(cell);
  return std::nullopt;
}

}  // namespace flatcrm::segment
