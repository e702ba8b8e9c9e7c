// Every way to read a CSV text, against a reader that is too simple to be wrong.
#include "format/csv.h"

#include <doctest/doctest.h>

#include <optional>
#include <random>

#include "core/error.h"
#include "format/csv_masks.h"
#include "format/csv_sections.h"

using flatcrm::Error;
using flatcrm::core::Arena;
using namespace flatcrm::format;

namespace {

using Rows = std::vector<std::vector<std::string>>;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}

/// One character at a time with the four states of a CSV reader; nothing for a quote that is never closed.
std::optional<Rows> read_simply(std::string_view text, const CsvDialect& dialect) {
  enum { cell_start, unquoted, quoted, quote_in_quoted } state = cell_start;
  Rows rows;
  bool in_row = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (!in_row) {
      rows.push_back({""});
      in_row = true;
    }
    const bool is_quote = dialect.quote != 0 && byte == dialect.quote;
    std::string& cell = rows.back().back();
    if (state == quoted) {
      if (is_quote) {
        state = quote_in_quoted;
      } else {
        cell += byte;
      }
    } else if (state == quote_in_quoted && is_quote) {
      cell += byte;
      state = quoted;
    } else if (state == cell_start && is_quote) {
      state = quoted;
    } else if (byte == dialect.delimiter) {
      rows.back().emplace_back();
      state = cell_start;
    } else if (byte == '\n' || byte == '\r') {
      if (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      in_row = false;
      state = cell_start;
    } else {
      cell += byte;
      state = unquoted;
    }
  }
  if (state == quoted) return std::nullopt;
  return rows;
}

/// Rows of a part of a text, and where they stand in the whole; nothing on an error.
std::optional<Rows> scan(std::string_view text, const CsvDialect& dialect, CsvWay way,
                         std::size_t most_rows) {
  Rows rows;
  try {
    CsvScanner scanner(text, dialect, way);
    CsvBlock block;
    Arena arena;
    while (scanner.next(block, most_rows)) {
      for (std::size_t row = 0; row < block.rows(); ++row) {
        rows.emplace_back();
        for (std::size_t column = 0; column < block.cells(row); ++column) {
          rows.back().emplace_back(block.text(row, column, arena));
        }
      }
    }
    return rows;
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Anything, dense in special bytes.
std::string nasty_text(Random& random) {
  static const std::string_view pieces[] = {
      "a",  "bc",   ",", ",", "\"",       "\"",    "\n",     "\r\n",
      "\r", "\"\"", " ", ";", "\xc3\xa4", "\",\"", "\"\n\"", std::string_view("\0", 1)};
  std::string text;
  const std::size_t size = below(random, 400);
  while (text.size() < size) text += pieces[below(random, std::size(pieces))];
  return text;
}

/// Long and mostly regular, so that masks are used over many steps, with an irregular quote once in a while.
std::string likely_text(Random& random) {
  const std::string end = below(random, 2) == 0 ? "\n" : "\r\n";
  const std::size_t columns = 1 + below(random, 12), irregular = below(random, 3) == 0 ? 40 : 100000;
  std::string text;
  const std::size_t size = below(random, 30000);
  while (text.size() < size) {
    for (std::size_t column = 0; column < columns; ++column) {
      if (column > 0) text += ',';
      const std::string word(below(random, 20), static_cast<char>('a' + below(random, 26)));
      if (below(random, 10) == 0) {
        text += "\"" + word + (below(random, 2) == 0 ? ",\"\"" : "\n") + word + "\"";
      } else {
        text += word;
      }
      if (below(random, irregular) == 0) text += below(random, 2) == 0 ? "5\" x" : "\"a\"b";
    }
    text += end;
  }
  if (below(random, 2) == 0) text.resize(text.size() - text.size() / 50);
  return text;
}

std::string any_text(Random& random) {
  return below(random, 3) == 0 ? likely_text(random) : nasty_text(random);
}

CsvDialect any_dialect(Random& random) {
  CsvDialect dialect;
  dialect.delimiter = ",; "[below(random, 3)];
  dialect.quote = below(random, 10) == 0 ? char{0} : '"';
  return dialect;
}

std::vector<CsvWay> ways() {
  std::vector<CsvWay> ways{CsvWay::bytewise, CsvWay::portable, CsvWay::best};
  if (has_kernel(CsvKernel::sse2)) ways.push_back(CsvWay::sse2);
  if (has_kernel(CsvKernel::avx2)) ways.push_back(CsvWay::avx2);
  return ways;
}

}  // namespace

TEST_CASE("masks, one byte at a time and the simple reader give the same rows, whatever the text") {
  Random random(1);
  for (int round = 0; round < 4000; ++round) {
    const std::string text = any_text(random);
    const CsvDialect dialect = any_dialect(random);
    const auto expected = read_simply(text, dialect);
    const std::size_t most_rows = below(random, 2) == 0 ? 4096 : 1 + below(random, 20);
    for (const CsvWay way : ways()) {
      CAPTURE(text);
      CAPTURE(static_cast<int>(way));
      REQUIRE(scan(text, dialect, way, most_rows) == expected);
    }
  }
}

TEST_CASE("scanning the pieces of a text gives the rows of the whole") {
  Random random(2);
  int pieces_seen = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = any_text(random);
    const CsvDialect dialect = any_dialect(random);
    const auto expected = read_simply(text, dialect);
    if (!expected) continue;
    CAPTURE(text);
    Rows rows;
    const std::vector<std::uint64_t> cuts = split_rows(text, dialect, 1 + below(random, 6));
    REQUIRE(cuts.back() == text.size());
    for (std::size_t piece = 0; piece + 1 < cuts.size(); ++piece) {
      REQUIRE(cuts[piece] < cuts[piece + 1]);
      const auto part = scan(std::string_view(text).substr(cuts[piece], cuts[piece + 1] - cuts[piece]),
                             dialect, CsvWay::best, 4096);
      REQUIRE(part.has_value());
      rows.insert(rows.end(), part->begin(), part->end());
    }
    pieces_seen += static_cast<int>(cuts.size()) - 1;
    REQUIRE(rows == *expected);
  }
  CHECK(pieces_seen > 3000);
}

