// The built-in schemas as text, in the order of the design; definitions are generated from schemas/*.yaml.
#pragma once

#include <cstddef>
#include <string_view>

namespace flatcrm::model {

struct SchemaText {
  std::string_view collection;
  std::string_view text;
};

extern const SchemaText schema_texts[];
extern const std::size_t schema_text_count;

}  // namespace flatcrm::model
