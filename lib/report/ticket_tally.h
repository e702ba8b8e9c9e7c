// Tickets of a group added up.
//
//   TicketTally tally;
//   tally.add(source, row, day, period);
//   tally.reply.median()            days to the first reply        tally.first_contact()   percent
//
// Shape   a ticket counts as opened, replied to or closed in the period in which it was; what is open is open on the day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/measures.h"
#include "report/report.h"
#include "report/statistics.h"
#include "report/ticket_times.h"

namespace flatcrm::report {

Needs ticket_needs(const Parameters& parameters);

struct TicketSource {
  const Input& input;
  const model::Table& table;
  std::vector<TicketTimes> times;
  Owned selected;
  std::vector<std::uint8_t> came_back;  // a customer wrote about it after it was closed
  bool knows_comebacks = false;         // some interaction names a ticket

  explicit TicketSource(const Input& given);
  std::size_t size() const { return times.size(); }
  std::string_view text(std::string_view column, std::size_t row) const;
  std::string_view id(std::size_t row) const { return table.texts("id").texts[row]; }
};

struct TicketTally {
  std::int64_t opened = 0, closed = 0, open = 0, unanswered = 0;
  std::int64_t replied_in_a_day = 0;
  std::int64_t contacts_known = 0, first_contact = 0, came_back = 0;  // of those closed
  Spread reply{86'400}, solve{86'400};

  void add(const TicketSource& source, std::size_t row, core::Date day, const std::optional<Period>& period);
  bool is_empty() const { return opened + closed + open + reply.count() == 0; }
};

/// `group_of` each row, or all in one group where it is empty.
std::vector<TicketTally> ticket_tallies(const TicketSource& source, core::Date day,
                                        const std::optional<Period>& period,
                                        const std::vector<std::uint32_t>& group_of, std::size_t groups);

/// Does a word, in one of several languages, say that a ticket is settled?
bool says_settled(std::string_view status);

std::vector<Finding> ticket_findings(const TicketSource& source, core::Date day);

}  // namespace flatcrm::report
