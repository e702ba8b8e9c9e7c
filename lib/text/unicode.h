// What needs Unicode's tables: normal form, folding, width, transliteration.
//
//   nfc("e\u0301", arena) == "é"         fold("Straße ÉCOLE") == "strasse ecole"
//   display_width("東京") == 4            to_latin("Владимир") == "Vladimir"
//
// ASCII never reaches ICU. Invalid UTF-8 is kept as it is by nfc() and counts one column a byte.
// Source  Unicode 15: UAX 15 (normal forms), UAX 11 (width), UTS 51 (emoji); CLDR transforms through ICU.
#pragma once

#include <string>
#include <string_view>

#include "core/arena.h"

namespace flatcrm::text {

/// Normal form C: `text` itself where it is that already, else a copy in the arena.
std::string_view nfc(std::string_view text, core::Arena& arena);

/// For searching and matching: full case folding, accents away, compatibility forms (full width, ligatures)
/// as plain ones.
std::string fold(std::string_view text);
/// Appends to `out`, so that a million names need no string each.
void fold(std::string_view text, std::string& out);

/// Lower case without a language's own rules, accents kept, in normal form C.
std::string lower(std::string_view text);
/// Upper case in the same way ("ß" becomes "SS").
std::string upper(std::string_view text);

/// Columns on a terminal: wide and full-width characters and emoji take 2, combining and control characters
/// 0; an emoji joined from several (families, flags, skin tones) takes 2.
std::size_t display_width(std::string_view text);

/// Any script to plain ASCII letters, for ids and for comparing across scripts; what has no Latin form is
/// left out.
std::string to_latin(std::string_view text);

}  // namespace flatcrm::text
