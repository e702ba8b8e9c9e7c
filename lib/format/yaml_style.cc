#include "format/yaml_style.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "format/yaml_scalar.h"

namespace flatcrm::format {
namespace {

struct Character {
  std::uint32_t point = 0;
  std::size_t size = 1;
};

/// Requires: valid UTF-8.
Character first_character(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  std::uint32_t first = byte(0);
  if (first < 0x80 || text.size() < 2) return {first, 1};
  if (first < 0xE0) return {((first & 0x1F) << 6) | (byte(1) & 0x3F), 2};
  if (first < 0xF0 && text.size() >= 3)
    return {((first & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F), 3};
  if (text.size() < 4) return {first, 1};
  return {((first & 0x07) << 18) | ((byte(1) & 0x3F) << 12) | ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F), 4};
}

bool is_special(std::uint32_t point) {
  if (point < 0x20 || (point >= 0x7F && point < 0xA0)) return point != '\t' && point != '\n';
  return point == 0x2028 || point == 0x2029 || point == 0xFEFF || point == 0xFFFE || point == 0xFFFF;
}

/// Whether a character must be written as an escape.
bool has_special(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++i;
      continue;
    }
    Character character = first_character(text.substr(i));
    if (is_special(character.point)) return true;
    i += character.size;
  }
  return false;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == text.npos;
}

bool is_word_of_a_type(std::string_view text) {
  static constexpr std::array<std::string_view, 15> words = {
      "null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", ".inf", ".nan", "<<", "=", ""};
  if (text.size() > 5) return false;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string_view word = lower;
  if (word.starts_with("+.") || word.starts_with("-.")) word.remove_prefix(1);
  return std::find(words.begin(), words.end(), word) != words.end();
}

void append_escape(std::uint32_t point, std::string& out) {
  static constexpr std::string_view letters = "0abtnvfre";
  static constexpr std::array<std::uint32_t, 9> points = {0, 7, 8, 9, 10, 11, 12, 13, 27};
  auto known = std::find(points.begin(), points.end(), point);
  if (known != points.end()) {
    out += '\\';
    out += letters[static_cast<std::size_t>(known - points.begin())];
  } else if (point < 0x100) {
    fmt::format_to(std::back_inserter(out), "\\x{:02X}", point);
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04X}", point);
  }
}

bool has_line(std::string_view text, bool (*unwanted)(std::string_view)) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    if (unwanted(line)) return true;
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return false;
}

}  // namespace

bool fits_plain(std::string_view text, YamlSpot spot) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (std::string_view("?:,[]{}#&*!|>'\"%@`").find(text.front()) != text.npos) return false;
  if (text.front() == '-' && (text.size() == 1 || text[1] == ' ')) return false;
  if (text.starts_with("---") || text.starts_with("...") || text.front() == '<') return false;
  if (text.find_first_of("\n\t") != text.npos) return false;
  if (text.find(": ") != text.npos || text.find(" #") != text.npos) return false;
  // yaml-cpp ends a scalar at a question mark there.
  if (spot == YamlSpot::flow && text.find_first_of(",[]{}?") != text.npos) return false;
  return !has_special(text);
}

bool looks_typed(std::string_view text) {
  if (is_word_of_a_type(text)) return true;
  std::string_view rest = text;
  if (rest.front() == '+' || rest.front() == '-') rest.remove_prefix(1);
  if (rest.starts_with('.')) rest.remove_prefix(1);
  if (rest.empty() || !is_digit(rest.front())) return false;
  if (consists_of(rest, "0123456789_.,:eE+-")) return true;
  bool based = rest.size() > 2 && rest[0] == '0' && std::string_view("xXoObB").find(rest[1]) != rest.npos;
  if (based && consists_of(rest.substr(2), "0123456789abcdefABCDEF_")) return true;
  bool dated = rest.size() > 8 && consists_of(rest.substr(0, 4), "0123456789") && rest[4] == '-';
  return dated && consists_of(rest, "0123456789-:.+ \tTtZz");
}

bool fits_single_quoted(std::string_view text) {
  return text.find_first_of("\n\t") == text.npos && !has_special(text);
}

bool fits_literal(std::string_view text) {
  std::size_t first = text.find_first_not_of('\n');
  if (first == text.npos || text[first] == ' ' || text[first] == '\t' || has_special(text)) return false;
  return !has_line(text, [](std::string_view line) { return !line.empty() && consists_of(line, " \t"); });
}

bool fits_folded(std::string_view text) {
  if (!fits_literal(text) || text.front() == '\n') return false;
  return !has_line(text,
                   [](std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); });
}

void print_single_quoted(std::string_view text, std::string& out) {
  out += '\'';
  for (char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  out += '\'';
}

void print_double_quoted(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    Character character = first_character(text);
    if (character.point == '"' || character.point == '\\') {
      out += '\\';
      out += text.front();
    } else if (is_special(character.point) || character.point == '\t' || character.point == '\n') {
      append_escape(character.point, out);
    } else {
      out += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  out += '"';
}

void print_block(std::string_view text, bool folded, std::size_t indent, std::string_view line_break,
                 std::string& out) {
  std::size_t breaks = text.size() - 1 - text.find_last_not_of('\n');
  out += folded ? '>' : '|';
  if (breaks != 1) out += breaks == 0 ? '-' : '+';
  bool first = true;
  for (std::string_view rest = text.substr(0, text.size() - breaks); !rest.empty(); first = false) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    if (folded && !first && !line.empty())
      out += line_break;  // one break between lines of text would fold into a blank
    out += line_break;
    if (!line.empty()) out.append(indent, ' ').append(line);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  for (std::size_t i = 1; i < breaks; ++i) out += line_break;
}

void print_scalar(std::string_view text, bool typed, YamlSpot spot, std::string& out) {
  if (fits_plain(text, spot) && !is_null(text) && (typed || !looks_typed(text))) {
    out += text;
  } else {
    print_double_quoted(text, out);
  }
}

}  // namespace flatcrm::format
