// A report on a book that is no folder, for tests of what reports say.
//
//   report::Document document =
//       report_on({{"sales/sales.csv", "id,date\n..."}}, "pipeline", on("2026-11-22"));
#pragma once

#include <string>
#include <string_view>

#include "query/book_catalog.h"
#include "report/report.h"
#include "segment/saved.h"
#include "support/memory_book.h"

namespace flatcrm::test {

inline report::Parameters on(const char* as_of) {
  return {.as_of = *core::parse_date(as_of)};
}

/// People are called "Name of ID".
inline report::Document report_on(const Files& files, std::string_view name,
                                  const report::Parameters& parameters) {
  MemoryBook memory(files);
  book::Book book = memory.open(parameters.threads);
  query::Catalog catalog = query::catalog_of(book, parameters.as_of);
  segment::add_saved(catalog, book);
  auto name_of = [](std::string_view, std::string_view id) { return "Name of " + std::string(id); };
  return report::make_report(report::report_named(name), book, catalog, parameters, name_of);
}

}  // namespace flatcrm::test
