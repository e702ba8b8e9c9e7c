// What a quoted scalar says.
//
//   decode_double_quoted("a\\tb\\u00e9", out)   // "a<tab>bé", true
//   decode_double_quoted("\\q", out)            // false
#pragma once

#include <string_view>

#include "core/arena.h"

namespace flatcrm::format {

/// The text between two double quotes, on one line. False at an escape that YAML does not know or that is
/// no character.
bool decode_double_quoted(std::string_view raw, core::Arena& arena, std::string_view& text);
/// The text between two single quotes, on one line.
std::string_view decode_single_quoted(std::string_view raw, core::Arena& arena);
/// Either, with its quotes, possibly folded over several lines.
bool decode_quoted(std::string_view raw, core::Arena& arena, std::string_view& text);

/// Whether a plain scalar means null: ~, null, Null, NULL or nothing.
inline bool is_null(std::string_view plain) {
  if (plain.size() == 4) return plain == "null" || plain == "Null" || plain == "NULL";
  return plain.empty() || plain == "~";
}

}  // namespace flatcrm::format
