#include "import/running_totals.h"

#include <algorithm>
#include <optional>

#include "core/arena.h"
#include "core/id.h"
#include "core/text.h"
#include "import/column_names.h"
#include "text/amount.h"

namespace flatcrm::import {

namespace {

constexpr std::array decimal_marks{text::DecimalMark::point, text::DecimalMark::comma};
constexpr std::size_t most_starts = 64;  // that a total may reach back to

std::optional<core::Decimal> amount_of(std::string_view cell, std::size_t mark) {
  core::Arena arena;
  const text::Amount amount = text::AmountFormat{decimal_marks[mark]}.parse(cell, arena);
  return amount.ok && amount.currency != "%" ? core::parse_decimal(amount.number) : std::nullopt;
}

}  // namespace

bool is_amount(std::string_view cell) {
  core::Arena arena;
  return std::any_of(decimal_marks.begin(), decimal_marks.end(),
                     [&](text::DecimalMark mark) { return text::AmountFormat{mark}.parse(cell, arena).ok; });
}

void RunningTotals::Column::add(std::string_view cell) {
  if (cell.empty()) return;
  ++filled;
  if (numbering) is_unique = is_unique && seen.insert(core::stable_hash(cell)).second;
  if (!summed && !numbering) return;
  bool number = false;
  for (std::size_t mark = 0; mark < marks; ++mark)
    if (const std::optional<core::Decimal> amount = amount_of(cell, mark)) {
      sums[mark].add(*amount);
      number = true;
    }
  numbers += number ? 1 : 0;
}

RunningTotals::RunningTotals(const std::vector<std::string>& columns, const std::vector<bool>& summed,
                             bool single)
    : columns_(columns.size()), single_(single) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns_[i].summed = summed[i];
    columns_[i].numbering = names_a_key(columns[i]);
  }
  end_group();
}

void RunningTotals::add(const format::CsvBlock& block, std::size_t row) {
  core::Arena arena;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < std::min(columns_.size(), block.cells(row)); ++i) {
    const std::string_view cell = core::trim(block.text(row, i, arena));
    filled += cell.empty() ? 0 : 1;
    columns_[i].add(cell);
  }
  if (filled == 0) return;
  ++rows_;
  least_filled_ = std::min(least_filled_, filled);
}

void RunningTotals::end_group() {
  Start start;
  start.rows = rows_;
  for (const Column& column : columns_) {
    start.sums.push_back({column.sums[0].total(), column.sums[1].total()});
    start.numbers.push_back(column.numbers);
  }
  if (starts_.size() > most_starts) starts_.erase(starts_.begin() + 1);
  starts_.push_back(std::move(start));
}

bool RunningTotals::is_sum_since(const Start& start, std::size_t column, std::string_view cell) const {
  for (std::size_t mark = 0; mark < marks; ++mark) {
    const std::optional<core::Decimal> amount = amount_of(cell, mark);
    if (!amount || amount->mantissa == 0) continue;
    core::Sum sum;
    sum.add(start.sums[column][mark]);
    sum.add(*amount);
    if (sum.total() == columns_[column].sums[mark].total()) return true;
  }
  return false;
}

bool RunningTotals::is_sum(std::size_t column, std::string_view cell) const {
  return !columns_[column].numbering && columns_[column].numbers > 1 &&
         is_sum_since(starts_.front(), column, cell);
}

std::size_t RunningTotals::rows_summed(const std::vector<std::string>& cells,
                                       const std::vector<std::size_t>& numbers) const {
  for (auto start = starts_.rbegin(); start != starts_.rend(); ++start) {
    const std::size_t rows = rows_ - start->rows;
    if (rows < (single_ ? 1 : 2)) continue;
    std::size_t proven = 0;
    const bool all = std::all_of(numbers.begin(), numbers.end(), [&](std::size_t column) {
      if (column >= columns_.size()) return false;
      if (columns_[column].numbering) return true;
      ++proven;
      return is_sum_since(*start, column, cells[column]);
    });
    if (all && proven > 0) return rows;
  }
  return 0;
}

bool RunningTotals::is_key(std::size_t column) const {
  const Column& one = columns_[column];
  return one.numbering && rows_ > 1 && one.filled == rows_ && one.is_unique;
}

}  // namespace flatcrm::import
