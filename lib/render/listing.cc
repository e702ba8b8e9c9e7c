#include "render/listing.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "format/csv.h"
#include "query/numbers.h"
#include "render/delimited.h"
#include "render/values.h"
#include "report/listing.h"

namespace flatcrm::render {

namespace {

constexpr std::size_t flush_size = std::size_t{1} << 16;
constexpr int shown_digits = 2;  // of amounts, as in a document

/// Whether a text goes out as it stands: no control character, nothing that a spreadsheet runs, nothing to quote.
bool is_plain(std::string_view text, char delimiter) {
  if (text.empty()) return true;
  char first = text.front();
  bool runs =
      first == '=' || first == '+' || first == '-' || first == '@' || first == ' ' || text.back() == ' ';
  return !runs && std::all_of(text.begin(), text.end(), [&](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F && c != delimiter && c != '"';
  });
}

class ListingWriter {
 public:
  ListingWriter(const segment::Listing& listing, const book::Config& config, char delimiter)
      : listing_(listing), config_(config) {
    dialect_.delimiter = delimiter;
  }

  void header() {
    for (const segment::ListColumn& column : listing_.columns) {
      part();
      format::write_cell(text, harmless(column.name), dialect_);
      if (column.original == 0) continue;
      part();
      format::write_cell(text, harmless(column.name + "_currency"), dialect_);
    }
    end();
  }
  void row(std::size_t row) {
    for (const segment::ListColumn& column : listing_.columns) {
      part();
      cell(column, row);
    }
    end();
  }

  std::string text;

 private:
  void part() {
    if (cells_++ > 0) text += dialect_.delimiter;
  }
  void end() {
    if (text.size() == begin_) text += "\"\"";  // a blank line would be no row at all
    text += '\n';
    begin_ = text.size();
    cells_ = 0;
  }
  void cell(const segment::ListColumn& column, std::size_t row);
  void number(std::int64_t value, int scale);

  const segment::Listing& listing_;
  const book::Config& config_;
  format::CsvDialect dialect_;
  std::size_t cells_ = 0, begin_ = 0;

 public:
  void clear() {
    text.clear();
    begin_ = 0;
  }
};

void ListingWriter::number(std::int64_t value, int scale) {
  if (scale == 0) {
    char digits[24];
    auto [end, failure] = std::to_chars(digits, digits + sizeof digits, value);
    text.append(digits, end);
  } else {
    text += core::print(core::Decimal{value, static_cast<std::uint8_t>(scale)});
  }
}

void ListingWriter::cell(const segment::ListColumn& column, std::size_t row) {
  query::Vector::Form form = column.values.form;
  if (column.original == 0 && (form == query::Vector::Form::text || form == query::Vector::Form::code)) {
    std::string_view value = column.values.text(row);
    if (is_plain(value, dialect_.delimiter))
      text += value;
    else
      format::write_cell(text, harmless(core::visible(value, true)), dialect_);
    return;
  }
  bool plain_number = column.original == 0 && form == query::Vector::Form::number &&
                      (column.type.kind == query::Kind::integer || column.type.kind == query::Kind::money);
  if (plain_number) {
    std::int64_t value = column.values.number(row);
    if (value == core::no_number) return;
    int digits = column.type.kind == query::Kind::integer ? 0 : std::min(column.values.scale, shown_digits);
    return number(query::rescale(value, column.values.scale, digits), digits);
  }
  report::Cell cell = report::cell_of(listing_, column, row, config_.currency);
  std::string value = plain(cell);
  bool is_number = report::is_number(report::kind_of(cell));
  format::write_cell(text, is_number ? value : harmless(std::move(value)), dialect_);
  if (column.original == 0) return;
  part();
  const auto* money = std::get_if<report::Money>(&cell);
  if (money != nullptr) format::write_cell(text, harmless(plain(money->currency)), dialect_);
}

}  // namespace

void write_listing(const segment::Listing& listing, const book::Config& config, char delimiter,
                   const std::function<void(std::string_view)>& out) {
  ListingWriter writer(listing, config, delimiter);
  writer.header();
  for (std::size_t row = 0; row < listing.rows; ++row) {
    writer.row(row);
    if (writer.text.size() < flush_size) continue;
    out(writer.text);
    writer.clear();
  }
  out(writer.text);
}

}  // namespace flatcrm::render
