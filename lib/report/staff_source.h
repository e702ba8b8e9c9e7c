// What the book knows of each member of staff: load, continuity, results, and what they may be thanked for.
//
//   StaffSource source(input);
//   source.people[3].customers     looked after on the as-of day       source.people[3].load()   percent of the capacity
//   source.people[3].with_owner    contacts of these customers with this very person, of `contacts` in the window
//
// Shape   people[i] is row i of staff. The window is the period, else the twelve months up to the as-of day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/continuity.h"
#include "report/deals.h"
#include "report/report.h"
#include "report/statistics.h"
#include "report/surveys.h"
#include "report/tally.h"

namespace flatcrm::report {

Needs staff_needs(const Parameters& parameters);

struct Person {
  core::Date joined = core::no_date, left = core::no_date;
  std::optional<core::Decimal> capacity{};
  std::int64_t customers = 0, open_deals = 0, open_tickets = 0;
  std::int64_t contacts = 0, with_owner = 0, never_met = 0;  // of the customers looked after
  std::int64_t won = 0, closed_tickets = 0;
  Amounts won_amounts;
  Spread solve{86'400};
  Answers nps{};

  bool has_left(core::Date day) const { return left != core::no_date && left < day; }
  bool is_here(core::Date day) const { return !has_left(day) && (joined == core::no_date || joined <= day); }
  /// Customers in percent of the capacity.
  std::optional<core::Decimal> load() const;
  /// Whole and part years with the firm, one digit.
  std::optional<core::Decimal> tenure(core::Date day) const;
};

/// Something to say thank you for.
struct Thanks {
  std::uint32_t person = 0;
  core::Date day;
  std::string what{};
  Reference customer{};
};

struct StaffSource {
  const Input& input;
  const model::Table& table;
  Period window;
  std::vector<Person> people;
  Continuity continuity;
  std::vector<Thanks> thanks{};
  std::int64_t without_owner = 0, owner_unknown = 0;  // customers

  explicit StaffSource(const Input& given);
  std::string_view id(std::size_t person) const { return table.texts("id").texts[person]; }
  Reference reference(std::size_t person) const;
  std::string_view text(std::string_view column, std::size_t person) const {
    return table.texts(column).texts[person];
  }

 private:
  void read_people();
  void read_customers();
  void read_deals_of();
  void read_tickets();
  void read_answers();
  void read_anniversaries();
};

}  // namespace flatcrm::report
