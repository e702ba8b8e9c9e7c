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

#include "import/map.h"
#include "import/normalize.h"
#include "import/row_text.h"

namespace flatcrm::import {

/// No customer has more telephone numbers or tags; a cell with more is no list but something gone wrong.
inline constexpr std::size_t most_elements = 4096;

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
  std::string_view key_cell(const RecordMap& record, std::size_t at, const RowView& row);
  std::string_view key(const RecordMap& record, const RowView& row);
  std::string_view content_key(const RowView& row);
  void evaluate(std::size_t record, const RowView& row);
  void take_case_of_parts(std::size_t number, const RowView& row);
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
