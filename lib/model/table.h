// Typed columns of one collection, for everything that only reads.
//
//   Table table = ...;                                  // made by book::read_tables
//   const Codes& staff = table.codes("staff");          // reference, permitted values, or asked for as codes
//   staff.dictionary.text(staff.codes[7]) == "anna-kv3m9p"     // code 0 is "", a missing value
//   table.dates("date")[7].days      table.numbers("amount").values[7]  (no_number where missing)
//
// Shape   rows() values a column; a column that no file has is all missing. Views last as long as the table.
//         A list of scalars is its joined text, as in a record. Tombstones (records with merged_into) are
//         no rows.
// Units   days since 1970-01-01; numbers are mantissas at one scale for the column.
// A cell that is no value of its type counts as missing and is counted in `unreadable`: reports say so and
// point to `check`. Nothing here depends on how the input was cut into pieces, or on the number of threads:
// codes are in order of first occurrence.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/decimal.h"
#include "format/csv.h"
#include "model/dictionary.h"
#include "model/schema.h"

namespace flatcrm::model {

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

/// Stable hashes of the texts, 0 where missing: cheap where only the number of different values counts.
struct Hashes {
  std::vector<std::uint64_t> hashes;
};

using Column = std::variant<Codes, Texts, Dates, Numbers, Hashes>;

/// What a column is wanted as; `natural`: references, permitted values and booleans as codes, dates as days,
/// numbers as numbers, text and all lists as text.
enum class As : std::uint8_t { natural, codes, texts, hashes };

struct ColumnRequest {
  std::string path;
  As as = As::natural;
};

/// Rows whose text in a field can't meet a condition need not be read. Asked once for each of few different texts; where a field has many,
/// its rows are read without asking. Never asked of lists.
struct CellTest {
  std::string path;
  std::function<bool(std::string_view text)> may_hold;  // from several threads at once
};

struct TableRequest {
  std::string collection;
  std::vector<ColumnRequest> columns;
  /// Where it is not empty: only rows that hold one of these ids are wanted, and others may be left out. An
  /// id holds nothing that any format would write differently.
  std::vector<std::string> mentions{};
  /// Only rows that may meet all of these are wanted, and others may be left out.
  std::vector<CellTest> tests{};
};

class SharedDictionary;
/// By collection: the ids that references of several tables name, kept once.
using ReferenceTexts = std::map<std::string, std::shared_ptr<SharedDictionary>>;

class Table {
 public:
  std::size_t rows() const { return rows_; }
  bool has(std::string_view path) const;
  /// Gives values of a codes column other names: merged records become the one that they were merged into.
  /// Two of one name get one code; codes are then in order of first occurrence again. What is no column of
  /// codes, or not asked for, stays as it is.
  void rename(std::string_view path, const std::unordered_map<std::string_view, std::string_view>& names);
  /// Error usage when the column was not asked for, or is of another kind.
  const Codes& codes(std::string_view path) const;
  const Texts& texts(std::string_view path) const;
  const Dates& dates(std::string_view path) const;
  const Numbers& numbers(std::string_view path) const;
  const Hashes& hashes(std::string_view path) const;

 private:
  friend class TableBuilder;
  template <typename Kind>
  const Kind& column(std::string_view path) const;
  std::size_t rows_ = 0;
  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::vector<std::shared_ptr<const void>> owners_;  // mapped files and arenas that the views point into
};

/// One piece of a table (files, or a part of a large one, in their order), filled by one thread.
class TablePiece {
 public:
  /// Rows of delimited text; `header` holds the names, `text` starts at a row behind it. Texts of the columns
  /// point into `text`. Error bad_input for a quote that is never closed.
  void read_rows(std::string_view text, const format::CsvDialect& dialect,
                 const std::vector<std::string>& header);
  /// The documents of a YAML file; those that are no maps are left out. Error book where the text is no YAML.
  void read_documents(std::string_view text, const std::string& file);
  std::size_t rows() const;
  /// Whether columns show the bytes that were read, so that these must last.
  bool shows_source() const;

 private:
  friend class TableBuilder;
  struct State;
  explicit TablePiece(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

/// Makes pieces, which may be filled in parallel, and joins them in their order: codes numbered, scales
/// made equal.
class TableBuilder {
 public:
  /// `references` are filled, and shared with the other builders that know them.
  TableBuilder(const TableRequest& request, const Schema& schema, ReferenceTexts* references = nullptr);
  TablePiece piece() const;
  /// Requires: the piece was made by this builder. `owner` keeps its bytes.
  void add(TablePiece piece, std::shared_ptr<const void> owner);
  /// Columns are joined on up to `threads` threads. Ends the builder. Error limit when numbers of a column
  /// have no common scale.
  Table build(int threads);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace flatcrm::model
