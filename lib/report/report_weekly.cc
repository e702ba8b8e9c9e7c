#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "report/actions.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/neglect.h"
#include "report/report.h"
#include "report/touches.h"
#include "report/weekly_changes.h"
#include "report/weekly_figures.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

constexpr std::size_t usual_rows = 5;

std::size_t rows_of(const Parameters& parameters) {
  return parameters.limit_given ? parameters.limit : usual_rows;
}

bool has_room(const Table& table, const Parameters& parameters) {
  std::size_t most = rows_of(parameters);
  return most == 0 || table.rows.size() < most;
}

Needs needs(const Parameters& parameters) {
  Needs needs = weekly_needs(parameters);
  ask_neglect(needs, parameters.as_of, std::nullopt);
  ask_actions(needs, parameters);
  return needs;
}

Reference customer(const Input& input, std::string_view id) {
  return input.reference("customers", id);
}

/// Who was talked to most in the period.
Table talked_to(const Week& week) {
  struct Talk {
    std::int64_t touches = 0;
    core::Date last = core::no_date;
    std::uint32_t channel = 0;
  };
  const model::Table& interactions = week.input.data.table("interactions");
  const model::Codes &customers = interactions.codes("customer"), &channels = interactions.codes("channel");
  Owned owned = week.input.data.owned("interactions");
  std::map<std::uint32_t, Talk> talks;
  for (std::size_t row = 0; row < interactions.rows(); ++row) {
    core::Date day = interactions.dates("date").days[row];
    if (customers.codes[row] == 0 || !week.now.holds(day) || day > week.input.parameters.as_of || !owned(row))
      continue;
    Talk& talk = talks[customers.codes[row]];
    ++talk.touches;
    if (talk.last == core::no_date || day >= talk.last) {
      talk.last = day;
      talk.channel = channels.codes[row];
    }
  }
  std::vector<std::pair<std::uint32_t, Talk>> order(talks.begin(), talks.end());
  std::sort(order.begin(), order.end(), [&](const auto& left, const auto& right) {
    if (left.second.touches != right.second.touches) return left.second.touches > right.second.touches;
    if (left.second.last != right.second.last) return left.second.last > right.second.last;
    return customers.dictionary.text(left.first) < customers.dictionary.text(right.first);
  });
  Table table{.name = "talked_to", .title = "Who was talked to"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"touches", "Touches", Kind::integer},
                   {"last", "Last", Kind::date},
                   {"channel", "Channel"}};
  for (const auto& [code, talk] : order) {
    if (!has_room(table, week.input.parameters)) break;
    table.rows.push_back({customer(week.input, customers.dictionary.text(code)), talk.touches, talk.last,
                          std::string(channels.dictionary.text(talk.channel))});
  }
  if (table.rows.size() < order.size())
    table.note = fmt::format("{} of {}.", table.rows.size(), order.size());
  return table;
}

Table waiting(const Week& week) {
  Table table{.name = "who_waits", .title = "Who waits for an answer"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"since", "Since", Kind::date},
                   {"days_waiting", "Days", Kind::days},
                   {"complaint", "Complaint"}};
  const model::Dictionary& ids = week.input.data.table("interactions").codes("customer").dictionary;
  for (const Waiting& one : week.touches.waiting) {
    if (!has_room(table, week.input.parameters)) break;
    table.rows.push_back({customer(week.input, ids.text(one.customer)), one.since,
                          Days{{week.input.parameters.as_of.days - one.since.days, 0}},
                          one.complaint ? "yes" : "no"});
  }
  auto all = static_cast<std::size_t>(week.touches.waiting_customers);
  if (table.rows.size() < all)
    table.note = fmt::format("{} of {}: flatcrm report activity --table waiting", table.rows.size(), all);
  return table;
}

Table actions_table(const std::vector<Action>& actions, const ActionWords& words, const Input& input) {
  Table table{.name = "next_actions", .title = "What to do next"};
  table.columns = {{"action", "What"}, {"reason", "Why"}, {"staff", "Who", Kind::reference}};
  for (const Action& action : actions) {
    if (!has_room(table, input.parameters)) break;
    table.rows.push_back({words.text(action), words.reason(action),
                          action.staff.empty() ? Cell{} : Cell{input.reference("staff", action.staff)}});
  }
  if (table.rows.size() < actions.size())
    table.note = fmt::format("{} of {}: flatcrm report todo", table.rows.size(), actions.size());
  return table;
}

