#include "report/goals.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::report {

namespace {

using core::Date;
using core::Decimal;

/// The days on which a goal is looked at.
enum Look : std::uint8_t { now_look, before_look, due_look, start_look, looks };

std::optional<Decimal> number_at(const model::Numbers& numbers, std::size_t row) {
  return numbers.missing(row) ? std::nullopt : std::optional(numbers[row]);
}

Goal read_goal(const model::Table& table, std::uint32_t row) {
  auto text = [&](const char* path) { return std::string(core::trim(table.texts(path).texts[row])); };
  Goal goal{.row = row, .id = std::string(table.texts("id").texts[row])};
  goal.name = text("name");
  goal.factor = text("factor");
  goal.owner = text("owner");
  goal.metric = text("metric");
  goal.unit = text("unit");
  goal.if_missed = text("if_missed");
  goal.if_met = text("if_met");
  goal.aim = {number_at(table.numbers("baseline"), row), number_at(table.numbers("target"), row),
              table.dates("start").days[row], table.dates("due").days[row]};
  goal.label = goal.unit;
  return goal;
}

/// Asks the metrics of goals, those of a day together, and makes of the answers what goals count in.
class Measuring {
 public:
  Measuring(const Input& input, std::vector<Goal>& goals, const GoalDays& days)
      : input_(input), goals_(goals), days_(days), answers_(goals.size()) {}

  void run() {
    for (std::size_t i = 0; i < goals_.size(); ++i) plan(i);
    for (const auto& [day, wishes] : wishes_) ask(day, wishes);
    for (std::size_t i = 0; i < goals_.size(); ++i) settle(goals_[i], answers_[i]);
  }

 private:
  struct Wish {
    std::size_t goal;
    Look look;
  };
  using Answers = std::array<BookFigure, looks>;

  void plan(std::size_t i) {
    const Goal& goal = goals_[i];
    const Aim& aim = goal.aim;
    if (goal.metric.empty()) return;
    wishes_[days_.now].push_back({i, now_look});
    if (days_.before) wishes_[*days_.before].push_back({i, before_look});
    if (aim.is_past(days_.now)) wishes_[aim.due].push_back({i, due_look});
    bool started = aim.start != core::no_date && aim.start <= days_.now;
    if (!aim.baseline && aim.target && started) wishes_[aim.start].push_back({i, start_look});
  }

  std::string currency_of(const Goal& goal) const {
    const std::string& asked = input_.parameters.currency;
    std::string currency = asked.empty() ? currency_of_unit(goal.unit) : asked;
    return currency.empty() ? input_.config.currency : currency;
  }

  void ask(Date day, const std::vector<Wish>& wishes) {
    if (!input_.figures) return;
    std::vector<BookQuestion> questions;
    for (const Wish& wish : wishes)
      questions.push_back({goals_[wish.goal].metric, currency_of(goals_[wish.goal])});
    std::vector<BookFigure> figures = input_.figures(questions, day);
    for (std::size_t i = 0; i < wishes.size(); ++i)
      answers_[wishes[i].goal][wishes[i].look] = std::move(figures[i]);
  }

  /// An amount that the goal itself names, in the currency that its figure is in.
  bool convert(std::optional<Decimal>& value, const Goal& goal, const std::string& into) {
    std::string from = currency_of_unit(goal.unit);
    if (from.empty()) from = input_.config.currency;
    if (!value || from == into) return true;
    value = input_.data.rates().convert(*value, from, days_.now);
    return value.has_value();
  }

  void settle(Goal& goal, const Answers& answers) {
    if (goal.metric.empty()) {
      goal.pace.why = "it has no metric";
      return;
    }
    const BookFigure& figure = answers[now_look];
    if (figure.is_wrong()) return refuse(goal, figure);
    std::string currency = currency_of(goal);
    goal.counts = goal_unit(goal.unit, figure.type, figure.is_share, currency);
    goal.label = goal.counts.wrong.empty() ? goal.counts.label : goal.unit;
    if (!goal.counts.wrong.empty()) {
      goal.problem = fmt::format("unit: {}; {}", goal.counts.wrong, goal.counts.hint);
      return;
    }
    auto in_unit = [&](Look look) {
      const std::optional<Decimal>& value = answers[look].value;
      return value ? std::optional(goal.counts.in_unit(*value)) : std::nullopt;
    };
    goal.now = in_unit(now_look);
    goal.before = in_unit(before_look);
    goal.at_due = in_unit(due_look);
    bool fits = !goal.counts.is_money ||
                (convert(goal.aim.baseline, goal, currency) && convert(goal.aim.target, goal, currency));
    if (!fits) {
      goal.problem = fmt::format("no rate on or before {} between {} and {}; add one to rates",
                                 core::print(days_.now), currency, goal.unit);
      return;
    }
    if (!goal.aim.baseline && answers[start_look].value) {
      goal.aim.baseline = in_unit(start_look);
      goal.baseline_measured = true;
    }
    int digits = goal.counts.digits;
    goal.pace = pace_of(goal.aim, goal.now, goal.at_due, days_.now, digits);
    if (!days_.before) return;
    std::optional<Decimal> at_due = goal.aim.is_past(*days_.before) ? goal.at_due : std::nullopt;
    goal.pace_before = pace_of(goal.aim, goal.before, at_due, *days_.before, digits);
  }

