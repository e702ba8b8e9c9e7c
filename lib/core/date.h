// Calendar days and instants as integers.
//
//   Date day = *parse_date("2026-11-22");
//   print(day) == "2026-11-22"    print(add_months(day, -12)) == "2025-11-22"
//   parse_date("2026-02-30") == std::nullopt
//   print(*parse_date_time("2026-11-22T09:30:00+01:00")) == "2026-11-22T09:30:00+01:00"
//
// Shape   proleptic Gregorian calendar, years 0001 to 9999.
// Source  ISO 8601; the day count is that of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::core {

/// Days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};

/// Stands for a missing date in a column.
inline constexpr Date no_date{std::numeric_limits<std::int32_t>::min()};

struct Civil {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
};

/// An instant together with the offset that its writer was in.
struct DateTime {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  std::int16_t offset_minutes = 0;
  bool operator==(const DateTime&) const = default;
};

/// ISO 8601 week of a day.
struct Week {
  int year = 1970;
  int week = 1;  // 1 to 53
  auto operator<=>(const Week&) const = default;
};

bool is_valid(Civil civil);
Date to_date(Civil civil);  // Requires: is_valid(civil)
Civil to_civil(Date date);

/// Exactly YYYY-MM-DD, or nothing.
std::optional<Date> parse_date(std::string_view text);
/// YYYY-MM-DDTHH:MM[:SS](Z|±HH:MM), or nothing; 'T' may be a space. A fraction of a second is dropped.
std::optional<DateTime> parse_date_time(std::string_view text);
/// The day of either form, as its writer saw it; nothing when neither.
std::optional<Date> parse_day(std::string_view text);

/// no_date prints as "".
std::string print(Date date);
/// An offset of 0 prints as Z.
std::string print(DateTime instant);

/// Keeps the day of the month, or takes the last one of the month: 2026-03-31 minus 1 is 2026-02-28.
/// What would leave the calendar stops at 0001-01-01 or 9999-12-31.
Date add_months(Date date, int months);
int weekday(Date date);  // 1 Monday to 7 Sunday
Week iso_week(Date date);
int quarter(Date date);  // 1 to 4

/// 12 * year + month - 1: months as consecutive integers.
int month_number(Date date);

}  // namespace flatcrm::core
