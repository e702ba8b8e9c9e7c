#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "report/actions.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/neglect.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

Needs needs(const Parameters& parameters) {
  Needs needs{.tables = {{"staff", {{"id", model::As::texts}, {"name", model::As::texts}}}}};
  ask_neglect(needs, parameters.as_of, std::nullopt);
  ask_actions(needs, parameters);
  return needs;
}

bool is_due(const Action& action) {
  return core::compare(action.urgency, {1, 0}) >= 0;
}

Cell staff_cell(const Input& input, std::string_view id) {
  return id.empty() ? Cell{Reference{"", "(nobody)"}} : Cell{input.reference("staff", id)};
}

Table list_table(const std::vector<Action>& actions, const ActionWords& words, const Input& input) {
  Table table{.name = "todo", .title = "What to do next"};
  bool one = !input.parameters.staff.empty();
  table.columns = {{"action", "What"}, {"reason", "Why"}};
  if (!one) table.columns.push_back({"staff", "Who", Kind::reference});
  for (Column& column : std::vector<Column>{{"kind", "Kind"},
                                            {"record", "Record", Kind::reference},
                                            {"since", "Since or due", Kind::date},
                                            {"urgency", "Urgency", Kind::decimal}})
    table.columns.push_back(std::move(column));
  std::size_t shown = 0, limit = input.parameters.limit;
  for (const Action& action : actions) {
    if (limit != 0 && shown++ == limit) break;
    Row row{words.text(action), words.reason(action)};
    if (!one) row.push_back(staff_cell(input, action.staff));
    row.insert(row.end(), {std::string(name_of(action.kind)), Reference{words.record_id(action), ""},
                           action.since, action.urgency});
    table.rows.push_back(std::move(row));
  }
  if (table.rows.size() < actions.size())
    table.note = fmt::format("{} of {}; --limit 0 lists all.", table.rows.size(), actions.size());
  return table;
}

struct Load {
  std::int64_t actions = 0, due = 0;
  core::Date oldest = core::no_date;
  void add(const Action& action) {
    ++actions;
    due += is_due(action) ? 1 : 0;
    if (oldest == core::no_date || action.since < oldest) oldest = action.since;
  }
};

template <typename Key>
Table load_table(std::string name, std::string title, Column key, const std::vector<Action>& actions,
                 Key key_of) {
  std::map<std::string_view, Load> loads;
  for (const Action& action : actions) loads[key_of(action)].add(action);
  Table table{.name = std::move(name), .title = std::move(title)};
  table.columns = {std::move(key),
                   {"actions", "Actions", Kind::integer, "", true},
                   {"due", "Due", Kind::integer},
                   {"oldest", "Oldest", Kind::date}};
  for (const auto& [of, load] : loads)
    table.rows.push_back(
        {std::string(of), load.actions, load.due, load.oldest == core::no_date ? Cell{} : Cell{load.oldest}});
  return table;
}

Table by_staff(const std::vector<Action>& actions, const Input& input) {
  Table table = load_table("by_staff", "By member of staff", {"staff", "Staff", Kind::reference}, actions,
                           [](const Action& action) { return action.staff; });
  for (Row& row : table.rows) row[0] = staff_cell(input, std::get<std::string>(row[0]));
  return table;
}

/// By what a query makes of the customers whom they concern; what concerns none is in the group without a value.
Table by_query(const std::string& by, const std::vector<Action>& actions, const Input& input) {
  Groups groups = group_by(by, input.data.by(by), input);
  std::vector<Load> loads(groups.size());
  for (const Action& action : actions)
    loads[action.customer == no_row ? groups.none : groups.of_row[action.customer]].add(action);
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by)};
  table.columns = {groups.key,
                   {"actions", "Actions", Kind::integer, "", true},
                   {"due", "Due", Kind::integer},
                   {"oldest", "Oldest", Kind::date}};
  for (std::uint32_t group : groups.order)
    if (loads[group].actions > 0)
      table.rows.push_back({groups.labels[group], loads[group].actions, loads[group].due,
                            loads[group].oldest == core::no_date ? Cell{} : Cell{loads[group].oldest}});
  return table;
}

Document make(const Input& input) {
  const Parameters& parameters = input.parameters;
  Neglect neglect = find_neglect(input, parameters.as_of, std::nullopt);
  std::vector<Goal> goals = current_goals(input, goal_days);
  std::vector<Action> actions = find_actions(input, neglect, goals);
  Document document = begin(input, "To do");
  auto due = static_cast<std::int64_t>(std::count_if(actions.begin(), actions.end(), is_due));
  std::string whose;
  if (!parameters.staff.empty()) {
    Reference staff = input.reference("staff", parameters.staff);
    whose = fmt::format(" for {}", staff.label.empty() ? staff.id : staff.label);
  }
  document.subtitle = actions.empty() ? fmt::format("Nothing to do{}.", whose)
                                      : fmt::format("{} to do{}, {} of it due.", actions.size(), whose, due);
  Section& overview = document.add("");
  overview.figures = {{"actions", "Actions", static_cast<std::int64_t>(actions.size()), "actions"},
                      {"due", "Due today or before", due, "actions"}};
  overview.tables.push_back(list_table(actions, ActionWords(input, neglect, goals), input));
  Section& loads = document.add("Who has what");
  loads.tables.push_back(load_table("kinds", "By kind", {"kind", "Kind"}, actions,
                                    [](const Action& action) { return name_of(action.kind); }));
  if (parameters.staff.empty()) loads.tables.push_back(by_staff(actions, input));
  for (const std::string& by : parameters.by) loads.tables.push_back(by_query(by, actions, input));
  return document;
}

}  // namespace

Report report_todo() {
  return {
      .name = "todo",
      .summary = "the next best actions of one member of staff or of all, each with its reason",
      .about =
          "Actions come from what is in the book: words that nobody answered, silences longer than the "
          "contact policy allows, tickets without a reply or an end, deals past their expected day, invoices "
          "past theirs, goals that end within 30 days or have just been missed, or met with a promise, "
          "birthdays of the coming week. An action is for whom the record "
          "names, else for the owner of the customer, else for whoever talked to the customer last.",
      .formulas =
          {{"urgency",
            "how often the time allowed has passed: 2 days for an answer, those of the tier for a call, 1 "
            "for the first reply to a ticket and 14 for its end, 14 behind the expected day of a deal, 30 "
            "behind that of an invoice; * (1 + the share of customers who are worth less); * 2 for a "
            "complaint or a ticket of high priority"},
           {"due", "actions of an urgency of 1 or more"}},
      .by_staff = true,
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
