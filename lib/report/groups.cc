#include "report/groups.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "core/text.h"

namespace flatcrm::report {

namespace {

using query::Vector;

constexpr std::uint32_t unseen = ~std::uint32_t{0};

/// A number for each different value, 0 for a missing one, and a row that has each.
class Numbering {
 public:
  explicit Numbering(const Values& values) : values_(values) { number_.push_back(0); }

  std::uint32_t of(std::size_t row) {
    switch (values_.values.form) {
      case Vector::Form::code: {
        std::uint32_t code = values_.values.codes[row * values_.values.step];
        return code == 0 ? 0 : dense(code, row);
      }
      case Vector::Form::text: {
        std::uint32_t code = texts_.code(values_.values.text(row));
        return code == 0 ? 0 : dense(code, row);
      }
      case Vector::Form::truth: {
        query::Truth truth = values_.values.truth(row);
        return truth == query::Truth::unknown ? 0 : dense(truth == query::Truth::yes ? 2 : 1, row);
      }
      case Vector::Form::number: {
        std::int64_t number = values_.values.number(row);
        if (number == core::no_number) return 0;
        auto next = static_cast<std::uint32_t>(numbers_.size() + 1);
        return dense(numbers_.try_emplace(number, next).first->second, row);
      }
    }
    return 0;
  }
  const std::vector<std::size_t>& first_rows() const { return first_row_; }

 private:
  std::uint32_t dense(std::uint32_t key, std::size_t row) {
    if (key >= number_.size()) number_.resize(key + 1, unseen);
    if (number_[key] == unseen) {
      first_row_.push_back(row);
      number_[key] = static_cast<std::uint32_t>(first_row_.size());
    }
    return number_[key];
  }

  const Values& values_;
  model::Dictionary texts_;
  std::unordered_map<std::int64_t, std::uint32_t> numbers_;
  std::vector<std::uint32_t> number_;   // dense number by key
  std::vector<std::size_t> first_row_;  // of group 1, 2, ...
};

Cell label_of(const Values& values, std::size_t row, const Input& input) {
  bool refers = values.type.kind == query::Kind::reference && !values.type.list;
  if (refers) return input.reference(values.type.collection, values.text(row));
  Cell cell = values.cell(row, input.config.currency);
  return cell;
}

/// Numbers and days by value, all else by what a reader sees.
bool comes_before(const Cell& left, const Cell& right) {
  core::Decimal room, other_room;
  const core::Decimal *one = decimal_of(left, room), *other = decimal_of(right, other_room);
  if (one != nullptr && other != nullptr) return core::compare(*one, *other) < 0;
  const auto *day = std::get_if<core::Date>(&left), *other_day = std::get_if<core::Date>(&right);
  if (day != nullptr && other_day != nullptr) return *day < *other_day;
  auto key = [](const Cell& cell) {
    if (const auto* reference = std::get_if<Reference>(&cell))
      return std::tuple(reference->label.empty(), core::lower_ascii(reference->label), reference->id);
    const auto* text = std::get_if<std::string>(&cell);
    std::string shown = text == nullptr ? std::string() : *text;
    return std::tuple(false, core::lower_ascii(shown), shown);
  };
  return key(left) < key(right);
}

}  // namespace

std::string snake_case(std::string_view text) {
  std::string name;
  for (char c : core::lower_ascii(text)) {
    bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept)
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

Groups group_by(const std::string& by, const Values& values, const Input& input) {
  bool refers = values.type.kind == query::Kind::reference && !values.type.list;
  Groups groups{.key = {snake_case(by), by, refers ? Kind::reference : kind_of(values.type)}};
  if (groups.key.kind == Kind::money) groups.key.currency = input.config.currency;
  Numbering numbering(values);
  groups.of_row.resize(values.rows);
  for (std::size_t row = 0; row < values.rows; ++row) groups.of_row[row] = numbering.of(row);
  groups.labels.emplace_back(refers ? Cell{Reference{"", "(none)"}} : Cell{std::string("(none)")});
  for (std::size_t row : numbering.first_rows()) groups.labels.push_back(label_of(values, row, input));
  groups.order.resize(groups.labels.size());
  std::iota(groups.order.begin(), groups.order.end(), 0U);
  std::sort(groups.order.begin(), groups.order.end(), [&](std::uint32_t left, std::uint32_t right) {
    if (left == 0 || right == 0) return right == 0 && left != 0;
    return comes_before(groups.labels[left], groups.labels[right]);
  });
  return groups;
}

}  // namespace flatcrm::report
