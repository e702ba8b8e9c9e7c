#include "format/cell_kind.h"

#include <algorithm>

#include "core/text.h"

namespace flatcrm::format {
namespace {

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}
bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         static_cast<unsigned char>(byte) >= 0x80;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::size_t take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  text.remove_prefix(count);
  return count;
}

void take_currency(std::string_view& text) {
  for (const std::string_view sign :
       {"$", "\xe2\x82\xac", "\xc2\xa3", "\xc2\xa5", "EUR", "USD", "GBP", "CHF"}) {
    if (take(text, sign)) break;
  }
}

void skip_blanks(std::string_view& text) {
  while (take(text, " ") || take(text, "\xc2\xa0")) {
  }
}

bool is_number(std::string_view text) {
  if (!take(text, "-")) take(text, "+");
  take_currency(text);
  skip_blanks(text);
  if (!take(text, "-")) take(text, "+");
  bool digits = false;
  for (bool mark = false; !text.empty(); mark = true) {
    const std::size_t count = take_digits(text);
    digits = digits || count > 0;
    if (text.empty()) return digits && (count > 0 || mark);
    if (!take(text, ".") && !take(text, ",") && !take(text, "'")) break;
  }
  if (digits && (take(text, "e") || take(text, "E"))) {
    if (!take(text, "-")) take(text, "+");
    digits = take_digits(text) > 0;
  }
  skip_blanks(text);
  if (!take(text, "%")) take_currency(text);
  return digits && text.empty();
}

bool is_time(std::string_view text) {
  int parts = 0;
  for (;; ++parts) {
    const std::size_t digits = take_digits(text);
    if (digits == 0 || digits > 2) return false;
    if (!take(text, ":")) break;
  }
  if (take(text, ".")) take_digits(text);
  skip_blanks(text);
  for (const std::string_view half : {"AM", "PM", "am", "pm"}) {
    if (take(text, half)) break;
  }
  if (take(text, "Z")) return parts >= 1 && text.empty();
  if (take(text, "+") || take(text, "-")) return parts >= 1 && text.size() >= 2;
  return (parts == 1 || parts == 2) && text.empty();
}

bool is_date(std::string_view text) {
  const std::size_t first = take_digits(text);
  if (first == 0 || first > 4 || text.empty()) return false;
  const char mark = text[0];
  if (mark != '-' && mark != '/' && mark != '.') return false;
  text.remove_prefix(1);
  const std::size_t second = take_digits(text);
  if (second == 0 || second > 2 || text.empty() || text[0] != mark) return false;
  text.remove_prefix(1);
  const std::size_t third = take_digits(text);
  if (third == 0 || third > 4 || (first > 2 && third > 2)) return false;
  if (text.empty()) return true;
  return (take(text, " ") || take(text, "T")) && is_time(text);
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos;
}

/// A page, or one or several e-mail addresses; a row of which one cell is an address is none itself.
bool is_address(std::string_view text) {
  if (text.find(' ') != std::string_view::npos) return false;
  if (take(text, "http://") || take(text, "https://") || take(text, "www.")) return true;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;|\t\x1f", begin), text.size());
    if (!is_email(text.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return true;
}

bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) {
    return is_digit(byte) || is_letter(byte) || byte == '-' || byte == '_';
  });
}

}  // namespace

CellKind kind_of(std::string_view cell) {
  cell = core::trim(cell);
  if (cell.empty()) return CellKind::empty;
  if (is_digit(cell[0]) || !is_letter(cell[0]) || cell.size() < 64) {
    if (is_date(cell)) return CellKind::date;  // before numbers: 1.2.99 could be one with groups
    if (is_number(cell)) return CellKind::number;
    if (is_time(cell)) return CellKind::time;
  }
  if (is_address(cell)) return CellKind::address;
  return is_word(cell) ? CellKind::word : CellKind::text;
}

}  // namespace flatcrm::format
