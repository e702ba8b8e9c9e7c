// Functions of one record.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "query/check.h"
#include "query/functions.h"

namespace flatcrm::query {

namespace {

constexpr int most_uses = 16;

std::optional<Function> aggregate_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Function>, 9> names{{{"count", Function::count},
                                                                        {"sum", Function::sum},
                                                                        {"min", Function::minimum},
                                                                        {"max", Function::maximum},
                                                                        {"avg", Function::average},
                                                                        {"median", Function::median},
                                                                        {"first", Function::first},
                                                                        {"last", Function::last},
                                                                        {"distinct", Function::distinct}}};
  for (const auto& [known, function] : names)
    if (known == name) return function;
  return std::nullopt;
}

}  // namespace

NodeId Checker::check_call(SyntaxId id, const Scope& scope) {
  struct Special {
    std::string_view name;
    NodeId (Checker::*check)(SyntaxId, const Scope&);
  };
  static constexpr Special specials[] = {
      {"quintile", &Checker::check_rank},
      {"percentile", &Checker::check_rank},
      {"forecast_orders", &Checker::check_forecast},
      {"forecast_value", &Checker::check_forecast},
      {"linked", &Checker::check_linked},
      {"any", &Checker::check_walk},
      {"all", &Checker::check_walk},
      {"if", &Checker::check_choose},
      {"coalesce", &Checker::check_coalesce},
      {"segment", &Checker::check_segment},
      {"tag", &Checker::check_tag},
      {"stage_outcome", &Checker::check_stage},
      {"stage_probability", &Checker::check_stage},
  };
  const SyntaxNode& syntax = (*scope.syntax)[id];
  if (std::optional<Function> function = aggregate_named(syntax.text))
    return scope.grouped && syntax.extra.empty() ? check_group(id, *function, scope)
                                                 : check_aggregate(id, *function, scope);
  refuse_misplaced(syntax, scope);
  for (const Special& special : specials)
    if (special.name == syntax.text) return (this->*special.check)(id, scope);
  if (const FunctionInfo* info = find_function(syntax.text)) return check_function(*info, id, scope);
  std::string_view of = scope.whole ? of_book : std::string_view(scope.collection);
  const Metric* known = scope.grouped ? nullptr : find_metric(of, syntax.text);
  if (known == nullptr) refuse_function(syntax, scope);
  return check_metric_call(*known, id, scope);
}

/// What has no meaning for a group or for the book, and words behind the arguments that only some functions take.
void Checker::refuse_misplaced(const SyntaxNode& syntax, const Scope& scope) {
  std::string_view name = syntax.text;
  bool scalar = name == "if" || name == "coalesce" || find_function(name) != nullptr;
  if (scope.grouped && !scalar)
    fail(scope, syntax.span, fmt::format("'{}' has many values in a group", name),
         fmt::format("say which: avg({}(...))", name));
  if (scope.whole && !scalar && find_metric(of_book, name) == nullptr) {
    std::vector<std::string_view> known = function_names();
    if (std::find(known.begin(), known.end(), name) != known.end())
      fail(scope, syntax.span,
           fmt::format("'{}' is of one record, and a figure of the whole book is wanted here", name),
           fmt::format("write count(customers where {}(...))", name));
    refuse_in_book(name, syntax.span, scope);
  }
  if (syntax.where != no_syntax && name != "linked")
    fail(scope, syntax.span, fmt::format("'{}' takes no where", name),
         "count, sum, min, max, avg, median, first, last, distinct and linked do");
  if (!syntax.extra.empty())
    fail(scope, syntax.span, fmt::format("'{}' is no function over records", name),
         "count, sum, min, max, avg, median, first, last and distinct are");
}

void Checker::refuse_function(const SyntaxNode& syntax, const Scope& scope) {
  std::vector<std::string_view> names = function_names();
  for (const Metric& metric : metrics())
    if (metric.collection == scope.collection && metric.spans()) names.push_back(metric.name);
  std::string_view nearest = core::nearest(syntax.text, names);
  bool field = catalog_.schemas != nullptr && maybe_name(syntax.text, syntax.span, scope, false) != no_node;
  fail(scope, {syntax.span.begin, syntax.span.begin + static_cast<std::uint32_t>(syntax.text.size())},
       fmt::format("no function '{}'", core::visible(syntax.text)),
       field             ? fmt::format("'{}' is a field: write it without parentheses", syntax.text)
       : nearest.empty() ? "the functions are listed in flatcrm-query(7)"
                         : fmt::format("did you mean '{}'?", nearest));
}

NodeId Checker::check_stage(SyntaxId id, const Scope& scope) {
  want_arguments(id, 2, 2, scope, "stage_outcome(pipeline, stage)");
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::vector<NodeId> arguments;
  for (SyntaxId argument : scope.syntax->children(id)) arguments.push_back(check(argument, scope));
  for (NodeId argument : arguments)
    if (!type(argument).is_text()) fail(scope, syntax.span, fmt::format("'{}' takes two texts", syntax.text));
  bool outcome = syntax.text == "stage_outcome";
  return make(outcome ? Op::stage_outcome : Op::stage_probability, {outcome ? Kind::text : Kind::decimal},
              syntax.span, arguments);
}

