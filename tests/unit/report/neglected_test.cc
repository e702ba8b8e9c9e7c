#include <doctest/doctest.h>

#include <random>

#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using test::on;

namespace {

constexpr const char* settings =
    "format: 1\nname: Test\ncurrency: EUR\n"
    "contact_policy:\n  - {tier: A, days: 30}\n  - {tier: C, days: 365}\n";

// Worth: a 100, b 50, c 10; d has an open deal, e waits, f is active, g only prospect, h former, i not to be contacted.
test::Files files() {
  return {{"flatcrm.yaml", settings},
          {"customers/customers.csv",
           "id,name,status,acquired,do_not_contact,owner\n"
           "a,Ann,,2020-01-01,,eve\nb,Ben,,2020-01-01,,\nc,Cy,,2020-01-01,,\nd,Di,prospect,2026-01-01,,\n"
           "e,Ed,lead,2026-11-01,,\nf,Flo,active,,,\ng,Gus,prospect,2020-01-01,,\nh,Hal,former,2020-01-01,,\n"
           "i,Ida,active,2020-01-01,true,\nj,Jo,former,2020-01-01,,\nk,Kim,former,2020-01-01,,\n"},
          {"sales/sales.csv",
           "id,kind,date,customer,amount,currency\n1,invoice,2025-01-01,a,100,EUR\n2,invoice,2025-01-01,b,50,"
           "EUR\n"
           "3,invoice,2025-01-01,c,10,EUR\n4,invoice,2025-01-01,j,5,EUR\n5,invoice,2025-01-01,k,4,EUR\n"},
          {"deals/deals.csv", "id,customer,outcome\n1,d,open\n"},
          {"interactions/interactions.csv",
           "id,date,customer,direction,kind\n"
           "1,2026-09-13,a,out,call\n2,2026-11-21,a,in,call\n"       // 70 days: a's own call ends nothing
           "3,2025-11-22,b,out,call\n4,2026-01-01,b,in,complaint\n"  // 365 days, and a complaint
           "5,2025-11-23,c,out,call\n"                               // 364 days
           "6,2026-11-10,e,in,message\n7,2026-11-21,f,in,survey\n"}};
}

}  // namespace

TEST_CASE("only our own word ends a silence, and the worst comes first by tier, worth and complaint") {
  report::Document document = test::report_on(files(), "neglected", on("2026-11-22"));
  auto figures = figures_of_document(document);
  // Tier A is the top 20 % by value: a. All others may wait 365 days.
  CHECK(figures["owed"] == "6");
  CHECK(figures["neglected"] == "1");
  CHECK(figures["a_year"] == "1");  // b, for whom 365 days are just allowed
  CHECK(figures["never"] == "3");
  CHECK(figures["longest_days"] == "365");
  // 70 / 30 = 2.33; ten of eleven are worth less than a: 2.33 × (1 + 0.9091) = 4.45.
  CHECK(rows_of(document, "worst_first") == "a|70|2026-09-13|A|2.33|100|2026-11-21|0|eve|4.45\n");
  CHECK(rows_of(document, "tiers") == "A|30|1|1|100.00|0|70\nC|365|5|0|0.00|1|365\n");
  CHECK(document.subtitle == "One customer has heard nothing from us for a year or longer.");

  document = test::report_on(files(), "neglected", on("2026-11-23"));
  // 366 / 365 = 1.00; nine of eleven are worth less: 1.00 × 1.8182 = 1.82, twice for the complaint.
  CHECK(rows_of(document, "worst_first") ==
        "a|71|2026-09-13|A|2.37|100|2026-11-21|0|eve|4.52\nb|366|2025-11-22|C|1.00|50|2026-01-01|1|"
        "missing|3.64\n");
  CHECK(rows_of(document, "silent_a_year").substr(0, 6) == "b|366|");
  CHECK(rows_of(document, "findings").find("year-of-silence|2|A year and nobody has called: 2 customers") ==
        0);
}

TEST_CASE("a period is measured at its end, and beside the end of the one before") {
  report::Parameters parameters = on("2026-11-22");
  parameters.period = report::parse_period("2026-10", {*core::parse_date("2026-11-22"), 1});
  report::Document document = test::report_on(files(), "neglected", parameters);
  const report::Figure& neglected = document.sections[0].figures[1];
  CHECK(cell_text(neglected.value) == "1");     // a, 48 days on October 31
  CHECK(cell_text(neglected.previous) == "0");  // 17 days on September 30
  CHECK(document.comparison == "2026-09-30");
}

TEST_CASE("a saved segment whose tiers have the policy's names says who is in them") {
  test::Files with = files();
  with["segments/best.yaml"] = "where: orders > 0\nby: value\ntiers: [{name: A, from: 40}, {name: C}]\n";
  report::Document document = test::report_on(with, "neglected", on("2026-11-22"));
  CHECK(rows_of(document, "tiers") == "A|30|2|2|100.00|1|365\nC|365|4|0|0.00|0|364\n");
  CHECK(report::table_of(document, "tiers").note ==
        "Tiers from the segment best; who is ranked nowhere is in the last one.");
}

