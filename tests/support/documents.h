// A document with everything that a renderer must cope with, for tests.
#pragma once

#include "report/document.h"

inline flatcrm::report::Document hostile_document() {
  namespace report = flatcrm::report;
  namespace core = flatcrm::core;
  using report::Kind;
  report::Document document{.name = "test", .title = "Sales <of> Acme"};
  document.subtitle = "closed 2017-07-01 to 2017-09-30";
  document.comparison = "2017-04-01 to 2017-06-30";
  document.parameters = {{"from", "2017-07-01"}, {"to", "2017-09-30"}};
  report::Section& overview = document.add("Overview");
  overview.figures = {{"won", "Won", std::int64_t{1257}, "deals", std::int64_t{1254}, std::int64_t{1300}},
                      {"won_value", "Won value", report::Money{{298225500, 2}, "USD"}, "",
                       report::Money{{308611100, 2}, "USD"}},
                      {"win_rate_percent", "Win rate", report::Percent{{614069, 4}}},
                      {"cycle_days", "Mean cycle", report::Days{{51782, 3}}},
                      {"median", "Median of nothing", report::Cell{}}};
  report::Table stages{.name = "stages", .title = "Stages"};
  stages.columns = {{"owner", "Owner", Kind::reference},
                    {"note", "What was said"},
                    {"deals", "Deals", Kind::integer, "", true},
                    {"value", "Won value", Kind::money, "USD"},
                    {"share_percent", "Share", Kind::percent},
                    {"price", "Price", Kind::money},
                    {"since", "Since", Kind::date}};
  stages.rows = {{report::Reference{"anna-kv3m9p", "Anna 王小明"}, "=cmd|'/c calc'!A0", std::int64_t{8},
                  report::Money{{-120050, 2}, "USD"}, report::Percent{{5000, 2}},
                  report::Money{{99, 0}, "JPY"}, *core::parse_date("2017-01-31")},
                 {report::Reference{"b-000000", "B\x1b[31m"},
                  "two\nlines, \"quoted\" | <b>",
                  std::int64_t{4},
                  {},
                  report::Percent{{2500, 2}},
                  report::Money{{1, 1}, "EUR"},
                  {}},
                 {{}, {}, std::int64_t{0}, report::Money{{0, 2}, "USD"}, {}, {}, {}}};
  stages.total = {"Total", {}, std::int64_t{12}, report::Money{{-120050, 2}, "USD"}, {}, {}, {}};
  stages.note = "Open deals have no value yet.";
  overview.tables.push_back(stages);
  overview.findings.push_back({"product-missing",
                               "1,480 deals name a product that is not there",
                               1480,
                               {{"x-1"}, {"x-2"}},
                               "flatcrm check"});
  report::Section& more = document.add("By month");
  report::Series months{.name = "months", .title = "Touches"};
  months.category = {"month", "Month"};
  months.categories = {"2017-01", "2017-02"};
  months.lines = {{"touches", "Touches", {std::int64_t{10}, std::int64_t{5}}}};
  more.series.push_back(months);
  more.tables.push_back({.name = "nothing", .title = "Nothing", .columns = {{"a", "A"}}});
  more.notes.push_back("A note.");
  document.made_from = {
      "acme", "1f9c2ab", "", *core::parse_date("2017-10-01"), {{"deals", 8800}, {"staff", 41}}, "0.1.0"};
  return document;
}
