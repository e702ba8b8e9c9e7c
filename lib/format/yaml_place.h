// Where a value of a YAML text ends, given where it begins; for readers and editors that need every byte.
//
//   end_of_quoted("a: 'it''s' # c", 3) == 10
//   end_of_plain("a: b c # d", 3, "b c") == 6
//   All are npos where the text is not as they were told.
#pragma once

#include <cstddef>
#include <string_view>

namespace flatcrm::format {

/// Behind the closing quote; over several lines if need be.
std::size_t end_of_quoted(std::string_view text, std::size_t begin);
/// Behind a plain scalar, possibly folded over several lines, that reads as `value`.
std::size_t end_of_plain(std::string_view text, std::size_t begin, std::string_view value);
/// Behind an anchor, an alias or a tag.
std::size_t end_of_property(std::string_view text, std::size_t begin);

/// The word that means null there (~, null, ...), or "".
std::string_view null_word(std::string_view text, std::size_t begin);
/// Whether a quoted or block scalar begins there.
bool starts_quoted(std::string_view text, std::size_t begin);
/// The bytes before it on its line, a byte order mark not counted.
int column_of(std::string_view text, std::size_t offset);

}  // namespace flatcrm::format
