#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/report.h"
#include "report/staff_directory.h"
#include "report/touches.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

const std::vector<std::string_view>& breakdowns() {
  static const std::vector<std::string_view> names{"channel", "kind", "direction", "month", "year", "staff"};
  return names;
}

const std::vector<std::string>& default_breakdowns() {
  static const std::vector<std::string> names{"channel", "kind", "direction", "month", "staff"};
  return names;
}

/// The breakdowns of customers, by what queries make of them.
std::vector<std::string> queries(const Parameters& parameters) {
  std::vector<std::string> list;
  for (const std::string& by : parameters.by)
    if (std::find(breakdowns().begin(), breakdowns().end(), by) == breakdowns().end()) list.push_back(by);
  return list;
}

Needs needs(const Parameters& parameters) {
  Needs needs{.tables = {touches_request(), StaffDirectory::request()}};
  if (!queries(parameters).empty()) needs.tables.push_back({"customers", {{"id", model::As::texts}}});
  return needs;
}

/// What the tables are made from.
struct Source {
  const model::Table& interactions;
  const Touches& touches;
  const StaffDirectory& staff;
  const Input& input;
  bool compares;

  Period period() const {
    core::Date first{touches.first_day};
    core::Date last{touches.first_day + static_cast<std::int32_t>(touches.by_day.size()) - 1};
    return input.parameters.period.value_or(Period{first, last});
  }
  std::int64_t total() const {
    auto sums = touches.between(period());
    return sums[no_direction] + sums[inbound] + sums[outbound];
  }
};

std::vector<Column> count_columns(const Source& source) {
  std::vector<Column> columns{{"touches", "Touches", Kind::integer, "", true},
                              {"inbound", "Inbound", Kind::integer},
                              {"outbound", "Outbound", Kind::integer},
                              {"share_percent", "Share", Kind::percent}};
  if (source.compares) columns.push_back({"previous", "Before", Kind::integer});
  return columns;
}

Row count_cells(const TouchCount& count, const Source& source) {
  Row cells{count.total(), count.now[inbound], count.now[outbound],
            percent(count.total(), source.total(), table_digits)};
  if (source.compares) cells.emplace_back(count.before);
  return cells;
}

Row row_of(Cell key, Row cells) {
  cells.insert(cells.begin(), std::move(key));
  return cells;
}

TouchCount sum_of(const std::vector<TouchCount>& counts) {
  TouchCount sum;
  for (const TouchCount& count : counts) {
    for (std::size_t way = 0; way < directions; ++way) sum.now[way] += count.now[way];
    sum.before += count.before;
  }
  return sum;
}

Table counts_table(std::string name, std::string title, Column key, const Source& source) {
  Table table{.name = std::move(name), .title = std::move(title), .columns = {std::move(key)}};
  for (Column& column : count_columns(source)) table.columns.push_back(std::move(column));
  return table;
}

/// A row a value, by name; what has none stands last.
Table by_code(std::string name, std::string title, Column key, const std::vector<TouchCount>& counts,
              const model::Codes& column, const Source& source) {
  Table table = counts_table(std::move(name), std::move(title), std::move(key), source);
  std::map<std::string, std::size_t> order;
  for (std::uint32_t code = 1; code < counts.size(); ++code)
    order.emplace(column.dictionary.text(code), code);
  auto add = [&](std::string label, const TouchCount& count) {
    if (count.total() + count.before > 0)
      table.rows.push_back(row_of(std::move(label), count_cells(count, source)));
  };
  for (const auto& [label, code] : order) add(label, counts[code]);
  if (!counts.empty()) add("(none)", counts[0]);
  if (table.rows.size() > 1) table.total = row_of("Total", count_cells(sum_of(counts), source));
  return table;
}

Table by_channel(const Source& source) {
  return by_code("channels", "By channel", {"channel", "Channel"}, source.touches.by_channel,
                 source.interactions.codes("channel"), source);
}

Table by_kind(const Source& source) {
  return by_code("kinds", "By kind", {"kind", "Kind"}, source.touches.by_kind,
                 source.interactions.codes("kind"), source);
}

