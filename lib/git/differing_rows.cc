#include "git/differing_rows.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "core/error.h"
#include "format/csv.h"
#include "model/record_set.h"

namespace flatcrm::git {

namespace {

using Rows = std::vector<std::string_view>;

/// A table as its header and the texts of its rows.
struct Split {
  model::TableHeader header;
  std::string_view first_line;
  Rows rows;
};

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

Split split(std::string_view text) {
  core::Problems ignored;
  Split table{model::read_table_header(text, "", ignored), {}, {}};
  std::size_t bom = format::bom_size(text);
  table.first_line = without_line_end(text.substr(bom, table.header.body - bom));
  format::CsvScanner scanner(text.substr(table.header.body), table.header.dialect);
  format::CsvBlock block;
  while (scanner.next(block))
    for (std::size_t row = 0; row < block.rows(); ++row) table.rows.push_back(block.line(row));
  return table;
}

/// Leaves out what stands in both, as often as it does.
void leave_common_out(Rows& before, Rows& after) {
  auto [first, other_first] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  Rows one(first, before.end()), other(other_first, after.end());
  while (!one.empty() && !other.empty() && one.back() == other.back()) {
    one.pop_back();
    other.pop_back();
  }
  std::unordered_map<std::string_view, std::size_t> counts;
  for (std::string_view row : other) ++counts[row];
  auto in_both = [&counts](std::string_view row) {
    auto found = counts.find(row);
    if (found == counts.end() || found->second == 0) return false;
    --found->second;
    return true;
  };
  before.clear();
  for (std::string_view row : one)
    if (!in_both(row)) before.push_back(row);
  after.clear();
  for (auto row = other.rbegin(); row != other.rend(); ++row) {
    std::size_t& left = counts[*row];
    if (left == 0) continue;
    --left;
    after.push_back(*row);
  }
  std::reverse(after.begin(), after.end());
}

std::string joined(std::string_view header, const Rows& rows) {
  std::string text(header);
  text += '\n';
  for (std::string_view row : rows) text.append(row).append("\n");
  return text;
}

}  // namespace

std::optional<RowPair> differing_rows(std::string_view before, std::string_view after) {
  try {
    Split one = split(before), other = split(after);
    if (one.first_line != other.first_line || one.header.dialect.delimiter != other.header.dialect.delimiter)
      return std::nullopt;
    leave_common_out(one.rows, other.rows);
    return RowPair{joined(one.first_line, one.rows), joined(other.first_line, other.rows)};
  } catch (const Error&) {
    return std::nullopt;  // whoever reads the whole text says what is wrong with it, and where
  }
}

}  // namespace flatcrm::git
