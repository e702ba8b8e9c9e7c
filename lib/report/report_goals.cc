#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "report/goals.h"
#include "report/groups.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

using core::Decimal;

struct Source {
  const Input& input;
  GoalDays days;
  std::vector<Goal> goals;
};

Needs needs(const Parameters&) {
  Needs needs;
  ask_goals(needs);
  return needs;
}

GoalDays days_of(const Parameters& parameters) {
  GoalDays days{.now = parameters.as_of};
  if (!parameters.period) return days;
  days.now = std::min(parameters.period->last, parameters.as_of);
  if (std::optional<Period> earlier = before(parameters)) days.before = std::min(earlier->last, days.now);
  return days;
}

Cell cell_of(const Goal& goal, const std::optional<Decimal>& value) {
  return value ? Cell{goal.counts.shown(*value)} : Cell{};
}

Cell percent_of(const std::optional<Decimal>& value) {
  return value ? Cell{Percent{*value}} : Cell{};
}

Cell day_of(core::Date day) {
  return day == core::no_date ? Cell{} : Cell{day};
}

Cell text_of(const std::string& text) {
  return text.empty() ? Cell{} : Cell{text};
}

using Counts = std::array<std::int64_t, outlooks>;

std::vector<Figure> figures(const Source& source) {
  Counts now{}, before{};
  std::int64_t all = 0;
  for (const Goal& goal : source.goals) {
    ++all;
    ++now[static_cast<std::size_t>(goal.pace.outlook)];
    if (goal.pace_before) ++before[static_cast<std::size_t>(goal.pace_before->outlook)];
    // A goal that can't be measured could not be measured before either.
    if (!goal.pace_before && source.days.before) ++before[static_cast<std::size_t>(Outlook::unmeasured)];
  }
  std::vector<Figure> list{{"all_goals", "Goals", all, "goals"}};
  auto add = [&](const char* name, const char* label, Outlook outlook) {
    auto at = static_cast<std::size_t>(outlook);
    list.push_back({name, label, now[at], "goals", source.days.before ? Cell{before[at]} : Cell{}});
  };
  add("met", "Met", Outlook::met);
  add("on_pace", "On pace", Outlook::on_pace);
  add("at_risk", "At risk", Outlook::at_risk);
  add("missed", "Missed", Outlook::missed);
  add("not_measurable", "Not measurable yet", Outlook::unmeasured);
  return list;
}

/// "1 missed, 2 at risk, 2 not measurable yet, 1 on pace, 2 met"
std::string sentence(const Source& source) {
  if (source.goals.empty()) return "none";
  Counts counts{};
  for (const Goal& goal : source.goals) ++counts[static_cast<std::size_t>(goal.pace.outlook)];
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < outlooks; ++i)
    if (counts[i] > 0) parts.push_back(fmt::format("{} {}", counts[i], name_of(static_cast<Outlook>(i))));
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// The goals that a list shows, with what is left out said below it.
std::vector<const Goal*> shown(const Source& source, Table& table) {
  std::size_t limit = source.input.parameters.limit;
  std::vector<const Goal*> list;
  for (const Goal& goal : source.goals)
    if (limit == 0 || list.size() < limit) list.push_back(&goal);
  if (list.size() < source.goals.size())
    table.note = fmt::format("{} of {}; --limit 0 lists all.", list.size(), source.goals.size());
  return list;
}

Table goals_table(const Source& source) {
  Table table{.name = "goals", .title = "Goals"};
  table.columns = {{"goal", "Goal", Kind::reference},
                   {"outlook", "Will it be met?"},
                   {"now", "Now", Kind::decimal},
                   {"target", "Target", Kind::decimal},
                   {"unit", "Unit"},
                   {"progress_percent", "Progress", Kind::percent},
                   {"due", "Due", Kind::date}};
  for (const Goal* goal : shown(source, table))
    table.rows.push_back({Reference{goal->id, goal->name}, std::string(name_of(goal->pace.outlook)),
                          cell_of(*goal, goal->now), cell_of(*goal, goal->aim.target), text_of(goal->label),
                          percent_of(goal->pace.progress), day_of(goal->aim.due)});
  return table;
}