/// Missed, or behind their pace; and those of which nobody can tell, where they are due soon.
Table goals_table(const std::vector<Goal>& goals, const Input& input) {
  Table table{.name = "goals_at_risk", .title = "Goals at risk"};
  table.columns = {{"goal", "Goal", Kind::reference},
                   {"outlook", "Will it be met?"},
                   {"now", "Now", Kind::decimal},
                   {"target", "Target", Kind::decimal},
                   {"unit", "Unit"},
                   {"due", "Due", Kind::date},
                   {"owner", "Owner", Kind::reference}};
  std::size_t all = 0;
  for (const Goal& goal : goals) {
    core::Date due = goal.aim.due;
    bool soon = due != core::no_date && due.days <= input.parameters.as_of.days + goal_days;
    bool at_risk = goal.pace.outlook == Outlook::missed || goal.pace.outlook == Outlook::at_risk ||
                   (goal.pace.outlook == Outlook::unmeasured && soon);
    if (!at_risk) continue;
    ++all;
    if (!has_room(table, input.parameters)) continue;
    auto number = [&](const std::optional<core::Decimal>& value) {
      return value ? Cell{goal.counts.shown(*value)} : Cell{};
    };
    table.rows.push_back({Reference{goal.id, goal.name}, std::string(name_of(goal.pace.outlook)),
                          number(goal.now), number(goal.aim.target),
                          goal.label.empty() ? Cell{} : Cell{goal.label},
                          due == core::no_date ? Cell{} : Cell{due},
                          goal.owner.empty() ? Cell{} : Cell{input.reference("staff", goal.owner)}});
  }
  if (table.rows.size() < all)
    table.note = fmt::format("{} of {}: flatcrm report goals", table.rows.size(), all);
  return table;
}

/// Touches and value of the period by what a query makes of customers.
Table by_query(const std::string& by, const Week& week) {
  const Input& input = week.input;
  Groups groups = group_by(by, input.data.by(by), input);
  struct Sum {
    std::int64_t customers = 0, touches = 0, waiting = 0;
    core::Sum value;
  };
  std::vector<Sum> sums(groups.size());
  const Values &touches = input.data.values("weekly.contacts"), &value = input.data.values("weekly.value"),
               &since = input.data.values("neglect.waiting");
  for (std::uint32_t row : input.data.selected()) {
    Sum& sum = sums[groups.of_row[row]];
    ++sum.customers;
    sum.touches += touches.number(row).value_or(core::Decimal{}).mantissa;
    sum.waiting += since.day(row) != core::no_date ? 1 : 0;
    if (std::optional<core::Decimal> amount = value.number(row)) sum.value.add(*amount);
  }
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by)};
  table.columns = {groups.key,
                   {"customers", "Customers", Kind::integer},
                   {"touches", "Touches", Kind::integer, "", true},
                   {"waiting", "Waiting", Kind::integer},
                   {"value", "Invoiced", Kind::money, input.currency()}};
  for (std::uint32_t group : groups.order)
    if (sums[group].customers > 0)
      table.rows.push_back({groups.labels[group], sums[group].customers, sums[group].touches,
                            sums[group].waiting, weekly_money(sums[group].value.total(), input)});
  return table;
}

/// The week in a sentence: what a mail says before anyone opens it.
std::string sentence(const Week& week, const Neglect& neglect, std::size_t actions) {
  auto sums = week.touches.between(week.now);
  std::vector<std::string> parts{counted(sums[0] + sums[1] + sums[2], "touch", "touches"),
                                 counted(week.orders(week.now), "order", "orders")};
  parts.push_back(counted(week.touches.waiting_customers, "customer waits for an answer",
                          "customers wait for an answer"));
  if (neglect.now.a_year > 0)
    parts.push_back(counted(neglect.now.a_year, "has heard nothing from us for a year",
                            "have heard nothing from us for a year"));
  parts.push_back(counted(static_cast<std::int64_t>(actions), "thing to do", "things to do"));
  return fmt::format("{}: {}.", print(week.now), fmt::join(parts, ", "));
}

/// What can be said of a book in which there is little yet, and what to do about it.
void add_beginnings(Section& section, const Week& week) {
  const Data& data = week.input.data;
  if (data.rows("customers") == 0) {
    section.notes.emplace_back(
        "There are no customers in this book yet. Bring some in: flatcrm import FILE --dry-run");
  } else if (data.selected().empty()) {
    section.notes.emplace_back("No customer meets the condition, so there is nothing to tell of any.");
  } else if (data.rows("customers") == 1) {
    section.notes.emplace_back("There is one customer in this book.");
  }
  if (data.rows("interactions") == 0)
    section.notes.emplace_back(
        "Nobody has been talked to, as far as this book knows. Say who was: flatcrm log CUSTOMER");
  if (data.rows("sales") == 0 && data.rows("customers") > 0)
    section.notes.emplace_back("There are no orders or invoices in this book, so nothing is said of value.");
}

