// The keywords that a schema may use, each with where it may stand.
//
//   Keywords keywords = read_keywords(file, node, Context::field, "schemas/customers.yaml");
//   keywords[Keyword::type]->text == "string"      keywords[Keyword::format] == nullptr
//
// Errors  Code::book with the keyword's place, and the nearest name as a hint.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"
#include "format/yaml.h"

namespace flatcrm::model {

enum class Keyword : std::uint8_t {
  title,
  description,
  type,
  synonyms,
  format,
  personal,
  merge,
  compare,
  reference,
  items,
  properties,
  permitted,  // enum
  money,
  minimum,
  maximum,
  minimum_length,
  maximum_length,
  maximum_items,
  required,
  additional,
  examples,
  schema,
  schema_id,
  collection,
  label,
  log,
  key,
  rules,
  count
};

enum class Context : std::uint8_t { schema = 1, field = 2 };

struct Keywords {
  const format::YamlNode* node = nullptr;  // the map that they stand in
  std::array<const format::YamlNode*, static_cast<std::size_t>(Keyword::count)> nodes{};
  const format::YamlNode* operator[](Keyword keyword) const {
    return nodes[static_cast<std::size_t>(keyword)];
  }
};

Keywords read_keywords(const format::YamlFile& file, const format::YamlNode& node, Context context,
                       const std::string& name);

std::string_view name_of(Keyword keyword);

[[noreturn]] void fail_at(const format::YamlFile& file, const format::YamlNode& node, const std::string& name,
                          std::string what, std::string hint = {});

}  // namespace flatcrm::model
