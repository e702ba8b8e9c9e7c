#include "report/scorecard.h"

#include <doctest/doctest.h>

#include "report/scorecard_measures.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using namespace flatcrm::report;

namespace {

core::Decimal number(const char* text) {
  return *core::parse_decimal(text);
}

std::string score(const char* value, std::int64_t nothing, std::int64_t everything) {
  return core::print(score_between(number(value), nothing, everything));
}

ScoreItem item(Factor factor, const char* value) {
  ScoreItem made{.factor = factor};
  if (*value != 0) made.score = number(value);
  return made;
}

// Four customers: a and b bought, and c is active, so that three are owed a word; b heard nothing for more than 365
// days, c for fewer. a complained and was answered, d complained and was not. One of three nps answers promotes, one
// does not. anna has three customers and a capacity of 2; bob has left and has one.
test::Files files() {
  return {{"customers/c.csv",
           "id,name,status,owner,acquired,emails\na,Ann,active,anna,2024-01-01,x@y.de\nb,Bea,active,anna,"
           "2024-01-01,"
           "X@y.de\nc,Cem,active,anna,2024-01-01,c@y.de\nd,Dan,former,bob,2024-01-01,\ne,Eva,lead,bob,2024-"
           "01-01,\n"},
          {"staff/s.csv", "id,name,capacity,left\nanna,Anna,2,\nbob,Bob,9,2026-01-31\ncleo,Cleo,5,\n"},
          {"interactions/i.csv",
           "id,date,customer,staff,direction,kind,scale,score\ni1,2026-05-01,a,anna,out,call,,\ni2,2025-01-"
           "01,b,anna,out,"
           "call,,\ni3,2026-04-01,c,anna,out,call,,\ni4,2026-04-20,a,anna,in,complaint,,\ni5,2026-05-02,d,,"
           "in,complaint,,"
           "\ni6,2026-05-03,a,,in,survey,nps,10\ni7,2026-05-03,b,,in,survey,nps,8\ni8,2026-05-03,c,,in,"
           "survey,nps,2\n"
           "i9,2026-05-09,c,bob,out,call,,\n"},
          {"tickets/t.csv",
           "id,customer,opened,first_reply,closed\nt1,a,2026-05-01,2026-05-02,2026-05-03\nt2,a,2026-05-01,"
           "2026-05-04,\n"
           "t3,b,2026-05-01,,\nt4,b,2026-05-02,2026-05-02,\n"},
          {"deals/d.csv", "id,outcome,expected,amount\nd1,open,2026-05-01,1\nd2,open,2026-12-01,1\n"},
          {"sales/s.csv",
           "id,kind,date,due,customer,amount,ref\ns1,order,2026-01-01,,a,100,\ns2,invoice,2026-05-01,2026-05-"
           "10,a,60,s1\n"
           "s3,invoice,2026-05-01,2026-09-10,b,140,\ns4,payment,2026-05-02,,b,20,s3\n"},
          {"goals/g.csv",
           "id,name,factor,metric,baseline,target,start,due,owner\ng1,Half,strategy,count(customers),0,20,"
           "2026-01-01,"
           "2026-12-31,anna\ng2,Met,strategy,count(customers),0,5,2026-01-01,2026-12-31,\ng3,Nobody's,,count("
           "customers),0,"
           "5,2026-01-01,2026-12-31,\n"}};
}

std::string measure(const report::Document& document, const std::string& label) {
  for (const report::Row& row : report::table_of(document, "measures").rows)
    if (cell_text(row[1]) == label) return cell_text(row[2]) + "|" + cell_text(row[6]);
  for (const report::Row& row : report::table_of(document, "not_measured").rows)
    if (cell_text(row[1]) == label) return cell_text(row[2]);
  return "no such measure";
}

}  // namespace

TEST_CASE("a score lies on the line between nothing and everything, and never beyond") {
  CHECK(score("0", 50, 0) == "100.00");
  CHECK(score("50", 50, 0) == "0.00");
  CHECK(score("60", 50, 0) == "0.00");
  CHECK(score("35", 50, 0) == "30.00");
  CHECK(score("-50", -50, 50) == "0.00");
  CHECK(score("12.5", -50, 50) == "62.50");
  CHECK(score("99", 50, 95) == "100.00");
  CHECK(score("80", 50, 95) == "66.67");
}