void add_findings(Section& section, const Week& week, const Neglect& neglect, std::int64_t goals_at_risk) {
  if (week.touches.waiting_complaints > 0)
    section.findings.push_back(
        {"complaint-unanswered",
         counted(week.touches.waiting_complaints,
                 "[customer complained and was|customers complained and were] not answered"),
         week.touches.waiting_complaints,
         {},
         "flatcrm report activity --table waiting"});
  if (neglect.now.a_year > 0)
    section.findings.push_back({"year-of-silence",
                                fmt::format("A year and nobody has called: {} customer{}", neglect.now.a_year,
                                            neglect.now.a_year == 1 ? "" : "s"),
                                neglect.now.a_year,
                                {},
                                "flatcrm report neglected"});
  if (goals_at_risk > 0)
    section.findings.push_back(
        {"goal-at-risk",
         counted(goals_at_risk, "[goal is missed or behind its|goals are missed or behind their] pace"),
         goals_at_risk,
         {},
         "flatcrm report goals"});
}

void add_table(Section& section, Table table) {
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
}

Document make(const Input& given) {
  Input input = given;
  input.parameters.period = week_of(given.parameters);
  Week week(input);
  Neglect neglect = find_neglect(input, input.parameters.as_of, std::nullopt);
  std::vector<Goal> goals = current_goals(input, goal_days);
  std::vector<Action> actions = find_actions(input, neglect, goals);

  Document document = begin(input, "The week");
  document.subtitle = sentence(week, neglect, actions.size());
  Section& overview = document.add("");
  overview.figures = weekly_figures(week);
  add_states_before(overview.figures, week, needs);
  add_findings(overview, week, neglect, std::count_if(goals.begin(), goals.end(), [](const Goal& goal) {
                 return goal.pace.outlook == Outlook::missed || goal.pace.outlook == Outlook::at_risk;
               }));
  add_beginnings(overview, week);

  Section& people = document.add("People");
  add_table(people, talked_to(week));
  add_table(people, waiting(week));
  Section& business = document.add("Pipeline and goals");
  add_table(business, moved_deals(week, rows_of(input.parameters)));
  add_table(business, goals_table(goals, input));
  for (const std::string& by : input.parameters.by) add_table(business, by_query(by, week));
  add_weekly_changes(document.add("What changed in the book"), week, rows_of(input.parameters));
  Section& next = document.add("Next");
  add_table(next, actions_table(actions, ActionWords(input, neglect, goals), input));
  if (actions.empty()) next.notes.emplace_back("Nothing is left to do that this book knows of.");
  std::erase_if(document.sections, [](const Section& section) {
    return section.figures.empty() && section.tables.empty() && section.notes.empty() &&
           section.findings.empty();
  });
  return document;
}

}  // namespace

Report report_weekly() {
  return {
      .name = "weekly",
      .summary = "the week on a page: who was talked to, who waits, what moved, what to do next",
      .about =
          "The week is the last seven days with the as-of day, or what `--period` says, beside as many days "
          "before. Lists have five rows unless `--limit` says otherwise. Where the book is under git, the "
          "state of the "
          "evening before the week is compared with the one that the report is made from, or, of a period "
          "that is over, "
          "with that of its last evening: records by collection, and the customers with most changes. "
          "Without git it says so. Goals at risk are those of `report goals` that are missed (until 30 days "
          "after they were due), behind their pace, or not measurable and due within 30 days.",
      .formulas =
          {{"new_customers", "customers acquired in the period"},
           {"invoiced", "`value` of the period: invoices less credits"},
           {"orders", "`orders` of the period: days on which a customer was invoiced, over all customers"},
           {"paid", "payments of the period"},
           {"waiting, open_value, weighted_value, tickets_open",
            "on the as-of day; beside them, where the book is under git, what its state of the evening before the "
            "week says of that evening"},
           {"won, lost", "deals closed in the period"},
           {"open_value", "amounts of deals that are open, by their chance in weighted_value"},
           {"nps", "share of scores of 9 and 10 less that of 0 to 6, of the surveys of the period"},
           {"csat, ces", "mean scores of the period"}},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