void Checker::want_arguments(SyntaxId id, std::size_t least, std::size_t most, const Scope& scope,
                             const char* form) const {
  std::size_t count = scope.syntax->children(id).size();
  if (count >= least && count <= most) return;
  const SyntaxNode& syntax = (*scope.syntax)[id];
  fail(scope, syntax.span,
       fmt::format("'{}' has {} argument{} here", syntax.text, count, count == 1 ? "" : "s"),
       fmt::format("it is written {}", form));
}

/// A metric over a span of days: value(12m), orders(2026), contacts(last month).
NodeId Checker::check_metric_call(const Metric& known, SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::vector<SyntaxId> arguments = scope.syntax->children(id);
  if (!known.spans())
    fail(scope, syntax.span, fmt::format("'{}' takes no span of days", known.name),
         "write it without parentheses");
  if (arguments.size() != 1)
    fail(scope, syntax.span, fmt::format("'{}' takes one span of days", known.name),
         fmt::format("write {}(12m), or {}(2026-Q3)", known.name, known.name));
  const SyntaxNode& argument = (*scope.syntax)[arguments[0]];
  NodeId span = check(arguments[0], scope);
  Kind kind = type(span).kind;
  bool year = argument.form == Form::number && parse_period(argument.text, calendar_);
  bool fits = tree_[span].op == Op::constant &&
              (kind == Kind::months || kind == Kind::duration || kind == Kind::period || year);
  if (!fits)
    fail(scope, argument.span,
         fmt::format("'{}' is {}, not a span of days", source_of(scope, argument.span), describe(type(span))),
         "12m, 90d, 2026-Q3, last month");
  return metric(known, fmt::format("in ({})", scope.syntax->source(arguments[0])), syntax.span, scope);
}

NodeId Checker::check_function(const FunctionInfo& info, SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  want_arguments(id, info.least, info.most, scope, info.form);
  std::vector<SyntaxId> from = scope.syntax->children(id);
  NodeId first = check(from[0], scope);
  if (info.takes == Takes::day) first = to_day(first);
  first = months_as_duration(first);
  const Type& given = type(first);
  if (!takes(info, given))
    fail(scope, (*scope.syntax)[from[0]].span,
         fmt::format("'{}' takes {}, and here is {}", info.name, describe_takes(info), describe(given)),
         given.list ? "for the first element write first(LIST)" : "");
  bool is_one_already = (info.op == Op::to_money && given.kind == Kind::money) ||
                        (info.op == Op::to_number && given.is_number()) || info.op == Op::to_day;
  if (is_one_already) return first;
  Node node;
  node.op = info.op;
  node.span = syntax.span;
  node.children = {first};
  node.type.kind = info.keeps_kind ? given.kind : info.result;
  if (info.op == Op::age) node.number = {catalog_.today.days, 0};
  if (info.op == Op::rounded && from.size() == 2)
    node.number = {digits_of((*scope.syntax)[from[1]], scope), 0};
  if (info.op == Op::divide)  // days(), hours()
    node.children.push_back(number({info.seconds, 0}, Kind::integer, syntax.span));
  return tree_.add(std::move(node));
}

/// Of round(VALUE, DIGITS).
std::int64_t Checker::digits_of(const SyntaxNode& said, const Scope& scope) const {
  bool fits = said.form == Form::number && said.text.size() == 1 && said.text[0] <= '9';
  if (!fits) fail(scope, said.span, "the digits of round are a number from 0 to 9", "write round(VALUE, 2)");
  return said.text[0] - '0';
}

/// A word that is a field, or a metric, rather than bare text.
bool Checker::is_named(const SyntaxNode& syntax, const Scope& scope) {
  return syntax.form == Form::word && !scope.grouped &&
         maybe_name(syntax.text, syntax.span, scope, false) != no_node;
}

/// The type that leads: that of the first which is no bare text, text or a reference where there is none.
Type Checker::leading_type(const std::vector<SyntaxId>& from, const Scope& scope) {
  for (SyntaxId id : from) {
    const SyntaxNode& syntax = (*scope.syntax)[id];
    bool bare = syntax.form == Form::text || (syntax.form == Form::word && !is_named(syntax, scope));
    if (!bare) return type(months_as_duration(check(id, scope)));
  }
  return {Kind::text};
}

/// Widens the common type where another's values fit as well; false where they do not.
bool Checker::widen(Type& common, const Type& found) {
  if (found.is_number() && common.is_number()) {
    if (found.kind != common.kind) common.kind = Kind::decimal;
    return true;
  }
  bool same =
      found.list == common.list && (found.kind == common.kind || (found.is_text() && common.is_text()));
  if (same) {
    if (found.is_text() && found.kind != common.kind) common = Type{Kind::text};
    return true;
  }
  bool days = found.is_day() && common.is_day();
  if (days) common.kind = Kind::date;
  return days;
}

