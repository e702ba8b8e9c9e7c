// Makes cells of text harmless for a spreadsheet that would run them as a formula, and undoes it.
//
//   std::string room;
//   guard_cell("=1+2", room) == "'=1+2"        guard_cell("+49 30 123", room) == "+49 30 123"
//   unguard_cell("'=1+2") == "=1+2"            unguard_cell("'tis") == "'tis"
//
// Shape   what begins with = @ tab or CR (the signs in full width too), or with + or - and is no number, no
//         phone number and no list of them, gets an apostrophe in front; so does what begins with apostrophes before such text, so that unguarding
//         gives back every text.
// Source  OWASP, CSV injection.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::format {

/// Would a spreadsheet run it?
bool runs_as_formula(std::string_view text);

/// The text, or a view of `room` that holds it with an apostrophe in front.
std::string_view guard_cell(std::string_view text, std::string& room);

bool is_guarded(std::string_view cell);
/// A part of the cell.
inline std::string_view unguard_cell(std::string_view cell) {
  return !cell.empty() && cell[0] == '\'' && is_guarded(cell) ? cell.substr(1) : cell;
}

}  // namespace flatcrm::format
