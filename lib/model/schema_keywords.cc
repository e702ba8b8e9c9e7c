#include "model/schema_keywords.h"

#include <vector>

#include "core/text.h"

namespace flatcrm::model {
namespace {

struct KeywordRule {
  std::string_view name;
  unsigned contexts;
};

constexpr unsigned in_schema = static_cast<unsigned>(Context::schema);
constexpr unsigned in_field = static_cast<unsigned>(Context::field);

// In the order of the enumeration, the common ones first because they are searched in turn.
constexpr KeywordRule rules[] = {
    {"title", in_schema | in_field},
    {"description", in_schema | in_field},
    {"type", in_schema | in_field},
    {"x-synonyms", in_field},
    {"format", in_field},
    {"x-personal", in_field},
    {"x-merge", in_field},
    {"x-compare", in_field},
    {"x-reference", in_field},
    {"items", in_field},
    {"properties", in_schema | in_field},
    {"enum", in_field},
    {"x-money", in_field},
    {"minimum", in_field},
    {"maximum", in_field},
    {"minLength", in_field},
    {"maxLength", in_field},
    {"maxItems", in_field},
    {"required", in_schema},
    {"additionalProperties", in_schema | in_field},
    {"examples", in_schema | in_field},
    {"$schema", in_schema},
    {"$id", in_schema},
    {"x-collection", in_schema},
    {"x-label", in_schema},
    {"x-log", in_schema},
    {"x-key", in_schema},
    {"x-rules", in_schema},
};
static_assert(sizeof rules / sizeof rules[0] == static_cast<std::size_t>(Keyword::count));

std::string hint_for(std::string_view name, unsigned context) {
  std::vector<std::string_view> candidates;
  for (const KeywordRule& rule : rules) {
    if ((rule.contexts & context) != 0) candidates.push_back(rule.name);
  }
  std::string_view nearest = core::nearest(name, candidates);
  return nearest.empty() ? std::string() : "did you mean '" + std::string(nearest) + "'?";
}

std::size_t find_rule(std::string_view name, unsigned context) {
  std::size_t i = 0;
  while (i < std::size(rules) && (rules[i].name != name || (rules[i].contexts & context) == 0)) ++i;
  return i;
}

}  // namespace

std::string_view name_of(Keyword keyword) {
  return rules[static_cast<std::size_t>(keyword)].name;
}

void fail_at(const format::YamlFile& file, const format::YamlNode& node, const std::string& name,
             std::string what, std::string hint) {
  core::Position place = core::position_of(file.text(), node.key.empty() ? node.begin : node.key_begin);
  throw Error(Code::book, std::move(what), {name, place.line, place.column}, std::move(hint));
}

Keywords read_keywords(const format::YamlFile& file, const format::YamlNode& node, Context context,
                       const std::string& name) {
  if (node.kind != format::YamlKind::map) fail_at(file, node, name, "a schema is a map of keywords");
  Keywords keywords;
  keywords.node = &node;
  auto allowed = static_cast<unsigned>(context);
  for (const format::YamlNode* child = file.child(node); child != nullptr; child = file.next(*child)) {
    std::size_t rule = find_rule(child->key, allowed);
    if (rule == std::size(rules)) {
      fail_at(file, *child, name, "unknown keyword '" + std::string(child->key) + "'",
              hint_for(child->key, allowed));
    }
    keywords.nodes[rule] = child;
  }
  return keywords;
}

}  // namespace flatcrm::model
