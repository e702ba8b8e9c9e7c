#include "report/pipeline_flow.h"

#include <doctest/doctest.h>

#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

test::Files files(const std::string& deals) {
  return {{"flatcrm.yaml",
           "format: 1\ncurrency: EUR\npipelines:\n  - name: sales\n    stages:\n      - {name: Lead, "
           "probability: 10}\n"
           "      - {name: Offer, probability: 50}\n      - {name: Won, probability: 100, outcome: won}\n"
           "      - {name: Lost, probability: 0, outcome: lost}\n"},
          {"deals/deals.csv",
           "id,customer,owner,stage,amount,opened,closed,history.1.stage,history.1.date,history.2.stage,"
           "history.2.date\n" +
               deals}};
}

}  // namespace

TEST_CASE("stages have ages, shares of those who went on, and days until they did") {
  report::Document document =
      test::report_on(files("d1,c,a,Won,10,2026-01-01,2026-02-10,Lead,2026-01-01,Offer,2026-01-11\n"
                            "d2,c,a,Won,20,2026-01-01,2026-03-02,Lead,2026-01-01,Offer,2026-01-21\n"
                            "d3,c,a,Lost,30,2026-01-01,2026-01-31,Lead,2026-01-01,,\n"
                            "d4,c,a,Offer,40,2026-01-01,,Lead,2026-01-01,Offer,2026-01-31\n"
                            "d5,c,a,Lead,,2026-03-01,,Lead,2026-03-01,,\n"),
                      "pipeline", test::on("2026-04-10"));
  // Lead: 4 left it, 3 went on after 10, 20 and 30 days; 2 of the 3 closed ones were won. Offer: both went on, after 30 and 40 days.
  CHECK(rows_of(document, "flow") ==
        "Lead|1|40.00|40.00|4|3|75.00|30.06|95.44|20.00|28.00|66.67\n"
        "Offer|1|69.00|69.00|2|2|100.00|34.24|100.00|35.00|39.00|100.00\n");
  // Lead: 40 days are more than 28. Offer: two moves are too few, and two deals won, so that 90 days count: 69 are not stuck.
  CHECK(rows_of(document, "stuck") == "d5|c|a|Lead|2026-03-01|40|28.00|missing\n");
  CHECK(value_at(report::table_of(document, "findings"), "stuck", "count") == "1");
  // 2 open × 66.6667 % × mean of 15 / mean cycle of 50 days.
  CHECK(figures_of_document(document)["velocity_per_day"] == "0.40");
}

TEST_CASE("without a history, an open deal is stuck when it is open longer than those that were won") {
  report::Document document = test::report_on(files("d1,c,a,Won,10,2026-01-01,2026-01-11,,,,\n"
                                                    "d2,c,a,Won,10,2026-01-01,2026-01-21,,,,\n"
                                                    "d3,c,a,Won,10,2026-01-01,2026-01-31,,,,\n"
                                                    "d4,c,a,Offer,40,2026-03-12,,,,,\n"
                                                    "d5,c,a,Offer,40,2026-03-13,,,,,\n"
                                                    "d6,c,a,,40,,,,,,\n"),
                                              "pipeline", test::on("2026-04-10"));
  CHECK(rows_of(document, "stuck") == "d4|c|a|Offer|2026-03-12|29|28.00|40\n");
  CHECK(report::table_of(document, "flow").note.find("No deal has a history") == 0);
}

TEST_CASE("a pipeline without deals has neither flow nor velocity") {
  report::Document document = test::report_on({}, "pipeline", test::on("2026-04-10"));
  CHECK(report::table_of(document, "flow").rows.empty());
  CHECK(figures_of_document(document)["velocity_per_day"] == "missing");
}
