#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "report/forecast_source.h"
#include "report/groups.h"
#include "report/measures.h"

namespace flatcrm::report {

namespace {

Row row_of(Cell key, Row cells) {
  cells.insert(cells.begin(), std::move(key));
  return cells;
}

Table table_with(std::string name, std::string title, Column key, const ForecastSource& source) {
  Table table{.name = std::move(name), .title = std::move(title), .columns = {std::move(key)}};
  for (Column& column : forecast_columns(source.input.currency())) table.columns.push_back(std::move(column));
  return table;
}

void add_total(Table& table, const ForecastTally& all, const ForecastSource& source) {
  if (table.rows.size() > 1)
    table.total = row_of("Total", forecast_cells(all, source.input.currency(), source.digits));
}

/// Staff who sell as others do stand in the table with what they have not got.
void add_idle(SharedGroups& groups, const std::vector<std::uint32_t>& of_deal, const ForecastSource& source) {
  std::set<std::string_view> owners;
  for (std::uint32_t row : source.deals.rows) owners.insert(groups.key(of_deal[row]));
  for (std::size_t row : source.staff.idle_peers(owners, source.input.parameters.as_of))
    groups.add(source.staff.id(row));
}

Table shared_table(const SharedBreakdown& shared, const ForecastTally& all, const ForecastSource& source) {
  SharedGroups groups;
  std::vector<std::uint32_t> of_deal = groups.assign(shared_values(source.input, "deals", shared.name));
  std::vector<std::uint32_t> of_sale, of_quota;
  if (source.has_others()) of_sale = groups.assign(shared_values(source.input, "sales", shared.name));
  bool has_quotas = source.has_others() && *shared.quotas != '\0';
  if (has_quotas) of_quota = groups.assign(shared_values(source.input, "quotas", shared.name));
  std::uint32_t met = static_cast<std::uint32_t>(groups.size());
  if (shared.name == "staff") add_idle(groups, of_deal, source);
  std::vector<ForecastTally> tallies(groups.size());
  add_deals(tallies, of_deal, source, source.span);
  if (source.has_others()) add_sales(tallies, of_sale, source, source.span);
  if (has_quotas)
    add_quotas(tallies, of_quota, quotas_of(source, source.span), source, shared.name == "subsidiary");

  std::vector<std::tuple<bool, std::string, std::string, std::uint32_t>> order;
  for (std::uint32_t group = 0; group < groups.size(); ++group) {
    std::string key(groups.key(group));
    std::string label =
        shared.kind == Kind::reference ? source.input.reference(shared.collection, key).label : key;
    if (label.empty()) label = key;
    bool shown = !tallies[group].is_empty() || group >= met || (shared.name == "staff" && group != 0);
    if (shown) order.emplace_back(group == 0, core::lower_ascii(label), key, group);
  }
  std::sort(order.begin(), order.end());
  Table table = table_with(std::string(shared.table), std::string(shared.title),
                           {std::string(shared.name), std::string(shared.label), shared.kind}, source);
  for (const auto& [none, label, key, group] : order) {
    Cell cell = std::string(none ? "(none)" : key);
    if (shared.kind == Kind::reference)
      cell = none ? Reference{"", "(none)"} : source.input.reference(shared.collection, key);
    table.rows.push_back(
        row_of(cell, forecast_cells(tallies[group], source.input.currency(), source.digits)));
  }
  add_total(table, all, source);
  return table;
}

Table query_table(const std::string& by, const ForecastTally& all, const ForecastSource& source) {
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<ForecastTally> tallies(groups.size());
  add_deals(tallies, groups.of_row, source, source.span);
  Table table = table_with("by_" + groups.key.name, "By " + by, groups.key, source);
  for (std::uint32_t group : groups.order) {
    if (tallies[group].is_empty()) continue;
    table.rows.push_back(
        row_of(groups.labels[group], forecast_cells(tallies[group], source.input.currency(), source.digits)));
  }
  ForecastTally deals_only = all;
  deals_only.quota = deals_only.billed = deals_only.unbilled = {};
  add_total(table, deals_only, source);
  table.note = "Quotas and bills are known by staff, team, subsidiary and product.";
  return table;
}

/// Is everything in the group of what has no value?
bool tells_nothing(const Table& table) {
  if (table.rows.size() != 1) return table.rows.empty();
  const Cell& key = table.rows[0][0];
  const auto* reference = std::get_if<Reference>(&key);
  const auto* text = std::get_if<std::string>(&key);
  return (reference != nullptr && reference->id.empty()) || (text != nullptr && *text == "(none)");
}

}  // namespace

std::vector<Table> forecast_tables(const ForecastTally& all, const ForecastSource& source) {
  std::vector<Table> tables;
  bool asked = !source.input.parameters.by.empty();
  for (const std::string& by : forecast_breakdowns(source.input.parameters)) {
    const SharedBreakdown* shared = shared_breakdown(by);
    Table table = shared == nullptr ? query_table(by, all, source) : shared_table(*shared, all, source);
    // A firm without teams needs no table that says so, unless somebody asks for it.
    if (asked || by == "staff" || !tells_nothing(table)) tables.push_back(std::move(table));
  }
  return tables;
}

Table win_rate_table(const ForecastSource& source) {
  Table table{.name = "win_rates", .title = "Measured win rates"};
  table.columns = {{"stage", "Stage"},
                   {"probability_percent", "Probability of the book", Kind::percent},
                   {"closed", "Closed", Kind::integer},
                   {"won", "Won", Kind::integer},
                   {"win_rate_percent", "Win rate", Kind::percent},
                   {"low_percent", "Low", Kind::percent},
                   {"high_percent", "High", Kind::percent},
                   {"measured_on", "Measured on"}};
  auto add = [&](std::string name, std::optional<core::Decimal> probability, const WinRate& rate,
                 std::string basis) {
    std::optional<Interval> interval = rate.interval();
    table.rows.push_back({std::move(name), percent_cell(probability), rate.closed, rate.won,
                          percent(rate.won, rate.closed, table_digits), low_of(interval), high_of(interval),
                          std::move(basis)});
  };
  std::vector<std::uint8_t> has_open(source.deals.stages.size(), 0);
  for (const Deal& deal : source.deals.list)
    if (deal.outcome == Outcome::open && deal.stage >= 0) has_open[static_cast<std::size_t>(deal.stage)] = 1;
  for (std::size_t i = 0; i < source.deals.stages.size(); ++i) {
    if (has_open[i] == 0) continue;
    const DealStage& stage = source.deals.stages[i];
    auto number = static_cast<std::int32_t>(i);
    std::optional<core::Decimal> probability;
    if (stage.settings != nullptr) probability = stage.settings->probability;
    add(stage.name, probability, source.rates.of(number),
        source.rates.has_own(number) ? "closed deals that were in it" : "all closed deals");
  }
  add("(all)", {}, source.rates.all, "all closed deals");
  table.note = fmt::format(
      "A stage has a rate of its own where at least {} closed deals were in it, as their history says.",
      WinRates::least_closed);
  return table;
}

}  // namespace flatcrm::report
