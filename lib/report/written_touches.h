// Signs that entries were made for whoever counts them: one text again and again, and all on the same days.
//
//   WrittenTouches touches(list);              // in any order
//   touches.copied                              // places in the list whose text its writer used at least four times
//   touches.bunched                             // places on days that hold more than chance, or a day's work, explains
//
// Shape   a writer's touches are bunched where one day holds more than most_a_day, where one weekday holds at least 60 % of them, or the
//         last three days of months at least 40 %; the two latter are looked for in writers with at least least_of_writer touches
//         over at least 28 days. Both lists are ascending.
// Source  by chance a weekday holds 20 % of the touches of working weeks, the last three days of a month 10 %.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/date.h"

namespace flatcrm::report {

inline constexpr std::int64_t least_copies = 4, least_of_writer = 20, most_a_day = 40;

struct WrittenTouch {
  std::uint32_t writer = 0;
  core::Date day = core::no_date;
  std::uint64_t text = 0;  // a hash; 0: none
};

struct WrittenTouches {
  explicit WrittenTouches(std::span<const WrittenTouch> touches);

  std::vector<std::uint32_t> copied, bunched;
  std::int64_t with_text = 0;
};

/// One of the last three days of its month.
bool ends_month(core::Date day);

}  // namespace flatcrm::report
