#include "model/table_writer.h"

#include "core/error.h"

namespace flatcrm::model {

namespace {

constexpr std::uint32_t no_column = 0xffffffff;

[[noreturn]] void refuse_second_value() {
  throw Error(Code::usage, "a record with two values of one path");
}

}  // namespace

TableWriter::TableWriter(const std::vector<PathId>& columns, const Paths& paths,
                         const format::CsvDialect& dialect, std::string_view line_end)
    : columns_(columns),
      paths_(paths),
      delimiter_(format::delimiter_of(dialect)),
      line_end_(line_end),
      cells_(dialect),
      column_of_(paths.size(), no_column) {
  for (std::uint32_t i = 0; i < columns.size(); ++i) column_of_[columns[i]] = i;
}

void TableWriter::header(std::string& out) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out += delimiter_;
    cells_.cell(out, paths_[columns_[i]].header());
  }
  out += line_end_;
}

std::uint32_t TableWriter::column_of(PathId path) const {
  std::uint32_t column = path < column_of_.size() ? column_of_[path] : no_column;
  if (column == no_column) throw Error(Code::usage, "no column for '" + paths_[path].text + "'");
  return column;
}

/// As most records stand: false, and nothing written, where a value belongs before the one before it.
bool TableWriter::write_in_order(std::string& out, const Record& record) const {
  const std::size_t begin = out.size();
  std::size_t at = 0;  // the column under way
  bool filled = false;
  for (const Value& value : record.values()) {
    if (value.text.empty()) continue;
    std::size_t column = column_of(value.path);
    if (column < at || (column == at && filled)) {
      out.resize(begin);
      return false;
    }
    for (; at < column; ++at) out += delimiter_;
    cells_.cell(out, value.text);
    filled = true;
  }
  for (; at + 1 < columns_.size(); ++at) out += delimiter_;
  out += line_end_;
  return true;
}

void TableWriter::write_any_order(std::string& out, const Record& record) {
  texts_.assign(columns_.size(), {});
  for (const Value& value : record.values()) {
    if (value.text.empty()) continue;
    std::string_view& text = texts_[column_of(value.path)];
    if (!text.empty()) refuse_second_value();
    text = value.text;
  }
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    if (i > 0) out += delimiter_;
    if (!texts_[i].empty()) cells_.cell(out, texts_[i]);
  }
  out += line_end_;
}

void TableWriter::row(std::string& out, const Record& record) {
  if (!write_in_order(out, record)) write_any_order(out, record);
}

}  // namespace flatcrm::model
