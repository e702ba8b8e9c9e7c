#include <doctest/doctest.h>

#include "core/error.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using test::on;

namespace {

constexpr const char* interactions =
    "id,date,customer,staff,channel,direction,kind\n"
    "i1,2017-01-10,acme,anna,phone,in,call\n"
    "i2,2017-01-12,acme,anna,phone,out,call\n"
    "i3,2017-03-01,acme,,email,in,complaint\n"
    "i4,2017-03-05T09:30:00+01:00,acme,,email,in,message\n"
    "i5,2017-03-02,beta,bob,phone,out,call\n"
    "i6,2017-03-02,beta,bob,phone,in,call\n"
    "i7,2017-03-20,gamma,zoe,,in,survey\n"
    "i8,2017-02-25,delta,bob,email,in,message\n"
    "i9,2017-05-01,delta,bob,email,out,message\n"
    "j1,,acme,bob,email,out,message\n"
    "j2,2017-03-03,,bob,email,out,post\n";
constexpr const char* staff =
    "id,name,role,region,manager,left\n"
    "anna,Anna,,,,\n"
    "bob,Bob,,,,\n"
    "cara,Cara,,,,\n"
    "dora,Dora,,,,2016-12-31\n";
constexpr const char* customers =
    "id,name,addresses.1.country,merged_ids,merged_into\n"
    "acme,Acme,CH,,\n"
    "beta,Beta,DE,,\n"
    "gamma,Gamma,CH,,\n"
    "delta2,Delta,,delta,\n"
    "delta,Delta,,,delta2\n";

report::Document activity(const report::Parameters& parameters, const char* text = interactions) {
  return test::report_on({{"interactions/interactions.csv", text},
                          {"staff/staff.csv", staff},
                          {"customers/customers.csv", customers}},
                         "activity", parameters);
}

}  // namespace

TEST_CASE("touches are counted by channel, kind, direction, month and staff, those of the future left out") {
  report::Document document = activity(on("2017-04-01"));
  auto figures = figures_of_document(document);
  CHECK(figures["touches"] == "9");
  CHECK(figures["inbound"] == "6");
  CHECK(figures["outbound"] == "3");
  CHECK(figures["customers"] == "4");
  CHECK(figures["touches_30_days"] == "3");
  CHECK(figures["customers_30_days"] == "2");
  CHECK(figures["customers_90_days"] == "4");
  CHECK(rows_of(document, "channels") == "email|4|3|1|44.44\nphone|4|2|2|44.44\n(none)|1|1|0|11.11\n");
  CHECK(
      rows_of(document, "kinds") ==
      "call|4|2|2|44.44\ncomplaint|1|1|0|11.11\nmessage|2|2|0|22.22\npost|1|0|1|11.11\nsurvey|1|1|0|11.11\n");
  CHECK(rows_of(document, "directions") == "in|6|66.67\nout|3|33.33\n");
  CHECK(rows_of(document, "months") == "2017-01|2|1|1\n2017-02|1|1|0\n2017-03|6|4|2\n");
  CHECK(rows_of(document, "staff") ==
        "anna|2|1|1|22.22|2017-01-12\n"
        "bob|4|2|2|44.44|2017-03-03\n"
        "cara|0|0|0|0.00|missing\n"
        "zoe|1|1|0|11.11|2017-03-20\n"
        "(nobody named)|2|2|0|22.22|2017-03-05\n");
}

TEST_CASE(
    "who waits: the last word was the customer's, an answer of the same day counts, a survey asks nothing") {
  report::Document document = activity(on("2017-04-01"));
  CHECK(rows_of(document, "waiting") ==
        "acme|2017-03-01|31|2|2017-03-05|yes\n"
        "delta2|2017-02-25|35|1|2017-02-25|no\n");
  auto figures = figures_of_document(document);
  CHECK(figures["waiting_customers"] == "2");
  CHECK(figures["waiting_complaints"] == "1");
  CHECK(figures["longest_wait_days"] == "35");
  CHECK(std::get<report::Reference>(report::table_of(document, "waiting").rows[0][0]).label ==
        "Name of acme");
  // Delta was answered on May 1.
  CHECK(rows_of(activity(on("2017-05-01")), "waiting") == "acme|2017-03-01|61|2|2017-03-05|yes\n");
}

