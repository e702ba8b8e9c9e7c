#include "report/cohorts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <random>
#include <set>

#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using test::on;

namespace {

constexpr const char* sales =
    "id,kind,date,customer,amount,currency\n"
    "s1,invoice,2025-01-10,anna,100,EUR\n"
    "s2,invoice,2025-01-31,anna,50,EUR\n"
    "s3,invoice,2025-03-01,anna,30,EUR\n"
    "s4,credit,2025-02-02,anna,20,EUR\n"
    "s5,invoice,2025-01-15,bob,70,EUR\n"
    "s6,invoice,2025-02-01,cleo,10,EUR\n"
    "s7,invoice,2025-03-31,cleo,10,EUR\n"
    "s8,order,2024-01-01,bob,999,EUR\n"
    "s9,invoice,2025-06-01,cleo,10,EUR\n";
constexpr const char* customers = "id,name\nanna,Anna\nbob,Bob\ncleo,Cleo\ndora,Dora\n";

report::Document cohorts(const report::Parameters& parameters) {
  return test::report_on({{"sales/sales.csv", sales}, {"customers/customers.csv", customers}}, "cohorts",
                         parameters);
}

}  // namespace

TEST_CASE("Customers are in the cohort of their first invoice, and come back or not") {
  report::Document document = cohorts(on("2025-04-15"));
  CHECK(rows_of(document, "active") == "2025-01|2|2|0|1|0\n2025-02|1|1|1|0|missing\n");
  CHECK(rows_of(document, "retention") ==
        "2025-01|2|100.0|0.0|50.0|0.0\n2025-02|1|100.0|100.0|0.0|missing\n");
  CHECK(rows_of(document, "cohort_value") == "2025-01|2|220|-20|30|0\n2025-02|1|10|10|0|missing\n");
  CHECK(rows_of(document, "value_so_far") ==
        "2025-01|2|110.00|100.00|115.00|115.00\n2025-02|1|10.00|20.00|20.00|missing\n");
  auto figures = figures_of_document(document);
  CHECK(figures["customers"] == "3");
  CHECK(figures["came_again"] == "2");
  CHECK(figures["retention_1_percent"] == "33.3333");
  // The third month of January's cohort is April, which is not over.
  CHECK(figures["retention_3_percent"] == "missing");
  CHECK(figures_of_document(cohorts(on("2025-04-30")))["retention_3_percent"] == "0.0000");
}

TEST_CASE(
    "Cohorts come by quarter and year too, and a period picks some and compares them with those before") {
  report::Parameters parameters = on("2025-06-30");
  parameters.by = {"quarter"};
  CHECK(rows_of(cohorts(parameters), "active") == "2025-Q1|3|3|1\n");
  parameters.by = {"year"};
  CHECK(rows_of(cohorts(parameters), "active") == "2025|3|3\n");
  parameters.by = {};
  parameters.period = report::Period{*core::parse_date("2025-02-01"), *core::parse_date("2025-02-28")};
  report::Document document = cohorts(parameters);
  CHECK(rows_of(document, "active") == "2025-02|1|1|1|0|0|1\n");
  const report::Figure& count = document.sections.front().figures[1];
  CHECK(count.name == "customers");
  CHECK(std::get<std::int64_t>(count.previous) == 2);
}

TEST_CASE("The triangle agrees with sets of customers by month") {
  std::mt19937 random(5);
  for (report::Span span : {report::Span::month, report::Span::quarter, report::Span::year}) {
    std::vector<report::Purchase> purchases;
    std::map<std::uint32_t, std::set<std::string>> labels;
    std::map<std::uint32_t, std::string> first;
    core::Date begin = *core::parse_date("2023-05-01"), as_of = *core::parse_date("2025-07-14");
    auto label = [&](core::Date day) {
      core::Civil civil = core::to_civil(day);
      int part = span == report::Span::month     ? civil.month
                 : span == report::Span::quarter ? core::quarter(day)
                                                 : 0;
      return fmt::format("{}-{:02}", civil.year, part);
    };
    for (int i = 0; i < 400; ++i) {
      auto customer = static_cast<std::uint32_t>(random() % 90);
      core::Date day{begin.days + static_cast<std::int32_t>(random() % 800)};
      purchases.push_back({customer, {day, true, 100}});
      labels[customer].insert(label(day));
    }
    report::OrderHistory history = report::order_history(purchases, 90, 2, 2);
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < 90; ++i) all.push_back(i);
    report::Cohorts cohorts = report::cohorts_of(history, all, span, as_of, {});
    std::int64_t counted = 0;
    core::Int128 value = 0;
    for (const report::Cohort& cohort : cohorts.list) {
      counted += cohort.customers;
      std::int32_t number = report::span_number(cohort.begin, span);
      for (std::size_t offset = 0; offset < cohort.active.size(); ++offset) {
        value += cohort.value[offset];
        std::string here = label(report::span_begin(number + static_cast<std::int32_t>(offset), span));
        std::int64_t expected = 0;
        for (const auto& [customer, its] : labels)
          expected += *its.begin() == label(cohort.begin) && its.contains(here) ? 1 : 0;
        CHECK(cohort.active[offset] == expected);
      }
    }
    CHECK(counted == static_cast<std::int64_t>(labels.size()));
    CHECK(value == 400 * 100);
  }
}
