// Values of one run of records as the files have them: fields, elements of lists, fields of what a reference refers to.
#include <algorithm>

#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

namespace {

/// A value of each row of a run.
template <typename Values, typename At>
void take(Values& into, const Rows& rows, const At& at) {
  for (std::size_t i = 0; i < rows.count; ++i) into[i] = at(rows.row(i));
}

Vector texts_of(const std::vector<std::string_view>& texts, const Rows& rows) {
  if (rows.picked != nullptr) {
    Vector vector = Vector::of_texts(rows.count);
    take(vector.own_texts, rows, [&](std::size_t row) { return texts[row]; });
    return vector;
  }
  Vector vector;
  vector.form = Vector::Form::text;
  vector.texts = texts.data() + rows.begin;
  return vector;
}

Vector numbers_of(const std::vector<std::int64_t>& numbers, int scale, const Rows& rows) {
  if (rows.picked != nullptr) {
    Vector vector = Vector::of_numbers(rows.count, scale);
    take(vector.own_numbers, rows, [&](std::size_t row) { return numbers[row]; });
    return vector;
  }
  Vector vector;
  vector.form = Vector::Form::number;
  vector.scale = scale;
  vector.numbers = numbers.data() + rows.begin;
  return vector;
}

Vector codes_of(const model::Codes& codes, const Rows& rows) {
  if (rows.picked != nullptr) {
    Vector vector = Vector::of_codes(rows.count, codes.dictionary);
    take(vector.own_codes, rows, [&](std::size_t row) { return codes.codes[row]; });
    return vector;
  }
  Vector vector;
  vector.form = Vector::Form::code;
  vector.dictionary = &codes.dictionary;
  vector.codes = codes.codes.data() + rows.begin;
  return vector;
}

}  // namespace

Vector Engine::State::field(const Node& node, const Rows& rows) const {
  const ColumnData& column = columns[node.index];
  const Field& of = tree.fields[node.index];
  if (column.form == Vector::Form::truth) {
    Vector vector = Vector::of_truths(rows.count);
    take(vector.own_truths, rows,
         [&](std::size_t row) { return column.truth_of_code[column.codes->codes[row]]; });
    return vector;
  }
  if (column.form == Vector::Form::code) {
    bool result = of.collection == "deals" && (of.path == "outcome" || of.path == "stage");
    return options.known_on != core::no_date && result ? known_results(*column.codes, rows)
                                                       : codes_of(*column.codes, rows);
  }
  if (column.form == Vector::Form::text) return texts_of(*column.texts, rows);
  if (column.days == nullptr) return numbers_of(*column.numbers, column.scale, rows);
  Vector vector = Vector::of_numbers(rows.count, 0);
  take(vector.own_numbers, rows, [&](std::size_t row) -> std::int64_t {
    core::Date day = known_day((*column.days)[row], of);
    return day == core::no_date ? core::no_number : day.days;
  });
  return vector;
}

/// Stages and outcomes of deals, without those that a later day brought.
Vector Engine::State::known_results(const model::Codes& codes, const Rows& rows) const {
  const std::vector<core::Date>& closed = table("deals").dates("closed").days;
  Vector vector = Vector::of_codes(rows.count, codes.dictionary);
  take(vector.own_codes, rows, [&](std::size_t row) {
    bool later = closed[row] != core::no_date && closed[row] > options.known_on;
    return later ? 0 : codes.codes[row];
  });
  return vector;
}

Vector Engine::State::element(const Node& node, const Rows& rows) const {
  if (rows.elements != nullptr) {
    Vector vector;
    vector.form = Vector::Form::text;
    vector.texts = rows.elements;
    return vector;
  }
  const std::vector<std::string_view>* texts = member_of_element(node.text, rows);
  auto cell = [&](std::size_t row) { return texts == nullptr ? std::string_view() : (*texts)[row]; };
  if (node.type.is_text()) {
    Vector vector = Vector::of_texts(rows.count);
    take(vector.own_texts, rows, cell);
    return vector;
  }
  Vector vector = Vector::of_numbers(rows.count, node.type.is_day() ? 0 : quotient_digits);
  take(vector.own_numbers, rows, [&](std::size_t row) -> std::int64_t {
    if (node.type.kind == Kind::date_time) return read_instant(cell(row));
    if (node.type.kind != Kind::date) return read_number(cell(row));
    std::optional<core::Date> day = core::parse_day(cell(row));
    return day ? day->days : core::no_number;
  });
  return vector;
}

/// What the elements that a walk is at hold for one of their members; nothing where no record's list is so long.
const std::vector<std::string_view>* Engine::State::member_of_element(const std::string& name,
                                                                      const Rows& rows) const {
  const std::vector<std::string>& members = tree.walks[rows.walk].members;
  const auto& fields = member_fields[rows.walk];
  auto member = static_cast<std::size_t>(std::find(members.begin(), members.end(), name) - members.begin());
  bool there = member < fields.size() && rows.element < fields[member].size();
  return there ? member_texts[fields[member][rows.element]] : nullptr;
}

Vector Engine::State::follow(const Node& node, const Rows& rows) const {
  const Follow& follow = tree.follows[node.index];
  const Vector& target = *targets[node.index];
  const Field& reference = tree.fields[follow.reference];
  const std::vector<std::uint32_t>& codes = columns[follow.reference].codes->codes;
  const Join& join = joins.at({follow.reference, reference.type.collection});
  Vector vector;
  vector.arena = target.arena;
  auto each = [&](auto set) {
    for (std::size_t i = 0; i < rows.count; ++i) set(i, join.row_of_code[codes[rows.row(i)]]);
  };
  auto at = [&](std::uint32_t row) { return row * target.step; };
  switch (target.form) {
    case Vector::Form::truth:
      vector = Vector::of_truths(rows.count);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_truths[i] =
            row == no_row ? static_cast<std::uint8_t>(Truth::unknown) : target.truths[at(row)];
      });
      break;
    case Vector::Form::number:
      vector = Vector::of_numbers(rows.count, target.scale);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_numbers[i] = row == no_row ? core::no_number : target.numbers[at(row)];
      });
      break;
    case Vector::Form::text:
      vector = Vector::of_texts(rows.count);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_texts[i] = row == no_row ? std::string_view() : target.texts[at(row)];
      });
      break;
    case Vector::Form::code:
      vector = Vector::of_codes(rows.count, *target.dictionary);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_codes[i] = row == no_row ? 0 : target.codes[at(row)];
      });
      break;
  }
  return vector;
}

}  // namespace flatcrm::query
