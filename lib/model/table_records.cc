// Rows of a book's CSV files as records, and back.
#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/text.h"
#include "model/list_text.h"
#include "model/record_set.h"
#include "model/table_writer.h"

namespace flatcrm::model {
namespace {

constexpr std::size_t rows_a_block =
    512;  // so that text, cells and values of a block stay near the processor

char delimiter_of_header(std::string_view text) {
  constexpr std::string_view candidates = ",;\t|";
  std::size_t counts[candidates.size()] = {};
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (std::size_t which = candidates.find(c); which != candidates.npos) ++counts[which];
  }
  return candidates[static_cast<std::size_t>(std::max_element(std::begin(counts), std::end(counts)) -
                                             counts)];
}

/// The scanner knows no file.
[[noreturn]] void rethrow_with_file(const Error& error, const std::string& file) {
  throw Error(error.code(), error.message(), {file, error.place().line, error.place().column}, error.hint());
}

void refuse_unreadable(std::string_view text, const std::string& file) {
  if (std::size_t line = format::find_conflict_marker(text)) {
    throw Error(Code::book, "conflict marker", {file, line, 1}, "resolve the merge first");
  }
  std::size_t invalid = core::find_invalid_utf8(text);
  if (invalid == text.npos) return;
  core::Position place = core::position_of(text, invalid);
  throw Error(Code::encoding, "not valid UTF-8", {file, place.line, place.column},
              "import the file to bring it into UTF-8");
}

/// Reads the header's names as paths, and says what is wrong with them.
class HeaderReader {
 public:
  HeaderReader(const std::string& file, Paths& paths, core::Problems& problems)
      : file_(file), paths_(paths), problems_(problems) {}

  std::vector<PathId> read(const std::vector<std::string>& names) {
    std::vector<PathId> columns;
    for (const std::string& name : names) columns.push_back(column(std::string(core::trim(name)), columns));
    return columns;
  }

 private:
  PathId column(const std::string& name, const std::vector<PathId>& before) {
    if (name.empty()) report("unnamed-column", Severity::warning, "a column without a name", "");
    PathId path = paths_.intern(name);
    const Path& known = paths_[path];
    if (paths_.schema().is_container(known.text)) {
      report("bad-header", Severity::error, "'" + core::visible(name) + "' is no single value",
             "name its parts, as in '" + example(known.text) + "'");
    }
    auto is_new = [&](PathId candidate) {
      return std::find(before.begin(), before.end(), candidate) == before.end();
    };
    if (is_new(path)) return path;
    report("duplicate-column", Severity::error, "the column '" + core::visible(name) + "' stands twice",
           "rename one of them");
    for (int number = 2; !is_new(path); ++number)
      path = paths_.intern(name + " (" + std::to_string(number) + ")");
    return path;
  }

  std::string example(const std::string& container) const {
    for (const Field& field : paths_.schema().fields()) {
      if (field.path.starts_with(container + ".*."))
        return container + ".1" + field.path.substr(container.size() + 2);
      if (field.path.starts_with(container + ".")) return field.path;
    }
    return container;
  }

  void report(const char* code, Severity severity, std::string what, std::string hint) {
    problems_.push_back({code, severity, {file_, 1, 1}, std::move(what), "", std::move(hint)});
  }

  const std::string& file_;
  Paths& paths_;
  core::Problems& problems_;
};

/// Takes the rows of one table into a set.
class RowReader {
 public:
  RowReader(std::string_view text, const std::string& file, const Paths& paths,
            const std::vector<PathId>& columns, RecordSet& into, core::Problems& problems)
      : text_(text), file_(file), lines_(text), into_(into), problems_(problems) {
    for (PathId path : columns) columns_.push_back({path, paths[path].list});
  }

  void read(const format::CsvBlock& block, std::size_t first_row, std::uint64_t origin) {
    for (std::size_t row = first_row; row < block.rows(); ++row)
      read_row(block, row, origin + block.offset(row));
  }

 private:
  struct Column {
    PathId path;
    bool list;
  };

