#include "query/aggregate.h"

#include <algorithm>
#include <limits>

#include "core/id.h"
#include "query/numbers.h"

namespace flatcrm::query {

namespace {

constexpr std::int64_t only_missing = core::no_number + 1;  // records there were, but none with a value
constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

}  // namespace

Accumulator::Accumulator(Function function, std::size_t slots, const Vector* texts, std::size_t parts,
                         bool collect)
    : function_(function), texts_(texts), collect_(collect || function == Function::median) {
  bool counts =
      function == Function::count || function == Function::average || function == Function::distinct;
  if (counts) counts_.assign(slots, 0);
  if (collect_) pairs_.resize(parts);
  if (function != Function::count && (!collect_ || function == Function::median))
    values_.assign(slots, core::no_number);
  if (function == Function::first || function == Function::last) days_.assign(slots, no_day);
}

std::int64_t Accumulator::number_of(const Vector& value, std::size_t i) const {
  if (value.form == Vector::Form::number) return value.number(i);
  if (value.form == Vector::Form::truth)
    return value.truth(i) == Truth::unknown ? core::no_number : static_cast<std::int64_t>(value.truth(i));
  if (value.form == Vector::Form::code)
    return value.codes[i * value.step] == 0 ? core::no_number : value.codes[i * value.step];
  std::string_view text = value.text(i);
  return text.empty() ? core::no_number : static_cast<std::int64_t>(core::stable_hash(text) >> 1);
}

void Accumulator::add(const AggregatePairs& pairs, std::size_t part, std::size_t parts) {
  if (part == 0) scale_ = std::max(scale_, pairs.scale);
  bool timed = !pairs.days.empty();
  for (std::size_t i = 0; i < pairs.slots.size(); ++i) {
    std::uint32_t slot = pairs.slots[i];
    if (parts > 1 && slot % parts != part) continue;
    if (collect_ && pairs.values[i] != core::no_number)
      pairs_[part].emplace_back(slot, pairs.values[i]);
    else if (function_ == Function::distinct)
      count_different(slot, pairs.values[i]);
    else
      add_one(slot, pairs.values[i], timed ? pairs.days[i] : 0);
  }
}

bool Accumulator::is_missing(std::int64_t value) const {
  return texts_ != nullptr ? texts_->text(static_cast<std::size_t>(value)).empty() : value == core::no_number;
}

bool Accumulator::is_less(std::int64_t left, std::int64_t right) const {
  if (texts_ == nullptr) return left < right;
  return texts_->text(static_cast<std::size_t>(left)) < texts_->text(static_cast<std::size_t>(right));
}

void Accumulator::add_one(std::uint32_t slot, std::int64_t value, std::int32_t day) {
  if (function_ == Function::count) {
    ++counts_[slot];
    return;
  }
  std::int64_t& into = values_[slot];
  if (is_missing(value)) {
    if (into == core::no_number) into = only_missing;
    return;
  }
  bool first = into == core::no_number || into == only_missing;
  switch (function_) {
    case Function::sum:
    case Function::average:
      into = first ? value : checked(core::Int128{into} + value);
      if (function_ == Function::average) ++counts_[slot];
      break;
    case Function::minimum:
      if (first || is_less(value, into)) into = value;
      break;
    case Function::maximum:
      if (first || is_less(into, value)) into = value;
      break;
    case Function::first:
    case Function::last: {
      std::int32_t& at = days_[slot];
      bool chosen = first || (function_ == Function::first ? day < at : day >= at);
      if (!chosen) return;
      into = value;
      at = day;
      break;
    }
    default:
      break;
  }
}

/// Logs are in order of days, so that a new value is one that differs from the last.
void Accumulator::count_different(std::uint32_t slot, std::int64_t value) {
  if (value == core::no_number || collect_) return;
  std::int64_t& last = values_[slot];
  if (last == value) return;
  if (last != core::no_number && value < last) disordered_ = true;
  last = value;
  ++counts_[slot];
}

/// What was collected, by slot and value: how many differ, or the middle.
void Accumulator::settle_pairs() {
  for (std::vector<std::pair<std::uint32_t, std::int64_t>>& part : pairs_) {
    std::sort(part.begin(), part.end());
    for (std::size_t begin = 0; begin < part.size();) {
      std::size_t end = begin;
      std::uint32_t slot = part[begin].first;
      std::int64_t different = 0;
      for (; end < part.size() && part[end].first == slot; ++end)
        different += end == begin || part[end].second != part[end - 1].second ? 1 : 0;
      std::size_t low = begin + (end - begin - 1) / 2, high = begin + (end - begin) / 2;
      if (function_ == Function::distinct)
        counts_[slot] = different;
      else
        values_[slot] = divide(query::add(part[low].second, part[high].second), scale_, 2, 0);
      begin = end;
    }
  }
}

bool Accumulator::counts() const {
  return function_ == Function::count || function_ == Function::distinct;
}

std::int64_t Accumulator::value_of(std::uint32_t slot) const {
  std::int64_t none = counts() || function_ == Function::sum ? 0 : core::no_number;
  if (slot == 0) return none;
  if (counts()) return counts_[slot];
  std::int64_t value = values_[slot];
  if (value == core::no_number) return none;
  if (value == only_missing) return core::no_number;
  return function_ == Function::average ? divide(value, scale_, counts_[slot], 0) : value;
}

Vector Accumulator::finish(const std::vector<std::uint32_t>& slot_of, std::size_t parents) {
  settle_pairs();
  bool divided = function_ == Function::average || function_ == Function::median;
  int scale = divided ? quotient_digits : counts() ? 0 : scale_;
  Vector out = texts_ != nullptr ? Vector::of_texts(parents) : Vector::of_numbers(parents, scale);
  if (texts_ != nullptr) out.arena = texts_->arena;
  for (std::size_t row = 0; row < parents; ++row) {
    std::int64_t value = value_of(slot_of[row]);
    if (texts_ == nullptr)
      out.own_numbers[row] = value;
    else if (value != core::no_number)
      out.own_texts[row] = texts_->text(static_cast<std::size_t>(value));
  }
  return out;
}

}  // namespace flatcrm::query
