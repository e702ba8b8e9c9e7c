#include <doctest/doctest.h>

#include "query/book_catalog.h"
#include "report/check_goals.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

// Customers: a to e; a and b are silent for more than a year on 2026-07-02. Tickets: three open on that day, two of
// them opened after 2026-04-01; one closed on 2026-05-01.
const char* customers =
    "id,name,acquired,owner\na,A,2024-01-01,anna\nb,B,2024-01-01,\nc,C,2024-01-01,anna\nd,D,2024-01-01,\n"
    "e,E,2026-06-01,\n";
const char* interactions =
    "id,date,customer,direction,scale,score\ni1,2025-01-01,a,out,,\ni2,2025-02-01,b,out,,\ni3,2026-03-01,c,"
    "out,,\n"
    "i4,2026-03-02,d,out,,\ni5,2026-06-02,e,out,,\ni6,2026-02-01,a,in,nps,10\ni7,2026-02-01,b,in,nps,3\n"
    "i8,2026-02-01,c,in,nps,9\ni9,2026-07-20,c,in,nps,0\n";
const char* tickets =
    "id,customer,opened,first_reply,closed\nt1,a,2026-01-10,2026-01-11,\nt2,a,2026-04-10,2026-04-12,\n"
    "t3,b,2026-05-10,,\nt4,b,2026-02-01,2026-02-04,2026-05-01\nt5,b,2026-07-10,,\n";
const char* sales =
    "id,kind,date,customer,amount,currency\ns1,invoice,2026-01-05,a,100,EUR\ns2,invoice,2026-02-05,b,200,"
    "CHF\n"
    "s3,invoice,2026-08-05,b,1000,EUR\n";
const char* rates = "date,currency,rate\n2020-01-01,CHF,2\n";

const char* header = "id,name,factor,metric,unit,baseline,target,start,due,owner,if_missed,if_met\n";

test::Files files(const std::string& goals) {
  return {{"customers/c.csv", customers}, {"interactions/i.csv", interactions},
          {"tickets/t.csv", tickets},     {"sales/s.csv", sales},
          {"rates/r.csv", rates},         {"staff/s.csv", "id,name\nanna,Anna\n"},
          {"goals/g.csv", header + goals}};
}

report::Document goals(const std::string& rows,
                       const report::Parameters& parameters = test::on("2026-07-02")) {
  return test::report_on(files(rows), "goals", parameters);
}

}  // namespace

TEST_CASE("goals are measured over the whole book, by the day") {
  // Half of the days are gone, 182 of 364. 2 of 5 had no word from us for a year; 3 tickets are open; of the answers
  // of February two promote and one does not; 100 EUR and 200 CHF at 2; first replies took 1, 2 and 3 days.
  report::Document document = goals(
      "silent,Fewer silent,customer,count(customers where unheard > 365d) / "
      "count(customers),%,50,20,2026-01-01,"
      "2026-12-31,anna,call them all,\n"
      "open,Fewer open,process,count(tickets where closed is "
      "empty),tickets,9,3,2026-01-01,2026-12-31,,,cake\n"
      "nps,NPS,customer,nps,,0,30,2026-01-01,2026-12-31,,,\n"
      "value,Sell,strategy,value,,0,400,2026-01-01,2026-12-31,,,\n"
      "reply,Reply,process,median(first_reply - opened of tickets),hours,60,24,2026-01-01,2026-12-31,,,\n");
  CHECK(rows_of(document, "goals") ==
        "silent|at risk|40|20|%|33.33|2026-12-31\nreply|at risk|48|24|hours|33.33|2026-12-31\n"
        "value|on pace|200.00|400.00|EUR|50.00|2026-12-31\n"
        "open|met|3|3|tickets|100.00|2026-12-31\nnps|met|33.33|30|missing|111.11|2026-12-31\n");
  CHECK(value_at(report::table_of(document, "pace"), "silent", "expected") == "35");
  CHECK(value_at(report::table_of(document, "pace"), "reply", "expected_progress_percent") == "50.00");
  CHECK(value_at(report::table_of(document, "pace"), "silent", "at_due") == "30");
  CHECK(value_at(report::table_of(document, "pace"), "reply", "at_due") == "36");
  CHECK(value_at(report::table_of(document, "pace"), "open", "at_due") == "-3");
  CHECK(value_at(report::table_of(document, "pace"), "nps", "at_due") == "66.67");
  CHECK(value_at(report::table_of(document, "promises"), "silent", "owner") == "anna");
  auto figures = figures_of_document(document);
  CHECK(figures["all_goals"] == "5");
  CHECK(figures["met"] == "2");
  CHECK(figures["on_pace"] == "1");
  CHECK(figures["at_risk"] == "2");
  CHECK(figures["missed"] == "0");
  CHECK(rows_of(document, "findings") ==
        "goal-at-risk|1|At risk: Fewer silent: 40 %, target 20 % by 2026-12-31; promised if missed: call "
        "them all|"
        "missing\n"
        "goal-at-risk|1|At risk: Reply: 48 hours, target 24 hours by 2026-12-31; nothing was promised for "
        "that case|"
        "missing\n"
        "goal-met|1|Met: Fewer open: 3 tickets, target 3 tickets by 2026-12-31; promised if met: "
        "cake|missing\n");
}

