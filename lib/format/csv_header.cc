#include "format/csv_header.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/text.h"
#include "format/csv_groups.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_preamble_rows = 30;
constexpr std::size_t most_header_rows = 3;
constexpr std::size_t least_rows_below = 3;  // to tell a second row of names from data

using Rows = std::vector<SampleRow>;

/// The first row that is as wide as a table and not all but empty.
std::size_t first_full_row(const Rows& rows, std::size_t width) {
  const std::size_t least = width >= 2 ? 2 : 1;
  for (std::size_t row = 0; row < std::min(rows.size(), most_preamble_rows); ++row) {
    if (rows[row].filled >= least && 2 * rows[row].cells.size() > width) return row;
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].filled > 0) return row;
  }
  return rows.size();
}

/// Lines of another width that a blank line parts from rows of the right one belong to the preamble.
std::size_t find_first_row(const CsvSample& sample) {
  const Rows& rows = sample.rows;
  const std::size_t first = first_full_row(rows, sample.fitting < 2 ? 1 : sample.width);
  if (first == rows.size() || rows[first].cells.size() == sample.width) return first;
  for (std::size_t row = first; row + 1 < std::min(rows.size(), most_preamble_rows); ++row) {
    if (rows[row].cells.size() == sample.width) return first;
    if (rows[row].filled == 0 && rows[row + 1].cells.size() == sample.width && rows[row + 1].filled >= 2)
      return row + 1;
  }
  return first;
}

/// Rows below the first that name columns too: text over every column of numbers, dates or addresses.
std::size_t count_header_rows(const Rows& rows, std::size_t header) {
  std::size_t count = 1;
  while (count < most_header_rows && header + count + least_rows_below < rows.size()) {
    const SampleRow& row = rows[header + count];
    const std::size_t last = std::min(rows.size(), header + 200);
    std::size_t typed = 0;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      const SampleCell& cell = row.cells[column];
      if (is_typed(cell.kind)) return count;
      if (!is_typed(column_kind(rows, header + count + 1, last, column))) continue;
      if (cell.kind == CellKind::empty || is_null_word(cell.raw)) return count;
      ++typed;
    }
    if (typed < 2 || row.cells.size() < rows[header].cells.size()) return count;
    ++count;
  }
  return count;
}

/// Whether a row has the names of the header, all of them or all of its own.
bool repeats(const SampleRow& row, const SampleRow& header) {
  const std::size_t common = std::min(row.cells.size(), header.cells.size());
  const std::size_t widest = std::max(row.cells.size(), header.cells.size());
  if (common < 2 || 2 * common < widest) return false;
  for (std::size_t column = 0; column < common; ++column) {
    if (row.cells[column].raw != header.cells[column].raw) return false;
  }
  return true;
}

/// A row behind a blank line: of another width, or with text over the columns of numbers and dates.
bool begins_other(const Rows& rows, std::size_t header, std::size_t row) {
  const SampleRow& names = rows[row];
  if (row + 1 >= rows.size() || names.filled != names.cells.size() || names.filled < 2) return false;
  if (rows[row + 1].cells.size() != names.cells.size()) return false;
  std::size_t typed = 0, below = 0;
  for (std::size_t column = 0; column < names.cells.size(); ++column) {
    if (is_typed(names.cells[column].kind)) return false;
    typed += is_typed(column_kind(rows, header + 1, row - 1, column)) ? 1 : 0;
    below += is_typed(rows[row + 1].cells[column].kind) ? 1 : 0;
  }
  return below > 0 && (typed > 0 || names.cells.size() != rows[header].cells.size());
}

std::size_t find_other_table(const Rows& rows, std::size_t header, std::size_t header_rows) {
  for (std::size_t row = header + header_rows + 1; row < rows.size(); ++row) {
    if (rows[row].blank()) continue;
    if (repeats(rows[row], rows[header])) return rows[row].offset;
    if (rows[row - 1].blank() && begins_other(rows, header, row)) return rows[row].offset;
  }
  return 0;
}

}  // namespace

void find_header(const CsvSample& sample, CsvGuess& guess) {
  const Rows& rows = sample.rows;
  std::size_t header = find_first_row(sample);
  if (header == rows.size()) return;
  while (is_above_header(rows, header)) ++header;
  guess.preamble_bytes = rows[header].offset;
  guess.has_header = header_votes(rows, header) >= 0;
  guess.grouped = guess.has_header && names_groups(rows, header);
  guess.header_rows = guess.grouped ? 2 : guess.has_header ? count_header_rows(rows, header) : 0;
  if (guess.has_header) guess.table_end = find_other_table(rows, header, guess.header_rows);
  std::size_t fitting = 0, full = 0;
  for (std::size_t row = header; row < rows.size(); ++row) {
    if (guess.table_end != 0 && rows[row].offset >= guess.table_end) break;
    fitting += rows[row].cells.size() == sample.width ? 1 : 0;
    full += rows[row].blank() ? 0 : 1;
  }
  guess.confidence = static_cast<double>(fitting) / static_cast<double>(std::max<std::size_t>(full, 1));
  if (sample.width < 2) guess.confidence = std::min(guess.confidence, 0.5);
}

}  // namespace flatcrm::format
