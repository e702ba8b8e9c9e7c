// Whether customers meet the same person again: contacts of each customer by member of staff.
//
//   Continuity continuity(interactions, window);
//   continuity.customers[3].share()          of its contacts, those with the one whom it met most often
//   continuity.usual_provider()              mean of that over customers with at least two contacts, percent
//   continuity.contacts(customer, staff)     of two codes of the interactions
//
// Shape   contacts have a customer and a member of staff; surveys are none. Of two who met a customer equally often, the one of the lower code
//         is the main person.
// Source  usual provider of care index: T. W. Breslau and K. G. Reeb, Continuity of care in a university-based practice (1975).
//         continuity of care index: T. W. Bice and S. B. Boxerman, A quantitative measure of continuity of care (1977): (Σ nᵢ² - n) / (n (n - 1)).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/decimal.h"
#include "model/table.h"
#include "report/period.h"

namespace flatcrm::report {

struct CustomerContacts {
  std::uint32_t customer = 0, main_staff = 0;  // codes
  std::int64_t contacts = 0, with_main = 0, people = 0;
  core::Int128 squares = 0;
  core::Decimal share() const;  // percent
};

class Continuity {
 public:
  /// Requires: date, customer, staff and kind, the last three as codes.
  Continuity(const model::Table& interactions, const Period& window);

  std::vector<CustomerContacts> customers;  // those with a contact, by code
  /// Nothing while no customer has two contacts.
  std::optional<core::Decimal> usual_provider() const;
  std::optional<core::Decimal> continuity_of_care() const;
  std::int64_t contacts(std::uint32_t customer, std::uint32_t staff) const;
  /// Of a customer with all staff.
  std::int64_t contacts(std::uint32_t customer) const;

 private:
  struct Run {
    std::uint32_t staff;
    std::int32_t count;
  };
  std::vector<Run> runs_;                 // by customer and staff
  std::vector<std::uint32_t> place_of_;   // of a customer's code: its place in `customers` and 1, 0 for none
  std::vector<std::uint32_t> first_run_;  // of a place, and behind the last one
};

}  // namespace flatcrm::report
