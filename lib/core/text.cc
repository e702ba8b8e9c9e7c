#include "core/text.h"

#include <algorithm>
#include <cstdint>

namespace flatcrm::core {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// The length of the white space at the start; 0 for none.
std::size_t leading_space(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.front())) return 1;
  for (std::string_view space : {no_break_space, byte_order_mark}) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

std::size_t trailing_space(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.back())) return 1;
  for (std::string_view space : {no_break_space, byte_order_mark}) {
    if (text.ends_with(space)) return space.size();
  }
  return 0;
}

/// C1, and what turns the direction of writing around: U+202A to U+202E, U+2066 to U+2069.
bool is_hidden(char32_t c) {
  return (c >= 0x80 && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void put_hex(std::string& out, std::uint32_t number, int digits) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    out += "0123456789abcdef"[(number >> shift) & 15];
}

void put_byte(std::string& out, char byte) {
  out += "\\x";
  put_hex(out, static_cast<unsigned char>(byte), 2);
}

void put_code_point(std::string& out, char32_t value) {
  out += "\\u{";
  put_hex(out, value, 4);
  out += '}';
}

bool is_plain(char c, bool multiline) {
  auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte < 0x7F) || (multiline && (c == '\t' || c == '\n'));
}

/// Damerau's distance, in the form where no part is edited twice; one past `limit` when it is larger.
class Distance {
 public:
  std::size_t operator()(std::string_view left, std::string_view right, std::size_t limit) {
    std::size_t gap = left.size() < right.size() ? right.size() - left.size() : left.size() - right.size();
    if (gap > limit) return limit + 1;
    current_.resize(right.size() + 1);
    before_.assign(right.size() + 1, 0);
    for (std::size_t j = 0; j <= right.size(); ++j) current_[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
      two_before_.swap(before_);
      before_.swap(current_);
      current_.resize(right.size() + 1);
      fill_row(left, right, i);
    }
    return std::min(current_[right.size()], limit + 1);
  }

 private:
  void fill_row(std::string_view left, std::string_view right, std::size_t i) {
    current_[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      std::size_t best = std::min({before_[j] + 1, current_[j - 1] + 1, before_[j - 1] + change});
      bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      current_[j] = swapped ? std::min(best, two_before_[j - 2] + 1) : best;
    }
  }

  std::vector<std::size_t> two_before_, before_, current_;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Whether nothing but blanks stands from `at` to the end of the element.
bool ends_at(std::string_view cell, std::size_t at) {
  while (at < cell.size() && is_blank(cell[at])) ++at;
  return at == cell.size() || cell[at] == ';';
}

/// One element of a cell as it is read: blanks at its ends count only when they were escaped.
class Element {
 public:
  void add(char c, bool escaped) {
    bool kept = escaped || !is_blank(c);
    if (!kept && text_.empty()) return;
    text_ += c;
    if (kept) size_ = text_.size();
  }
  bool empty() const { return text_.empty(); }
  void move_to(std::vector<std::string>& elements) {
    text_.resize(size_);
    if (!text_.empty()) elements.push_back(std::move(text_));
    text_.clear();
    size_ = 0;
  }

 private:
  std::string text_;
  std::size_t size_ = 0;
};

bool is_escape(std::string_view cell, std::size_t at, const Element& element) {
  if (cell[at] != '\\' || at + 1 == cell.size()) return false;
  char next = cell[at + 1];
  return next == ';' || next == '\\' || (is_blank(next) && (element.empty() || ends_at(cell, at + 2)));
}

/// Whether the character at `at` needs a backslash before it.
bool needs_escape(std::string_view element, std::size_t at) {
  char c = element[at];
  bool last = at + 1 == element.size();
  if (c == ';') return true;
  if (is_blank(c)) return at == 0 || last;
  return c == '\\' &&
         (last || element[at + 1] == ';' || element[at + 1] == '\\' || is_blank(element[at + 1]));
}

template <typename Text>
std::string join(const std::vector<Text>& elements) {
  std::string cell;
  for (const Text& element : elements) {
    if (element.empty()) continue;
    if (!cell.empty()) cell += "; ";
    for (std::size_t i = 0; i < element.size(); ++i) {
      if (needs_escape(element, i)) cell += '\\';
      cell += element[i];
    }
  }
  return cell;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (std::size_t space = leading_space(text)) text.remove_prefix(space);
  while (std::size_t space = trailing_space(text)) text.remove_suffix(space);
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equal_ignoring_ascii_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char one, char other) { return lower(one) == lower(other); });
}

std::string visible(std::string_view text, bool multiline) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (is_plain(text[i], multiline)) {
      out += text[i++];
      continue;
    }
    CodePoint point = first_code_point(text.substr(i, 4));
    if (point.length < 2) {
      put_byte(out, text[i++]);
      continue;
    }
    if (is_hidden(point.value)) {
      put_code_point(out, point.value);
    } else {
      out += text.substr(i, point.length);
    }
    i += point.length;
  }
  return out;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t limit = word.size() / 3;
  bool found = false;
  Distance distance;
  for (std::string_view candidate : candidates) {
    std::size_t found_distance = distance(word, candidate, limit);
    if (found_distance > limit) continue;
    best = candidate;
    found = true;
    if (found_distance == 0) break;
    limit = found_distance - 1;
  }
  return found ? best : std::string_view{};
}

std::vector<std::string> split_list(std::string_view cell) {
  std::vector<std::string> elements;
  Element element;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == ';') {
      element.move_to(elements);
    } else if (is_escape(cell, i, element)) {
      element.add(cell[++i], true);
    } else {
      element.add(cell[i], false);
    }
  }
  element.move_to(elements);
  return elements;
}

std::string join_list(const std::vector<std::string>& elements) {
  return join(elements);
}
std::string join_list(const std::vector<std::string_view>& elements) {
  return join(elements);
}

Position position_of(std::string_view bytes, std::size_t offset) {
  offset = std::min(offset, bytes.size());
  Position position;
  std::size_t start = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    bool ends_line =
        bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n'));
    if (!ends_line) continue;
    ++position.line;
    start = i + 1;
  }
  position.column = offset - start + 1;
  return position;
}

}  // namespace flatcrm::core
