// One value taken for a date: its numbers and its clock, before anyone knows their order.
//
//   DateReading reading = read_date("22/11/26 9:05 PM");
//   reading.shape == DateShape::numeric     reading.numbers == {22, 11, 26}
//   reading.clock.minutes == 21 * 60 + 5
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/date.h"

namespace flatcrm::text {

enum class DateShape : unsigned char {
  none,     // no date in any order
  fixed,    // year first, or a month by its name: `civil` says all
  numeric,  // three numbers in an order that is not known yet
  serial,   // a bare number, of days or of seconds since 1970: days since 1899-12-30
};

struct Clock {
  bool given = false;
  int minutes = 0;  // since midnight
  int seconds = 0;
  std::optional<int> offset_minutes;
};

struct DateReading {
  DateShape shape = DateShape::none;
  core::Civil civil;             // of a fixed one
  std::array<int, 3> numbers{};  // of a numeric one, as they stand
  std::array<int, 3> digits{};   // how many digits each has
  char separator = 0;            // of a numeric one: '/', '.', '-' or ' '
  double serial = 0;
  Clock clock;
};

/// `value` without white space at its ends.
DateReading read_date(std::string_view value);

/// 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999; a year of more digits stays.
int full_year(int number, int digits);

/// 1 to 12 for a month's name or its first letters (three or more) in one of the languages known; 0 for none
/// or several.
int month_of(std::string_view word);

}  // namespace flatcrm::text
