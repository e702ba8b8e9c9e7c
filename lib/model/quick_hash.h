// A hash of short texts for tables in memory, quicker than a stable one.
//
//   quick_hash("acme-1f9x2k")      // the same within one run of the program, and only there
//
// Must not reach any output: it is mixed with an address, which the system chooses anew for each run, so that
// nobody can prepare a file whose texts all fall into one slot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace flatcrm::model {

namespace quick_hash_detail {

inline constexpr std::uint64_t first_factor = 0x9E3779B97F4A7C15ULL;
inline constexpr std::uint64_t second_factor = 0xD6E8FEB86659FD93ULL;
inline constexpr char place_of_program = 0;

inline std::uint64_t load_8(const char* at) {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

inline std::uint64_t load_up_to_8(const char* at, std::size_t size) {
  if (size >= 4) {
    std::uint32_t first, last;
    std::memcpy(&first, at, sizeof first);
    std::memcpy(&last, at + size - 4, sizeof last);
    return std::uint64_t{first} << 32 | last;
  }
  if (size == 0) return 0;
  auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])}; };
  return byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1);
}

__extension__ using Product = unsigned __int128;

/// Both halves of the product, so that every bit of either factor moves every bit of the result.
inline std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  Product product = static_cast<Product>(left) * right;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace quick_hash_detail

inline std::uint64_t quick_hash(std::string_view text) {
  using quick_hash_detail::first_factor, quick_hash_detail::load_8, quick_hash_detail::load_up_to_8;
  using quick_hash_detail::mix, quick_hash_detail::place_of_program, quick_hash_detail::second_factor;
  const char* at = text.data();
  std::size_t size = text.size();
  std::uint64_t seed = reinterpret_cast<std::uintptr_t>(&place_of_program) * first_factor;
  std::uint64_t state = seed ^ (size * second_factor);
  if (size <= 8) return mix(load_up_to_8(at, size) ^ state, second_factor ^ seed);
  for (; size > 16; at += 16, size -= 16)
    state = mix(load_8(at) ^ state, load_8(at + 8) ^ second_factor ^ seed);
  if (size <= 8) return mix(load_up_to_8(at, size) ^ state, second_factor ^ seed);
  return mix(load_8(at) ^ state, load_8(at + size - 8) ^ first_factor ^ seed);
}

}  // namespace flatcrm::model
