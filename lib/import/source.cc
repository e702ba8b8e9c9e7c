#include "import/source.h"

#include <fmt/format.h>

#include "core/text.h"
#include "format/csv_sniff.h"
#include "text/encoding.h"

namespace flatcrm::import {

SourceOptions source_options(const SourceOptions& given, const Profile& profile) {
  SourceOptions out = given;
  if (out.encoding.empty()) out.encoding = profile.encoding;
  if (!out.delimiter) out.delimiter = profile.delimiter;
  if (!out.quote) out.quote = profile.quote;
  if (!out.header) out.header = profile.header;
  return out;
}

namespace {

void set_delimiter(format::CsvDialect& dialect, const std::string& delimiter) {
  dialect.delimiter_text.clear();
  if (delimiter.size() == 1)
    dialect.delimiter = delimiter[0];
  else
    dialect.delimiter_text = delimiter;
}

std::string print_delimiter(const format::CsvDialect& dialect) {
  if (!dialect.delimiter_text.empty()) return dialect.delimiter_text;
  return dialect.delimiter == '\t' ? "tab" : core::visible(std::string(1, dialect.delimiter));
}

/// Where a 1-based physical line begins, or the end of the text.
std::uint64_t begin_of_line(std::string_view text, std::size_t line) {
  std::size_t begin = 0;
  for (; line > 1 && begin < text.size(); --line) {
    std::size_t end = text.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) return text.size();
    begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return begin;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::shared_ptr<const Source> Source::open(const std::string& name, io::Bytes bytes,
                                           const SourceOptions& options) {
  std::shared_ptr<Source> source(new Source);
  source->bytes_ = std::move(bytes);
  source->report_.name = name;
  std::string_view raw = source->bytes_.view();
  if (raw.empty()) throw Error(Code::bad_input, "the file is empty", {name}, "");
  text::EncodingGuess guess;
  try {
    guess = text::sniff_encoding(raw);
  } catch (const Error& error) {
    if (options.encoding.empty())
      throw Error(error.code(), error.message(), {name, error.place().line, error.place().column},
                  "it is no delimited text; --encoding names the encoding if it is one after all");
  }
  // A byte order mark leaves no doubt, whatever a profile written for another export says.
  bool sniffed = options.encoding.empty() || guess.bom_bytes > 0;
  source->report_.encoding = sniffed ? guess.name : options.encoding;
  source->report_.encoding_why = sniffed ? guess.why : "as given";
  source->text_ = text::as_utf8(raw, source->report_.encoding, name, source->storage_);
  if (is_blank(source->text_)) throw Error(Code::bad_input, "the file has no text", {name}, "");
  source->find_header(options);
  return source;
}

void Source::find_header(const SourceOptions& options) {
  format::CsvGuess guess = format::sniff_csv(text_);
  dialect_ = guess.dialect;
  line_end_ = guess.line_end;
  bool other_delimiter = options.delimiter && *options.delimiter != std::string(1, guess.dialect.delimiter);
  if (options.delimiter) set_delimiter(dialect_, *options.delimiter);
  if (options.quote) dialect_.quote = *options.quote;
  std::uint64_t begin = other_delimiter ? format::bom_size(text_) : guess.preamble_bytes;
  if (options.header) begin = begin_of_line(text_, std::max<std::size_t>(*options.header, 1));
  read_header(begin, !options.header || *options.header != 0);
  report_.delimiter = print_delimiter(dialect_);
  report_.columns = columns_.size();
}

void Source::read_header(std::uint64_t begin, bool named) {
  format::CsvScanner scanner(text_.substr(begin), dialect_);
  format::CsvBlock block;
  std::size_t header_line = line(begin);
  if (!scanner.next(block, 1) || block.rows() == 0)
    throw Error(Code::bad_input, "no header", {report_.name, header_line}, "the file ends before it");
  core::Arena arena;
  for (std::size_t i = 0; i < block.cells(0); ++i) {
    std::string column = named ? std::string(core::trim(block.text(0, i, arena))) : std::to_string(i + 1);
    int same = column.empty() ? -1 : find_column(column);
    if (same >= 0)
      throw Error(Code::bad_input,
                  fmt::format("column '{}' stands twice, as column {} and {}", column, same + 1, i + 1),
                  {report_.name, header_line, block.cell(0, i).begin + 1}, "rename one of them in the file");
    columns_.push_back(std::move(column));
  }
  rows_begin_ = named ? begin + scanner.offset() : begin;
  report_.header_line = named ? header_line : 0;
  report_.preamble_lines = header_line - 1;
}

int Source::find_column(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i] == name) return static_cast<int>(i);
  return -1;
}

bool Source::is_own_column(std::size_t column) const {
  return columns_[column] == line_column || columns_[column] == reason_column;
}

std::size_t Source::line(std::uint64_t offset) const {
  return core::position_of(text_, offset).line;
}

}  // namespace flatcrm::import
