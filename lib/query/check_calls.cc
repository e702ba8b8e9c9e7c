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
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::string_view name = syntax.text;
  if (std::optional<Function> function = aggregate_named(name))
    return scope.grouped && syntax.extra.empty() ? check_group(id, *function, scope)
                                                 : check_aggregate(id, *function, scope);
  bool scalar = name == "if" || name == "coalesce" || find_function(name) != nullptr;
  if (scope.grouped && !scalar)
    fail(scope, syntax.span, fmt::format("'{}' has many values in a group", name),
         fmt::format("say which: avg({}(...))", name));
  const Metric* figure = scope.whole ? find_metric(of_book, name) : nullptr;
  if (scope.whole && !scalar && figure == nullptr) {
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
  if (name == "quintile") return check_rank(id, RankKind::quintile, scope);
  if (name == "percentile") return check_rank(id, RankKind::percentile, scope);
  if (name == "forecast_orders") return check_forecast(id, ForecastKind::orders, scope);
  if (name == "forecast_value") return check_forecast(id, ForecastKind::value, scope);
  if (name == "linked") return check_linked(id, scope);
  if (name == "any") return check_walk(id, scope, Op::any);
  if (name == "all") return check_walk(id, scope, Op::all);
  if (name == "if") return check_choose(id, scope);
  if (name == "coalesce") return check_coalesce(id, scope);
  if (name == "segment") return check_segment(id, scope);
  if (name == "tag") return check_tag(id, scope);
  if (name == "stage_outcome" || name == "stage_probability") {
    want_arguments(id, 2, 2, scope, "stage_outcome(pipeline, stage)");
    std::vector<SyntaxId> from = scope.syntax->children(id);
    std::vector<NodeId> arguments{check(from[0], scope), check(from[1], scope)};
    for (NodeId argument : arguments)
      if (!type(argument).is_text()) fail(scope, syntax.span, fmt::format("'{}' takes two texts", name));
    bool outcome = name == "stage_outcome";
    return make(outcome ? Op::stage_outcome : Op::stage_probability, {outcome ? Kind::text : Kind::decimal},
                syntax.span, arguments);
  }
  return check_function(id, scope);
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

NodeId Checker::check_function(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  const FunctionInfo* info = find_function(syntax.text);
  if (info == nullptr) {
    // A metric over a span of days: value(12m), orders(2026), contacts(last month).
    const Metric* known =
        scope.grouped ? nullptr : find_metric(scope.whole ? of_book : scope.collection, syntax.text);
    std::vector<SyntaxId> arguments = scope.syntax->children(id);
    if (known != nullptr) {
      if (!known->spans())
        fail(scope, syntax.span, fmt::format("'{}' takes no span of days", known->name),
             "write it without parentheses");
      if (arguments.size() != 1)
        fail(scope, syntax.span, fmt::format("'{}' takes one span of days", known->name),
             fmt::format("write {}(12m), or {}(2026-Q3)", known->name, known->name));
      NodeId span = check(arguments[0], scope);
      Kind kind = type(span).kind;
      bool year = (*scope.syntax)[arguments[0]].form == Form::number &&
                  parse_period((*scope.syntax)[arguments[0]].text, calendar_);
      bool fits = tree_[span].op == Op::constant &&
                  (kind == Kind::months || kind == Kind::duration || kind == Kind::period || year);
      if (!fits)
        fail(scope, (*scope.syntax)[arguments[0]].span,
             fmt::format("'{}' is {}, not a span of days",
                         source_of(scope, (*scope.syntax)[arguments[0]].span), describe(type(span))),
             "12m, 90d, 2026-Q3, last month");
      return metric(*known, fmt::format("in ({})", scope.syntax->source(arguments[0])), syntax.span, scope);
    }
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
  want_arguments(id, info->least, info->most, scope, info->form);
  std::vector<SyntaxId> from = scope.syntax->children(id);
  NodeId first = check(from[0], scope);
  if (info->takes == Takes::day) first = to_day(first);
  first = months_as_duration(first);
  if (!takes(*info, type(first)))
    fail(scope, (*scope.syntax)[from[0]].span,
         fmt::format("'{}' takes {}, and here is {}", info->name, describe_takes(*info),
                     describe(type(first))),
         type(first).list ? "for the first element write first(LIST)" : "");
  Node node;
  node.op = info->op;
  node.span = syntax.span;
  node.children = {first};
  node.type.kind = info->keeps_kind ? type(first).kind : info->result;
  if (info->op == Op::age) node.number = {catalog_.today.days, 0};
  if (info->op == Op::rounded) {
    node.type.kind = type(first).kind;
    std::size_t digits = 0;
    if (from.size() == 2) {
      const SyntaxNode& said = (*scope.syntax)[from[1]];
      bool fits = said.form == Form::number && said.text.size() == 1 && said.text[0] <= '9';
      if (!fits)
        fail(scope, said.span, "the digits of round are a number from 0 to 9", "write round(VALUE, 2)");
      digits = static_cast<std::size_t>(said.text[0] - '0');
    }
    node.number = {static_cast<std::int64_t>(digits), 0};
  }
  if (info->op == Op::divide) {  // days(), hours()
    node.children.push_back(number({info->seconds, 0}, Kind::integer, syntax.span));
    node.type.kind = Kind::decimal;
  }
  if (info->op == Op::to_money && type(first).kind == Kind::money) return first;
  if (info->op == Op::to_number && type(first).is_number()) return first;
  if (info->op == Op::to_day) return first;
  return tree_.add(std::move(node));
}

/// All of one type, in which the first that has one leads: if() and coalesce().
std::vector<NodeId> Checker::unified(const std::vector<SyntaxId>& from, Type& common, const Scope& scope) {
  std::size_t leader = from.size();
  for (std::size_t i = 0; i < from.size() && leader == from.size(); ++i) {
    const SyntaxNode& syntax = (*scope.syntax)[from[i]];
    bool bare = syntax.form == Form::word &&
                (scope.grouped || maybe_name(syntax.text, syntax.span, scope, false) == no_node);
    if (!bare && syntax.form != Form::text) leader = i;
  }
  common = leader == from.size() ? Type{Kind::text} : type(months_as_duration(check(from[leader], scope)));
  std::vector<NodeId> nodes;
  for (SyntaxId one : from) {
    Type as = common;
    as.declared = nullptr;  // a default need not be one of the permitted values
    if (as.kind == Kind::reference && (*scope.syntax)[one].form == Form::text) as = Type{Kind::text};
    const SyntaxNode& syntax = (*scope.syntax)[one];
    bool field = syntax.form == Form::word && !scope.grouped &&
                 maybe_name(syntax.text, syntax.span, scope, false) != no_node;
    NodeId node = months_as_duration(field ? check(one, scope) : side(one, as, scope));
    Type found = type(node);
    if (found.kind == Kind::money) node = money_side(node, node);
    bool same =
        found.list == common.list && (found.kind == common.kind || (found.is_text() && common.is_text()));
    if (found.is_number() && common.is_number()) {
      if (found.kind != common.kind) common.kind = Kind::decimal;
      same = true;
    }
    bool amount = common.kind == Kind::money && found.is_number() && tree_[node].op == Op::constant;
    if (found.is_day() && common.is_day() && !same) {
      common.kind = Kind::date;
      same = true;
    }
    if (!same && !amount)
      fail(scope, (*scope.syntax)[one].span,
           fmt::format("{} where the others are {}", describe(found), describe(common)),
           "all that may come out have one type");
    if (found.is_text() && found.kind != common.kind) common = Type{Kind::text};
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

/// The list that a condition walks over: the first name in it that is a list, or a field of a list's elements.
bool Checker::find_list(SyntaxId id, const Scope& scope, Walk& walk) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  const model::Schema* schema = schema_of(scope.collection);
  if (syntax.form == Form::word || syntax.form == Form::braced) {
    std::string name(syntax.text);
    const model::Field* declared = schema->find(name);
    if (declared != nullptr && declared->list) {
      walk.list = name;
      walk.scalars = true;
      return true;
    }
    std::size_t dot = name.find('.');
    std::string head = name.substr(0, dot);
    bool maps = dot != std::string::npos &&
                std::any_of(schema->fields().begin(), schema->fields().end(),
                            [&](const model::Field& field) { return field.path.starts_with(head + ".*."); });
    if (maps && schema->find(name) == nullptr) {
      walk.list = head;
      return true;
    }
    if (declared == nullptr && dot == std::string::npos && catalog_.used_paths) {
      const std::vector<std::string>& used = catalog_.used_paths(scope.collection);
      if (std::find(used.begin(), used.end(), name + "[]") != used.end()) {
        walk.list = name;
        walk.scalars = true;
        return true;
      }
    }
    return false;
  }
  std::vector<SyntaxId> children = scope.syntax->children(id);
  return std::any_of(children.begin(), children.end(),
                     [&](SyntaxId child) { return find_list(child, scope, walk); });
}

NodeId Checker::check_walk(SyntaxId id, const Scope& scope, Op op) {
  want_arguments(id, 1, 1, scope, op == Op::any ? "any(LIST = VALUE)" : "all(LIST = VALUE)");
  const SyntaxNode& syntax = (*scope.syntax)[id];
  Walk walk;
  walk.collection = scope.collection;
  if (catalog_.schemas == nullptr || !find_list(syntax.first_child, scope, walk))
    fail(scope, syntax.span,
         fmt::format("'{}' goes through a list, and there is none in its condition", syntax.text),
         "write any(emails ~ \"@acme\"), or any(addresses.country = DE)");
  Scope inner = scope.in(scope.collection);
  inner.list = walk.list;
  inner.scalars = walk.scalars;
  if (walk.scalars) {
    const model::Field* declared = schema_of(scope.collection)->find(walk.list);
    walk.field = tree_[field(scope.collection, walk.list, declared, true, syntax.span)].index;
  } else {
    for (const model::Field& declared : schema_of(scope.collection)->fields())
      if (declared.path.starts_with(walk.list + ".*."))
        walk.members.push_back(declared.path.substr(walk.list.size() + 3));
    walk.size = 1;
    if (catalog_.used_paths) {
      for (const std::string& path : catalog_.used_paths(scope.collection)) {
        if (!path.starts_with(walk.list + ".")) continue;
        std::size_t number = std::strtoul(path.c_str() + walk.list.size() + 1, nullptr, 10);
        constexpr std::size_t most_elements = 1000;
        walk.size = std::clamp(number, walk.size, most_elements);
      }
    }
  }
  walk.condition = check_condition(syntax.first_child, inner);
  std::uint32_t index = Tree::intern(tree_.walks, walk);
  return make(op, {Kind::truth}, syntax.span, {}, index);
}

}  // namespace flatcrm::query
