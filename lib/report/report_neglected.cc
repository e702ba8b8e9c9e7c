#include <algorithm>

#include <fmt/format.h>

#include "report/groups.h"
#include "report/measures.h"
#include "report/neglect.h"
#include "report/report.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

constexpr int days_before = 30;

/// Silence is measured at the end of the period, or today; and at the end of the one before, or a month ago.
core::Date day_of(const Parameters& parameters) {
  return parameters.period ? std::min(parameters.period->last, parameters.as_of) : parameters.as_of;
}
std::optional<core::Date> earlier_day(const Parameters& parameters) {
  if (!parameters.period) return core::Date{parameters.as_of.days - days_before};
  std::optional<Period> earlier = before(parameters);
  return earlier ? std::optional(earlier->last) : std::nullopt;
}

Needs needs(const Parameters& parameters) {
  Needs needs{.tables = {{"customers", {{"id", model::As::texts}, {"name", model::As::texts}}}}};
  needs.columns = {{"value", "customers", "value"}, {"owner", "customers", "owner"}};
  ask_neglect(needs, day_of(parameters), earlier_day(parameters));
  return needs;
}

Reference customer(const Input& input, std::uint32_t row) {
  return {std::string(input.data.ids("customers")[row]),
          std::string(input.data.table("customers").texts("name").texts[row])};
}

Cell day_cell(core::Date day) {
  return day == core::no_date ? Cell{} : Cell{day};
}

Table list_table(std::string name, std::string title, const std::vector<const NeglectedOne*>& list,
                 const Input& input) {
  Table table{.name = std::move(name), .title = std::move(title)};
  table.columns = {
      {"customer", "Customer", Kind::reference},    {"days", "Days", Kind::days, "", true},
      {"heard", "Heard from us", Kind::date},       {"tier", "Tier"},
      {"overdue", "Times too long", Kind::decimal}, {"value", "Value", Kind::money, input.currency()},
      {"waiting_since", "Waits since", Kind::date}, {"complaints", "Complaints", Kind::integer},
      {"owner", "Owner", Kind::reference},          {"urgency", "Urgency", Kind::decimal}};
  const Values &value = input.data.values("value"), &owner = input.data.values("owner");
  for (const NeglectedOne* one : list) {
    std::string_view staff = owner.text(one->row);
    table.rows.push_back({customer(input, one->row), Days{{one->days, 0}}, day_cell(one->heard),
                          input.data.tiers().tiers[one->tier].name, one->overdue,
                          value.cell(one->row, input.currency()), day_cell(one->waiting_since),
                          one->complaints, staff.empty() ? Cell{} : Cell{input.reference("staff", staff)},
                          one->urgency});
  }
  return table;
}

std::vector<const NeglectedOne*> first_of(const std::vector<NeglectedOne>& all, std::size_t limit, auto is) {
  std::vector<const NeglectedOne*> list;
  for (const NeglectedOne& one : all)
    if ((limit == 0 || list.size() < limit) && is(one)) list.push_back(&one);
  return list;
}

Row count_row(Cell key, const NeglectCount& count) {
  return {std::move(key),  count.owed,
          count.neglected, percent(count.neglected, count.owed, table_digits),
          count.a_year,    count.longest < 0 ? Cell{} : Cell{Days{{count.longest, 0}}}};
}

std::vector<Column> count_columns(Column key) {
  return {std::move(key),
          {"customers", "Customers", Kind::integer},
          {"neglected", "Neglected", Kind::integer, "", true},
          {"neglected_percent", "Share", Kind::percent},
          {"a_year", "A year", Kind::integer},
          {"longest_days", "Longest", Kind::days}};
}

