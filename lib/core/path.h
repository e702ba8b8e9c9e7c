// Dotted paths into a record: keys and list numbers joined by '.'.
//
//   std::string_view rest = "addresses.1.city";
//   PathStep step;
//   next_step(rest, step);   // {"addresses", 0}, rest "1.city"
//   next_step(rest, step);   // {"1", 1}, rest "city"
//   append_key(path, "a.b")  // "a\.b"        append_key(path, "7")  // "\7", which is no list number
//
// Shape   a list number is 1 to 999,999,999 without leading zeros. In a key a backslash takes the next
//         character as it is: '.', '\', a first digit of a key that would else be a list number, the '[' of a
//         key that ends in "[]". A key of no characters is written "\~".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::core {

struct PathStep {
  std::string_view text;     // as it stands in the path
  std::uint32_t number = 0;  // in a list; 0 for a key
};

/// Takes the first step off `rest`; false when nothing is left. Requires: the path is not empty.
bool next_step(std::string_view& rest, PathStep& step);

/// The key that a step stands for; `buffer` is used only where it holds escapes.
std::string_view key_of(const PathStep& step, std::string& buffer);

/// Behind what `path` holds already, with the dot between.
void append_key(std::string& path, std::string_view key);
void append_number(std::string& path, std::size_t number);

}  // namespace flatcrm::core
