#include <doctest/doctest.h>

#include "report/suspicion.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using report::Suspicion;

TEST_CASE("names that nobody has") {
  for (const char* name : {"Test", "test test", "Test-Kunde", "ASDF", "Max Test", "Erika Mustermann GmbH",
                           "dummy 3", "Lorem Ipsum"})
    CHECK_MESSAGE(report::suspect_name(name) == Suspicion::test_name, name);
  for (const char* name : {"n/a", "Unknown", "John Doe", "Mickey Mouse", "-", "???", "No Name"})
    CHECK_MESSAGE(report::suspect_name(name) == Suspicion::placeholder_name, name);
  CHECK(report::suspect_name("12345") == Suspicion::no_letters);
  CHECK(report::suspect_name("aaaa") == Suspicion::repeated_letters);
  for (const char* name :
       {"Testa Rossi", "Michael Dummett", "王秀", "Ana Testino", "Jo Li", "Attest AG", "Anna", "O", "Ng", ""})
    CHECK_MESSAGE(report::suspect_name(name) == Suspicion::none, name);
}

TEST_CASE("addresses and days that stand for none") {
  CHECK(report::suspect_email("NoReply@acme.com") == Suspicion::placeholder_email);
  CHECK(report::suspect_email("maria@test.com") == Suspicion::placeholder_email);
  CHECK(report::suspect_email("maria.test@acme.com") == Suspicion::none);
  auto day = [](const char* text) { return *core::parse_date(text); };
  CHECK(report::is_filler_date(day("1900-01-01")));
  CHECK(report::is_filler_date(day("1899-12-30")));
  CHECK(report::is_filler_date(day("1970-01-01")));
  CHECK(report::is_filler_date(day("9999-12-31")));
  CHECK_FALSE(report::is_filler_date(day("1988-01-01")));
  CHECK(report::suspect_birthday(day("2030-01-02"), day("2026-01-01")) == Suspicion::future_date);
  CHECK(report::suspect_birthday(day("1905-03-02"), day("2026-01-01")) == Suspicion::improbable_birthday);
  CHECK(report::suspect_birthday(day("1930-03-02"), day("2026-01-01")) == Suspicion::none);
}

namespace {

test::Files files() {
  std::string text =
      "id,name,emails,phones,addresses.1.city,addresses.1.country,owner,status,birthday,acquired,sources.1."
      "source,"
      "sources.1.updated,sources.2.source\n"
      "c1,Ann,ann@acme.com; bad,+4930123456,Bonn,DE,anna,active,1980-05-05,2020-01-01,shop,2026-03-01,mail\n"
      "c2,Test Kunde,noreply@acme.com,030 123,,Germany,nobody,,1900-01-01,2027-01-01,shop,2023-01-01,\n"
      "c3,Bob,,,,,,,,,,,\n";
  for (int i = 0; i < 5; ++i)
    text += "h" + std::to_string(i) + ",House,,+4930999999,Bonn,DE,anna,active,,,mail,,\n";
  return {{"customers/c.csv", text},
          {"staff/s.csv", "id,name\nanna,Anna\n"},
          {"interactions/i.csv", "id,date,customer,kind\ni1,2026-03-20,c3,call\n"}};
}

}  // namespace

TEST_CASE("completeness, validity and freshness of customers") {
  report::Document document = test::report_on(files(), "quality", test::on("2026-04-01"));
  auto figures = figures_of_document(document);
  CHECK(figures["customers"] == "8");
  // 7 of 7, 5 of 7 (no city, no status), 1 of 7, five of 6 of 7.
  CHECK(figures["complete_percent"] == "76.79");
  CHECK(figures["with_invalid"] == "2");
  CHECK(figures["unreachable"] == "1");  // c3; c2 has an address, though one that stands for none
  CHECK(figures["fresh_percent"] == "25.00");
  CHECK(figures["undated"] == "5");
  CHECK(figures["with_suspicious"] == "6");
  report::Table fields = report::table_of(document, "fields");
  CHECK(value_at(fields, "emails", "given") == "2");
  CHECK(value_at(fields, "emails", "invalid") == "1");
  CHECK(value_at(fields, "phones", "invalid") == "1");
  CHECK(value_at(fields, "country", "invalid") == "1");
  CHECK(value_at(fields, "owner", "invalid") == "1");
  CHECK(value_at(fields, "name", "complete_percent") == "100.00");
  CHECK(rows_of(document, "freshness") ==
        "0-90|2|25.00\n91-365|0|0.00\n366-730|0|0.00\nover 730|1|12.50\n(nothing known)|5|62.50\n");
}

TEST_CASE("suspicious values are listed and found, by source and by owner") {
  report::Document document = test::report_on(files(), "quality", test::on("2026-04-01"));
  CHECK(rows_of(document, "suspicious") ==
        "c2|name|Test Kunde|a name of a test\nc2|emails|noreply@acme.com|an e-mail address that stands for "
        "none\n"
        "h0|phones|+4930999999|a telephone number of many customers\nh1|phones|+4930999999|a telephone "
        "number of many customers\n"
        "h2|phones|+4930999999|a telephone number of many customers\nh3|phones|+4930999999|a telephone "
        "number of many customers\n"
        "h4|phones|+4930999999|a telephone number of many customers\nc2|acquired|2027-01-01|a date in the "
        "future\n"
        "c2|birthday|1900-01-01|a date that a program fills in\n");
  report::Table findings = report::table_of(document, "findings");
  CHECK(value_at(findings, "shared-phone", "count") == "5");
  CHECK(value_at(findings, "test-name", "count") == "1");
  CHECK(value_at(findings, "unreachable", "count") == "1");
  report::Table sources = report::table_of(document, "sources");
  CHECK(value_at(sources, "shop", "customers") == "2");
  CHECK(value_at(sources, "mail", "customers") == "6");
  CHECK(value_at(sources, "(none)", "customers") == "1");
  CHECK(value_at(report::table_of(document, "by_owner"), "anna", "customers") == "6");
  report::Parameters parameters = test::on("2026-04-01");
  parameters.where = "country = DE";
  CHECK(figures_of_document(test::report_on(files(), "quality", parameters))["customers"] == "6");
}

TEST_CASE("no customers") {
  report::Document document = test::report_on({}, "quality", test::on("2026-04-01"));
  CHECK(figures_of_document(document)["complete_percent"] == "missing");
  CHECK(document.sections[0].notes.at(0) == "There are no customers to look at.");
}
