// Edits of CSV files as people write them: what was not touched keeps its bytes, what was touched has its
// value.
#include "format/csv_edit.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace flatcrm::format;

namespace {

using Random = std::mt19937;
std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}
bool once_in(Random& random, std::size_t times) {
  return below(random, times) == 0;
}
template <typename List>
auto pick(Random& random, const List& list) {
  return list[below(random, std::size(list))];
}

struct Cell {
  std::string raw, value;
};
struct Line {
  bool comment = false;
  std::vector<Cell> cells;  // of a comment: one, its text
  std::string end;
};
struct File {
  CsvDialect dialect;
  std::string bom;
  std::vector<Line> lines;
  std::string text() const {
    std::string out = bom;
    for (const Line& line : lines) {
      for (std::size_t i = 0; i < line.cells.size(); ++i)
        out += (i > 0 ? delimiter() : "") + line.cells[i].raw;
      out += line.end;
    }
    return out;
  }
  std::string delimiter() const { return std::string(delimiter_of(dialect)); }
};

std::string doubled(const std::string& value, char quote) {
  std::string out(1, quote);
  for (const char byte : value) out += byte == quote ? std::string(2, byte) : std::string(1, byte);
  return out + quote;
}

/// As people and programs write cells: bare, quoted without need, quoted by need, padded, or with quotes at
/// odd places.
Cell make_cell(Random& random, const CsvDialect& dialect) {
  static const char* const words[] = {"", "", "a", "Acme Ltd", "12.50", "M\xc3\xbcller", "x-y"};
  const std::string word = pick(random, words), quote(1, dialect.quote), delimiter(delimiter_of(dialect));
  Cell cell;
  switch (below(random, 8)) {
    case 0:
      cell = {doubled(word, dialect.quote), word};
      break;
    case 1:
      cell.value = word + (once_in(random, 2) ? "\n" : delimiter) + "b" + quote;
      cell.raw = doubled(cell.value, dialect.quote);
      break;
    case 2:
      cell = {"5" + quote + " nail", "5" + quote + " nail"};
      break;
    case 3:
      cell = {quote + "ab" + quote + "c" + quote, "abc" + quote};
      break;
    default:
      cell = {word, word};
  }
  if (dialect.trim && once_in(random, 2)) cell.raw = " " + cell.raw + "  ";
  if (!dialect.trim && once_in(random, 9) && cell.raw == cell.value) cell = {cell.raw + " ", cell.raw + " "};
  return cell;
}

File make_file(Random& random) {
  File file;
  file.dialect.delimiter = pick(random, std::string(",;\t|"));
  file.dialect.quote = pick(random, std::string("\"'"));
  if (once_in(random, 3)) file.dialect.comment = '#';
  if (once_in(random, 4)) file.dialect.trim = true;
  if (once_in(random, 6)) file.dialect.delimiter_text = "||";
  if (once_in(random, 4)) file.bom = "\xef\xbb\xbf";
  static const char* const ends[] = {"\n", "\r\n", "\n", "\r\n", "\r"};
  const bool mixed = once_in(random, 8);
  std::string end = pick(random, ends);
  const std::size_t columns = 1 + below(random, 5);
  for (std::size_t count = below(random, 12); count > 0; --count) {
    Line line;
    if (mixed) end = pick(random, ends);
    if (file.dialect.comment != 0 && once_in(random, 4)) {
      line.comment = true;
      line.cells = {{once_in(random, 2) ? "# a 'note\"" : "#", ""}};
    } else if (once_in(random, 8)) {
      line.cells = {{"", ""}};
    } else {
      line.cells.resize(once_in(random, 6) ? 1 + below(random, 7) : columns);
      for (Cell& cell : line.cells) cell = make_cell(random, file.dialect);
    }
    line.end = end;
    const bool empty = line.cells.size() == 1 && line.cells[0].raw.empty();
    if (empty && !file.lines.empty() && file.lines.back().end == "\r") line.end = "\r";
    file.lines.push_back(line);
  }
  if (!file.lines.empty() && once_in(random, 4)) {
    const std::vector<Cell>& last = file.lines.back().cells;
    if (last.size() > 1 || !last[0].raw.empty()) file.lines.back().end.clear();
  }
  return file;
}

