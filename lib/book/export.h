// Gives the records of a collection away: as a table, or one JSON object a line.
//
//   export_records(book, {.collection = "customers", .form = Form::csv},
//                  [&](std::string_view some) { sink.write(some); });
//
// Shape   CSV: RFC 4180, UTF-8, LF; the columns are those that any record has a value in, in schema order, id
//         first; lists joined with "; ". JSON lines: maps and lists as in YAML; integers and booleans as
//         such, every other value a string, so that decimals stay exact. Records come in the order of the
//         book's files and of the rows in them; tombstones are left out.
// Safety  a cell of free text that a spreadsheet would run as a formula gets an apostrophe in front
//         (format/csv_guard.h), which an import takes off again, unless `raw`.
// Errors  those of read.h; Code::usage for a field that no record and no schema has.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "book/book.h"

namespace flatcrm::book {

enum class Form { csv, tsv, jsonl, ids };

struct Export {
  std::string collection;
  Form form = Form::csv;
  std::vector<std::string> fields;  // only these, in this order; empty: all
  bool raw = false;
  /// Only these records, where it is given.
  std::optional<std::unordered_set<std::string>> ids = std::nullopt;
};

/// Returns the number of records.
std::size_t export_records(const Book& book, const Export& wishes,
                           const std::function<void(std::string_view)>& out);

}  // namespace flatcrm::book
