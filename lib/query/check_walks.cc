// any() and all(): conditions on the elements of a list.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "query/check.h"

namespace flatcrm::query {

/// The list that a condition walks over: the first name in it that is a list, or a field of a list's elements.
bool Checker::find_list(SyntaxId id, const Scope& scope, Walk& walk) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  if (syntax.form == Form::word || syntax.form == Form::braced)
    return is_list(std::string(syntax.text), scope, walk);
  std::vector<SyntaxId> children = scope.syntax->children(id);
  return std::any_of(children.begin(), children.end(),
                     [&](SyntaxId child) { return find_list(child, scope, walk); });
}

bool Checker::is_list(const std::string& name, const Scope& scope, Walk& walk) const {
  const model::Schema* schema = schema_of(scope.collection);
  const model::Field* declared = schema->find(name);
  std::size_t dot = name.find('.');
  std::string head = name.substr(0, dot);
  bool scalars = declared != nullptr && declared->list;
  if (declared == nullptr && dot == std::string::npos && catalog_.used_paths) {
    const std::vector<std::string>& used = catalog_.used_paths(scope.collection);
    scalars = std::find(used.begin(), used.end(), name + "[]") != used.end();
  }
  bool maps = declared == nullptr && dot != std::string::npos &&
              std::any_of(schema->fields().begin(), schema->fields().end(),
                          [&](const model::Field& field) { return field.path.starts_with(head + ".*."); });
  walk.list = scalars ? name : head;
  walk.scalars = scalars;
  return scalars || maps;
}

/// How many elements the longest list of any record has.
std::size_t Checker::longest_list(const std::string& collection, const std::string& list) const {
  constexpr std::size_t most_elements = 1000;
  std::size_t longest = 1;
  if (!catalog_.used_paths) return longest;
  for (const std::string& path : catalog_.used_paths(collection)) {
    if (!path.starts_with(list + ".")) continue;
    std::size_t number = std::strtoul(path.c_str() + list.size() + 1, nullptr, 10);
    longest = std::clamp(number, longest, most_elements);
  }
  return longest;
}

NodeId Checker::check_walk(SyntaxId id, const Scope& scope) {
  const SyntaxNode& syntax = (*scope.syntax)[id];
  Op op = syntax.text == "any" ? Op::any : Op::all;
  want_arguments(id, 1, 1, scope, op == Op::any ? "any(LIST = VALUE)" : "all(LIST = VALUE)");
  Walk walk;
  walk.collection = scope.collection;
  if (catalog_.schemas == nullptr || !find_list(syntax.first_child, scope, walk))
    fail(scope, syntax.span,
         fmt::format("'{}' goes through a list, and there is none in its condition", syntax.text),
         "write any(emails ~ \"@acme\"), or any(addresses.country = DE)");
  Scope inner = scope.in(scope.collection);
  inner.list = walk.list;
  inner.scalars = walk.scalars;
  const model::Schema* schema = schema_of(scope.collection);
  if (walk.scalars) {
    walk.field = tree_[field(scope.collection, walk.list, schema->find(walk.list), true, syntax.span)].index;
  } else {
    for (const model::Field& declared : schema->fields())
      if (declared.path.starts_with(walk.list + ".*."))
        walk.members.push_back(declared.path.substr(walk.list.size() + 3));
    walk.size = longest_list(scope.collection, walk.list);
  }
  walk.condition = check_condition(syntax.first_child, inner);
  std::uint32_t index = Tree::intern(tree_.walks, walk);
  return make(op, {Kind::truth}, syntax.span, {}, index);
}

}  // namespace flatcrm::query
