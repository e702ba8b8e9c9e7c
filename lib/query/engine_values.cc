// Values of one run of records: arithmetic, functions of numbers, days and texts.
#include <algorithm>

#include "core/text.h"
#include "query/engine_state.h"
#include "query/numbers.h"
#include "query/text_functions.h"

namespace flatcrm::query {

namespace {

bool is_missing(std::int64_t value) {
  return value == core::no_number;
}

/// Seconds as whole days, downwards.
std::int64_t whole_days(std::int64_t seconds) {
  std::int64_t days = seconds / seconds_a_day;
  return seconds % seconds_a_day < 0 ? days - 1 : days;
}

}  // namespace

Vector Engine::State::arithmetic(const Node& node, const Rows& rows) const {
  Vector left = evaluate(node.children[0], rows);
  if (node.op == Op::negate) {
    Vector out = Vector::of_numbers(rows.count, left.scale);
    for (std::size_t i = 0; i < rows.count; ++i)
      out.own_numbers[i] = is_missing(left.number(i)) ? core::no_number : -left.number(i);
    return out;
  }
  Vector right = evaluate(node.children[1], rows);
  bool of_days = node.type.kind == Kind::date;  // day ± duration
  bool between_days =
      node.op == Op::subtract && node.type.kind == Kind::duration && node.index == 1;  // day - day
  if (of_days || between_days || node.op == Op::time_between) {
    Vector out = Vector::of_numbers(rows.count, 0);
    for (std::size_t i = 0; i < rows.count; ++i) {
      std::int64_t one = left.number(i), other = right.number(i);
      std::int64_t& into = out.own_numbers[i];
      if (is_missing(one) || is_missing(other))
        into = core::no_number;
      else if (node.op == Op::time_between)
        into = difference_in_seconds(one, other);
      else if (between_days)
        into = (one - other) * seconds_a_day;
      else
        into = checked(core::Int128{one} +
                       whole_days(rescale(node.op == Op::add ? other : -other, right.scale, 0)));
    }
    return out;
  }
  if (node.op == Op::multiply) {
    int scale = std::min(left.scale + right.scale, most_digits);
    int surplus = left.scale + right.scale - scale;
    Vector out = Vector::of_numbers(rows.count, scale);
    for (std::size_t i = 0; i < rows.count; ++i)
      out.own_numbers[i] = multiply(left.number(i), right.number(i), surplus);
    return out;
  }
  if (node.op == Op::divide) {
    Vector out = Vector::of_numbers(rows.count, quotient_digits);
    for (std::size_t i = 0; i < rows.count; ++i)
      out.own_numbers[i] = divide(left.number(i), left.scale, right.number(i), right.scale);
    return out;
  }
  int scale = std::max(left.scale, right.scale);
  Vector out = Vector::of_numbers(rows.count, scale);
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::int64_t one = rescale(left.number(i), left.scale, scale),
                 other = rescale(right.number(i), right.scale, scale);
    bool missing = is_missing(one) || is_missing(other);
    out.own_numbers[i] = missing ? core::no_number : add(one, node.op == Op::add ? other : -other);
  }
  return out;
}

/// A bare number as money: one of the book's currency, at the rate of today where another is wanted.
std::int64_t Engine::State::in_target(core::Decimal amount, int scale) const {
  if (rates.is_target("")) return rescale(amount.mantissa, amount.scale, scale);
  std::optional<core::Decimal> value = rates.convert(amount, "", options.today);
  return value ? rescale(value->mantissa, value->scale, scale) : core::no_number;
}

