#include <fmt/format.h>

#include <algorithm>

#include "report/cash.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

/// Without a period, what is reckoned over a span is reckoned over the twelve months up to the day.
Period span_of_flows(const Parameters& parameters) {
  if (parameters.period.has_value()) return *parameters.period;
  return {{core::add_months(parameters.as_of, -12).days + 1}, parameters.as_of};
}

CashTally tally_of(const CashSource& source, const std::optional<Period>& period) {
  core::Date day = cash_day(period, source.input.parameters.as_of);
  return cash_tallies(source, day, period, {}, 1)[0];
}

/// Days of billing that wait for their money.
Cell days_outstanding(const CashSource& source, const CashTally& tally, const Period& span) {
  core::Sum net = tally.billed.sum;
  core::Decimal credits = tally.credited.sum.total();
  net.add({-credits.mantissa, credits.scale});
  if (net.total().mantissa <= 0) return Missing{Kind::days};
  core::Decimal open = core::round(tally.receivable.sum.total(), source.digits);
  std::int64_t days = span.last.days - span.first.days + 1;
  return Days{core::divide(core::multiply(open, {days, 0}), net.total(), 1)};
}

struct Compared {
  const CashSource& source;
  CashTally now;
  std::optional<CashTally> before;

  template <typename Value>
  Figure figure(std::string name, std::string label, Value value, std::string unit = "") const {
    return {std::move(name), std::move(label), value(now), std::move(unit),
            before.has_value() ? value(*before) : Cell{}};
  }
  Figure count(std::string name, std::string label, Pile CashTally::*pile, std::string unit) const {
    return figure(
        std::move(name), std::move(label), [&](const CashTally& t) -> Cell { return (t.*pile).count; },
        std::move(unit));
  }
  Figure value(std::string name, std::string label, Pile CashTally::*pile) const {
    return figure(std::move(name), std::move(label), [&](const CashTally& t) -> Cell {
      const Pile& of = t.*pile;
      return of.count > 0 && of.blank == of.count ? Cell{Missing{Kind::money}} : source.money(of.sum);
    });
  }
};

std::vector<Figure> flow_figures(const Compared& compared) {
  std::vector<Figure> list;
  list.push_back(compared.value("quoted", "Quoted", &CashTally::quoted));
  list.push_back(compared.figure(
      "quotes_ordered_percent", "Quotes that became an order",
      [](const CashTally& t) { return percent(t.quotes_ordered, t.quoted.count, figure_percent_digits); }));
  list.push_back(compared.value("ordered", "Ordered", &CashTally::ordered));
  list.push_back(compared.value("billed", "Invoiced", &CashTally::billed));
  list.push_back(compared.value("credited", "Credited", &CashTally::credited));
  list.push_back(compared.value("paid", "Paid", &CashTally::paid));
  list.push_back(compared.figure(
      "paid_in_time_percent", "Invoices paid by their due date",
      [](const CashTally& t) { return percent(t.settled_in_time, t.settled, figure_percent_digits); }));
  return list;
}

void add_balance_figures(std::vector<Figure>& list, const Compared& compared, const Period& span) {
  list.push_back(
      compared.count("unbilled_count", "Orders not invoiced in full", &CashTally::unbilled, "orders"));
  list.push_back(compared.value("unbilled", "Still to be invoiced", &CashTally::unbilled));
  list.push_back(
      compared.count("undelivered_count", "Orders without a delivery", &CashTally::undelivered, "orders"));
  list.push_back(
      compared.count("uninvoiced_count", "Deliveries not invoiced", &CashTally::uninvoiced, "documents"));
  list.push_back(compared.count("open_count", "Open invoices", &CashTally::receivable, "invoices"));
  list.push_back(compared.value("receivable", "Open receivables", &CashTally::receivable));
  list.push_back(compared.count("overdue_count", "Overdue invoices", &CashTally::overdue, "invoices"));
  list.push_back(compared.value("overdue", "Overdue", &CashTally::overdue));
  list.push_back(compared.figure("overdue_percent", "Overdue of what is receivable", [](const CashTally& t) {
    return share_of_sum(t.overdue.sum, t.receivable.sum);
  }));
  Figure outstanding{"days_sales_outstanding", "Days sales outstanding"};
  std::optional<Period> earlier = period_before(span);
  outstanding.value = days_outstanding(compared.source, tally_of(compared.source, span), span);
  if (compared.before.has_value() && earlier.has_value())
    outstanding.previous = days_outstanding(compared.source, *compared.before, *earlier);
  list.push_back(std::move(outstanding));
}

Table steps_table(const Compared& compared) {
  Table table{.name = "steps", .title = "Days between the steps"};
  table.columns = {{"step", "Step"},
                   {"count", "Documents", Kind::integer},
                   {"median_days", "Median", Kind::days},
                   {"p90_days", "90th percentile", Kind::days}};
  if (compared.before.has_value())
    table.columns.push_back({"previous_median_days", "Median before", Kind::days});
  for (std::size_t step = 0; step < step_count; ++step) {
    const Spread& spread = compared.now.steps[step];
    Row row{std::string(step_labels[step]), spread.count(), spread.median(), spread.p90()};
    if (compared.before.has_value()) row.push_back(compared.before->steps[step].median());
    table.rows.push_back(std::move(row));
  }
  table.note =
      "A step counts in the period in which its second document falls; what has not happened yet has no "
      "days.";
  return table;
}

