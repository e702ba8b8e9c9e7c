#include "report/saved_report.h"

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

test::Files files() {
  return {{"customers/c.csv", "id,name,addresses.1.country\na,Ann,CH\nb,Ben,DE\nc,Cy,DE\n"},
          {"interactions/i.csv",
           "id,date,customer,direction,channel\n1,2026-11-20,a,in,phone\n2,2026-10-20,b,out,email\n"}};
}

report::Document make(const std::string& text, report::Parameters parameters = test::on("2026-11-22")) {
  test::MemoryBook memory(files());
  book::Book book = memory.open();
  query::Catalog catalog = query::catalog_of(book, parameters.as_of);
  report::SavedReport saved = report::parse_saved_report(text, "mine", "reports/mine.yaml");
  return report::make_saved_report(saved, book, catalog, parameters, {});
}

std::string fault(const std::string& text) {
  try {
    make(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("a query alone is a report with one table") {
  report::Document document = make("title: Where\ngroup-by: country\ncolumns: count() as n\nsort: n desc\n");
  CHECK(document.title == "Where");
  CHECK(rows_of(document, "groups") == "DE|2\nCH|1\n");
  CHECK(document.made_from.records.size() == 1);
}

TEST_CASE("columns may be a list, and whoever looks for another name of the parts is told theirs") {
  const char* one =
      "title: Where\ngroup-by: country, status\ncolumns: count() as n, max(name) as last\nsort: n desc\n";
  const char* listed =
      "title: Where\ngroup-by:\n  - country\n  - status\ncolumns: [count() as n, max(name) as last]\nsort: [n desc]\n";
  CHECK(rows_of(make(one), "groups") == rows_of(make(listed), "groups"));
  CHECK(fault("sections:\n  - report: activity\n").find(", parts, ") != std::string::npos);
}

TEST_CASE("parts keep what is wanted of them, under names of their own") {
  report::Document document = make(
      "parts:\n  - report: activity\n    period: last month\n    tables: [channels, figures]\n"
      "  - report: activity\n    name: now\n    by: channel\n    tables: [channels]\n"
      "  - {title: All, columns: name, limit: 2}\n");
  CHECK(rows_of(document, "activity_channels").substr(0, 7) == "email|1");
  CHECK(rows_of(document, "now_channels").substr(0, 7) == "email|1");
  CHECK(figures_of_document(document)["activity_touches"] == "1");
  CHECK(rows_of(document, "all_records") == "Ann\nBen\n");
  CHECK(report::table_names(document) ==
        std::vector<std::string>{"activity_channels", "now_channels", "all_records", "figures"});
}

TEST_CASE("the command line counts more than the file, and conditions count together") {
  report::Parameters parameters = test::on("2026-11-22");
  parameters.period = report::parse_period("2026-11", {parameters.as_of, 1});
  parameters.where = "country = DE";
  std::string text = "report: activity\nperiod: 2026-10\nwhere: name != Cy\n";
  CHECK(figures_of_document(make(text))["touches"] == "1");
  CHECK(figures_of_document(make(text, parameters))["touches"] == "0");
  CHECK(rows_of(make("columns: count(interactions where date in $period) as n\nsort: name\n", parameters),
                "records") == "0\n0\n");
}

TEST_CASE("a chart is a series of one kind of value") {
  report::Document document = make("group-by: country\ncolumns: count() as n\nchart: line\n");
  REQUIRE(document.sections[0].series.size() == 1);
  CHECK(document.sections[0].series[0].shape == report::Series::Shape::line);
  CHECK(rows_of(document, "groups") == "CH|1\nDE|2\n");
}

TEST_CASE("what is wrong is told with its line and column") {
  CHECK(fault("") ==
        "reports/mine.yaml:1:1: the file is empty; it needs 'report: NAME', or a query's columns");
  CHECK(fault("parts:\n  - report: activty\n") ==
        "reports/mine.yaml:2:13: no report 'activty'; did you mean 'activity'?");
  CHECK(fault("parts:\n  - report: activity\n    colums: x\n").substr(0, 45) ==
        "reports/mine.yaml:3:5: no setting 'colums' he");
  CHECK(fault("where: 'contry = DE'\n") ==
        "reports/mine.yaml:1:9: no field 'contry' in customers; did you mean 'country'?");
  CHECK(fault("parts:\n  - report: activity\n  - report: activity\n") ==
        "reports/mine.yaml:3:5: two parts are named 'activity'; give one of them another 'name'");
  CHECK(fault("report: activity\ntables: [chanels]\n") ==
        "reports/mine.yaml:2:9: no table 'chanels' in the report activity; did you mean 'channels'?");
  CHECK(fault("title: x\n") ==
        "reports/mine.yaml:1:1: a part is a built-in report or a query; add 'report: NAME', or 'columns'");
  CHECK(fault("report: activity\nlimit: few\n") ==
        "reports/mine.yaml:2:8: 'few' is no number of rows; write 10, or 0 for all");
}
