// The values of a record looked up by path, and told from those that are not there.
//
//   value_of(record.values(), name) == "Acme"       is_absent(value_of(record.values(), other)) == true
#pragma once

#include <span>
#include <string_view>

#include "model/record_set.h"

namespace flatcrm::import {

inline bool is_absent(std::string_view text) {
  return text.data() == nullptr;
}

inline std::string_view value_of(std::span<const model::Value> values, model::PathId path) {
  for (const model::Value& value : values)
    if (value.path == path) return value.text;
  return {};
}

}  // namespace flatcrm::import
