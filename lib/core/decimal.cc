#include "core/decimal.h"

#include <array>

#include "core/error.h"

namespace flatcrm::core {
namespace {

__extension__ typedef unsigned __int128 Magnitude;

constexpr int most_digits = 18;
constexpr int largest_scale = 18;

constexpr std::array<std::int64_t, 19> powers = [] {
  std::array<std::int64_t, 19> table{1};
  for (std::size_t i = 1; i < table.size(); ++i) table[i] = table[i - 1] * 10;
  return table;
}();

Int128 power(int exponent) {
  return powers[static_cast<std::size_t>(exponent)];
}
Magnitude magnitude(Int128 value) {
  return value < 0 ? -static_cast<Magnitude>(value) : static_cast<Magnitude>(value);
}
Int128 with_sign(Magnitude value, bool negative) {
  return negative ? static_cast<Int128>(-value) : static_cast<Int128>(value);
}

[[noreturn]] void too_large() {
  throw Error(Code::limit, "a number needs more than 18 digits", {},
              "use a larger unit or fewer digits after the point");
}

/// Takes zeros after the point away where that makes the number fit.
Decimal fit(Int128 mantissa, int scale) {
  constexpr Int128 limit = powers[most_digits];
  auto fits = [&] { return scale <= largest_scale && mantissa < limit && mantissa > -limit; };
  while (!fits() && scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  if (!fits()) too_large();
  return {static_cast<std::int64_t>(mantissa), static_cast<std::uint8_t>(scale)};
}

Decimal exactly(Int128 mantissa, int scale) {
  Decimal value = fit(mantissa, scale);
  if (value.scale != scale) too_large();
  return value;
}

/// quotient is of dividend / divisor, remainder what it leaves.
Magnitude half_even(Magnitude quotient, Magnitude remainder, Magnitude divisor) {
  Magnitude rest = divisor - remainder;
  bool up = remainder > rest || (remainder == rest && quotient % 2 == 1);
  return up ? quotient + 1 : quotient;
}

struct Division {
  Magnitude quotient;
  Magnitude remainder;
};

/// Appends `digits` further decimal digits to a division, in steps that stay below 128 bits.
Division continue_division(Division division, Magnitude divisor, int digits) {
  while (digits > 0) {
    int step = digits < most_digits ? digits : most_digits;
    auto factor = static_cast<Magnitude>(power(step));
    if (division.quotient >= static_cast<Magnitude>(power(most_digits))) too_large();
    Magnitude dividend = division.remainder * factor;
    division = {division.quotient * factor + dividend / divisor, dividend % divisor};
    digits -= step;
  }
  return division;
}

}  // namespace

std::strong_ordering compare(Decimal left, Decimal right) {
  Int128 one = left.mantissa, other = right.mantissa;
  if (left.scale < right.scale) one *= power(right.scale - left.scale);
  if (left.scale > right.scale) other *= power(left.scale - right.scale);
  return one <=> other;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  std::int64_t mantissa = 0;
  std::size_t point = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.' && point == text.size()) {
      point = i;
    } else if (text[i] >= '0' && text[i] <= '9') {
      if (mantissa >= powers[most_digits - 1]) return std::nullopt;
      mantissa = mantissa * 10 + (text[i] - '0');
    } else {
      return std::nullopt;
    }
  }
  std::size_t scale = point == text.size() ? 0 : text.size() - point - 1;
  bool lone_point = point + 1 == text.size();
  if (point == 0 || lone_point || scale > largest_scale) return std::nullopt;
  return Decimal{negative ? -mantissa : mantissa, static_cast<std::uint8_t>(scale)};
}

std::string print(Decimal value) {
  char digits[40];
  char* end = digits + sizeof digits;
  char* next = end;
  Magnitude rest = magnitude(value.mantissa);
  int written = 0;
  while (rest != 0 || written <= value.scale) {
    if (written == value.scale && written > 0) *--next = '.';
    *--next = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    ++written;
  }
  if (value.mantissa < 0) *--next = '-';
  return std::string(next, end);
}

Decimal round(Decimal value, int scale) {
  if (scale >= value.scale) return rescale(value, scale);
  Magnitude whole = magnitude(value.mantissa);
  auto divisor = static_cast<Magnitude>(power(value.scale - scale));
  return exactly(with_sign(half_even(whole / divisor, whole % divisor, divisor), value.mantissa < 0), scale);
}

Decimal rescale(Decimal value, int scale) {
  if (scale > largest_scale) too_large();
  if (scale >= value.scale) return exactly(value.mantissa * power(scale - value.scale), scale);
  Int128 factor = power(value.scale - scale);
  if (value.mantissa % factor != 0) throw Error(Code::limit, "digits after the point would be lost");
  return exactly(value.mantissa / factor, scale);
}

Decimal divide(Decimal dividend, Decimal divisor, int scale) {
  bool negative = (dividend.mantissa < 0) != (divisor.mantissa < 0);
  Magnitude above = magnitude(dividend.mantissa), below = magnitude(divisor.mantissa);
  int digits = scale + divisor.scale - dividend.scale;
  if (digits < 0) below *= static_cast<Magnitude>(power(-digits));
  Division division = continue_division({above / below, above % below}, below, digits);
  return exactly(with_sign(half_even(division.quotient, division.remainder, below), negative), scale);
}

Decimal multiply(Decimal left, Decimal right) {
  return fit(Int128{left.mantissa} * right.mantissa, left.scale + right.scale);
}

void Sum::add(Int128 mantissa, int scale) {
  Int128 own = mantissa_;
  bool overflow = false;
  if (scale < scale_) overflow = __builtin_mul_overflow(mantissa, power(scale_ - scale), &mantissa);
  if (scale > scale_) overflow = __builtin_mul_overflow(own, power(scale - scale_), &own);
  if (overflow || __builtin_add_overflow(own, mantissa, &own)) too_large();
  mantissa_ = own;
  if (scale > scale_) scale_ = scale;
}

Decimal Sum::total() const {
  return fit(mantissa_, scale_);
}

}  // namespace flatcrm::core
