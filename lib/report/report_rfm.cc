#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "report/amounts.h"
#include "report/customer_names.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/order_findings.h"
#include "report/report.h"
#include "segment/default_rfm.h"

namespace flatcrm::report {

namespace {

using segment::Cells;

constexpr std::size_t scores = 5;

/// The state that the scores are compared with: the end of the period before, or a year ago.
Period earlier_of(const Parameters& parameters) {
  if (std::optional<Period> earlier = before(parameters)) return *earlier;
  return {first_of_all_days(), core::add_months(parameters.as_of, -12)};
}

void ask_for_scores(Needs& needs, const std::string& suffix, const std::string& span) {
  std::string has_orders = fmt::format("orders({}) > 0", span);
  auto add = [&](const char* name, std::string query) {
    needs.columns.push_back({name + suffix, "customers", std::move(query)});
  };
  add("last", fmt::format("last_order({})", span));
  add("orders", fmt::format("if({}, orders({}))", has_orders, span));
  add("value", fmt::format("if({}, value({}))", has_orders, span));
  add("r", fmt::format("quintile(last_order({}))", span));
  add("f", fmt::format("quintile(if({}, orders({})))", has_orders, span));
  add("m", fmt::format("quintile(if({}, value({})))", has_orders, span));
}

Needs needs(const Parameters& parameters) {
  Needs needs{.tables = {customers_request()}};
  ask_for_scores(needs, "", span_of(parameters));
  ask_for_scores(needs, "_before", span_of(so_far(earlier_of(parameters), parameters.as_of)));
  return needs;
}

/// The scores of all customers at one time.
struct Scores {
  const Values &last, &orders, &value;
  std::array<const Values*, 3> score;

  static Scores of(const Data& data, const std::string& suffix) {
    return {data.values("last" + suffix),
            data.values("orders" + suffix),
            data.values("value" + suffix),
            {&data.values("r" + suffix), &data.values("f" + suffix), &data.values("m" + suffix)}};
  }
  std::optional<std::array<std::size_t, 3>> of(std::uint32_t row) const {
    std::array<std::size_t, 3> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::int64_t one = score[i]->values.number(row);
      if (one == core::no_number) return std::nullopt;
      all[i] = static_cast<std::size_t>(one);
    }
    return all;
  }
};

/// What the tables are made from.
struct Source {
  const Input& input;
  const Cells& cells;
  Scores now, earlier;

  std::optional<std::size_t> cell(const Scores& at, std::uint32_t row) const {
    auto all = at.of(row);
    if (!all) return std::nullopt;
    return cells.name_of[Cells::cell((*all)[0], (*all)[1], (*all)[2])];
  }
  Cell money(core::Int128 sum) const { return money_cell(sum, now.value.values.scale, input.currency()); }
  Reference customer(std::uint32_t row) const { return customer_reference(input, row); }
};

struct Totals {
  std::int64_t customers = 0, orders = 0;
  core::Int128 value = 0;
  std::array<std::int64_t, 3> scores{};

  void add(const Scores& at, std::uint32_t row) {
    ++customers;
    orders += at.orders.values.number(row);
    value += at.value.values.number(row);
    auto all = at.of(row);
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] += static_cast<std::int64_t>((*all)[i]);
  }
};

Totals totals_of(const Source& source, const Scores& at) {
  Totals totals;
  for (std::uint32_t row : source.input.data.selected())
    if (at.of(row)) totals.add(at, row);
  return totals;
}

std::vector<Figure> figures(const Source& source) {
  Totals now = totals_of(source, source.now), earlier = totals_of(source, source.earlier);
  int scale = source.earlier.value.values.scale;
  const std::string& currency = source.input.currency();
  return {{"scored", "Customers with scores", now.customers, "customers", earlier.customers},
          {"orders", "Orders", now.orders, "orders", earlier.orders},
          {"value", "Value", source.money(now.value), "", money_cell(earlier.value, scale, currency)},
          {"value_mean", "Value, a customer",
           mean_cell(now.value, source.now.value.values.scale, now.customers, currency), "",
           mean_cell(earlier.value, scale, earlier.customers, currency)}};
}

