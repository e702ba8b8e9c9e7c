// Reports that a firm writes itself: the files of a book's reports/ folder.
//
//   # reports/monday.yaml
//   title: Monday
//   parts:
//     - report: weekly
//     - report: activity
//       by: [channel]
//       period: last month
//       tables: [channels, waiting]
//     - title: Where they are
//       where: orders > 0
//       group-by: country
//       columns: count() as customers, sum(value) as value
//       sort: value desc
//       chart: bars
//
//   std::optional<SavedReport> monday = read_saved_report(book, "monday");
//   Document document = make_saved_report(*monday, book, catalog, parameters, name_of);
//
// Shape   a part is a built-in report with its options, or a query with columns. A file that is one part alone may leave `parts` out. Names of
//         figures and tables begin with the part's name where there are several parts. What stands on the command line counts more than
//         what stands in the file; conditions count together. `$period` in a query is the period asked for.
// Keys    title, description, parts; of a part: name, title; of a built-in one: report, period, by, where, currency, staff, limit, tables;
//         of a query: of (the collection, else customers), where, group-by, columns, sort, limit, chart (bars or line).
// Errors  Code::book with line and column for another key, a value of the wrong kind, a name that there is not, a query that means nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace flatcrm::report {

struct SavedPart {
  std::string name{}, title{};
  core::Place place{};
  std::string report{};  // a built-in one, or "" for a query
  std::string period{}, currency{}, staff{};
  std::vector<std::string> by{}, tables{};
  std::string of = "customers", where{}, group_by{}, columns{}, sort{}, chart{};
  std::optional<std::size_t> limit{};
  std::map<std::string, core::Place> places{};  // of each value, by key
};

struct SavedReport {
  std::string name, file;
  std::string title{}, description{};
  std::vector<SavedPart> parts{};
};

std::vector<std::string> saved_report_names(const book::Book& book);
/// Nothing where there is no such file.
std::optional<SavedReport> read_saved_report(const book::Book& book, const std::string& name);
SavedReport parse_saved_report(std::string_view text, const std::string& name, const std::string& file);

/// Built-in, which counts more, or the book's own. Code::usage with the nearest name where there is neither.
Document make_named_report(const std::string& name, const book::Book& book, const query::Catalog& catalog,
                           const Parameters& parameters, const NameOf& name_of);

Document make_saved_report(const SavedReport& saved, const book::Book& book, const query::Catalog& catalog,
                           const Parameters& parameters, const NameOf& name_of);

}  // namespace flatcrm::report
