#include <fmt/format.h>

#include <cmath>

#include "report/amounts.h"
#include "report/clv_source.h"
#include "report/customer_names.h"
#include "report/estimates.h"
#include "report/groups.h"
#include "report/holdout.h"
#include "report/measures.h"
#include "report/order_findings.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

constexpr std::int64_t few_repeaters = 30;
constexpr std::size_t shown_records = 5;

Needs needs(const Parameters&) {
  Needs needs;
  ask_for_orders(needs);
  return needs;
}

struct Totals {
  std::int64_t customers = 0;
  double alive = 0, orders = 0, value = 0;
  void add(const query::Estimate& one) {
    ++customers;
    alive += one.alive;
    orders += one.orders;
    value += one.value;
  }
};

std::vector<Figure> overview_figures(const ClvSource& source) {
  std::int64_t orders = 0;
  core::Int128 value = 0;
  for (std::size_t i = 0; i < source.buyers.rows.size(); ++i) {
    orders += source.buyers.list[i].seen.repeats + 1;
    value += source.value(i);
  }
  Totals totals;
  for (const query::Estimate& one : source.estimates) totals.add(one);
  const std::string& currency = source.input.currency();
  std::vector<Figure> list;
  list.push_back({"buyers", "Customers who ordered", source.model.customers, "customers"});
  list.push_back({"repeaters", "of them more than once", source.model.repeaters, "customers"});
  list.push_back({"orders", "Orders so far", orders, "orders"});
  list.push_back({"value", "Value so far", source.value_cell(value)});
  list.push_back({"horizon_days", "Horizon", Days{{source.horizon_days, 0}}});
  bool known = source.has_model();
  list.push_back({"alive", "Customers who still buy, by the model",
                  known ? estimate_cell(totals.alive, 1) : Cell(), "customers"});
  list.push_back(
      {"expected_orders", "Orders to expect", known ? estimate_cell(totals.orders, 1) : Cell(), "orders"});
  list.push_back(
      {"expected_value", "Value to expect", known ? money_estimate(totals.value, currency) : Cell()});
  list.push_back(
      {"expected_value_mean", "Value to expect, a customer",
       known ? money_estimate(totals.value / static_cast<double>(totals.customers), currency) : Cell()});
  return list;
}

std::vector<Figure> model_figures(const ClvSource& source) {
  const query::LifetimeModel& model = source.model;
  const query::BgNbd& orders = model.orders.model;
  std::vector<Figure> list;
  auto add = [&](const char* name, const char* label, double value, int digits, bool known) {
    list.push_back({name, label, known ? estimate_cell(value, digits) : Cell()});
  };
  bool fitted = model.usable, spends = model.has_spend;
  add("r", "BG/NBD r", orders.r, 3, fitted);
  add("alpha", "BG/NBD alpha (weeks)", orders.alpha, 3, fitted);
  add("a", "BG/NBD a", orders.a, 3, fitted);
  add("b", "BG/NBD b", orders.b, 3, fitted);
  add("log_likelihood", "BG/NBD log-likelihood", model.orders.log_likelihood, 1, fitted);
  list.push_back({"spenders", "Customers with repeat spend", model.spenders, "customers"});
  add("p", "Gamma-Gamma p", model.spend.model.p, 2, spends);
  add("q", "Gamma-Gamma q", model.spend.model.q, 2, spends);
  add("gamma", "Gamma-Gamma gamma", model.spend.model.gamma, 2, spends);
  add("spend_log_likelihood", "Gamma-Gamma log-likelihood", model.spend.log_likelihood, 1, spends);
  list.push_back({"mean_order", "Mean of an order, by the model",
                  spends ? money_estimate(model.spend.model.mean(), source.input.currency()) : Cell()});
  add("correlation", "Correlation of orders and spend", model.correlation, 2, true);
  return list;
}

Reference customer(const ClvSource& source, std::size_t i) {
  return customer_reference(source.input, source.buyers.rows[i]);
}

core::Date last_order(const ClvSource& source, std::size_t i) {
  return {source.history.first_order(source.buyers.rows[i]).days + source.buyers.list[i].seen.last};
}

std::string note_of(std::size_t shown, std::size_t all) {
  return shown < all ? fmt::format("{} of {}; --limit 0 lists all.", shown, all) : std::string();
}

Table customers_table(const ClvSource& source) {
  const std::string& currency = source.input.currency();
  Table table{.name = "customers", .title = "Customers by what to expect of them"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"orders", "Orders", Kind::integer},
                   {"last_order", "Last order", Kind::date},
                   {"value", "Value so far", Kind::money, currency},
                   {"alive_percent", "Still buys", Kind::percent},
                   {"expected_orders", "Orders to expect", Kind::decimal},
                   {"expected_mean", "Mean of an order", Kind::money, currency},
                   {"expected_value", "Value to expect", Kind::money, currency, true}};
  for (std::size_t i : by_expected_value(source)) {
    const query::Estimate& one = source.estimates[i];
    table.rows.push_back({customer(source, i), std::int64_t{source.buyers.list[i].seen.repeats} + 1,
                          last_order(source, i), source.value_cell(source.value(i)),
                          percent_estimate(one.alive, table_digits), estimate_cell(one.orders, 2),
                          money_estimate(one.mean, currency), money_estimate(one.value, currency)});
  }
  table.note = note_of(table.rows.size(), source.estimates.size());
  return table;
}

