// What to do next, for whom, and why.
//
//   ask_actions(needs, parameters);                  // in a report's needs
//   std::vector<Action> actions = find_actions(input, neglect, goals);   // in its make, the most urgent first
//   ActionWords words(input, neglect, goals);        // only for the few that are shown
//   words.text(actions[0]) == "Answer Jürg Aebischer"
//   words.reason(actions[0]) == "complained on 2025-11-03; 384 days without an answer"
//
// Shape   of a customer who waits for an answer there is no second action to call. What names no member of staff is for the owner of the
//         customer, else for nobody in particular.
// Units   urgency is how often the time allowed has passed, so that 1 is due today: 2 days for an answer, 1 for the first reply to a ticket and
//         14 for its end, those of the tier for a call, 14 behind the expected day of a deal and 30 behind that of an invoice or goal;
//         customers weigh as in neglect.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/goals.h"
#include "report/neglect.h"
#include "report/report.h"

namespace flatcrm::report {

enum class ActionKind : std::uint8_t { answer, call, reply, solve, deal, payment, goal, birthday };
std::string_view name_of(ActionKind kind);

/// Small, as a book may have one for every customer.
struct Action {
  ActionKind kind;
  std::uint32_t row = 0;  // of what it is about: customers, tickets, deals or sales, or a goal's place
  std::uint32_t customer = no_row;  // whom it concerns
  std::uint32_t neglected = 0;      // of a call: its place in Neglect::list
  core::Date since = core::no_date;
  std::string_view staff{};  // an id, "" for nobody in particular
  core::Decimal urgency{};
  core::Decimal amount{};  // of a payment
};

void ask_actions(Needs& needs, const Parameters& parameters);
/// Of who is selected, and of Parameters::staff where that is given. What is given must outlive them. Requires:
/// ask_neglect.
std::vector<Action> find_actions(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals);

/// What is to be done, and why, in words. Requires: actions found in the same.
class ActionWords {
 public:
  ActionWords(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals)
      : input_(input), neglect_(neglect), goals_(goals) {}
  std::string text(const Action& action) const;
  std::string reason(const Action& action) const;
  std::string record_id(const Action& action) const;

 private:
  std::string_view text_of(const std::string& collection, std::string_view column, std::size_t row) const;
  std::string customer_name(std::uint32_t customer) const;
  std::int64_t days_since(const Action& action) const;
  std::string payment_text(const Action& action) const;
  std::string ticket_text(const Action& action) const;
  std::string goal_text(const Action& action) const;
  std::string answer_reason(const Action& action) const;
  std::string call_reason(const Action& action) const;
  std::string ticket_reason(const Action& action) const;
  std::string deal_reason(const Action& action) const;
  std::string goal_reason(const Action& action) const;
  std::string birthday_reason(const Action& action) const;

  const Input& input_;
  const Neglect& neglect_;
  const std::vector<Goal>& goals_;
};

/// Goals are looked after from so many days before they are due until as many days after.
inline constexpr int goal_days = 30;

}  // namespace flatcrm::report
