// Finds in a text the people whom someone knows by their identifiers, and puts an id in the place of each.
//
//   scrub("asked by Eva Lang <eva@example.org>", whose) == "asked by forgotten-1f9x2k <forgotten-1f9x2k>"
//
// `whose(kind, key)` gives the id, or "": kind is "id", "email" (in lower case), "said-phone" (phone_tail) or "said-name" (name_key).
// Shape   a name is two to five words in a row, in any order; a number is what has eight digits or more between blanks and signs of numbers.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace flatcrm::book {

using Whose = std::function<std::string_view(std::string_view kind, const std::string& key)>;

std::string scrub(std::string_view text, const Whose& whose);

/// The last eight digits, by which a number is the same however it is written; "" for fewer.
std::string phone_tail(std::string_view phone);

}  // namespace flatcrm::book
