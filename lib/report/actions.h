// What to do next, for whom, and why.
//
//   ask_actions(needs, parameters);                  // in a report's needs
//   std::vector<Action> actions = find_actions(input, neglect, goals);   // in its make, the most urgent first
//   actions[0].text == "Answer Jürg Aebischer"       actions[0].reason == "complained on 2025-11-03; 384 days without an answer"
//
// Shape   of a customer who waits for an answer there is no second action to call. What names no member of staff is for the owner of the
//         customer, else for nobody in particular.
// Units   urgency is how often the time allowed has passed, so that 1 is due today: 2 days for an answer, 1 for the first reply to a ticket and
//         14 for its end, those of the tier for a call, 14 behind the expected day of a deal and 30 behind that of an invoice or goal;
//         customers weigh as in neglect.h.
#pragma once

#include <string>
#include <vector>

#include "report/goals.h"
#include "report/neglect.h"
#include "report/report.h"

namespace flatcrm::report {

struct Action {
  std::string kind;     // answer, call, reply, solve, deal, payment, goal, birthday
  std::string text;     // what to do
  std::string reason;   // why
  std::string staff{};  // an id, "" for nobody in particular
  Reference record{};
  core::Date since = core::no_date;
  core::Decimal urgency{};
};

void ask_actions(Needs& needs, const Parameters& parameters);
/// Of who is selected, and of Parameters::staff where that is given. Requires: ask_neglect.
std::vector<Action> find_actions(const Input& input, const Neglect& neglect, const std::vector<Goal>& goals);

/// Goals are looked after from so many days before they are due until as many days after.
inline constexpr int goal_days = 30;

}  // namespace flatcrm::report