/// All of one type, in which the first that has one leads: if() and coalesce().
std::vector<NodeId> Checker::unified(const std::vector<SyntaxId>& from, Type& common, const Scope& scope) {
  common = leading_type(from, scope);
  std::vector<NodeId> nodes;
  for (SyntaxId one : from) {
    const SyntaxNode& syntax = (*scope.syntax)[one];
    Type as = common;
    as.declared = nullptr;  // a default need not be one of the permitted values
    if (as.kind == Kind::reference && syntax.form == Form::text) as = Type{Kind::text};
    NodeId node = months_as_duration(is_named(syntax, scope) ? check(one, scope) : side(one, as, scope));
    Type found = type(node);
    if (found.kind == Kind::money) node = money_side(node, node);
    bool amount = common.kind == Kind::money && found.is_number() && tree_[node].op == Op::constant;
    if (!amount && !widen(common, found))
      fail(scope, syntax.span, fmt::format("{} where the others are {}", describe(found), describe(common)),
           "all that may come out have one type");
    nodes.push_back(node);
  }
  if (common.kind == Kind::date)
    for (NodeId& node : nodes) node = to_day(node);
  common.declared = nullptr;
  return nodes;
}

NodeId Checker::check_choose(SyntaxId id, const Scope& scope) {
  want_arguments(id, 2, 3, scope, "if(CONDITION, VALUE, OTHER)");
  std::vector<SyntaxId> from = scope.syntax->children(id);
  NodeId condition = check_condition(from[0], scope);
  Type common;
  std::vector<NodeId> values = unified({from.begin() + 1, from.end()}, common, scope);
  if (values.size() == 1) {
    Node nothing;
    nothing.type = common;
    nothing.missing = true;
    values.push_back(tree_.add(std::move(nothing)));
  }
  return make(Op::choose, common, (*scope.syntax)[id].span, {condition, values[0], values[1]});
}

NodeId Checker::check_coalesce(SyntaxId id, const Scope& scope) {
  want_arguments(id, 2, 16, scope, "coalesce(VALUE, OTHER)");
  Type common;
  std::vector<NodeId> values = unified(scope.syntax->children(id), common, scope);
  return make(Op::coalesce, common, (*scope.syntax)[id].span, std::move(values));
}

NodeId Checker::check_tag(SyntaxId id, const Scope& scope) {
  want_arguments(id, 1, 1, scope, "tag(\"press\")");
  const SyntaxNode& syntax = (*scope.syntax)[id];
  NodeId tags = maybe_name("tags", syntax.span, scope, true);
  if (tags == no_node || !type(tags).list)
    fail(scope, syntax.span, fmt::format("{} have no tags", scope.collection));
  NodeId tag = side(syntax.first_child, type(tags), scope);
  if (!type(tag).is_text()) fail(scope, syntax.span, "a tag is text", "write tag(\"press\")");
  return make(Op::has_element, {Kind::truth}, syntax.span, {tags, tag});
}

NodeId Checker::check_segment(SyntaxId id, const Scope& scope) {
  want_arguments(id, 1, 1, scope, "segment(NAME)");
  const SyntaxNode& syntax = (*scope.syntax)[id];
  const SyntaxNode& argument = (*scope.syntax)[syntax.first_child];
  if (argument.form != Form::word && argument.form != Form::text)
    fail(scope, argument.span, "the name of a segment is wanted", "write segment(NAME)");
  std::string name(argument.text);
  std::optional<SavedQuery> saved = catalog_.segment ? catalog_.segment(name) : std::nullopt;
  if (!saved) {
    std::vector<std::string> names =
        catalog_.segment_names ? catalog_.segment_names() : std::vector<std::string>();
    std::vector<std::string_view> views(names.begin(), names.end());
    std::string_view nearest = core::nearest(name, views);
    fail(scope, argument.span, fmt::format("no segment '{}'", core::visible(name)),
         !nearest.empty() ? fmt::format("did you mean '{}'?", nearest)
         : names.empty()  ? "the book has none in segments/"
                          : fmt::format("there are {}", fmt::join(names, ", ")));
  }
  if (saved->collection != scope.collection)
    fail(scope, argument.span,
         fmt::format("the segment '{}' is one of {}, not of {}", name, saved->collection, scope.collection));
  if (std::find(open_segments_.begin(), open_segments_.end(), name) != open_segments_.end())
    fail(scope, argument.span,
         fmt::format("the segment '{}' uses itself: {}", name, fmt::join(open_segments_, " uses ")),
         "take one of them out");
  if (scope.depth > most_uses) fail(scope, argument.span, "segments use each other too deep");
  kept_.push_back(parse(saved->where, saved->file));
  Scope inner;
  inner.syntax = kept_.back().get();
  inner.collection = scope.collection;
  inner.depth = scope.depth + 1;
  open_segments_.push_back(name);
  NodeId node = check_condition(inner.syntax->root, inner);
  open_segments_.pop_back();
  return node;
}

}  // namespace flatcrm::query
