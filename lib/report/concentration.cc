#include "report/concentration.h"

#include <algorithm>
#include <functional>

#include "core/error.h"

namespace flatcrm::report {

namespace {

using core::Int128;

[[noreturn]] void refuse() {
  throw Error(Code::limit, "the values are too large to be compared");
}

Int128 times(Int128 left, Int128 right) {
  Int128 product = 0;
  if (__builtin_mul_overflow(left, right, &product)) refuse();
  return product;
}

Int128 plus(Int128 left, Int128 right) {
  Int128 sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) refuse();
  return sum;
}

}  // namespace

core::Decimal ratio(Int128 part, Int128 whole, int digits) {
  for (int i = 0; i < digits; ++i) part = times(part, 10);
  Int128 quotient = part / whole, rest = part % whole;
  if (rest < 0) rest = -rest;
  Int128 beyond = rest - (whole - rest);
  if (beyond > 0 || (beyond == 0 && quotient % 2 != 0)) quotient += part < 0 ? -1 : 1;
  constexpr Int128 most = 999'999'999'999'999'999;
  if (quotient > most || quotient < -most) refuse();
  return {static_cast<std::int64_t>(quotient), static_cast<std::uint8_t>(digits)};
}

Concentration::Concentration(std::vector<std::int64_t> values) {
  values.erase(std::remove_if(values.begin(), values.end(), [](std::int64_t value) { return value <= 0; }),
               values.end());
  std::sort(values.begin(), values.end(), std::greater<>());
  sums_.reserve(values.size());
  Int128 sum = 0;
  for (std::int64_t value : values) {
    sum = plus(sum, value);
    sums_.push_back(sum);
    ranked_ = plus(ranked_, sum);  // the largest has counted n times at the end
  }
}

std::optional<core::Decimal> Concentration::of_largest(std::size_t k, int digits) const {
  if (size() == 0) return std::nullopt;
  return ratio(times(sum_of_largest(k), 100), total(), digits);
}

std::size_t Concentration::largest_for(std::int64_t part, std::int64_t whole) const {
  auto reaches = [&](Int128 sum) { return times(sum, whole) >= times(total(), part); };
  auto first = std::partition_point(sums_.begin(), sums_.end(), [&](Int128 sum) { return !reaches(sum); });
  return first == sums_.end() ? size() : static_cast<std::size_t>(first - sums_.begin()) + 1;
}

std::optional<core::Decimal> Concentration::gini(int digits) const {
  if (size() == 0) return std::nullopt;
  auto n = static_cast<Int128>(size());
  Int128 above = plus(times(2, ranked_), -times(n + 1, total()));
  return ratio(above, times(n, total()), digits);
}

}  // namespace flatcrm::report
