// Whole records, as lists of (path, text): what is imported, edited, shown and checked.
//
//   RecordSet set;
//   set.begin();  set.add(Paths::id, "acme-1f9x2k");  set.add(paths.intern("name"), "Acme");  set.end(place);
//   set[0].value(name) == "Acme"         set[0].id() == "acme-1f9x2k"
//
// Shape   one representation for a CSV row, a YAML document and a mapped source row: values with text only, in the order of the
//         file; a list of scalars is one value, joined as core::join_list does; an element of a list of maps has its number in the path.
//         A view with a null data() is absent, an empty one is given but empty (only a source has those).
// Units   `at` of a value is its byte offset from the record's `begin`, that of the record from the start of its file.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "core/problem.h"
#include "format/csv.h"
#include "model/paths.h"

namespace flatcrm::model {

struct Value {
  std::string_view text;
  PathId path = 0;
  std::uint32_t at = 0;
};

class Record {
 public:
  Record(std::span<const Value> values, std::uint64_t begin, std::uint32_t index)
      : values_(values), begin_(begin), index_(index) {}
  std::string_view id() const { return value(Paths::id); }
  /// Null data() when absent.
  std::string_view value(PathId path) const;
  std::span<const Value> values() const { return values_; }
  std::uint64_t begin() const { return begin_; }
  /// Its number in the file: the row (header not counted) or the document.
  std::uint32_t index() const { return index_; }

 private:
  std::span<const Value> values_;
  std::uint64_t begin_;
  std::uint32_t index_;
};

class RecordSet {
 public:
  std::size_t size() const { return rows_.size(); }
  Record operator[](std::size_t row) const;
  /// The values of a record, to put other texts in their place.
  std::span<Value> edit(std::size_t row) { return std::span(values_).subspan(rows_[row].first, rows_[row].count); }

  void begin() { open_ = values_.size(); }
  void add(PathId path, std::string_view text, std::uint32_t at = 0) { values_.push_back({text, path, at}); }
  void end(std::uint64_t begin, std::uint32_t index) {
    rows_.push_back({open_, static_cast<std::uint32_t>(values_.size() - open_), index, begin});
  }
  void clear();
  void reserve(std::size_t rows, std::size_t values_a_row);
  /// Text that is in no file: decoded cells, joined lists, made ids.
  core::Arena& arena() { return arena_; }

 private:
  struct Row {
    std::size_t first;
    std::uint32_t count;
    std::uint32_t index;
    std::uint64_t begin;
  };
  std::vector<Value> values_;
  std::vector<Row> rows_;
  std::size_t open_ = 0;
  core::Arena arena_;
};

/// How a book's CSV file is written; a book's own tables have their header in the first row.
struct TableStyle {
  format::CsvDialect dialect;
  std::vector<PathId> columns;
};

/// What the first row of a book's CSV file says: the delimiter is the one of , ; tab | that the header holds most often outside quotes.
struct TableHeader {
  format::CsvDialect dialect;
  std::vector<std::string> names;  // as they stand there, decoded
  std::size_t body = 0;            // offset of the first row behind it
};
/// Nothing is read behind the header. Problems as of read_table_records.
TableHeader read_table_header(std::string_view text, const std::string& file, core::Problems& problems);

/// Appends the rows of a book's CSV file. `text` must outlive the set. Reports a column named twice, a header that is no path, ragged rows,
/// conflict markers (Error book) with their places. Blank rows are no records.
TableStyle read_table_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                              core::Problems& problems);

/// Appends the documents of a YAML file; a document that is no map is a problem. Error book where the text is no YAML.
void read_yaml_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                       core::Problems& problems);

/// The canonical YAML document of a record, values in schema order; appends to `out`.
void write_yaml_record(std::string& out, const Record& record, const Paths& paths);
/// One row below `columns`; a value whose path is not among them is an Error(Code::usage) of the caller.
void write_table_record(std::string& out, const Record& record, const std::vector<PathId>& columns, const Paths& paths,
                        const format::CsvDialect& dialect, std::string_view line_end = "\n");

/// Findings against the schema: types, permitted values, required fields, bounds, forms of e-mail, date, currency. References are the book's.
void validate(const Record& record, const Paths& paths, const std::string& file, std::string_view text,
              core::Problems& problems);

}  // namespace flatcrm::model
