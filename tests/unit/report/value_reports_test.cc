// rfm, pareto, products and community on small books, against what can be reckoned by hand.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "segment/default_rfm.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using test::on;

namespace {

constexpr const char* customers =
    "id,name,addresses.1.country,wallet,owner\n"
    "anna,Anna,CH,1000,mia\nbob,Bob,DE,,\ncleo,Cleo,DE,400,mia\ndora,Dora,,,\nemil,Emil,,,\n";
constexpr const char* products = "id,name,brand\np1,Pump,Acme\np2,Pipe,Acme\np3,Cap,Zed\n";
constexpr const char* staff = "id,name\nmia,Mia\nned,Ned\n";
constexpr const char* sales =
    "id,kind,date,customer,product,amount,currency,staff\n"
    "s1,invoice,2025-01-10,anna,p1,500,EUR,\n"
    "s2,invoice,2025-02-10,anna,p3,100,EUR,ned\n"
    "s3,credit,2025-02-11,anna,p3,40,EUR,ned\n"
    "s4,invoice,2025-03-01,bob,p2,200,EUR,\n"
    "s5,invoice,2025-03-02,bob,p3,60,EUR,\n"
    "s6,invoice,2025-03-03,cleo,p1,40,EUR,\n"
    "s7,invoice,2025-03-04,dora,,100,EUR,\n"
    "s8,payment,2025-03-04,dora,,100,EUR,\n"
    "s9,invoice,2024-03-04,dora,p1,10,EUR,\n";
constexpr const char* links =
    "id,from,to,kind\n"
    "l1,cleo,anna,household\n"
    "l2,bob,dora,referral\n"
    "l3,dora,emil,referral\n";

test::Files small_book() {
  return {{"customers/customers.csv", customers},
          {"products/products.csv", products},
          {"staff/staff.csv", staff},
          {"sales/sales.csv", sales},
          {"links/links.csv", links}};
}

report::Parameters year_2025() {
  report::Parameters parameters = on("2025-12-31");
  parameters.period = report::Period{*core::parse_date("2025-01-01"), *core::parse_date("2025-12-31")};
  return parameters;
}

}  // namespace

TEST_CASE("pareto ranks customers, products and staff by what they bring, and compares it") {
  report::Document document = test::report_on(small_book(), "pareto", year_2025());
  CHECK(rows_of(document, "customers") ==
        "anna|560|58.33|58.33|0\nbob|260|27.08|85.42|0\ndora|100|10.42|95.83|10\ncleo|40|4.17|100.00|0\n");
  CHECK(rows_of(document, "products") ==
        "p1|540|62.79|62.79|10\np2|200|23.26|86.05|0\np3|120|13.95|100.00|0\n");
  // A sale is of its member of staff, else of the owner of the customer.
  CHECK(rows_of(document, "staff") == "mia|540|90.00|90.00|0\nned|60|10.00|100.00|0\n");
  auto figures = figures_of_document(document);
  CHECK(figures["customers_value"] == "960");
  CHECK(figures["customers_for_80"] == "2");
  CHECK(figures["customers_top_fifth_percent"] == "58.3333");
  // 2 (1 * 40 + 2 * 100 + 3 * 260 + 4 * 560) / (4 * 960) - 5 / 4
  CHECK(figures["customers_gini"] == "0.4479");
  CHECK(rows_of(document, "customers_classes") ==
        "A|2|50.00|820|85.42\nB|1|25.00|100|10.42\nC|1|25.00|40|4.17\n");
}

TEST_CASE("pareto keeps to the selected customers") {
  report::Parameters parameters = year_2025();
  parameters.where = "country = DE";
  parameters.by = {"country"};
  report::Document document = test::report_on(small_book(), "pareto", parameters);
  CHECK(figures_of_document(document)["customers_value"] == "300");
  CHECK(rows_of(document, "products") == "p2|200|66.67|66.67|0\np3|60|20.00|86.67|0\np1|40|13.33|100.00|0\n");
  CHECK(rows_of(document, "by_country") == "DE|2|300|0.3667|86.67|1\n");
}

TEST_CASE("products puts brands beside customers, wallets and what their like buy") {
  report::Document document = test::report_on(small_book(), "products", year_2025());
  CHECK(rows_of(document, "brands") == "Acme|740|86.05|3|246.67|10\nZed|120|13.95|2|60.00|0\n");
  CHECK(rows_of(document, "matrix") == "anna|500|60|560\nbob|200|60|260\ncleo|40|missing|40\n");
  // Anna and Bob buy both; but whoever buys Zed can't buy Acme oftener than all do.
  CHECK(document.sections.back().notes.back() ==
        "No brand is bought with another by two customers more than by chance.");
  auto figures = figures_of_document(document);
  CHECK(figures["value"] == "860");
  CHECK(figures["customers"] == "3");
  CHECK(figures["brands_mean"] == "1.67");
  report::Parameters later = on("2025-12-31");
  CHECK(rows_of(test::report_on(small_book(), "products", later), "wallet") ==
        "anna|1000|560|56.00|440\ncleo|400|40|10.00|360\n");
}