TEST_CASE("an earlier day knows nothing of what came later") {
  // t4 was closed in May, t2 and t3 were opened in the second quarter.
  report::Parameters quarter = test::on("2026-07-02");
  quarter.period = report::Period{*core::parse_date("2026-04-01"), *core::parse_date("2026-06-30")};
  const std::string open = "open,Fewer open,process,count(tickets where closed is empty),tickets,";
  report::Document document = goals(open + "9,3,2026-01-01,2026-12-31,,,\n", quarter);
  CHECK(document.comparison == "2026-01-01 to 2026-03-31");
  CHECK(value_at(report::table_of(document, "pace"), "open", "now") == "3");
  CHECK(value_at(report::table_of(document, "pace"), "open", "before") == "2");
  // Missed goals are judged by their due day: two tickets were open on it, three are today.
  CHECK(rows_of(goals(open + "9,2,2026-01-01,2026-03-31,,,\n"), "goals") ==
        "open|met|3|2|tickets|100.00|2026-03-31\n");
  CHECK(rows_of(goals(open + "9,1,2026-01-01,2026-03-31,,ask why,\n"), "goals") ==
        "open|missed|3|1|tickets|87.50|2026-03-31\n");
  CHECK(
      rows_of(goals(open + "9,1,2026-01-01,2026-03-31,,ask why,\n"), "findings")
          .find("Missed: Fewer open: 2 tickets when it was due, target 1 tickets by 2026-03-31; promised if "
                "missed: ask why") != std::string::npos);
  // Without a baseline the book says how it was on the first day.
  report::Document measured = goals(open + ",0,2026-03-01,2026-12-31,,,\n");
  CHECK(value_at(report::table_of(measured, "pace"), "open", "baseline") == "2");
}

TEST_CASE("amounts are in the currency asked for, else in that of the unit") {
  std::string row = "v,V,strategy,value,";
  report::Parameters francs = test::on("2026-07-02");
  francs.currency = "CHF";
  CHECK(rows_of(goals(row + ",0,400,2026-01-01,2026-12-31,,,\n", francs), "goals") ==
        "v|on pace|400.00|800.00|CHF|50.00|2026-12-31\n");
  CHECK(rows_of(goals(row + "CHF,0,800,2026-01-01,2026-12-31,,,\n"), "goals") ==
        "v|on pace|400.00|800.00|CHF|50.00|2026-12-31\n");
  CHECK(rows_of(goals(row + "GBP,0,800,2026-01-01,2026-12-31,,,\n"), "findings").find("no rate for GBP") !=
        std::string::npos);
}

