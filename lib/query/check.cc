#include "query/check.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "model/iso_codes.h"

namespace flatcrm::query {

namespace {

/// Digits with letters behind them that are no unit.
std::string hint_for_unit(std::string_view text) {
  std::size_t end = std::min(text.find_first_not_of("0123456789_."), text.size());
  std::string_view digits = text.substr(0, end), unit = text.substr(end);
  if (model::is_currency_code(unit)) return fmt::format("write {} {}", digits, unit);
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"day", "d"}, {"week", "w"}, {"month", "m"}, {"year", "y"}, {"hour", "h"}, {"hr", "h"}, {"sec", "s"}};
  for (const auto& [word, ours] : words)
    if (unit.starts_with(word)) return fmt::format("write {}{}", digits, ours);
  return "units are d, w, m (months), y, h, min, s; an amount is written 10000 or 10_000; text wants quotes";
}

}  // namespace

Catalog catalog_of_columns(std::vector<std::string> columns, core::Date today) {
  Catalog catalog;
  catalog.today = today;
  catalog.columns = std::move(columns);
  return catalog;
}

Checker::Scope Checker::Scope::in(const std::string& other) const {
  Scope inner;
  inner.syntax = syntax;
  inner.collection = other;
  inner.depth = depth;
  return inner;
}

Checker::Checker(const Catalog& catalog, const std::string& collection)
    : catalog_(catalog),
      calendar_{catalog.today, catalog.config == nullptr ? 1 : catalog.config->fiscal_month} {
  tree_.today = catalog.today;
  turn_to(collection);
}

void Checker::turn_to(const std::string& collection) {
  collection_ = collection;
  if (catalog_.schemas == nullptr || is_collection(collection)) return;
  std::vector<std::string> names = catalog_.schemas->collections();
  std::vector<std::string_view> views(names.begin(), names.end());
  std::string_view nearest = core::nearest(collection, views);
  throw Error(Code::usage, fmt::format("no collection '{}'", collection), {},
              nearest.empty() ? fmt::format("it is one of {}", fmt::join(names, ", "))
                              : fmt::format("did you mean '{}'?", nearest));
}

NodeId Checker::condition(const SharedSyntax& syntax) {
  kept_.push_back(syntax);
  Scope scope;
  scope.syntax = syntax.get();
  scope.collection = collection_;
  return check_condition(syntax->root, scope);
}

NodeId Checker::value(const SharedSyntax& syntax) {
  kept_.push_back(syntax);
  Scope scope;
  scope.syntax = syntax.get();
  scope.collection = collection_;
  NodeId node = months_as_duration(check(syntax->root, scope));
  if (type(node).kind == Kind::period)
    fail(scope, tree_[node].span, "a period is no value of a record", "compare a day with it");
  return node;
}

NodeId Checker::book_value(const SharedSyntax& syntax) {
  kept_.push_back(syntax);
  Scope scope;
  scope.syntax = syntax.get();
  scope.whole = true;
  NodeId node = months_as_duration(check(syntax->root, scope));
  if (type(node).kind == Kind::period)
    fail(scope, tree_[node].span, "a period is no figure of the book", "compare a day with it");
  return node;
}

NodeId Checker::group_value(const SharedSyntax& syntax) {
  kept_.push_back(syntax);
  Scope scope;
  scope.syntax = syntax.get();
  scope.collection = collection_;
  scope.grouped = true;
  NodeId node = months_as_duration(check(syntax->root, scope));
  if (type(node).kind == Kind::period)
    fail(scope, tree_[node].span, "a period is no value of a group", "compare a day with it");
  return node;
}

void Checker::fail(const Scope& scope, Span span, std::string what, std::string hint) const {
  throw QueryError(scope.syntax->text, span, std::move(what), std::move(hint), scope.syntax->name);
}

std::string Checker::source_of(const Scope& scope, Span span) const {
  std::string_view text = scope.syntax->text;
  std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  return core::visible(text.substr(begin, std::max(span.end, span.begin) - span.begin));
}

NodeId Checker::check_condition(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  NodeId node = check(id, scope);
  const Type& found = type(node);
  if (found.kind == Kind::truth && !found.list) return node;
  std::string hint = "compare it with something";
  if (found.list || found.is_text() || found.is_day())
    hint = fmt::format("to ask whether it has one, write {} is not empty", source_of(scope, syntax.span));
  fail(scope, syntax.span,
       fmt::format("a condition is wanted here, and '{}' is {}", source_of(scope, syntax.span),
                   describe(found)),
       hint);
}

