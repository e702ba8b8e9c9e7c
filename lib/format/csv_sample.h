// The first rows of a text as one dialect reads them, and what speaks against it. Internal to csv_sniff.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "format/cell_kind.h"
#include "format/csv.h"

namespace flatcrm::format {

struct SampleCell {
  std::string_view raw;
  bool quoted = false;
  CellKind kind = CellKind::empty;
};

struct SampleRow {
  std::size_t offset = 0;
  std::size_t filled = 0;  // cells that are not empty
  std::vector<SampleCell> cells;
  bool blank() const { return filled == 0 && cells.size() == 1; }
};

struct CsvSample {
  std::vector<SampleRow> rows;
  std::size_t bare_quotes = 0;  // cells not quoted that hold a quote
  std::size_t tails = 0;        // cells with text behind the closing quote
  std::size_t pairs = 0;        // cells that hold doubled quotes although this dialect doubles none
  std::size_t framed = 0;       // cells in quotes, nothing behind them
  std::size_t padded = 0;       // cells (but the first of a row) with a blank before them
  std::size_t padded_quotes = 0;
  std::size_t close = 0;    // cells, not empty, without
  bool unclosed = false;    // a quote never closed, although the sample is the whole text
  std::size_t width = 0;    // the commonest number of cells, blank rows aside
  std::size_t fitting = 0;  // rows that have it
  std::size_t full = 0;     // rows that are not blank
};

/// `complete` when `text` is no cut-off part: only then is an open quote one that is never closed.
CsvSample read_sample(std::string_view text, const CsvDialect& dialect, bool complete);

}  // namespace flatcrm::format
