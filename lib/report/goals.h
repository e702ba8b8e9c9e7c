// The goals of a book, each measured by its own metric: how it stands, and whether it will be reached.
//
//   ask_goals(needs);                                                    // in a report's needs
//   std::vector<Goal> goals = measure_goals(input, rows, {day, earlier});      // in its make
//   goals[0].now == 18.18     goals[0].label == "%"     goals[0].pace.outlook == Outlook::at_risk
//
// Shape   goals in the order of outlook (missed ones first), then by due day, name and id. A metric that means
//         nothing, and a unit that does not fit it, are the `problem` of their goal only. A goal without a
//         baseline takes the figure of the book on its first day.
// Units   figures in `label`. Amounts are in the report's currency where that is asked for, else in the one
//         that the unit names, else in the book's; baseline and target are converted at the rate of the day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/goal_unit.h"
#include "report/pace.h"
#include "report/report.h"

namespace flatcrm::report {

struct Goal {
  std::uint32_t row = 0;
  std::string id{}, name{}, factor{}, owner{}, metric{}, unit{}, if_missed{}, if_met{};
  Aim aim{};
  std::string label{};  // what its figures count: "%", "EUR", "tickets"
  GoalUnit counts{};
  std::string problem{};  // why its metric can't be measured at all, with its place
  bool baseline_measured = false;
  std::optional<core::Decimal> now{}, before{}, at_due{};
  Pace pace{};
  std::optional<Pace> pace_before{};

  std::string called() const { return name.empty() ? id : name; }
  /// "18.18 %", or "nothing".
  std::string say(const std::optional<core::Decimal>& value) const;
  /// "18.18 %, target 10 %", of the due day where that has passed; "" where it is not measured.
  std::string standing() const;
  /// Why it is not measurable, "" where it is.
  const std::string& why() const { return problem.empty() ? pace.why : problem; }
};

struct GoalDays {
  core::Date now;
  std::optional<core::Date> before{};
};

void ask_goals(Needs& needs);
/// `rows`: of the collection goals.
std::vector<Goal> measure_goals(const Input& input, const std::vector<std::uint32_t>& rows,
                                const GoalDays& days);
/// Of all goals, but those whose due day has passed by more than `days_past` days. None where the report is
/// about some customers only: a goal is of the whole book.
std::vector<Goal> current_goals(const Input& input, int days_past);

/// What was promised: findings of goals that are missed, at risk or met, and of those that can't be
/// measured.
std::vector<Finding> goal_findings(const std::vector<Goal>& goals, std::size_t most);

}  // namespace flatcrm::report
