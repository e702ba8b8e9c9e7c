// What a row says of a field before it is normalized: cells, templates filled in, parts of a cell.
//
//   RowView row{block, 0, arena, mapping};
//   row.cell(2) == "Ulm"               // trimmed
//   raw_text(field, row) == "Ann Berg"     // of "{First} {Last}"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"
#include "format/csv_guard.h"
#include "import/mapping.h"
#include "import/normalize.h"

namespace flatcrm::import {

inline bool has_value(std::string_view text) {
  return !text.empty();
}

/// "N/A" and what spreadsheets write for it: an empty cell.
bool says_not_available(std::string_view cell);

/// The cells of one row.
struct RowView {
  const format::CsvBlock& block;
  std::size_t row;
  core::Arena& arena;
  const Mapping& mapping;
  std::string_view wide_name = {}, wide_value = {};  // of a wide table: the cell that is a row of its own
  std::size_t cells() const { return block.cells(row); }
  /// Trimmed; null data() where the row ends before the column.
  std::string_view cell(std::size_t column) const {
    if (column >= cells() || column >= mapping.columns) return behind(column);
    std::string_view text = format::unguard_cell(trimmed(block.text(row, column, arena)));
    if (text.size() - 3 < 3 && !mapping.verbatim && says_not_available(text)) return text.substr(0, 0);
    if (mapping.apostrophes && text.starts_with('\'')) text.remove_prefix(1);
    return mapping.whole_numbers.empty() || !mapping.whole_numbers[column] ? text : whole(text);
  }
  /// "17850" of "17850.0".
  static std::string_view whole(std::string_view text) {
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
  }

 private:
  std::string_view behind(std::size_t column) const {
    if (!mapping.wide || column < mapping.wide->name) return {};
    return column == mapping.wide->name ? wide_name : wide_value;
  }

 public:
};

/// The text that a field is made of, before it is normalized: null data() where the row has none of its
/// columns, the first that is not empty of several. Requires: the field is no list of several columns, and
/// its origin columns or pattern.
std::string_view raw_text(const FieldMap& field, const RowView& row);

/// The same, and which of the field's inputs it came from.
struct RawText {
  std::string_view text;
  std::uint32_t alternative = 0;
};
RawText raw_text_of(const FieldMap& field, const RowView& row);
/// The text of one column or template, and of that the part which the field takes.
std::string_view input_text(const FieldMap& field, const Input& input, const RowView& row);
/// What the condition on the rows says of one; yes where there is none.
query::Truth test_condition(const RowView& row);
/// Does a cell of a wide table say that there is nothing: "", "-", "N/A"?
bool says_nothing(std::string_view cell);
/// A template filled in, blanks collapsed where a column is empty.
std::string_view fill_pattern(const std::vector<PatternPart>& pattern, const RowView& row);

}  // namespace flatcrm::import
