// Code points in and out of UTF-8, for the files of this layer.
//
//   std::size_t at = 0;  char32_t c = next_code_point("é!", at);    // U+00E9, at == 2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flatcrm::text {

/// Stands for a byte that is no part of valid UTF-8.
inline constexpr char32_t no_code_point = 0xFFFFFFFF;

namespace detail {

inline bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}
inline char32_t low_bits(std::string_view text, std::size_t at) {
  return static_cast<char32_t>(static_cast<unsigned char>(text[at]) & 0x3F);
}

}  // namespace detail

/// The code point at `at`, which moves behind it; a wrong byte moves by one. Requires: at < text.size().
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  unsigned char lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return text[at++] & 0x7F;
  std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  bool complete = lead >= 0xC2 && lead <= 0xF4;
  for (std::size_t i = 1; complete && i < length; ++i) complete = detail::is_continuation(text, at + i);
  if (!complete) return ++at, no_code_point;
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | detail::low_bits(text, at + i);
  bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return ++at, no_code_point;
  at += length;
  return code;
}

/// Requires: a Unicode scalar value.
inline void append_utf8(std::string& out, char32_t code) {
  auto byte = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xC0 | (code >> 6)), byte(0x80 | (code & 0x3F));
  if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
  }
  byte(0x80 | ((code >> 6) & 0x3F));
  byte(0x80 | (code & 0x3F));
}

}  // namespace flatcrm::text
