#include "core/text_look.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/text.h"

namespace flatcrm::core {

namespace {

constexpr std::size_t block = 64;
constexpr std::uint64_t high_bits = 0x8080808080808080U;

struct Bytes {
  unsigned char high = 0;      // not 0: a byte beyond ASCII
  unsigned char controls = 0;  // not 0: an ASCII control character that is none of the usual
};

/// No branch and a fixed number of bytes, so that a compiler makes a few wide instructions of it.
Bytes look_at_block(const unsigned char* bytes) {
  Bytes all;
  for (std::size_t i = 0; i < block; ++i) {
    const unsigned char byte = bytes[i];
    const auto low = static_cast<unsigned char>(byte < 0x20);
    const auto unusual = static_cast<unsigned char>(static_cast<unsigned char>(byte - 9) > 4);
    const auto deleted = static_cast<unsigned char>(byte == 0x7F);
    all.high = static_cast<unsigned char>(all.high | (byte & 0x80));
    all.controls = static_cast<unsigned char>(all.controls | (low & unusual) | deleted);
  }
  return all;
}

bool is_control(char32_t point) {
  return (point < 0x20 && (point < 9 || point > 13)) || (point >= 0x7F && point < 0xA0) || point == 0x202E;
}

/// Character by character, words of ASCII at a time where `skips` says that they need no look. Returns where
/// the last character ends, at or behind `end`.
std::size_t look_at_characters(std::string_view text, std::size_t at, std::size_t end, bool skips,
                               TextLook& look) {
  while (at < end) {
    std::uint64_t word = high_bits;
    if (skips && at + sizeof word <= end) std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & high_bits) == 0) {
      at += sizeof word;
      continue;
    }
    const CodePoint point = first_code_point(text.substr(at));
    if (point.length == 0) {
      look.valid = false;
      return text.size();
    }
    look.ascii = look.ascii && point.value < 0x80;
    look.controls = look.controls || is_control(point.value);
    at += point.length;
  }
  return at;
}

}  // namespace

TextLook look_at(std::string_view text) {
  TextLook look;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    const bool whole = at + block <= text.size();
    const Bytes found = whole ? look_at_block(bytes + at) : Bytes{};
    look.controls = look.controls || found.controls != 0;
    if (whole && found.high == 0)
      at += block;
    else
      at = look_at_characters(text, at, std::min(at + block, text.size()), whole, look);
  }
  return look;
}

}  // namespace flatcrm::core