Table cells_table(const Source& source) {
  std::vector<Totals> now(source.cells.names.size());
  std::vector<std::int64_t> earlier(now.size());
  Totals all;
  for (std::uint32_t row : source.input.data.selected()) {
    if (std::optional<std::size_t> cell = source.cell(source.now, row)) {
      now[*cell].add(source.now, row);
      all.add(source.now, row);
    }
    if (std::optional<std::size_t> cell = source.cell(source.earlier, row)) ++earlier[*cell];
  }
  const std::string& currency = source.input.currency();
  int scale = source.now.value.values.scale;
  Table table{.name = "cells", .title = "Customers by cell"};
  table.columns = {{"cell", "Cell"},
                   {"customers", "Customers", Kind::integer, "", true},
                   {"customers_percent", "Share", Kind::percent},
                   {"previous", "Before", Kind::integer},
                   {"value", "Value", Kind::money, currency},
                   {"value_percent", "Of value", Kind::percent},
                   {"value_mean", "A customer", Kind::money, currency}};
  auto row = [&](std::string name, const Totals& totals, std::int64_t was) {
    return Row{std::move(name),
               totals.customers,
               percent(totals.customers, all.customers, table_digits),
               was,
               source.money(totals.value),
               share_cell(totals.value, all.value, table_digits),
               mean_cell(totals.value, scale, totals.customers, currency)};
  };
  std::int64_t was_all = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    table.rows.push_back(row(source.cells.names[i], now[i], earlier[i]));
    was_all += earlier[i];
  }
  table.total = row("Total", all, was_all);
  return table;
}

