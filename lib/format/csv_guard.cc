#include "format/csv_guard.h"

#include <algorithm>

namespace flatcrm::format {
namespace {

bool looks_like_number(std::string_view text) {
  return text.size() > 1 && text.find_first_not_of("0123456789 ()-./,", 1) == std::string_view::npos;
}

/// Behind any apostrophes.
bool is_dangerous(std::string_view text) {
  return runs_as_formula(text.substr(std::min(text.find_first_not_of('\''), text.size())));
}

}  // namespace

bool runs_as_formula(std::string_view text) {
  if (text.empty()) return false;
  switch (text[0]) {
    case '=':
    case '@':
    case '\t':
    case '\r':
      return true;
    case '+':
    case '-':
      return !looks_like_number(text);
    default:
      return false;
  }
}

std::string_view guard_cell(std::string_view text, std::string& room) {
  if (text.empty() || text[0] > '@' || !is_dangerous(text)) return text;
  return room.assign(1, '\'').append(text);
}

bool is_guarded(std::string_view cell) {
  return cell.size() > 1 && cell[0] == '\'' && is_dangerous(cell);
}

}  // namespace flatcrm::format