Table group_table(const std::string& by, const ClvSource& source) {
  const std::string& currency = source.input.currency();
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<Totals> totals(groups.size());
  for (std::size_t i = 0; i < source.estimates.size(); ++i)
    totals[groups.of_row[source.buyers.rows[i]]].add(source.estimates[i]);
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by), .columns = {groups.key}};
  for (Column& column :
       std::vector<Column>{{"customers", "Customers", Kind::integer},
                           {"alive_percent", "Still buy", Kind::percent},
                           {"expected_orders", "Orders to expect", Kind::decimal},
                           {"expected_value", "Value to expect", Kind::money, currency, true},
                           {"expected_value_mean", "A customer", Kind::money, currency}})
    table.columns.push_back(column);
  auto row = [&](Cell key, const Totals& sums) {
    auto n = static_cast<double>(sums.customers);
    table.rows.push_back({std::move(key), sums.customers, percent_estimate(sums.alive / n, table_digits),
                          estimate_cell(sums.orders, 2), money_estimate(sums.value, currency),
                          money_estimate(sums.value / n, currency)});
  };
  for (std::uint32_t group : groups.order)
    if (totals[group].customers > 0) row(groups.labels[group], totals[group]);
  return table;
}

void add_slipping(Document& document, const ClvSource& source, std::vector<Finding>& findings) {
  std::vector<std::size_t> list = slipping(source);
  if (list.empty()) return;
  const std::string& currency = source.input.currency();
  Table table{.name = "slipping", .title = "Of the best fifth so far, probably gone"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"value", "Value so far", Kind::money, currency, true},
                   {"orders", "Orders", Kind::integer},
                   {"last_order", "Last order", Kind::date},
                   {"alive_percent", "Still buys", Kind::percent}};
  auto count = static_cast<std::int64_t>(list.size());
  Finding finding{"slipping",
                  counted(count, "of the best fifth has probably stopped buying and is worth a call",
                          "of the best fifth have probably stopped buying and are worth a call"),
                  count,
                  {},
                  again(source.input, "--table slipping")};
  std::size_t limit = source.input.parameters.limit;
  for (std::size_t i : list) {
    if (limit != 0 && table.rows.size() == limit) break;
    table.rows.push_back({customer(source, i), source.value_cell(source.value(i)),
                          std::int64_t{source.buyers.list[i].seen.repeats} + 1, last_order(source, i),
                          percent_estimate(source.estimates[i].alive, table_digits)});
    if (finding.records.size() < shown_records) finding.records.push_back(customer(source, i));
  }
  table.note = note_of(table.rows.size(), list.size());
  document.add("Worth a call").tables.push_back(std::move(table));
  findings.push_back(std::move(finding));
}

void add_model_findings(std::vector<Finding>& findings, const query::LifetimeModel& model) {
  if (model.repeaters < few_repeaters && model.customers > 0)
    findings.push_back({"few-repeats",
                        counted(model.repeaters, "customer has", "customers have") +
                            " come back, too few to trust the estimates",
                        model.repeaters,
                        {},
                        "flatcrm report cohorts"});
  if (model.usable && !model.orders.settled)
    findings.push_back(
        {"orders-not-settled",
         "the parameters of BG/NBD run to the end of their range: take the estimates for a limit", 1});
  if (model.has_spend && !model.spend.settled)
    findings.push_back(
        {"spend-not-settled",
         "the parameters of Gamma-Gamma run to the end of their range: all customers spend much the same",
         1});
  if (std::abs(model.correlation) > 0.3)
    findings.push_back(
        {"spend-depends-on-orders",
         fmt::format("who orders oftener spends {} an order, which Gamma-Gamma takes for unrelated",
                     model.correlation > 0 ? "more" : "less"),
         1});
}

