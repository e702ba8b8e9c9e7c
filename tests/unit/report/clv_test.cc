#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/error.h"
#include "report/buyers.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using test::on;

namespace {

core::Date day(const char* text) {
  return *core::parse_date(text);
}

/// 40 customers: customer i has i % 5 repeat orders, 20 + i days apart, of 10 + i euros each.
std::string sales_of_forty(const char* more = "") {
  std::string text = "id,kind,date,customer,amount,currency\n";
  for (int i = 0; i < 40; ++i)
    for (int k = 0; k <= i % 5; ++k)
      text += fmt::format("s{}-{},invoice,{},c{:02},{}.50,EUR\n", i, k,
                          core::print(core::Date{day("2025-01-01").days + i + k * (20 + i)}), i, 10 + i);
  return text + more;
}

std::string forty_customers() {
  std::string text = "id,name,addresses.1.country\n";
  for (int i = 0; i < 40; ++i) text += fmt::format("c{:02},C,{}\n", i, i % 2 == 0 ? "CH" : "DE");
  return text + "lead,Lead,\n";
}

report::Document clv(const report::Parameters& parameters, const std::string& sales = sales_of_forty()) {
  return test::report_on({{"sales/sales.csv", sales}, {"customers/customers.csv", forty_customers()}}, "clv",
                         parameters);
}

}  // namespace

TEST_CASE(
    "Repeat orders, the last of them and the age are those of the papers; credits count against the order "
    "before") {
  using report::Purchase;
  std::vector<Purchase> purchases{
      {0, {day("2025-01-01"), true, 10000}}, {0, {day("2025-01-01"), true, 500}},
      {0, {day("2025-02-01"), true, 3000}},  {0, {day("2025-02-03"), false, -600}},
      {0, {day("2025-01-05"), false, -100}}, {0, {day("2025-03-01"), true, 1000}},
      {1, {day("2025-01-20"), true, 7}},     {2, {day("2025-05-01"), true, 7}},
      {3, {day("2025-01-01"), false, -7}}};
  report::OrderHistory history = report::order_history(purchases, 5, 2, 2);
  CHECK(history.of(0).size() == 5);
  CHECK(history.of(0)[0].amount == 10500);
  CHECK(history.first_order(3) == core::no_date);
  report::Buyers buyers = report::buyers_of(history, {0, 1, 2, 3, 4}, {.born = {}, .end = day("2025-03-31")});
  REQUIRE(buyers.rows == std::vector<std::uint32_t>{0, 1});
  CHECK(buyers.list[0].seen == query::BuyingGroup{2, 59, 89});
  CHECK(buyers.list[0].mean == doctest::Approx((30.00 - 6.00 + 10.00) / 2));
  CHECK(buyers.list[1].seen == query::BuyingGroup{0, 0, 70});
  CHECK(report::value_until(history, 0, day("2025-02-02")) == 10500 - 100 + 3000);
  CHECK(report::orders_between(history, 0, day("2025-02-01"), day("2025-03-01")) == 2);
  // Who was a customer before the window was seen in part only.
  CHECK(report::buyers_of(history, {0, 1}, {day("2025-01-02"), day("2025-03-31")}).rows ==
        std::vector<std::uint32_t>{1});
}

TEST_CASE("The report says what the model says of each customer, and adds it up") {
  report::Parameters parameters = on("2025-12-31");
  parameters.limit = 0;
  parameters.by = {"country"};
  report::Document document = clv(parameters);
  auto figures = figures_of_document(document);
  CHECK(figures["buyers"] == "40");
  CHECK(figures["repeaters"] == "32");
  CHECK(figures["orders"] == "120");
  CHECK(figures["horizon_days"] == "365");

  // The same from the library, without the book.
  std::vector<query::Buyer> buyers;
  for (int i = 0; i < 40; ++i) {
    int repeats = i % 5, last = repeats * (20 + i);
    buyers.push_back({{repeats, last, day("2025-12-31").days - day("2025-01-01").days - i, 1},
                      repeats == 0 ? 0 : 10.5 + i});
  }
  query::LifetimeModel model = query::fit_lifetime(buyers, 1);
  double orders = 0, value = 0;
  for (const query::Estimate& one : query::estimate(model, buyers, 365, 1)) {
    orders += one.orders;
    value += one.value;
  }
  CHECK(figures["expected_orders"] == fmt::format("{:.1f}", orders));
  CHECK(figures["expected_value"] == fmt::format("{:.2f}", value));
  CHECK(figures["r"] == fmt::format("{:.3f}", model.orders.model.r));

  report::Table customers = report::table_of(document, "customers");
  CHECK(customers.rows.size() == 40);
  core::Sum listed, grouped;
  for (const report::Row& row : customers.rows) listed.add(std::get<report::Money>(row.back()).amount);
  for (const report::Row& row : report::table_of(document, "by_country").rows)
    grouped.add(std::get<report::Money>(row[4]).amount);
  auto as_double = [](core::Decimal number) { return static_cast<double>(number.mantissa) / 100; };
  CHECK(as_double(listed.total()) == doctest::Approx(value).epsilon(1e-4));
  CHECK(as_double(grouped.total()) == doctest::Approx(value).epsilon(1e-4));
}

