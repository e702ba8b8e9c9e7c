// Two sides of a comparison: bare text takes the type of the other side, and what does not fit is an error.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "model/iso_codes.h"
#include "query/check.h"
#include "query/pattern.h"
#include "query/range.h"
#include "query/slip_words.h"

namespace flatcrm::query {

namespace {

bool is_literal(Form form) {
  switch (form) {
    case Form::number:
    case Form::text:
    case Form::date:
    case Form::date_time:
    case Form::period:
    case Form::duration:
    case Form::money:
    case Form::truth:
      return true;
    default:
      return false;
  }
}

bool takes_text(const Type& type) {
  return type.kind == Kind::text || type.kind == Kind::reference;
}

/// Of a field whose values are all known: the word is one of them, whatever fields there are.
bool is_value_of(const model::Field& field, const std::string& word) {
  if (field.format == model::Format::country) return model::is_country_code(word);
  if (field.format == model::Format::currency) return model::is_currency_code(word);
  return std::find(field.values.begin(), field.values.end(), word) != field.values.end();
}

bool lasts(const Type& type) {
  return type.kind == Kind::duration || type.kind == Kind::months;
}

std::string_view turned(std::string_view sign) {
  constexpr std::pair<std::string_view, std::string_view> others[] = {
      {"<", ">"}, {"<=", ">="}, {">", "<"}, {">=", "<="}};
  for (const auto& [from, to] : others)
    if (sign == from) return to;
  return sign;
}

/// What is said of a comparison that comes out the same whatever the record; "" of any other.
std::string foregone(const Tree& tree, std::string_view sign, NodeId left, NodeId right) {
  bool constant_left = tree[left].op == Op::constant;
  const Node& constant = tree[constant_left ? left : right];
  NodeId other = constant_left ? right : left;
  bool compares = constant.op == Op::constant && !constant.missing && constant.type.is_number() &&
                  tree[other].op != Op::constant;
  std::optional<Range> range = compares ? range_of(tree, other) : std::nullopt;
  if (!range) return "";
  std::string_view seen = constant_left ? turned(sign) : sign;
  Verdict verdict = never_or_always(*range, seen, constant.number);
  if (verdict == Verdict::depends) return "";
  return fmt::format("{} is {} {} here", verdict == Verdict::never ? "nothing" : "everything", seen,
                     core::print(constant.number));
}

struct Slip {
  std::string what, hint;
};

/// A word that the other side can never be: lifecycle = churned.
std::optional<Slip> strange_word(const Tree& tree, std::string_view sign, NodeId left, NodeId right) {
  bool constant_left = tree[left].op == Op::constant;
  const Node& word = tree[constant_left ? left : right];
  NodeId other = constant_left ? right : left;
  bool compares = (sign == "=" || sign == "!=") && word.op == Op::constant && !word.missing &&
                  word.type.kind == Kind::text && tree[other].op != Op::constant;
  std::optional<std::vector<std::string_view>> texts = compares ? texts_of(tree, other) : std::nullopt;
  if (!texts || std::find(texts->begin(), texts->end(), word.text) != texts->end()) return std::nullopt;
  std::string_view nearest = core::nearest(word.text, *texts);
  return Slip{fmt::format("'{}' is nothing that this can be", core::visible(word.text)),
              nearest.empty() ? fmt::format("it is one of {}", fmt::join(*texts, ", "))
                              : fmt::format("did you mean '{}'?", nearest)};
}

/// A share of one beside a percentile, which is of a hundred: percentile(value) > 0.8.
std::optional<Slip> share_of_one(const Tree& tree, NodeId left, NodeId right) {
  const Node& constant = tree[tree[left].op == Op::constant ? left : right];
  const Node& other = tree[tree[left].op == Op::constant ? right : left];
  bool is_percentile = other.op == Op::rank && tree.ranks[other.index].kind == RankKind::percentile;
  if (!is_percentile || constant.op != Op::constant || constant.missing) return std::nullopt;
  core::Decimal share = constant.number;
  if (share.mantissa <= 0 || core::compare(share, {1, 0}) >= 0) return std::nullopt;
  return Slip{fmt::format("{} is a share of 1, and a percentile is 0 to under 100", core::print(share)),
              fmt::format("write {}", core::print(core::multiply(share, {100, 0})))};
}

bool is_constant_period(const Type& type) {
  return type.kind == Kind::period || type.kind == Kind::months || type.kind == Kind::duration;
}

}  // namespace

NodeId Checker::check_compare(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::string_view sign = syntax.text;
  if (sign == "in") return invert(check_in(id, scope), syntax.inverted);
  if (sign == "contains") return invert(check_contains(id, scope), syntax.inverted);
  if (sign == "like" || sign == "~" || sign == "!~")
    return invert(check_pattern(id, scope, sign), syntax.inverted || sign == "!~");
  SyntaxId left_syntax = syntax.first_child;
  auto [left, right] =
      sides(left_syntax, (*scope.syntax)[left_syntax].next, sign != "=" && sign != "!=", scope);
  return compare(sign, left, right, syntax.span, scope);
}

NodeId Checker::check_between(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  SyntaxId value = syntax.first_child;
  SyntaxId low = (*scope.syntax)[value].next;
  SyntaxId high = (*scope.syntax)[low].next;
  auto [left, lower] = sides(value, low, true, scope);
  auto [again, upper] = sides(value, high, true, scope);
  check_bounds({low, lower}, {high, upper}, syntax.span, scope);
  NodeId from = compare(">=", left, lower, syntax.span, scope);
  NodeId to = compare("<=", again, upper, syntax.span, scope);
  return invert(make(Op::both, {Kind::truth}, syntax.span, {from, to}), syntax.inverted);
}

/// The side that is no bare word or constant is looked at first: it says what the other one may be.
std::pair<NodeId, NodeId> Checker::sides(SyntaxId left, SyntaxId right, bool orders, const Scope& scope) {
  const SyntaxNode& one = (*scope.syntax)[left];
  const SyntaxNode& other = (*scope.syntax)[right];
  auto is_text = [&](const SyntaxNode& side) {
    return side.form == Form::word &&
           (scope.grouped || maybe_name(side.text, side.span, scope, false) == no_node);
  };
  bool one_is_word = is_text(one);
  bool one_is_literal = is_literal(one.form) && !is_literal(other.form);
  // Asked only where it matters, as a field that no schema names is looked for in every file of the collection.
  bool other_is_word = (one_is_word || one_is_literal || one.form == Form::text) && is_text(other);
  // A word against text in quotes is no field that anybody has, not a text that happens to differ.
  if (one_is_word && other.form == Form::text) check(left, scope);
  if (other_is_word && one.form == Form::text) check(right, scope);
  bool turn = !other_is_word && (one_is_word || one_is_literal);
  NodeId first = check(turn ? right : left, scope);
  NodeId second = side(turn ? left : right, type(first), scope, orders);
  check_slips({turn ? left : right, second}, first, scope);
  return turn ? std::pair(second, first) : std::pair(first, second);
}

NodeId Checker::side(SyntaxId id, const Type& other_type, const Scope& scope, bool orders) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  Type other = other_type;  // the tree may grow
  if (syntax.form == Form::word) return word_side(id, other, scope);
  bool spelt = !orders && (syntax.form == Form::number || syntax.form == Form::date ||
                           syntax.form == Form::duration || syntax.form == Form::period);
  if (takes_text(other) && syntax.form == Form::text)
    return text_constant(std::string(syntax.text), other, syntax.span, scope);
  // A post code and the like: digits as they stand.
  bool there = other.list || syntax.span.end > syntax.span.begin;
  if (takes_text(other) && spelt && there)
    return text_constant(std::string(scope.syntax->source(id)), other, syntax.span, scope);
  if (other.is_day() && syntax.form == Form::number) {
    if (std::optional<Days> year = parse_period(syntax.text, calendar_); year && syntax.text.size() == 4) {
      Node node;
      node.type.kind = Kind::period;
      node.span = syntax.span;
      node.number = {year->first.days, 0};
      node.upper = {year->last.days, 0};
      return tree_.add(std::move(node));
    }
  }
  if (other.is_day() && syntax.form == Form::text) {
    std::optional<core::Date> day_said = core::parse_date(syntax.text);
    if (!day_said)
      fail(scope, syntax.span, fmt::format("'{}' is no day", core::visible(syntax.text)),
           "write it as 2026-11-22");
    return day(*day_said, syntax.span);
  }
  return check(id, scope);
}

