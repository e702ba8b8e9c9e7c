// The ASCII letters that stand for a Latin letter with an accent: the small part of Unicode that ids need.
//
//   latin_base(U'ä') == "ae"     latin_base(U'Ł') == "l"     latin_base(U'ж') == ""
//
// Shape   lower case, 0 to 2 letters, for U+00C0 to U+024F and U+1E00 to U+1EFF.
// Source  the canonical decompositions of Unicode 14, with the spellings of German and the Nordic languages
//         for their own letters (ae, oe, ue, aa, ss). An id is for good, so an entry never changes.
#pragma once

#include <string_view>

namespace flatcrm::core {

namespace detail {
// Two bytes a code point, filled with spaces.
inline constexpr std::string_view latin_from_00c0 =
    "a a a a aeaaaec e e e e i i i i d n o o o o oe  oeu u u uey thssa a a a aeaaaec e e e e i i i i "
    "d n o o o o oe  oeu u u uey thy a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g "
    "g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l l l l l n n n n n n n ngngo o o o "
    "o o oeoer r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s "
    "b b b b     o c c d d d d   e e e f f g g   i i k k l l u n n o o o oioip p r         t t t t u "
    "u   v y y z z                 w         dzdzdzljljljnjnjnja a i i o o u u ueueueueueueueuee aeae"
    "a a aeaeg g g g k k o o o o     j dzdzdzg g   w n n aaaaaeaeoeoea a a a e e e e i i i i o o o o "
    "r r r r u u u u s s t t g g h h n d ououz z a a e e oeoeo o o o o o y y l n t j dbqpa c c l t s "
    "z     b u   e e j j q q r r y y ";
inline constexpr std::string_view latin_from_1e00 =
    "a a b b b b b b c c d d d d d d d d d d e e e e e e e e e e f f g g h h h h h h h h h h i i i i "
    "k k k k k k l l l l l l l l m m m m m m n n n n n n n n o o o o o o o o p p p p r r r r r r r r "
    "s s s s s s s s s s t t t t t t t t u u u u u u u u u u v v v v w w w w w w w w w w x x x x y y "
    "z z z z z z h t w y a s s s ssd a a a a a a a a a a a a a a a a a a a a a a a a e e e e e e e e "
    "e e e e e e e e i i i i o o o o o o o o o o o o o o o o o o o o o o o o u u u u u u u u u u u u "
    "u u y y y y y y y y llllv v y y ";
}  // namespace detail

constexpr std::string_view latin_base(char32_t letter) {
  std::string_view table;
  if (letter >= 0xC0 && letter < 0x250) {
    table = detail::latin_from_00c0.substr(std::size_t{2} * (letter - 0xC0), 2);
  } else if (letter >= 0x1E00 && letter < 0x1F00) {
    table = detail::latin_from_1e00.substr(std::size_t{2} * (letter - 0x1E00), 2);
  } else if (letter == 0x259) {  // the small letter of U+018F
    table = "e ";
  }
  return table.substr(0, table.find(' '));
}

}  // namespace flatcrm::core
