#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/amounts.h"
#include "report/bringers.h"
#include "report/concentration.h"
#include "report/customer_names.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/order_findings.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

constexpr int gini_digits = 4;
constexpr std::int64_t most_percent = 80, nearly_all_percent = 95;

Needs needs(const Parameters&) {
  return brought_needs();
}

std::size_t fifth(std::size_t size) {
  return (size + 4) / 5;
}

void add_figures(std::vector<Figure>& list, const Bringers& bringers, const Brought& source) {
  Concentration now(bringers.now), earlier(bringers.earlier);
  const Concentration* was = source.compares ? &earlier : nullptr;
  auto add = [&](const char* name, std::string label, std::string unit, auto of) {
    list.push_back({fmt::format("{}_{}", bringers.name, name), std::move(label), of(now), std::move(unit),
                    was == nullptr ? Cell() : of(*was)});
  };
  add("with_value", fmt::format("{} with a value", bringers.title), bringers.name,
      [](const Concentration& all) -> Cell { return static_cast<std::int64_t>(all.size()); });
  add("value", "Their value", "", [&](const Concentration& all) {
    return money_cell(all.total(), source.scale, source.input.currency());
  });
  add("gini", "Gini coefficient", "", [](const Concentration& all) -> Cell {
    std::optional<core::Decimal> gini = all.gini(gini_digits);
    return gini ? Cell(*gini) : Cell();
  });
  add("top_fifth_percent", "Share of the best fifth", "", [](const Concentration& all) -> Cell {
    std::optional<core::Decimal> share = all.of_largest(fifth(all.size()), figure_percent_digits);
    return share ? Cell(Percent{*share}) : Cell();
  });
  auto needed = [](const Concentration& all) {
    return static_cast<std::int64_t>(all.largest_for(most_percent, 100));
  };
  add("for_80", "Who bring 80 %", bringers.name,
      [&](const Concentration& all) -> Cell { return needed(all); });
  add("for_80_percent", "which is a share of", "", [&](const Concentration& all) {
    return percent(needed(all), static_cast<std::int64_t>(all.size()), figure_percent_digits);
  });
}

/// The share that the best tenth, two tenths, ... bring; equal shares would be a straight line.
Series curve(const Bringers& bringers, const Concentration& all) {
  Series series{.name = bringers.name + "_curve",
                .title = fmt::format("Share of the value that the best {} bring", bringers.name)};
  series.shape = Series::Shape::line;
  series.category = {"percent_of_" + bringers.name, "Best", Kind::percent};
  series.lines = {{"value_percent", "Value", {}}, {"equal_percent", "If all were equal", {}}};
  for (std::size_t step = 0; step <= 100; step += 10) {
    auto count = (all.size() * step + 99) / 100;
    std::optional<core::Decimal> share = all.of_largest(count, table_digits);
    series.categories.emplace_back(Percent{{static_cast<std::int64_t>(step), 0}});
    series.lines[0].values.push_back(share ? Cell(Percent{*share}) : Cell());
    series.lines[1].values.push_back(
        percent(static_cast<std::int64_t>(count), static_cast<std::int64_t>(all.size()), table_digits));
  }
  return series;
}

/// A: the fewest that bring 80 %; B: those that bring what is missing to 95 %; C: the others.
Table classes(const Bringers& bringers, const Concentration& all, const Brought& source) {
  const std::string& currency = source.input.currency();
  Table table{.name = bringers.name + "_classes", .title = fmt::format("{} by class", bringers.title)};
  table.columns = {{"class", "Class"},
                   {bringers.name, bringers.title, Kind::integer},
                   {bringers.name + "_percent", "Share", Kind::percent},
                   {"value", "Value", Kind::money, currency},
                   {"value_percent", "Of value", Kind::percent, "", true}};
  std::size_t ends[] = {0, all.largest_for(most_percent, 100), all.largest_for(nearly_all_percent, 100),
                        all.size()};
  auto everyone = static_cast<std::int64_t>(all.size());
  for (std::size_t i = 0; i < 3; ++i) {
    core::Int128 value = all.sum_of_largest(ends[i + 1]) - all.sum_of_largest(ends[i]);
    auto count = static_cast<std::int64_t>(ends[i + 1] - ends[i]);
    table.rows.push_back({std::string(1, "ABC"[i]), count, percent(count, everyone, table_digits),
                          money_cell(value, source.scale, currency),
                          share_cell(value, all.total(), table_digits)});
  }
  table.total = {std::string("Total"), everyone, percent(everyone, everyone, table_digits),
                 money_cell(all.total(), source.scale, currency),
                 share_cell(all.total(), all.total(), table_digits)};
  table.note =
      "A: the fewest who bring 80 %; B: up to 95 %; C: the others. Who brought nothing or less is in none.";
  return table;
}

