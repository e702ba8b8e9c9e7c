// Adds up values by slot, for aggregates over dense numbers.
//
//   Accumulator sums(Function::sum, slots, nullptr, 1);
//   sums.add(pairs, 0, 1);                     // all of them; or each of `parts` threads its own slots
//   Vector totals = sums.finish(slot_of_parent, parents);
//
// Shape   nothing at all: count, sum and distinct are 0, all else is missing; only missing values: count
//         counts them, all else is missing.
// Errors  Code::limit where a sum grows beyond 18 digits.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "query/tree.h"
#include "query/vector.h"

namespace flatcrm::query {

/// Values and the slots that they belong to, in the order of their records.
struct AggregatePairs {
  std::vector<std::uint32_t> slots;
  std::vector<std::int64_t> values;
  std::vector<std::int32_t> days;  // of first and last, where the collection is a log
  int scale = 0;
  void clear() {
    slots.clear();
    values.clear();
    days.clear();
  }
};

class Accumulator {
 public:
  /// `texts`: all values of the collection, where they are texts; values are then rows in it. `parts` may add
  /// at once.
  Accumulator(Function function, std::size_t slots, const Vector* texts, std::size_t parts,
              bool collect = false);

  /// Different values are counted as they come while each slot's come in order; where they did not, they have
  /// to be added once more to an accumulator that collects them all.
  bool is_disordered() const { return disordered_; }
  bool picks_rows() const { return texts_ != nullptr; }
  /// A value as one number: for distinct, texts too.
  std::int64_t number_of(const Vector& value, std::size_t i) const;
  void add(const AggregatePairs& pairs, std::size_t part, std::size_t parts);
  /// `slot_of`: of each parent, 0 where nothing belongs to it.
  Vector finish(const std::vector<std::uint32_t>& slot_of, std::size_t parents);

 private:
  void add_one(std::uint32_t slot, std::int64_t value, std::int32_t day);
  void count_different(std::uint32_t slot, std::int64_t value);
  void settle_pairs();
  bool counts() const;
  bool is_missing(std::int64_t value) const;
  bool is_less(std::int64_t left, std::int64_t right) const;
  std::int64_t value_of(std::uint32_t slot) const;

  Function function_;
  const Vector* texts_;
  bool collect_;
  int scale_ = 0;
  std::vector<std::int64_t> values_;  // sum, extreme, chosen value, or the last one seen
  std::vector<std::int64_t> counts_;  // of values
  std::vector<std::int32_t> days_;    // of the value chosen
  std::vector<std::vector<std::pair<std::uint32_t, std::int64_t>>>
      pairs_;  // median, and distinct out of order: by part
  std::atomic<bool> disordered_ = false;
};

}  // namespace flatcrm::query
