// Which given names are forms of one another: short forms, pet names, spellings in other languages.
//
//   share_nickname("bob", "robert") == true      share_nickname("rob", "bert") == false
//   are_two_short_forms("bob", "robbie") == true    ("rob", "robbie") == false: one is made of the other
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
/// Short forms of one name of which neither is made of the other: who goes by one hardly goes by the other.
/// Requires: share_nickname(left, right).
bool are_two_short_forms(std::string_view left, std::string_view right);
/// Whether a form of the name begins with the letter: 'b' and "robert", as of "bob". A short form is not
/// shortened once more.
bool has_form_with_initial(std::string_view name, char letter);
/// Whether any other name is a form of it.
bool has_nickname(std::string_view name);

}  // namespace flatcrm::dedupe
