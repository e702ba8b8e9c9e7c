// What a query may name: collections, fields, saved segments, and the day that is today.
//
//   Catalog catalog = catalog_of(book, today);    // everything that the book has, looked up when asked for
//   Catalog row = catalog_of_columns({"Status", "Amount"}, today);
//
// A catalog of columns is that of a source's rows: its names are the headers, all of them text.
// Threads  a catalog serves one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/config.h"
#include "core/date.h"
#include "model/schema.h"

namespace flatcrm::query {

/// The condition of a saved segment.
struct SavedQuery {
  std::string collection, where, file;
};

struct Catalog {
  core::Date today = core::no_date;
  const model::Schemas* schemas = nullptr;  // null for the columns of a source
  const book::Config* config = nullptr;
  std::vector<std::string> columns{};

  /// The paths that the records of a collection have values at, lists of scalars with "[]" where no schema
  /// has them. Looking them up may read the whole collection: only names that no schema has ask for it. All
  /// three may be empty.
  std::function<const std::vector<std::string>&(const std::string& collection)> used_paths{};
  std::function<bool(const std::string& collection, std::string_view id)> exists{};
  std::function<std::optional<SavedQuery>(std::string_view name)> segment{};
  std::function<std::vector<std::string>()> segment_names{};
};

/// A catalog without a book: built-in schemas, what no one has used; for tests and for documentation.
Catalog catalog_of_columns(std::vector<std::string> columns, core::Date today);

}  // namespace flatcrm::query