/// What a line of the new text must be: bytes where raw is given, else a value.
struct Piece {
  bool exact = true;
  std::string bytes_or_value;
  bool must_be_quoted = false;
};
struct Expected {
  std::vector<Piece> pieces;
  std::string end;
  bool may_lack_end = false;  // unless it is empty: then it would be nothing without it
};

struct Edits {
  std::map<std::pair<std::size_t, std::size_t>, std::string> cells;
  std::map<std::size_t, std::vector<std::vector<std::string>>> new_rows;
  std::map<std::size_t, bool> removed;
  std::vector<std::string> new_columns;
};

std::string any_value(Random& random) {
  static const char* const pieces[] = {"a", "word ", ",", ";", "\t", "|", "\"", "'", "#", "\n", "\r", " "};
  std::string value;
  for (std::size_t count = below(random, 5); count > 0; --count) value += pick(random, pieces);
  return value;
}

Edits make_edits(Random& random, std::size_t rows, std::size_t columns) {
  Edits edits;
  for (std::size_t count = below(random, 3) * below(random, 3); count > 0; --count)
    edits.new_columns.push_back(any_value(random));
  const std::size_t all = columns + edits.new_columns.size();
  for (std::size_t count = below(random, 6); rows > 0 && all > 0 && count > 0; --count) {
    edits.cells[{below(random, rows), below(random, all)}] = any_value(random);
  }
  for (std::size_t count = below(random, 4); count > 0; --count) {
    std::vector<std::string> row(1 + below(random, all + 1));
    for (std::string& value : row) value = any_value(random);
    edits.new_rows[below(random, rows + 1)].push_back(row);
  }
  for (std::size_t count = below(random, 3); rows > 0 && count > 0; --count)
    edits.removed[below(random, rows)] = true;
  return edits;
}

std::string first_end(const File& file) {
  for (const Line& line : file.lines) {
    if (!line.comment && !line.end.empty()) return line.end;
  }
  return "\n";
}

/// The lines of the new text, worked out from the model of the old one.
std::vector<Expected> expect(const File& file, const Edits& edits, std::size_t rows, std::size_t columns) {
  std::vector<Expected> out;
  const std::string end = first_end(file);
  const auto insert = [&](std::size_t before) {
    const auto found = edits.new_rows.find(before);
    if (found == edits.new_rows.end()) return;
    for (const auto& row : found->second) {
      out.push_back({{}, end, false});
      for (const std::string& value : row) out.back().pieces.push_back({false, value, false});
    }
  };
  std::size_t row = 0;
  for (const Line& line : file.lines) {
    if (line.comment) {
      out.push_back({{{true, line.cells[0].raw, false}}, line.end, false});
      continue;
    }
    if (row == 0) insert(0);
    if (edits.removed.count(row) == 0) {
      Expected expected{{}, line.end, false};
      for (const Cell& cell : line.cells) expected.pieces.push_back({true, cell.raw, false});
      const auto fill = [&](std::size_t size) {
        while (expected.pieces.size() < size) {
          const std::size_t column = expected.pieces.size();
          expected.pieces.push_back(
              {false, row == 0 && column >= columns ? edits.new_columns[column - columns] : "", false});
        }
      };
      bool touched = false;
      for (const auto& [place, value] : edits.cells) {
        if (place.first != row) continue;
        touched = true;
        fill(place.second + 1);
        Piece& piece = expected.pieces[place.second];
        const bool old = place.second < line.cells.size();
        if (old && line.cells[place.second].value == value) continue;
        const std::size_t begin = old && file.dialect.trim ? piece.bytes_or_value.find_first_not_of(' ') : 0;
        const bool quoted =
            old && begin < piece.bytes_or_value.size() && piece.bytes_or_value[begin] == file.dialect.quote;
        piece = {false, value, quoted};
      }
      const bool blank = line.cells.size() == 1 && line.cells[0].raw.empty() && columns > 1;
      if (!edits.new_columns.empty() && (touched || !blank)) fill(columns + edits.new_columns.size());
      out.push_back(expected);
    }
    insert(++row);
  }
  if (rows == 0) insert(0);
  if (out.empty()) return out;
  const bool had_end = file.lines.empty() || !file.lines.back().end.empty();
  for (Expected& line : out) {
    if (line.end.empty()) line.end = end;
  }
  out.back().may_lack_end = !had_end;
  return out;
}

