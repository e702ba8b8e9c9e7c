#include <doctest/doctest.h>

#include "core/error.h"
#include "support/crm_opportunities.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

const test::Files& files() {
  static const test::Files all{
      {"flatcrm.yaml",
       "format: 1\ncurrency: EUR\npipelines:\n  - name: sales\n    stages:\n      - {name: Lead, "
       "probability: 10}\n"
       "      - {name: Offer, probability: 50}\n      - {name: Won, probability: 100, outcome: won}\n"
       "      - {name: Lost, probability: 0, outcome: lost}\n"},
      {"staff/staff.csv",
       "id,name,role,team,subsidiary\nanna,Anna,agent,North,Bern\nbob,Bob,agent,South,Basel\ncara,Cara,agent,"
       "South,Basel\n"},
      {"rates/rates.csv", "id,date,currency,rate\nr1,2026-01-01,CHF,2\nr2,2026-05-01,CHF,4\n"},
      {"deals/deals.csv",
       "id,owner,stage,amount,currency,probability,opened,expected,closed,product\n"
       "w1,anna,Won,100,,,2026-01-02,,2026-04-05,p1\n"
       "w2,anna,Won,80,CHF,,2026-01-02,,2026-04-10,p2\n"  // 40, at the rate of its closing day
       "w3,bob,Won,,,,2026-01-02,,2026-05-10,p1\n"        // blank, which is not 0
       "w4,bob,Won,1000,,,2026-01-02,,2026-02-10,p1\n"    // of the quarter before
       "l1,bob,Lost,50,,,2026-01-02,,2026-04-10,p1\n"
       "o1,anna,Offer,200,,,2026-03-01,2026-06-20,,p1\n"
       "o2,anna,Lead,400,CHF,,2026-03-01,2026-05-01,,p1\n"  // overdue; 100, at the rate of the as-of day
       "o3,bob,,300,,,2026-03-01,2026-06-10,,p2\n"          // neither stage nor probability
       "o4,bob,Offer,,,,2026-03-01,2026-06-10,,p2\n"
       "o5,bob,Offer,700,,,2026-03-01,2026-07-10,,p2\n"  // of the quarter after
       "o6,bob,Offer,900,,,2026-03-01,,,p2\n"},          // expected on no day
      {"quotas/quotas.csv",
       "id,period,staff,subsidiary,amount,currency\nq1,2026-Q2,anna,,280,\nq2,2026,,Basel,400,\nq3,2026-Q1,"
       "bob,,50,\n"},
      {"sales/sales.csv",
       "id,kind,date,customer,product,staff,amount,currency,ref\n"
       "s1,order,2026-04-01,c,p1,anna,100,,\n"
       "s2,invoice,2026-04-02,c,p1,anna,60,,s1\n"
       "s3,credit,2026-04-20,c,p1,anna,-10,,s2\n"
       "s4,invoice,2026-03-02,c,p1,bob,7,,\n"}};
  return all;
}

report::Parameters second_quarter() {
  report::Parameters parameters = test::on("2026-05-31");
  parameters.period = report::parse_period("2026-Q2", {});
  return parameters;
}

}  // namespace

TEST_CASE("a forecast adds up what was won, what is expected and what was asked for") {
  report::Document document = test::report_on(files(), "forecast", second_quarter());
  auto figures = figures_of_document(document);
  CHECK(figures["won"] == "3");
  CHECK(figures["won_value"] == "140.00");
  CHECK(figures["open"] == "4");
  CHECK(figures["open_value"] == "600.00");
  CHECK(figures["open_without_amount"] == "1");
  CHECK(figures["by_probability"] == "250.00");  // 140 + 200 × 50 % + 100 × 10 %; o3 has no probability
  // 4 of 5 closed deals were won: 80 %, by the interval of Wilson 37.55 % to 96.38 %.
  CHECK(figures["by_win_rate"] == "620.00");
  CHECK(figures["by_win_rate_low"] == "365.32");
  CHECK(figures["by_win_rate_high"] == "718.27");
  // Anna's 280, and of Basel's year a quarter; Bob's quota of the first quarter counts for nothing.
  CHECK(figures["quota"] == "380.00");
  CHECK(figures["attained_percent"] == "36.8421");
  CHECK(figures["billed"] == "50.00");
  CHECK(figures["unbilled"] == "40.00");
  CHECK(figures["overdue"] == "1");
  CHECK(figures["undated"] == "1");
  CHECK(figures["undated_value"] == "900.00");
}

