#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "core/text.h"
#include "import/source_opener.h"
#include "io/threads.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_tables = 64;
constexpr std::size_t rows_looked_at = 1000;
constexpr std::size_t least_header = 4;  // bytes of a header that is looked for again
constexpr std::size_t most_lines_said = 5;
constexpr std::size_t piece_bytes = std::size_t{4} << 20;

std::size_t find_in(std::string_view text, std::string_view wanted, std::size_t from) {
  const void* found = ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found == nullptr ? text.npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

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

/// A cell that is merged over two rows of the header names its column twice: "Amount Amount".
void say_once(std::string& name) {
  const std::size_t half = name.size() / 2;
  if (name.size() % 2 == 1 && name[half] == ' ' && name.substr(0, half) == name.substr(half + 1))
    name.resize(half);
}

/// A file that was put behind another one may begin with its byte order mark.
std::size_t begin_of_row(std::string_view text, std::size_t at) {
  return at >= 3 && format::bom_size(text.substr(at - 3)) == 3 ? at - 3 : at;
}

std::string_view first_line(std::string_view text) {
  text.remove_prefix(format::bom_size(text));
  return text.substr(0, text.substr(0, std::size_t{1} << 20).find_first_of("\r\n"));
}

std::string_view line_at(std::string_view text, std::uint64_t begin) {
  return text.substr(begin, text.find_first_of("\r\n", begin) - begin);
}

}  // namespace

/// Its first line ends in the two columns that print_rejects adds.
bool SourceOpener::is_rejects_file() const {
  const std::string_view line = first_line(source_.bytes_.view());
  if (!line.ends_with(reason_column)) return false;
  const std::size_t at = line.rfind(line_column);
  return at != std::string_view::npos && at > 0 &&
         line.size() - at - line_column.size() - reason_column.size() <= 8;
}

void SourceOpener::open_rejects_file() {
  const std::string_view line = first_line(source_.text_);
  const std::size_t behind = line.rfind(line_column) + line_column.size();
  format::CsvDialect dialect = format::sniff_csv(source_.text_).dialect;
  set_delimiter(dialect, std::string(line.substr(behind, line.size() - reason_column.size() - behind)));
  if (options_.quote) dialect.quote = *options_.quote;
  source_.line_end_ =
      source_.text_.substr(0, line.size() + 5).find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
  source_.dialect_ = dialect;
  read_header({}, format::bom_size(source_.text_), 1);
}

/// Where a 1-based line of the file, or row of the sheet, begins in the text, or the end of the text.
std::uint64_t SourceOpener::begin_of_line(std::size_t line) const {
  const std::string_view text = source_.text_;
  if (!source_.places_.empty()) {
    for (const Source::Place& place : source_.places_)
      if (place.line >= line) return place.offset;
    return text.size();
  }
  std::size_t begin = format::bom_size(text);
  for (; line > 1 && begin < text.size(); --line) {
    const std::size_t end = text.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) return text.size();
    begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return begin;
}

void SourceOpener::open_delimited() {
  const std::string_view text = source_.text_;
  format::CsvGuess guess;
  if (format_ == InputFormat::xlsx) {
    guess = format::sniff_header(text, source_.dialect_);
  } else {
    guess = format::sniff_csv(text);
    format::CsvDialect known = guess.dialect;
    if (options_.delimiter) set_delimiter(known, *options_.delimiter);
    if (options_.quote) known.quote = *options_.quote;
    if (options_.delimiter || options_.quote) guess = format::sniff_header(text, known);
  }
  source_.dialect_ = guess.dialect;
  source_.line_end_ = guess.line_end;
  std::uint64_t begin = guess.preamble_bytes;
  std::size_t header_rows = guess.has_header ? std::max<std::size_t>(guess.header_rows, 1) : 0;
  if (options_.header) {
    begin = begin_of_line(std::max<std::size_t>(*options_.header, 1));
    header_rows = *options_.header == 0 ? 0 : 1;
  } else if (header_rows == 0) {
    source_.report_.notes.push_back(
        fmt::format("line {} looks like data and not like names: the columns are called 1, 2, ...; if it is "
                    "the header, say "
                    "--header {}",
                    source_.line(begin), source_.line(begin)));
  } else if (guess.grouped) {
    source_.report_.notes.push_back(
        fmt::format("the header has 2 rows: line {} names groups of columns", source_.line(begin)));
  } else if (header_rows > 1) {
    source_.report_.notes.push_back(
        fmt::format("the header has {} rows, whose names are joined", header_rows));
  }
  read_header(guess, begin, header_rows);
  cut_at_other_table(guess);
  if (header_rows == 1) find_headers_again(line_at(source_.text_, begin));
  note_headers_again();
  cut_at_table_end();
}

