// Finds out how delimited text is written: its dialect, comments, preamble, header and a second table.
//
//   CsvGuess guess = sniff_csv("Report of May\n\nid;name\n1;Acme\n2;\"B;C\"\n");
//   guess.dialect.delimiter == ';'     guess.header_line == 3     guess.preamble_bytes == 15
//
// Shape   UTF-8. Looks at the first 256 kB (at the first 64 kB for the delimiter). An empty text gives the
//         default dialect.
// How     Every delimiter (comma, semicolon, tab, pipe, colon, blank, US 0x1f) reads the sample; the choice
//         is the one whose rows agree best in number of cells and whose cells look most like numbers, dates,
//         addresses or words without other delimiters. Excel's first line "sep=;" is believed. Then quote and
//         escape are chosen with the fewest quotes out of place. A header is the first full row; it is data
//         where its cells have the types of the cells below. Rows below it that hold text over columns of
//         numbers and dates are further rows of the header. A row that repeats the header begins a second
//         table, as does one behind a blank line that does not fit the columns above.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"

namespace flatcrm::format {

struct CsvGuess {
  CsvDialect dialect;
  std::size_t preamble_bytes = 0;  // before the header's row, a BOM included
  std::size_t header_line = 1;     // 1-based physical line of the header
  std::size_t header_rows =
      1;                   // 0 when the first row looks like data; several: a column's name is theirs joined
  bool has_header = true;  // header_rows > 0
  bool grouped = false;    // of two header rows the first one names groups of columns, "Address" over "Town"
  std::string line_end = "\n";  // the commonest one
  std::size_t table_end = 0;    // where a second table begins; the size of the text when there is none
  double confidence =
      0;  // 0 to 1: the share of rows that have as many cells as most; at most 0.5 for one column
};

CsvGuess sniff_csv(std::string_view text);

/// The same where the dialect is known.
CsvGuess sniff_header(std::string_view text, const CsvDialect& dialect);

/// The text of the table: from the header's row to the second table.
inline std::string_view table_of(std::string_view text, const CsvGuess& guess) {
  return text.substr(guess.preamble_bytes, guess.table_end - guess.preamble_bytes);
}

/// The names of the columns, those of several header rows joined by a blank; empty without a header. Where the
/// first row names groups, `own`, if asked for, gets the names below it alone.
std::vector<std::string> header_names(std::string_view text, const CsvGuess& guess,
                                      std::vector<std::string>* own = nullptr);

}  // namespace flatcrm::format