Table pace_table(const Source& source) {
  Table table{.name = "pace", .title = "Pace"};
  table.columns = {{"goal", "Goal", Kind::reference},
                   {"start", "Start", Kind::date},
                   {"baseline", "Baseline", Kind::decimal}};
  if (source.days.before) table.columns.push_back({"before", "Before", Kind::decimal});
  std::vector<Column> rest{{"now", "Now", Kind::decimal},
                           {"expected", "Expected", Kind::decimal},
                           {"at_due", "When due", Kind::decimal},
                           {"expected_progress_percent", "Expected progress", Kind::percent}};
  table.columns.insert(table.columns.end(), rest.begin(), rest.end());
  for (const Goal* goal : shown(source, table)) {
    Row row{Reference{goal->id, goal->name}, day_of(goal->aim.start), cell_of(*goal, goal->aim.baseline)};
    if (source.days.before) row.push_back(cell_of(*goal, goal->before));
    for (const std::optional<Decimal>& value : {goal->now, goal->pace.expected, goal->pace.forecast})
      row.push_back(cell_of(*goal, value));
    row.push_back(percent_of(goal->pace.expected_progress));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table promises_table(const Source& source) {
  Table table{.name = "promises", .title = "Who answers for it, how it is measured, and what was promised"};
  table.columns = {{"goal", "Goal", Kind::reference},   {"factor", "Factor"},
                   {"owner", "Owner", Kind::reference}, {"metric", "Metric"},
                   {"if_missed", "If missed"},          {"if_met", "If met"}};
  for (const Goal* goal : shown(source, table))
    table.rows.push_back({Reference{goal->id, goal->name}, text_of(goal->factor),
                          goal->owner.empty() ? Cell{} : Cell{source.input.reference("staff", goal->owner)},
                          text_of(goal->metric), text_of(goal->if_missed), text_of(goal->if_met)});
  return table;
}

/// Goals by what a query makes of each.
Table by_table(const std::string& by, const Source& source) {
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<Counts> counts(groups.size());
  for (const Goal& goal : source.goals)
    ++counts[groups.of_row[goal.row]][static_cast<std::size_t>(goal.pace.outlook)];
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by)};
  table.columns = {groups.key,
                   {"goals", "Goals", Kind::integer},
                   {"met", "Met", Kind::integer},
                   {"on_pace", "On pace", Kind::integer},
                   {"at_risk", "At risk", Kind::integer},
                   {"missed", "Missed", Kind::integer},
                   {"not_measurable", "Not measurable yet", Kind::integer}};
  for (std::uint32_t group : groups.order) {
    const Counts& of = counts[group];
    std::int64_t all = 0;
    for (std::int64_t count : of) all += count;
    if (all == 0) continue;
    Row row{groups.labels[group], all};
    for (Outlook outlook :
         {Outlook::met, Outlook::on_pace, Outlook::at_risk, Outlook::missed, Outlook::unmeasured})
      row.emplace_back(of[static_cast<std::size_t>(outlook)]);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// A share that is to be 0.1 % was perhaps meant to be 10 %.
bool is_doubtful(const Goal& goal) {
  auto is_small = [](const std::optional<Decimal>& value) {
    return value && value->mantissa != 0 && core::compare(*value, {1, 0}) <= 0 &&
           core::compare(*value, {-1, 0}) >= 0;
  };
  return goal.counts.factor == 100 && is_small(goal.aim.target) && goal.now && !is_small(goal.now);
}

void add_notes(Section& section, const Source& source) {
  if (source.input.data.rows("goals") == 0) {
    section.notes.emplace_back(
        "This book has no goals. One is a file goals/ID.yaml with a name, a factor, a metric such as "
        "count(tickets where closed is empty), a baseline, a target, a start, a due day, and what was "
        "promised: if_missed, if_met.");
  } else if (source.goals.empty()) {
    section.notes.emplace_back("No goal meets the condition.");
  }
  auto measured = std::count_if(source.goals.begin(), source.goals.end(),
                                [](const Goal& goal) { return goal.baseline_measured; });
  if (measured > 0)
    section.notes.push_back(
        fmt::format("{} {} no baseline; in its place stands the figure of the book on the first day.",
                    measured, measured == 1 ? "goal names" : "goals name"));
}

void add_doubts(Section& section, const Source& source) {
  for (const Goal& goal : source.goals)
    if (is_doubtful(goal))
      section.findings.push_back(
          {"goal-unit",
           fmt::format(
               "{}: its figure is {} and its target {}; of a share in % a target of 10 % is 10, not 0.1",
               goal.called(), goal.say(goal.now), goal.say(goal.aim.target)),
           1,
           {{goal.id, goal.name}}});
}

Document make(const Input& input) {
  Source source{input, days_of(input.parameters), {}};
  source.goals = measure_goals(input, input.data.selected(), source.days);
  Document document = begin(input, "Goals");
  document.subtitle += (document.subtitle.empty() ? "" : ": ") + sentence(source);
  Section& overview = document.add("");
  overview.figures = figures(source);
  overview.findings = goal_findings(source.goals, input.parameters.limit);
  add_doubts(overview, source);
  add_notes(overview, source);
  if (source.goals.empty()) return document;
  document.add("Where they stand").tables = {goals_table(source), pace_table(source)};
  if (!input.parameters.by.empty()) {
    Section& breakdown = document.add("Breakdown");
    for (const std::string& by : input.parameters.by) breakdown.tables.push_back(by_table(by, source));
  }
  document.add("Promises").tables = {promises_table(source)};
  return document;
}

}  // namespace

Report report_goals() {
  return {
      .name = "goals",
      .summary = "what the book promised: where each goal stands, its pace, and what follows if it is missed",
      .subject = "goals",
      .about =
          "The `metric` of a goal is an expression over the whole book (FIGURES OF THE BOOK in "
          "flatcrm-query(7)), measured as of the day: what is dated later is left out. A goal whose target "
          "is "
          "below its baseline wants less. Without a baseline the figure of the first day stands in its "
          "place; "
          "without a target, a due day, a metric, or with one that means nothing, it says so and the others "
          "are still measured. With `--period` the last day of the period stands beside that of the period "
          "before. A `unit` of `%` gives a quotient of like quantities (`count(...) / count(...)`) in "
          "percent; "
          "any other figure stands as its metric gives it. A duration is in `days` (or weeks, hours, "
          "minutes), "
          "an amount of money in the currency that the unit names, else in that of the book; with "
          "`--currency` all amounts are in that one, baseline and target at the rate of the day.",
      .formulas = {{"progress_percent",
                    "(now - baseline) / (target - baseline); once the due day has passed, of the "
                    "figure on that day"},
                   {"expected_progress_percent", "days since the start / days from the start to the due day"},
                   {"expected",
                    "baseline + (target - baseline) * expected progress: a straight line, so "
                    "that what comes in jumps is at risk until it comes"},
                   {"at_due",
                    "the forecast, baseline + (now - baseline) / expected progress; once the due day has "
                    "passed, the figure on that day"},
                   {"met", "the target is reached: now, or on the due day where that has passed"},
                   {"on_pace", "not reached yet, and progress >= expected progress"},
                   {"at_risk", "not reached yet, and progress < expected progress"},
                   {"missed", "the due day has passed, and the target was not reached on it"},
                   {"not_measurable",
                    "no metric, target, due day or value; not started yet; a metric that means "
                    "nothing; a target that is the baseline, from which the figure differs"}},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