/// A word is bare text where text is compared; what could be a field as well is asked about.
NodeId Checker::word_side(SyntaxId id, const Type& other, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::string word(syntax.text);
  if (!takes_text(other)) {
    bool answer = word == "yes" || word == "no";
    if (other.kind == Kind::truth && answer)
      fail(scope, syntax.span, fmt::format("'{}' is no value here", word), "write true or false");
    return check(id, scope);
  }
  if (other.declared != nullptr && is_value_of(*other.declared, word))
    return text_constant(word, other, syntax.span, scope);
  NodeId named = scope.grouped ? no_node : maybe_name(word, syntax.span, scope, false);
  if (named == no_node && means_nothing(word))
    fail(scope, syntax.span, fmt::format("'{}' is no value here", word),
         fmt::format("write is empty, or is not empty; the word itself wants quotes: \"{}\"", word));
  if (named == no_node) return text_constant(word, other, syntax.span, scope);
  if (type(named).kind == Kind::reference && other.kind == Kind::reference) return named;
  if (!takes_text(type(named)) || word.find('.') != std::string::npos) return named;
  fail(scope, syntax.span, fmt::format("'{}' could be text, and is a field too", word),
       fmt::format("write \"{}\" for the text, {{{}}} for the field", word, word));
}

NodeId Checker::text_constant(std::string text, const Type& as, Span span, const Scope& scope) {
  check_text(text, as, span, scope);
  Node node;
  node.span = span;
  node.type.kind = Kind::text;
  node.text = std::move(text);
  return tree_.add(std::move(node));
}

