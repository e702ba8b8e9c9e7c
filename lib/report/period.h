// A span of days that a report is about, and the one before it to compare with.
//
//   parse_period("2017-Q3", {today, 1})    2017-07-01 to 2017-09-30
//   // all that query::parse_period knows, a day, and the last days: 90d
//   period_before(that)                    2017-04-01 to 2017-06-30: whole months by months, else by days
//   print(that) == "2017-07-01 to 2017-09-30"
//
// Shape   both ends belong to it.
// Errors  Code::usage for text that is no period, and for an end before the start.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "query/period.h"

namespace flatcrm::report {

struct Period {
  core::Date first;
  core::Date last;
  bool holds(core::Date day) const { return day != core::no_date && day >= first && day <= last; }
  bool operator==(const Period&) const = default;
};

Period parse_period(std::string_view text, const query::Calendar& calendar);
/// Where a period begins that has no start: year 1.
core::Date first_of_all_days();
/// Nothing where it would begin before year 1.
std::optional<Period> period_before(const Period& period);
std::string print(const Period& period);

/// From --from, --to and --period: nothing when none is given; an open end is the as-of day, an open start
/// the first day of year 1. Error usage when --period stands beside another.
std::optional<Period> make_period(std::optional<core::Date> from, std::optional<core::Date> to,
                                  std::string_view period, const query::Calendar& calendar);

}  // namespace flatcrm::report