TEST_CASE("what to do comes from what waits, and each has its reason") {
  report::Document document = test::report_on(files(), "todo", on("2026-11-23"));
  // b's complaint: 326 days / 2 × 1.8182 × 2; e: 13 / 2, nobody is worth less; a: 2 / 2 × 1.9091.
  CHECK(
      rows_of(document, "todo") ==
      "Answer Ben|complained on 2026-01-01; 326 days without an answer|(nobody)|answer|b|2026-01-01|592.74\n"
      "Answer Ed|asked on 2026-11-10; 13 days without an answer|(nobody)|answer|e|2026-11-10|6.50\n"
      "Answer Ann|asked on 2026-11-21; 2 days without an answer|eve|answer|a|2026-11-21|1.91\n");
  CHECK(document.subtitle == "3 to do, 3 of it due.");
  report::Parameters parameters = on("2026-11-23");
  parameters.where = "id = a";
  CHECK(report::table_of(test::report_on(files(), "todo", parameters), "todo").rows.size() == 1);
}

TEST_CASE("an unpaid invoice is asked for in the currency of the report, whatever its rate did since") {
  test::Files with = files();
  with["rates/rates.csv"] = "date,currency,rate\n2025-01-01,USD,2\n2025-02-01,USD,1\n";
  with["sales/more.csv"] =
      "id,kind,date,due,customer,amount,currency,ref\n7,invoice,2025-01-10,2025-01-20,c,80,USD,\n"
      "8,payment,2025-02-10,,c,30,USD,7\n9,invoice,2025-01-10,2025-01-20,c,80,USD,\n10,payment,2025-02-10,,c,"
      "80,USD,9\n";
  report::Parameters parameters = on("2025-01-25");
  parameters.where = "id = c";
  std::string before = rows_of(test::report_on(with, "todo", parameters), "todo");
  CHECK(before.find("Ask Cy for 40.00 EUR|7 was due on 2025-01-20, 5 days ago") != std::string::npos);
  CHECK(before.find("|payment|9|") != std::string::npos);
  parameters.as_of = *core::parse_date("2025-02-20");
  std::string after = rows_of(test::report_on(with, "todo", parameters), "todo");
  CHECK(after.find("Ask Cy for 25.00 EUR") != std::string::npos);  // 50 of 80 USD at the 2.00 of its day
  CHECK(after.find("|payment|9|") == std::string::npos);
}

TEST_CASE("a week of nothing, of one customer and of touches alone has no division by zero") {
  for (const test::Files& some :
       {test::Files{}, test::Files{{"customers/a.yaml", "id: a\nname: Ann\n"}},
        test::Files{
            {"interactions/i.csv", "id,date,customer,direction,kind\n1,2026-11-21,zoe,in,complaint\n"}}}) {
    for (const char* name : {"weekly", "neglected", "todo"}) {
      report::Document document = test::report_on(some, name, on("2026-11-22"));
      CHECK_FALSE(document.subtitle.empty());
      CHECK_FALSE(document.sections.empty());
    }
  }
  report::Document empty = test::report_on({}, "weekly", on("2026-11-22"));
  CHECK(empty.sections[0].notes.at(0).find("There are no customers in this book yet.") == 0);
  report::Document touches = test::report_on(
      {{"interactions/i.csv", "id,date,customer,direction,kind\n1,2026-11-21,zoe,in,complaint\n"}}, "weekly",
      on("2026-11-22"));
  CHECK(rows_of(touches, "who_waits") == "zoe|2026-11-21|1|yes\n");
  CHECK(rows_of(touches, "talked_to") == "zoe|1|2026-11-21|\n");
}

TEST_CASE("silence and urgency agree with a plain count over random books") {
  std::mt19937_64 random(11);
  for (int run = 0; run < 40; ++run) {
    std::string customers = "id,name,status,acquired\n", touches = "id,date,customer,direction,kind\n";
    int today = core::parse_date("2026-11-22")->days;
    std::map<std::string, int> last_out;
    std::size_t count = 1 + random() % 30;
    for (std::size_t i = 0; i < count; ++i) {
      int acquired = today - static_cast<int>(random() % 1500);
      customers += "c" + std::to_string(i) + ",C,active," + core::print(core::Date{acquired}) + "\n";
      last_out["c" + std::to_string(i)] = acquired;
    }
    std::map<std::string, bool> called;
    for (int i = 0; i < 60; ++i) {
      std::string who = "c" + std::to_string(random() % count);
      int day = today - static_cast<int>(random() % 900) + 20;
      bool out = random() % 2 == 0;
      touches += std::to_string(i) + "," + core::print(core::Date{day}) + "," + who + (out ? ",out" : ",in") +
                 ",call\n";
      if (!out || day > today) continue;
      last_out[who] = called[who] ? std::max(last_out[who], day) : day;
      called[who] = true;
    }
    std::int64_t a_year = 0, neglected = 0;
    for (const auto& [who, day] : last_out) {
      a_year += today - day >= 365 ? 1 : 0;
      neglected += today - day > 90 ? 1 : 0;
    }
    auto figures = figures_of_document(test::report_on({{"flatcrm.yaml", "format: 1\nname: Test\n"},
                                                        {"customers/c.csv", customers},
                                                        {"interactions/i.csv", touches}},
                                                       "neglected", on("2026-11-22")));
    CHECK(figures["a_year"] == std::to_string(a_year));
    CHECK(figures["neglected"] == std::to_string(neglected));
    CHECK(figures["owed"] == std::to_string(count));
  }
}
