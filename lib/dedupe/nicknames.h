// Which given names are forms of one another: short forms, pet names, spellings in other languages.
//
//   share_nickname("bob", "robert") == true      share_nickname("rob", "bert") == false
//
// Source  common usage in English, German, French, Spanish, Italian, Dutch, Polish, Russian, Arabic and the
//         languages of India, as any dictionary of given names has it. A line is one name: two words are
//         forms of one another when a line holds both, so that "pat" goes with "patrick" and "patricia",
//         which do not go together.
#pragma once

#include <string_view>

namespace flatcrm::dedupe {

/// Requires: folded words.
bool share_nickname(std::string_view left, std::string_view right);
/// Whether a form of the name begins with the letter: 'b' and "robert", as of "bob".
bool has_form_with_initial(std::string_view name, char letter);
/// Whether any other name is a form of it.
bool has_nickname(std::string_view name);

}  // namespace flatcrm::dedupe
