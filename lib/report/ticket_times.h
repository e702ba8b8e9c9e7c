// How long tickets took, as exactly as their moments are known.
//
//   std::vector<TicketTimes> times = read_ticket_times(table);
//   times[3].reply_seconds      2026-03-12T09:15:00+01:00 to 2026-03-12T11:40:00+01:00: 8,700
//   times[4].solve_seconds      2026-03-12 to 2026-03-16T17:00:00+01:00: 4 × 86,400, as one of them is only a day
//   times[4].is_open(day)       came in by that day, and was not closed by then
//
// Shape   by the rows of the table; days are those that the writer saw. What ended before it began has no duration and is `backwards`.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/date.h"
#include "model/table.h"

namespace flatcrm::report {

struct TicketTimes {
  core::Date opened = core::no_date, replied = core::no_date, closed = core::no_date;
  std::optional<std::int64_t> reply_seconds{}, solve_seconds{};
  bool backwards = false;
  bool only_days = false;  // some moment is known by its day only

  /// A ticket of which nobody knows when it came in was always there.
  bool is_there(core::Date day) const { return opened == core::no_date || opened <= day; }
  bool is_closed(core::Date day) const { return closed != core::no_date && closed <= day; }
  bool is_replied(core::Date day) const { return replied != core::no_date && replied <= day; }
  bool is_open(core::Date day) const { return is_there(day) && !is_closed(day); }
};

/// Requires: opened, first_reply and closed were asked for as texts.
std::vector<TicketTimes> read_ticket_times(const model::Table& tickets);

}  // namespace flatcrm::report