void SourceOpener::read_header(const format::CsvGuess& guess, std::uint64_t begin, std::size_t header_rows) {
  format::CsvScanner scanner(source_.text_.substr(begin), source_.dialect_);
  format::CsvBlock block;
  const std::size_t header_line = source_.line(begin);
  if (!scanner.next(block, 1) || block.rows() == 0)
    throw Error(Code::bad_input, "no header", {source_.name(), header_line}, "the file ends before it");
  if (block.cells(0) > format::most_columns) format::refuse_columns(block.cells(0));
  std::vector<std::string> names;
  std::vector<std::uint64_t> places;
  for (std::size_t i = 0; i < block.cells(0); ++i) places.push_back(block.cell(0, i).begin);
  core::Arena arena;
  for (std::size_t i = 0; i < block.cells(0); ++i)
    names.push_back(header_rows > 0 ? std::string(core::trim(block.text(0, i, arena)))
                                    : std::to_string(i + 1));
  source_.rows_begin_ = header_rows > 0 ? begin + scanner.offset() : begin;
  if (header_rows > 1) {
    places.clear();
    names = format::header_names(source_.text_, guess, &source_.own_names_);
    if (format_ == InputFormat::xlsx) std::for_each(names.begin(), names.end(), say_once);
    for (std::size_t row = 1; row < header_rows && scanner.next(block, 1); ++row)
      source_.rows_begin_ = begin + scanner.offset();
  }
  name_columns(names, places, header_line);
  source_.report_.header_line = header_rows > 0 ? header_line : 0;
  source_.report_.preamble_lines = header_line - 1;
  if (format_ == InputFormat::csv) source_.report_.delimiter = print_delimiter(source_.dialect_);
}

/// `places` of a header of one row: a name that stands twice there leaves open which of the two is meant.
void SourceOpener::name_columns(const std::vector<std::string>& names,
                                const std::vector<std::uint64_t>& places, std::size_t header_line) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string name = names[i].empty() && has_values(i) ? fmt::format("column {}", i + 1) : names[i];
    if (const int same = name.empty() ? -1 : source_.find_column(name); same >= 0) {
      if (format_ != InputFormat::xlsx && i < places.size())
        throw Error(Code::bad_input,
                    fmt::format("column '{}' stands twice, as column {} and {}", name, same + 1, i + 1),
                    {source_.name(), header_line, places[i] + 1}, "rename one of them in the file");
      // A merged cell of a workbook, and the name of a group, stand over several columns.
      std::size_t number = 2;
      while (source_.find_column(fmt::format("{} {}", name, number)) >= 0) ++number;
      name += fmt::format(" {}", number);
    }
    source_.columns_.push_back(std::move(name));
  }
}

/// Of a column without a name: is there anything in the first rows?
bool SourceOpener::has_values(std::size_t column) const {
  format::CsvScanner scanner(source_.rows(), source_.dialect_);
  format::CsvBlock block;
  core::Arena arena;
  if (!scanner.next(block, rows_looked_at)) return false;
  for (std::size_t row = 0; row < block.rows(); ++row)
    if (column < block.cells(row) && !core::trim(block.text(row, column, arena)).empty()) return true;
  return false;
}

/// Files that were put one behind the other bring their header each time.
void SourceOpener::find_headers_again(std::string_view header) {
  const std::string_view text = source_.text_.substr(source_.rows_begin_);
  if (header.size() < least_header || source_.columns_.size() < 2) return;
  const auto is_end = [&](std::size_t at) {
    return at == text.size() || text[at] == '\n' || text[at] == '\r';
  };
  const std::size_t pieces = text.size() / piece_bytes + 1;
  std::vector<std::vector<std::uint64_t>> found(pieces);
  io::parallel_for(pieces, options_.threads, [&](std::size_t piece) {
    // A header that begins in a piece may end in the next one.
    const std::string_view part = text.substr(0, (piece + 1) * piece_bytes + header.size() - 1);
    for (std::size_t at = find_in(part, header, piece * piece_bytes); at != part.npos;
         at = find_in(part, header, at + header.size())) {
      const std::size_t begin = begin_of_row(source_.text_, source_.rows_begin_ + at);
      const char before = source_.text_[begin - 1];
      if ((before == '\n' || before == '\r') && is_end(at + header.size())) found[piece].push_back(begin);
    }
  });
  for (const std::vector<std::uint64_t>& some : found)
    source_.no_rows_.insert(source_.no_rows_.end(), some.begin(), some.end());
}

