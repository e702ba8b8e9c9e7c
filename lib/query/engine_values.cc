// Values of one run of records: arithmetic, functions of numbers, days and texts.
#include <algorithm>

#include "book/stages.h"
#include "core/text.h"
#include "query/engine_state.h"
#include "query/numbers.h"
#include "query/text_functions.h"

namespace flatcrm::query {

namespace {

bool is_missing(std::int64_t value) {
  return value == core::no_number;
}

bool is_missing(const Vector& vector, std::size_t i) {
  if (vector.form == Vector::Form::number) return is_missing(vector.number(i));
  return vector.form == Vector::Form::truth ? vector.truth(i) == Truth::unknown : vector.text(i).empty();
}

/// Seconds as whole days, downwards.
std::int64_t whole_days(std::int64_t seconds) {
  std::int64_t days = seconds / seconds_a_day;
  return seconds % seconds_a_day < 0 ? days - 1 : days;
}

/// One number of each that is there.
template <typename Work>
Vector each_number(const Vector& from, std::size_t count, int scale, const Work& work) {
  Vector out = Vector::of_numbers(count, scale);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t value = from.number(i);
    out.own_numbers[i] = is_missing(value) ? core::no_number : work(value);
  }
  return out;
}

/// One number of each two that are there.
template <typename Work>
Vector each_two(const Vector& left, const Vector& right, std::size_t count, int scale, const Work& work) {
  Vector out = Vector::of_numbers(count, scale);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t one = left.number(i), other = right.number(i);
    out.own_numbers[i] = is_missing(one) || is_missing(other) ? core::no_number : work(one, other);
  }
  return out;
}

/// One number of each text that is there.
template <typename Work>
Vector each_text(const Vector& from, std::size_t count, int scale, const Work& work) {
  Vector out = Vector::of_numbers(count, scale);
  for (std::size_t i = 0; i < count; ++i) {
    std::string_view text = from.text(i);
    out.own_numbers[i] = text.empty() ? core::no_number : work(text);
  }
  return out;
}

Vector sum_of(const Vector& left, const Vector& right, std::size_t count, bool back) {
  int scale = std::max(left.scale, right.scale);
  return each_two(left, right, count, scale, [&](std::int64_t one, std::int64_t other) {
    std::int64_t plus = rescale(other, right.scale, scale);
    return add(rescale(one, left.scale, scale), back ? -plus : plus);
  });
}

Vector product_of(const Vector& left, const Vector& right, std::size_t count) {
  int scale = std::min(left.scale + right.scale, most_digits);
  int surplus = left.scale + right.scale - scale;
  return each_two(left, right, count, scale,
                  [&](std::int64_t one, std::int64_t other) { return multiply(one, other, surplus); });
}

}  // namespace

Vector Engine::State::arithmetic(const Node& node, const Rows& rows) const {
  Vector left = evaluate(node.children[0], rows);
  if (node.op == Op::negate)
    return each_number(left, rows.count, left.scale, [](std::int64_t value) { return -value; });
  Vector right = evaluate(node.children[1], rows);
  bool back = node.op == Op::subtract;
  if (node.op == Op::multiply) return product_of(left, right, rows.count);
  if (node.op == Op::divide)
    return each_two(left, right, rows.count, quotient_digits, [&](std::int64_t one, std::int64_t other) {
      return divide(one, left.scale, other, right.scale);
    });
  if (node.op == Op::time_between) return each_two(left, right, rows.count, 0, difference_in_seconds);
  if (node.type.kind == Kind::date)
    return each_two(left, right, rows.count, 0, [&](std::int64_t day, std::int64_t lasting) {
      return checked(core::Int128{day} + whole_days(rescale(back ? -lasting : lasting, right.scale, 0)));
    });
  bool between_days = back && node.type.kind == Kind::duration && node.index == 1;
  if (between_days)
    return each_two(left, right, rows.count, 0,
                    [](std::int64_t one, std::int64_t other) { return (one - other) * seconds_a_day; });
  return sum_of(left, right, rows.count, back);
}

/// A bare number as money: one of the book's currency, at the rate of today where another is wanted.
std::int64_t Engine::State::in_target(core::Decimal amount, int scale) const {
  if (rates.is_target("")) return rescale(amount.mantissa, amount.scale, scale);
  std::optional<core::Decimal> value = rates.convert(amount, "", options.today);
  return value ? rescale(value->mantissa, value->scale, scale) : core::no_number;
}

Vector Engine::State::number_function(const Node& node, const Rows& rows) const {
  Vector from = evaluate(node.children[0], rows);
  if (node.op == Op::stage_probability) {
    Vector stages = evaluate(node.children[1], rows);
    Vector out = Vector::of_numbers(rows.count, quotient_digits);
    for (std::size_t i = 0; i < rows.count; ++i) {
      const book::Stage* stage = book::find_stage(book.config(), from.text(i), stages.text(i));
      out.own_numbers[i] =
          stage == nullptr ? core::no_number
                           : rescale(stage->probability.mantissa, stage->probability.scale, quotient_digits);
    }
    return out;
  }
  return from.form == Vector::Form::number ? number_of_number(node, from, rows.count)
                                           : number_of_text(node, from, rows.count);
}

