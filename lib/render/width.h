// Text in columns of a terminal.
//
//   pad("東京", 6, Side::left) == "東京  "     shorten("Darcel Schlecht", 8) == "Darcel …"
//   bar({3, 0}, {4, 0}, 8) == "██████"          wrap("one two three", 8) == {"one two", "three"}
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"

namespace flatcrm::render {

/// What a terminal needs for the text.
std::size_t columns_of(std::string_view text);

enum class Side { left, right };

/// Text stands on `side`, blanks on the other one; longer text stays as it is.
std::string pad(std::string_view text, std::size_t columns, Side side);

/// At most `columns` wide, with an ellipsis at its end where something was cut off. Requires: columns >= 2.
std::string shorten(std::string_view text, std::size_t columns, bool ascii = false);

/// `value` of `most` on `columns` columns, to an eighth of one (ASCII: to a whole one); something for
/// anything above 0, and nothing for 0 and below.
std::string bar(core::Decimal value, core::Decimal most, std::size_t columns, bool ascii = false);

/// Lines of whole words; a word that is wider than `columns` stands alone. 0 columns: one line.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace flatcrm::render
