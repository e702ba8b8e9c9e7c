#include "report/wilson.h"

#include <cmath>

namespace flatcrm::report {

Bounds wilson_bounds(std::int64_t part, std::int64_t whole) {
  constexpr double z = 1.959963984540054;  // of the normal distribution at 97.5 %
  auto k = static_cast<double>(part), n = static_cast<double>(whole);
  double middle = 2 * k + z * z;
  double spread = z * std::sqrt(z * z + 4 * k * (n - k) / n);
  double scale = 2 * (n + z * z);
  // At the ends both terms are equal, and what is left of them is only rounding.
  return {part == 0 ? 0 : (middle - spread) / scale, part == whole ? 1 : (middle + spread) / scale};
}

}  // namespace flatcrm::report