Table by_direction(const Source& source) {
  Table table{.name = "directions", .title = "By direction"};
  table.columns = {{"direction", "Direction"},
                   {"touches", "Touches", Kind::integer, "", true},
                   {"share_percent", "Share", Kind::percent}};
  auto sums = source.touches.between(source.period());
  auto add = [&](std::string label, std::int64_t count) {
    table.rows.push_back({std::move(label), count, percent(count, source.total(), table_digits)});
  };
  add("in", sums[inbound]);
  add("out", sums[outbound]);
  if (sums[no_direction] > 0) add("(none)", sums[no_direction]);
  return table;
}

/// Touches by month or year; those without a touch between others are shown, but not centuries of them.
Series by_time(const Source& source, std::string name, std::string title, Column key,
               std::size_t label_size) {
  constexpr std::size_t most_empty = 240;
  Series series{.name = std::move(name),
                .title = std::move(title),
                .shape = Series::Shape::line,
                .category = std::move(key),
                .lines = {{"touches", "Touches"}, {"inbound", "Inbound"}, {"outbound", "Outbound"}}};
  std::vector<std::pair<std::string, TouchCount>> spans;
  for (std::size_t i = 0; i < source.touches.by_day.size(); ++i) {
    core::Date day{source.touches.first_day + static_cast<std::int32_t>(i)};
    if (!source.period().holds(day)) continue;
    bool starts = spans.empty() || core::to_civil(day).day == 1;
    std::string label = starts ? core::print(day).substr(0, label_size) : std::string();
    if (spans.empty() || (starts && spans.back().first != label))
      spans.emplace_back(std::move(label), TouchCount{});
    for (std::size_t way = 0; way < directions; ++way)
      spans.back().second.now[way] += source.touches.by_day[i][way];
  }
  for (auto& [label, count] : spans) {
    if (count.total() == 0 && spans.size() > most_empty) continue;
    series.categories.emplace_back(std::move(label));
    series.lines[0].values.emplace_back(count.total());
    series.lines[1].values.emplace_back(count.now[inbound]);
    series.lines[2].values.emplace_back(count.now[outbound]);
  }
  return series;
}

/// Everybody in staff, also without a touch, and whoever else interactions name.
std::vector<Reference> people(const Source& source, const model::Codes& column) {
  std::vector<Reference> list;
  core::Date as_of = source.input.parameters.as_of;
  for (std::size_t row = 0; row < source.staff.size(); ++row) {
    bool has_touches = column.dictionary.find(source.staff.id(row)) != 0;
    if (has_touches || !source.staff.has_left(row, as_of))
      list.push_back(source.staff.reference(source.staff.id(row)));
  }
  for (std::uint32_t code = 1; code < column.dictionary.size(); ++code) {
    std::string_view id = column.dictionary.text(code);
    if (!source.staff.row(id).has_value()) list.push_back({std::string(id), ""});
  }
  auto key = [](const Reference& one) {
    return std::tuple(one.label.empty(), core::lower_ascii(one.label), one.id);
  };
  std::sort(list.begin(), list.end(),
            [&](const auto& left, const auto& right) { return key(left) < key(right); });
  return list;
}

Table by_staff(const Source& source) {
  Table table = counts_table("staff", "By member of staff", {"staff", "Staff", Kind::reference}, source);
  table.columns.push_back({"last", "Last touch", Kind::date});
  const model::Codes& column = source.interactions.codes("staff");
  auto add = [&](Cell key, std::uint32_t code) {
    const TouchCount none;
    Row cells =
        count_cells(code < source.touches.by_staff.size() ? source.touches.by_staff[code] : none, source);
    core::Date last =
        code < source.touches.last_of_staff.size() ? source.touches.last_of_staff[code] : core::no_date;
    cells.push_back(last == core::no_date ? Cell{} : Cell{last});
    table.rows.push_back(row_of(std::move(key), std::move(cells)));
  };
  for (Reference& person : people(source, column)) {
    std::uint32_t code = column.dictionary.find(person.id);
    if (code != 0) {
      add(std::move(person), code);
    } else {
      Row cells = count_cells({}, source);
      cells.emplace_back();
      table.rows.push_back(row_of(std::move(person), std::move(cells)));
    }
  }
  const auto& counts = source.touches.by_staff;
  if (!counts.empty() && counts[0].total() + counts[0].before > 0) add(Reference{"", "(nobody named)"}, 0);
  if (table.rows.size() > 1) {
    Row cells = count_cells(sum_of(counts), source);
    cells.emplace_back();
    table.total = row_of("Total", std::move(cells));
  }
  return table;
}

