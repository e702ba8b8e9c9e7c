// Functions over many records: of a collection that refers to the record, of a group, of the whole collection.
#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"
#include "query/check.h"

namespace flatcrm::query {

namespace {

std::string_view name_of(Function function) {
  constexpr std::string_view names[] = {"count",  "sum",   "min",  "max",     "avg",
                                        "median", "first", "last", "distinct"};
  return names[static_cast<std::size_t>(function)];
}

/// "sales" of "sales.customer.country".
std::string head_of(std::string_view name) {
  return std::string(name.substr(0, name.find('.')));
}

}  // namespace

/// The field of `collection` that refers to `parent`: the only one, or the one that `via` names.
std::uint32_t Checker::reference_to(const std::string& parent, const std::string& collection,
                                    std::string_view via, Span span, const Scope& scope) {
  const model::Schema* schema = schema_of(collection);
  std::vector<std::string_view> fitting;
  for (const model::Field& field : schema->fields()) {
    bool refers = field.reference == parent && !field.list && field.path != "merged_into" &&
                  field.path.find('*') == std::string::npos;
    if (refers) fitting.push_back(field.path);
  }
  if (fitting.empty())
    fail(scope, span, fmt::format("no field of {} refers to {}", collection, parent),
         fmt::format("an aggregate is over a collection whose records name one of {}", parent));
  if (via.empty() && fitting.size() > 1)
    fail(scope, span, fmt::format("{} refer to {} by {}", collection, parent, fmt::join(fitting, " and ")),
         fmt::format("say which: ... of {} via {}", collection, fitting[0]));
  std::string_view path = via.empty() ? fitting[0] : via;
  if (std::find(fitting.begin(), fitting.end(), path) == fitting.end())
    fail(scope, span,
         fmt::format("'{}' is no field of {} that refers to {}", core::visible(path), collection, parent),
         fmt::format("it is {}", fmt::join(fitting, " or ")));
  NodeId node = field(collection, std::string(path), schema->find(path), false, span);
  return tree_[node].index;
}

Type Checker::type_of(Function function, NodeId value, SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  Type of = value == no_node ? Type{} : type(value);
  bool number = of.is_number() || (!of.list && (of.kind == Kind::money || of.kind == Kind::duration));
  switch (function) {
    case Function::count:
    case Function::distinct:
      return {Kind::integer};
    case Function::sum:
    case Function::average:
    case Function::median: {
      if (!number)
        fail(scope, syntax.span,
             fmt::format("'{}' takes numbers, amounts or durations, and here is {}", name_of(function),
                         describe(of)),
             of.is_text() ? "number(TEXT) reads a number from text" : "");
      bool keeps = of.kind == Kind::money || of.kind == Kind::duration || function == Function::sum;
      return {keeps ? of.kind : Kind::decimal};
    }
    case Function::minimum:
    case Function::maximum:
    case Function::first:
    case Function::last:
      if (of.list || of.kind == Kind::truth)
        fail(
            scope, syntax.span,
            fmt::format("'{}' takes numbers, days or text, and here is {}", name_of(function), describe(of)));
      return {of.kind, false, of.collection};
  }
  return of;
}

/// The collection that an aggregate names before its field or behind `of`; "" where it names none.
Checker::Over Checker::find_collection(SyntaxId id, Function function, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::vector<SyntaxId> arguments = scope.syntax->children(id);
  if (arguments.size() > 1)
    want_arguments(id, 1, 1, scope, fmt::format("{}(COLLECTION.FIELD where ...)", name_of(function)).c_str());
  Over over;
  over.collection = std::string(syntax.extra);
  over.argument = arguments.empty() ? no_syntax : arguments[0];
  if (over.collection.empty()) {
    std::string head = over.argument == no_syntax ? "" : head_of((*scope.syntax)[over.argument].text);
    bool named = over.argument != no_syntax && (*scope.syntax)[over.argument].form == Form::word &&
                 is_collection(head);
    if (!named) return {};
    over.collection = head;
    std::string_view whole = (*scope.syntax)[over.argument].text;
    over.path = whole.size() > head.size() ? std::string(whole.substr(head.size() + 1)) : "";
    if (over.path.empty() && function != Function::count)
      fail(scope, syntax.span, fmt::format("'{}' needs a field of {}", name_of(function), head),
           fmt::format("write {}({}.FIELD where ...)", name_of(function), head));
    if (!over.path.empty() && function == Function::count)
      fail(scope, syntax.span, "'count' counts records",
           fmt::format("write count({} where {} is not empty), or distinct({}.{})", head, over.path, head,
                       over.path));
  } else if (!is_collection(over.collection)) {
    fail(scope, syntax.span, fmt::format("no collection '{}'", core::visible(over.collection)),
         fmt::format("there are {}", fmt::join(catalog_.schemas->collections(), ", ")));
  } else if (over.argument == no_syntax && function != Function::count) {
    fail(scope, syntax.span, fmt::format("'{}' needs a field of {}", name_of(function), over.collection),
         fmt::format("write {}(FIELD of {} where ...)", name_of(function), over.collection));
  }
  return over;
}

/// The condition on the records and their value.
std::pair<NodeId, NodeId> Checker::parts_over(SyntaxId id, Function function, const Over& over,
                                              const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  Scope inner = scope.in(over.collection);
  NodeId where = no_node, value = no_node;
  if (!over.path.empty()) {
    Span span = (*scope.syntax)[over.argument].span;
    span.begin += static_cast<std::uint32_t>(over.collection.size() + 1);
    value = maybe_name(over.path, span, inner, false);
    if (value == no_node) refuse_name(over.path, span, inner);
  } else if (over.argument != no_syntax && !syntax.extra.empty()) {
    value = months_as_duration(check(over.argument, inner));
  }
  bool picks = function == Function::minimum || function == Function::maximum ||
               function == Function::first || function == Function::last;
  bool as_day =
      function == Function::distinct || (picks && value != no_node && type(value).kind == Kind::date_time);
  if (as_day) value = to_day(value);
  if (syntax.where != no_syntax) where = check_condition(syntax.where, inner);
  return {where, value};
}

NodeId Checker::check_aggregate(SyntaxId id, Function function, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  if (catalog_.schemas == nullptr)
    fail(scope, syntax.span,
         fmt::format("'{}' is over the records of a book, and here is one row", name_of(function)));
  Over over = find_collection(id, function, scope);
  if (over.collection.empty()) return list_function(id, function, scope);
  if (scope.whole) return check_total(id, function, over, scope);
  Aggregate aggregate;
  aggregate.function = function;
  aggregate.parent = scope.collection;
  aggregate.collection = over.collection;
  aggregate.reference = reference_to(aggregate.parent, aggregate.collection, syntax.via, syntax.span, scope);
  std::tie(aggregate.where, aggregate.value) = parts_over(id, function, over, scope);
  Type result = type_of(function, aggregate.value, id, scope);
  std::uint32_t index = Tree::intern(tree_.aggregates, aggregate);
  return make(Op::aggregate, result, syntax.span, {}, index);
}

/// Over all records of a collection: a figure of the book.
NodeId Checker::check_total(SyntaxId id, Function function, const Over& over, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  if (!syntax.via.empty())
    fail(scope, syntax.span, "all records of the book are counted here, whomever they refer to",
         "leave 'via' out");
  GroupValue total;
  total.function = function;
  total.collection = over.collection;
  std::tie(total.where, total.value) = parts_over(id, function, over, scope);
  Type result = type_of(function, total.value, id, scope);
  std::uint32_t index = Tree::intern(tree_.totals, total);
  return make(Op::total, result, syntax.span, {}, index);
}

/// `sum(sale.amount)`: a name that is neither a field nor a collection, but perhaps nearly one.
void Checker::refuse_collection(const SyntaxNode& argument, const Scope& scope) {
  std::vector<std::string> collections =
      catalog_.schemas == nullptr ? std::vector<std::string>() : catalog_.schemas->collections();
  std::vector<std::string_view> views(collections.begin(), collections.end());
  std::string head = head_of(argument.text);
  std::string_view nearest = core::nearest(head, views);
  if (nearest.empty()) refuse_name(argument.text, argument.span, scope);
  fail(scope, argument.span, fmt::format("no collection '{}'", core::visible(head)),
       fmt::format("did you mean '{}'?", nearest));
}

/// count(emails), first(phones), and the two-argument use of min and max that there is not.
NodeId Checker::list_function(SyntaxId id, Function function, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::vector<SyntaxId> arguments = scope.syntax->children(id);
  if (arguments.empty())
    fail(scope, syntax.span, fmt::format("'{}' needs something to be over", name_of(function)),
         fmt::format("write {}(sales.amount where ...)", name_of(function)));
  const SyntaxNode& argument = (*scope.syntax)[arguments[0]];
  bool list_of_maps = false;
  const model::Schema* schema = schema_of(scope.collection);
  if (schema != nullptr && argument.form == Form::word && function == Function::count) {
    std::string start = std::string(argument.text) + ".*.";
    list_of_maps = std::any_of(schema->fields().begin(), schema->fields().end(),
                               [&](const model::Field& field) { return field.path.starts_with(start); });
  }
  if (list_of_maps)
    fail(scope, syntax.span, fmt::format("'{}' can't be counted", argument.text),
         fmt::format("write any({}.FIELD = ...), or {}.2.FIELD is not empty", argument.text, argument.text));
  bool unknown =
      argument.form == Form::word && maybe_name(argument.text, argument.span, scope, false) == no_node;
  if (unknown) refuse_collection(argument, scope);
  NodeId of = check(arguments[0], scope);
  if (type(of).list && function == Function::count && syntax.where == no_syntax)
    return make(Op::count, {Kind::integer}, syntax.span, {of});
  if (type(of).list && function == Function::first && syntax.where == no_syntax)
    return make(Op::first_element, {type(of).kind, false, type(of).collection}, syntax.span, {of});
  std::vector<std::string> collections =
      catalog_.schemas == nullptr ? std::vector<std::string>() : catalog_.schemas->collections();
  std::vector<std::string_view> views(collections.begin(), collections.end());
  std::string_view nearest = core::nearest(head_of(argument.text), views);
  fail(scope, argument.span,
       fmt::format("'{}' is over the records of a collection, and '{}' is none", name_of(function),
                   source_of(scope, argument.span)),
       !nearest.empty() ? fmt::format("did you mean '{}'?", nearest)
                        : fmt::format("write {}(sales.amount where ...), or {}(FIELD of sales where ...)",
                                      name_of(function), name_of(function)));
}

NodeId Checker::check_group(SyntaxId id, Function function, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  std::vector<SyntaxId> arguments = scope.syntax->children(id);
  GroupValue group;
  group.function = function;
  group.collection = scope.collection;
  Scope inner = scope.in(scope.collection);
  if (function != Function::count) {
    want_arguments(id, 1, 1, scope, fmt::format("{}(VALUE) over a group", name_of(function)).c_str());
    group.value = months_as_duration(check(arguments[0], inner));
    if (type(group.value).kind == Kind::date_time) group.value = to_day(group.value);
  } else if (!arguments.empty()) {
    fail(scope, syntax.span, "'count' counts the records of a group", "write count() or count(where ...)");
  }
  if (syntax.where != no_syntax) group.where = check_condition(syntax.where, inner);
  Type result = type_of(function, group.value, id, scope);
  std::uint32_t index = Tree::intern(tree_.groups, group);
  return make(Op::group, result, syntax.span, {}, index);
}

NodeId Checker::check_rank(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  RankKind kind = syntax.text == "quintile" ? RankKind::quintile : RankKind::percentile;
  want_arguments(id, 1, 1, scope, kind == RankKind::quintile ? "quintile(VALUE)" : "percentile(VALUE)");
  Rank rank;
  rank.kind = kind;
  rank.collection = scope.collection;
  rank.value = months_as_duration(to_day(check(syntax.first_child, scope)));
  const Type& of = type(rank.value);
  bool ordered = !of.list && !of.is_text() && of.kind != Kind::truth && of.kind != Kind::period;
  if (!ordered || scope.collection.empty() || !scope.list.empty())
    fail(scope, syntax.span,
         fmt::format("'{}' ranks numbers, amounts, days or durations, and here is {}", syntax.text,
                     describe(of)));
  std::uint32_t index = Tree::intern(tree_.ranks, rank);
  return make(Op::rank, {kind == RankKind::quintile ? Kind::integer : Kind::decimal}, syntax.span, {}, index);
}

NodeId Checker::check_forecast(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  bool of_value = syntax.text == "forecast_value";
  const char* form = of_value ? "forecast_value(FIRST, ORDERS, LAST, SPENT, DURATION)"
                              : "forecast_orders(FIRST, ORDERS, LAST, DURATION)";
  std::size_t size = of_value ? 5 : 4;
  want_arguments(id, size, size, scope, form);
  std::vector<NodeId> nodes;
  for (SyntaxId argument : scope.syntax->children(id)) nodes.push_back(to_day(check(argument, scope)));
  Forecast forecast{of_value ? ForecastKind::value : ForecastKind::orders,
                    scope.collection,
                    nodes[0],
                    nodes[1],
                    nodes[2],
                    of_value ? nodes[3] : no_node};
  NodeId span = nodes.back();
  const Node& horizon = tree_[span];
  bool lasts = horizon.op == Op::constant && !horizon.missing &&
               (type(span).kind == Kind::months || type(span).kind == Kind::duration);
  bool fits = lasts && type(nodes[0]).kind == Kind::date && type(nodes[2]).kind == Kind::date &&
              type(nodes[1]).kind == Kind::integer &&
              (!of_value || type(nodes[3]).kind == Kind::money || type(nodes[3]).is_number());
  if (!fits || scope.collection.empty() || !scope.list.empty())
    fail(scope, syntax.span,
         fmt::format("'{}' takes the day of the first order, the number of orders, the day of the last one{} "
                     "and a duration",
                     syntax.text, of_value ? ", what the later ones were worth" : ""),
         fmt::format("it is written {}", form));
  std::int64_t days =
      type(span).kind == Kind::months
          ? core::add_months(calendar_.today, static_cast<int>(horizon.number.mantissa)).days -
                calendar_.today.days
          : core::round(horizon.number, 0).mantissa / seconds_a_day;
  constexpr std::int64_t longest = std::int64_t{100} * 366;
  if (days < 1 || days > longest)
    fail(scope, syntax.span, "a forecast is over a day to a hundred years", "write 12m");
  forecast.days = static_cast<std::int32_t>(days);
  std::uint32_t index = Tree::intern(tree_.forecasts, forecast);
  return make(Op::forecast, {of_value ? Kind::money : Kind::decimal}, syntax.span, {}, index);
}

NodeId Checker::check_linked(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  if (scope.collection != "customers")
    fail(scope, syntax.span, "links are between customers", "follow the reference first");
  want_arguments(id, 0, 1, scope, "linked(KIND where CONDITION)");
  Link link;
  if (syntax.first_child != no_syntax) {
    const SyntaxNode& kind = (*scope.syntax)[syntax.first_child];
    if (kind.form != Form::word && kind.form != Form::text)
      fail(scope, kind.span, "a kind of link is wanted", "write linked(household), or linked(\"child of\")");
    std::vector<std::string_view> names;
    for (const book::LinkKind& known : catalog_.config->link_kinds) {
      names.insert(names.end(), {known.name, known.forward, known.reverse});
      bool whole = kind.text == known.name, forward = kind.text == known.forward,
           reverse = kind.text == known.reverse;
      if (!whole && !forward && !reverse) continue;
      link.kind = known.name;
      link.forward = whole || forward;
      link.reverse = whole || reverse;
      break;
    }
    if (link.kind.empty()) {
      std::string_view nearest = core::nearest(kind.text, names);
      std::vector<std::string_view> kinds;
      for (const book::LinkKind& known : catalog_.config->link_kinds) kinds.push_back(known.name);
      fail(scope, kind.span, fmt::format("no kind of link '{}'", core::visible(kind.text)),
           nearest.empty() ? fmt::format("there are {}", fmt::join(kinds, ", "))
                           : fmt::format("did you mean '{}'?", nearest));
    }
  }
  if (syntax.where != no_syntax) link.where = check_condition(syntax.where, scope.in("customers"));
  std::uint32_t index = Tree::intern(tree_.links, link);
  return make(Op::linked, {Kind::truth}, syntax.span, {}, index);
}

}  // namespace flatcrm::query