Reference shown(const Bringers& bringers, std::size_t i, const Brought& source) {
  if (&bringers == &source.customers) return customer_reference(source.input, i);
  return source.input.reference(bringers.collection, bringers.who[i].id);
}

Table best(const Bringers& bringers, const Concentration& all, const Brought& source) {
  const std::string& currency = source.input.currency();
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < bringers.now.size(); ++i)
    if (bringers.now[i] > 0) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    std::int64_t one = bringers.now[left], other = bringers.now[right];
    return one != other ? one > other : bringers.who[left].id < bringers.who[right].id;
  });
  Table table{.name = bringers.name, .title = fmt::format("{} by value", bringers.title)};
  table.columns = {{bringers.noun, bringers.title, Kind::reference},
                   {"value", "Value", Kind::money, currency, true},
                   {"value_percent", "Share", Kind::percent},
                   {"so_far_percent", "So far", Kind::percent}};
  if (source.compares) table.columns.push_back({"previous", "Before", Kind::money, currency});
  std::size_t limit = source.input.parameters.limit;
  for (std::size_t k = 0; k < order.size() && (limit == 0 || k < limit); ++k) {
    std::size_t i = order[k];
    Row row{shown(bringers, i, source), money_cell(bringers.now[i], source.scale, currency),
            share_cell(bringers.now[i], all.total(), table_digits),
            share_cell(all.sum_of_largest(k + 1), all.total(), table_digits)};
    if (source.compares) row.push_back(money_cell(bringers.earlier[i], source.scale, currency));
    table.rows.push_back(std::move(row));
  }
  if (table.rows.size() < order.size())
    table.note = fmt::format("{} of {}; --limit 0 lists all.", table.rows.size(), order.size());
  return table;
}

void add_section(Document& document, const Bringers& bringers, const Brought& source) {
  Section& section = document.add(bringers.title);
  add_figures(section.figures, bringers, source);
  Concentration all(bringers.now);
  if (all.size() > 0) {
    section.tables = {classes(bringers, all, source), best(bringers, all, source)};
    section.series.push_back(curve(bringers, all));
  }
  if (bringers.considered > all.size())
    section.notes.emplace_back(fmt::format("Without a value: {} of {} {}.", bringers.considered - all.size(),
                                           bringers.considered, bringers.name));
  if (bringers.without > 0)
    section.notes.emplace_back(
        fmt::format("Without {}: {}.", bringers.noun == "product" ? "a product" : "one of them",
                    counted(bringers.without, "invoice or credit", "invoices and credits")));
}

Table group_table(const std::string& by, const Brought& source) {
  const std::string& currency = source.input.currency();
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<std::vector<std::int64_t>> values(groups.size());
  for (std::uint32_t row : source.input.data.selected())
    values[groups.of_row[row]].push_back(source.customers.now[row]);
  Table table{
      .name = "by_" + groups.key.name, .title = fmt::format("Customers by {}", by), .columns = {groups.key}};
  for (Column& column : std::vector<Column>{{"customers", "Customers with a value", Kind::integer},
                                            {"value", "Value", Kind::money, currency, true},
                                            {"gini", "Gini", Kind::decimal},
                                            {"top_fifth_percent", "Share of the best fifth", Kind::percent},
                                            {"for_80", "Who bring 80 %", Kind::integer}})
    table.columns.push_back(column);
  for (std::uint32_t group : groups.order) {
    Concentration all(std::move(values[group]));
    if (all.size() == 0) continue;
    table.rows.push_back({groups.labels[group], static_cast<std::int64_t>(all.size()),
                          money_cell(all.total(), source.scale, currency), Cell(*all.gini(gini_digits)),
                          Percent{*all.of_largest(fifth(all.size()), table_digits)},
                          static_cast<std::int64_t>(all.largest_for(most_percent, 100))});
  }
  return table;
}

