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
// Errors  Code::bad_input for a quote that is never closed (with its place); Code::limit for a cell past 64
//         MiB or a row past 1 GiB.
// Source  RFC 4180 section 2. Beyond it: LF, CR LF and CR end a row; a quote inside an unquoted cell, or text
//         behind a closing quote, is taken literally (as Python's csv does); an empty line is a row of one
//         empty cell.
// Two ways: 64 bytes at a time by masks (csv_masks.h), and one byte at a time (for dialects with escapes,
// comments, trimming or a delimiter of several bytes, and for rows with irregular quotes); a test holds
// them equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "format/csv_masks.h"

namespace flatcrm::format {

/// Requires: delimiter, quote, escape and comment are different ASCII characters, none of them CR or LF.
struct CsvDialect {
  char delimiter = ',';
  char quote = '"';    // 0: no quoting
  char escape = 0;     // inside quotes it takes a quote or itself literally, e.g. '\\'; 0: none
  bool loose = false;  // quotes are not doubled: one closes only where a delimiter or line end follows
  char comment = 0;    // rows that start with it are skipped; 0: none
  bool trim = false;   // blanks around the delimiter don't count (also before an opening quote)
  std::string delimiter_text;  // a delimiter of several bytes (", " or "||"), instead of `delimiter`
};

/// The delimiter of a dialect as it is written.
inline std::string_view delimiter_of(const CsvDialect& dialect) {
  return dialect.delimiter_text.empty() ? std::string_view(&dialect.delimiter, 1) : dialect.delimiter_text;
}

/// Where the value of a cell lies, quotes left out.
struct CsvCell {
  std::uint64_t begin = 0;
  std::uint32_t size = 0;
  bool quoted = false;  // begins with a quote
  bool escaped =
      false;  // holds doubled quotes, escapes, or text behind its closing quote: text() differs from raw()
};

class CsvBlock {
 public:
  std::size_t rows() const { return row_count_; }
  std::size_t cells(std::size_t row) const { return rows_[row].cells_end - first(row); }
  CsvCell cell(std::size_t row, std::size_t column) const;
  /// The row as it stands in the file, its line end left out.
  std::string_view line(std::size_t row) const {
    return text_.substr(offset(row), ends_[rows_[row].cells_end - 1] - rows_[row].begin);
  }
  std::uint64_t offset(std::size_t row) const { return origin_ + rows_[row].begin; }
  /// The cell as it stands in the file, with its quotes and the blanks around it.
  std::string_view outer(std::size_t row, std::size_t column) const {
    const std::size_t index = first(row) + column;
    const std::uint32_t begin = column == 0 ? rows_[row].begin : ends_[index - 1] + delimiter_size_;
    return {text_.data() + origin_ + begin, ends_[index] - begin};
  }
  /// Without outer quotes and trimmed blanks; doubled quotes and escapes as they stand.
  std::string_view raw(std::size_t row, std::size_t column) const {
    const std::string_view whole = outer(row, column);
    return is_plain(whole) ? whole : raw_special(whole);
  }
  /// The value; in `arena` only where it differs from raw().
  std::string_view text(std::size_t row, std::size_t column, core::Arena& arena) const {
    const std::string_view whole = outer(row, column);
    return is_plain(whole) ? whole : text_special(whole, arena);
  }

 private:
  friend class CsvScanner;
  std::size_t first(std::size_t row) const { return row == 0 ? 0 : rows_[row - 1].cells_end; }
  bool is_plain(std::string_view whole) const {
    return whole.empty() || (whole[0] != dialect_.quote && !dialect_.trim);
  }
  std::string_view raw_special(std::string_view whole) const;
  std::string_view text_special(std::string_view whole, core::Arena& arena) const;

  std::string_view text_;
  CsvDialect dialect_;
  std::uint32_t delimiter_size_ = 1;
  std::uint64_t origin_ = 0;         // what the places below are relative to
  std::vector<std::uint32_t> ends_;  // of the cells of all rows, one after the other; with room to spare
  std::vector<CsvRow> rows_;         // and one more: where the next row begins; with room to spare
  std::size_t row_count_ = 0;
};

/// Whether the mask way serves a dialect.
bool serves_masks(const CsvDialect& dialect);

/// How to scan: tests and benchmarks choose, all others leave the default.
enum class CsvWay : std::uint8_t { best, portable, sse2, avx2, bytewise };

class CsvScanner {
 public:
  /// `text` without a BOM at its start (bom_size), or any part of it that begins at a row.
  CsvScanner(std::string_view text, CsvDialect dialect, CsvWay way = CsvWay::best);
  /// The next rows, until the end or `most_rows` (at least 1); false when there are none.
  bool next(CsvBlock& block, std::size_t most_rows = 4096);
  /// Where the next row starts.
  std::uint64_t offset() const { return offset_; }

 private:
  void scan_masks(CsvBlock& block, CsvPlaces& places, std::size_t most_rows);
  void scan_row(CsvBlock& block, CsvPlaces& places);

  std::string_view text_;
  CsvDialect dialect_;
  std::uint64_t offset_ = 0;
  bool masks_ = false;  // the mask way serves this dialect
  CsvKernel kernel_ = CsvKernel::portable;
  std::size_t steps_ = 2;             // of 64 bytes at a time: few behind irregular quotes
  std::uint64_t bytewise_until_ = 0;  // rows that begin before it go byte by byte
};

/// Cuts the text at row starts into about `parts` pieces of like size: offsets 0 = o[0] < o[1] < ... < o[n] =
/// text.size(), and scanning the pieces gives the rows of the whole, whatever its quotes. One piece for
/// dialects that need the byte-wise way. Error bad_input where an irregular row holds a quote that is
/// never closed.
std::vector<std::uint64_t> split_rows(std::string_view text, const CsvDialect& dialect, std::size_t parts);

/// As split_rows, without reading the text: each piece ends behind some line feed, which may stand in quotes. Only scanning tells: the
/// cuts are row starts where no piece ends inside of a quote, which a scanner says as an Error; of those that do, split_rows knows better.
std::vector<std::uint64_t> guess_rows(std::string_view text, const CsvDialect& dialect, std::size_t parts);

/// The bytes of a UTF-8 BOM at the start: 3 or 0.
std::size_t bom_size(std::string_view text);

/// A whole table for small files and tests: every value decoded, rows as they are. A BOM is skipped.
struct CsvTable {
  std::vector<std::vector<std::string>> rows;  // the header included
};
CsvTable read_csv(std::string_view text, const CsvDialect& dialect = {});

/// Writes cells, quoted when they must be (delimiter, quote, CR, LF, a comment sign or BOM at the start, a
/// blank at an end) or when `always`. Error bad_input when one must be and the dialect has no quote, or can't
/// express it. The dialect must outlive the writer.
class CsvWriter {
 public:
  explicit CsvWriter(const CsvDialect& dialect);
  void cell(std::string& out, std::string_view value, bool always = false) const;

 private:
  bool needs_quotes(std::string_view value) const;
  bool has_special(std::string_view value) const;

  const CsvDialect& dialect_;
  std::uint64_t specials_[4];  // each of the bytes that need quotes, eight times
};

/// A single cell; for many, keep a CsvWriter.
void write_cell(std::string& out, std::string_view value, const CsvDialect& dialect, bool always = false);

}  // namespace flatcrm::format