TEST_CASE("a goal has the score of its pace") {
  auto of = [](Outlook outlook, const char* progress, const char* expected) {
    Pace pace{.outlook = outlook};
    if (*progress != 0) pace.progress = number(progress);
    if (*expected != 0) pace.expected_progress = number(expected);
    std::optional<core::Decimal> made = score_of(pace);
    return made ? core::print(*made) : "nothing";
  };
  CHECK(of(Outlook::met, "", "") == "100.00");
  CHECK(of(Outlook::on_pace, "50.00", "40.00") == "100.00");
  CHECK(of(Outlook::at_risk, "30.00", "40.00") == "75.00");
  CHECK(of(Outlook::at_risk, "-30.00", "40.00") == "0.00");
  CHECK(of(Outlook::missed, "90.00", "100.00") == "90.00");
  CHECK(of(Outlook::missed, "90.00", "") == "90.00");
  CHECK(of(Outlook::missed, "", "") == "0.00");
  CHECK(of(Outlook::at_risk, "-1.00", "0.00") == "nothing");
  CHECK(of(Outlook::unmeasured, "50.00", "") == "nothing");
}

TEST_CASE("the whole is the mean of what is measured, by weight") {
  book::FactorWeights weights{{{{40, 0}, {10, 0}, {175, 1}, {175, 1}, {15, 0}}}};
  Scorecard card =
      make_scorecard({item(customer_factor, "80"), item(customer_factor, "41.25"), item(customer_factor, ""),
                      item(process_factor, "10"), item(people_factor, "")},
                     weights);
  CHECK(core::print(*card.factors[customer_factor].score) == "60.62");  // 60.625, half to even
  CHECK(card.factors[customer_factor].measured == 2);
  CHECK(card.factors[customer_factor].unmeasured == 1);
  CHECK(!card.factors[people_factor].score.has_value());
  CHECK(!card.factors[technology_factor].score.has_value());
  CHECK(core::print(card.measured_weight) == "57.5");
  CHECK(core::print(*card.score) == "45.21");  // (60.62 * 40 + 10 * 17.5) / 57.5 = 45.2139
  Scorecard nothing = make_scorecard({}, weights);
  CHECK(!nothing.score.has_value());
  CHECK(nothing.measured_weight.mantissa == 0);
}

TEST_CASE("each measure of a book is that of the report that it comes from") {
  report::Document document = test::report_on(files(), "scorecard", test::on("2026-05-20"));
  CHECK(measure(document, "Net promoter score") == "0.00|50.00");
  CHECK(measure(document, "Complaints answered") == "50.00|0.00");
  CHECK(measure(document, "Customers with an owner") == "100.00|100.00");
  CHECK(measure(document, "Staff over their capacity") == "50.00|0.00");
  CHECK(measure(document, "Customers whose owner has left") == "25.00|0.00");
  CHECK(measure(document, "Tickets replied to within a day") == "50.00|0.00");
  CHECK(measure(document, "Open deals past their expected day") == "50.00|0.00");
  CHECK(measure(document, "Overdue of what is receivable") == "33.33|33.34");  // 60 of 180
  CHECK(measure(document, "Breaks between quote and payment") == "25.00|0.00");
  CHECK(measure(document, "Customers with another one's e-mail address") == "33.33|0.00");
  CHECK(measure(document, "Goals with an owner, a target and a due day") == "33.33|33.33");
  CHECK(measure(document, "Goal: Met") == "5|100.00");
  CHECK(measure(document, "Satisfied customers") == "nobody has answered a csat survey in the twelve months");
  auto figures = figures_of_document(document);
  CHECK(figures["measured_weight_percent"] == "100");
}

TEST_CASE("what no one can know is said, and weighs nothing") {
  report::Document document =
      test::report_on({{"customers/c.csv", "id,name\na,Ann\n"}}, "scorecard", test::on("2026-05-20"));
  auto figures = figures_of_document(document);
  CHECK(figures["people"] == "missing");
  CHECK(figures["process"] == "missing");
  CHECK(figures["customer"] == "missing");
  CHECK(figures["measured_weight_percent"] == "35");
  report::Document nothing = test::report_on({}, "scorecard", test::on("2026-05-20"));
  CHECK(figures_of_document(nothing)["score"] == "missing");
  CHECK(figures_of_document(nothing)["measured_weight_percent"] == "0");
  CHECK(report::table_of(nothing, "factors").note.find("customer (25 %)") != std::string::npos);
  CHECK(nothing.sections[0].notes[0].find("Nothing can be measured in this book yet") == 0);
}

TEST_CASE("every query among the measures means something, and is a share") {
  for (const MeasureInfo& info : measure_infos()) {
    CAPTURE(info.name);
    CHECK(info.nothing != info.everything);
    CHECK(!info.without.empty());
  }
}
