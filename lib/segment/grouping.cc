#include "segment/grouping.h"

#include <algorithm>
#include <unordered_map>

#include "model/dictionary.h"

namespace flatcrm::segment {

namespace {

using query::Vector;

constexpr std::uint32_t unseen = ~std::uint32_t{0};
constexpr std::size_t truths = 3;

/// A dense number for each different value.
struct Keys {
  std::vector<std::uint32_t> of_row;
  std::size_t count = 0;
};

Keys keys_of_codes(const Vector& values, std::size_t rows) {
  Keys keys{std::vector<std::uint32_t>(rows), values.dictionary->size()};
  for (std::size_t row = 0; row < rows; ++row) keys.of_row[row] = values.codes[row * values.step];
  return keys;
}

Keys keys_of_texts(const Vector& values, std::size_t rows) {
  Keys keys{std::vector<std::uint32_t>(rows), 0};
  model::Dictionary texts;
  for (std::size_t row = 0; row < rows; ++row) keys.of_row[row] = texts.code(values.text(row));
  keys.count = texts.size();
  return keys;
}

Keys keys_of_truths(const Vector& values, std::size_t rows) {
  Keys keys{std::vector<std::uint32_t>(rows), truths};
  for (std::size_t row = 0; row < rows; ++row)
    keys.of_row[row] = static_cast<std::uint32_t>(values.truth(row));
  return keys;
}

Keys keys_of_numbers(const Vector& values, std::size_t rows) {
  Keys keys{std::vector<std::uint32_t>(rows), 0};
  std::unordered_map<std::int64_t, std::uint32_t> numbers;
  for (std::size_t row = 0; row < rows; ++row) {
    auto next = static_cast<std::uint32_t>(numbers.size());
    keys.of_row[row] = numbers.try_emplace(values.number(row), next).first->second;
  }
  keys.count = numbers.size();
  return keys;
}

Keys keys_of(const Vector& values, std::size_t rows) {
  switch (values.form) {
    case Vector::Form::code:
      return keys_of_codes(values, rows);
    case Vector::Form::text:
      return keys_of_texts(values, rows);
    case Vector::Form::truth:
      return keys_of_truths(values, rows);
    case Vector::Form::number:
      break;
  }
  return keys_of_numbers(values, rows);
}

}  // namespace

void Grouping::split(const Vector& values) {
  constexpr std::size_t most_dense = std::size_t{1} << 22;
  const Keys keys = keys_of(values, group_of_.size());
  std::size_t groups = std::max<std::size_t>(first_rows_.size(), 1);
  first_rows_.clear();
  if (groups * keys.count <= most_dense) {
    std::vector<std::uint32_t> number(groups * keys.count, unseen);
    for (std::size_t row = 0; row < group_of_.size(); ++row)
      renumber(row, number[group_of_[row] * keys.count + keys.of_row[row]]);
    return;
  }
  std::unordered_map<std::uint64_t, std::uint32_t> number;
  number.reserve(group_of_.size());
  for (std::size_t row = 0; row < group_of_.size(); ++row) {
    std::uint64_t both = std::uint64_t{group_of_[row]} << 32 | keys.of_row[row];
    renumber(row, number.try_emplace(both, unseen).first->second);
  }
}

void Grouping::renumber(std::size_t row, std::uint32_t& number) {
  if (number == unseen) {
    number = static_cast<std::uint32_t>(first_rows_.size());
    first_rows_.push_back(static_cast<std::uint32_t>(row));
  }
  group_of_[row] = number;
}

}  // namespace flatcrm::segment
