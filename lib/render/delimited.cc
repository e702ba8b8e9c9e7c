#include "render/delimited.h"

#include <algorithm>
#include <array>

#include "format/csv.h"
#include "format/csv_guard.h"
#include "render/values.h"

namespace flatcrm::render {

namespace {

bool says_currency(const report::Column& column) {
  return column.kind == report::Kind::money && column.currency.empty();
}

/// The cells of one line.
class Line {
 public:
  Line(std::string& out, const format::CsvDialect& dialect) : out_(out), dialect_(dialect) {}
  void add(std::string_view text) {
    if (cells_++ > 0) out_ += dialect_.delimiter;
    format::write_cell(out_, text, dialect_);
    empty_ = empty_ && text.empty();
  }
  void end() {
    if (cells_ == 1 && empty_) out_ += "\"\"";  // a blank line would be no row at all
    out_ += '\n';
  }

 private:
  std::string& out_;
  const format::CsvDialect& dialect_;
  std::size_t cells_ = 0;
  bool empty_ = true;
};

std::string safe(const report::Column& column, const report::Cell& cell) {
  const auto* money = std::get_if<report::Money>(&cell);
  // Among values of all kinds there is no column for the currency.
  if (money != nullptr && column.kind == report::Kind::text)
    return plain(cell) + " " + plain(money->currency);
  return report::is_number(report::kind_of(cell)) ? plain(cell) : harmless(plain(cell));
}

void add_cell(Line& line, const report::Column& column, const report::Cell& cell) {
  line.add(safe(column, cell));
  if (column.kind == report::Kind::reference) {
    const auto* reference = std::get_if<report::Reference>(&cell);
    line.add(reference == nullptr ? "" : harmless(plain(reference->label)));
  }
  if (says_currency(column)) {
    const auto* money = std::get_if<report::Money>(&cell);
    line.add(money == nullptr ? "" : harmless(plain(money->currency)));
  }
}

void write_delimited(std::string& out, const report::Table& table, const format::CsvDialect& dialect) {
  Line header(out, dialect);
  for (const report::Column& column : table.columns) {
    header.add(harmless(plain(column.name)));
    if (column.kind == report::Kind::reference) header.add(column.name + "_name");
    if (says_currency(column)) header.add(column.name + "_currency");
  }
  header.end();
  for (const report::Row& row : table.rows) {
    Line line(out, dialect);
    for (std::size_t i = 0; i < row.size(); ++i) add_cell(line, table.columns[i], row[i]);
    line.end();
  }
}

}  // namespace

std::string harmless(std::string text) {
  std::string room;
  std::string_view guarded = format::guard_cell(text, room);
  return guarded.data() == text.data() ? std::move(text) : std::move(room);
}

void write_csv(std::string& out, const report::Table& table) {
  write_delimited(out, table, {});
}

void write_tsv(std::string& out, const report::Table& table) {
  format::CsvDialect dialect;
  dialect.delimiter = '\t';
  write_delimited(out, table, dialect);
}

}  // namespace flatcrm::render
