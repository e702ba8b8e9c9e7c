#include <fmt/format.h>

#include <algorithm>

#include "report/amounts.h"
#include "report/cohorts.h"
#include "report/customer_names.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/order_findings.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

constexpr std::size_t shown_offsets = 13;  // a year and the first month

const std::vector<std::string_view>& span_names() {
  static const std::vector<std::string_view> names{"month", "quarter", "year"};
  return names;
}

std::string name_of(Span span) {
  return std::string(span_names()[static_cast<std::size_t>(span)]);
}

std::optional<Span> span_named(const std::string& by) {
  auto found = std::find(span_names().begin(), span_names().end(), by);
  if (found == span_names().end()) return std::nullopt;
  return static_cast<Span>(found - span_names().begin());
}

/// The first span among the breakdowns, else months.
Span span_of_cohorts(const Parameters& parameters) {
  for (const std::string& by : parameters.by)
    if (std::optional<Span> span = span_named(by)) return *span;
  return Span::month;
}

std::string label_of(core::Date begin, Span span) {
  core::Civil civil = core::to_civil(begin);
  if (span == Span::year) return fmt::format("{:04}", civil.year);
  if (span == Span::quarter) return fmt::format("{:04}-Q{}", civil.year, core::quarter(begin));
  return fmt::format("{:04}-{:02}", civil.year, civil.month);
}

Needs needs(const Parameters&) {
  Needs needs;
  ask_for_orders(needs);
  return needs;
}

/// What the tables are made from.
struct Source {
  const Input& input;
  const OrderHistory& history;
  const Cohorts& cohorts;

  Span span() const { return cohorts.span; }
  std::size_t offsets() const {
    std::size_t most = 0;
    for (const Cohort& cohort : cohorts.list) most = std::max(most, cohort.active.size());
    std::size_t limit = input.parameters.limit;
    return limit == 0 ? most : std::min({most, shown_offsets, limit});
  }
  std::size_t first_shown() const {
    std::size_t limit = input.parameters.limit, size = cohorts.list.size();
    return limit == 0 || size <= limit ? 0 : size - limit;
  }
  Cell money(core::Int128 sum) const { return money_cell(sum, history.scale, input.currency()); }
};

/// Spans of a cohort that are over, its own among them.
std::size_t complete(const Cohort& cohort, Span span, core::Date as_of) {
  core::Date next = span_begin(span_number(as_of, span) + 1, span);
  return next.days - as_of.days == 1 ? cohort.active.size() : cohort.active.size() - 1;
}

/// Who ordered in the span `offset` after their first, of the cohorts that have it behind them.
struct Retained {
  std::int64_t customers = 0, active = 0;
};

Retained retained(const Cohorts& cohorts, std::size_t offset, core::Date as_of) {
  Retained sum;
  for (const Cohort& cohort : cohorts.list) {
    if (offset >= complete(cohort, cohorts.span, as_of)) continue;
    sum.customers += cohort.customers;
    sum.active += cohort.active[offset];
  }
  return sum;
}

std::int64_t customers_of(const Cohorts& cohorts) {
  std::int64_t sum = 0;
  for (const Cohort& cohort : cohorts.list) sum += cohort.customers;
  return sum;
}

core::Int128 value_of(const Cohorts& cohorts) {
  core::Int128 sum = 0;
  for (const Cohort& cohort : cohorts.list)
    for (core::Int128 value : cohort.value) sum += value;
  return sum;
}

std::int64_t came_again(const OrderHistory& history, const std::vector<std::uint32_t>& customers) {
  std::int64_t count = 0;
  for (std::uint32_t row : customers) {
    std::int64_t orders = 0;
    for (const OrderHistory::Entry& entry : history.of(row)) orders += entry.is_order ? 1 : 0;
    count += orders > 1 ? 1 : 0;
  }
  return count;
}

