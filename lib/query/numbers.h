// What arithmetic of queries is, once for both evaluators.
//
//   multiply(123, 2, 45, 1) == {5535, 3}      // sum of scales, but at most nine digits, half to even
//   divide(10, 0, 3, 0) == {3333333, 6}
//   divide(10, 0, 0, 0)                       // missing
//
// Shape   a number is a mantissa with a scale; no_number is missing, and what is made of it is missing too.
// Errors  Code::limit where a result has more than 18 digits.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/decimal.h"

namespace flatcrm::query {

inline constexpr int quotient_digits = 6;
inline constexpr int most_digits = 9;

[[noreturn]] void refuse_large();

inline constexpr std::int64_t powers_of_ten[] = {1,
                                                 10,
                                                 100,
                                                 1000,
                                                 10000,
                                                 100000,
                                                 1000000,
                                                 10000000,
                                                 100000000,
                                                 1000000000,
                                                 10000000000,
                                                 100000000000,
                                                 1000000000000,
                                                 10000000000000,
                                                 100000000000000,
                                                 1000000000000000,
                                                 10000000000000000,
                                                 100000000000000000,
                                                 1000000000000000000};

inline std::int64_t checked(core::Int128 value) {
  constexpr core::Int128 most = 999'999'999'999'999'999;
  if (value > most || value < -most) refuse_large();
  return static_cast<std::int64_t>(value);
}

/// Quotient rounded half to even. Requires: divisor > 0.
core::Int128 divide_half_even(core::Int128 dividend, core::Int128 divisor);

/// A finer scale, or a coarser one, half to even.
inline std::int64_t rescale(std::int64_t value, int from, int to) {
  if (value == core::no_number || from == to) return value;
  if (to > from) return checked(core::Int128{value} * powers_of_ten[to - from]);
  return static_cast<std::int64_t>(divide_half_even(value, powers_of_ten[from - to]));
}

/// The next whole number that is not above.
inline std::int64_t floor_of(std::int64_t value, int scale) {
  std::int64_t whole = value / powers_of_ten[scale];
  return value < 0 && value % powers_of_ten[scale] != 0 ? whole - 1 : whole;
}

inline std::int64_t multiply(std::int64_t left, std::int64_t right, int surplus_digits) {
  if (left == core::no_number || right == core::no_number) return core::no_number;
  core::Int128 product = core::Int128{left} * right;
  if (surplus_digits > 0) product = divide_half_even(product, powers_of_ten[surplus_digits]);
  return checked(product);
}

std::int64_t divide(std::int64_t left, int left_scale, std::int64_t right, int right_scale);

inline std::int64_t add(std::int64_t left, std::int64_t right) {
  if (left == core::no_number || right == core::no_number) return core::no_number;
  return checked(core::Int128{left} + right);
}

/// Orders by value, whatever the scales. Requires: none is missing.
inline int compare(std::int64_t left, int left_scale, std::int64_t right, int right_scale) {
  core::Int128 one = left, other = right;
  if (left_scale < right_scale) one *= powers_of_ten[right_scale - left_scale];
  if (right_scale < left_scale) other *= powers_of_ten[left_scale - right_scale];
  return one < other ? -1 : one == other ? 0 : 1;
}

/// The number that a text spells, at six digits behind the point; no_number where it spells none.
std::int64_t read_number(std::string_view text);
/// The instant or day that a text spells, as encode() makes it; no_number where it spells none.
std::int64_t read_instant(std::string_view text);

}  // namespace flatcrm::query
