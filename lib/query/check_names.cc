// What a name stands for.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "query/check.h"

namespace flatcrm::query {

namespace {

constexpr int most_uses = 16;  // of metrics by metrics and of segments by segments

Kind kind_of(model::Type type) {
  switch (type) {
    case model::Type::text:
      return Kind::text;
    case model::Type::integer:
      return Kind::integer;
    case model::Type::decimal:
      return Kind::decimal;
    case model::Type::money:
      return Kind::money;
    case model::Type::date:
      return Kind::date;
    case model::Type::date_time:
      return Kind::date_time;
    case model::Type::boolean:
      return Kind::truth;
    case model::Type::reference:
      return Kind::reference;
  }
  return Kind::text;
}

}  // namespace

const model::Schema* Checker::schema_of(const std::string& collection) const {
  return catalog_.schemas == nullptr ? nullptr : catalog_.schemas->find(collection);
}

bool Checker::is_collection(std::string_view name) const {
  return catalog_.schemas != nullptr && catalog_.schemas->find(std::string(name)) != nullptr;
}

NodeId Checker::name(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  if (scope.grouped) {
    if (NodeId known = maybe_day(syntax.text, syntax.span); known != no_node) return known;
    if (syntax.text == "count") return check_group(id, Function::count, scope);
    fail(scope, syntax.span, fmt::format("'{}' has many values in a group", syntax.text),
         fmt::format("say which: sum({0}), avg({0}), min({0}), max({0})", syntax.text));
  }
  NodeId found = maybe_name(syntax.text, syntax.span, scope, syntax.form == Form::braced);
  if (found == no_node) refuse_name(syntax.text, syntax.span, scope);
  return found;
}

NodeId Checker::maybe_name(std::string_view name, Span span, const Scope& scope, bool braced) {
  if (!braced) {
    if (NodeId known = maybe_day(name, span); known != no_node) return known;
  }
  if (catalog_.schemas == nullptr) return maybe_column(name, span, braced);
  if (scope.whole) {
    const Metric* figure = braced ? nullptr : find_metric(of_book, name);
    return figure == nullptr ? no_node : metric(*figure, "<= today", span, scope);
  }
  if (NodeId element = maybe_element(name, span, scope); element != no_node) return element;
  if (NodeId field = maybe_field(name, span, scope); field != no_node) return field;
  const Metric* known = braced ? nullptr : find_metric(scope.collection, name);
  if (known != nullptr) return metric(*known, "<= today", span, scope);
  if (NodeId followed = maybe_followed(name, span, scope); followed != no_node) return followed;
  return maybe_custom(name, span, scope);
}

NodeId Checker::maybe_day(std::string_view name, Span span) {
  if (core::equal_ignoring_ascii_case(name, "today")) return day(catalog_.today, span);
  if (core::equal_ignoring_ascii_case(name, "yesterday")) return day({catalog_.today.days - 1}, span);
  if (core::equal_ignoring_ascii_case(name, "tomorrow")) return day({catalog_.today.days + 1}, span);
  return no_node;
}

NodeId Checker::field(const std::string& collection, const std::string& path, const model::Field* declared,
                      bool list, Span span) {
  Field field;
  field.collection = collection;
  field.path = path;
  field.type.list = list;
  field.type.declared = declared;
  if (declared != nullptr) {
    field.type.kind = kind_of(declared->type);
    field.type.collection = declared->reference;
    field.currency = declared->currency;
  }
  Type type = field.type;
  Node node;
  node.op = Op::field;
  node.type = type;
  node.span = span;
  node.index = Tree::intern(tree_.fields, field);
  return tree_.add(std::move(node));
}

NodeId Checker::maybe_field(std::string_view name, Span span, const Scope& scope) {
  const model::Schema* schema = schema_of(scope.collection);
  const model::Field* declared = schema == nullptr ? nullptr : schema->find(name);
  if (declared == nullptr) return no_node;
  std::string path(name);
  if (declared->path.find(".*") != std::string::npos && declared->path == path) return no_node;
  if (declared->path == "consent.*") check_channel(path, span, scope);
  return field(scope.collection, path, declared, declared->list, span);
}

/// `owner.team`: the longest start that is a reference, and what is behind it in the collection that it refers to.
NodeId Checker::maybe_followed(std::string_view name, Span span, const Scope& scope) {
  const model::Schema* schema = schema_of(scope.collection);
  for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    std::string path(name.substr(0, dot));
    const model::Field* reference = schema->find(path);
    if (reference == nullptr || reference->reference.empty() || reference->list) continue;
    NodeId from = field(scope.collection, path, reference, false, span);
    Scope there = scope.in(reference->reference);
    std::string_view rest = name.substr(dot + 1);
    NodeId target = maybe_name(rest, span, there, false);
    if (target == no_node)
      refuse_name(rest, {span.begin + static_cast<std::uint32_t>(dot) + 1, span.end}, there);
    Follow follow{tree_[from].index, target};
    std::uint32_t index = Tree::intern(tree_.follows, follow);
    return make(Op::follow, type(target), span, {}, index);
  }
  return no_node;
}