/// Of the selected customers those whose first order is in the period.
std::vector<std::uint32_t> born_in(const Source& source, const std::optional<Period>& period) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row : source.input.data.selected()) {
    core::Date first = source.history.first_order(row);
    if (first != core::no_date && (!period || period->holds(first))) rows.push_back(row);
  }
  return rows;
}

std::vector<Figure> figures(const Source& source) {
  const Parameters& parameters = source.input.parameters;
  std::optional<Period> earlier = before(parameters);
  std::optional<Cohorts> was;
  if (earlier)
    was = cohorts_of(source.history, source.input.data.selected(), source.span(), parameters.as_of, earlier);
  const Cohorts& now = source.cohorts;
  auto previous = [&](auto of) { return was ? of(*was, earlier) : Cell(); };
  std::vector<Figure> list;
  auto add = [&](std::string name, std::string label, std::string unit, auto of) {
    list.push_back(
        {std::move(name), std::move(label), of(now, parameters.period), std::move(unit), previous(of)});
  };
  add("cohorts", "Cohorts", "cohorts",
      [](const Cohorts& all, const auto&) -> Cell { return static_cast<std::int64_t>(all.list.size()); });
  add("customers", "Customers", "customers",
      [](const Cohorts& all, const auto&) -> Cell { return customers_of(all); });
  auto again_of = [&](const std::optional<Period>& period) {
    return came_again(source.history, born_in(source, period));
  };
  add("came_again", "of them came again", "customers",
      [&](const Cohorts&, const auto& period) -> Cell { return again_of(period); });
  add("came_again_percent", "Share who came again", "", [&](const Cohorts& all, const auto& period) {
    return percent(again_of(period), customers_of(all), figure_percent_digits);
  });
  add("value", "Value so far", "",
      [&](const Cohorts& all, const auto&) { return source.money(value_of(all)); });
  add("value_mean", "Value so far, a customer", "", [&](const Cohorts& all, const auto&) {
    return mean_cell(value_of(all), source.history.scale, customers_of(all), source.input.currency());
  });
  for (std::size_t offset : {1U, 3U, 6U, 12U}) {
    std::string label = fmt::format("Ordered in {} {} after the first", name_of(source.span()), offset);
    add(fmt::format("retention_{}_percent", offset), label, "", [&](const Cohorts& all, const auto&) {
      Retained sum = retained(all, offset, parameters.as_of);
      return percent(sum.active, sum.customers, figure_percent_digits);
    });
  }
  return list;
}

/// A row a cohort, a column a span since its first; `cell(cohort, offset)`.
template <typename CellOf>
Table triangle(std::string name, std::string title, const Column& shape, const Source& source,
               const CellOf& cell) {
  Table table{.name = std::move(name), .title = std::move(title)};
  table.columns = {{"cohort", "First order"}, {"customers", "Customers", Kind::integer}};
  for (std::size_t offset = 0; offset < source.offsets(); ++offset) {
    Column column = shape;
    column.name = fmt::format("{}_{}", name_of(source.span()), offset);
    column.label = fmt::format("+{}", offset);
    table.columns.push_back(std::move(column));
  }
  for (std::size_t i = source.first_shown(); i < source.cohorts.list.size(); ++i) {
    const Cohort& cohort = source.cohorts.list[i];
    Row row{label_of(cohort.begin, source.span()), cohort.customers};
    for (std::size_t offset = 0; offset < source.offsets(); ++offset)
      row.push_back(offset < cohort.active.size() ? cell(cohort, offset) : Cell());
    table.rows.push_back(std::move(row));
  }
  bool cut = source.first_shown() > 0 ||
             (!source.cohorts.list.empty() && source.cohorts.list.front().active.size() > source.offsets());
  if (cut) table.note = "The latest cohorts and their first spans; --limit 0 shows all.";
  return table;
}

