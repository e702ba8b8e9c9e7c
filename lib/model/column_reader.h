// One column of a piece of a table, filled from cells and values.
//
//   ColumnReader reader({"amount"}, schema, nullptr);
//   reader.read_cells(block, rows, {3});   reader.read_value("12.50", true);
//   reader.fill(10);                       // up to 10 rows, missing
//   std::get<Numbers>(reader.column).values
//
// Requires: texts given to it stay where they are where the column is one of texts.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "format/csv.h"
#include "model/day_reader.h"
#include "model/recent_codes.h"
#include "model/shared_dictionary.h"
#include "model/table.h"

namespace flatcrm::model {

/// Brings numbers from one scale to a finer one. Error limit, naming the column, when one does not fit.
void rescale_numbers(std::span<std::int64_t> values, int from, int to, const std::string& path);

/// Where the cells of a column stand in their rows.
struct CellPlace {
  static constexpr std::size_t none = ~std::size_t{0};
  std::size_t number = none;
  bool list = false;  // the header says so
};

class ColumnReader {
 public:
  /// Codes are numbers of `texts`, until the pieces of a table are joined. Null: the reader only says what
  /// the column is like.
  ColumnReader(const ColumnRequest& request, const Schema& schema, SharedDictionary* texts);

  /// Where texts go: what must last into `kept`, all of it if they are copied, else what had to be decoded.
  struct Arenas {
    core::Arena& kept;
    core::Arena& scratch;
    bool copies = false;
  };
  /// The cells of one column of the given rows; ragged rows have none, which is missing.
  void read_cells(const format::CsvBlock& block, std::span<const std::uint32_t> rows, CellPlace place,
                  const Arenas& arenas);
  void read_value(std::string_view text);
  /// Lets go of what only reading needs: a table of many pieces keeps every one of them until the last is
  /// read. Reading on is possible.
  void rest();
  /// Missing values up to `rows`.
  void fill(std::size_t rows);
  void reserve(std::size_t rows);

  const std::string& path() const { return path_; }
  bool keeps_texts() const { return std::holds_alternative<Texts>(column); }

  Column column;

 private:
  template <typename Read>
  void for_each_cell(const format::CsvBlock& block, std::span<const std::uint32_t> rows, CellPlace place,
                     core::Arena& arena, Read read) const;
  void read_codes(const format::CsvBlock& block, std::span<const std::uint32_t> rows, CellPlace place,
                  core::Arena& scratch);
  void add(Codes& codes, std::string_view text);
  void add(Texts& texts, std::string_view text);
  void add(Dates& dates, std::string_view text);
  void add(Numbers& numbers, std::string_view text);
  void add(Hashes& hashes, std::string_view text);

  std::string path_;
  bool list_ = false;
  bool instants_ = false;  // of a date column
  bool whole_ = false;     // of a number column
  SharedDictionary* dictionary_ = nullptr;
  std::unique_ptr<RecentCodes> recent_;  // made by the first block
  std::unique_ptr<SharedDictionary::Asker> asker_;
  std::unique_ptr<DayReader> days_;
  std::vector<std::string_view> pending_texts_;  // of a block: what the recent codes did not answer
  std::vector<std::uint32_t> pending_places_, pending_codes_;
};

}  // namespace flatcrm::model