TEST_CASE(
    "by staff, those without deals and without quotas included; by subsidiary, its own quota or that of its "
    "staff") {
  report::Document document = test::report_on(files(), "forecast", second_quarter());
  CHECK(rows_of(document, "staff") ==
        "anna|140.00|300.00|250.00|380.00|252.66|429.13|280.00|50.00|50.00|40.00\n"
        "bob|missing|300.00|missing|240.00|112.66|289.13|missing|missing|missing|missing\n"
        "cara|0.00|0.00|0.00|0.00|0.00|0.00|missing|missing|missing|missing\n");
  CHECK(value_at(report::table_of(document, "subsidiaries"), "Bern", "quota") == "280.00");
  CHECK(value_at(report::table_of(document, "subsidiaries"), "Basel", "quota") == "100.00");
  CHECK(value_at(report::table_of(document, "teams"), "South", "quota") == "missing");
  CHECK(value_at(report::table_of(document, "products"), "p1", "won") == "100.00");
  CHECK(value_at(report::table_of(document, "products"), "p2", "won") == "40.00");
  CHECK(value_at(report::table_of(document, "findings"), "quota-missing", "count") == "1");
  CHECK(value_at(report::table_of(document, "findings"), "probability-missing", "count") == "1");
  CHECK(value_at(report::table_of(document, "findings"), "expected-passed", "count") == "1");
}

TEST_CASE("a period that is over expects nothing more, and the one before is beside it") {
  report::Parameters parameters = second_quarter();
  parameters.as_of = *core::parse_date("2026-08-01");
  report::Document document = test::report_on(files(), "forecast", parameters);
  CHECK(figures_of_document(document)["open"] == "0");
  CHECK(figures_of_document(document)["by_win_rate"] == "140.00");
  for (const report::Figure& figure : document.sections[0].figures) {
    if (figure.name == "won_value") CHECK(cell_text(figure.previous) == "1000.00");
    if (figure.name == "quota")
      CHECK(cell_text(figure.previous) == "100.00");  // Basel's own, not that of its staff
  }
}

TEST_CASE("a condition on deals leaves out quotas and bills; a currency converts all") {
  report::Parameters parameters = second_quarter();
  parameters.where = "owner = anna";
  auto figures = figures_of_document(test::report_on(files(), "forecast", parameters));
  CHECK(figures["won"] == "2");
  CHECK(figures["quota"] == "missing");
  CHECK(figures["billed"] == "missing");
  parameters = second_quarter();
  parameters.currency = "CHF";
  figures = figures_of_document(test::report_on(files(), "forecast", parameters));
  CHECK(figures["won_value"] == "280.00");    // 100 EUR at 2, and 80 CHF
  CHECK(figures["open_value"] == "2400.00");  // 200 and 300 EUR at 4, and 400 CHF
}

TEST_CASE("a breakdown in which nothing has a value is left out, unless it is asked for") {
  test::Files files{{"deals/d.csv", "id,owner,outcome,amount,closed\nd1,zoe,won,1,2026-04-01\n"}};
  report::Parameters parameters = test::on("2026-05-31");
  report::Document document = test::report_on(files, "forecast", parameters);
  CHECK(document.sections[1].tables.size() == 1);
  CHECK(document.sections[1].tables[0].name == "staff");
  parameters.by = {"team"};
  CHECK(rows_of(test::report_on(files, "forecast", parameters), "teams") ==
        "(none)|1.00|0.00|1.00|1.00|1.00|1.00|missing|missing|missing|missing\n");
}

TEST_CASE("a book without deals says so and divides nothing by zero") {
  report::Document document = test::report_on({}, "forecast", test::on("2026-05-31"));
  auto figures = figures_of_document(document);
  CHECK(figures["won_value"] == "0.00");
  CHECK(figures["quota"] == "missing");
  CHECK(figures["attained_percent"] == "missing");
  CHECK(document.subtitle == "2026-01-01 to 2026-12-31");
  CHECK(document.sections[0].notes[0] == "There are no deals to forecast from.");
}

TEST_CASE("the forecast of a real sales book has the known figures by quarter, product and agent") {
  if (!test::has_crm_opportunities()) {
    MESSAGE("skipped: the shared data is not here");
    return;
  }
  test::Files book = test::crm_opportunities();
  for (const auto& [period, won, value] :
       {std::tuple("2017-Q1", "531", "1134672.00"), std::tuple("2017-Q2", "1254", "3086111.00"),
        std::tuple("2017-Q3", "1257", "2982255.00"), std::tuple("2017-Q4", "1196", "2802496.00"),
        std::tuple("2017", "4238", "10005534.00")}) {
    report::Parameters parameters = test::on("2017-12-31");
    parameters.period = report::parse_period(period, {});
    report::Document document = test::report_on(book, "forecast", parameters);
    auto figures = figures_of_document(document);
    CHECK(figures["won"] == won);
    CHECK(figures["won_value"] == value);
    CHECK(report::table_of(document, "staff").rows.size() == 35);
    if (std::string_view(period) != "2017") continue;
    CHECK(figures["undated"] == "2089");
    CHECK(figures["undated_value"] == "missing");
    CHECK(figures["open_value"] == "0.00");
    CHECK(value_at(report::table_of(document, "findings"), "expected-missing", "count") == "2089");
    report::Table rates = report::table_of(document, "win_rates");
    CHECK(value_at(rates, "(all)", "closed") == "6711");
    CHECK(value_at(rates, "(all)", "win_rate_percent") == "63.15");
    CHECK(value_at(rates, "(all)", "low_percent") == "61.99");
    CHECK(value_at(rates, "(all)", "high_percent") == "64.30");
  }
}
