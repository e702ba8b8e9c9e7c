#include <doctest/doctest.h>

#include "core/error.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using test::on;

namespace {

constexpr const char* settings =
    "format: 1\n"
    "name: acme\n"
    "currency: EUR\n"
    "pipelines:\n"
    "  - name: sales\n"
    "    stages:\n"
    "      - {name: Lead, probability: 10}\n"
    "      - {name: Offer, probability: 50}\n"
    "      - {name: Won, probability: 100, outcome: won}\n"
    "      - {name: Lost, probability: 0, outcome: lost}\n";

constexpr const char* deals =
    "id,stage,outcome,amount,currency,probability,opened,closed,owner,product,segment\n"
    "d1,Won,,100,,,2017-01-01,2017-01-11,anna,p1,a\n"
    "d2,Won,won,250.50,USD,,2017-01-01,2017-04-21,anna,p1,a\n"
    "d3,Won,,,,,,2017-04-22,bob,px,b\n"
    "d4,Lost,,0,,,2017-02-01,2017-04-02,bob,,b\n"
    "d5,Lead,,1000,,,2017-05-01,,anna,p1,\n"
    "d6,Offer,,500,,80,2017-06-01,,zoe,p1,\n"
    "d7,Demo,,7,JPY,,,,,,\n"
    "d8,Lead,,,,,2017-01-01,,anna,p1,\n";
constexpr const char* staff =
    "id,name,role,region,manager,left\n"
    "anna,Anna,agent,North,mia,\n"
    "bob,Bob,agent,South,mia,\n"
    "cara,Cara,agent,South,mia,\n"
    "dora,Dora,agent,South,mia,2017-01-31\n"
    "ed,Ed,support,South,mia,\n"
    "mia,Mia,agent,North,,\n";
constexpr const char* products = "id,name\np1,Pump\np2,Pipe\n";
constexpr const char* rates =
    "date,currency,rate\n2017-01-01,USD,1.25\n2017-04-21,USD,1.002\n2017-05-01,USD,2\n";

report::Document pipeline(const report::Parameters& parameters, const char* deals_text = deals) {
  return test::report_on({{"flatcrm.yaml", settings},
                          {"deals/deals.csv", deals_text},
                          {"staff/staff.csv", staff},
                          {"products/products.csv", products},
                          {"rates/rates.csv", rates}},
                         "pipeline", parameters);
}

}  // namespace

TEST_CASE("outcomes come from the deal, else from its stage; blank amounts are counted and not 0") {
  report::Document document = pipeline(on("2017-07-01"));
  auto figures = figures_of_document(document);
  CHECK(figures["deals"] == "8");
  CHECK(figures["open"] == "4");
  CHECK(figures["won"] == "3");
  CHECK(figures["lost"] == "1");
  CHECK(figures["win_rate_percent"] == "75.0000");
  // 100 + 250.50 / 1.002: at the rate of the closing day.
  CHECK(figures["won_value"] == "350.00");
  CHECK(figures["mean_won_value"] == "175.000");
  CHECK(figures["won_without_amount"] == "1");
  CHECK(figures["open_without_amount"] == "1");
  CHECK(figures["mean_cycle_days"] == "60.000");
  CHECK(figures["median_cycle_days"] == "60");
  // 1000 × 10 % by the stage and 500 × 80 % by the deal.
  CHECK(figures["weighted_open_value"] == "500.00");
  CHECK(figures["open_value"] == "1500.00");
}

TEST_CASE("stages stand in the order of the settings, empty ones and unknown ones included") {
  CHECK(rows_of(pipeline(on("2017-07-01")), "stages") ==
        "Lead|10|2|25.00|1|1000.00|100.00\n"
        "Offer|50|1|12.50|0|500.00|400.00\n"
        "Won|100|3|37.50|1|350.00|missing\n"
        "Lost|0|1|12.50|0|0.00|missing\n"
        "Demo|missing|1|12.50|0|missing|missing\n");
}

TEST_CASE("quarters without a deal between others are rows") {
  CHECK(rows_of(pipeline(on("2017-07-01")), "quarters") ==
        "2017-Q1|1|0|100.00|100.00|100.00\n"
        "2017-Q2|2|1|66.67|250.00|250.00\n");
  report::Parameters months = on("2017-07-01");
  months.by = {"month"};
  CHECK(rows_of(pipeline(months), "months") ==
        "2017-01|1|0|100.00|100.00|100.00\n"
        "2017-02|0|0|missing|0.00|missing\n"
        "2017-03|0|0|missing|0.00|missing\n"
        "2017-04|2|1|66.67|250.00|250.00\n");
}

TEST_CASE("agents without a deal are listed, managers and those who left are not") {
  CHECK(rows_of(pipeline(on("2017-07-01")), "agents") ==
        "anna|4|2|2|0|100.00|350.00|175.00\n"
        "bob|2|0|1|1|50.00|missing|missing\n"
        "cara|0|0|0|0|missing|0.00|missing\n"
        "zoe|1|1|0|0|missing|0.00|missing\n"
        "(no owner)|1|1|0|0|missing|0.00|missing\n");
  CHECK(rows_of(pipeline(on("2017-07-01")), "regions") ==
        "North|4|2|2|0|100.00|350.00|175.00\n"
        "South|2|0|1|1|50.00|missing|missing\n"
        "(no region)|2|2|0|0|missing|0.00|missing\n");
  CHECK(rows_of(pipeline(on("2017-07-01")), "managers") ==
        "mia|6|2|3|1|75.00|350.00|175.00\n"
        "(no manager)|2|2|0|0|missing|0.00|missing\n");
}

