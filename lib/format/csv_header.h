// Where a sample's header stands, how many rows it has, where another table begins; internal to csv_sniff.
#pragma once

#include "format/csv_sample.h"
#include "format/csv_sniff.h"

namespace flatcrm::format {

/// Sets preamble_bytes, header_rows, has_header, table_end (0: none) and confidence; offsets are those of
/// the sample.
void find_header(const CsvSample& sample, CsvGuess& guess);

}  // namespace flatcrm::format
