// Counts of interactions, in as few passes over their columns as their order allows.
//
//   Touches touches = count_touches(table, question);
//   touches.by_channel[code].now[inbound]     touches.waiting[0].since
//
// Shape   arrays are indexed by the codes of the table's dictionaries; code 0 is "no value".
// Threads the same result for any number of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/table.h"
#include "report/data.h"
#include "report/period.h"

namespace flatcrm::report {

struct TouchQuestion {
  core::Date as_of;
  std::optional<Period> period;
  std::optional<Period> before;  // to compare with
  std::size_t most_waiting = 0;  // how many of `waiting` are wanted; 0: all
  int threads = 1;
  Owned owned{};  // only those of these customers
};

enum Direction : std::uint8_t { no_direction, inbound, outbound };
inline constexpr std::size_t directions = 3;

/// Touches of one value in the period and in the one before, by direction.
struct TouchCount {
  std::array<std::int64_t, directions> now{};
  std::int64_t before = 0;
  std::int64_t total() const { return now[no_direction] + now[inbound] + now[outbound]; }
};

/// A customer whose last word nobody answered.
struct Waiting {
  std::uint32_t customer = 0;  // a code
  core::Date since;            // the first contact without an answer
  core::Date last;             // the latest one
  std::int64_t contacts = 0;
  bool complaint = false;
};

struct Touches {
  std::vector<TouchCount> by_channel, by_kind, by_staff;
  std::vector<core::Date> last_of_staff;                     // no_date where none
  std::int32_t first_day = 0;                                // of by_day
  std::vector<std::array<std::int64_t, directions>> by_day;  // up to the as-of day, whatever the period
  std::int64_t customers = 0, customers_before = 0;          // of the period and the one before
  std::array<std::int64_t, 2> last_30{}, last_90{};          // customers: the last days, and those before
  std::int64_t undated = 0, future = 0, without_customer = 0;
  std::int64_t waiting_customers = 0, waiting_complaints = 0;
  core::Date waiting_longest = core::no_date;  // since when
  std::vector<Waiting> waiting;  // complaints first, then by the longest wait; ties by the customer's id

  /// Touches of all days within, by direction.
  std::array<std::int64_t, directions> between(const Period& period) const;
};

/// The columns that count_touches needs.
model::TableRequest touches_request();

Touches count_touches(const model::Table& interactions, const TouchQuestion& question);

}  // namespace flatcrm::report