TEST_CASE("a product that is not in products keeps its deals and is found") {
  report::Document document = pipeline(on("2017-07-01"));
  CHECK(rows_of(document, "products") ==
        "p2|yes|0|0|0|0|missing|0.00|missing\n"
        "p1|yes|5|3|2|0|100.00|350.00|175.00\n"
        "px|no|1|0|1|0|100.00|missing|missing\n"
        "(no product)|missing|2|1|0|1|0.00|0.00|missing\n");
  CHECK(rows_of(document, "findings") ==
        "product-missing|1|1 deal names a product that is not in products|flatcrm check\n"
        "owner-missing|1|1 deal has an owner who is not in staff|flatcrm check\n"
        "rate-missing|1|1 deal has an amount without a rate to EUR and is in no sum|missing\n"
        "stuck|1|1 open deal stands longer in its stage than deals that go on|flatcrm report pipeline "
        "--table stuck "
        "--limit 0\n");
}

TEST_CASE("ages of open deals are those of the as-of day") {
  CHECK(rows_of(pipeline(on("2017-07-01")), "ages") ==
        "0-30|1|25.00|0|500.00|400.00\n"
        "61-90|1|25.00|0|1000.00|100.00\n"
        "181-365|1|25.00|1|missing|missing\n"
        "(no date)|1|25.00|0|missing|missing\n");
  CHECK(rows_of(pipeline(on("2017-05-15")), "findings").find("opened-in-the-future|1|") != std::string::npos);
}

TEST_CASE("a period counts what was closed in it, all that is open, and compares with the one before") {
  report::Parameters parameters = on("2017-07-01");
  parameters.period = report::parse_period("2017-Q2", {});
  report::Document document = pipeline(parameters);
  auto figures = figures_of_document(document);
  CHECK(figures["won"] == "2");
  CHECK(figures["lost"] == "1");
  CHECK(figures["open"] == "4");
  CHECK(document.comparison == "closed 2017-01-01 to 2017-03-31");
  const report::Figure& won = document.sections[0].figures[2];
  CHECK(cell_text(won.previous) == "1");
  CHECK(rows_of(document, "quarters") == "2017-Q2|2|1|66.67|250.00|250.00\n");
  CHECK(rows_of(document, "agents").find("cara|0") != std::string::npos);
}

TEST_CASE("any field of a deal breaks it down; a name that nothing has is told its nearest") {
  report::Parameters parameters = on("2017-07-01");
  parameters.by = {"segment"};
  CHECK(rows_of(pipeline(parameters), "by_segment") ==
        "a|2|0|2|0|100.00|350.00|175.00\n"
        "b|2|0|1|1|50.00|missing|missing\n"
        "(none)|4|4|0|0|missing|0.00|missing\n");
  parameters.by = {"agnt"};
  CHECK_THROWS_WITH_AS(pipeline(parameters), "no breakdown 'agnt', and no such field; did you mean 'agent'?",
                       Error);
}

TEST_CASE("a book without deals has a report without divisions by zero") {
  report::Document document = pipeline(on("2017-07-01"), "id\n");
  auto figures = figures_of_document(document);
  CHECK(figures["deals"] == "0");
  CHECK(figures["win_rate_percent"] == "missing");
  CHECK(figures["mean_won_value"] == "missing");
  CHECK(figures["won_value"] == "0");
  CHECK(rows_of(document, "quarters").empty());
}

TEST_CASE("a condition on deals leaves others out; staff and products are still listed") {
  report::Parameters parameters = on("2017-07-01");
  parameters.where = "owner = anna and state = won";
  report::Document document = pipeline(parameters);
  auto figures = figures_of_document(document);
  CHECK(figures["deals"] == "2");
  CHECK(figures["won_value"] == "350.00");
  CHECK(rows_of(document, "agents").find("zoe") == std::string::npos);
  CHECK(rows_of(document, "findings").empty());
  parameters.by = {"owner.region", "state"};
  document = pipeline(parameters);
  CHECK(rows_of(document, "by_owner_region") == "North|2|0|2|0|100.00|350.00|175.00\n");
}

TEST_CASE("another currency is that of each deal's day, and does not move what a condition selects") {
  report::Parameters parameters = on("2017-07-01");
  parameters.currency = "USD";
  auto figures = figures_of_document(pipeline(parameters));
  // 100 EUR × 1.25 on 2017-01-11, and 250.50 USD as they stand; 1000 + 500 EUR open at the 2.00 of the as-of day.
  CHECK(figures["won_value"] == "375.50");
  CHECK(figures["open_value"] == "3000.00");
  parameters.where = "amount > 240";
  figures = figures_of_document(pipeline(parameters));
  CHECK(figures["won_value"] == "250.50");
  CHECK(figures["open_value"] == "3000.00");
  parameters.currency = "GBP";
  CHECK_THROWS_WITH_AS(pipeline(parameters), "no rate for GBP in the book; add some to rates", Error);
  parameters.currency = "usd";
  CHECK_THROWS_WITH_AS(pipeline(parameters), "no currency 'usd'; did you mean 'USD'?", Error);
}