void add_triangles(Section& section, const Source& source) {
  std::string span = name_of(source.span());
  section.tables.push_back(
      triangle("retention", fmt::format("Share who ordered, by {} since the first order", span),
               {"", "", Kind::percent}, source, [](const Cohort& cohort, std::size_t offset) {
                 return percent(cohort.active[offset], cohort.customers, 1);
               }));
  section.tables.push_back(
      triangle("active", "Customers who ordered", {"", "", Kind::integer}, source,
               [](const Cohort& cohort, std::size_t offset) -> Cell { return cohort.active[offset]; }));
  section.tables.push_back(triangle(
      "cohort_value", fmt::format("Value by {}", span), {"", "", Kind::money, source.input.currency()},
      source, [&](const Cohort& cohort, std::size_t offset) { return source.money(cohort.value[offset]); }));
  section.tables.push_back(
      triangle("value_so_far", "Value so far, a customer", {"", "", Kind::money, source.input.currency()},
               source, [&](const Cohort& cohort, std::size_t offset) {
                 core::Int128 sum = 0;
                 for (std::size_t i = 0; i <= offset; ++i) sum += cohort.value[i];
                 return mean_cell(sum, source.history.scale, cohort.customers, source.input.currency());
               }));
}

Series curve(const Source& source) {
  Series series{
      .name = "retention_curve",
      .title = fmt::format("Share who ordered, by {} since the first order", name_of(source.span()))};
  series.shape = Series::Shape::line;
  series.category = {"offset", fmt::format("{} after", name_of(source.span())), Kind::integer};
  series.lines = {{"retention_percent", "Share", {}}};
  for (std::size_t offset = 0; offset < source.offsets(); ++offset) {
    Retained sum = retained(source.cohorts, offset, source.input.parameters.as_of);
    if (sum.customers == 0) break;
    series.categories.emplace_back(static_cast<std::int64_t>(offset));
    series.lines[0].values.push_back(percent(sum.active, sum.customers, table_digits));
  }
  return series;
}