NodeId Checker::compare(std::string_view sign, NodeId left, NodeId right, Span span, const Scope& scope) {
  bool left_spans = is_constant_period(type(left)) && tree_[left].op == Op::constant && type(right).is_day();
  if (left_spans && type(left).kind == Kind::period) {
    return compare_period(turned(sign), right, left, span, scope);
  }
  if (type(left).is_day() && type(right).kind == Kind::period)
    return compare_period(sign, left, right, span, scope);
  fit(left, right, span, scope, sign);
  std::optional<Slip> slip = strange_word(tree_, sign, left, right);
  if (!slip) slip = share_of_one(tree_, left, right);
  if (slip) fail(scope, span, slip->what, slip->hint);
  if (std::string said = foregone(tree_, sign, left, right); !said.empty()) {
    std::optional<Range> range = range_of(tree_, tree_[left].op == Op::constant ? right : left);
    fail(scope, span, said, fmt::format("{} is {}", range->what, range->in_words()));
  }
  return order(sign, left, right, span);
}

/// A day against a span of days: = is within it, < before it, <= before its end.
NodeId Checker::compare_period(std::string_view sign, NodeId left, NodeId right, Span span, const Scope&) {
  NodeId at = to_day(left);
  core::Date first{static_cast<std::int32_t>(tree_[right].number.mantissa)};
  core::Date last{static_cast<std::int32_t>(tree_[right].upper.mantissa)};
  if (sign == "<") return order("<", at, day(first, span), span);
  if (sign == "<=") return order("<=", at, day(last, span), span);
  if (sign == ">") return order(">", at, day(last, span), span);
  if (sign == ">=") return order(">=", at, day(first, span), span);
  Node node;
  node.op = Op::within;
  node.type.kind = Kind::truth;
  node.span = span;
  node.children = {at};
  node.number = {first.days, 0};
  node.upper = {last.days, 0};
  return invert(tree_.add(std::move(node)), sign == "!=");
}

NodeId Checker::order(std::string_view sign, NodeId left, NodeId right, Span span) {
  Type truth{Kind::truth};
  if (sign == "=") return make(Op::equal, truth, span, {left, right});
  if (sign == "!=") return invert(make(Op::equal, truth, span, {left, right}), true);
  if (sign == "<") return make(Op::less, truth, span, {left, right});
  if (sign == "<=") return make(Op::at_most, truth, span, {left, right});
  if (sign == ">") return make(Op::less, truth, span, {right, left});
  return make(Op::at_most, truth, span, {right, left});
}

/// Brings both sides to one kind, or says why they have none.
void Checker::fit(NodeId& left, NodeId& right, Span span, const Scope& scope, std::string_view sign) {
  Type one = type(left), other = type(right);
  if (one.list || other.list) mismatch(scope, span, left, right, sign);
  // A bare number stands for an amount in the book's currency.
  auto amount = [&](const Type& money, const Type& number, NodeId node) {
    return money.kind == Kind::money && number.is_number() && tree_[node].op == Op::constant;
  };
  bool truths = one.kind == Kind::truth && other.kind == Kind::truth && (sign == "=" || sign == "!=");
  if (one.kind == Kind::money && other.kind == Kind::money) {
    left = money_side(left, right);
    right = money_side(right, left);
  } else if (one.is_day() && other.is_day()) {
    bool instants = one.kind == Kind::date_time && other.kind == Kind::date_time;
    left = instants ? left : to_day(left);
    right = instants ? right : to_day(right);
  } else if (lasts(one) && lasts(other)) {
    left = months_as_duration(left);
    right = months_as_duration(right);
  } else {
    bool alike = (one.is_number() && other.is_number()) || (one.is_text() && other.is_text());
    bool fits = alike || truths || amount(one, other, right) || amount(other, one, left);
    if (!fits) mismatch(scope, span, left, right, sign);
  }
}