Vector Engine::State::number_function(const Node& node, const Rows& rows) const {
  Vector from = evaluate(node.children[0], rows);
  bool reads = (node.op == Op::to_number || node.op == Op::to_money) && from.form != Vector::Form::number;
  int digits = node.op == Op::rounded ? static_cast<int>(node.number.mantissa) : 0;
  bool keeps = node.op == Op::absolute || (node.op == Op::to_money && !reads);
  Vector out = Vector::of_numbers(rows.count, keeps ? from.scale : reads ? quotient_digits : digits);
  if (node.op == Op::to_money && !rates.is_target("")) out.scale = std::max(out.scale, Rates::digits);
  if (node.op == Op::stage_probability) {
    out.scale = quotient_digits;
    Vector stages = evaluate(node.children[1], rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      out.own_numbers[i] = core::no_number;
      for (const book::Pipeline& pipeline : book.config().pipelines) {
        if (!from.text(i).empty() && pipeline.name != from.text(i)) continue;
        for (const book::Stage& stage : pipeline.stages)
          if (stage.name == stages.text(i) && is_missing(out.own_numbers[i]))
            out.own_numbers[i] =
                rescale(stage.probability.mantissa, stage.probability.scale, quotient_digits);
      }
    }
    return out;
  }
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::int64_t& into = out.own_numbers[i];
    if (from.form != Vector::Form::number) {
      std::string_view text = from.text(i);
      into = core::no_number;
      if (node.op == Op::count) {
        into = count_elements(text);
      } else if (text.empty()) {
        continue;
      } else if (node.op == Op::length) {
        into = code_points(text);
      } else if (reads) {
        into = read_number(text);
        if (node.op == Op::to_money && into != core::no_number)
          into = in_target({into, quotient_digits}, out.scale);
      } else if (node.op == Op::to_date) {
        if (std::optional<core::Date> day = core::parse_day(core::trim(text))) into = day->days;
      }
      continue;
    }
    std::int64_t value = from.number(i);
    if (is_missing(value)) {
      into = core::no_number;
      continue;
    }
    switch (node.op) {
      case Op::absolute:
        into = value < 0 ? -value : value;
        break;
      case Op::rounded:
        into = rescale(value, from.scale, digits);
        break;
      case Op::floor_of: {
        std::int64_t whole = value / powers_of_ten[from.scale];
        into = value < 0 && value % powers_of_ten[from.scale] != 0 ? whole - 1 : whole;
        break;
      }
      case Op::to_day:
        into = day_of(value).days;
        break;
      case Op::encode_day:
        into = encode(core::Date{static_cast<std::int32_t>(value)});
        break;
      case Op::add_months:
        into =
            core::add_months({static_cast<std::int32_t>(value)}, static_cast<int>(node.number.mantissa)).days;
        break;
      case Op::to_money:
        into = in_target({value, static_cast<std::uint8_t>(from.scale)}, out.scale);
        break;
      case Op::to_number:
        into = value;
        break;
      default:
        into = part_of(node.op, {static_cast<std::int32_t>(value)}, options.today);
    }
  }
  return out;
}

Vector Engine::State::text_function(const Node& node, const Rows& rows) const {
  Vector from = evaluate(node.children[0], rows);
  Vector out = Vector::of_texts(rows.count);
  out.arena = std::make_shared<core::Arena>();
  std::string room;
  if (node.op == Op::stage_outcome) {
    Vector stages = evaluate(node.children[1], rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      for (const book::Pipeline& pipeline : book.config().pipelines) {
        if (!from.text(i).empty() && pipeline.name != from.text(i)) continue;
        for (const book::Stage& stage : pipeline.stages)
          if (stage.name == stages.text(i) && out.own_texts[i].empty()) out.own_texts[i] = stage.outcome;
      }
    }
    return out;
  }
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

/// if() and coalesce(): the branches brought to one form and scale.
Vector Engine::State::selection(const Node& node, const Rows& rows) const {
  std::vector<Vector> branches;
  std::size_t first = node.op == Op::choose ? 1 : 0;
  int scale = 0;
  bool text = node.type.is_text(), truth = node.type.kind == Kind::truth;
  for (std::size_t child = first; child < node.children.size(); ++child) {
    branches.push_back(evaluate(node.children[child], rows));
    scale = std::max(scale, branches.back().scale);
  }
  auto missing = [&](const Vector& branch, std::size_t i) {
    if (text) return branch.text(i).empty();
    return truth ? branch.truth(i) == Truth::unknown : is_missing(branch.number(i));
  };
  Vector condition;
  if (node.op == Op::choose) condition = evaluate(node.children[0], rows);
  Vector out = text    ? Vector::of_texts(rows.count)
               : truth ? Vector::of_truths(rows.count)
                       : Vector::of_numbers(rows.count, scale);
  if (text) out.arena = std::make_shared<core::Arena>();
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::size_t taken = 0;
    if (node.op == Op::choose) {
      taken = condition.truth(i) == Truth::yes ? 0 : 1;
    } else {
      while (taken + 1 < branches.size() && missing(branches[taken], i)) ++taken;
    }
    const Vector& branch = branches[taken];
    if (truth)
      out.own_truths[i] = branch.truths[i * branch.step];
    else if (text)
      out.own_texts[i] = branch.arena == nullptr ? branch.text(i) : out.arena->keep(branch.text(i));
    else
      out.own_numbers[i] = rescale(branch.number(i), branch.scale, scale);
  }
  return out;
}

}  // namespace flatcrm::query
