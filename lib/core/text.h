// Small helpers over bytes that know UTF-8 but no Unicode tables.
//
//   trim("  a b ") == "a b"      nearest("contry", {"country", "city"}) == "country"
//   find_invalid_utf8("a\xff") == 1      visible("a\x1b[0m") == "a\\x1b[0m"
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::core {

/// Without white space (ASCII and U+00A0, U+FEFF) at both ends.
std::string_view trim(std::string_view text);
/// ASCII letters only; other bytes stay.
std::string lower_ascii(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view left, std::string_view right);
bool is_ascii(std::string_view text);

/// The offset of the first byte that is no part of valid UTF-8 (RFC 3629), or npos. SIMD for the ASCII runs.
std::size_t find_invalid_utf8(std::string_view bytes);

/// The code point at the start of the bytes and its length; length 0 where they are no UTF-8.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};
CodePoint first_code_point(std::string_view bytes);

/// Control characters (C0 but tab and line feed when `multiline`, DEL, C1, bidi overrides, invalid UTF-8) as
/// \xNN or \u{NNNN} (C1 and bidi): what may go to a terminal.
std::string visible(std::string_view text, bool multiline = false);

/// The first candidate at the smallest Damerau distance (optimal string alignment), when that is at most a
/// third of the word's length; else "".
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

/// Lists of scalars in one cell: "a; b\; c" <-> {"a", "b; c"}. A backslash before anything but ';' and '\'
/// stands for itself; joining writes '\;' for ';' and '\\' for a backslash that would else read as an escape.
/// Spaces and tabs around an element are left out, unless a backslash stands before the outermost
/// ("\ a" is " a"), and so are empty elements, so that splitting what was joined gives the same elements but
/// the empty ones.
std::vector<std::string> split_list(std::string_view cell);
std::string join_list(const std::vector<std::string>& elements);
std::string join_list(const std::vector<std::string_view>& elements);

/// The 1-based line and column (in bytes) of an offset; LF, CRLF and a lone CR end a line.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};
Position position_of(std::string_view bytes, std::size_t offset);

}  // namespace flatcrm::core