  void read_row(const format::CsvBlock& block, std::size_t row, std::uint64_t begin) {
    std::size_t cells = block.cells(row);
    std::size_t known = std::min(cells, columns_.size());
    const char* start = text_.data() + begin;
    bool any = false;
    into_.begin();
    for (std::size_t i = 0; i < known; ++i) {
      std::string_view whole = block.outer(row, i);
      if (whole.empty()) continue;
      std::string_view value = block.text(row, i, into_.arena());
      if (whole.front() == '"' && whole.back() != '"') report_quote(whole);
      if (columns_[i].list) value = canonical_list(value, into_.arena());
      if (value.empty()) continue;
      into_.add(columns_[i].path, value, static_cast<std::uint32_t>(whole.data() - start));
      any = true;
    }
    if (any) into_.end(begin, index_);
    ++index_;
    if (cells != columns_.size()) report_ragged(block, row, begin, any);
  }

  /// Two rows that a merge by lines ran into one another look like this.
  void report_quote(std::string_view whole) {
    core::Position place = lines_.position(static_cast<std::size_t>(whole.data() - text_.data()));
    problems_.push_back({"bad-quote",
                         Severity::error,
                         {file_, place.line, place.column},
                         "text behind the closing quote of a cell",
                         "",
                         "double a quote that is part of the text"});
  }

  void report_ragged(const format::CsvBlock& block, std::size_t row, std::uint64_t begin, bool any) {
    std::size_t cells = block.cells(row), lost = columns_.size();
    while (lost < cells && block.outer(row, lost).empty()) ++lost;
    bool loses = lost < cells;
    if (!any && !loses) return;
    core::Position place = lines_.position(
        loses ? static_cast<std::size_t>(block.outer(row, lost).data() - text_.data()) : begin);
    problems_.push_back(
        {"ragged-row",
         loses ? Severity::error : Severity::warning,
         {file_, place.line, place.column},
         "a row of " + std::to_string(cells) + " cells below " + std::to_string(columns_.size()) + " columns",
         "",
         loses ? "what has no column is not read" : ""});
  }

  std::string_view text_;
  const std::string& file_;
  core::Lines lines_;
  std::vector<Column> columns_;
  RecordSet& into_;
  core::Problems& problems_;
  std::uint32_t index_ = 0;
};

/// About as many as the first block lets expect.
std::size_t rows_in(std::string_view text, const format::CsvBlock& block, std::uint64_t block_bytes) {
  return text.size() * (block.rows() + block.rows() / 16) / std::max<std::uint64_t>(block_bytes, 1) + 1;
}

}  // namespace

TableHeader read_table_header(std::string_view text, const std::string& file, core::Problems&) {
  TableHeader header;
  std::size_t bom = format::bom_size(text);
  header.dialect.delimiter = delimiter_of_header(text.substr(bom));
  try {
    format::CsvScanner scanner(text.substr(bom), header.dialect);
    format::CsvBlock block;
    core::Arena arena;
    if (scanner.next(block, 1)) {
      for (std::size_t i = 0; i < block.cells(0); ++i) header.names.emplace_back(block.text(0, i, arena));
    }
    header.body = bom + static_cast<std::size_t>(scanner.offset());
  } catch (const Error& error) {
    rethrow_with_file(error, file);
  }
  return header;
}

TableStyle read_table_records(std::string_view text, const std::string& file, Paths& paths, RecordSet& into,
                              core::Problems& problems) {
  refuse_unreadable(text, file);
  TableHeader header = read_table_header(text, file, problems);
  TableStyle style{header.dialect, HeaderReader(file, paths, problems).read(header.names)};
  RowReader reader(text, file, paths, style.columns, into, problems);
  std::size_t bom = format::bom_size(text);
  try {
    format::CsvScanner scanner(text.substr(bom), style.dialect);
    format::CsvBlock block;
    // The header is scanned once more, so that the lines of the scanner's errors are those of the file.
    for (std::size_t first = 1; scanner.next(block, rows_a_block); first = 0) {
      if (first == 1 && into.size() == 0)
        into.reserve(rows_in(text, block, scanner.offset()), style.columns.size());
      reader.read(block, first, bom);
    }
  } catch (const Error& error) {
    rethrow_with_file(error, file);
  }
  return style;
}

void write_table_record(std::string& out, const Record& record, const std::vector<PathId>& columns,
                        const Paths& paths, const format::CsvDialect& dialect, std::string_view line_end) {
  TableWriter(columns, paths, dialect, line_end).row(out, record);
}

}  // namespace flatcrm::model
