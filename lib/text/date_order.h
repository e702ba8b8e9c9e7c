// Dates of a column, whose order of day, month and year all of its values decide, never a cell by itself.
//
//   DateColumn column;
//   column.add("03/04/2026");  column.add("25/12/2025");
//   DateDecision decision = column.decide();          // day first: 25 can't be a month
//   decision.format.parse("03/04/2026", arena).text == "2026-04-03"
//
//   DateColumn other;  other.add("03/04/2026");
//   other.decide().state == DateState::ambiguous      // ask for --date-order, show decision.examples
//   other.decide(DateOrder::mdy).format.parse("03/04/2026", arena).text == "2026-03-04"
//
// What is read, each with or without a time (9:05, 09:05:30.5, 9:05 PM) and offset (Z, UTC, +01:00, +0100):
//   2026-11-22, 2026/11/22, 2026.11.22, 20261122, 2026年11月22日     the year first: never ambiguous
//   22/11/2026, 22.11.2026, 22-11-2026, 22/11/26                     order from the column, or given
//   22 Nov 2026, Nov 22nd, 2026, 22. November 2026, 22-nov-26,
//   22 de noviembre de 2026                                          names in several languages
//   46348, 46348.5                                                   serial days of Excel (1900 system)
//   1680893993, 1680893993000                                        seconds and thousandths since 1970, in UTC
// Dots alone mean day first, as everywhere that writes them, unless a value of the column says otherwise. A
// two-digit number in front is a year only between hyphens, or where no other reading fits, or where ymd is
// given. Two-digit years: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999 (POSIX strptime).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"

namespace flatcrm::text {

enum class DateOrder : unsigned char { dmy, mdy, ymd };

/// "dmy", "mdy", "ymd", or nothing.
std::optional<DateOrder> parse_date_order(std::string_view name);
std::string_view print(DateOrder order);

enum class DateKind : unsigned char {
  none,        // no date: `text` is the value as it came
  date,        // YYYY-MM-DD
  local_time,  // YYYY-MM-DDTHH:MM:SS, the offset is to be added by who knows the zone
  instant,     // YYYY-MM-DDTHH:MM:SS followed by Z or ±HH:MM
};

struct DateText {
  std::string_view text;  // the value itself where that is ISO already, else in the arena
  DateKind kind = DateKind::none;
  explicit operator bool() const { return kind != DateKind::none; }
};

/// How the values of one column are read. Small, copyable, safe to share by threads.
class DateFormat {
 public:
  /// White space around is ignored. A value that does not fit the format is no date. An `offset` ("+01:00")
  /// is added to a date-time that has none of its own.
  DateText parse(std::string_view value, core::Arena& arena, std::string_view offset = {}) const;

  /// What orders the numbers between slashes, hyphens and blanks; nothing when no such value was seen.
  std::optional<DateOrder> order;
  std::optional<DateOrder> dotted_order = DateOrder::dmy;
  bool serials = false;  // bare numbers are serial days
};

enum class DateState : unsigned char {
  decided,        // also where nothing had to be decided
  ambiguous,      // two orders fit every value
  contradictory,  // no order fits every value
};

struct DateDecision {
  DateState state = DateState::decided;
  DateFormat format;  // usable when decided
  std::vector<std::string>
      examples;                // when not decided: two values that show why (one where there is only one)
  std::size_t values = 0;      // that were not empty
  std::size_t unreadable = 0;  // of these, those that are a date in no order
  std::string why;             // half a sentence: "day first, as '25/12/2025' shows"
};

class DateColumn {
 public:
  void add(std::string_view value);
  /// Adds what `later` saw: a piece of the same column that stands behind this one.
  void merge(const DateColumn& later);
  /// A given order settles what is open; values that don't fit it are counted unreadable.
  DateDecision decide(std::optional<DateOrder> given = {}) const;

 private:
  friend struct DateDecider;
  static constexpr std::size_t masks = 8;  // sets of orders, a bit each
  static constexpr std::size_t groups =
      3;  // how the numbers are divided: otherwise, by dots, by hyphens with two-digit years
  struct Seen {
    std::size_t count = 0;
    std::string first, second;  // the first two values that differ
    void add(std::string_view value);
    void merge(const Seen& later);
  };

  std::array<std::array<Seen, masks>, groups> numeric_;  // by group and by the orders that fit
  std::size_t values_ = 0;
  std::size_t plain_ = 0;  // year first or month named: nothing to decide
  std::size_t serial_ = 0;
};

}  // namespace flatcrm::text