/// Touches of customers by what a query makes of them.
Table by_query(const std::string& by, const Source& source) {
  const Input& input = source.input;
  Groups groups = group_by(by, input.data.by(by), input);
  Join customers = input.data.join("interactions", "customer", "customers");
  Owned owned = input.data.owned("interactions");
  Period now = source.period();
  std::optional<Period> earlier = before(input.parameters);
  std::vector<TouchCount> counts(groups.size());
  const std::vector<core::Date>& days = source.interactions.dates("date").days;
  const model::Codes& ways = source.interactions.codes("direction");
  std::uint32_t in = ways.dictionary.find("in"), out = ways.dictionary.find("out");
  for (std::size_t row = 0; row < days.size(); ++row) {
    if (days[row] == core::no_date || days[row] > input.parameters.as_of || !owned(row)) continue;
    std::uint32_t customer = customers.row(row);
    TouchCount& count = counts[customer == no_row ? groups.none : groups.of_row[customer]];
    std::uint32_t code = ways.codes[row];
    Direction way = code == 0 ? no_direction : code == in ? inbound : code == out ? outbound : no_direction;
    if (now.holds(days[row])) ++count.now[way];
    if (earlier.has_value() && earlier->holds(days[row])) ++count.before;
  }
  Table table = counts_table("by_" + groups.key.name, fmt::format("By {}", by), groups.key, source);
  for (std::uint32_t group : groups.order)
    if (counts[group].total() + counts[group].before > 0)
      table.rows.push_back(row_of(groups.labels[group], count_cells(counts[group], source)));
  if (table.rows.size() > 1) table.total = row_of("Total", count_cells(sum_of(counts), source));
  return table;
}

void break_down(Section& section, const std::string& by, const Source& source) {
  if (by == "month") {
    section.series.push_back(by_time(source, "months", "By month", {"month", "Month"}, 7));
  } else if (by == "year") {
    section.series.push_back(by_time(source, "years", "By year", {"year", "Year"}, 4));
  } else {
    section.tables.push_back(by == "channel"     ? by_channel(source)
                             : by == "kind"      ? by_kind(source)
                             : by == "direction" ? by_direction(source)
                             : by == "staff"     ? by_staff(source)
                                                 : by_query(by, source));
  }
}

Table waiting_table(const Source& source) {
  Table table{.name = "waiting", .title = "Waiting for an answer"};
  table.columns = {{"customer", "Customer", Kind::reference},      {"since", "Since", Kind::date},
                   {"days_waiting", "Days", Kind::days, "", true}, {"contacts", "Contacts", Kind::integer},
                   {"last", "Last contact", Kind::date},           {"complaint", "Complaint"}};
  const model::Dictionary& ids = source.interactions.codes("customer").dictionary;
  for (const Waiting& one : source.touches.waiting) {
    std::string id(ids.text(one.customer));
    core::Decimal days{source.input.parameters.as_of.days - one.since.days, 0};
    table.rows.push_back({source.input.reference("customers", id), one.since, Days{days}, one.contacts,
                          one.last, one.complaint ? "yes" : "no"});
  }
  auto shown = static_cast<std::int64_t>(table.rows.size());
  if (shown < source.touches.waiting_customers) {
    table.note = fmt::format("{} of {}; --limit 0 lists all.", shown, source.touches.waiting_customers);
  }
  return table;
}

