// Lists of scalars as the one text that a record holds.
//
//   canonical_list("a;b", arena) == "a; b"        canonical_list("a; b", arena) == "a; b", the same bytes
//   for_each_element("a; b\\; c", buffer, [](std::string_view element) {...})     // "a", "b; c"
//
// The form is that of core::join_list; texts that are in it already cost no allocation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "core/text.h"

namespace flatcrm::model {

/// Both are rare: two searches of the whole are quicker than one for either.
inline bool has_list_signs(std::string_view text) {
  return text.find(';') != text.npos || text.find('\\') != text.npos;
}

/// Whether an element stands in a list as it is, without a backslash.
inline bool is_plain_element(std::string_view element) {
  auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (element.empty() || blank(element.front()) || blank(element.back())) return false;
  return !has_list_signs(element);
}

/// The text of a cell that holds a list, joined as all lists are.
std::string_view canonical_list(std::string_view cell, core::Arena& arena);

/// The joined text of a list; a single plain element is itself.
std::string_view join_elements(const std::vector<std::string_view>& elements, core::Arena& arena);

template <typename Visit>
void for_each_element(std::string_view list, Visit visit) {
  if (!has_list_signs(list)) {
    if (std::string_view element = core::trim(list); !element.empty()) visit(element);
    return;
  }
  for (const std::string& element : core::split_list(list)) visit(std::string_view(element));
}

}  // namespace flatcrm::model
