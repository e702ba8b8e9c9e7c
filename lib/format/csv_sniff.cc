#include "format/csv_sniff.h"

#include <algorithm>
#include <array>

#include "format/csv_header.h"
#include "format/csv_rows.h"
#include "format/csv_sample.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t delimiter_bytes = std::size_t{64} << 10;
constexpr std::size_t table_bytes = std::size_t{256} << 10;

/// How far a delimiter is believed, all else being equal: blanks and colons stand in any text.
struct Delimiter {
  char byte;
  double weight;
};
constexpr std::array<Delimiter, 7> delimiters{
    {{',', 1.0}, {';', 1.0}, {'\t', 1.0}, {'|', 0.98}, {'\x1f', 1.0}, {':', 0.4}, {' ', 0.4}}};

/// At most `size` bytes, cut behind a line end.
std::string_view beginning(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  const std::size_t end = text.substr(0, size).find_last_of("\r\n");
  return end == std::string_view::npos ? text.substr(0, size) : text.substr(0, skip_line_end(text, end));
}

/// Quotes that stand where a cell begins, and where one ends.
struct Frames {
  std::size_t openings = 0, closings = 0;
};
Frames count_frames(std::string_view text, char quote, char delimiter) {
  Frames frames;
  const auto ends = [&](char byte) { return byte == delimiter || is_line_end(byte); };
  for (std::size_t place = text.find(quote); place != std::string_view::npos;
       place = text.find(quote, place + 1)) {
    std::size_t before = place;
    while (before > 0 && text[before - 1] == ' ' && delimiter != ' ') --before;
    if (before == 0 || ends(text[before - 1])) ++frames.openings;
    if (place + 1 == text.size() || ends(text[place + 1])) ++frames.closings;
  }
  return frames;
}

/// An apostrophe is a quote where cells are framed with it, and not with double quotes.
char choose_quote(std::string_view text, char delimiter) {
  const Frames single = count_frames(text, '\'', delimiter);
  const Frames both = count_frames(text, '"', delimiter);
  const bool framed = single.openings > 0 && 5 * single.closings >= 4 * single.openings &&
                      single.closings <= 2 * single.openings;
  return framed && single.openings > 2 * both.openings ? '\'' : '"';
}

/// Whether `delimiter` stands in a text other than prose has it, with a blank behind.
bool parts(std::string_view text, char delimiter) {
  for (std::size_t place = text.find(delimiter); place != std::string_view::npos;
       place = text.find(delimiter, place + 1)) {
    if (place + 1 == text.size() || text[place + 1] != ' ') return true;
  }
  return false;
}

/// How much a cell looks like one: hardly where it holds what may be the true delimiter.
double quality(const SampleCell& cell, char delimiter) {
  if (cell.quoted || is_typed(cell.kind) || cell.kind == CellKind::word) return 1;
  if (cell.kind == CellKind::empty) return 0.8;
  for (const char other : {',', ';', '\t', '|', '\x1f'}) {
    if (other != delimiter && parts(cell.raw, other)) return 0.1;
  }
  return 0.7;
}

double score(const CsvSample& sample, Delimiter delimiter) {
  if (sample.width < 2 || sample.full == 0) return 0;
  double sum = 0, cells = 0;
  bool typed = false;
  for (const SampleRow& row : sample.rows) {
    if (row.cells.size() != sample.width) continue;
    for (const SampleCell& cell : row.cells) {
      sum += quality(cell, delimiter.byte);
      typed = typed || is_typed(cell.kind);
    }
    cells += static_cast<double>(row.cells.size());
  }
  const double fit = static_cast<double>(sample.fitting) / static_cast<double>(sample.full);
  if (delimiter.weight < 0.5 && (fit < 0.9 || sample.width < 3 || !typed)) return 0;
  const auto width = static_cast<double>(sample.width);
  return delimiter.weight * fit * (width - 1) / width * sum / cells;
}

/// Whether a value stands alone in its line: beside a tab, or among other addresses, it is one cell of several.
bool stands_alone(const SampleCell& cell) {
  const char* parting = cell.kind == CellKind::address ? ",;|\t\x1f" : "\t\x1f";
  return is_typed(cell.kind) && cell.raw.find_first_of(parting) == std::string_view::npos;
}

/// Whether most lines are one number, date, time or address as a whole.
bool is_one_column(std::string_view text) {
  CsvDialect lines;
  lines.delimiter = '\x1e';
  lines.quote = 0;
  const CsvSample sample = read_sample(text, lines, true);
  std::size_t typed = 0;
  for (const SampleRow& row : sample.rows) {
    const SampleCell& cell = row.cells[0];
    if (cell.kind == CellKind::number && cell.raw.find(',') != std::string_view::npos) return false;
    typed += stands_alone(cell) ? 1 : 0;
  }
  return sample.full > 1 && 10 * typed >= 9 * (sample.full - 1);
}