TEST_CASE("A period that ends before the as-of day holds out what came after it") {
  report::Parameters parameters = on("2025-12-31");
  parameters.period = report::Period{day("2025-01-01"), day("2025-03-31")};
  report::Document document = clv(parameters);
  auto figures = figures_of_document(document);
  CHECK(figures["fitted_until"] == "2025-03-31");
  CHECK(figures["holdout_days"] == "275");
  int before = 0, after = 0;
  for (int i = 0; i < 40; ++i)
    for (int k = 0; k <= i % 5; ++k) ++(i + k * (20 + i) < 90 ? before : after);
  CHECK(figures["orders"] == fmt::format("{}", before));
  CHECK(figures["holdout_orders"] == fmt::format("{}", after));
  // Customers of the first half of January alone.
  parameters.period->first = day("2025-01-16");
  CHECK(figures_of_document(clv(parameters))["buyers"] == "25");
}

TEST_CASE("Books that have nothing to learn from say so") {
  auto empty = clv(on("2025-12-31"), "id,kind,date,customer,amount,currency\n");
  CHECK(figures_of_document(empty)["buyers"] == "0");
  CHECK(empty.sections.front().notes.front() == "Nobody has ordered yet.");
  auto once = clv(on("2025-12-31"),
                  "id,kind,date,customer,amount,currency\ns1,invoice,2025-01-01,c01,5,EUR\ns2,invoice,2025-"
                  "01-01,c02,5,EUR\n");
  CHECK(figures_of_document(once)["buyers"] == "2");
  CHECK(once.sections.front().notes.front() == "Nobody has come back yet: there is nothing to learn from.");
  auto two = clv(on("2025-12-31"),
                 "id,kind,date,customer,amount,currency\ns1,invoice,2025-01-01,c01,,EUR\ns2,invoice,2025-02-"
                 "01,c01,,EUR\n");
  CHECK(figures_of_document(two)["repeaters"] == "1");
  CHECK(figures_of_document(two)["expected_value"] == "missing");
}

TEST_CASE("What is wrong with the sales is said, with the command that lists it") {
  auto document = clv(on("2025-12-31"),
                      sales_of_forty("x1,invoice,2025-01-01,nobody,5,EUR\nx2,invoice,,c01,5,EUR\n"
                                     "x3,invoice,2026-02-01,c01,5,EUR\nx4,credit,2025-12-01,c01,,EUR\n"));
  std::map<std::string, std::int64_t> found;
  for (const report::Finding& one : document.sections.front().findings) {
    found[one.code] = one.count;
    CHECK_FALSE(one.text.empty());
  }
  CHECK(found["customer-missing"] == 1);
  CHECK(found["date-missing"] == 1);
  CHECK(found["date-in-the-future"] == 1);
  CHECK(found["amount-missing"] == 1);
}

TEST_CASE("A horizon is a duration of at least a day") {
  for (const char* text : {"", "soon", "0d", "-3d", "2h"}) {
    CAPTURE(text);
    report::Parameters parameters = on("2025-12-31");
    parameters.horizon = text;
    CHECK_THROWS_AS(clv(parameters), Error);
  }
  report::Parameters parameters = on("2025-12-31");
  parameters.horizon = "52w";
  CHECK(figures_of_document(clv(parameters))["horizon_days"] == "364");
}