Vector Engine::State::number_of_text(const Node& node, const Vector& from, std::size_t count) const {
  switch (node.op) {
    case Op::count: {
      Vector out = Vector::of_numbers(count, 0);
      for (std::size_t i = 0; i < count; ++i) out.own_numbers[i] = count_elements(from.text(i));
      return out;
    }
    case Op::length:
      return each_text(from, count, 0, code_points);
    case Op::to_number:
      return each_text(from, count, quotient_digits, read_number);
    case Op::to_money: {
      int scale = rates.is_target("") ? quotient_digits : std::max(quotient_digits, Rates::digits);
      return each_text(from, count, scale, [&](std::string_view text) {
        std::int64_t value = read_number(text);
        return is_missing(value) ? value : in_target({value, quotient_digits}, scale);
      });
    }
    default:  // to_date
      return each_text(from, count, 0, [](std::string_view text) -> std::int64_t {
        std::optional<core::Date> day = core::parse_day(core::trim(text));
        return day ? day->days : core::no_number;
      });
  }
}

Vector Engine::State::number_of_number(const Node& node, const Vector& from, std::size_t count) const {
  using Number = std::int64_t;
  auto day_of_number = [](Number value) { return core::Date{static_cast<std::int32_t>(value)}; };
  auto number = static_cast<int>(node.number.mantissa);
  switch (node.op) {
    case Op::absolute:
      return each_number(from, count, from.scale, [](Number value) { return value < 0 ? -value : value; });
    case Op::rounded:
      return each_number(from, count, number,
                         [&](Number value) { return rescale(value, from.scale, number); });
    case Op::floor_of:
      return each_number(from, count, 0, [&](Number value) { return floor_of(value, from.scale); });
    case Op::to_day:
      return each_number(from, count, 0, [](Number value) { return Number{day_of(value).days}; });
    case Op::encode_day:
      return each_number(from, count, 0, [&](Number value) { return encode(day_of_number(value)); });
    case Op::add_months:
      return each_number(from, count, 0, [&](Number value) {
        return Number{core::add_months(day_of_number(value), number).days};
      });
    case Op::to_money: {
      int scale = rates.is_target("") ? from.scale : std::max(from.scale, Rates::digits);
      auto digits = static_cast<std::uint8_t>(from.scale);
      return each_number(from, count, scale, [&](Number value) { return in_target({value, digits}, scale); });
    }
    default:
      return each_number(from, count, 0,
                         [&](Number value) { return part_of(node.op, day_of_number(value), options.today); });
  }
}

Vector Engine::State::text_function(const Node& node, const Rows& rows) const {
  Vector from = evaluate(node.children[0], rows);
  Vector out = Vector::of_texts(rows.count);
  if (node.op == Op::stage_outcome) {
    Vector stages = evaluate(node.children[1], rows);
    for (std::size_t i = 0; i < rows.count; ++i)
      if (const book::Stage* stage = book::find_stage(book.config(), from.text(i), stages.text(i)))
        out.own_texts[i] = stage->outcome;
    return out;
  }
  out.arena = std::make_shared<core::Arena>();
  std::string room;
  for (std::size_t i = 0; i < rows.count; ++i) {
    if (node.op == Op::first_element) {
      std::string_view first = first_element(from.text(i), room);
      out.own_texts[i] = first.data() == room.data() ? out.arena->keep(first) : first;
      continue;
    }
    apply(node.op, from.text(i), room);
    out.own_texts[i] = out.arena->keep(room);
  }
  return out;
}

namespace {

/// Of each record the value of the branch that `taken` says, all brought to the form and scale of `out`.
template <typename Taken>
void take_branches(Vector& out, std::size_t count, const Taken& taken) {
  for (std::size_t i = 0; i < count; ++i) {
    const Vector& branch = taken(i);
    if (out.form == Vector::Form::truth)
      out.own_truths[i] = branch.truths[i * branch.step];
    else if (out.form == Vector::Form::number)
      out.own_numbers[i] = rescale(branch.number(i), branch.scale, out.scale);
    else
      out.own_texts[i] = branch.arena == nullptr ? branch.text(i) : out.arena->keep(branch.text(i));
  }
}

}  // namespace

Vector Engine::State::selection(const Node& node, const Rows& rows) const {
  bool chooses = node.op == Op::choose;
  std::vector<Vector> branches;
  int scale = 0;
  for (std::size_t child = chooses ? 1 : 0; child < node.children.size(); ++child) {
    branches.push_back(evaluate(node.children[child], rows));
    scale = std::max(scale, branches.back().scale);
  }
  bool text = node.type.list || node.type.is_text(), truth = node.type.kind == Kind::truth;
  Vector out = text    ? Vector::of_texts(rows.count)
               : truth ? Vector::of_truths(rows.count)
                       : Vector::of_numbers(rows.count, scale);
  if (text) out.arena = std::make_shared<core::Arena>();
  if (chooses) {
    Vector condition = evaluate(node.children[0], rows);
    take_branches(out, rows.count, [&](std::size_t i) -> const Vector& {
      return branches[condition.truth(i) == Truth::yes ? 0 : 1];
    });
    return out;
  }
  take_branches(out, rows.count, [&](std::size_t i) -> const Vector& {
    std::size_t branch = 0;
    while (branch + 1 < branches.size() && is_missing(branches[branch], i)) ++branch;
    return branches[branch];
  });
  return out;
}

}  // namespace flatcrm::query