/// Customers by recency downwards and frequency across.
Table grid(const Source& source) {
  std::array<std::array<std::int64_t, scores>, scores> counts{};
  for (std::uint32_t row : source.input.data.selected())
    if (auto all = source.now.of(row)) ++counts[(*all)[0] - 1][(*all)[1] - 1];
  Table table{.name = "recency_frequency", .title = "Customers by recency (down) and frequency (across)"};
  table.columns = {{"r", "R", Kind::integer}};
  for (std::size_t f = 1; f <= scores; ++f)
    table.columns.push_back({fmt::format("f_{}", f), fmt::format("F {}", f), Kind::integer});
  for (std::size_t r = scores; r >= 1; --r) {
    Row row{static_cast<std::int64_t>(r)};
    for (std::int64_t count : counts[r - 1]) row.emplace_back(count);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// The values that one score stands for.
struct Reach {
  std::int64_t customers = 0, least = 0, most = 0;
  void add(std::int64_t value) {
    least = customers == 0 ? value : std::min(least, value);
    most = customers == 0 ? value : std::max(most, value);
    ++customers;
  }
  /// Customers, then the least and the most as cells.
  template <typename Cells>
  void write(Row& row, Cells cell_of) const {
    row.emplace_back(customers);
    for (std::int64_t value : {least, most}) row.push_back(customers == 0 ? Cell() : cell_of(value));
  }
};

/// Of recency, frequency and value, by score.
using Reaches = std::array<std::array<Reach, scores>, 3>;

Reaches reaches_of(const Source& source) {
  Reaches all{};
  const Values* values[] = {&source.now.last, &source.now.orders, &source.now.value};
  for (std::uint32_t row : source.input.data.selected()) {
    auto its = source.now.of(row);
    if (!its) continue;
    for (std::size_t i = 0; i < all.size(); ++i) all[i][(*its)[i] - 1].add(values[i]->values.number(row));
  }
  return all;
}

/// From where to where each score reaches.
Table reach(const Source& source) {
  const auto [recency, frequency, value] = reaches_of(source);
  const std::string& currency = source.input.currency();
  Table table{.name = "scores", .title = "What the scores stand for"};
  table.columns = {{"score", "Score", Kind::integer},
                   {"r_customers", "R", Kind::integer},
                   {"last_order_from", "Last order from", Kind::date},
                   {"last_order_to", "to", Kind::date},
                   {"f_customers", "F", Kind::integer},
                   {"orders_from", "Orders from", Kind::integer},
                   {"orders_to", "to", Kind::integer},
                   {"m_customers", "M", Kind::integer},
                   {"value_from", "Value from", Kind::money, currency},
                   {"value_to", "to", Kind::money, currency}};
  for (std::size_t score = scores; score >= 1; --score) {
    Row row{static_cast<std::int64_t>(score)};
    recency[score - 1].write(row, [](std::int64_t day) { return Cell(core::Date{static_cast<int>(day)}); });
    frequency[score - 1].write(row, [](std::int64_t orders) { return Cell(orders); });
    value[score - 1].write(row, [&](std::int64_t amount) { return source.money(amount); });
    table.rows.push_back(std::move(row));
  }
  table.note = "Equal values share a score, so that a score may be empty.";
  return table;
}

std::string shown_of(std::size_t shown, std::size_t all) {
  return shown < all ? fmt::format("{} of {}; --limit 0 lists all.", shown, all) : std::string();
}

/// Who was in another cell before.
Table movement(const Source& source) {
  std::map<std::pair<std::size_t, std::size_t>, Totals> moves;
  std::size_t nowhere = source.cells.names.size();
  for (std::uint32_t row : source.input.data.selected()) {
    std::size_t from = source.cell(source.earlier, row).value_or(nowhere),
                to = source.cell(source.now, row).value_or(nowhere);
    if (from == to) continue;
    Totals& totals = moves[{from, to}];
    if (to != nowhere)
      totals.add(source.now, row);
    else
      ++totals.customers;
  }
  using Move = std::pair<std::pair<std::size_t, std::size_t>, Totals>;
  std::vector<Move> list(moves.begin(), moves.end());
  std::stable_sort(list.begin(), list.end(), [](const Move& left, const Move& right) {
    return left.second.customers > right.second.customers;
  });
  Table table{.name = "movement", .title = "From cell to cell"};
  table.columns = {{"from", "From"},
                   {"to", "To"},
                   {"customers", "Customers", Kind::integer, "", true},
                   {"value", "Value", Kind::money, source.input.currency()}};
  std::size_t limit = source.input.parameters.limit;
  for (const auto& [way, totals] : list) {
    if (limit != 0 && table.rows.size() == limit) break;
    auto name = [&](std::size_t cell) {
      return cell == nowhere ? std::string("(none)") : source.cells.names[cell];
    };
    table.rows.push_back({name(way.first), name(way.second), totals.customers, source.money(totals.value)});
  }
  table.note = shown_of(table.rows.size(), list.size());
  return table;
}

Table customers_table(const Source& source) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row : source.input.data.selected())
    if (source.now.of(row)) rows.push_back(row);
  const auto& ids = source.input.data.ids("customers");
  auto key = [&](std::uint32_t row) {
    auto all = *source.now.of(row);
    return std::pair(all[0] * 100 + all[1] * 10 + all[2], source.now.value.values.number(row));
  };
  auto first = [&](std::uint32_t left, std::uint32_t right) {
    auto one = key(left), other = key(right);
    return one != other ? one > other : ids[left] < ids[right];
  };
  std::size_t limit = source.input.parameters.limit, all = rows.size();
  std::size_t shown = limit == 0 ? all : std::min(limit, all);
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(shown), rows.end(), first);
  rows.resize(shown);
  Table table{.name = "customers", .title = "The best customers"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"rfm", "RFM", Kind::integer},
                   {"cell", "Cell"},
                   {"previous", "Before"},
                   {"last_order", "Last order", Kind::date},
                   {"orders", "Orders", Kind::integer},
                   {"value", "Value", Kind::money, source.input.currency()}};
  for (std::uint32_t row : rows) {
    std::optional<std::size_t> was = source.cell(source.earlier, row);
    table.rows.push_back({source.customer(row), static_cast<std::int64_t>(key(row).first),
                          source.cells.names[*source.cell(source.now, row)],
                          was ? Cell(source.cells.names[*was]) : Cell(), source.now.last.day(row),
                          source.now.orders.values.number(row),
                          source.money(source.now.value.values.number(row))});
  }
  table.note = shown_of(shown, all);
  return table;
}

