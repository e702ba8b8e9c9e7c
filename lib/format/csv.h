// Reads delimited text in place, knowing where every cell came from.
//
//   CsvScanner scanner("id,name\n7,\"Acme, \"\"Ltd\"\"\"\n", CsvDialect{});
//   CsvBlock block;
//   scanner.next(block);                       // up to a few thousand rows at a time, the header being row 0
//   block.raw(1, 1) == "Acme, \"\"Ltd\"\""     // without the outer quotes
//   block.text(1, 1, arena) == "Acme, \"Ltd\""
//   block.cells(1) == 2                        // ragged rows keep the cells that they have
//
// Shape   rows of cells as byte ranges; buffers of a block are reused, nothing is allocated a cell.
// Units   offsets are bytes from the start of the text given.
// Errors  Code::bad_input for a quote that is never closed (with its place); Code::limit for a cell past 64 MiB.
// Source  RFC 4180 section 2. Beyond it: LF, CR LF and CR end a row; a BOM is skipped; a quote inside an unquoted cell, or text
//         behind a closing quote, is taken literally (as Python's csv does); an empty line is a row of one empty cell.
// Two ways: 64 bytes at a time by masks (AVX2 or SSE2, chosen at run time), and one byte at a time; a test holds them equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"

namespace flatcrm::format {

struct CsvDialect {
  char delimiter = ',';
  char quote = '"';    // 0: no quoting
  char escape = 0;     // a character that takes the next one literally inside quotes, e.g. '\\'; 0: only doubled quotes
  char comment = 0;    // rows that start with it are skipped; 0: none
  bool trim = false;   // blanks around the delimiter don't count (also before an opening quote)
  std::string delimiter_text;  // a delimiter of several bytes (", " or "||"); when set it stands instead of `delimiter`
};

/// Where a cell lies, quotes left out.
struct CsvCell {
  std::uint64_t begin = 0;
  std::uint32_t size = 0;
  bool quoted = false;   // stood in quotes
  bool escaped = false;  // holds doubled quotes or escapes: text() differs from raw()
};

class CsvBlock {
 public:
  std::size_t rows() const { return row_ends_.size(); }
  std::size_t cells(std::size_t row) const { return row_ends_[row] - first(row); }
  const CsvCell& cell(std::size_t row, std::size_t column) const { return cells_[first(row) + column]; }
  /// The row as it stands in the file, its line end left out.
  std::string_view line(std::size_t row) const { return text_.substr(row_begins_[row], row_sizes_[row]); }
  std::uint64_t offset(std::size_t row) const { return row_begins_[row]; }
  std::string_view raw(std::size_t row, std::size_t column) const {
    const CsvCell& c = cell(row, column);
    return text_.substr(c.begin, c.size);
  }
  /// The value; in `arena` only where it differs from raw().
  std::string_view text(std::size_t row, std::size_t column, core::Arena& arena) const {
    return cell(row, column).escaped ? unescape(cell(row, column), arena) : raw(row, column);
  }

 private:
  friend class CsvScanner;
  std::size_t first(std::size_t row) const { return row == 0 ? 0 : row_ends_[row - 1]; }
  std::string_view unescape(const CsvCell& cell, core::Arena& arena) const;

  std::string_view text_;
  CsvDialect dialect_;
  std::vector<CsvCell> cells_;           // of all rows, one after the other
  std::vector<std::uint32_t> row_ends_;  // index behind the last cell of each row
  std::vector<std::uint64_t> row_begins_;
  std::vector<std::uint32_t> row_sizes_;
};

class CsvScanner {
 public:
  /// `text` without a BOM at its start (skip_bom), or any part of it that begins at a row.
  CsvScanner(std::string_view text, CsvDialect dialect);
  /// The next rows; false at the end. `most_rows` bounds a block.
  bool next(CsvBlock& block, std::size_t most_rows = 4096);
  /// Where the next row starts.
  std::uint64_t offset() const { return offset_; }

 private:
  std::string_view text_;
  CsvDialect dialect_;
  std::uint64_t offset_ = 0;
  bool plain_ = false;  // the byte-wise way, from the first irregular quote on or where the dialect asks for it
};

/// Cuts the text at row starts into about `parts` pieces of like size, quoted line ends being no row starts: offsets
/// 0 = o[0] < o[1] < ... < o[n] = text.size(). One piece when quotes stand irregularly, so that pieces read as the whole.
std::vector<std::uint64_t> split_rows(std::string_view text, const CsvDialect& dialect, std::size_t parts);

/// The bytes of a UTF-8 BOM at the start: 3 or 0.
std::size_t bom_size(std::string_view text);

/// A whole table for small files and tests: every value decoded, rows as they are.
struct CsvTable {
  std::vector<std::vector<std::string>> rows;  // the header included
};
CsvTable read_csv(std::string_view text, const CsvDialect& dialect = {});

/// Appends one cell, quoted when it must be (delimiter, quote, CR, LF, blank at an end) or when `always`.
void write_cell(std::string& out, std::string_view value, const CsvDialect& dialect, bool always = false);

}  // namespace flatcrm::format