CsvDialect choose_delimiter(std::string_view text, bool complete) {
  CsvDialect best;
  best.quote = choose_quote(text, best.delimiter);
  if (is_one_column(text)) return best;
  double best_score = 0.05;
  for (const Delimiter& delimiter : delimiters) {
    if (text.find(delimiter.byte) == std::string_view::npos) continue;
    CsvDialect dialect;
    dialect.delimiter = delimiter.byte;
    dialect.quote = choose_quote(text, delimiter.byte);
    const double found = score(read_sample(text, dialect, complete), delimiter);
    if (found > best_score) {
      best_score = found;
      best = dialect;
    }
  }
  return best;
}

std::size_t faults(const CsvSample& sample) {
  return sample.unclosed
             ? static_cast<std::size_t>(-1)
             : 2 * (sample.bare_quotes + sample.tails + sample.pairs) + sample.full - sample.fitting;
}

bool has_comment_sign(const CsvSample& sample) {
  return sample.unclosed || std::any_of(sample.rows.begin(), sample.rows.end(), [](const SampleRow& row) {
           return !row.cells[0].quoted && row.cells[0].raw.substr(0, 1) == "#";
         });
}

/// Lines that begin with # are comments where they don't have as many cells as the other rows; by chance a line of prose may.
void choose_comment(std::string_view text, bool complete, CsvDialect& dialect) {
  if (text.find('#') == std::string_view::npos || !has_comment_sign(read_sample(text, dialect, complete)))
    return;
  CsvDialect commented = dialect;
  commented.comment = '#';
  const std::size_t width = read_sample(text, commented, complete).width;
  if (width < 2) return;
  std::size_t others = 0;
  for (std::size_t begin = 0, end; begin < text.size(); begin = skip_line_end(text, end)) {
    end = std::min(text.find_first_of("\r\n", begin), text.size());
    if (text[begin] != '#') continue;
    const CsvSample line = read_sample(text.substr(begin, end - begin), dialect, false);
    const bool fits = !line.rows.empty() && line.rows[0].cells.size() >= width;
    if (fits && text.substr(begin, 2) != "# ") return;
    others += fits ? 0 : 1;
  }
  if (others > 0) dialect.comment = '#';
}

void choose_trim(const CsvSample& sample, std::string_view text, bool complete, CsvDialect& dialect) {
  if (is_blank(dialect.delimiter)) return;
  CsvDialect trimmed = dialect;
  trimmed.trim = true;
  const bool all = sample.padded >= 2 && sample.padded >= 9 * sample.close;
  if (all || (sample.padded_quotes > 0 && faults(read_sample(text, trimmed, complete)) < faults(sample))) {
    dialect.trim = true;
  }
}

/// With apostrophes as quotes, double quotes may escape: where they only come in pairs.
bool escapes_itself(const CsvSample& sample, char escape) {
  bool found = false;
  for (const SampleRow& row : sample.rows) {
    for (const SampleCell& cell : row.cells) {
      for (std::size_t place = cell.raw.find(escape); place != std::string_view::npos;
           place = cell.raw.find(escape, place + 2)) {
        if (!cell.quoted || place + 1 == cell.raw.size() || cell.raw[place + 1] != escape) return false;
        found = true;
      }
    }
  }
  return found;
}

/// Another way to quote is only believed where quotes are out of place as RFC 4180 has them.
void choose_quoting(std::string_view text, bool complete, CsvDialect& dialect) {
  const CsvSample plain = read_sample(text, dialect, complete);
  if (plain.tails > 0 || plain.unclosed) {
    std::vector<CsvDialect> others(3, dialect);
    others[0].escape = '\\';
    others[1].loose = true;
    others[2].escape = '\\';
    others[2].loose = true;
    if (plain.framed == 0) others.emplace_back(dialect).quote = 0;
    std::size_t least = faults(plain);
    for (const CsvDialect& other : others) {
      const std::size_t found = faults(read_sample(text, other, complete));
      if (found < least) {
        least = found;
        dialect = other;
      }
    }
  }
  if (dialect.quote == '\'' && dialect.escape == 0 &&
      escapes_itself(read_sample(text, dialect, complete), '"')) {
    dialect.escape = '"';
  }
}

