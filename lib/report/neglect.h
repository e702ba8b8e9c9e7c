// Whom we have not talked to for longer than we promised.
//
//   ask_neglect(needs, day, earlier);                      // in a report's needs
//   Neglect neglect = find_neglect(input);                 // in its make
//   neglect.list[0].days == 384     neglect.list[0].urgency     // the worst first
//
// Shape   everybody counts whom the firm owes a word: who has ordered, has an open deal, waits for an answer, or is active or lapsed. Left out
//         are former customers and those who must not be contacted. What counts is a touch from our side (direction out): a customer's own call
//         does not end the silence.
// Units   overdue = days of silence / days of the tier; urgency = overdue × (1 + the share of customers who are worth less) × 2 while a
//         complaint is unanswered, each rounded half to even to two digits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "report/report.h"

namespace flatcrm::report {

struct NeglectedOne {
  std::uint32_t row = 0;  // of customers
  std::size_t tier = 0;   // of the policy
  core::Date heard;       // our last touch; no_date where there was none
  core::Date since;       // from when days are counted
  std::int64_t days = 0;
  core::Decimal overdue{}, urgency{};
  core::Date waiting_since = core::no_date;
  std::int64_t complaints = 0;  // unanswered
};

/// Counts of a day.
struct NeglectCount {
  std::int64_t owed = 0, neglected = 0, a_year = 0, never = 0;
  std::int64_t longest = -1;
};

struct Neglect {
  std::vector<NeglectedOne> list;  // overdue ones, the most urgent first
  NeglectCount now;
  std::optional<NeglectCount> before;
  std::vector<NeglectCount> by_tier;
  std::int64_t undated = 0;           // owed, but nothing says since when
  std::int64_t barred = 0;            // do_not_contact
  std::vector<std::uint8_t> owed;     // by row: selected and owed a word
  std::vector<std::int64_t> days_of;  // by row: of silence, -1 unknown
};

/// Adds what find_neglect takes. The days are those on which silence is measured.
void ask_neglect(Needs& needs, core::Date day, std::optional<core::Date> earlier);
/// For who is selected. Requires: the subject is customers, and the same days were asked for.
Neglect find_neglect(const Input& input, core::Date day, std::optional<core::Date> earlier);

/// So long is a silence that nobody may overlook.
inline constexpr std::int64_t days_of_a_year = 365;

}  // namespace flatcrm::report