Table tiers_table(const Neglect& neglect, const Input& input) {
  const PolicyTiers& tiers = input.data.tiers();
  Table table{
      .name = "tiers", .title = "By tier of the contact policy", .columns = count_columns({"tier", "Tier"})};
  table.columns.insert(table.columns.begin() + 1, {"allowed_days", "Allowed", Kind::days});
  for (std::size_t i = 0; i < tiers.tiers.size(); ++i) {
    Row row = count_row(tiers.tiers[i].name, neglect.by_tier[i]);
    row.insert(row.begin() + 1, Days{{tiers.tiers[i].days, 0}});
    table.rows.push_back(std::move(row));
  }
  table.note = fmt::format("Tiers from {}; who is ranked nowhere is in the last one.", tiers.source);
  return table;
}

Table by_query(const std::string& by, const Neglect& neglect, const Input& input) {
  Groups groups = group_by(by, input.data.by(by), input);
  const PolicyTiers& tiers = input.data.tiers();
  std::vector<NeglectCount> counts(groups.size());
  for (std::uint32_t row : input.data.selected()) {
    if (neglect.owed[row] == 0) continue;
    NeglectCount& count = counts[groups.of_row[row]];
    std::int64_t days = neglect.days_of[row];
    ++count.owed;
    count.neglected += days > tiers.tiers[tiers.of(row)].days ? 1 : 0;
    count.a_year += days >= days_of_a_year ? 1 : 0;
    count.longest = std::max(count.longest, days);
  }
  Table table{.name = "by_" + groups.key.name,
              .title = fmt::format("By {}", by),
              .columns = count_columns(groups.key)};
  for (std::uint32_t group : groups.order)
    if (counts[group].owed > 0) table.rows.push_back(count_row(groups.labels[group], counts[group]));
  return table;
}

std::vector<Figure> figures(const Neglect& neglect) {
  const NeglectCount& now = neglect.now;
  auto earlier = [&](auto member) { return neglect.before ? Cell{(*neglect.before).*member} : Cell{}; };
  std::vector<Figure> list;
  list.push_back({"a_year", "A year and nobody has called", now.a_year, "customers",
                  earlier(&NeglectCount::a_year), std::int64_t{0}});
  list.push_back({"neglected", "Longer than their tier allows", now.neglected, "customers",
                  earlier(&NeglectCount::neglected), std::int64_t{0}});
  list.push_back(
      {"owed", "Customers whom we owe a word", now.owed, "customers", earlier(&NeglectCount::owed)});
  Cell was = neglect.before ? percent(neglect.before->neglected, neglect.before->owed, table_digits) : Cell{};
  list.push_back({"neglected_percent", "Share that is neglected",
                  percent(now.neglected, now.owed, table_digits), "", std::move(was)});
  list.push_back(
      {"never", "of them never called by us", now.never, "customers", earlier(&NeglectCount::never)});
  if (now.longest >= 0) list.push_back({"longest_days", "Longest silence", Days{{now.longest, 0}}});
  return list;
}

/// The first thing that anybody reads.
std::string verdict(const Neglect& neglect) {
  const NeglectCount& now = neglect.now;
  if (now.owed == 0) return "Nobody in this book is owed a word: no orders, no open deals, nobody who waits.";
  if (now.a_year == 1) return "One customer has heard nothing from us for a year or longer.";
  if (now.a_year > 0)
    return fmt::format("{} customers have heard nothing from us for a year or longer.", now.a_year);
  if (now.neglected > 0)
    return fmt::format("Nobody has been left alone for a year; {} of {} for longer than promised.",
                       now.neglected, now.owed);
  return "Nobody has been left alone for longer than promised.";
}

void add_findings(Section& section, const Neglect& neglect, const Input& input) {
  auto list = first_of(neglect.list, 3, [](const NeglectedOne& one) { return one.days >= days_of_a_year; });
  if (!list.empty()) {
    Finding finding{
        "year-of-silence",
        fmt::format("A year and nobody has called: {} customer{}, first of all {}", neglect.now.a_year,
                    neglect.now.a_year == 1 ? "" : "s", customer(input, list[0]->row).label),
        neglect.now.a_year,
        {},
        "flatcrm report neglected --table silent_a_year"};
    for (const NeglectedOne* one : list) finding.records.push_back(customer(input, one->row));
    section.findings.push_back(std::move(finding));
  }
  auto complaints = first_of(neglect.list, 3, [](const NeglectedOne& one) { return one.complaints > 0; });
  if (!complaints.empty()) {
    std::int64_t all = std::count_if(neglect.list.begin(), neglect.list.end(),
                                     [](const NeglectedOne& one) { return one.complaints > 0; });
    Finding finding{"complaint-and-silence",
                    fmt::format("{} of the neglected complained, and nobody answered", all),
                    all,
                    {},
                    "flatcrm report activity --table waiting"};
    for (const NeglectedOne* one : complaints) finding.records.push_back(customer(input, one->row));
    section.findings.push_back(std::move(finding));
  }
}