TEST_CASE("community finds households, referral trees, and whom a cut would hurt") {
  test::Files files = small_book();
  files["sales/more.csv"] = "id,kind,date,customer,amount\nt1,invoice,2025-06-01,emil,50\n";
  report::Document document = test::report_on(files, "community", on("2025-12-31"));
  auto figures = figures_of_document(document);
  CHECK(figures["household_count"] == "1");
  CHECK(figures["in_households"] == "2");
  CHECK(figures["referrers"] == "2");
  CHECK(figures["linked"] == "5");
  CHECK(figures["guarded_count"] == "1");
  CHECK(figures["at_stake"] == "560");
  CHECK(rows_of(document, "households") == "anna|2|Cleo|600|93.33\n");
  CHECK(rows_of(document, "referrals") == "bob|1|2|260|160\ndora|1|1|110|50\n");
  CHECK(rows_of(document, "guarded") == "cleo|40|household with Anna|anna|560\n");
  // Half of what is a step away: Cleo has half of Anna's 560 beside her own 40.
  CHECK(rows_of(document, "network").find("cleo|C|40|320") != std::string::npos);
}

TEST_CASE("community of a book without links and without sales says so and divides by nothing") {
  report::Document document =
      test::report_on({{"customers/customers.csv", customers}}, "community", on("2025-12-31"));
  CHECK(figures_of_document(document)["linked_percent"] == "0.0000");
  CHECK(document.sections.front().findings.front().code == "no-links");
  for (const char* name : {"rfm", "pareto", "products", "community", "cohorts", "clv"}) {
    CAPTURE(name);
    CHECK_NOTHROW(test::report_on({}, name, on("2025-12-31")));
    CHECK_NOTHROW(test::report_on(small_book(), name, year_2025()));
  }
}

TEST_CASE("rfm scores are one and five times the share strictly below") {
  std::mt19937 random(23);
  std::string people = "id,name\n", orders = "id,kind,date,customer,amount,currency\n";
  struct One {
    std::int32_t last = 0;
    std::int64_t orders = 0, value = 0;
  };
  std::vector<One> list(60);
  core::Date begin = *core::parse_date("2025-01-01");
  for (std::size_t i = 0; i < list.size(); ++i) {
    people += fmt::format("c{:02},C\n", i);
    std::size_t count = random() % 5;
    for (std::size_t k = 0; k < count; ++k) {
      auto day = static_cast<std::int32_t>(begin.days + static_cast<int>(random() % 20 + 25 * k));
      auto amount = static_cast<std::int64_t>(random() % 9 * 10 + 10);
      orders +=
          fmt::format("s{}-{},invoice,{},c{:02},{},EUR\n", i, k, core::print(core::Date{day}), i, amount);
      list[i].last = day;
      ++list[i].orders;
      list[i].value += amount;
    }
  }
  std::erase_if(list, [](const One& one) { return one.orders == 0; });
  auto score = [&](auto of, const One& one) {
    std::int64_t below = 0, all = static_cast<std::int64_t>(list.size());
    for (const One& other : list) below += of(other) < of(one) ? 1 : 0;
    return 1 + 5 * below / all;
  };
  std::multiset<std::int64_t> expected;
  for (const One& one : list)
    expected.insert(100 * score([](const One& x) { return std::int64_t{x.last}; }, one) +
                    10 * score([](const One& x) { return x.orders; }, one) +
                    score([](const One& x) { return x.value; }, one));
  report::Parameters parameters = on("2025-12-31");
  parameters.limit = 0;
  report::Document document =
      test::report_on({{"customers/customers.csv", people}, {"sales/sales.csv", orders}}, "rfm", parameters);
  std::multiset<std::int64_t> found;
  for (const report::Row& row : report::table_of(document, "customers").rows)
    found.insert(std::get<std::int64_t>(row[1]));
  CHECK(found == expected);
  CHECK(figures_of_document(document)["scored"] == fmt::format("{}", list.size()));
  std::int64_t in_cells = 0, in_grid = 0;
  for (const report::Row& row : report::table_of(document, "cells").rows)
    in_cells += std::get<std::int64_t>(row[1]);
  for (const report::Row& row : report::table_of(document, "recency_frequency").rows)
    for (std::size_t i = 1; i < row.size(); ++i) in_grid += std::get<std::int64_t>(row[i]);
  CHECK(in_cells == static_cast<std::int64_t>(list.size()));
  CHECK(in_grid == in_cells);
}

TEST_CASE("The built-in cells are those of the example, and a book's own come before them") {
  std::ifstream file(std::string(FLATCRM_SOURCE) + "/examples/velo/book/segments/rfm.yaml");
  std::stringstream text;
  text << file.rdbuf();
  segment::Saved example = segment::parse_saved(text.str(), "rfm", "segments/rfm.yaml");
  CHECK(example.cells->names == segment::default_rfm().cells->names);
  CHECK(example.cells->name_of == segment::default_rfm().cells->name_of);
  test::Files files = small_book();
  files["segments/rfm.yaml"] = "title: Two\ncells:\n  good: [45 * *]\n  others: [1-3 * *]\n";
  CHECK(rows_of(test::report_on(files, "rfm", on("2025-12-31")), "cells").starts_with("good|"));
}