/// A book that hangs on one customer, and the best who brought less than before.
void add_findings(std::vector<Finding>& findings, const Brought& source) {
  const Bringers& customers = source.customers;
  Concentration all(customers.now);
  constexpr std::int64_t large_percent = 25;
  bool depends = all.size() > 4 && all.sum_of_largest(1) * 100 >= all.total() * large_percent;
  auto best = std::max_element(customers.now.begin(), customers.now.end());
  if (depends) {
    core::Decimal share = *all.of_largest(1, 1);
    findings.push_back(
        {"depends-on-one",
         fmt::format("one customer brings {} % of the value", core::print(share)),
         1,
         {shown(customers, static_cast<std::size_t>(best - customers.now.begin()), source)},
         fmt::format("flatcrm show {}",
                     customers.who[static_cast<std::size_t>(best - customers.now.begin())].id)});
  }
  if (!source.compares) return;
  Concentration was(customers.earlier);
  std::vector<std::int64_t> sorted = customers.earlier;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  std::size_t best_count = fifth(was.size());
  if (best_count == 0) return;
  std::int64_t threshold = std::max<std::int64_t>(sorted[best_count - 1], 1);
  Finding finding{.code = "best-fell"};
  for (std::size_t i = 0; i < customers.now.size(); ++i) {
    // Half of it and less.
    if (customers.earlier[i] < threshold || core::Int128{customers.now[i]} * 2 > customers.earlier[i])
      continue;
    ++finding.count;
    if (finding.records.size() < 5) finding.records.push_back(shown(customers, i, source));
  }
  if (finding.count == 0) return;
  finding.text = counted(finding.count, "of the best fifth of the period before brought half of it or less",
                         "of the best fifth of the period before brought half of it or less");
  finding.command = again(source.input, "--table customers --limit 0");
  findings.push_back(std::move(finding));
}

Document make(const Input& input) {
  Brought source = read_brought(input);
  Document document = begin(input, "Pareto");
  Section& overview = document.add("");
  add_findings(overview.findings, source);
  add_order_findings(overview.findings, source.counts, input);
  if (Concentration(source.customers.now).size() + Concentration(source.products.now).size() == 0)
    overview.notes.emplace_back("Nothing was sold.");
  for (const Bringers* bringers : {&source.customers, &source.products, &source.staff})
    add_section(document, *bringers, source);
  for (const std::string& by : input.parameters.by)
    document.sections[1].tables.push_back(group_table(by, source));
  return document;
}

}  // namespace

Report report_pareto() {
  return {.name = "pareto",
          .summary =
              "how few customers, products and staff bring how much, with the curve and the Gini coefficient",
          .about =
              "A sale is of its member of staff, else of the owner of its customer. Who brought nothing or "
              "less in the period "
              "shares in nothing, and is counted apart.",
          .formulas =
              {{"value", "invoices less credits, by their own date"},
               {"top_fifth_percent",
                "what the best fifth brings, rounded up to a whole one, of the value of all"},
               {"for_80", "the fewest who together bring 80 % of the value"},
               {"gini",
                "(2 sum of i x_i - (n + 1) sum of x_i) / (n sum of x_i), values x ascending: 0 where all "
                "bring the same, nearly 1 where one brings everything; of all that have a value, without the "
                "factor n / (n - 1) of samples"},
               {"classes",
                "A: the fewest who bring 80 %, B: the fewest who bring 95 %, without A, C: the others"}},
          .sources = {"Juran, Quality Control Handbook (1951), for the vital few",
                      "Gini, Variabilita e mutabilita (1912)"},
          .needs = needs,
          .make = make};
}

}  // namespace flatcrm::report
