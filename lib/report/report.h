// What every report is given and what it says of itself.
//
//   const Report& report = report_named("pipeline");       // Error usage with the nearest name
//   book::Tables tables = book::read_tables(book, report.requests(parameters));
//   Document document = report.make({tables, book.config(), parameters});
//   document.made_from.version = ...;            // and the revision: the caller knows them
//
// A report is a pure function: it reads no clock and no file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/config.h"
#include "core/date.h"
#include "model/table.h"
#include "report/document.h"
#include "report/period.h"

namespace flatcrm::report {

struct Parameters {
  core::Date as_of;
  std::optional<Period> period{};
  std::vector<std::string> by{};  // breakdowns; empty: those of the report
  std::size_t limit = 20;         // rows of an open-ended list; 0: all
  int threads = 1;
};

/// How a person calls a record: asked only for the few that a list shows, so that no report reads all customers.
using NameOf = std::function<std::string(std::string_view collection, std::string_view id)>;

struct Input {
  const std::vector<model::Table>& tables;  // as requests() asked for them
  const book::Config& config;
  Parameters parameters;
  NameOf name_of{};  // may be empty
};

struct Report {
  std::string_view name;
  std::string_view summary;
  std::vector<std::string_view> breakdowns;  // what `by` may name, beside fields where `by_fields`
  bool by_fields = false;
  std::vector<model::TableRequest> (*requests)(const Parameters& parameters);
  Document (*make)(const Input& input);
};

/// All reports by name.
const std::vector<Report>& reports();
const Report& report_named(std::string_view name);

/// Where the document is from, but for version and revision.
Provenance made_from(const Input& input, const std::vector<model::TableRequest>& requests);

}  // namespace flatcrm::report
