// How far a share of few may be from the truth: the ends of its interval at 95 %.
//
//   wilson_bounds(15, 148).low == 0.0624...      wilson_bounds(29, 29).high == 1
//
// Units   shares of 1. Square roots, quotients and products of doubles are rounded the same way everywhere by IEEE 754.
// Source  E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927), without correction for
//         continuity.
#pragma once

#include <cstdint>

namespace flatcrm::report {

struct Bounds {
  double low = 0, high = 1;
};

/// Requires: 0 <= part <= whole, whole > 0.
Bounds wilson_bounds(std::int64_t part, std::int64_t whole);

}  // namespace flatcrm::report
