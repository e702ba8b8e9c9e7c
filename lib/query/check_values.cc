// Arithmetic, and the constants that a query is made of.
#include <fmt/format.h>

#include "query/check.h"

namespace flatcrm::query {

namespace {

std::string key_of(const Node& node) {
  std::string key = fmt::format("{}|{}|{}|{}|{}|{}|{}:{}|{}:{}|{}:{}", static_cast<int>(node.op),
                                static_cast<int>(node.type.kind), node.type.list, node.type.collection,
                                node.missing, node.index, node.number.mantissa, node.number.scale,
                                node.upper.mantissa, node.upper.scale, node.text.size(), node.text);
  for (NodeId child : node.children) key += fmt::format("|c{}", child);
  for (const std::string& text : node.texts) key += fmt::format("|{}:{}", text.size(), text);
  for (core::Decimal number : node.numbers) key += fmt::format("|{}e{}", number.mantissa, number.scale);
  return key;
}

}  // namespace

NodeId Tree::add(Node node) {
  auto [place, is_new] = known.try_emplace(key_of(node), static_cast<NodeId>(nodes.size()));
  if (is_new) nodes.push_back(std::move(node));
  return place->second;
}

NodeId Checker::make(Op op, Type type, Span span, std::vector<NodeId> children, std::uint32_t index) {
  Node node;
  node.op = op;
  node.type = std::move(type);
  node.type.declared = nullptr;
  if (op == Op::follow) node.type.declared = tree_[tree_.follows[index].target].type.declared;
  node.span = span;
  node.children = std::move(children);
  node.index = index;
  return tree_.add(std::move(node));
}

NodeId Checker::invert(NodeId node, bool inverted) {
  return inverted ? make(Op::negation, {Kind::truth}, tree_[node].span, {node}) : node;
}

NodeId Checker::number(core::Decimal value, Kind kind, Span span) {
  Node node;
  node.type.kind = kind;
  node.number = value;
  node.span = span;
  return tree_.add(std::move(node));
}

NodeId Checker::day(core::Date value, Span span) {
  return number({value.days, 0}, Kind::date, span);
}

NodeId Checker::to_day(NodeId node) {
  if (type(node).kind != Kind::date_time) return node;
  const Node& from = tree_[node];
  if (from.op == Op::constant) return day(day_of(from.number.mantissa), from.span);
  if (from.op == Op::field) {
    Field only_day = tree_.fields[from.index];
    only_day.day = true;
    Node copy = from;
    copy.index = Tree::intern(tree_.fields, only_day);
    copy.type.kind = Kind::date;
    return tree_.add(std::move(copy));
  }
  return make(Op::to_day, {Kind::date}, from.span, {node});
}

/// A constant number of months, where days are wanted: as many as it has up to today.
NodeId Checker::months_as_duration(NodeId node) {
  if (type(node).kind != Kind::months) return node;
  const Node& from = tree_[node];
  auto months = static_cast<int>(from.number.mantissa);
  std::int64_t days = calendar_.today.days - core::add_months(calendar_.today, -months).days;
  return number({days * seconds_a_day, 0}, Kind::duration, from.span);
}

NodeId Checker::add_to_day(NodeId at, NodeId duration, bool back, Span span) {
  const Node& node = tree_[duration];
  NodeId from = to_day(at);
  if (node.type.kind == Kind::months) {
    auto months = static_cast<int>(back ? -node.number.mantissa : node.number.mantissa);
    if (tree_[from].op == Op::constant)
      return day(core::add_months({static_cast<std::int32_t>(tree_[from].number.mantissa)}, months), span);
    Node moved;
    moved.op = Op::add_months;
    moved.type.kind = Kind::date;
    moved.span = span;
    moved.children = {from};
    moved.number = {months, 0};
    return tree_.add(std::move(moved));
  }
  if (node.op == Op::constant && tree_[from].op == Op::constant) {
    std::int64_t days = node.number.mantissa / seconds_a_day;
    return day({static_cast<std::int32_t>(tree_[from].number.mantissa + (back ? -days : days))}, span);
  }
  return make(back ? Op::subtract : Op::add, {Kind::date}, span, {from, duration});
}

namespace {

bool lasts(const Type& type) {
  return !type.list && (type.kind == Kind::duration || type.kind == Kind::months);
}

std::string_view hint_for_sum(const Type& one, const Type& other) {
  if (one.kind == Kind::money || other.kind == Kind::money)
    return "an amount is written with its currency: 100 EUR";
  if (one.is_day() && other.is_number()) return "a span of time has a unit: 90d, 12m, 2y";
  bool text = one.is_text() || other.is_text();
  return text ? "number(TEXT) reads a number from text, date(TEXT) a day" : "";
}

}  // namespace

NodeId Checker::check_sum(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  bool back = syntax.text == "-";
  Op op = back ? Op::subtract : Op::add;
  NodeId left = check(syntax.first_child, scope);
  NodeId right = check((*scope.syntax)[syntax.first_child].next, scope);
  Type one = type(left), other = type(right);
  if (one.is_day() && lasts(other)) return add_to_day(left, right, back, syntax.span);
  if (one.is_day() && other.is_day() && back) return days_between(left, right, syntax.span);
  if (lasts(one) && lasts(other))
    return make(op, {Kind::duration}, syntax.span, {months_as_duration(left), months_as_duration(right)});
  if (one.is_number() && other.is_number()) {
    bool whole = one.kind == Kind::integer && other.kind == Kind::integer;
    return make(op, {whole ? Kind::integer : Kind::decimal}, syntax.span, {left, right});
  }
  if (one.kind == Kind::money && other.kind == Kind::money)
    return make(op, {Kind::money}, syntax.span, {money_side(left, right), money_side(right, left)});
  fail(scope, syntax.span,
       back ? fmt::format("can't take {} from {}", describe(other), describe(one))
            : fmt::format("can't add {} and {}", describe(one), describe(other)),
       std::string(hint_for_sum(one, other)));
}

NodeId Checker::days_between(NodeId later, NodeId earlier, Span span) {
  if (type(later).kind == Kind::date_time && type(earlier).kind == Kind::date_time)
    return make(Op::time_between, {Kind::duration}, span, {later, earlier});
  return make(Op::subtract, {Kind::duration}, span, {to_day(later), to_day(earlier)}, 1);
}

NodeId Checker::check_product(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  bool divides = syntax.text == "/";
  NodeId left = months_as_duration(check(syntax.first_child, scope));
  NodeId right = months_as_duration(check((*scope.syntax)[syntax.first_child].next, scope));
  const Type &one = type(left), &other = type(right);
  auto measures = [](const Type& type) {
    return !type.list && (type.kind == Kind::money || type.kind == Kind::duration);
  };
  Op op = divides ? Op::divide : Op::multiply;
  if (one.is_number() && other.is_number()) {
    bool whole = !divides && one.kind == Kind::integer && other.kind == Kind::integer;
    return make(op, {whole ? Kind::integer : Kind::decimal}, syntax.span, {left, right});
  }
  if (measures(one) && other.is_number()) {
    Kind kind = one.kind;
    if (kind == Kind::money) left = money_side(left, right);
    return make(op, {kind}, syntax.span, {left, right});
  }
  if (!divides && one.is_number() && measures(other)) {
    Kind kind = other.kind;
    if (kind == Kind::money) right = money_side(right, left);
    return make(op, {kind}, syntax.span, {left, right});
  }
  if (divides && measures(one) && one.kind == other.kind && !other.list) {
    if (one.kind == Kind::money) {
      NodeId amount = left;
      left = money_side(left, right);
      right = money_side(right, amount);
    }
    return make(op, {Kind::decimal}, syntax.span, {left, right});
  }
  std::string hint = one.is_text() || other.is_text() ? "number(TEXT) reads a number from text" : "";
  fail(scope, syntax.span,
       divides ? fmt::format("can't divide {} by {}", describe(one), describe(other))
               : fmt::format("can't multiply {} by {}", describe(one), describe(other)),
       hint);
}

NodeId Checker::check_minus(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  NodeId operand = months_as_duration(check(syntax.first_child, scope));
  Type of = type(operand);
  bool fits = !of.list && (of.is_number() || of.kind == Kind::money || of.kind == Kind::duration);
  if (!fits)
    fail(scope, syntax.span, fmt::format("a sign before {}", describe(of)),
         "only numbers, amounts and durations have one");
  if (of.kind == Kind::money) operand = money_side(operand, operand);
  if (tree_[operand].op == Op::constant) {
    Node negative = tree_[operand];
    negative.number.mantissa = -negative.number.mantissa;
    return tree_.add(std::move(negative));
  }
  return make(Op::negate, of, syntax.span, {operand});
}

}  // namespace flatcrm::query
