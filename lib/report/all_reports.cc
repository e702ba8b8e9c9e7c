#include "report/all_reports.h"

#include <fmt/format.h>

#include "core/error.h"
#include "report/saved_report.h"

namespace flatcrm::report {

namespace {

Row row_of(const SavedReport& saved) {
  std::string about = saved.title.empty() ? saved.name : saved.title;
  if (!saved.description.empty()) about += ": " + saved.description;
  bool is_query = saved.parts.size() == 1 && saved.parts[0].report.empty();
  return {saved.name, about, is_query ? saved.parts[0].of : ""};
}

void add_saved(Section& section, Table& table, const book::Book& book) {
  for (const std::string& name : saved_report_names(book)) {
    if (is_built_in(name)) {
      section.notes.push_back(fmt::format(
          "reports/{}.yaml has the name of a built-in report and is never made; rename it.", name));
      continue;
    }
    try {
      table.rows.push_back(row_of(*read_saved_report(book, name)));
    } catch (const Error& error) {
      section.notes.emplace_back(error.what());
    }
  }
}

}  // namespace

Document list_of_reports(const book::Book* book) {
  Document document{.name = "reports", .title = "Reports"};
  Section& section = document.add("");
  Table table{.name = "reports"};
  table.columns = {{"report", "Report"}, {"about", "About"}, {"subject", "--where and --by are of"}};
  for (const Report& report : reports())
    table.rows.push_back(
        {std::string(report.name), std::string(report.summary), std::string(report.subject)});
  if (book != nullptr) add_saved(section, table, *book);
  section.tables.push_back(std::move(table));
  return document;
}

}  // namespace flatcrm::report
