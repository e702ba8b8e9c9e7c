// Which words are established given names: one of them is no misspelling of another.
//
//   is_established_name("darla") == true      is_established_name("darlne") == false
//
// Source  common usage in English, German, French, Spanish, Italian and Dutch, as the registries of births
//         of their countries have it; and all words of the nicknames. A name that is missing costs nothing:
//         what is like it is then taken for a misspelling, as it is of any unknown word.
#pragma once

#include <string_view>

namespace flatcrm::dedupe {

/// Requires: a folded word.
bool is_established_name(std::string_view word);

}  // namespace flatcrm::dedupe
