// Whole records, as lists of (path, text): what is imported, edited, shown and checked.
//
//   RecordSet set;
//   set.begin();  set.add(Paths::id, "acme-1f9x2k");  set.add(paths.intern("name"), "Acme");  set.end(place);
//   set[0].value(name) == "Acme"         set[0].id() == "acme-1f9x2k"
//
// Shape   one representation for a CSV row, a YAML document and a mapped source row: values with text only,
//         in the order of the file; a list of scalars is one value, joined as core::join_list does (a
//         hand-made cell "a;b" reads "a; b"); an element of a list of maps has its number in the path. A
//         scalar where the schema has a list is a list of one; a list where it has a scalar keeps its shape
//         in its path ("name[]"). A view with a null data() is absent, an empty one is given but empty (only
//         a source has those).
// Units   `at` of a value is its byte offset from the record's `begin`, that of the record from the start of
//         its file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "core/lines.h"
#include "core/problem.h"
#include "format/csv.h"
#include "format/yaml.h"
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
  std::string_view value(PathId path) const {
    for (const Value& one : values_)
      if (one.path == path) return one.text;
    return {};
  }
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
  Record operator[](std::size_t row) const {
    const Row& place = rows_[row];
    const std::vector<Value>& values = place.chunk == 0 ? values_ : chunks_[place.chunk - 1];
    return {std::span(values).subspan(place.first, place.count), place.begin, place.index};
  }
  /// Says that a record is soon to be looked at, so that the memory that tells where it is comes
  /// closer meanwhile.
  void prefetch(std::size_t row) const { __builtin_prefetch(&rows_[row]); }
  /// The values of a record, to put other texts in their place.
  std::span<Value> edit(std::size_t row) {
    const Row& place = rows_[row];
    std::vector<Value>& values = place.chunk == 0 ? values_ : chunks_[place.chunk - 1];
    return std::span(values).subspan(place.first, place.count);
  }

  /// Takes values out of a record; the others stay in their order.
  template <typename Goes>
  void drop(std::size_t row, const Goes& goes) {
    std::span<Value> values = edit(row);
    auto end = std::remove_if(values.begin(), values.end(), goes);
    rows_[row].count = static_cast<std::uint32_t>(end - values.begin());
  }

  void begin() { open_ = values_.size(); }
  void add(PathId path, std::string_view text, std::uint32_t at = 0) { values_.push_back({text, path, at}); }
  void end(std::uint64_t begin, std::uint32_t index) {
    rows_.push_back({open_, static_cast<std::uint32_t>(values_.size() - open_), index, begin, 0});
  }
  /// Takes over another set: its texts, and those of its records that are marked, without copying them.
  void adopt(RecordSet&& other, const std::vector<bool>& marked);
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
    std::uint32_t chunk;  // where its values are: 0 here, else in chunks_
  };
  std::vector<Value> values_;
  std::deque<std::vector<Value>> chunks_;  // of adopted sets
  std::deque<core::Arena> arenas_;
  std::vector<Row> rows_;
  std::size_t open_ = 0;
  core::Arena arena_;
};

/// The id of a record, or, where its schema has an x-key and it has no id, its key: "2026-11-02-usd" for
/// a rate.
std::string key_of(const Record& record, Paths& paths);

/// How a book's CSV file is written; a book's own tables have their header in the first row.
struct TableStyle {
  format::CsvDialect dialect;
  std::vector<PathId> columns;  // each once: the second column of a name reads as "name (2)"
};

/// What the first row of a book's CSV file says: the delimiter is the one of , ; tab | that the header holds
/// most often outside quotes.
struct TableHeader {
  format::CsvDialect dialect;
  std::vector<std::string> names;  // as they stand there, decoded
  std::size_t body = 0;            // offset of the first row behind it
};
/// Nothing is read behind the header. Problems as of read_table_records.
TableHeader read_table_header(std::string_view text, const std::string& file, core::Problems& problems);

/// Appends the rows of a book's CSV file. `text` must outlive the set. Rows without any value are no records.
/// Problems  duplicate-column, unnamed-column, bad-header (a list or map of the schema named as one column),
///           ragged-row (an error when cells have no column, else a warning), with their places.
/// Errors    Code::book for a conflict marker, Code::encoding for invalid UTF-8, bad_input for a quote that
///           is never closed.
TableStyle read_table_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                              core::Problems& problems);

/// Appends the documents of a YAML file. `text` must outlive the set. A document that is no map is a problem
/// (bad-document), one that is empty is nothing. Error book where the text is no YAML.
void read_yaml_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                       core::Problems& problems);
/// With buffers that are used again for the next file.
void read_yaml_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                       core::Problems& problems, format::YamlFile& buffers);

/// The canonical YAML document of a record, values in schema order; appends to `out`. Error book when two
/// values contradict each other ("a" and "a.b").
void write_yaml_record(std::string& out, const Record& record, const Paths& paths);
/// One row below `columns`; a value whose path is not among them is an Error(Code::usage) of the caller.
void write_table_record(std::string& out, const Record& record, const std::vector<PathId>& columns,
                        const Paths& paths, const format::CsvDialect& dialect,
                        std::string_view line_end = "\n");

/// Findings against the schema. References to nothing, kinds, stages and files' names are the book's to
/// check. A tombstone needs no required fields.
/// Errors    missing-field bad-id bad-date bad-number bad-value (not permitted, no boolean) out-of-range
///           bad-length bad-email bad-country bad-currency bad-period bad-shape (a list, map or value where
///           the schema, or another value, has another one)
/// Warnings  bad-phone bad-url bad-language
void validate(const Record& record, const Paths& paths, const std::string& file, core::Lines& lines,
              core::Problems& problems);
/// Counts lines anew for each record with a finding.
void validate(const Record& record, const Paths& paths, const std::string& file, std::string_view text,
              core::Problems& problems);

}  // namespace flatcrm::model
