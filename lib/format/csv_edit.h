// Changes single cells and rows of a delimited text, every other byte staying as it is.
//
//   CsvEditor editor("id;name \r\n7;'a'\r\n", dialect);
//   editor.set(1, 1, "Acme; Ltd");
//   editor.text() == "id;name \r\n7;'Acme; Ltd'\r\n"
//
// Shape   rows and columns as CsvScanner gives them: row 0 is the header when there is one, columns are 0-based.
// Style   a changed cell keeps its quotes if it had some, and gets some where its new value needs them; a new row takes the line
//         end of the file and the style of the columns (quoted everywhere above: quoted); a file without a last line end gets none
//         at its new end; the BOM stays. A new column goes to the end of every row (ragged rows are filled up first).
// Blank and comment lines stay where they are.
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

  void set(std::size_t row, std::size_t column, std::string_view value);
  /// A row of `cells` before row `before` (rows() appends). Several at one place stand in the order of the calls.
  void insert_row(std::size_t before, std::vector<std::string_view> cells);
  void remove_row(std::size_t row);
  /// Returns its index. Cells of existing rows are empty until set.
  std::size_t add_column(std::string_view name);
  /// A column before column `before` of the table as it is after earlier insertions (like a vector's insert); rows() and
  /// all later set() and insert_row() count with it. Ragged rows are filled up as far as needed.
  void insert_column(std::size_t before, std::string_view name);

  std::size_t rows() const;
  /// The text with all changes; one pass over the old text.
  std::string text() const;

 private:
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
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
  std::vector<NewRow> new_rows_;
  std::vector<std::size_t> removed_;
  std::vector<std::string_view> new_columns_;
};

}  // namespace flatcrm::format
