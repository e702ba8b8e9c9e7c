// Finds paths that no document can hold side by side.
//
//   contradict("a", "a.b") == true       a value where a map is
//   contradict("a.1", "a.b") == true     a list where a map is
//   contradict("a.1.x", "a.2") == false
//
// In schema order a path that contradicts another one stands next to one that does, so that neighbours
// are enough.
#pragma once

#include <string_view>

namespace flatcrm::model {

bool contradict(std::string_view first, std::string_view second);

}  // namespace flatcrm::model
