// What a number in a workbook means by its format: a date, a time, a code with leading zeros, or a number.
//
//   classify_format("dd/mm/yyyy hh:mm") == NumberForm{date and time}
//   classify_format("00000")                       // pads to five digits
//   print_number("44197", date_form, false) == "2021-01-01"
//   print_number("0.1000000000000000055", {}, false) == "0.1"
//
// Shape   dates 2026-11-22, 2026-11-22T10:30:00, times 10:30:00 (elapsed ones past 24 hours too); numbers
//         without exponent, with the 15 digits that a spreadsheet keeps. What is no number, or no date of the
//         years 1900 to 9999, stays as it is.
// Source  ECMA-376 part 1, sections 18.8.30, 18.17.4.1; the 29 February 1900 of Excel is none here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::format {

struct NumberForm {
  bool date = false, time = false, elapsed = false;
  std::uint8_t digits = 0;  // to pad to with zeros
  bool operator==(const NumberForm&) const = default;
};

NumberForm classify_format(std::string_view code);
/// Of the formats that every workbook has without saying so.
NumberForm builtin_format(unsigned id);

std::string print_number(std::string_view raw, const NumberForm& form, bool from_1904);

}  // namespace flatcrm::format
