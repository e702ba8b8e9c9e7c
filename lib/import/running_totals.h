// Adds up the records of a table column by column, to tell whether a row is the total of those above it.
//
//   RunningTotals totals({"Region", "Sales"}, {false, true}, false);
//   totals.add(block, 0);                             // North;10
//   totals.add(block, 1);                             // North;5
//   totals.is_sum(1, "15") == true
//   totals.rows_summed({"North total", "15"}, {1}) == 2
//   totals.end_group();                               // what comes next is a group of its own
//
// Shape   amounts are exact, and read with either decimal mark. A column that numbers the records is summed in
//         nothing.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/decimal.h"
#include "format/csv.h"

namespace flatcrm::import {

/// With either decimal mark, and a currency or without.
bool is_amount(std::string_view cell);

class RunningTotals {
 public:
  /// `single`: a group may be of one record.
  RunningTotals(const std::vector<std::string>& columns, const std::vector<bool>& summed, bool single);

  void add(const format::CsvBlock& block, std::size_t row);
  void end_group();

  std::size_t rows() const { return rows_; }
  std::size_t least_filled() const { return least_filled_; }
  /// Is it the sum of all records?
  bool is_sum(std::size_t column, std::string_view cell) const;
  /// How many records above a row have just the sums that stand in its cells of these numbers; 0 for none. They
  /// begin where a group does.
  std::size_t rows_summed(const std::vector<std::string>& cells,
                          const std::vector<std::size_t>& numbers) const;
  /// Does the column number the records, so that each has another value in it?
  bool is_key(std::size_t column) const;
  /// Has each record a number there?
  bool all_numbers(std::size_t column) const { return columns_[column].numbers == rows_; }

 private:
  static constexpr std::size_t marks = 2;  // decimal marks
  struct Column {
    std::array<core::Sum, marks> sums;
    std::size_t numbers = 0, filled = 0;
    std::unordered_set<std::uint64_t> seen;
    bool summed = false;     // a row that may be a total has a number here
    bool numbering = false;  // called as what numbers records
    bool is_unique = true;

    void add(std::string_view cell);
  };
  /// What stood above a group.
  struct Start {
    std::size_t rows = 0;
    std::vector<std::array<core::Decimal, marks>> sums;
    std::vector<std::size_t> numbers;
  };

  bool is_sum_since(const Start& start, std::size_t column, std::string_view cell) const;

  std::vector<Column> columns_;
  std::vector<Start> starts_;  // the first is the beginning of the table
  std::size_t rows_ = 0;
  std::size_t least_filled_ = static_cast<std::size_t>(-1);
  bool single_;
};

}  // namespace flatcrm::import
