// Distinct numbers as dense ones.
//
//   DenseNumbers numbers(3);
//   numbers.of(70) == 0     numbers.of(5) == 1     numbers.of(70) == 0     numbers.size() == 2
//
// Shape   from 0 on in the order of first occurrence. Open addressing, in room that is asked for once.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "dedupe/comparator.h"

namespace flatcrm::dedupe {

class DenseNumbers {
 public:
  /// Requires: no more than `most` distinct numbers are asked for.
  explicit DenseNumbers(std::size_t most) : slots_(std::bit_ceil(most * 2 + 2), 0) {}

  std::uint32_t of(std::uint64_t number) {
    std::size_t at = slot_of(number);
    while (slots_[at] != 0 && known_[slots_[at] - 1] != number) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at] == 0) {
      known_.push_back(number);
      slots_[at] = static_cast<std::uint32_t>(known_.size());
    }
    return slots_[at] - 1;
  }
  /// A dense number that no number has: the next one.
  std::uint32_t next() {
    known_.push_back(0);
    return static_cast<std::uint32_t>(known_.size()) - 1;
  }
  /// That of() will be asked for this one soon.
  void expect(std::uint64_t number) const { __builtin_prefetch(&slots_[slot_of(number)]); }
  std::size_t size() const { return known_.size(); }

 private:
  std::size_t slot_of(std::uint64_t number) const {
    return static_cast<std::size_t>(mixed(5, number) >> 7) & (slots_.size() - 1);
  }
  std::vector<std::uint32_t> slots_;  // a dense number and 1, or 0
  std::vector<std::uint64_t> known_;  // by dense number
};

}  // namespace flatcrm::dedupe
