#include "import/table_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"
#include "format/cell_kind.h"
#include "import/column_names.h"
#include "import/running_totals.h"
#include "import/total_words.h"
#include "text/amount.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_lines = 16;  // below the last record
constexpr std::size_t tail_bytes = std::size_t{8} << 10;
constexpr std::size_t small_bytes = std::size_t{1} << 20;  // looked through whatever its last lines are
constexpr std::size_t most_doubts = 3;

struct Line {
  std::uint64_t offset = 0;
  std::vector<std::string> cells;
  std::vector<std::size_t> numbers, texts;  // columns of cells that are not empty
  std::size_t filled() const { return numbers.size() + texts.size(); }
};

bool is_number(std::string_view cell) {
  const format::CellKind kind = format::kind_of(cell);
  if (kind == format::CellKind::number) return true;
  return is_amount(cell);
}

Line read_line(const format::CsvBlock& block, std::size_t row, std::uint64_t base) {
  Line line;
  line.offset = base + block.offset(row);
  core::Arena arena;
  for (std::size_t i = 0; i < block.cells(row); ++i) {
    const std::string& cell = line.cells.emplace_back(core::trim(block.text(row, i, arena)));
    if (cell.empty() || !text::currency_code(cell).empty()) continue;
    (is_number(cell) ? line.numbers : line.texts).push_back(i);
  }
  return line;
}

/// Nothing but numbers, beside at most one text that names a total.
bool looks_like_total(const Line& line) {
  if (line.numbers.empty() || line.texts.size() > 1) return false;
  if (line.texts.empty()) return line.cells.size() > 1 && line.cells[0].empty();
  return speaks_of_a_total(line.cells[line.texts[0]]);
}

/// As much, and of a group of records amid the others: with a word, which is what makes it another row than they are.
bool looks_like_subtotal(const Line& line) {
  return line.texts.size() == 1 && looks_like_total(line);
}

/// At most one cell that begins as no number does: most records have more, and are passed over quickly.
bool may_be_subtotal(const format::CsvBlock& block, std::size_t row) {
  std::size_t texts = 0;
  for (std::size_t i = 0; i < block.cells(row); ++i) {
    const std::string_view cell = core::trim(block.raw(row, i));
    if (cell.empty()) continue;
    const char first = cell[0];
    const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    if (letter && cell.size() > 3 && ++texts > 1) return false;
  }
  return true;
}

bool looks_like_note(const Line& line) {
  return line.filled() == 1 && !line.cells[0].empty() && line.numbers.empty();
}