NodeId Checker::check(SyntaxId id, const Scope& scope) {
  switch ((*scope.syntax)[id].form) {
    case Form::word:
    case Form::braced:
      return name(id, scope);
    case Form::number:
    case Form::text:
    case Form::date:
    case Form::date_time:
    case Form::period:
    case Form::duration:
    case Form::money:
    case Form::truth:
      return check_literal(id, scope);
    case Form::list:
      fail(scope, (*scope.syntax)[id].span, "a list of values stands only behind in",
           "write FIELD in (A, B)");
    case Form::call:
      return check_call(id, scope);
    case Form::either:
      return check_series(id, scope, Op::either);
    case Form::both:
      return check_series(id, scope, Op::both);
    case Form::negation:
      return make(Op::negation, {Kind::truth}, (*scope.syntax)[id].span,
                  {check_condition((*scope.syntax)[id].first_child, scope)});
    case Form::compare:
      return check_compare(id, scope);
    case Form::between:
      return check_between(id, scope);
    case Form::empty:
      return check_empty(id, scope);
    case Form::sum:
      return check_sum(id, scope);
    case Form::product:
      return check_product(id, scope);
    case Form::minus:
      return check_minus(id, scope);
  }
  return no_node;
}

NodeId Checker::check_series(SyntaxId id, const Scope& scope, Op op) {
  std::vector<NodeId> operands;
  SyntaxId before = no_syntax;
  for (SyntaxId child : scope.syntax->children(id)) {
    if (before != no_syntax) refuse_operand(before, child, scope);
    operands.push_back(check_condition(child, scope));
    before = child;
  }
  return make(op, {Kind::truth}, (*scope.syntax)[id].span, std::move(operands));
}

/// `country = DE or FR`: a bare value behind a comparison was meant as one more of its values.
void Checker::refuse_operand(SyntaxId before, SyntaxId operand, const Scope& scope) {
  const SyntaxNode& compared = (*scope.syntax)[before];
  const SyntaxNode& value = (*scope.syntax)[operand];
  bool bare = (value.form == Form::word && !scope.grouped &&
               maybe_name(value.text, value.span, scope, false) == no_node) ||
              (value.form >= Form::number && value.form <= Form::money);
  if (compared.form != Form::compare || !bare) return;
  const SyntaxNode& field = (*scope.syntax)[compared.first_child];
  auto values_of = [&](SyntaxId id) {
    std::string_view source = scope.syntax->source(id);
    bool enclosed = source.starts_with('(') && source.ends_with(')');
    return enclosed ? source.substr(1, source.size() - 2) : source;
  };
  std::string_view first = values_of(field.next), other = values_of(operand);
  bool equals = compared.text == "=" || compared.text == "in";
  bool period = value.form == Form::period;
  fail(scope, value.span, fmt::format("'{}' is no condition", core::visible(other)),
       equals && !period ? fmt::format("for one of several write {} in ({}, {})",
                                       source_of(scope, field.span), first, other)
                         : fmt::format("write {} {} {}", source_of(scope, field.span), compared.text, other));
}

NodeId Checker::check_empty(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  NodeId operand = check(syntax.first_child, scope);
  return invert(make(Op::is_empty, {Kind::truth}, syntax.span, {operand}), syntax.inverted);
}

NodeId Checker::check_literal(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  Node node;
  node.span = syntax.span;
  node.text = std::string(syntax.text);
  switch (syntax.form) {
    case Form::number:
    case Form::money: {
      if (syntax.form == Form::money) check_mark(syntax, {Kind::money}, scope);
      std::optional<core::Decimal> value = core::parse_decimal(syntax.text);
      if (!value)
        fail(scope, syntax.span, fmt::format("the number '{}' has more than 18 digits", syntax.text));
      node.number = *value;
      node.type.kind = syntax.form == Form::money ? Kind::money
                       : value->scale == 0        ? Kind::integer
                                                  : Kind::decimal;
      node.text = std::string(syntax.extra);
      break;
    }
    case Form::text:
      node.type.kind = Kind::text;
      break;
    case Form::truth:
      node.type.kind = Kind::truth;
      node.number = {syntax.text == "true" ? 1 : 0, 0};
      node.text.clear();
      break;
    case Form::date:
      return day(*core::parse_date(syntax.text), syntax.span);
    case Form::date_time:
      node.type.kind = Kind::date_time;
      node.number = {encode(*core::parse_date_time(syntax.text)), 0};
      node.text.clear();
      break;
    case Form::period: {
      std::optional<Days> days = parse_period(syntax.text, calendar_);
      if (!days)
        fail(scope, syntax.span, fmt::format("'{}' is no period", syntax.text),
             "a year, quarter, month or week: 2026, 2026-Q3, 2026-11, 2026-W12, FY2026");
      node.type.kind = Kind::period;
      node.number = {days->first.days, 0};
      node.upper = {days->last.days, 0};
      node.text.clear();
      break;
    }
    default: {
      std::optional<Duration> duration = parse_duration(syntax.text);
      if (!duration)
        fail(scope, syntax.span, fmt::format("'{}' is no number and no duration", syntax.text),
             hint_for_unit(syntax.text));
      node.type.kind = duration->months != 0 ? Kind::months : Kind::duration;
      node.number = {duration->months != 0 ? duration->months : duration->seconds, 0};
      node.text.clear();
    }
  }
  if (syntax.form == Form::money && catalog_.config != nullptr && node.text == catalog_.config->currency)
    node.text.clear();
  return tree_.add(std::move(node));
}

}  // namespace flatcrm::query
