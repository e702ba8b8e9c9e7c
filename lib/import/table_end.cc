#include "import/table_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "core/arena.h"
#include "core/decimal.h"
#include "core/error.h"
#include "core/id.h"
#include "core/text.h"
#include "format/cell_kind.h"
#include "import/column_names.h"
#include "text/amount.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_lines = 16;  // below the last record
constexpr std::size_t tail_bytes = std::size_t{8} << 10;
constexpr std::array marks{text::DecimalMark::point, text::DecimalMark::comma};

struct Line {
  std::uint64_t offset = 0;
  std::vector<std::string> cells;
  std::vector<std::size_t> numbers, texts;  // columns of cells that are not empty
  std::size_t filled() const { return numbers.size() + texts.size(); }
};

bool is_number(std::string_view cell) {
  const format::CellKind kind = format::kind_of(cell);
  if (kind == format::CellKind::number) return true;
  core::Arena arena;
  return std::any_of(marks.begin(), marks.end(),
                     [&](text::DecimalMark mark) { return text::AmountFormat{mark}.parse(cell, arena).ok; });
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
  return names_a_total(line.cells[line.texts[0]]);
}

bool looks_like_note(const Line& line) {
  return line.filled() == 1 && !line.cells[0].empty() && line.numbers.empty();
}

std::optional<core::Decimal> amount_of(std::string_view cell, text::DecimalMark mark) {
  core::Arena arena;
  const text::Amount amount = text::AmountFormat{mark}.parse(cell, arena);
  return amount.ok && amount.currency != "%" ? core::parse_decimal(amount.number) : std::nullopt;
}

/// What the records of one column come to.
struct ColumnTotal {
  std::array<core::Sum, marks.size()> sums;  // by the decimal mark
  std::size_t numbers = 0, filled = 0;
  std::unordered_set<std::uint64_t> seen;
  bool summed = false;     // a last line has a number here
  bool numbering = false;  // called as what numbers records
  bool is_unique = true;

  void add(std::string_view cell) {
    if (cell.empty()) return;
    ++filled;
    if (numbering) is_unique = is_unique && seen.insert(core::stable_hash(cell)).second;
    if (!summed && !numbering) return;
    bool number = false;
    for (std::size_t mark = 0; mark < marks.size(); ++mark)
      if (const std::optional<core::Decimal> amount = amount_of(cell, marks[mark])) {
        sums[mark].add(*amount);
        number = true;
      }
    numbers += number ? 1 : 0;
  }

  bool is_sum(std::string_view cell) const {
    for (std::size_t mark = 0; !numbering && numbers > 1 && mark < marks.size(); ++mark)
      if (const std::optional<core::Decimal> amount = amount_of(cell, marks[mark]);
          amount && amount->mantissa != 0 && *amount == sums[mark].total())
        return true;
    return false;
  }
};

/// The records above the last lines.
struct Records {
  std::vector<ColumnTotal> columns;
  std::size_t rows = 0;
  std::size_t least_filled = static_cast<std::size_t>(-1);

  void add(const format::CsvBlock& block, std::size_t row) {
    core::Arena arena;
    std::size_t filled = 0;
    for (std::size_t i = 0; i < std::min(columns.size(), block.cells(row)); ++i) {
      const std::string_view cell = core::trim(block.text(row, i, arena));
      filled += cell.empty() ? 0 : 1;
      columns[i].add(cell);
    }
    if (filled == 0) return;
    ++rows;
    least_filled = std::min(least_filled, filled);
  }
};

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

class EndFinder {
 public:
  EndFinder(std::string_view text, const std::vector<std::string>& columns, const Records& records)
      : text_(text), columns_(columns), records_(records) {}

  TableEnd find(const std::vector<Line>& lines) const {
    TableEnd out;
    const bool parted = !lines.empty() && has_blank_line_before(text_, lines.front().offset);
    std::size_t first = lines.size();
    for (; first > 0; --first) {
      const Line& line = lines[first - 1];
      const bool behind_blank = parted || has_blank_line_before(text_, line.offset);
      if (std::optional<EndRow> row = row_of(line, behind_blank)) {
        out.rows.insert(out.rows.begin(), std::move(*row));
        continue;
      }
      if (looks_like_total(line) && !line.texts.empty())
        out.doubtful.push_back({line.offset, EndKind::doubt, line.cells[line.texts[0]], ""});
      break;
    }
    // A note is one only where a blank line stands between it and the records.
    while (!out.rows.empty() && out.rows.front().kind == EndKind::note &&
           !has_blank_line_before(text_, out.rows.front().offset))
      out.rows.erase(out.rows.begin());
    return out;
  }