std::string commonest_line_end(std::string_view text, const CsvSample& sample) {
  std::array<std::size_t, 3> counts{};
  for (std::size_t row = 1; row < sample.rows.size(); ++row) {
    const std::size_t begin = sample.rows[row].offset;
    ++counts[text[begin - 1] == '\r' ? 2 : begin > 1 && text[begin - 2] == '\r' ? 1 : 0];
  }
  if (sample.rows.size() == 1 && !text.empty() && is_line_end(text.back())) {
    ++counts[text.back() == '\r' ? 2 : text.size() > 1 && text[text.size() - 2] == '\r' ? 1 : 0];
  }
  static constexpr std::array<const char*, 3> ends{"\n", "\r\n", "\r"};
  return ends[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

/// Excel's first line: "sep=;". The bytes of the line, or 0.
std::size_t take_separator(std::string_view text, char& delimiter) {
  if (text.size() < 5 || !core::equal_ignoring_ascii_case(text.substr(0, 4), "sep=") || is_line_end(text[4]))
    return 0;
  if (text.size() > 5 && !is_line_end(text[5])) return 0;
  delimiter = text[4];
  return skip_line_end(text, 5);
}

/// A byte order mark and Excel's first line.
std::size_t skip_start(std::string_view text, char& separator) {
  const std::size_t mark = bom_size(text);
  return mark + take_separator(text.substr(mark), separator);
}

CsvDialect choose_dialect(std::string_view text, char separator) {
  const std::string_view sample = beginning(text, delimiter_bytes);
  const bool complete = sample.size() == text.size();
  CsvDialect dialect;
  if (separator != 0) {
    dialect.delimiter = separator;
    dialect.quote = choose_quote(sample, separator);
  } else {
    dialect = choose_delimiter(sample, complete);
  }
  choose_comment(sample, complete, dialect);
  choose_trim(read_sample(sample, dialect, complete), sample, complete, dialect);
  choose_quoting(sample, complete, dialect);
  return dialect;
}

}  // namespace

CsvGuess sniff_csv(std::string_view text) {
  char separator = 0;
  const std::size_t skipped = skip_start(text, separator);
  return sniff_header(text, choose_dialect(text.substr(skipped), separator));
}

CsvGuess sniff_header(std::string_view text, const CsvDialect& dialect) {
  CsvGuess guess;
  char separator = 0;
  const std::size_t skipped = skip_start(text, separator);
  const std::string_view body = text.substr(skipped);
  guess.dialect = dialect;
  const std::string_view table = beginning(body, table_bytes);
  const CsvSample sample = read_sample(table, guess.dialect, table.size() == body.size());
  guess.line_end = commonest_line_end(table, sample);
  find_header(sample, guess);
  const bool other = guess.table_end != 0;
  guess.table_end = other ? guess.table_end + skipped : text.size();
  guess.preamble_bytes += skipped;
  guess.header_line = core::position_of(text, guess.preamble_bytes).line;
  return guess;
}

namespace {

std::vector<std::vector<std::string>> header_cells(std::string_view text, const CsvGuess& guess) {
  std::vector<std::vector<std::string>> rows;
  CsvScanner scanner(table_of(text, guess), guess.dialect);
  CsvBlock block;
  core::Arena arena;
  std::size_t width = 0;
  while (rows.size() < guess.header_rows && scanner.next(block, 1)) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (std::size_t column = 0; column < block.cells(0); ++column)
      cells.emplace_back(core::trim(block.text(0, column, arena)));
    width = std::max(width, cells.size());
  }
  for (std::vector<std::string>& cells : rows) cells.resize(width);
  return rows;
}

/// The name of a group stands over its first column alone; over a column without another name it is that one's.
void spread_groups(std::vector<std::string>& groups, const std::vector<std::string>& own) {
  std::string group;
  for (std::size_t column = 0; column < own.size(); ++column) {
    if (!groups[column].empty()) group = groups[column];
    if (groups[column].empty() && !own[column].empty()) groups[column] = group;
    if (groups[column] == own[column]) groups[column].clear();  // merged over both rows
  }
}

}  // namespace

std::vector<std::string> header_names(std::string_view text, const CsvGuess& guess,
                                      std::vector<std::string>* own) {
  std::vector<std::vector<std::string>> rows = header_cells(text, guess);
  if (rows.empty()) return {};
  if (guess.grouped && rows.size() == 2) {
    spread_groups(rows[0], rows[1]);
    if (own != nullptr) *own = rows[1];
  }
  std::vector<std::string> names = rows[0];
  for (std::size_t row = 1; row < rows.size(); ++row)
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (!names[column].empty() && !rows[row][column].empty()) names[column] += ' ';
      names[column] += rows[row][column];
    }
  return names;
}

}  // namespace flatcrm::format
