#include "format/csv_groups.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "core/text.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_rows_below = 200;

using Rows = std::vector<SampleRow>;

bool is_year(std::string_view cell) {
  const std::string text(core::trim(cell));
  return text.size() == 4 && (text.substr(0, 2) == "19" || text.substr(0, 2) == "20");
}

/// Columns may be named by years, over figures that are none.
bool is_year_name(const Rows& rows, std::size_t header, std::size_t column) {
  if (!is_year(rows[header].cells[column].raw) || header + 1 >= rows.size()) return false;
  const std::vector<SampleCell>& below = rows[header + 1].cells;
  return column < below.size() && !is_year(below[column].raw);
}

std::string_view cell_of(const SampleRow& row, std::size_t column) {
  return column < row.cells.size() ? core::trim(row.cells[column].raw) : std::string_view();
}

bool has_typed(const SampleRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [](const SampleCell& cell) { return is_typed(cell.kind); });
}

/// Years aside, which name columns of figures.
bool has_figures(const Rows& rows, std::size_t header) {
  for (std::size_t column = 0; column < rows[header].cells.size(); ++column)
    if (is_typed(rows[header].cells[column].kind) && !is_year_name(rows, header, column)) return true;
  return false;
}

/// Is a cell of the upper line one that stands over several columns: nothing, or its neighbour's text once more?
bool continues_group(const SampleRow& above, std::size_t column) {
  const std::string_view text = cell_of(above, column);
  return text.empty() || (column > 0 && text == cell_of(above, column - 1));
}

/// Which columns of numbers, dates and addresses a line names, and for how many columns its upper line has no name of its own.
struct Naming {
  std::size_t typed = 0, gaps = 0;
  bool complete = true;
};

Naming look_at_names(const Rows& rows, std::size_t header) {
  const SampleRow& above = rows[header];
  const SampleRow& below = rows[header + 1];
  const std::size_t last = std::min(rows.size(), header + most_rows_below);
  Naming out;
  for (std::size_t column = 0; column < std::max(above.cells.size(), below.cells.size()); ++column) {
    const std::string_view name = cell_of(below, column);
    const CellKind kind = column_kind(rows, header + 2, last, column);
    if (is_null_word(name)) return {0, 0, false};
    if (name.empty() && cell_of(above, column).empty() && kind != CellKind::empty) out.complete = false;
    if (name.empty()) continue;
    out.typed += is_typed(kind) ? 1 : 0;
    out.gaps += continues_group(above, column) ? 1 : 0;
  }
  return out;
}

}  // namespace

bool is_null_word(std::string_view cell) {
  for (const std::string_view word :
       {"na", "n/a", "null", "none", "nil", "unknown", "-", "--", ".", "?", "nan", "#n/a"}) {
    if (core::equal_ignoring_ascii_case(core::trim(cell), word)) return true;
  }
  return false;
}

/// What most cells of a column that are not empty look like; empty when there are none.
CellKind column_kind(const Rows& rows, std::size_t first, std::size_t last, std::size_t column) {
  std::array<std::size_t, 7> counts{};
  std::size_t all = 0;
  for (std::size_t row = first; row < last; ++row) {
    if (column >= rows[row].cells.size() || rows[row].cells[column].kind == CellKind::empty) continue;
    ++counts[static_cast<std::size_t>(rows[row].cells[column].kind)];
    ++all;
  }
  if (all == 0) return CellKind::empty;
  const auto most = std::max_element(counts.begin(), counts.end());
  return 5 * *most >= 4 * all ? static_cast<CellKind>(most - counts.begin()) : CellKind::text;
}

/// More than 0: the row names columns; less: it is data like the rows below.
int header_votes(const Rows& rows, std::size_t header) {
  int votes = 0;
  const std::size_t last = std::min(rows.size(), header + most_rows_below);
  for (std::size_t column = 0; column < rows[header].cells.size(); ++column) {
    const SampleCell& cell = rows[header].cells[column];
    const CellKind below = column_kind(rows, header + 1, last, column);
    if (is_typed(cell.kind)) {
      if (is_year_name(rows, header, column)) continue;
      if (below == cell.kind || below == CellKind::empty || cell.kind != CellKind::number) --votes;
    } else if (cell.kind != CellKind::empty && is_typed(below)) {
      ++votes;
    }
  }
  return votes;
}

bool names_groups(const Rows& rows, std::size_t header) {
  if (header + 2 >= rows.size() || rows[header + 1].filled < 2) return false;
  if (has_typed(rows[header]) || has_figures(rows, header + 1)) return false;
  const Naming names = look_at_names(rows, header);
  return names.complete && names.gaps > 0 &&
         (names.typed >= 2 || (names.typed == 1 && 2 * names.gaps >= rows[header + 1].filled));
}

bool is_above_header(const Rows& rows, std::size_t header) {
  if (header + 2 >= rows.size() || !has_typed(rows[header]) || has_typed(rows[header + 1])) return false;
  const SampleRow& names = rows[header + 1];
  if (names.filled < 2 || names.filled < names.cells.size()) return false;
  std::set<std::string_view> distinct;
  for (const SampleCell& cell : names.cells) distinct.insert(core::trim(cell.raw));
  const int votes = header_votes(rows, header + 1);
  return distinct.size() == names.cells.size() && votes >= 2 && votes > header_votes(rows, header);
}

}  // namespace flatcrm::format