Document make(const Input& input) {
  const Parameters& parameters = input.parameters;
  core::Date day = day_of(parameters);
  std::optional<core::Date> earlier = earlier_day(parameters);
  Neglect neglect = find_neglect(input, day, earlier);
  Document document = begin(input, "Neglected customers");
  document.subtitle = verdict(neglect);
  if (earlier) document.comparison = core::print(*earlier);

  Section& overview = document.add("A year and nobody has called");
  overview.figures = figures(neglect);
  add_findings(overview, neglect, input);
  auto silent = first_of(neglect.list, parameters.limit,
                         [](const NeglectedOne& one) { return one.days >= days_of_a_year; });
  if (!silent.empty()) {
    Table table = list_table("silent_a_year", "Silent for a year or longer", silent, input);
    if (static_cast<std::int64_t>(silent.size()) < neglect.now.a_year)
      table.note = fmt::format("{} of {}; --limit 0 lists all.", silent.size(), neglect.now.a_year);
    overview.tables.push_back(std::move(table));
  }

  Section& rest = document.add("Worst first");
  auto others = first_of(neglect.list, parameters.limit, [](const NeglectedOne&) { return true; });
  Table table = list_table("worst_first", "Longer than their tier allows", others, input);
  if (others.size() < neglect.list.size())
    table.note = fmt::format("{} of {}; --limit 0 lists all.", others.size(), neglect.list.size());
  rest.tables.push_back(std::move(table));
  rest.tables.push_back(tiers_table(neglect, input));
  for (const std::string& by : parameters.by) rest.tables.push_back(by_query(by, neglect, input));
  if (neglect.now.never > 0)
    rest.notes.emplace_back(
        "Where \"Heard from us\" is empty we have never called: days run from the day of acquisition, else "
        "the first "
        "order.");
  if (neglect.barred > 0)
    rest.notes.push_back(counted(neglect.barred, "who must not be contacted [is|are] left out."));
  if (neglect.undated > 0)
    rest.notes.push_back(fmt::format(
        "Of {} nothing in the book says since when they are customers: no touch, no order, no day of "
        "acquisition. They are in no list.",
        neglect.undated));
  return document;
}

}  // namespace

Report report_neglected() {
  return {
      .name = "neglected",
      .summary = "who has heard nothing from us for longer than promised, the worst first",
      .about =
          "Only a word from our side ends a silence: a customer's own call does not, nor a survey that we "
          "send, so that \"a year, and "
          "nobody has "
          "called me\" comes out whatever else is in the book. Everybody counts who has ordered, has an open "
          "deal, "
          "waits for an answer, or is active or lapsed, but not former customers and those who must not be "
          "contacted. "
          "How long a silence may be is said by `contact_policy` in flatcrm.yaml for each tier; the tiers "
          "are those of "
          "the saved segment that has their names, or, where none has, the top 20 % by value, down to 50 %, "
          "down to "
          "80 %, and the rest.",
      .formulas =
          {{"days",
            "today - the last outbound touch; where there was none, since the day of acquisition, else the "
            "first order"},
           {"a_year", "customers with days >= 365, whatever their tier allows"},
           {"neglected", "customers with days > those of their tier"},
           {"overdue", "days / those of the tier"},
           {"urgency",
            "overdue * (1 + the share of customers who are worth less, 0 to 1) * 2 while a complaint is "
            "unanswered"}},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
