// Typed columns of one collection, for everything that only reads.
//
//   Table table = ...;                                  // made by book::read_tables
//   const Codes& staff = table.codes("staff");          // reference, permitted values, or asked for as codes
//   staff.dictionary.text(staff.codes[7]) == "anna-kv3m9p"     // code 0 is "", a missing value
//   table.dates("date")[7].days      table.numbers("amount").values[7]  (no_number where missing)
//
// Shape   rows() values a column; a column that no file has is all missing. Views last as long as the table.
// Units   days since 1970-01-01; numbers are mantissas at one scale for the column.
// A cell that is no value of its type counts as missing and is counted in `unreadable`: reports say so and point to `check`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/arena.h"
#include "core/date.h"
#include "core/decimal.h"
#include "format/csv.h"
#include "model/schema.h"

namespace flatcrm::model {

/// Distinct texts with dense codes from 1 on; 0 is "".
class Dictionary {
 public:
  Dictionary();
  std::uint32_t code(std::string_view text);         // adds it when new
  std::uint32_t find(std::string_view text) const;   // 0 when unknown
  std::string_view text(std::uint32_t code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size(); }  // with code 0

 private:
  void grow();
  std::vector<std::string_view> texts_;
  std::vector<std::uint64_t> slots_;  // upper half of the hash, code: open addressing
  core::Arena arena_;
};

struct Codes {
  std::vector<std::uint32_t> codes;
  Dictionary dictionary;
};
struct Texts {
  std::vector<std::string_view> texts;
};
struct Dates {
  std::vector<core::Date> days;
  std::size_t unreadable = 0;
};
struct Numbers {
  std::vector<std::int64_t> values;
  std::uint8_t scale = 0;
  std::size_t unreadable = 0;
  core::Decimal operator[](std::size_t row) const { return {values[row], scale}; }
  bool missing(std::size_t row) const { return values[row] == core::no_number; }
};

using Column = std::variant<Codes, Texts, Dates, Numbers>;

/// What a column is wanted as; `natural`: references, permitted values and booleans as codes, dates as days, numbers as numbers, text as text.
enum class As : std::uint8_t { natural, codes, texts };

struct ColumnRequest {
  std::string path;
  As as = As::natural;
};

struct TableRequest {
  std::string collection;
  std::vector<ColumnRequest> columns;
};

class Table {
 public:
  std::size_t rows() const { return rows_; }
  bool has(std::string_view path) const;
  /// Renames values of a codes column, codes staying: merged records become the one that they were merged into. Two codes may then have one
  /// text; the column is recoded so that they become one.
  void rename(std::string_view path, const std::unordered_map<std::string_view, std::string_view>& names);
  const Codes& codes(std::string_view path) const;
  const Texts& texts(std::string_view path) const;
  const Dates& dates(std::string_view path) const;
  const Numbers& numbers(std::string_view path) const;

 private:
  friend class TableBuilder;
  const Column& column(std::string_view path) const;
  std::size_t rows_ = 0;
  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::vector<std::shared_ptr<const void>> owners_;  // mapped files and arenas that the views point into
};

/// One piece of a table (a file or a part of a large one), filled by one thread.
class TablePiece {
 public:
  TablePiece(const TableRequest& request, const Schema& schema);
  /// Rows of delimited text; `header` holds the names, `text` starts at a row behind it.
  void read_rows(std::string_view text, const format::CsvDialect& dialect, const std::vector<std::string>& header);
  /// The documents of a YAML file.
  void read_documents(std::string_view text, const std::string& file);
  std::size_t rows() const;

 private:
  friend class TableBuilder;
  struct State;
  std::shared_ptr<State> state_;
};

/// Joins pieces in their order: dictionaries merged, scales made equal. `owner` keeps the pieces' bytes.
class TableBuilder {
 public:
  TableBuilder(const TableRequest& request, const Schema& schema);
  void add(TablePiece piece, std::shared_ptr<const void> owner);
  /// Columns are joined on up to `threads` threads. Ends the builder.
  Table build(int threads);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace flatcrm::model
