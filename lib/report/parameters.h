// What a user asks of a report.
//
//   Parameters parameters{.as_of = today,
//                         .period = parse_period("2026-Q3", calendar),
//                         .where = "country = CH"};
//   span_of(parameters) == "2026-07-01..2026-09-30"          // as queries write it; on 2026-08-05 "2026-07-01..2026-08-05"
//   before(parameters)                                        // 2026-04-01 to 2026-06-30
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "report/period.h"

namespace flatcrm::report {

struct Parameters {
  core::Date as_of;
  std::optional<Period> period{};
  std::vector<std::string> by{};  // breakdowns; empty: those of the report
  std::string where{};            // a condition on the report's subject
  std::string currency{};         // of all money; "": the book's
  std::string staff{};            // an id: only what concerns this member of staff
  std::string horizon = "12m";    // how far estimates look ahead, as queries write a duration
  std::size_t limit = 20;         // rows of an open-ended list; 0: all
  bool limit_given = false;
  std::string since{};       // of a report of two states: the day, or the git revision, of the earlier one
  bool by_rows = false;      // for programs: a row a value, every cell filled
  bool as_of_given = false;  // else it is today
  int threads = 1;
};

/// As a query writes a span of days: "2026-07-01..2026-09-30".
std::string span_of(const Period& period);
/// As far as it has come on the as-of day; of one that lies ahead, its first day.
Period so_far(const Period& period, core::Date as_of);
/// Of the period so far; without one, of all days up to the as-of day.
std::string span_of(const Parameters& parameters);
/// What the period is compared with; nothing without a period, or where nothing can be before it.
std::optional<Period> before(const Parameters& parameters);

}  // namespace flatcrm::report