Table group_table(const std::string& by, const Source& source) {
  const Parameters& parameters = source.input.parameters;
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<std::vector<std::uint32_t>> members(groups.size());
  for (std::uint32_t row : born_in(source, parameters.period)) members[groups.of_row[row]].push_back(row);
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by), .columns = {groups.key}};
  std::string span = name_of(source.span());
  for (Column& column :
       std::vector<Column>{{"customers", "Customers", Kind::integer, "", true},
                           {"came_again_percent", "Came again", Kind::percent},
                           {"retention_1_percent", fmt::format("In {} 1 after", span), Kind::percent},
                           {"retention_3_percent", fmt::format("In {} 3 after", span), Kind::percent},
                           {"value_mean", "Value, a customer", Kind::money, source.input.currency()}})
    table.columns.push_back(column);
  for (std::uint32_t group : groups.order) {
    if (members[group].empty()) continue;
    Cohorts cohorts =
        cohorts_of(source.history, members[group], source.span(), parameters.as_of, parameters.period);
    Row row{groups.labels[group], customers_of(cohorts),
            percent(came_again(source.history, members[group]), customers_of(cohorts), table_digits)};
    for (std::size_t offset : {1U, 3U}) {
      Retained sum = retained(cohorts, offset, parameters.as_of);
      row.push_back(percent(sum.active, sum.customers, table_digits));
    }
    row.push_back(
        mean_cell(value_of(cohorts), source.history.scale, customers_of(cohorts), source.input.currency()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// The three latest cohorts that have a span behind them, against the twelve before.
void add_decline(std::vector<Finding>& findings, const Source& source) {
  constexpr std::size_t latest = 3, earlier = 12;
  constexpr std::int64_t enough = 30;
  std::vector<const Cohort*> settled;
  for (const Cohort& cohort : source.cohorts.list)
    if (complete(cohort, source.span(), source.input.parameters.as_of) > 1) settled.push_back(&cohort);
  Retained now, was;
  for (std::size_t back = 1; back <= std::min(settled.size(), latest + earlier); ++back) {
    const Cohort& cohort = *settled[settled.size() - back];
    Retained& into = back <= latest ? now : was;
    into.customers += cohort.customers;
    into.active += cohort.active[1];
  }
  if (now.customers < enough || was.customers < enough) return;
  // now.active / now.customers < 0.8 was.active / was.customers
  if (core::Int128{now.active} * was.customers * 5 >= core::Int128{was.active} * now.customers * 4) return;
  std::string span = name_of(source.span());
  core::Decimal room, other_room;
  Cell share = percent(now.active, now.customers, 1), before_share = percent(was.active, was.customers, 1);
  findings.push_back(
      {"retention-falls",
       fmt::format(
           "of the latest cohorts {} % came back in the {} after the first order, {} % of those before",
           core::print(*decimal_of(share, room)), span, core::print(*decimal_of(before_share, other_room))),
       now.customers,
       {},
       again(source.input, "--table retention")});
}

/// Who ordered once, and not lately.
void add_once(std::vector<Finding>& findings, const Source& source) {
  constexpr std::int32_t patience_days = 90;
  Finding finding{.code = "ordered-once"};
  for (std::uint32_t row : born_in(source, source.input.parameters.period)) {
    std::int64_t orders = 0;
    for (const OrderHistory::Entry& entry : source.history.of(row)) orders += entry.is_order ? 1 : 0;
    if (orders != 1 ||
        source.input.parameters.as_of.days - source.history.first_order(row).days <= patience_days)
      continue;
    ++finding.count;
    if (finding.records.size() < 5) finding.records.push_back(customer_reference(source.input, row));
  }
  if (finding.count == 0) return;
  finding.text = counted(finding.count, "customer ordered once, more than 90 days ago, and not again",
                         "customers ordered once, more than 90 days ago, and not again");
  finding.command = "flatcrm segment 'orders = 1 and last_order < today - 90d' --sort 'value desc'";
  findings.push_back(std::move(finding));
}

Document make(const Input& input) {
  const Parameters& parameters = input.parameters;
  OrderHistory history = order_history(input.data, parameters.as_of, parameters.threads);
  Cohorts cohorts = cohorts_of(history, input.data.selected(), span_of_cohorts(parameters), parameters.as_of,
                               parameters.period);
  Source source{input, history, cohorts};
  Document document = begin(input, "Cohorts");
  if (parameters.period) document.subtitle = fmt::format("first order {}", print(*parameters.period));
  if (std::optional<Period> earlier = before(parameters))
    document.comparison = fmt::format("first order {}", print(*earlier));
  Section& overview = document.add("Overview");
  overview.figures = figures(source);
  add_decline(overview.findings, source);
  add_once(overview.findings, source);
  add_order_findings(overview.findings, history, input);
  if (cohorts.list.empty()) {
    overview.notes.emplace_back("Nobody has ordered yet.");
    return document;
  }
  Section& section = document.add("Cohorts by first order");
  add_triangles(section, source);
  section.notes.emplace_back(
      fmt::format("A cohort's last entry is of the {} of {}, which may not be over; shares over several "
                  "cohorts leave it out.",
                  name_of(source.span()), core::print(parameters.as_of)));
  section.series.push_back(curve(source));
  for (const std::string& by : parameters.by)
    if (!span_named(by)) section.tables.push_back(group_table(by, source));
  return document;
}

}  // namespace

Report report_cohorts() {
  return {
      .name = "cohorts",
      .summary = "retention and value by the month of the first order",
      .breakdowns = span_names(),
      .about =
          "A cohort are the customers whose first order lies in the same month; --by quarter or --by year "
          "takes "
          "longer spans, and any other --by adds a table over its values. A period names the cohorts; their "
          "orders are followed to "
          "the as-of day.",
      .formulas =
          {{"customers", "those with an invoice, by the day of their first one"},
           {"retention",
            "customers of the cohort with an order in the span so many spans after the first / customers of "
            "the cohort; who is away in one span may be back in the next"},
           {"retention_N_percent",
            "the same over all cohorts for which that span is over, each with its size"},
           {"came_again", "customers with orders on two days or more"},
           {"value", "invoices less credits in the span of their own date"}},
      .sources =
          {"Fader and Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21 (2007)"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
