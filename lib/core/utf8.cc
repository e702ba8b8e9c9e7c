#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/text.h"

namespace flatcrm::core {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

/// Whether the 64 bytes at `place` are ASCII.
#if defined(__SSE2__)
bool is_ascii_block(const char* place) {
  auto load = [&](int i) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(place) + i); };
  __m128i low = _mm_or_si128(load(0), load(1));
  __m128i high = _mm_or_si128(load(2), load(3));
  return _mm_movemask_epi8(_mm_or_si128(low, high)) == 0;
}
#else
bool is_ascii_block(const char* place) {
  std::uint64_t all = 0;
  for (int i = 0; i < 8; ++i) {
    std::uint64_t word;
    std::memcpy(&word, place + 8 * i, 8);
    all |= word;
  }
  return (all & high_bits) == 0;
}
#endif

/// How many bytes stand before the first one whose high bit is set. Requires: there is one.
std::size_t bytes_before(std::uint64_t high) {
  int bits = std::endian::native == std::endian::little ? std::countr_zero(high) : std::countl_zero(high);
  return static_cast<std::size_t>(bits) / 8;
}

/// The length of the run of ASCII at the start.
std::size_t ascii_run(const char* begin, std::size_t size) {
  std::size_t at = 0;
  while (at + 64 <= size && is_ascii_block(begin + at)) at += 64;
  while (at + 8 <= size) {
    std::uint64_t word;
    std::memcpy(&word, begin + at, 8);
    if ((word & high_bits) != 0) return at + bytes_before(word & high_bits);
    at += 8;
  }
  while (at < size && static_cast<unsigned char>(begin[at]) < 0x80) ++at;
  return at;
}

/// The length of the sequence of a byte >= 0x80 and what follows it; 0 when it is not valid. The second
/// byte's range keeps out overlong forms, surrogates and what lies above U+10FFFF (RFC 3629, section 4).
std::size_t sequence_length(const unsigned char* place, std::size_t size) {
  unsigned char first = place[0];
  if (first < 0xC2 || first > 0xF4 || size < 2) return 0;
  unsigned char second = place[1];
  if (first < 0xE0) return is_continuation(second) ? 2 : 0;
  if (size < 3 || !is_continuation(place[2])) return 0;
  if (first < 0xF0) {
    unsigned char least = first == 0xE0 ? 0xA0 : 0x80, most = first == 0xED ? 0x9F : 0xBF;
    return second >= least && second <= most ? 3 : 0;
  }
  unsigned char least = first == 0xF0 ? 0x90 : 0x80, most = first == 0xF4 ? 0x8F : 0xBF;
  return size >= 4 && is_continuation(place[3]) && second >= least && second <= most ? 4 : 0;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view bytes) {
  const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (begin[at] < 0x80) {
      at += ascii_run(bytes.data() + at, bytes.size() - at);
      continue;
    }
    std::size_t length = sequence_length(begin + at, bytes.size() - at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

bool is_ascii(std::string_view text) {
  return ascii_run(text.data(), text.size()) == text.size();
}

CodePoint first_code_point(std::string_view bytes) {
  if (bytes.empty()) return {};
  const auto* place = reinterpret_cast<const unsigned char*>(bytes.data());
  if (place[0] < 0x80) return {place[0], 1};
  std::size_t length = sequence_length(place, bytes.size());
  if (length == 0) return {};
  char32_t value = place[0] & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = value << 6 | (place[i] & 0x3FU);
  return {value, length};
}

}  // namespace flatcrm::core