TEST_CASE("a book without goals, and a condition that none meets, say so") {
  report::Document none = test::report_on({{"customers/c.csv", customers}}, "goals", test::on("2026-07-02"));
  CHECK(figures_of_document(none)["all_goals"] == "0");
  REQUIRE(!none.sections[0].notes.empty());
  CHECK(none.sections[0].notes[0].find("This book has no goals") == 0);
  report::Parameters people = test::on("2026-07-02");
  people.where = "factor = people";
  std::string row = "g,G,customer,count(customers),,0,5,2026-01-01,2026-12-31,anna,,\n";
  CHECK(goals(row, people).sections[0].notes[0] == "No goal meets the condition.");
  people.where.clear();
  people.by = {"factor", "owner"};
  report::Document grouped = goals(row + "h,H,,count(customers),,0,9,2026-01-01,2026-12-31,,,\n", people);
  CHECK(rows_of(grouped, "by_factor") == "customer|1|1|0|0|0|0\n(none)|1|0|1|0|0|0\n");
  CHECK(rows_of(grouped, "by_owner") == "anna|1|1|0|0|0|0\n(none)|1|0|1|0|0|0\n");
}

TEST_CASE("check finds metrics that mean nothing, in whatever file they stand") {
  test::MemoryBook memory(
      {{"goals/a.yaml", "id: a\nmetric: count(customers where contry = DE)\n"},
       {"goals/b.yaml", "id: b\nname: B\nmetric: \"count(customers where silense > 90d)\"\n"},
       {"goals/c.yaml", "id: c\nmetric: >\n  count(customers\n  where nothing = 1)\n"},
       {"goals/d.csv",
        "id,metric,unit\nd,\"count(customers),\",\ne,value,days\nf,avg(customers.value),EUR\n"},
       {"goals/g.yaml", "id: g\nmetric: silence\n"}});
  book::Book book = memory.open();
  query::Catalog catalog = query::catalog_of(book, *core::parse_date("2026-07-02"));
  std::string all;
  for (const Problem& problem : report::check_goals(book, catalog)) all += core::print(problem) + "\n";
  CHECK(all ==
        "goals/a.yaml:2:31: goal-metric: no field 'contry' in customers; did you mean 'country'?\n"
        "goals/b.yaml:3:32: goal-metric: no field 'silense' in customers; did you mean 'silence'?\n"
        "goals/c.yaml:2:9: goal-metric: no field 'nothing' in customers; write is empty, or is not empty\n"
        "goals/d.csv:2:20: goal-metric: ',' can't stand here; conditions are joined by and; a list "
        "stands in parentheses; a number is written 10000.50\n"
        "goals/d.csv:3:9: goal-metric: the metric is an amount of money, and the unit 'days' is no currency; "
        "write "
        "its ISO 4217 code: EUR\n"
        "goals/g.yaml:2:9: goal-metric: 'silence' is of each of customers, and a figure of the whole book is "
        "wanted "
        "here; write avg(customers.silence), or count(customers where silence ...)\n");
}

TEST_CASE("a metric that means nothing is told with its goal, and the others are measured") {
  report::Document document = goals(
      "wrong,Wrong,customer,count(customers where contry = DE),,0,1,2026-01-01,2026-12-31,,,\n"
      "text,Text,customer,last(interactions.direction),,0,1,2026-01-01,2026-12-31,,,\n"
      "unit,Unit,customer,value,days,0,1,2026-01-01,2026-12-31,,,\n"
      "none,,customer,,,0,1,2026-01-01,2026-12-31,,,\n"
      "good,Good,customer,count(customers),,0,5,2026-01-01,2026-12-31,,,\n");
  report::Table findings = report::table_of(document, "findings");
  std::string all;
  for (const report::Row& row : findings.rows) all += cell_text(row[0]) + ": " + cell_text(row[2]) + "\n";
  CHECK(all ==
        "goal-metric: Text can't be measured: metric:1:1: a figure is wanted here, and this is text; a "
        "number, an "
        "amount of money or a duration: count(...), sum(...), avg(...)\n"
        "goal-metric: Unit can't be measured: unit: the metric is an amount of money, and the unit 'days' is "
        "no "
        "currency; write its ISO 4217 code: EUR\n"
        "goal-metric: Wrong can't be measured: metric:1:23: no field 'contry' in customers; did you mean "
        "'country'?\n"
        "goal-not-measurable: none can't be measured: it has no metric\n");
  CHECK(value_at(report::table_of(document, "goals"), "good", "outlook") == "met");
}
