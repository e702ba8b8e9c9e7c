// Finds the rows of a table that are no records: totals below and amid them, and what a program wrote below of its own.
//
//   TableEnd end = find_table_end(text, dialect, {"No", "Name", "Sales"});
//   // 1;Acme;10.00   2;Berg;2.50   Total;;12.50
//   end.rows[0].offset == 25      end.rows[0].kind == EndKind::total     end.rows[0].proof == "the sum of 'Sales'"
//
// Total   a word for it in one of several languages, or nothing, beside numbers alone, one of which is the sum of its column;
//         or such a word where the column that numbers the records is empty. A customer called Total has a
//         number of its own, or another figure than the sum.
// Amid    the total of a group, "North total" or "Subtotal" beside numbers alone: each of them the sum of its
//         column over two or more rows that begin where a group does. Where some are proven so, a group of one row is one too.
// Note    behind a blank line or a total, a single cell where every record has several: "Copyright (c) 2026".
// Doubt   what has the word for a total and no proof is a record, and is said to be one.
// Shape   `rows` from the first to the end of the text, blank ones aside. A text of more than 1 MiB is read as a whole
//         only where its last lines look like a total.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"

namespace flatcrm::import {

enum class EndKind : unsigned char { total, subtotal, note, doubt };

struct EndRow {
  std::uint64_t offset = 0;
  EndKind kind = EndKind::note;
  std::string text;   // its first cell
  std::string proof;  // of a total: what shows it
};

struct TableEnd {
  std::vector<EndRow> rows;      // totals and notes, in their order
  std::vector<EndRow> amid;      // totals of groups
  std::vector<EndRow> doubtful;  // a record that looks like a total
};

/// `text` begins behind the header. Errors: none; what can't be read is left to the reader.
TableEnd find_table_end(std::string_view text, const format::CsvDialect& dialect,
                        const std::vector<std::string>& columns);

}  // namespace flatcrm::import
