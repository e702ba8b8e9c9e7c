// Finds out how a delimited text is written: delimiter, quote, escape, preamble, header.
//
//   CsvGuess guess = sniff_csv("Report of May\n\nid;name\n1;Acme\n2;\"B;C\"\n");
//   guess.dialect.delimiter == ';'     guess.header_line == 3     guess.confidence > 0.9
//
// Looks at the first 256 kB and at samples of the rest. Delimiters tried: comma, semicolon, tab, pipe, colon, blank, US (0x1f), and
// what the first line names as "sep=;" (Excel). The choice is the one whose rows agree best in number and type of cells.
#pragma once

#include <string>
#include <string_view>

#include "format/csv.h"

namespace flatcrm::format {

struct CsvGuess {
  CsvDialect dialect;
  std::size_t preamble_bytes = 0;  // before the header's row, a BOM included
  std::size_t header_line = 1;     // 1-based physical line of the header
  bool has_header = true;          // false when the first row looks like data
  std::string line_end = "\n";     // the commonest one
  double confidence = 0;           // 0 to 1
};

CsvGuess sniff_csv(std::string_view text);

}  // namespace flatcrm::format
