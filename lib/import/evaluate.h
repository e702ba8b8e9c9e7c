// One row at a time: cells into the value of a field, and a row into its records.
//
//   RowMapper mapper(mapping, source_text, piece, normalizers);
//   mapper.map(block, row, offset);              // adds to piece.sets, or to piece.rejected
//
// Threads  a mapper serves one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"
#include "format/csv_guard.h"
#include "import/map.h"
#include "import/normalize.h"

namespace flatcrm::import {

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

/// The id of a new record: what `label` says (which is brought to Latin letters) and the characters of its
/// source and key.
void make_new_id(std::string& label, std::string_view source, std::string_view key, std::string& out);

class RowMapper {
 public:
  RowMapper(const Mapping& mapping, MappedPiece& piece, Normalizers& normalizers);
  /// Makes room for about so many bytes of rows.
  void expect(std::uint64_t bytes) { expected_ = bytes; }
  /// `offset` is that of the row in the source's text.
  void map(const format::CsvBlock& block, std::size_t row, std::uint64_t offset);
  /// A row that its format's reader could not take.
  void refuse(const format::CsvBlock& block, std::size_t row, std::uint64_t offset,
              const std::string& reason);

 private:
  struct Cell {
    std::string_view text;  // null: no value
    std::string_view currency;
    std::uint32_t reference = 0;  // of a shared value that refers to nothing: the alternative that gave it
  };
  void make_room(const format::CsvBlock& block);
  bool is_blank(const RowView& row) const;
  bool has_too_many(const RowView& row) const;
  void reject(const RowView& row, std::uint64_t offset, std::string reason);
  bool leaves_out(const RowView& row);
  bool map_unit(const RowView& row, std::uint64_t offset);
  bool make_main(const RowView& row, std::uint64_t offset);
  Cell multiplied(const FieldMap& field, Cell cell, const RowView& row) const;
  void make_further(std::size_t record, const RowView& row, std::uint64_t offset);
  bool has_columns(const RecordMap& record, const RowView& row) const;
  std::string_view key(const RecordMap& record, const RowView& row);
  std::string_view content_key(const RowView& row);
  void evaluate(std::size_t record, const RowView& row);
  void make_name_proper(std::size_t record, const RowView& row);
  Cell evaluate(std::size_t record, std::size_t field, const RowView& row);
  Cell single(const FieldMap& field, FieldCount& count, const RowView& row);
  Cell element(const FieldMap& field, FieldCount& count, std::string_view value, const RowView& row);
  std::string_view list(const FieldMap& field, FieldCount& count, const RowView& row);
  std::vector<std::string_view> several(const FieldMap& field, std::string_view value, const RowView& row);
  void add_elements(const FieldMap& field, FieldCount& count, std::string_view value, const RowView& row);
  std::string_view region(const RowView& row);
  void emit(std::size_t record, std::string_view key, std::string_view given_id, std::uint64_t offset);
  std::string_view new_id(const RecordMap& record, std::string_view key, core::Arena& arena);

  const Mapping& mapping_;
  MappedPiece& piece_;
  Normalizers& normalizers_;
  std::uint64_t expected_ = 0;
  std::vector<Cell> cells_;  // of the record at hand, a field each
  std::vector<std::string_view> elements_;
  std::string scratch_, id_, label_, main_key_;
  std::string_view updated_, region_;
  bool region_known_ = false;
  const FieldMap* too_long_ = nullptr;  // a list of more values than any has
  const RecordMap* region_record_ = nullptr;
};

}  // namespace flatcrm::import