Table group_table(const std::string& by, const Source& source) {
  const std::string& currency = source.input.currency();
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<Totals> totals(groups.size());
  for (std::uint32_t row : source.input.data.selected())
    if (source.now.of(row)) totals[groups.of_row[row]].add(source.now, row);
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by), .columns = {groups.key}};
  for (Column& column : std::vector<Column>{{"customers", "Customers", Kind::integer, "", true},
                                            {"r_mean", "Mean R", Kind::decimal},
                                            {"f_mean", "Mean F", Kind::decimal},
                                            {"m_mean", "Mean M", Kind::decimal},
                                            {"value", "Value", Kind::money, currency},
                                            {"value_mean", "A customer", Kind::money, currency}})
    table.columns.push_back(column);
  for (std::uint32_t group : groups.order) {
    const Totals& its = totals[group];
    if (its.customers == 0) continue;
    Row row{groups.labels[group], its.customers};
    for (std::int64_t sum : its.scores) row.emplace_back(*mean({sum, 0}, its.customers, table_digits));
    row.push_back(source.money(its.value));
    row.push_back(mean_cell(its.value, source.now.value.values.scale, its.customers, currency));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Who bought often and much, and not lately.
void add_quiet(std::vector<Finding>& findings, const Source& source) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row : source.input.data.selected()) {
    auto all = source.now.of(row);
    if (all && (*all)[0] <= 2 && (*all)[1] + (*all)[2] >= 8) rows.push_back(row);
  }
  if (rows.empty()) return;
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t left, std::uint32_t right) {
    return source.now.value.values.number(left) > source.now.value.values.number(right);
  });
  auto count = static_cast<std::int64_t>(rows.size());
  Finding finding{.code = "good-and-quiet", .count = count};
  finding.text = counted(count, "customer ordered often and much, and not lately",
                         "customers ordered often and much, and not lately");
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 5); ++i)
    finding.records.push_back(source.customer(rows[i]));
  std::string where = "r <= 2 and f + m >= 8";
  finding.command = source.input.parameters.period
                        ? again(source.input, "--table customers --limit 0")
                        : fmt::format("flatcrm segment '{}' --sort 'value desc'", where);
  findings.push_back(std::move(finding));
}

/// Who ordered, but for nobody knows how much.
void add_unscored(std::vector<Finding>& findings, const Source& source) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row : source.input.data.selected()) {
    std::int64_t orders = source.now.orders.values.number(row);
    if (orders > 0 && !source.now.of(row)) rows.push_back(row);  // a missing number is below 0
  }
  if (rows.empty()) return;
  auto count = static_cast<std::int64_t>(rows.size());
  Finding finding{.code = "unscored", .count = count};
  finding.text =
      counted(count, "[customer|customers] ordered, but without any amount, and [has|have] no scores");
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 5); ++i)
    finding.records.push_back(source.customer(rows[i]));
  const Parameters& asked = source.input.parameters;
  std::string span = asked.period ? fmt::format("({})", span_of(asked)) : std::string();
  finding.command = fmt::format("flatcrm segment 'orders{0} > 0 and value{0} is empty'", span);
  findings.push_back(std::move(finding));
}

Document make(const Input& input) {
  std::optional<segment::Saved> own = input.saved ? input.saved("rfm") : std::nullopt;
  bool has_own = own && own->cells;
  const Cells& cells = has_own ? *own->cells : *segment::default_rfm().cells;
  Source source{input, cells, Scores::of(input.data, ""), Scores::of(input.data, "_before")};
  Document document = begin(input, "RFM");
  if (!input.parameters.period) document.comparison = print(earlier_of(input.parameters));
  Section& overview = document.add("Overview");
  overview.figures = figures(source);
  add_quiet(overview.findings, source);
  add_unscored(overview.findings, source);
  add_data_findings(overview.findings, input);
  if (std::get<std::int64_t>(overview.figures.front().value) == 0) {
    overview.notes.emplace_back("Nobody has ordered.");
    return document;
  }
  Section& section = document.add("Scores");
  section.tables = {cells_table(source), grid(source), reach(source), movement(source),
                    customers_table(source)};
  for (const std::string& by : input.parameters.by) section.tables.push_back(group_table(by, source));
  section.notes.emplace_back(has_own ? fmt::format("The cells are those of {}.", own->file)
                                     : "The cells are the built-in ones; segments/rfm.yaml may name others.");
  return document;
}

}  // namespace

Report report_rfm() {
  return {.name = "rfm",
          .summary = "customers by recency, frequency and monetary value, and who moved from cell to cell",
          .about =
              "Scores of the orders in the period, or of all up to the as-of day; they are ranks among all "
              "customers who "
              "ordered, also under --where. They are compared with those of the period before, without a "
              "period with those of a "
              "year ago. The names of the cells are those of segments/rfm.yaml, where the book has one.",
          .formulas =
              {{"orders", "days on which the customer was invoiced"},
               {"value",
                "invoices less credits; a customer all of whose amounts are blank has none, and no scores"},
               {"r, f, m",
                "1 + floor(5 * share of customers strictly below), by last order, orders and value: equal "
                "values share a score"},
               {"good-and-quiet", "r <= 2 and f + m >= 8"}},
          .sources = {"Hughes, Strategic Database Marketing (1994)"},
          .needs = needs,
          .make = make};
}

}  // namespace flatcrm::report
