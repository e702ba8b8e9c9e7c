#include <algorithm>

#include "format/csv_edit.h"

namespace flatcrm::format {
namespace {

/// Writes one row with the new cells in their places.
void widen_row(std::string& out, std::string_view text, const CsvBlock& block, std::size_t row, bool header,
               const CsvDialect& dialect, const std::vector<CsvNewColumn>& columns) {
  const std::size_t cells = block.cells(row);
  std::size_t copied = block.offset(row);
  const std::size_t end = copied + block.line(row).size();
  for (const CsvNewColumn& column : columns) {
    if (column.before > cells) break;
    const bool last = column.before == cells;
    const std::size_t place =
        last ? end : static_cast<std::size_t>(block.outer(row, column.before).data() - text.data());
    out += text.substr(copied, place - copied);
    copied = place;
    if (last) out += delimiter_of(dialect);
    if (header) write_cell(out, column.name, dialect);
    if (!last) out += delimiter_of(dialect);
  }
  out += text.substr(copied, end - copied);
}

}  // namespace

std::string insert_columns(std::string_view text, const CsvDialect& dialect,
                           const std::vector<CsvNewColumn>& columns) {
  std::vector<CsvNewColumn> sorted = columns;
  std::stable_sort(sorted.begin(), sorted.end(), [](const CsvNewColumn& left, const CsvNewColumn& right) {
    return left.before < right.before;
  });
  std::string out(text.substr(0, bom_size(text)));
  text.remove_prefix(bom_size(text));
  out.reserve(text.size() + text.size() / 16 * sorted.size());
  CsvScanner scanner(text, dialect);
  CsvBlock block;
  std::size_t copied = 0;
  for (bool header = true; scanner.next(block);) {
    for (std::size_t row = 0; row < block.rows(); ++row) {
      out += text.substr(copied, block.offset(row) - copied);
      copied = block.offset(row) + block.line(row).size();
      if (block.line(row).empty() && !header) continue;
      widen_row(out, text, block, row, header, dialect, sorted);
      header = false;
    }
  }
  out += text.substr(copied);
  return out;
}

}  // namespace flatcrm::format