void add_check(Document& document, const ClvSource& source, std::vector<Finding>& findings) {
  std::optional<Window> window = holdout_window(source);
  if (!window) return;
  const Parameters& parameters = source.input.parameters;
  Holdout check =
      hold_out(source.history, source.input.data.selected(), *window, parameters.as_of, parameters.threads);
  Section& section = document.add("Against what came after");
  if (!check.model.usable) {
    section.notes.emplace_back(
        fmt::format("Up to {} nobody had come back, so that nothing can be foretold from then.",
                    core::print(window->end)));
    return;
  }
  double expected = check.expected_orders(), error = 0;
  std::int64_t actual = check.actual_orders();
  if (actual > 0) error = expected / static_cast<double>(actual) - 1;
  section.figures = {
      {"fitted_until", "Fitted until", window->end},
      {"holdout_days", "Held out", Days{{check.days(), 0}}},
      {"holdout_customers", "Customers of the fit", static_cast<std::int64_t>(check.buyers.rows.size()),
       "customers"},
      {"holdout_orders", "Their orders in the days held out", actual, "orders"},
      {"holdout_expected", "By the model", estimate_cell(expected, 1), "orders"},
      {"holdout_error_percent", "By the model, more or less",
       actual > 0 ? percent_estimate(error, table_digits) : Cell()},
      {"holdout_mean_error", "Mean distance, a customer", estimate_cell(check.mean_error(), 3), "orders"}};
  section.tables = {repeats_table(check), bins_table(check)};
  section.series = {tracking(check, source.history)};
  constexpr std::int64_t enough = 30;
  constexpr double much = 0.2;
  if (actual >= enough && std::abs(error) > much)
    findings.push_back(
        {"holdout-off",
         fmt::format("the model foretells {} % {} orders than came in the days held out",
                     core::print(*estimate(std::abs(error) * 100, 0)), error > 0 ? "more" : "fewer"),
         actual,
         {},
         again(source.input, "--table holdout")});
}

Document make(const Input& input) {
  OrderHistory history = order_history(input.data, input.parameters.as_of, input.parameters.threads);
  ClvSource source = clv_source(input, history);
  Document document = begin(input, "Customer lifetime value");
  document.comparison.clear();  // the fit is held against what came after, not against what was before
  document.parameters.push_back(Parameter{"horizon", input.parameters.horizon});
  if (input.parameters.period.has_value())
    document.subtitle = fmt::format("first order {}, seen until {}", print(*input.parameters.period),
                                    core::print(source.window.end));
  Section& overview = document.add("Overview");
  overview.figures = overview_figures(source);
  std::vector<Finding> findings;
  add_model_findings(findings, source.model);
  if (!source.has_model())
    overview.notes.emplace_back(source.model.customers == 0
                                    ? "Nobody has ordered yet."
                                    : "Nobody has come back yet: there is nothing to learn from.");
  if (source.model.customers > 0) document.add("Model").figures = model_figures(source);
  if (source.has_model()) {
    Section& customers = document.add("Customers");
    customers.notes.emplace_back(
        "Estimates of a model, not bookings: revenue, not margin, and not discounted.");
    customers.tables.push_back(customers_table(source));
    for (const std::string& by : input.parameters.by) customers.tables.push_back(group_table(by, source));
    add_slipping(document, source, findings);
    add_check(document, source, findings);
  }
  add_order_findings(findings, history, input);
  overview.findings = std::move(findings);
  return document;
}

}  // namespace

Report report_clv() {
  return {
      .name = "clv",
      .summary = "what customers will still order and be worth, and who has silently stopped",
      .about =
          "A period names the customers whose first order lies in it, and its end is the last day that the "
          "fit sees: the days from "
          "there to the as-of day are held out and show what the fit is good for. Without a period it sees "
          "all up to the as-of day, and "
          "a second fit that leaves out the last third of the days (at most the horizon) is held against "
          "them. --where fits to the "
          "selected customers alone. The parameters are those of the maximum likelihood, time in weeks. They "
          "and all that is made "
          "from them are estimates in floating point, rounded half-even to the digits shown, and no book "
          "money.",
      .formulas = {{"orders", "days on which a customer was invoiced"},
                   {"value", "invoices less credits, up to the end of the fit"},
                   {"r, alpha, a, b",
                    "BG/NBD: the rate of orders is gamma distributed over customers (r, alpha), the chance "
                    "to leave after "
                    "each repeat order beta distributed (a, b); fitted to repeat orders x, the time of the "
                    "last one t and the age T since the "
                    "first order"},
                   {"alive", "1 / (1 + a / (b + x - 1) * ((alpha + T) / (alpha + t))^(r + x)); 1 for x = 0"},
                   {"expected_orders",
                    "the expectation of orders in the horizon given x, t and T (equation 10 of the paper)"},
                   {"p, q, gamma",
                    "Gamma-Gamma: a customer's orders are gamma distributed around a mean that is itself one "
                    "over customers; fitted to the mean "
                    "of repeat orders of those who have any, net of credits, each counted against the order "
                    "before it"},
                   {"expected_mean", "p * (gamma + x * mean) / (p * x + q - 1)"},
                   {"expected_value",
                    "expected_orders * expected_mean: revenue within the horizon, not discounted"},
                   {"slipping", "of the fifth with the highest value so far, those with alive < 50 %"}},
      .sources = {"Fader, Hardie and Lee, \"Counting Your Customers\" the Easy Way: An Alternative to the "
                  "Pareto/NBD Model, "
                  "Marketing Science 24 (2005)",
                  "Fader, Hardie and Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, "
                  "Journal of "
                  "Marketing Research 42 (2005)"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