/// Eats the new text piece by piece.
class Reader {
 public:
  Reader(std::string_view text, const File& file) : text_(text), file_(file) {}
  bool eat(std::string_view bytes) {
    if (text_.substr(at_, bytes.size()) != bytes) return false;
    at_ += bytes.size();
    return true;
  }
  bool eat_value(const Piece& piece) {
    if (file_.dialect.trim) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    const std::string quoted = doubled(piece.bytes_or_value, file_.dialect.quote);
    const bool ok = eat(quoted) || (!piece.must_be_quoted && eat(piece.bytes_or_value));
    if (file_.dialect.trim) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    return ok;
  }
  bool after_cr() const { return at_ > 0 && text_[at_ - 1] == '\r'; }
  bool done() const { return at_ == text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }

 private:
  std::string_view text_;
  const File& file_;
  std::size_t at_ = 0;
};

bool matches(std::string_view text, const File& file, const std::vector<Expected>& lines,
             std::string& problem) {
  Reader reader(text, file);
  if (!reader.eat(file.bom)) return problem = "bom", false;
  for (const Expected& line : lines) {
    // A CR above an empty line that ends with LF would read as one line end: the editor makes the CR a CR LF.
    if (line.pieces.size() == 1 && line.pieces[0].bytes_or_value.empty() && line.end == "\n" &&
        reader.after_cr()) {
      if (reader.rest().substr(0, 1) == "\n") reader.eat("\n");
    }
    const std::size_t begin = reader.rest().size();
    for (std::size_t i = 0; i < line.pieces.size(); ++i) {
      if (i > 0 && !reader.eat(file.delimiter())) return problem = "delimiter", false;
      const Piece& piece = line.pieces[i];
      if (!(piece.exact ? reader.eat(piece.bytes_or_value) : reader.eat_value(piece))) {
        return problem = "wanted <" + piece.bytes_or_value + "> at <" + std::string(reader.rest()) + ">",
               false;
      }
    }
    const bool lacks_end = line.may_lack_end && reader.rest().size() < begin;
    if (!lacks_end && !reader.eat(line.end))
      return problem = "line end at <" + std::string(reader.rest()) + ">", false;
  }
  return reader.done() || (problem = "more than expected", false);
}

std::string edit(const std::string& text, const CsvDialect& dialect, const Edits& edits) {
  CsvEditor editor(text, dialect);
  for (const std::string& name : edits.new_columns) editor.add_column(name);
  for (const auto& [place, value] : edits.cells) editor.set(place.first, place.second, value);
  for (const auto& [before, rows] : edits.new_rows) {
    for (const auto& row : rows) editor.insert_row(before, {row.begin(), row.end()});
  }
  for (const auto& [row, removed] : edits.removed) {
    if (removed) editor.remove_row(row);
  }
  return editor.text();
}

}  // namespace

TEST_CASE("edits change what they are meant to change, and no other byte") {
  Random random(11);
  for (int round = 0; round < 20000; ++round) {
    const File file = make_file(random);
    const std::string text = file.text();
    std::size_t rows = 0, columns = 0;
    for (const Line& line : file.lines) {
      if (line.comment) continue;
      ++rows;
      columns = std::max(columns, line.cells.size());
    }
    CAPTURE(text);
    CAPTURE(file.dialect.trim);
    CAPTURE(file.dialect.comment);
    const CsvEditor untouched(text, file.dialect);
    REQUIRE(untouched.rows() == rows);
    REQUIRE(untouched.columns() == columns);
    REQUIRE(untouched.text() == text);
    const Edits edits = make_edits(random, rows, columns);
    const std::string result = edit(text, file.dialect, edits);
    std::string problem;
    const bool right = matches(result, file, expect(file, edits, rows, columns), problem);
    CAPTURE(result);
    CAPTURE(problem);
    REQUIRE(right);
  }
}
