// The byte-wise way of csv.h, one row and one cell at a time, for every dialect; internal to this layer.
//
//   read_row("a;'b''c'\nd", 0, dialect, [](std::size_t end) {...}) == 9      // called with 1 and 8
//   open_cell("'b''c'", dialect)   ->   raw "b''c", quoted, escaped
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/error.h"
#include "core/text.h"
#include "format/csv.h"

namespace flatcrm::format {

inline constexpr std::size_t most_cell_bytes = std::size_t{64} << 20;
inline constexpr std::size_t most_row_bytes = std::size_t{1} << 30;
inline constexpr std::size_t most_row_cells = std::size_t{1} << 20;

inline bool is_line_end(char byte) {
  return byte == '\n' || byte == '\r';
}
inline bool is_blank(char byte) {
  return byte == ' ' || byte == '\t';
}

[[noreturn]] void throw_csv(Code code, const char* what, std::string_view text, std::size_t offset,
                            const char* hint);

/// Behind the line end at `offset`; `offset` itself when there is none.
inline std::size_t skip_line_end(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return offset;
  if (text[offset] == '\r') return offset + (offset + 1 < text.size() && text[offset + 1] == '\n' ? 2 : 1);
  return offset + (text[offset] == '\n' ? 1 : 0);
}

/// Behind the comment lines that begin at `offset`.
std::size_t skip_comments(std::string_view text, std::size_t offset, const CsvDialect& dialect);

/// A quoted part of a cell.
struct CsvQuoted {
  std::size_t end = 0;   // behind the closing quote
  bool escaped = false;  // holds doubled quotes or escapes
};
/// From the quote at `offset`. Error bad_input when none closes it.
CsvQuoted skip_quoted(std::string_view text, std::size_t offset, const CsvDialect& dialect);

/// The end of the cell that begins at `offset`: a delimiter, a line end, or the end of the text.
std::size_t find_cell_end(std::string_view text, std::size_t offset, const CsvDialect& dialect,
                          std::string_view delimiter);

/// Tells the end of each cell of the row at `offset`; the start of the next row.
template <typename OnCell>
std::size_t read_row(std::string_view text, std::size_t offset, const CsvDialect& dialect, OnCell on_cell) {
  const std::string_view delimiter = delimiter_of(dialect);
  const std::size_t begin = offset;
  for (std::size_t cells = 1;; ++cells) {
    // No cell is longer, and a gigabyte without a line end need not be read to say so.
    const std::size_t reach = offset + std::min(text.size() - offset, most_cell_bytes + 1);
    const std::size_t end = find_cell_end(text.substr(0, reach), offset, dialect, delimiter);
    if (end - offset > most_cell_bytes) {
      throw_csv(Code::limit, "a cell of more than 64 MiB", text, offset, "is a quote not closed?");
    }
    if (end - begin > most_row_bytes || cells > most_row_cells) {
      throw_csv(Code::limit, "a row of more than 1 GiB or 1,048,576 cells", text, begin, "is it a CSV file?");
    }
    on_cell(end);
    if (end == text.size() || is_line_end(text[end])) return skip_line_end(text, end);
    offset = end + delimiter.size();
  }
}

/// A cell taken apart.
struct CsvValue {
  std::string_view core;  // with its quotes, without the blanks that are trimmed
  std::string_view raw;   // without its quotes
  bool quoted = false;
  bool escaped = false;
};
CsvValue open_cell(std::string_view outer, const CsvDialect& dialect);

/// Writes the value of an escaped cell to `out` (room for raw.size()); its size.
std::size_t decode_cell(std::string_view raw, const CsvDialect& dialect, char* out);

}  // namespace flatcrm::format