/// A field that no schema names, but some record has.
NodeId Checker::maybe_custom(std::string_view name, Span span, const Scope& scope) {
  if (!catalog_.used_paths) return no_node;
  std::string listed = std::string(name) + "[]";
  for (const std::string& used : catalog_.used_paths(scope.collection)) {
    if (used == name) return field(scope.collection, used, nullptr, false, span);
    if (used == listed) return field(scope.collection, std::string(name), nullptr, true, span);
  }
  return no_node;
}

NodeId Checker::maybe_element(std::string_view name, Span span, const Scope& scope) {
  if (scope.list.empty() || !name.starts_with(scope.list)) return no_node;
  const model::Schema* schema = schema_of(scope.collection);
  if (scope.scalars && name == scope.list) {
    const model::Field* declared = schema->find(name);
    Type element;
    element.declared = declared;
    if (declared != nullptr && !declared->reference.empty()) {
      element.kind = Kind::reference;
      element.collection = declared->reference;
    }
    Node node;
    node.op = Op::element;
    node.type = element;
    node.span = span;
    node.text = std::string(name);
    return tree_.add(std::move(node));
  }
  if (scope.scalars || name.size() <= scope.list.size() || name[scope.list.size()] != '.') return no_node;
  std::string member(name.substr(scope.list.size() + 1));
  const model::Field* declared = schema->find(scope.list + ".1." + member);
  Node node;
  node.op = Op::element;
  node.span = span;
  node.text = member;
  node.type.declared = declared;
  if (declared != nullptr) {
    node.type.kind = kind_of(declared->type);
    node.type.collection = declared->reference;
  } else {
    bool used = false;
    std::string end = "." + member;
    if (catalog_.used_paths) {
      for (const std::string& path : catalog_.used_paths(scope.collection))
        used = used || (path.starts_with(scope.list + ".") && path.ends_with(end));
    }
    if (!used) return no_node;
  }
  return tree_.add(std::move(node));
}

NodeId Checker::maybe_column(std::string_view name, Span span, bool braced) {
  std::size_t found = catalog_.columns.size();
  for (std::size_t i = 0; i < catalog_.columns.size() && found == catalog_.columns.size(); ++i)
    if (catalog_.columns[i] == name) found = i;
  for (std::size_t i = 0; i < catalog_.columns.size() && found == catalog_.columns.size() && braced; ++i)
    if (core::equal_ignoring_ascii_case(core::trim(catalog_.columns[i]), name)) found = i;
  if (found == catalog_.columns.size()) return no_node;
  return field("", catalog_.columns[found], nullptr, false, span);
}

NodeId Checker::metric(const Metric& metric, std::string_view span_text, Span span, const Scope& scope) {
  if (scope.depth > most_uses) fail(scope, span, fmt::format("'{}' is nested too deep", metric.name));
  kept_.push_back(parse(expand(metric, span_text), fmt::format("the metric {}", metric.name)));
  Scope inner;
  inner.syntax = kept_.back().get();
  inner.collection = scope.collection;
  inner.whole = scope.whole;
  inner.depth = scope.depth + 1;
  NodeId node = check(inner.syntax->root, inner);
  if (metric.name != network_metric) return node;
  return make(Op::network, type(node), span, {}, node);
}

}  // namespace flatcrm::query
