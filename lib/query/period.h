// Spans of days and of time, as a query writes them.
//
//   parse_period("2026-Q3", {today, 1})          2026-07-01 to 2026-09-30
//   parse_period("last month", {2026-11-22, 1})  2026-10-01 to 2026-10-31
//   parse_period("2026-01-05..2026-01-18", ...)  both days and those between
//   parse_period("FY2026", {today, 4})           2025-04-01 to 2026-03-31: a fiscal year is named by the year
//                                                that it ends in
//   parse_duration("12m")                        12 months
//   parse_duration("36h")                        129,600 seconds
//
// Shape   both ends of a span belong to it; weeks are those of ISO 8601; nothing for what is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "query/type.h"

namespace flatcrm::query {

struct Days {
  core::Date first, last;
};

struct Calendar {
  core::Date today;
  int fiscal_month = 1;  // the first of the fiscal year
};

std::optional<Days> parse_period(std::string_view text, const Calendar& calendar);

/// Whole months (m, y), or seconds (d, w, h, min, s); never both.
struct Duration {
  int months = 0;
  std::int64_t seconds = 0;
};
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace flatcrm::query