  static void refuse(Goal& goal, const BookFigure& figure) {
    core::Place place = figure.place;
    place.file = "metric";
    goal.problem = fmt::format("{}: {}", core::print(place), figure.wrong);
    if (!figure.hint.empty()) goal.problem += "; " + figure.hint;
  }

  const Input& input_;
  std::vector<Goal>& goals_;
  GoalDays days_;
  std::vector<Answers> answers_;
  std::map<Date, std::vector<Wish>> wishes_;
};

bool comes_before(const Goal& left, const Goal& right) {
  auto key = [](const Goal& goal) {
    bool dated = goal.aim.due != core::no_date;
    return std::tuple(goal.pace.outlook, dated ? 0 : 1, goal.aim.due, goal.called(), goal.id);
  };
  return key(left) < key(right);
}

Finding finding_of(const Goal& goal) {
  std::string due = goal.aim.due == core::no_date ? "" : fmt::format(" by {}", core::print(goal.aim.due));
  Finding found{.count = 1, .records = {{goal.id, goal.name}}};
  switch (goal.pace.outlook) {
    case Outlook::missed:
    case Outlook::at_risk: {
      bool missed = goal.pace.outlook == Outlook::missed;
      found.code = missed ? "goal-missed" : "goal-at-risk";
      found.text =
          fmt::format("{} {}: {}{}; {}", missed ? "Missed:" : "At risk:", goal.called(), goal.standing(), due,
                      goal.if_missed.empty() ? "nothing was promised for that case"
                                             : "promised if missed: " + goal.if_missed);
      break;
    }
    case Outlook::met:
      found.code = "goal-met";
      found.text =
          fmt::format("Met: {}: {}{}; promised if met: {}", goal.called(), goal.standing(), due, goal.if_met);
      break;
    default:
      found.code = goal.problem.empty() ? "goal-not-measurable" : "goal-metric";
      found.text = fmt::format("{} can't be measured: {}", goal.called(), goal.why());
      break;
  }
  return found;
}

/// What asks for something to be done: all but goals that are on pace, or met without a promise, or that only
/// have to be waited for.
bool asks(const Goal& goal) {
  if (goal.pace.outlook == Outlook::met) return !goal.if_met.empty();
  if (goal.pace.outlook != Outlook::unmeasured) return goal.pace.outlook != Outlook::on_pace;
  return !goal.pace.why.starts_with("it starts on");
}

}  // namespace

std::string Goal::say(const std::optional<Decimal>& value) const {
  if (!value) return "nothing";
  std::string text = core::print(counts.shown(*value));
  return label.empty() ? text : fmt::format("{} {}", text, label);
}

std::string Goal::standing() const {
  const std::optional<Decimal>& value = at_due ? at_due : now;
  if (!value || !aim.target) return "";
  return fmt::format("{}{}, target {}", say(value), at_due ? " when it was due" : "", say(aim.target));
}

void ask_goals(Needs& needs) {
  using model::As;
  needs.rates = true;
  needs.tables.push_back({"goals",
                          {{"id", As::texts},
                           {"name", As::texts},
                           {"factor", As::texts},
                           {"owner", As::texts},
                           {"metric", As::texts},
                           {"unit", As::texts},
                           {"if_missed", As::texts},
                           {"if_met", As::texts},
                           {"baseline"},
                           {"target"},
                           {"start"},
                           {"due"}}});
}

std::vector<Goal> measure_goals(const Input& input, const std::vector<std::uint32_t>& rows,
                                const GoalDays& days) {
  const model::Table& table = input.data.table("goals");
  std::vector<Goal> goals;
  goals.reserve(rows.size());
  for (std::uint32_t row : rows) goals.push_back(read_goal(table, row));
  Measuring(input, goals, days).run();
  std::sort(goals.begin(), goals.end(), comes_before);
  return goals;
}

std::vector<Goal> current_goals(const Input& input, int days_past) {
  if (!input.data.selects_all()) return {};
  const model::Table& table = input.data.table("goals");
  Date today = input.parameters.as_of;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    Date due = table.dates("due").days[row];
    if (due == core::no_date || due.days >= today.days - days_past) rows.push_back(row);
  }
  return measure_goals(input, rows, {.now = today});
}

std::vector<Finding> goal_findings(const std::vector<Goal>& goals, std::size_t most) {
  std::vector<Finding> findings;
  for (const Goal& goal : goals)
    if (asks(goal) && (most == 0 || findings.size() < most)) findings.push_back(finding_of(goal));
  return findings;
}

}  // namespace flatcrm::report
