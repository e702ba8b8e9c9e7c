#include <doctest/doctest.h>

#include "report/continuity.h"
#include "support/report_on.h"
#include "support/tables.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

test::Files files() {
  return {
      {"staff/staff.csv",
       "id,name,role,team,joined,left,capacity\n"
       "anna,Anna,sales,North,2020-05-01,,2\nbob,Bob,sales,South,2025-12-10,,10\n"
       "cleo,Cleo,sales,South,2010-01-01,2026-01-31,5\n"},
      {"customers/c.csv",
       "id,name,owner,status\nc1,One,anna,active\nc2,Two,anna,active\nc3,Three,anna,active\nc4,Four,bob,\n"
       "c5,Five,cleo,\nc6,Six,,\nc7,Seven,bob,former\nc8,Eight,nobody,\n"},
      {"interactions/i.csv",
       "id,date,customer,staff,channel,direction,kind,scale,score,text\n"
       "i1,2026-03-01,c1,anna,phone,out,call,,,\ni2,2026-03-02,c1,anna,phone,in,call,,,\n"
       "i3,2026-03-03,c1,bob,phone,in,call,,,\ni4,2026-03-04,c1,cleo,phone,in,call,,,\n"
       "i5,2026-03-05,c2,bob,phone,in,call,,,\ni6,2026-03-06,c2,bob,phone,in,call,,,\n"
       "i7,2026-03-07,c4,bob,phone,in,call,,,\n"
       "i8,2026-03-08,c4,bob,email,in,survey,nps,10,Thank you\n"
       "i9,2024-03-08,c1,bob,email,in,call,,,\n"},
      {"deals/d.csv",
       "id,name,owner,outcome,amount,opened,closed\nd1,Big one,anna,won,100,2026-01-01,2026-03-10\n"
       "d2,Old,anna,won,50,2024-01-01,2024-03-10\nd3,Open,cleo,open,1,2026-01-01,\n"},
      {"tickets/t.csv",
       "id,customer,staff,opened,first_reply,closed\nt1,c1,bob,2026-02-01,2026-02-02,2026-02-05\nt2,c1,bob,"
       "2026-02-01,,\n"}};
}

}  // namespace

TEST_CASE("load, continuity and results of each member of staff, by name") {
  report::Document document = test::report_on(files(), "staff", test::on("2026-04-20"));
  CHECK(rows_of(document, "load") ==
        "anna|sales|North|6.0|3|2|150.00|0|0\nbob|sales|South|0.4|1|10|10.00|0|1\ncleo|sales|South|16.1|1|5|"
        "20.00|1|0\n");
  CHECK(rows_of(document, "continuity") == "anna|3|2|6|33.33\nbob|1|0|1|100.00\ncleo|1|1|0|missing\n");
  CHECK(rows_of(document, "results") ==
        "anna|1|100.00|0|missing|0|missing|missing|missing\nbob|0|0.00|1|4.00|1|100.00|-48.50|100.00\n"
        "cleo|0|0.00|0|missing|0|missing|missing|missing\n");
  CHECK(rows_of(document, "scattered") == "c1|4|3|anna|50.00\n");
  auto figures = figures_of_document(document);
  CHECK(figures["people"] == "2");
  CHECK(figures["overloaded"] == "1");
  CHECK(figures["customers_without_owner"] == "1");
  // c1: 2 of 4, c2: 2 of 2. By Bice and Boxerman c1: (4 + 1 + 1 - 4) / 12.
  CHECK(figures["usual_provider_percent"] == "75.00");
  CHECK(figures["continuity_of_care_percent"] == "58.33");
  CHECK(figures["with_owner_percent"] == "42.8571");
  report::Table findings = report::table_of(document, "findings");
  for (const char* code : {"over-capacity", "left-with-customers", "owner-missing", "owner-unknown"})
    CHECK_MESSAGE(value_at(findings, code, "count") == "1", code);
}

TEST_CASE("thanks are due for kind words, deals won and anniversaries") {
  report::Document document = test::report_on(files(), "staff", test::on("2026-04-20"));
  CHECK(rows_of(document, "recognition") ==
        "anna|2026-05-01|6 years with us|\nanna|2026-03-10|won Big one|\nbob|2026-03-08|\"Thank you\"|c4\n");
  report::Parameters one = test::on("2026-04-20");
  one.where = "name = Bob";
  CHECK(rows_of(test::report_on(files(), "staff", one), "recognition") ==
        "bob|2026-03-08|\"Thank you\"|c4\n");
  one.where = "";
  one.by = {"team"};
  CHECK(rows_of(test::report_on(files(), "staff", one), "by_team") ==
        "North|1|3|2|150.00|0|0\nSouth|2|2|15|13.33|1|1\n");
}

TEST_CASE("without staff, and without contacts, nothing is divided") {
  report::Document document = test::report_on({}, "staff", test::on("2026-04-20"));
  CHECK(figures_of_document(document)["people"] == "0");
  CHECK(figures_of_document(document)["load_percent"] == "missing");
  CHECK(document.sections[0].notes.at(0).find("There is nobody in staff") == 0);
}
