// What every report promises of its names, whatever it reports.
#include <doctest/doctest.h>

#include <set>

#include "support/report_on.h"

using namespace flatcrm;

TEST_CASE(
    "names of figures, tables and series are unique in each report, on an empty book and on one of a "
    "customer") {
  test::Files one{{"customers/c.csv", "id,name\nc1,One\n"},
                  {"sales/s.csv", "id,kind,date,customer,amount\ns1,invoice,2026-01-01,c1,10\n"},
                  {"interactions/i.csv",
                   "id,date,customer,direction,kind,scale,score\ni1,2026-01-01,c1,in,survey,nps,9\n"}};
  for (const report::Report& report : report::reports()) {
    if (report.of_states) continue;  // a book in memory is not under git
    for (const test::Files& files : {test::Files{}, one}) {
      report::Document document = test::report_on(files, report.name, test::on("2026-04-01"));
      std::set<std::string> names;
      auto add = [&](const std::string& name) {
        CHECK_MESSAGE(names.insert(name).second, (std::string(report.name) + ": " + name));
      };
      for (const report::Section& section : document.sections) {
        for (const report::Figure& figure : section.figures) add(figure.name);
        for (const report::Table& table : section.tables) {
          add(table.name);
          for (const report::Row& row : table.rows) CHECK(row.size() == table.columns.size());
          CHECK((table.total.empty() || table.total.size() == table.columns.size()));
        }
        for (const report::Series& series : section.series) add(series.name);
      }
    }
  }
}
