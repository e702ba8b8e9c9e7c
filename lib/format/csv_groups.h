// Tells lines that name columns from those that name groups of them, and from data; internal to csv_sniff.
//
//   ;;Contact;;Address;          names_groups: the line below has the columns' own names
//   No;Name;Phone;Mail;Zip;Town
//
//   "EXTF";700;16;"Max"          is_above_header: figures about the file, and names below
//   Account;Name;Town;Country
//
// Shape  `header` is the row taken for the header so far; what lies beyond the sample is not asked for.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "format/csv_sample.h"

namespace flatcrm::format {

/// "n/a", "-" and what else stands for nothing.
bool is_null_word(std::string_view cell);

/// What most cells of a column that are not empty look like; empty when there are none.
CellKind column_kind(const std::vector<SampleRow>& rows, std::size_t first, std::size_t last,
                     std::size_t column);

/// More than 0: the row names columns; less: it is data like the rows below.
int header_votes(const std::vector<SampleRow>& rows, std::size_t header);

/// Does the row name groups of columns, and the next one the columns?
bool names_groups(const std::vector<SampleRow>& rows, std::size_t header);

/// Does the row say something of the file, such as a number and a date, and the next one name columns?
bool is_above_header(const std::vector<SampleRow>& rows, std::size_t header);

}  // namespace flatcrm::format
