// Arithmetic and functions of the values of one record.
#include <algorithm>

#include "book/stages.h"
#include "core/text.h"
#include "query/numbers.h"
#include "query/record_evaluator.h"
#include "query/text_functions.h"

namespace flatcrm::query {

Value RecordEvaluator::arithmetic(const Node& node, const Value& left, const Value& right) const {
  if (left.number == core::no_number) return {};
  if (node.op == Op::negate) return Value::of_number(-left.number, left.scale);
  if (right.number == core::no_number) return {};
  if (node.op == Op::time_between)
    return Value::of_number(difference_in_seconds(left.number, right.number), 0);
  if (node.op == Op::subtract && node.type.kind == Kind::duration && node.index == 1)
    return Value::of_number((left.number - right.number) * seconds_a_day, 0);
  if (node.type.kind == Kind::date) {
    std::int64_t seconds = rescale(node.op == Op::add ? right.number : -right.number, right.scale, 0);
    std::int64_t days = seconds / seconds_a_day - (seconds % seconds_a_day < 0 ? 1 : 0);
    return Value::of_number(left.number + days, 0);
  }
  if (node.op == Op::divide) {
    return Value::of_number(divide(left.number, left.scale, right.number, right.scale), quotient_digits);
  }
  if (node.op == Op::multiply) {
    int scale = std::min(left.scale + right.scale, most_digits);
    return Value::of_number(query::multiply(left.number, right.number, left.scale + right.scale - scale),
                            scale);
  }
  int scale = std::max(left.scale, right.scale);
  std::int64_t one = rescale(left.number, left.scale, scale),
               other = rescale(right.number, right.scale, scale);
  return Value::of_number(add(one, node.op == Op::add ? other : -other), scale);
}

Value RecordEvaluator::function(const Node& node, const Value& from, const Value& second) const {
  switch (node.op) {
    case Op::stage_outcome:
    case Op::stage_probability: {
      const book::Stage* stage = book::find_stage(config_, from.text, second.text);
      if (stage == nullptr) return {};
      return node.op == Op::stage_outcome
                 ? Value::of_text(stage->outcome)
                 : Value::of_number(stage->probability.mantissa, stage->probability.scale);
    }
    case Op::count:
      return Value::of_number(count_elements(from.text), 0);
    default:
      return from.number == core::no_number ? function_of_text(node, from.text)
                                            : function_of_number(node, from);
  }
}

Value RecordEvaluator::function_of_text(const Node& node, const std::string& text) {
  std::string room;
  if (text.empty()) return {};
  switch (node.op) {
    case Op::first_element:
      return Value::of_text(first_element(text, room));
    case Op::lower:
    case Op::upper:
    case Op::fold:
    case Op::domain:
      apply(node.op, text, room);
      return Value::of_text(room);
    case Op::length:
      return Value::of_number(code_points(text), 0);
    case Op::to_number:
    case Op::to_money:
      return Value::of_number(read_number(text), quotient_digits);
    case Op::to_date: {
      std::optional<core::Date> day = core::parse_day(core::trim(text));
      return day ? Value::of_number(day->days, 0) : Value();
    }
    default:
      return {};
  }
}

Value RecordEvaluator::function_of_number(const Node& node, const Value& from) const {
  auto digits = static_cast<int>(node.number.mantissa);
  core::Date day{static_cast<std::int32_t>(from.number)};
  switch (node.op) {
    case Op::absolute:
      return Value::of_number(from.number < 0 ? -from.number : from.number, from.scale);
    case Op::rounded:
      return Value::of_number(rescale(from.number, from.scale, digits), digits);
    case Op::floor_of:
      return Value::of_number(floor_of(from.number, from.scale), 0);
    case Op::to_day:
      return Value::of_number(day_of(from.number).days, 0);
    case Op::encode_day:
      return Value::of_number(encode(day), 0);
    case Op::add_months:
      return Value::of_number(core::add_months(day, digits).days, 0);
    case Op::to_number:
    case Op::to_money:
      return from;
    default:
      return Value::of_number(part_of(node.op, day, tree_.today), 0);
  }
}

}  // namespace flatcrm::query
