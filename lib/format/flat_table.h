// Rows whose columns turn up as they come, written as CSV: what the readers of other formats fill.
//
//   FlatTable table;
//   table.begin_row(0);
//   table.set(table.column("name"), "Acme, Ltd");
//   table.add(table.column("tags"), "a");  table.add(table.column("tags"), "b");
//   table.end_row();
//   table.columns() == {"name", "tags"}      table.rows() == "\"Acme, Ltd\",a; b\n"
//
// Shape   commas, doubled quotes, LF; cells guarded as csv_guard.h says. A row ends with its last cell that
//         has a value; one without any is "" in quotes. Columns stand in order of appearance.
// Errors  Code::limit for more than most_columns or 100,000 elements of a list, and for rows that are far
//         longer than what they were read from.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/arena.h"
#include "format/csv.h"

namespace flatcrm::format {

inline constexpr std::size_t most_columns = 4096;

[[noreturn]] void refuse_columns(std::size_t columns);

class FlatTable {
 public:
  /// Where a row of rows() begins, and where in the source it was read.
  struct Place {
    std::uint64_t row = 0, source = 0;
  };
  /// A row that can't be taken, and why.
  struct Refusal {
    std::uint64_t row = 0;
    std::string reason;
  };

  FlatTable() = default;
  explicit FlatTable(const std::vector<std::string>& columns);

  /// The number of a column, a new one where there is none of this name.
  std::uint32_t column(std::string_view name);

  /// `place` is an offset in the source.
  void begin_row(std::uint64_t place);
  /// False where the row has a value there already. The text must live until end_row.
  bool set(std::uint32_t column, std::string_view value);
  /// One more element of a list; the first alone stands as it is.
  void add(std::uint32_t column, std::string_view value);
  bool has(std::uint32_t column) const { return column < cells_.size() && cells_[column].row == row_; }
  void refuse(std::string reason);
  void end_row();
  /// Room for values until end_row.
  core::Arena& arena() { return arena_; }

  const std::deque<std::string>& columns() const { return columns_; }
  const std::string& rows() const { return rows_; }
  std::string take_rows() { return std::move(rows_); }
  const std::vector<Place>& places() const { return places_; }
  const std::vector<Refusal>& refusals() const { return refusals_; }

 private:
  struct Cell {
    std::string_view text;
    std::string list;  // several elements, joined
    std::uint64_t row = 0;
    std::uint32_t elements = 0;
  };

  std::deque<std::string> columns_;  // never moved: what finds them holds views
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::uint32_t next_ = 0;  // rows mostly bring their columns in one order
  std::vector<Cell> cells_;
  std::uint64_t row_ = 0;
  std::uint32_t last_ = 0;  // behind the last cell of the row
  core::Arena arena_;
  std::string rows_, room_, refusal_;
  std::vector<Place> places_;
  std::vector<Refusal> refusals_;
};

}  // namespace flatcrm::format
