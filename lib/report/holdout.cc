#include "report/holdout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/estimates.h"
#include "report/measures.h"

namespace flatcrm::report {

namespace {

constexpr std::size_t bins = 8;  // 0, 1, ... 6, and 7 and more, as the paper has them
constexpr int expected_digits = 1, mean_digits = 3;

std::size_t bin_of(const query::Buyer& buyer) {
  return std::min<std::size_t>(static_cast<std::size_t>(buyer.seen.repeats), bins - 1);
}

std::string bin_name(std::size_t bin) {
  return bin + 1 < bins ? fmt::format("{}", bin) : fmt::format("{}+", bin);
}

}  // namespace

double Holdout::expected_orders() const {
  double sum = 0;
  for (double one : expected) sum += one;
  return sum;
}

std::int64_t Holdout::actual_orders() const {
  std::int64_t sum = 0;
  for (std::int64_t one : actual) sum += one;
  return sum;
}

double Holdout::mean_error() const {
  double sum = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    sum += std::abs(expected[i] - static_cast<double>(actual[i]));
  return sum / static_cast<double>(expected.size());
}

Holdout hold_out(const OrderHistory& history, const std::vector<std::uint32_t>& customers,
                 const Window& window, core::Date last, int threads) {
  Holdout check{.window = window, .last = last};
  check.buyers = buyers_of(history, customers, window);
  check.model = query::fit_lifetime(check.buyers.list, threads);
  for (std::uint32_t row : check.buyers.rows)
    check.actual.push_back(orders_between(history, row, {window.end.days + 1}, last));
  if (!check.model.usable) return check;
  for (const query::Estimate& one : query::estimate(check.model, check.buyers.list, check.days(), threads))
    check.expected.push_back(one.orders);
  return check;
}

Table repeats_table(const Holdout& check) {
  std::vector<std::int64_t> by_age;  // customers
  std::vector<std::int64_t> actual(bins);
  for (const query::Buyer& buyer : check.buyers.list) {
    auto age = static_cast<std::size_t>(buyer.seen.age);
    if (by_age.size() <= age) by_age.resize(age + 1);
    ++by_age[age];
    ++actual[bin_of(buyer)];
  }
  std::vector<double> expected(bins);
  for (std::size_t age = 0; age < by_age.size(); ++age) {
    if (by_age[age] == 0) continue;
    std::vector<double> chances = check.model.orders.model.chances(static_cast<std::int32_t>(age), bins);
    for (std::size_t bin = 0; bin < bins; ++bin)
      expected[bin] += chances[bin] * static_cast<double>(by_age[age]);
  }
  Table table{.name = "repeats",
              .title = fmt::format("Repeat orders up to {}", core::print(check.window.end))};
  table.columns = {{"repeats", "Repeat orders"},
                   {"customers", "Customers", Kind::integer, "", true},
                   {"expected_customers", "By the model", Kind::decimal, "", true}};
  for (std::size_t bin = 0; bin < bins; ++bin)
    table.rows.push_back({bin_name(bin), actual[bin], estimate_cell(expected[bin], expected_digits)});
  return table;
}

Table bins_table(const Holdout& check) {
  struct Bin {
    std::int64_t customers = 0, actual = 0;
    double expected = 0;
  };
  std::vector<Bin> list(bins);
  Bin all;
  for (std::size_t i = 0; i < check.buyers.list.size(); ++i) {
    for (Bin* bin : {&list[bin_of(check.buyers.list[i])], &all}) {
      ++bin->customers;
      bin->actual += check.actual[i];
      bin->expected += check.expected[i];
    }
  }
  Table table{
      .name = "holdout",
      .title = fmt::format("Orders from {} to {}, by the repeat orders before",
                           core::print(core::Date{check.window.end.days + 1}), core::print(check.last))};
  table.columns = {{"repeats", "Repeat orders before"},
                   {"customers", "Customers", Kind::integer},
                   {"actual", "Orders", Kind::integer},
                   {"expected", "By the model", Kind::decimal},
                   {"actual_mean", "A customer", Kind::decimal, "", true},
                   {"expected_mean", "By the model, a customer", Kind::decimal, "", true}};
  auto row = [](std::string name, const Bin& bin) {
    Row cells{std::move(name), bin.customers, bin.actual, estimate_cell(bin.expected, expected_digits)};
    std::optional<core::Decimal> mean_actual = mean({bin.actual, 0}, bin.customers, mean_digits);
    cells.push_back(mean_actual ? Cell(*mean_actual) : Cell());
    cells.push_back(estimate_cell(bin.expected / static_cast<double>(bin.customers), mean_digits));
    return cells;
  };
  for (std::size_t bin = 0; bin < bins; ++bin) table.rows.push_back(row(bin_name(bin), list[bin]));
  table.total = row("Total", all);
  return table;
}

Series tracking(const Holdout& check, const OrderHistory& history) {
  constexpr std::int32_t most_points = 26, week = 7;
  core::Date begin = check.last;
  for (std::uint32_t row : check.buyers.rows) begin = std::min(begin, history.first_order(row));
  std::int32_t days = check.last.days - begin.days;
  std::vector<double> born(static_cast<std::size_t>(days) + 1);  // customers by the day of their first order
  std::vector<std::int64_t> again(static_cast<std::size_t>(days) + 1);  // repeat orders by day
  auto place = [&](core::Date day) { return static_cast<std::size_t>(day.days - begin.days); };
  for (std::uint32_t row : check.buyers.rows) {
    core::Date first = history.first_order(row);
    born[place(first)] += 1;
    for (const OrderHistory::Entry& entry : history.of(row))
      if (entry.is_order && entry.day > first && entry.day <= check.last) ++again[place(entry.day)];
  }
  Series series{.name = "tracking", .title = "Repeat orders, added up"};
  series.shape = Series::Shape::line;
  series.category = {"until", "Until", Kind::date};
  series.lines = {{"actual", "Orders", {}}, {"expected", "By the model", {}}};
  std::int32_t step = week * std::max(1, (days + week * most_points - 1) / (week * most_points));
  std::vector<double> expected_within(static_cast<std::size_t>(days) + 1, -1);
  std::int64_t actual = 0;
  std::size_t next = 0;
  // Counted back from the end of the holdout, so that the last point is its last day.
  for (std::int32_t until = days % step; until <= days; until += step) {
    for (; next <= static_cast<std::size_t>(until); ++next) actual += again[next];
    double expected = 0;
    for (std::int32_t day = 0; day <= until; ++day) {
      double customers = born[static_cast<std::size_t>(day)];
      if (customers == 0) continue;
      double& within = expected_within[static_cast<std::size_t>(until - day)];
      if (within < 0) within = check.model.orders.model.expected_of_new(until - day);
      expected += customers * within;
    }
    series.categories.emplace_back(core::Date{begin.days + until});
    series.lines[0].values.emplace_back(actual);
    series.lines[1].values.push_back(estimate_cell(expected, expected_digits));
  }
  return series;
}

}  // namespace flatcrm::report
