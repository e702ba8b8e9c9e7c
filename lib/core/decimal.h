// Exact decimals, and sums of them that can't overflow unseen.
//
//   Decimal price = *parse_decimal("4821.50");        // mantissa 482150, scale 2
//   print(price) == "4821.50"
//   Sum sum;  sum.add(price);  sum.add(*parse_decimal("0.005"));
//   print(sum.total()) == "4821.505"     print(round(sum.total(), 2)) == "4821.50"   (half-even)
//
// Shape   mantissa × 10^-scale, scale 0 to 18; never a double.
// Errors  Code::limit when a result does not fit 18 significant digits; zeros after the point give way first.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::core {

__extension__ typedef __int128 Int128;

struct Decimal {
  std::int64_t mantissa = 0;
  std::uint8_t scale = 0;
};

/// Stands for a missing number in a column.
inline constexpr std::int64_t no_number = std::numeric_limits<std::int64_t>::min();

/// By value: 1.50 equals 1.5.
std::strong_ordering compare(Decimal left, Decimal right);
inline bool operator==(Decimal left, Decimal right) {
  return compare(left, right) == 0;
}

/// [+-]digits[.digits], at most 18 significant digits; nothing else (no exponent, no group marks).
std::optional<Decimal> parse_decimal(std::string_view text);
/// As written: the scale is kept, "1.50" stays "1.50".
std::string print(Decimal value);

/// To exactly `scale` digits after the point, half to even: round(1.5, 2) prints as "1.50".
Decimal round(Decimal value, int scale);
/// The same value at another scale. Error limit on overflow or when a digit would be lost.
Decimal rescale(Decimal value, int scale);

/// Quotient rounded half-even to `scale` digits. Requires: divisor is not 0.
Decimal divide(Decimal dividend, Decimal divisor, int scale);
/// Exact product. Error limit on overflow.
Decimal multiply(Decimal left, Decimal right);

/// An exact running total in 128 bits. Error limit when even these overflow.
class Sum {
 public:
  void add(Decimal value) {
    Int128 sum = 0;
    if (value.scale == scale_ && !__builtin_add_overflow(mantissa_, Int128{value.mantissa}, &sum)) {
      mantissa_ = sum;
    } else {
      add(value.mantissa, value.scale);
    }
  }
  void add(const Sum& other) { add(other.mantissa_, other.scale_); }
  Decimal total() const;  // Error limit when it does not fit

 private:
  void add(Int128 mantissa, int scale);

  Int128 mantissa_ = 0;
  int scale_ = 0;
};

}  // namespace flatcrm::core