void SourceOpener::note_headers_again() {
  std::vector<std::uint64_t>& again = source_.no_rows_;
  if (again.empty()) return;
  std::sort(again.begin(), again.end());
  again.erase(std::unique(again.begin(), again.end()), again.end());
  std::string note = fmt::format("the header stands again in line {}", source_.line(again[0]));
  if (again.size() > 1) note += fmt::format(" and {} more", again.size() - 1);
  source_.report_.notes.push_back(note + ": no row");
}

bool SourceOpener::has_names_of_header(std::uint64_t begin) const {
  format::CsvScanner scanner(source_.text_.substr(begin), source_.dialect_);
  format::CsvBlock block;
  core::Arena arena;
  if (!scanner.next(block, 1) || block.cells(0) != source_.columns_.size()) return false;
  for (std::size_t i = 0; i < block.cells(0); ++i)
    if (core::trim(block.text(0, i, arena)) != source_.columns_[i]) return false;
  return true;
}

/// The same header begins no other table.
void SourceOpener::cut_at_other_table(format::CsvGuess guess) {
  std::uint64_t base = 0;
  for (std::size_t i = 0; i < most_tables; ++i) {
    const std::uint64_t end = base + guess.table_end;
    if (end >= source_.text_.size() || end <= source_.rows_begin_) return;
    if (!has_names_of_header(end)) {
      source_.report_.left_out =
          fmt::format("another table begins in line {} and is not read: cut the file there and import both",
                      source_.line(end));
      source_.text_ = source_.text_.substr(0, end);
      return;
    }
    source_.no_rows_.push_back(end);
    base = end;
    guess = format::sniff_header(source_.text_.substr(base), source_.dialect_);
  }
}

void SourceOpener::note_subtotals(const std::vector<EndRow>& rows) {
  if (rows.empty()) return;
  std::string lines;
  for (std::size_t i = 0; i < std::min(rows.size(), most_lines_said); ++i)
    lines += fmt::format("{}{}", i == 0 ? "" : ", ", source_.line(source_.rows_begin_ + rows[i].offset));
  if (rows.size() > most_lines_said) lines += fmt::format(" and {} more", rows.size() - most_lines_said);
  source_.report_.notes.push_back(fmt::format(
      "{} amid the records {} and skipped: line {}; of '{}' {}",
      rows.size() == 1 ? "a total" : fmt::format("{} totals", rows.size()),
      rows.size() == 1 ? "is proven" : "are proven", lines, core::visible(rows[0].text), rows[0].proof));
  for (const EndRow& row : rows) source_.no_rows_.push_back(source_.rows_begin_ + row.offset);
  std::sort(source_.no_rows_.begin(), source_.no_rows_.end());
}

/// Totals, and what a program writes below a table, are skipped and said.
void SourceOpener::cut_at_table_end() {
  const TableEnd end = find_table_end(source_.rows(), source_.dialect_, source_.columns_);
  std::vector<std::string>& notes = source_.report_.notes;
  const auto line_of = [&](const EndRow& row) { return source_.line(source_.rows_begin_ + row.offset); };
  note_subtotals(end.amid);
  for (const EndRow& row : end.doubtful)
    notes.push_back(
        fmt::format("line {} says '{}' and is taken as a record, as nothing proves it a total: "
                    "--where leaves it out",
                    line_of(row), core::visible(row.text)));
  for (const EndRow& row : end.rows)
    notes.push_back(row.kind == EndKind::total
                        ? fmt::format("line {} is a total and skipped: {}", line_of(row), row.proof)
                        : fmt::format("line {} stands below the table and is skipped: '{}'", line_of(row),
                                      core::visible(row.text)));
  source_.report_.end_rows = end.amid.size() + end.rows.size();
  if (end.rows.empty()) return;
  source_.text_ = source_.text_.substr(0, source_.rows_begin_ + end.rows[0].offset);
}

}  // namespace flatcrm::import