std::vector<Figure> figures(const Source& source, const std::optional<Period>& earlier_period) {
  const Touches& touches = source.touches;
  auto now = touches.between(source.period());
  auto was = earlier_period.has_value() ? touches.between(*earlier_period) : decltype(now){};
  auto earlier = [&](std::int64_t value) { return earlier_period.has_value() ? Cell{value} : Cell{}; };
  auto total = [](const auto& sums) { return sums[no_direction] + sums[inbound] + sums[outbound]; };
  core::Date today = source.input.parameters.as_of;
  std::vector<Figure> list;
  list.push_back({"touches", "Touches", total(now), "touches", earlier(total(was))});
  list.push_back({"inbound", "Inbound", now[inbound], "touches", earlier(was[inbound])});
  list.push_back({"outbound", "Outbound", now[outbound], "touches", earlier(was[outbound])});
  list.push_back(
      {"customers", "Customers touched", touches.customers, "customers", earlier(touches.customers_before)});
  for (int days : {30, 90}) {
    Period last{{today.days - days + 1}, today}, previous{{today.days - 2 * days + 1}, {today.days - days}};
    const auto& customers = days == 30 ? touches.last_30 : touches.last_90;
    list.push_back({fmt::format("touches_{}_days", days), fmt::format("Touches in the last {} days", days),
                    total(touches.between(last)), "touches", total(touches.between(previous))});
    list.push_back({fmt::format("customers_{}_days", days),
                    fmt::format("Customers touched in the last {} days", days), customers[0], "customers",
                    customers[1]});
  }
  list.push_back(
      {"waiting_customers", "Customers waiting for an answer", touches.waiting_customers, "customers"});
  list.push_back({"waiting_complaints", "of them with a complaint", touches.waiting_complaints, "customers"});
  Cell longest = Missing{Kind::days};
  if (touches.waiting_longest != core::no_date)
    longest = Days{{today.days - touches.waiting_longest.days, 0}};
  list.push_back({"longest_wait_days", "Longest wait", std::move(longest)});
  return list;
}

std::vector<Finding> findings(const Source& source) {
  std::vector<Finding> list;
  auto add = [&](std::string code, std::int64_t count, std::string_view text, std::string command = "") {
    if (count == 0) return;
    list.push_back({std::move(code), counted(count, text), count, {}, std::move(command)});
  };
  const Touches& touches = source.touches;
  add("complaint-unanswered", touches.waiting_complaints,
      "[customer complained and was|customers complained and were] not answered",
      "flatcrm report activity --table waiting");
  auto unreadable = static_cast<std::int64_t>(source.interactions.dates("date").unreadable);
  add("date-missing", touches.undated,
      "[interaction has|interactions have] no date that can be read and [is|are] in no count",
      unreadable > 0 ? "flatcrm check" : "");
  add("date-in-the-future", touches.future,
      "[interaction is|interactions are] dated after the as-of day and in no count");
  add("customer-missing", touches.without_customer, "[touch names|touches name] no customer");
  return list;
}

Document make(const Input& input) {
  const Parameters& parameters = input.parameters;
  std::optional<Period> earlier = before(parameters);
  const model::Table& interactions = input.data.table("interactions");
  Touches touches =
      count_touches(interactions, {parameters.as_of, parameters.period, earlier, parameters.limit,
                                   parameters.threads, input.data.owned("interactions")});
  StaffDirectory staff(input.data.table("staff"));
  Source source{interactions, touches, staff, input, earlier.has_value()};

  Document document = begin(input, "Activity");
  if (!parameters.period.has_value() && !touches.by_day.empty()) document.subtitle = print(source.period());
  Section& overview = document.add("Overview");
  overview.figures = figures(source, earlier);
  overview.findings = findings(source);
  Section& tables = document.add("Breakdown");
  for (const std::string& by : parameters.by.empty() ? default_breakdowns() : parameters.by) {
    break_down(tables, by, source);
  }
  document.add("Who waits").tables.push_back(waiting_table(source));
  return document;
}

}  // namespace

Report report_activity() {
  return {
      .name = "activity",
      .summary = "touches by channel, kind, month and member of staff, and who waits for an answer",
      .breakdowns = breakdowns(),
      .formulas = {{"touches", "interactions on a day up to the as-of day; without a period all of them"},
                   {"customers",
                    "distinct ones with a touch; in the last 30 and 90 days (the as-of day is one of them), "
                    "beside those of the 30 and 90 days before"},
                   {"waiting_customers",
                    "customers whose last inbound contact is on a later day than the last outbound one, "
                    "surveys being "
                    "neither, so that an answer of the same day counts; days run from the first contact "
                    "that nobody answered"}},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
