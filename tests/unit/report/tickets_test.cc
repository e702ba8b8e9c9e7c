#include <doctest/doctest.h>

#include "report/ticket_tally.h"
#include "support/report_on.h"
#include "support/tables.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

test::Files files() {
  return {{"staff/staff.csv", "id,name\nanna,Anna\nbob,Bob\n"},
          {"tickets/tickets.csv",
           "id,customer,staff,opened,first_reply,closed,channel,category,priority,status,contacts\n"
           "t1,c1,anna,2026-01-01T10:00:00+01:00,2026-01-01T12:00:00+01:00,2026-01-03T10:00:00+01:00,phone,"
           "fault,high,,1\n"
           "t2,c1,anna,2026-01-02T10:00:00+01:00,2026-01-03T10:00:00Z,2026-01-12T10:00:00+01:00,phone,fault,"
           "low,,3\n"
           "t3,c2,bob,2026-01-05,2026-01-09,2026-02-04,email,question,low,,\n"
           "t4,c2,bob,2026-02-01T08:00:00+01:00,,,email,question,low,gel\xc3\xb6st,\n"
           "t5,c3,,2026-02-09,2026-02-08,,email,question,,,\n"
           "t6,c3,bob,2027-01-01,,,email,question,,,\n"},
          {"interactions/i.csv",
           "id,date,customer,direction,kind,ticket\n"
           "i1,2026-01-05,c1,in,call,t1\n"    // two days after it was closed
           "i2,2026-01-12,c1,in,call,t2\n"    // on the day
           "i3,2026-01-20,c1,in,survey,t2\n"  // a survey is no complaint
           "i4,2026-02-20,c2,out,call,t3\n"}};
}

}  // namespace

TEST_CASE("tickets have medians and percentiles of what was replied to and closed") {
  report::Document document = test::report_on(files(), "tickets", test::on("2026-02-10"));
  auto figures = figures_of_document(document);
  CHECK(figures["opened"] == "5");
  CHECK(figures["closed"] == "3");
  CHECK(figures["open"] == "2");
  CHECK(figures["open_unanswered"] == "1");
  // 2 hours, 25 hours, 4 days: 0.08, 1.04 and 4 days.
  CHECK(figures["first_reply_median_days"] == "1.04");
  CHECK(figures["first_reply_p90_days"] == "3.41");
  CHECK(figures["replied_in_a_day_percent"] == "33.3333");
  CHECK(figures["resolution_median_days"] == "10.00");  // 2, 10 and 30 days
  CHECK(figures["resolution_p90_days"] == "26.00");
  CHECK(figures["first_contact_percent"] == "50.0000");
  CHECK(figures["came_back_percent"] == "33.3333");
}

TEST_CASE("by channel, category, priority and staff") {
  report::Document document = test::report_on(files(), "tickets", test::on("2026-02-10"));
  CHECK(rows_of(document, "by_channel") ==
        "email|3|1|2|1|4.00|4.00|30.00|30.00|missing\nphone|2|2|0|0|0.56|0.95|6.00|9.20|50.00\n");
  CHECK(rows_of(document, "by_staff") ==
        "anna|2|2|0|0|0.56|0.95|6.00|9.20|50.00\nbob|2|1|1|1|4.00|4.00|30.00|30.00|missing\n"
        "(none)|1|0|1|0|missing|missing|missing|missing|missing\n");
  report::Parameters parameters = test::on("2026-02-10");
  parameters.by = {"customer"};
  parameters.where = "channel = email";
  document = test::report_on(files(), "tickets", parameters);
  CHECK(rows_of(document, "by_customer") ==
        "c2|2|1|1|1|4.00|4.00|30.00|30.00|missing\nc3|1|0|1|0|missing|missing|missing|missing|missing\n");
}

TEST_CASE("the backlog is that of the day, and the longest wait stands first") {
  report::Document document = test::report_on(files(), "tickets", test::on("2026-02-10"));
  CHECK(rows_of(document, "backlog") ==
        "0-1|1|50.00|0\n2-7|0|0.00|0\n8-30|1|50.00|1\n31-90|0|0.00|0\nover 90|0|0.00|0\n");
  CHECK(rows_of(document, "unanswered") == "t4|c2|2026-02-01|9|low|question|bob\n");
  CHECK(rows_of(document, "oldest") ==
        "t4|c2|2026-02-01|9|low|question|bob\nt5|c3|2026-02-09|1||question|\n");
  report::Parameters january = test::on("2026-02-10");
  january.period = report::parse_period("2026-01", {});
  auto figures = figures_of_document(test::report_on(files(), "tickets", january));
  CHECK(figures["open"] == "1");  // t3, closed in February
  CHECK(figures["opened"] == "3");
  CHECK(figures["closed"] == "2");
  CHECK(rows_of(test::report_on(files(), "tickets", january), "months") == "2026-01|3|2|1\n");
  std::string months = rows_of(document, "months");
  CHECK(months.find("2026-01|3|2|1\n2026-02|2|1|2\n") != std::string::npos);
}

TEST_CASE("what can't be is found and is in no duration") {
  report::Document document = test::report_on(files(), "tickets", test::on("2026-02-10"));
  report::Table findings = report::table_of(document, "findings");
  for (const char* code : {"unanswered", "came-back", "closed-without-date", "backwards", "future", "nobody"})
    CHECK_MESSAGE(value_at(findings, code, "count") == "1", code);
  CHECK(value_at(findings, "closed-without-reply", "count") == "no such row");
}

TEST_CASE("without tickets nothing is divided") {
  report::Document document = test::report_on({}, "tickets", test::on("2026-02-10"));
  auto figures = figures_of_document(document);
  CHECK(figures["open"] == "0");
  CHECK(figures["first_reply_median_days"] == "missing");
  CHECK(figures["first_contact_percent"] == "missing");
  CHECK(document.sections[0].notes.at(0).find("There are no tickets") == 0);
}
