#include "format/csv_guard.h"

#include <algorithm>

namespace flatcrm::format {
namespace {

constexpr std::string_view digits = "0123456789";

/// "-1.5e-3": an exponent of digits at the end, which is left out.
std::string_view without_exponent(std::string_view text) {
  std::size_t mark = text.find_last_of("eE");
  if (mark == text.npos || mark < 2 || digits.find(text[mark - 1]) == digits.npos) return text;
  std::string_view exponent = text.substr(mark + 1);
  if (!exponent.empty() && (exponent[0] == '+' || exponent[0] == '-')) exponent.remove_prefix(1);
  bool fine = !exponent.empty() && exponent.find_first_not_of(digits) == exponent.npos;
  return fine ? text.substr(0, mark) : text;
}

/// A signed number, a telephone number, a share in percent; a list of them and an extension too: "+4930123;ext=12; +4930124".
bool looks_like_number(std::string_view text) {
  bool first = true;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(';'), text.size());
    std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (!first && one.starts_with("ext=") && one.find_first_not_of(digits, 4) == one.npos) continue;
    if (one.size() < 2) return false;
    one = without_exponent(one);
    if (one.back() == '%') one.remove_suffix(1);
    if (!first && one[0] != '+' && digits.find(one[0]) == digits.npos) return false;
    if (one.find_first_not_of("0123456789 ()-./,", 1) != one.npos) return false;
    first = false;
  }
  return !first;
}

/// = + - @ in their full width, which a spreadsheet takes for the narrow ones.
bool is_wide_sign(std::string_view text) {
  return text.starts_with("\uff1d") || text.starts_with("\uff0b") || text.starts_with("\uff0d") ||
         text.starts_with("\uff20");
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
      return is_wide_sign(text);
  }
}

std::string_view guard_cell(std::string_view text, std::string& room) {
  if (text.empty() || static_cast<signed char>(text[0]) > '@' || !is_dangerous(text)) return text;
  return room.assign(1, '\'').append(text);
}

bool is_guarded(std::string_view cell) {
  return cell.size() > 1 && cell[0] == '\'' && is_dangerous(cell);
}

}  // namespace flatcrm::format