 private:
  std::optional<EndRow> row_of(const Line& line, bool behind_blank) const {
    if (looks_like_total(line)) {
      const std::string proof = proof_of(line);
      const std::string& word = line.texts.empty() ? line.cells[line.numbers[0]] : line.cells[line.texts[0]];
      if (!proof.empty()) return EndRow{line.offset, EndKind::total, word, proof};
    }
    if (!looks_like_note(line) || records_.least_filled < 2) return std::nullopt;
    if (!behind_blank && !(names_a_total(line.cells[0]) && line.cells[0].ends_with(')'))) return std::nullopt;
    return EndRow{line.offset, EndKind::note, line.cells[0], ""};
  }

  std::string proof_of(const Line& line) const {
    for (const std::size_t column : line.numbers)
      if (column < columns_.size() && records_.columns[column].is_sum(line.cells[column]))
        return fmt::format("'{}' is the sum of column '{}'", core::visible(line.cells[column]),
                           core::visible(columns_[column]));
    if (line.texts.empty()) return "";
    for (std::size_t column = 0; column < columns_.size(); ++column)
      if (is_key(column) && lacks_key(line, column))
        return fmt::format("it has no '{}' of its own", core::visible(columns_[column]));
    return "";
  }

  /// Does the column number the records, so that each has another value in it?
  bool is_key(std::size_t column) const {
    const ColumnTotal& total = records_.columns[column];
    return total.numbering && records_.rows > 1 && total.filled == records_.rows && total.is_unique;
  }

  /// Empty, or the word for a total where every record has a number.
  bool lacks_key(const Line& line, std::size_t column) const {
    if (column >= line.cells.size() || line.cells[column].empty()) return true;
    return column == line.texts[0] && records_.columns[column].numbers == records_.rows;
  }

  std::string_view text_;
  const std::vector<std::string>& columns_;
  const Records& records_;
};

}  // namespace

bool names_a_total(std::string_view cell) {
  static constexpr std::array<std::string_view, 58> words{
      "total",        "totals",        "grandtotal",     "grandtotals",  "sum",      "subtotal",
      "subtotals",    "totalamount",   "totalsum",       "overalltotal", "summe",    "gesamt",
      "gesamtsumme",  "gesamtbetrag",  "gesamtumsatz",   "insgesamt",    "endsumme", "zwischensumme",
      "totalgeneral", "somme",         "montanttotal",   "soustotal",    "totaux",   "suma",
      "sumatotal",    "totale",        "totalegenerale", "somma",        "totaal",   "eindtotaal",
      "totaalbedrag", "subtotaal",     "razem",          "ogolem",       "ogołem",   "lacznie",
      "łacznie",      "sumacalkowita", "soma",           "totalgeral",   "summa",    "ialt",
      "yhteensa",     "celkem",        "osszesen",       "итого",        "всего",    "合計",
      "総計",         "小計",          "合计",           "总计",         "總計",     "小计",
      "総合計",       "합계",          "총계",           "toplam"};
  if (cell.ends_with(')'))
    if (const std::size_t open = cell.find_last_of('('); open != std::string_view::npos && open > 0)
      cell = cell.substr(0, open);
  const std::string letters = letters_of(cell);
  return std::find(words.begin(), words.end(), letters) != words.end();
}

TableEnd find_table_end(std::string_view text, const format::CsvDialect& dialect,
                        const std::vector<std::string>& columns) {
  if (columns.size() < 2 || dialect.comment != 0) return {};
  try {
    std::vector<Line> lines = last_lines(text, dialect);
    if (lines.empty()) return {};
    Records records;
    records.columns.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) records.columns[i].numbering = names_a_key(columns[i]);
    for (const Line& line : lines)
      for (const std::size_t column : line.numbers)
        if (column < columns.size()) records.columns[column].summed = true;
    format::CsvScanner scanner(text, dialect);
    format::CsvBlock block;
    std::unordered_set<std::uint64_t> begins;
    while (scanner.next(block))
      for (std::size_t row = 0; row < block.rows(); ++row) {
        const std::uint64_t offset = block.offset(row);
        if (offset >= lines.front().offset)
          begins.insert(offset);
        else if (!block.line(row).empty())
          records.add(block, row);
      }
    // Inside a cell of several lines nothing ends a table.
    std::erase_if(lines, [&](const Line& line) { return !begins.contains(line.offset); });
    if (records.rows == 0) return {};
    return EndFinder(text, columns, records).find(lines);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace flatcrm::import
