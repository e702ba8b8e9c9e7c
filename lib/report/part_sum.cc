#include "report/part_sum.h"

#include <limits>
#include <numeric>

#include "core/error.h"

namespace flatcrm::report {

namespace {

using core::Int128;

constexpr int total_digits = 6;

[[noreturn]] void refuse_large() {
  throw Error(Code::limit, "amounts are too large to be added up");
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

Int128 product(Int128 start, const std::vector<std::int64_t>& factors) {
  for (std::int64_t factor : factors)
    if (__builtin_mul_overflow(start, Int128{factor}, &start)) refuse_large();
  return start;
}

/// Takes out what stands above and below.
void cancel(std::vector<std::int64_t>& above, std::vector<std::int64_t>& below) {
  for (std::int64_t& one : above)
    for (std::int64_t& other : below)
      if (std::int64_t common = std::gcd(one, other); common > 1) {
        one /= common;
        other /= common;
      }
}

/// Requires: below > 0.
Int128 quotient_to_even(Int128 above, Int128 below) {
  Int128 quotient = above / below, rest = above % below;
  if (rest < 0) {  // towards minus infinity, so that what is left is positive
    rest += below;
    --quotient;
  }
  bool up = rest > below - rest || (rest == below - rest && quotient % 2 != 0);
  return up ? quotient + 1 : quotient;
}

}  // namespace

Part part_of_percent(core::Decimal percent) {
  return {percent.mantissa, 100 * power_of_ten(percent.scale)};
}

core::Decimal PartSum::total() const {
  core::Sum sum;
  for (const auto& [part, values] : sums_)
    sum.add(times(values.total(), {part.of}, {part.whole}, total_digits));
  return sum.total();
}

core::Decimal times(core::Decimal value, std::vector<std::int64_t> factors, std::vector<std::int64_t> by,
                    int digits) {
  (value.scale <= digits ? factors : by).push_back(power_of_ten(std::abs(digits - value.scale)));
  cancel(factors, by);
  Int128 result = quotient_to_even(product(value.mantissa, factors), product(1, by));
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  if (result > largest || result < -largest) refuse_large();
  return {static_cast<std::int64_t>(result), static_cast<std::uint8_t>(digits)};
}

}  // namespace flatcrm::report