/// A foreign amount beside a field is converted at the day of the record's document, as the field is; else at today's rate.
NodeId Checker::money_side(NodeId constant, NodeId other) {
  const Node& node = tree_[constant];
  if (node.op != Op::constant || node.type.kind != Kind::money || node.text.empty()) return constant;
  if (tree_[other].op != Op::field) return constant;
  Node rate = node;
  rate.op = Op::rate;
  rate.index = tree_[other].index;
  return tree_.add(std::move(rate));
}

NodeId Checker::check_in(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  SyntaxId value = syntax.first_child;
  SyntaxId set = (*scope.syntax)[value].next;
  NodeId left = check(value, scope);
  const SyntaxNode& right = (*scope.syntax)[set];
  if (right.form == Form::list) return one_of(left, scope.syntax->children(set), syntax.span, scope);
  bool recent = type(left).is_day() && right.form == Form::duration;
  if (recent) {
    NodeId duration = check(set, scope);
    NodeId since = add_to_day(day(catalog_.today, right.span), duration, true, right.span);
    NodeId at = to_day(left);
    NodeId after = order(">", at, since, syntax.span);
    NodeId until = order("<=", at, day(catalog_.today, right.span), syntax.span);
    return make(Op::both, {Kind::truth}, syntax.span, {after, until});
  }
  return one_of(left, {set}, syntax.span, scope);
}

NodeId Checker::one_of(NodeId left, const std::vector<SyntaxId>& elements, Span span, const Scope& scope) {
  if (elements.empty()) fail(scope, span, "a list without values has no one in it", "name at least one");
  Type as = type(left);
  std::vector<NodeId> comparisons;
  Node set;
  set.op = Op::one_of;
  set.type.kind = Kind::truth;
  set.span = span;
  set.children = {left};
  bool plain = as.is_text() || as.is_number();
  for (SyntaxId element : elements) {
    NodeId right = side(element, as, scope);
    check_slips({element, right}, left, scope);
    comparisons.push_back(compare("=", left, right, (*scope.syntax)[element].span, scope));
    const Node& node = tree_[right];
    plain = plain && node.op == Op::constant;
    if (!plain) continue;
    if (as.is_text())
      set.texts.push_back(node.text);
    else
      set.numbers.push_back(node.number);
  }
  if (comparisons.size() == 1) return comparisons[0];
  return plain ? tree_.add(std::move(set)) : make(Op::either, {Kind::truth}, span, std::move(comparisons));
}

NodeId Checker::check_pattern(SyntaxId id, const Scope& scope, std::string_view sign) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  SyntaxId value = syntax.first_child;
  const SyntaxNode& pattern = (*scope.syntax)[(*scope.syntax)[value].next];
  NodeId left = check(value, scope);
  if (!type(left).is_text())
    fail(scope, syntax.span, fmt::format("'{}' looks into text, and here is {}", sign, describe(type(left))),
         type(left).list
             ? fmt::format("write any({} {} \"...\")", source_of(scope, (*scope.syntax)[value].span), sign)
             : "compare it with =, < or >");
  if (pattern.form != Form::text && pattern.form != Form::word)
    fail(scope, pattern.span, "a pattern is text", "write it in quotes");
  bool field = pattern.form == Form::word && !scope.grouped &&
               maybe_name(pattern.text, pattern.span, scope, false) != no_node;
  if (field)
    fail(scope, pattern.span, "a pattern is text, not a field",
         fmt::format("for the text write \"{}\"", pattern.text));
  Node node;
  node.op = sign == "like" ? Op::like : Op::matches;
  node.type.kind = Kind::truth;
  node.span = syntax.span;
  node.children = {left};
  node.text = std::string(pattern.text);
  if (node.text.empty()) fail(scope, pattern.span, "an empty pattern", "write is empty, or is not empty");
  std::string wrong = node.op == Op::matches ? Pattern::fault_of(node.text) : "";
  if (!wrong.empty())
    fail(scope, pattern.span, "no regular expression: " + wrong,
         "the syntax is that of RE2; for plain wildcards there is like");
  return tree_.add(std::move(node));
}

NodeId Checker::check_contains(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  SyntaxId value = syntax.first_child;
  SyntaxId part = (*scope.syntax)[value].next;
  NodeId left = check(value, scope);
  Type as = type(left);
  if (!takes_text(as))
    fail(scope, syntax.span,
         fmt::format("'contains' looks into lists and text, and here is {}", describe(as)),
         "compare it with =, < or >");
  // A part of a text need not be one of its permitted values.
  if (!as.list) as = Type{Kind::text};
  NodeId right = side(part, as, scope);
  if (!type(right).is_text()) mismatch(scope, syntax.span, left, right, "contains");
  check_slips({part, right}, left, scope);
  return make(as.list ? Op::has_element : Op::contains, {Kind::truth}, syntax.span, {left, right});
}

}  // namespace flatcrm::query
