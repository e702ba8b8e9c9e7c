// Whether an aim will be reached: where it stands beside a straight line from its start to its end.
//
//   Aim aim{{40, 0}, {10, 0}, start, due};              // baseline 40, target 10: less is better
//   Pace pace = pace_of(aim, Decimal{28, 0}, {}, day, 2);     // 100 of 200 days are gone
//   pace.progress == 40.00     pace.expected_progress == 50.00     pace.outlook == Outlook::at_risk
//   pace.expected == 25        pace.forecast == 16
//
// Shape   progress = (now - baseline) / (target - baseline); expected progress = days gone / all days; an aim
//         is on pace where the first is no smaller. Forecast = baseline + (now - baseline) * all days / days
//         gone. Once the last day has passed, what counts is how it stood on that day.
// Units   progress in percent with two digits; figures as the aim counts, rounded half to even to `digits`,
//         without trailing zeros. The comparison is made before anything is rounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/decimal.h"

namespace flatcrm::report {

struct Aim {
  std::optional<core::Decimal> baseline{}, target{};
  core::Date start = core::no_date, due = core::no_date;
  bool is_past(core::Date day) const { return due != core::no_date && day > due; }
};

/// In the order in which a person wants to hear of them.
enum class Outlook : std::uint8_t { missed, at_risk, unmeasured, on_pace, met };
inline constexpr std::size_t outlooks = 5;
/// "at risk"; unmeasured is "not measurable yet".
std::string_view name_of(Outlook outlook);

struct Pace {
  Outlook outlook = Outlook::unmeasured;
  std::string why{};  // it is not measurable
  std::optional<core::Decimal> progress{}, expected_progress{}, expected{}, forecast{};
};

/// `at_due`: the figure of the last day, where that has passed; `now` does not count then.
Pace pace_of(const Aim& aim, std::optional<core::Decimal> now, std::optional<core::Decimal> at_due,
             core::Date day, int digits);

}  // namespace flatcrm::report
