// Compares the names of people: given and family names as two dimensions, exchanged or not.
//
//   levels of "Bob Smith" and "Robert Smith":  given "a form of the same name", family "the same"
//   levels of "Shaw Daniella" and "Daniella Shaw":  given "in each other's place", family missing
#pragma once

#include <memory>
#include <string_view>

#include "dedupe/comparator.h"

namespace flatcrm::dedupe {

struct PersonNames {
  ValueColumn given, family;     // one slot each
  model::Dictionary dictionary;  // of both: words, "~" where they were transliterated, "#j" for a generation
};

std::unique_ptr<Comparator> compare_person_names(PersonNames names);

/// The levels of two given, and of two family names that differ.
unsigned given_name_level(std::string_view left, std::string_view right);
unsigned family_name_level(std::string_view left, std::string_view right);

}  // namespace flatcrm::dedupe
