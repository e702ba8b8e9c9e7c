#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

/// Answers of each NPS score from 0 to 10: 2, 0, 0, 1, 0, 0, 1, 3, 3, 4, 6.
std::string answers() {
  std::string text = "id,date,customer,staff,channel,direction,kind,scale,score,text\n";
  int counts[] = {2, 0, 0, 1, 0, 0, 1, 3, 3, 4, 6}, number = 0;
  for (int score = 0; score <= 10; ++score)
    for (int i = 0; i < counts[score]; ++i) {
      ++number;
      text += fmt::format("n{},2026-02-{:02},c{},{},email,in,survey,nps,{},{}\n", number, number, number,
                          number % 2 == 0 ? "anna" : "bob", score, score == 0 ? "bad" : "");
    }
  for (int i = 0; i < 40; ++i) text += fmt::format("s{},2026-02-01,c{},,email,out,survey,nps,,\n", i, i);
  text +=
      "a1,2026-03-01,c1,anna,phone,in,call,csat,5,fine\n"
      "a2,2026-03-02,c2,anna,phone,in,survey,csat,4,\n"
      "a3,2026-03-03,c3,anna,phone,in,survey,csat,3,\n"
      "a4,2026-03-04,c3,anna,phone,in,survey,ces,5,\n"
      "a5,2026-03-05,c3,anna,phone,in,survey,ces,2,\n"
      "a6,2026-03-06,c3,anna,phone,in,survey,nps,11,\n"
      "a7,2026-03-07,c3,anna,phone,in,survey,,3,\n"
      "x1,2026-01-10,k1,bob,phone,in,complaint,,,never called\n"
      "x2,2026-01-10,k2,bob,phone,in,complaint,,,late\n"
      "x3,2026-01-15,k2,bob,phone,in,complaint,,,later\n"
      "x4,2026-01-20,,bob,phone,in,complaint,,,who\n"
      "y1,2026-01-09,k1,bob,phone,out,call,,,\n"
      "y2,2026-01-12,k1,bob,email,out,survey,csat,,\n"
      "y3,2026-01-18,k2,bob,phone,out,call,,,\n"
      "y4,2026-01-25,k2,bob,phone,out,call,,,\n";
  return text;
}

test::Files files() {
  return {{"staff/staff.csv", "id,name\nanna,Anna\nbob,Bob\n"}, {"interactions/i.csv", answers()}};
}

}  // namespace

TEST_CASE("scores, their intervals and response rates") {
  report::Document document = test::report_on(files(), "satisfaction", test::on("2026-04-01"));
  auto figures = figures_of_document(document);
  CHECK(figures["nps_answers"] == "20");
  CHECK(figures["nps"] == "30.00");  // 10 promoters, 4 detractors
  // n 23, p 10.75/23, d 4.75/23: 0.2609 ± 1.96 √(0.6060 / 23)
  CHECK(figures["nps_low"] == "-5.72");
  CHECK(figures["nps_high"] == "57.90");
  CHECK(figures["csat_answers"] == "3");
  CHECK(figures["csat_percent"] == "66.67");
  CHECK(figures["csat_low"] == "20.77");  // Wilson, 2 of 3
  CHECK(figures["csat_high"] == "93.85");
  CHECK(figures["ces_percent"] == "50.00");
  CHECK(figures["response_percent"] ==
        "50.00");  // one survey on csat was sent and three came back: not counted
  CHECK(value_at(report::table_of(document, "scales"), "nps", "response_percent") == "50.00");
  CHECK(value_at(report::table_of(document, "scales"), "csat", "response_percent") == "missing");
  CHECK(value_at(report::table_of(document, "scales"), "csat", "mean") == "4.00");
  report::Table findings = report::table_of(document, "findings");
  CHECK(value_at(findings, "score-beyond-scale", "count") == "1");
  CHECK(value_at(findings, "scale-missing", "count") == "1");
}

TEST_CASE("a complaint is answered by the next call, not by a survey and not by what came before it") {
  report::Document document = test::report_on(files(), "satisfaction", test::on("2026-04-01"));
  auto figures = figures_of_document(document);
  CHECK(figures["complaints"] == "4");
  CHECK(figures["complaints_unanswered"] == "1");
  CHECK(figures["complaints_answered_percent"] == "66.6667");
  CHECK(figures["complaint_answer_median_days"] == "5.50");  // 8 and 3 days
  CHECK(rows_of(document, "unanswered_complaints") == "k1|2026-01-10|81|phone|bob|never called\n");
  CHECK(value_at(report::table_of(document, "findings"), "complaint-unanswered", "count") == "1");
  // On the day before the answer nobody had answered.
  CHECK(figures_of_document(test::report_on(files(), "satisfaction",
                                            test::on("2026-01-17")))["complaints_unanswered"] == "3");
}

TEST_CASE("by staff and channel, in a period, and in their own words") {
  report::Document document = test::report_on(files(), "satisfaction", test::on("2026-04-01"));
  report::Table staff = report::table_of(document, "by_staff");
  REQUIRE(staff.rows.size() == 2);
  CHECK(value_at(staff, "anna", "nps_answers") == "10");
  CHECK(value_at(staff, "bob", "nps_answers") == "10");
  CHECK(value_at(staff, "anna", "note") == "few answers");
  CHECK(rows_of(document, "verbatims") ==
        "2026-03-01|c1|csat|5|anna|fine\n2026-02-02|c2|nps|0|anna|bad\n2026-02-01|c1|nps|0|bob|bad\n");
  report::Parameters march = test::on("2026-04-01");
  march.period = report::parse_period("2026-03", {});
  document = test::report_on(files(), "satisfaction", march);
  CHECK(figures_of_document(document)["nps_answers"] == "0");
  CHECK(figures_of_document(document)["nps"] == "missing");
  for (const report::Figure& figure : document.sections[0].figures)
    if (figure.name == "nps") CHECK(cell_text(figure.previous) == "30.00");
}

TEST_CASE("the length of a scale is found from the answers") {
  std::string text = "id,date,kind,scale,score\n";
  for (int i = 1; i <= 10; ++i) text += fmt::format("a{},2026-01-01,survey,csat,{}\n", i, i);
  auto figures = figures_of_document(
      test::report_on({{"interactions/i.csv", text}}, "satisfaction", test::on("2026-04-01")));
  CHECK(figures["csat_answers"] == "10");
  CHECK(figures["csat_percent"] == "30.00");  // 8, 9 and 10 of 10
}

TEST_CASE("nobody was asked") {
  report::Document document = test::report_on({}, "satisfaction", test::on("2026-04-01"));
  CHECK(figures_of_document(document)["nps"] == "missing");
  CHECK(document.sections[0].notes.at(0).find("Nobody was asked") == 0);
}
