// Names that have no meaning where they stand: what their writer may have meant.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "query/check.h"
#include "query/slip_words.h"

namespace flatcrm::query {

namespace {

std::vector<std::string_view> views_of(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<std::string> Checker::names_of(const Scope& scope) {
  if (catalog_.schemas == nullptr) return catalog_.columns;
  std::vector<std::string> names;
  for (const model::Field& declared : schema_of(scope.collection)->fields()) {
    std::string path = declared.path;
    if (std::size_t star = path.find(".*."); star != std::string::npos) {
      names.push_back(scope.list.empty() ? path.substr(0, star) + ".1." + path.substr(star + 3)
                                         : path.substr(0, star) + "." + path.substr(star + 3));
      continue;
    }
    names.push_back(path);
  }
  for (const Metric& metric : metrics())
    if (metric.collection == scope.collection) names.emplace_back(metric.name);
  if (catalog_.used_paths) {
    for (const std::string& used : catalog_.used_paths(scope.collection)) names.push_back(used);
  }
  for (std::string_view day : {"today", "yesterday", "tomorrow"}) names.emplace_back(day);
  return names;
}

/// The first collection whose records have a value of the name, "" where none has.
std::string Checker::collection_with(std::string_view name) const {
  for (const std::string& collection : catalog_.schemas->collections())
    if (find_metric(collection, name) != nullptr || schema_of(collection)->find(name) != nullptr)
      return collection;
  return "";
}

void Checker::refuse_in_book(std::string_view name, Span span, const Scope& scope) {
  std::string shown = core::visible(name);
  if (is_collection(name))
    fail(scope, span,
         fmt::format("'{}' is a collection, and a figure of the whole book is wanted here", shown),
         fmt::format("write count({0}), or sum({0}.FIELD where ...)", shown));
  if (std::string owner = collection_with(name); !owner.empty())
    fail(scope, span,
         fmt::format("'{}' is of each of {}, and a figure of the whole book is wanted here", shown, owner),
         fmt::format("write avg({0}.{1}), or count({0} where {1} ...)", owner, shown));
  std::vector<std::string_view> names;
  for (const Metric& known : metrics())
    if (known.collection == of_book) names.push_back(known.name);
  std::vector<std::string> collections = catalog_.schemas->collections();
  std::string_view nearest = core::nearest(name, names);
  fail(scope, span, fmt::format("no figure of the book '{}'", shown),
       nearest.empty() ? fmt::format("it has {}, and aggregates over {}", fmt::join(names, ", "),
                                     fmt::join(collections, ", "))
                       : fmt::format("did you mean '{}'?", nearest));
}

/// A list of maps, named without saying which element.
void Checker::refuse_list(std::string_view name, Span span, const Scope& scope) {
  const model::Schema* schema = schema_of(scope.collection);
  std::size_t dot = name.find('.');
  std::string head(name.substr(0, dot)), shown = core::visible(name);
  bool list = schema->is_container(head) && schema->find(head + ".1.x") == nullptr &&
              std::any_of(schema->fields().begin(), schema->fields().end(),
                          [&](const model::Field& field) { return field.path.starts_with(head + ".*."); });
  if (!list) return;
  if (dot == std::string_view::npos)
    fail(scope, span, fmt::format("'{}' has several elements, each with fields of its own", head),
         fmt::format("write any({}.FIELD = ...)", head));
  std::string_view member = name.substr(dot + 1);
  if (schema->find(head + ".1." + std::string(member)) != nullptr)
    fail(scope, span, fmt::format("'{}' has several elements", head),
         fmt::format("write any({} = ...), or {}.1.{} for the first", shown, head, member));
}

/// A collection where a field is wanted.
void Checker::refuse_other_collection(std::string_view name, Span span, const Scope& scope) {
  std::size_t dot = name.find('.');
  std::string head(name.substr(0, dot)), shown = core::visible(name);
  if (!is_collection(head)) return;
  std::string what = fmt::format("'{}' is a collection, not a field of {}", head, scope.collection);
  if (dot == std::string_view::npos)
    fail(scope, span, what, fmt::format("count({} where ...), or sum({}.FIELD)", shown, shown));
  std::string member = core::visible(name.substr(dot + 1));
  if (head == scope.collection) fail(scope, span, what, fmt::format("write {} alone", member));
  fail(scope, span, what,
       fmt::format("write count({0} where {1} ...), or an aggregate such as max({0}.{1} where ...)", head,
                   member));
}

std::string Checker::hint_for_name(std::string_view name, const Scope& scope) {
  if (means_nothing(name)) return "write is empty, or is not empty";
  if (looks_like_amount(name)) return "an amount is written 100 EUR";
  std::vector<std::string_view> functions = function_names();
  if (std::find(functions.begin(), functions.end(), name) != functions.end()) {
    const FunctionInfo* function = find_function(name);
    return fmt::format("'{}' is a function: write {}", name,
                       function != nullptr ? function->form : fmt::format("{}(...)", name));
  }
  std::vector<std::string> names = names_of(scope);
  std::string_view nearest = core::nearest(name, views_of(names));
  if (!nearest.empty()) return fmt::format("did you mean '{}'?", core::visible(nearest));
  if (name.find('-') != std::string_view::npos)
    return "a difference wants blanks around its '-'; text wants quotes";
  if (catalog_.schemas == nullptr)
    return fmt::format("the columns are {}", fmt::join(catalog_.columns, ", "));
  std::string owner = collection_with(name);
  if (!owner.empty() && owner != scope.collection)
    return fmt::format("{0} have it: an aggregate over them is written count({0} where {1} ...)", owner,
                       name);
  return "text wants quotes, and stands where text is compared";
}

void Checker::refuse_name(std::string_view name, Span span, const Scope& scope) {
  if (scope.whole && catalog_.schemas != nullptr) refuse_in_book(name, span, scope);
  if (schema_of(scope.collection) != nullptr) {
    refuse_list(name, span, scope);
    refuse_other_collection(name, span, scope);
  }
  std::string shown = core::visible(name);
  std::string what = scope.collection.empty() ? fmt::format("no column '{}'", shown)
                                              : fmt::format("no field '{}' in {}", shown, scope.collection);
  fail(scope, span, what, hint_for_name(name, scope));
}

/// A channel may have any name; one that is nearly that of a channel which exports ask for is a slip, where no record has it.
void Checker::check_channel(const std::string& path, Span span, const Scope& scope) const {
  constexpr std::string_view asked[] = {"consent.email", "consent.phone", "consent.sms", "consent.post"};
  if (std::find(std::begin(asked), std::end(asked), path) != std::end(asked)) return;
  std::string_view nearest = core::nearest(path, {std::begin(asked), std::end(asked)});
  if (nearest.empty() || !catalog_.used_paths) return;
  const std::vector<std::string>& used = catalog_.used_paths(scope.collection);
  if (std::find(used.begin(), used.end(), path) == used.end())
    fail(scope, span, fmt::format("no record has '{}'", core::visible(path)),
         fmt::format("did you mean '{}'?", nearest));
}

}  // namespace flatcrm::query