/// The last lines that may be no records, the first of them first.
std::vector<Line> last_lines(std::string_view text, const format::CsvDialect& dialect) {
  std::vector<Line> out;
  const std::size_t least = text.size() - std::min(text.size(), tail_bytes);
  std::size_t end = text.size();
  for (std::size_t count = 0; end > least && count < most_lines; ++count) {
    std::size_t last = end;
    while (last > least && (text[last - 1] == '\n' || text[last - 1] == '\r')) --last;
    if (last == least) break;
    std::size_t begin = last;
    while (begin > least && text[begin - 1] != '\n' && text[begin - 1] != '\r') --begin;
    if (begin == least && least > 0) break;  // its line begins too far away
    format::CsvScanner scanner(text.substr(begin, last - begin), dialect);
    format::CsvBlock block;
    if (!scanner.next(block) || block.rows() != 1) break;
    Line line = read_line(block, 0, begin);
    if (line.filled() > 0) {
      if (!looks_like_total(line) && !looks_like_note(line)) break;
      out.push_back(std::move(line));
    }
    end = begin;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::string proof_of_group(const Line& line, const std::vector<std::string>& columns, std::size_t rows) {
  for (const std::size_t column : line.numbers)
    if (column < columns.size() && !names_a_key(columns[column]))
      return fmt::format("'{}' is the sum of column '{}' over the {} above it",
                         core::visible(line.cells[column]), core::visible(columns[column]),
                         rows == 1 ? "row" : fmt::format("{} rows", rows));
  return "";
}

bool has_blank_line_before(std::string_view text, std::uint64_t offset) {
  std::size_t ends = 0;
  for (std::size_t at = offset; at > 0; --at) {
    const char byte = text[at - 1];
    if (byte == '\n')
      ++ends;
    else if (byte != '\r' && byte != ',' && byte != ';' && byte != '\t' && byte != ' ')
      break;
  }
  return ends > 1;
}

/// The word alone makes a row doubtful, and a word beside a name where other rows are proven.
void doubt(const Line& line, TableEnd& out) {
  const std::string& text = line.cells[line.texts[0]];
  if (out.doubtful.size() < most_doubts && (names_a_total(text) || !out.amid.empty()))
    out.doubtful.push_back({line.offset, EndKind::doubt, text, ""});
}

class EndFinder {
 public:
  EndFinder(std::string_view text, const std::vector<std::string>& columns, const RunningTotals& totals)
      : text_(text), columns_(columns), totals_(totals) {}

  void find(const std::vector<Line>& lines, TableEnd& out) const {
    std::size_t first = lines.size();
    for (; first > 0; --first) {
      const Line& line = lines[first - 1];
      if (std::optional<EndRow> row = row_of(line)) {
        out.rows.insert(out.rows.begin(), std::move(*row));
        continue;
      }
      break;
    }
    for (std::size_t i = 0; i < first; ++i)
      if (looks_like_subtotal(lines[i])) doubt(lines[i], out);
    // A note is one only behind a total, or where a blank line stands between it and the records.
    while (!out.rows.empty() && out.rows.front().kind == EndKind::note &&
           !has_blank_line_before(text_, out.rows.front().offset))
      out.rows.erase(out.rows.begin());
  }

 private:
  std::optional<EndRow> row_of(const Line& line) const {
    if (looks_like_total(line)) {
      const std::string proof = proof_of(line);
      const std::string& word = line.texts.empty() ? line.cells[line.numbers[0]] : line.cells[line.texts[0]];
      if (!proof.empty()) return EndRow{line.offset, EndKind::total, word, proof};
    }
    if (!looks_like_note(line) || totals_.least_filled() < 2) return std::nullopt;
    return EndRow{line.offset, EndKind::note, line.cells[0], ""};
  }

  std::string proof_of(const Line& line) const {
    const bool named = line.texts.empty() || names_a_total(line.cells[line.texts[0]]);
    for (const std::size_t column : line.numbers)
      if (named && column < columns_.size() && totals_.is_sum(column, line.cells[column]))
        return fmt::format("'{}' is the sum of column '{}'", core::visible(line.cells[column]),
                           core::visible(columns_[column]));
    if (line.texts.empty()) return "";
    if (const std::size_t rows = totals_.rows_summed(line.cells, line.numbers); rows > 0)
      return proof_of_group(line, columns_, rows);
    for (std::size_t column = 0; named && column < columns_.size(); ++column)
      if (totals_.is_key(column) && lacks_key(line, column))
        return fmt::format("it has no '{}' of its own", core::visible(columns_[column]));
    return "";
  }

  /// Empty, or the word for a total where every record has a number.
  bool lacks_key(const Line& line, std::size_t column) const {
    if (column >= line.cells.size() || line.cells[column].empty()) return true;
    return column == line.texts[0] && totals_.all_numbers(column);
  }

  std::string_view text_;
  const std::vector<std::string>& columns_;
  const RunningTotals& totals_;
};

/// The rows amid the others that look like a total of those above them.
std::vector<Line> rows_amid(std::string_view text, const format::CsvDialect& dialect) {
  std::vector<Line> out;
  format::CsvScanner scanner(text, dialect);
  format::CsvBlock block;
  while (scanner.next(block))
    for (std::size_t row = 0; row < block.rows(); ++row) {
      if (!may_be_subtotal(block, row)) continue;
      Line line = read_line(block, row, 0);
      if (looks_like_subtotal(line)) out.push_back(std::move(line));
    }
  return out;
}

class TableReader {
 public:
  TableReader(std::string_view text, const format::CsvDialect& dialect,
              const std::vector<std::string>& columns)
      : text_(text), dialect_(dialect), columns_(columns) {}

  TableEnd read() {
    last_ = last_lines(text_, dialect_);
    if (!last_.empty() || text_.size() <= small_bytes) amid_ = rows_amid(text_, dialect_);
    if (last_.empty() && amid_.empty()) return {};
    // Groups of one record are seen once others show what a total is here.
    RunningTotals totals = add_up(false);
    if (!found_.amid.empty()) totals = add_up(true);
    if (totals.rows() == 0) return {};
    EndFinder(text_, columns_, totals).find(last_, found_);
    return std::move(found_);
  }

 private:
  RunningTotals add_up(bool single) {
    std::vector<bool> summed(columns_.size(), false);
    for (const std::vector<Line>* lines : {&last_, &amid_})
      for (const Line& line : *lines)
        for (const std::size_t column : line.numbers)
          if (column < columns_.size()) summed[column] = true;
    RunningTotals totals(columns_, summed, single);
    found_ = {};
    const std::uint64_t end = last_.empty() ? text_.size() : last_.front().offset;
    std::unordered_set<std::uint64_t> begins;
    auto next = amid_.begin();
    format::CsvScanner scanner(text_, dialect_);
    format::CsvBlock block;
    while (scanner.next(block))
      for (std::size_t row = 0; row < block.rows(); ++row) {
        const std::uint64_t offset = block.offset(row);
        while (next != amid_.end() && next->offset < offset) ++next;
        if (offset >= end)
          begins.insert(offset);
        else if (next != amid_.end() && next->offset == offset && is_subtotal(*next, totals))
          totals.end_group();
        else if (!block.line(row).empty())
          totals.add(block, row);
      }
    // Inside a cell of several lines nothing ends a table.
    std::erase_if(last_, [&](const Line& line) { return !begins.contains(line.offset); });
    return totals;
  }

  bool is_subtotal(const Line& line, RunningTotals& totals) {
    const std::string& word = line.cells[line.texts[0]];
    const std::size_t rows = totals.rows_summed(line.cells, line.numbers);
    if (rows > 0) {
      found_.amid.push_back({line.offset, EndKind::subtotal, word, proof_of_group(line, columns_, rows)});
      return true;
    }
    doubt(line, found_);
    return false;
  }

  std::string_view text_;
  const format::CsvDialect& dialect_;
  const std::vector<std::string>& columns_;
  std::vector<Line> last_, amid_;
  TableEnd found_;
};

}  // namespace

TableEnd find_table_end(std::string_view text, const format::CsvDialect& dialect,
                        const std::vector<std::string>& columns) {
  if (columns.size() < 2 || dialect.comment != 0) return {};
  try {
    return TableReader(text, dialect, columns).read();
  } catch (const Error&) {
    return {};
  }
}

}  // namespace flatcrm::import