/// Long enough that there are sections, with quotes that stand as they should or, at times, as they should not.
std::string long_text(Random& random) {
  static const std::string_view cells[] = {"a",        "word",       "",          "\"b,c\"", "\"d\ne\"",
                                           "\"\"\"\"", "\"f\"\"g\"", "\"\r\n,\"", "12.5",    "h i"};
  static const std::string_view odd[] = {"x\"y", "\"z\"w", "\"open"};
  std::string text;
  const std::size_t size = below(random, 3000);
  const bool quotes = below(random, 4) != 0, oddities = below(random, 5) == 0;
  const std::string_view line_end = below(random, 2) == 0 ? "\n" : "\r\n";
  while (text.size() < size) {
    for (std::size_t i = below(random, 5); i > 0; --i) {
      const bool odd_one = oddities && below(random, 60) == 0;
      text += odd_one ? odd[below(random, 3)] : quotes ? cells[below(random, 10)] : cells[below(random, 2)];
      text += ',';
    }
    text += line_end;
  }
  return text;
}

TEST_CASE("sections that are looked at apart cut a text where rows begin, whatever its quotes") {
  Random random(12);
  int several = 0, lines_in_quotes = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = long_text(random);
    const CsvDialect dialect;
    const auto expected = read_simply(text, dialect);
    if (!expected) continue;
    CAPTURE(text);
    CsvSections sections(text, dialect, 1 + below(random, 9));
    for (std::size_t i = sections.size(); i > 0; --i) sections.look(i - 1);
    const std::vector<std::uint64_t> cuts = sections.cuts();
    if (text.empty()) continue;
    REQUIRE(cuts.front() == 0);
    REQUIRE(cuts.back() == text.size());
    Rows rows;
    for (std::size_t piece = 0; piece + 1 < cuts.size(); ++piece) {
      REQUIRE(cuts[piece] < cuts[piece + 1]);
      const auto part = scan(std::string_view(text).substr(cuts[piece], cuts[piece + 1] - cuts[piece]),
                             dialect, CsvWay::best, 4096);
      REQUIRE(part.has_value());
      rows.insert(rows.end(), part->begin(), part->end());
    }
    REQUIRE(rows == *expected);
    several += cuts.size() > 3 ? 1 : 0;
    lines_in_quotes += text.find("\"d\ne\"") != text.npos ? 1 : 0;
  }
  CHECK(several > 1000);
  CHECK(lines_in_quotes > 1000);
}