TEST_CASE("a limit shortens the list of who waits, not its count") {
  report::Parameters parameters = on("2017-04-01");
  parameters.limit = 1;
  report::Document document = activity(parameters);
  CHECK(rows_of(document, "waiting") == "acme|2017-03-01|31|2|2017-03-05|yes\n");
  CHECK(report::table_of(document, "waiting").note == "1 of 2; --limit 0 lists all.");
  parameters.limit = 0;
  CHECK(report::table_of(activity(parameters), "waiting").rows.size() == 2);
}

TEST_CASE("a period is compared with the one before") {
  report::Parameters parameters = on("2017-06-01");
  parameters.period = report::parse_period("2017-03", {});
  report::Document document = activity(parameters);
  CHECK(document.comparison == "2017-02-01 to 2017-02-28");
  CHECK(cell_text(document.sections[0].figures[0].value) == "6");
  CHECK(cell_text(document.sections[0].figures[0].previous) == "1");
  CHECK(rows_of(document, "channels") == "email|3|2|1|50.00|1\nphone|2|1|1|33.33|0\n(none)|1|1|0|16.67|0\n");
  CHECK(rows_of(document, "months") == "2017-03|6|4|2\n");
}

TEST_CASE("what is in no count is said") {
  std::string findings = rows_of(activity(on("2017-04-01")), "findings");
  CHECK(findings ==
        "complaint-unanswered|1|1 customer complained and was not answered|flatcrm report activity --table "
        "waiting\n"
        "date-missing|1|1 interaction has no date that can be read and is in no count|missing\n"
        "date-in-the-future|1|1 interaction is dated after the as-of day and in no count|missing\n"
        "customer-missing|1|1 touch names no customer|missing\n");
}

TEST_CASE("a book without interactions has a report without divisions by zero") {
  report::Document document = activity(on("2017-04-01"), "id,date\n");
  auto figures = figures_of_document(document);
  CHECK(figures["touches"] == "0");
  CHECK(figures["waiting_customers"] == "0");
  CHECK(rows_of(document, "months").empty());
  CHECK(rows_of(document, "staff") ==
        "anna|0|0|0|missing|missing\nbob|0|0|0|missing|missing\ncara|0|0|0|missing|missing\n");
}

TEST_CASE("a breakdown that activity lacks is told its nearest") {
  report::Parameters parameters = on("2017-04-01");
  parameters.by = {"chanel"};
  CHECK_THROWS_WITH_AS(activity(parameters),
                       "no breakdown 'chanel', and no such field; did you mean 'channel'?", Error);
}

TEST_CASE("a condition leaves the touches of other customers out of every figure") {
  report::Parameters parameters = on("2017-04-01");
  parameters.where = "country = CH";
  report::Document document = activity(parameters);
  auto figures = figures_of_document(document);
  CHECK(figures["touches"] == "5");
  CHECK(figures["customers"] == "2");
  CHECK(figures["waiting_customers"] == "1");
  CHECK(rows_of(document, "channels") == "email|2|2|0|40.00\nphone|2|1|1|40.00\n(none)|1|1|0|20.00\n");
  CHECK(rows_of(document, "findings").find("customer-missing") == std::string::npos);
  CHECK(document.parameters.at(0).value == "country = CH");
  parameters.where = "contry = CH";
  CHECK_THROWS_WITH_AS(activity(parameters),
                       "--where:1:1: no field 'contry' in customers; did you mean 'country'?", Error);
}

TEST_CASE("a query breaks touches down by what it makes of their customers, merged ones with who is left") {
  report::Parameters parameters = on("2017-04-01");
  parameters.by = {"country", "name"};
  report::Document document = activity(parameters);
  CHECK(rows_of(document, "by_country") == "CH|5|4|1|55.56\nDE|2|1|1|22.22\n(none)|2|1|1|22.22\n");
  CHECK(rows_of(document, "by_name") ==
        "Acme|4|3|1|44.44\nBeta|2|1|1|22.22\nDelta|1|1|0|11.11\nGamma|1|1|0|11.11\n(none)|1|0|1|11.11\n");
}
