// Goals on real deals, against figures that were computed elsewhere.
#include <doctest/doctest.h>

#include "support/crm_opportunities.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

test::Files files() {
  test::Files files = test::crm_opportunities();
  files["goals/goals.csv"] =
      "id,metric,unit,baseline,target,start,due\n"
      "win,win_rate,%,60,65,2017-01-01,2018-12-31\n"
      "won,count(deals where state = won),deals,0,5000,2017-01-01,2018-12-31\n"
      "lost,count(deals where state = lost),deals,0,5000,2017-01-01,2018-12-31\n"
      "open,open_deals,deals,0,5000,2017-01-01,2018-12-31\n"
      "value,sum(deals.amount where state = won),USD,0,20000000,2017-01-01,2018-12-31\n"
      "mean,avg(cycle of deals where state = won),days,60,50,2017-01-01,2018-12-31\n"
      "middle,median(cycle of deals where state = won),days,60,50,2017-01-01,2018-12-31\n"
      "share,count(deals where state = won) / count(deals),%,0,50,2017-01-01,2018-12-31\n"
      "quarter,sum(deals.amount where state = won and closed in "
      "2017-Q4),USD,0,3000000,2017-10-01,2017-12-31\n"
      "agents,count(staff where count(deals via owner) = 0 and region is not empty),agents,10,0,2017-01-01,"
      "2018-12-31\n";
  return files;
}

std::string now(const report::Document& document, const char* goal) {
  return value_at(report::table_of(document, "goals"), goal, "now");
}

}  // namespace

TEST_CASE("goals on a real sales book have the known figures, to the digit") {
  if (!test::has_crm_opportunities()) {
    MESSAGE("skipped: the shared data is not here");
    return;
  }
  report::Document document = test::report_on(files(), "goals", test::on("2018-01-01"));
  CHECK(now(document, "win") == "63.15");
  CHECK(now(document, "won") == "4238");
  CHECK(now(document, "lost") == "2473");
  CHECK(now(document, "open") == "2089");
  CHECK(now(document, "value") == "10005534.00");
  CHECK(now(document, "mean") == "51.78");
  CHECK(now(document, "middle") == "57");
  CHECK(now(document, "share") == "48.16");  // 4238 / 8800
  CHECK(now(document, "quarter") == "2802496.00");
  CHECK(now(document, "agents") == "5");
  CHECK(value_at(report::table_of(document, "goals"), "quarter", "outlook") == "missed");
  CHECK(value_at(report::table_of(document, "goals"), "quarter", "progress_percent") == "93.42");
}

TEST_CASE("an earlier day knows only the deals that were closed by then") {
  if (!test::has_crm_opportunities()) {
    MESSAGE("skipped: the shared data is not here");
    return;
  }
  // Won and lost by quarter: 531/116, 1,254/778, 1,257/790.
  report::Document half = test::report_on(files(), "goals", test::on("2017-06-30"));
  CHECK(now(half, "won") == "1785");
  CHECK(now(half, "lost") == "894");
  CHECK(now(half, "value") == "4220783.00");
  report::Parameters quarter = test::on("2018-01-01");
  quarter.period = report::Period{*core::parse_date("2017-07-01"), *core::parse_date("2017-09-30")};
  report::Document document = test::report_on(files(), "goals", quarter);
  CHECK(now(document, "won") == "3042");
  CHECK(value_at(report::table_of(document, "pace"), "won", "before") == "1785");
}
