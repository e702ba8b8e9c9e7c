#include "format/flat_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "format/csv_guard.h"

namespace flatcrm::format {
namespace {

constexpr std::uint64_t free_bytes = std::uint64_t{64} << 20;
constexpr std::uint32_t most_elements = 100'000;
constexpr std::uint64_t most_growth = 64;  // rows may be so many times longer than their source

const CsvDialect plain_dialect;

}  // namespace

void refuse_columns(std::size_t columns) {
  throw Error(Code::limit,
              fmt::format("more than {} columns{}", most_columns,
                          columns > most_columns ? fmt::format(": {}", columns) : std::string()),
              {}, "is it a table of records? leave out what is not needed");
}

FlatTable::FlatTable(const std::vector<std::string>& columns) {
  for (const std::string& name : columns) column(name);
}

std::uint32_t FlatTable::column(std::string_view name) {
  if (next_ < columns_.size() && columns_[next_] == name) return next_++;
  auto known = numbers_.find(name);
  if (known != numbers_.end()) {
    next_ = known->second + 1;
    return known->second;
  }
  if (columns_.size() == most_columns) refuse_columns(0);
  columns_.emplace_back(name);
  cells_.emplace_back();
  next_ = static_cast<std::uint32_t>(columns_.size());
  numbers_.emplace(columns_.back(), next_ - 1);
  return next_ - 1;
}

void FlatTable::begin_row(std::uint64_t place) {
  if (rows_.size() > free_bytes && rows_.size() - free_bytes > most_growth * place)
    throw Error(Code::limit, "rows that share hardly any column", {}, "is it one kind of record?");
  places_.push_back({rows_.size(), place});
  ++row_;
  last_ = 0;
  next_ = 0;
}

bool FlatTable::set(std::uint32_t column, std::string_view value) {
  Cell& cell = cells_[column];
  if (cell.row == row_) return false;
  cell.row = row_;
  cell.text = value;
  cell.elements = 1;
  last_ = std::max(last_, column + 1);
  return true;
}

void FlatTable::add(std::uint32_t column, std::string_view value) {
  if (set(column, value)) return;
  Cell& cell = cells_[column];
  if (cell.elements == most_elements)
    throw Error(Code::limit,
                fmt::format("more than {} values of '{}' in one record", most_elements, columns_[column]), {},
                "leave out what is not needed");
  if (cell.elements++ == 1) cell.list = core::join_list(std::vector<std::string_view>{cell.text});
  const std::string one = core::join_list(std::vector<std::string_view>{value});
  if (one.empty()) return;
  if (!cell.list.empty()) cell.list += "; ";
  cell.list += one;
}

void FlatTable::refuse(std::string reason) {
  if (refusal_.empty()) refusal_ = std::move(reason);
}

void FlatTable::end_row() {
  static const CsvWriter writer(plain_dialect);
  const std::size_t begin = rows_.size();
  for (std::uint32_t i = 0; i < last_; ++i) {
    if (i > 0) rows_ += ',';
    const Cell& cell = cells_[i];
    if (cell.row != row_) continue;
    writer.cell(rows_, guard_cell(cell.elements > 1 ? std::string_view(cell.list) : cell.text, room_));
  }
  if (rows_.size() == begin) rows_ += "\"\"";
  rows_ += '\n';
  if (!refusal_.empty()) refusals_.push_back({begin, std::move(refusal_)});
  refusal_.clear();
  arena_.clear();
}

}  // namespace flatcrm::format
