// Changes single cells and rows of a delimited text, every other byte staying as it is.
//
//   CsvEditor editor("id;name \r\n7;'a'\r\n", dialect);
//   editor.set(1, 1, "Acme; Ltd");
//   editor.text() == "id;name \r\n7;'Acme; Ltd'\r\n"
//
// Shape   rows and columns as CsvScanner gives them (a BOM left out): row 0 is the header when there is one,
//         columns are 0-based.
// Style   a changed cell keeps its quotes if it had some, and gets some where its new value needs them; where
//         it was empty, it takes the style of its column (quoted everywhere: quoted). A new row takes the
//         first line end of the file and the style of the columns. A file without a last line end gets none
//         at its new end; the BOM stays. A new column goes to the end of every row (ragged rows are filled up
//         first), quoted where the whole row is.
// An only cell that is empty is written as two quotes, so that its row is no blank line.
// A cell set to the value that it has keeps its bytes. Blank lines (in a table of several columns) and
// comments stay where they are; a new row comes right behind the row before it, so that a comment stays with
// what follows it.
// Errors  what CsvScanner throws, for the old text; bad_input where a value can't be written in this dialect.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"

namespace flatcrm::format {

class CsvEditor {
 public:
  /// The views must outlive the editor.
  CsvEditor(std::string_view text, CsvDialect dialect);

  /// Requires: row < rows(). A row too short is filled up with empty cells. The last of several values for
  /// one cell counts.
  void set(std::size_t row, std::size_t column, std::string_view value);
  /// A row of `cells` before row `before` (rows() appends). Several at one place stand in the order of
  /// the calls.
  void insert_row(std::size_t before, std::vector<std::string_view> cells);
  /// Requires: row < rows(). Undoes what was set in it.
  void remove_row(std::size_t row);
  /// Returns its index: behind the longest row. Cells of existing rows are empty until set.
  std::size_t add_column(std::string_view name);

  /// As they were: new and removed ones don't count.
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_ + new_columns_.size(); }
  /// What was scanned, for callers that look at old values; row 0 of block `i + 1` follows the last of
  /// block `i`.
  const std::vector<CsvBlock>& blocks() const { return blocks_; }

  /// The text with all changes; one pass over the old text.
  std::string text() const;

 private:
  friend class CsvEditPass;
  struct Cell {
    std::size_t row, column;
    std::string_view value;
  };
  struct NewRow {
    std::size_t before;
    std::vector<std::string_view> cells;
  };
  std::string_view text_;
  CsvDialect dialect_;
  std::vector<CsvBlock> blocks_;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
  std::vector<NewRow> new_rows_;
  std::vector<std::size_t> removed_;
  std::vector<std::string_view> new_columns_;
};

struct CsvNewColumn {
  std::size_t before = 0;  // column of the text as it is; the number of columns: behind the last
  std::string_view name;
};
/// The text with further columns, empty below their names; those for one place stand in their order. Blank
/// lines, comments and rows that end before the place stay as they are.
std::string insert_columns(std::string_view text, const CsvDialect& dialect,
                           const std::vector<CsvNewColumn>& columns);

}  // namespace flatcrm::format
