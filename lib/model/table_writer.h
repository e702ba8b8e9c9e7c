// Writes records as rows of one table: for many, what write_table_record does for one.
//
//   TableWriter writer({Paths::id, name}, paths, dialect);
//   writer.header(text);                 // "id,name\n"
//   writer.row(text, records[0]);        // "acme-1f9x2k,Acme\n"
//
// Requires  columns and dialect outlive the writer.
// Errors    Code::usage of the caller for a value whose path is no column, and for two values of one path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/csv.h"
#include "model/record_set.h"

namespace flatcrm::model {

class TableWriter {
 public:
  TableWriter(const std::vector<PathId>& columns, const Paths& paths, const format::CsvDialect& dialect,
              std::string_view line_end = "\n");
  void header(std::string& out) const;
  void row(std::string& out, const Record& record);

 private:
  std::uint32_t column_of(PathId path) const;
  bool write_in_order(std::string& out, const Record& record) const;
  void write_any_order(std::string& out, const Record& record);

  const std::vector<PathId>& columns_;
  const Paths& paths_;
  std::string delimiter_, line_end_;
  format::CsvWriter cells_;
  std::vector<std::uint32_t> column_of_;  // by path
  std::vector<std::string_view> texts_;   // of one record, by column
};

}  // namespace flatcrm::model