/// What was ordered, invoiced and paid in each month.
Series months_series(const CashSource& source, const Period& span) {
  Series series{
      .name = "months", .title = "Ordered, invoiced and paid by month", .shape = Series::Shape::line};
  series.category = {"month", "Month"};
  series.currency = source.input.currency();
  int first = core::month_number(span.first),
      last = core::month_number(std::min(span.last, source.input.parameters.as_of));
  if (last < first || last - first >= 120) return series;
  auto months = static_cast<std::size_t>(last - first) + 1;
  std::vector<core::Sum> sums[3];
  for (auto& line : sums) line.resize(months);
  const SalesChain& chain = source.chain;
  for (std::size_t row = 0; row < chain.size(); ++row) {
    bool counts = source.selected(row) && chain.is_known(row, source.input.parameters.as_of) &&
                  span.holds(chain.day(row));
    if (!counts || chain.value(row) == core::no_number) continue;
    std::size_t line = chain.kind(row) == SaleKind::order ? 0 : chain.kind(row) == SaleKind::invoice ? 1 : 2;
    if (line == 2 && chain.kind(row) != SaleKind::payment) continue;
    auto month = static_cast<std::size_t>(core::month_number(chain.day(row)) - first);
    sums[line][month].add(source.decimal(chain.value(row)));
  }
  series.lines = {{"ordered", "Ordered", {}}, {"billed", "Invoiced", {}}, {"paid", "Paid", {}}};
  for (std::size_t month = 0; month < months; ++month) {
    int number = first + static_cast<int>(month);
    series.categories.emplace_back(fmt::format("{:04}-{:02}", number / 12, number % 12 + 1));
    for (std::size_t line = 0; line < 3; ++line)
      series.lines[line].values.push_back(source.money(sums[line][month]));
  }
  return series;
}

void add_notes(Section& section, const CashSource& source, const CashTally& now) {
  const SalesChain& chain = source.chain;
  if (chain.size() == 0) {
    section.notes.emplace_back("There are no sales: nothing was quoted, ordered, invoiced or paid.");
    return;
  }
  std::array<bool, 7> has{};
  for (std::size_t row = 0; row < chain.size(); ++row) has[static_cast<std::size_t>(chain.kind(row))] = true;
  if (has[static_cast<std::size_t>(SaleKind::invoice)] && !has[static_cast<std::size_t>(SaleKind::payment)])
    section.notes.emplace_back(
        "The book has no payments, so that every invoice counts as open: receivables say what was invoiced.");
  if (!has[static_cast<std::size_t>(SaleKind::delivery)] && has[static_cast<std::size_t>(SaleKind::order)])
    section.notes.emplace_back("The book has no deliveries, so that no order counts as delivered.");
  if (now.receivable.blank > 0)
    section.notes.push_back(
        counted(now.receivable.blank, "open [invoice has|invoices have] no amount and [is|are] in no sum."));
}

Document make(const Input& input) {
  CashSource source(input);
  Document document = begin(input, "From order to cash");
  const std::optional<Period>& period = input.parameters.period;
  Compared compared{source, tally_of(source, period), std::nullopt};
  if (std::optional<Period> earlier = before(input.parameters)) compared.before = tally_of(source, earlier);
  Period span = span_of_flows(input.parameters);
  Balances balances = source.chain.balances(cash_day(period, input.parameters.as_of));

  Section& overview = document.add("Overview");
  overview.figures = flow_figures(compared);
  add_balance_figures(overview.figures, compared, span);
  overview.findings = cash_findings(source, balances);
  add_notes(overview, source, compared.now);
  Section& steps = document.add("Steps");
  steps.tables.push_back(steps_table(compared));
  Series months = months_series(source, span);
  if (!months.categories.empty()) steps.series.push_back(std::move(months));
  Section& open = document.add("Open");
  open.tables.push_back(ages_table(source, balances));
  for (Table& table : open_tables(source, balances)) open.tables.push_back(std::move(table));
  if (!input.parameters.by.empty()) {
    Section& breakdown = document.add("Breakdown");
    for (const std::string& by : input.parameters.by)
      breakdown.tables.push_back(cash_by_table(by, source, compared.now));
  }
  return document;
}

}  // namespace

Report report_order_to_cash() {
  return {
      .name = "order-to-cash",
      .summary =
          "quotes, orders, deliveries, invoices and payments: what is open between them, overdue or broken",
      .subject = "sales",
      .about =
          "A document follows the one that its `ref` names. Amounts are converted at the rate of the "
          "document that they are of, so "
          "that an invoice that was paid in its own currency leaves nothing open. With a period, balances "
          "are those of its last day.",
      .formulas = {{"unbilled",
                    "orders less the invoices that follow them, directly or by way of a delivery, where "
                    "something is left"},
                   {"uninvoiced_count",
                    "deliveries that no invoice follows and whose order was not invoiced itself"},
                   {"receivable",
                    "invoices less the payments and credits that follow them, where something is left"},
                   {"overdue", "receivables whose due date has passed"},
                   {"days_sales_outstanding",
                    "receivables / (invoiced less credited) of the period × its days; without a period of "
                    "the twelve months before"},
                   {"paid_in_time_percent",
                    "of the invoices settled in full in the period and with a due date, those settled by it"},
                   {"steps",
                    "days from a document to the first one that follows it, and from an invoice to the day "
                    "on which payments and "
                    "credits had come to its amount: median and 90th percentile, linear between neighbours"}},
      .sources = {"R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages (1996), definition 7"},
      .needs = cash_needs,
      .make = make};
}

}  // namespace flatcrm::report
