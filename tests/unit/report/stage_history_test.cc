#include "report/stage_history.h"

#include <doctest/doctest.h>

#include "report/win_rates.h"
#include "support/tables.h"

using namespace flatcrm;

namespace {

struct Pipeline {
  explicit Pipeline(const std::string& rows) {
    config.pipelines = {{"sales",
                         {{"Lead", {10, 0}, "open"},
                          {"Talk", {20, 0}, "open"},
                          {"Offer", {50, 0}, "open"},
                          {"Won", {100, 0}, "won"},
                          {"Lost", {0, 0}, "lost"}}}};
    model::TableRequest request = report::deals_request();
    report::add_history_columns(request);
    std::string header = "id,stage,outcome,opened,closed";
    for (int i = 1; i <= 4; ++i) header += fmt(i);
    table = table_from(request, header + "\n" + rows);
    deals = report::read_deals(table, config, rates, today);
  }
  static std::string fmt(int i) {
    std::string number = std::to_string(i);
    return ",history." + number + ".stage,history." + number + ".date";
  }
  core::Date today = *core::parse_date("2026-06-30");
  book::Config config;
  query::Rates rates{"EUR"};
  model::Table table;
  report::Deals deals;
};

}  // namespace

TEST_CASE("visits of a stage end with the next one, with the closing, or not yet") {
  Pipeline pipeline(
      "d1,Won,,2026-01-01,2026-02-10,Lead,2026-01-01,Offer,2026-01-21,Won,2026-02-10,,\n"
      "d2,Lost,,2026-01-01,2026-03-01,Lead,2026-01-01,Talk,2026-01-11,,,,\n"
      "d3,Offer,,2026-01-01,,Lead,2026-01-01,Talk,2026-01-06,Offer,2026-05-01,,\n"
      "d4,Talk,,2026-01-01,,Lead,2026-01-01,Offer,2026-02-01,Talk,2026-03-01,,\n"
      "d5,Lead,,2026-04-01,,,,,,,,,\n"
      "d6,Talk,,2026-04-01,,Lead,2026-04-01,,,,,,\n"
      "d7,Lead,,2026-04-01,,Lead,2026-04-01,Lead,2026-04-05,Offer,2026-12-01,,\n");
  report::StageHistory history(pipeline.table, pipeline.deals, pipeline.today);
  CHECK(history.with_history == 6);
  const report::StageFlow &lead = history.stages[0], &talk = history.stages[1], &offer = history.stages[2];
  CHECK(lead.visits == 6);
  CHECK(lead.left == 5);
  CHECK(lead.advanced == 5);
  CHECK(lead.days_to_advance == std::vector<std::int64_t>{20, 10, 5, 31});  // d6 left it on no known day
  CHECK(lead.closed == 2);
  CHECK(lead.won == 1);
  CHECK(talk.visits == 3);
  CHECK(talk.left == 2);
  CHECK(talk.advanced == 1);
  CHECK(talk.went_back == 0);
  CHECK(offer.visits == 3);
  CHECK(offer.advanced == 1);
  CHECK(offer.went_back == 1);
  CHECK(history.stages[3].visits == 0);  // an end is no stage to be in
  CHECK(history.entered(2) == *core::parse_date("2026-05-01"));
  CHECK(history.is_known(2));
  CHECK(history.entered(4) == *core::parse_date("2026-04-01"));
  CHECK_FALSE(history.is_known(4));
  CHECK_FALSE(history.is_known(5));
  CHECK(history.entered(6) == *core::parse_date("2026-04-01"));
}

TEST_CASE("a stage has a win rate of its own where enough closed deals were in it") {
  std::string rows;
  for (int i = 0; i < 12; ++i)
    rows += "d" + std::to_string(i) + (i < 9 ? ",Won" : ",Lost") +
            ",,2026-01-01,2026-02-10,Offer,2026-01-01,,,,,,\n";
  for (int i = 0; i < 8; ++i) rows += "e" + std::to_string(i) + ",Lost,,2026-01-01,2026-02-10,,,,,,,,\n";
  rows += "f,Lost,,2026-01-01,2027-02-10,,,,,,,,\n";  // not yet
  Pipeline pipeline(rows);
  report::StageHistory history(pipeline.table, pipeline.deals, pipeline.today);
  report::WinRates rates = report::win_rates(pipeline.deals, history, pipeline.today);
  CHECK(rates.all.closed == 20);
  CHECK(core::print(*rates.all.share()) == "45.0000");
  CHECK(rates.has_own(2));
  CHECK(core::print(*rates.of(2).share()) == "75.0000");
  CHECK_FALSE(rates.has_own(0));
  CHECK(core::print(*rates.of(0).share()) == "45.0000");
  CHECK(core::print(*rates.of(-1).share()) == "45.0000");
}