TEST_CASE("guessed pieces give the rows of the whole, or one of them ends inside of a quote") {
  Random random(4);
  int right = 0, wrong = 0;
  for (int round = 0; round < 6000; ++round) {
    std::string text;
    for (std::size_t i = 1 + below(random, 4); i > 0; --i) text += any_text(random);
    const CsvDialect dialect = round % 2 == 0 ? CsvDialect{} : any_dialect(random);
    const auto expected = read_simply(text, dialect);
    if (!expected) continue;
    CAPTURE(text);
    Rows rows;
    const std::vector<std::uint64_t> cuts = guess_rows(text, dialect, 1 + below(random, 6));
    REQUIRE(cuts.back() == text.size());
    bool whole = true;
    for (std::size_t piece = 0; piece + 1 < cuts.size() && whole; ++piece) {
      REQUIRE(cuts[piece] < cuts[piece + 1]);
      const auto part = scan(std::string_view(text).substr(cuts[piece], cuts[piece + 1] - cuts[piece]),
                             dialect, CsvWay::best, 4096);
      whole = part.has_value();
      if (whole) rows.insert(rows.end(), part->begin(), part->end());
    }
    ++(whole ? right : wrong);
    if (whole) REQUIRE(rows == *expected);
  }
  CHECK(right > 1000);
  CHECK(wrong > 10);
}

TEST_CASE("what write_cell writes is read back as it was, whatever the dialect") {
  Random random(3);
  for (int round = 0; round < 3000; ++round) {
    CsvDialect dialect;
    dialect.delimiter = ",;\t| "[below(random, 5)];
    dialect.quote = "\"'"[below(random, 2)];
    if (below(random, 3) == 0) dialect.escape = '\\';
    if (below(random, 3) == 0) dialect.comment = '#';
    if (below(random, 3) == 0) dialect.trim = true;
    if (below(random, 4) == 0) dialect.delimiter_text = "||";
    if (dialect.escape != 0 && below(random, 3) == 0) dialect.loose = true;
    Rows rows(1 + below(random, 5));
    std::string text;
    for (auto& row : rows) {
      row.resize(1 + below(random, 4));
      for (std::size_t column = 0; column < row.size(); ++column) {
        static const std::string_view pieces[] = {"a", "long word", ",", ";",  "\t", "|", "\"",
                                                  "'", "\\",        "#", "\n", "\r", " ", "\xef\xbb\xbf"};
        for (std::size_t piece = below(random, 6); piece > 0; --piece) {
          row[column] += pieces[below(random, std::size(pieces))];
        }
        if (column > 0) text += delimiter_of(dialect);
        write_cell(text, row[column], dialect, below(random, 3) == 0);
      }
      text += "\n";
    }
    CAPTURE(text);
    REQUIRE(read_csv(text, dialect).rows == rows);
  }
}

TEST_CASE("all kernels find the same masks") {
  Random random(4);
  for (int round = 0; round < 2000; ++round) {
    std::string text = any_text(random);
    text.resize(64 * (1 + text.size() / 64));
    const CsvNeedles needles{',', below(random, 10) == 0 ? char{0} : '"'};
    std::vector<std::vector<CsvMasks>> found;
    for (const CsvKernel kernel : {CsvKernel::portable, CsvKernel::sse2, CsvKernel::avx2}) {
      if (!has_kernel(kernel)) continue;
      CsvContext context;
      found.emplace_back(text.size() / 64);
      find_masks(text.data(), text.size() / 64, needles, context, found.back().data(), kernel);
    }
    for (const auto& masks : found) {
      for (std::size_t step = 0; step < masks.size(); ++step) {
        CAPTURE(step);
        REQUIRE(masks[step].cells == found[0][step].cells);
        REQUIRE(masks[step].rows == found[0][step].rows);
        REQUIRE(masks[step].irregular == found[0][step].irregular);
      }
    }
  }
}
