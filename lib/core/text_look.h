// What one pass over the bytes of a text says: is it UTF-8, is it ASCII, does it hold control characters?
//
//   look_at("J\xc3\xbcrgen\n")  ->  {ascii false, valid true, controls false}
//   look_at("a\x1b[0m").controls == true
//
// Shape   controls are U+0000 to U+001F but for tab, line feed, vertical tab, form feed and carriage return;
//         U+007F to U+009F; and U+202E, which turns the direction of text around.
// Pieces of one text may be looked at apart, if none begins inside a character; add() makes them one.
#pragma once

#include <string_view>

namespace flatcrm::core {

struct TextLook {
  bool ascii = true;
  bool valid = true;      // UTF-8; where not, the two others may say anything
  bool controls = false;  // holds at least one
  bool is_plain() const { return valid && !controls; }
  void add(const TextLook& other) {
    ascii = ascii && other.ascii;
    valid = valid && other.valid;
    controls = controls || other.controls;
  }
};

TextLook look_at(std::string_view text);

}  // namespace flatcrm::core
