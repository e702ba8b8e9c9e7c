#include "format/csv.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/error.h"

using flatcrm::Code;
using flatcrm::Error;
using flatcrm::core::Arena;
using namespace flatcrm::format;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text, const CsvDialect& dialect = {}) {
  return read_csv(text, dialect).rows;
}

Error error_of(std::string_view text, const CsvDialect& dialect = {}) {
  try {
    read_csv(text, dialect);
  } catch (const Error& error) {
    return error;
  }
  return Error(Code::usage, "nothing thrown");
}

std::string written(std::string_view value, const CsvDialect& dialect = {}, bool always = false) {
  std::string out;
  write_cell(out, value, dialect, always);
  return out;
}

}  // namespace

TEST_CASE("the example of the header holds") {
  CsvScanner scanner("id,name\n7,\"Acme, \"\"Ltd\"\"\"\n", CsvDialect{});
  CsvBlock block;
  Arena arena;
  REQUIRE(scanner.next(block));
  REQUIRE(block.rows() == 2);
  CHECK(block.raw(1, 1) == "Acme, \"\"Ltd\"\"");
  CHECK(block.text(1, 1, arena) == "Acme, \"Ltd\"");
  CHECK(block.cells(1) == 2);
  CHECK(block.outer(1, 1) == "\"Acme, \"\"Ltd\"\"\"");
  CHECK(block.line(0) == "id,name");
  CHECK(block.offset(1) == 8);
  CHECK(block.cell(1, 1).begin == 11);
  CHECK(block.cell(1, 1).quoted);
  CHECK(block.cell(1, 1).escaped);
  CHECK_FALSE(scanner.next(block));
  CHECK(scanner.offset() == 26);
}

TEST_CASE("LF, CR LF and CR end a row, and the last one may be missing") {
  const Rows expected{{"a", "b"}, {"c", "d"}};
  CHECK(rows_of("a,b\nc,d\n") == expected);
  CHECK(rows_of("a,b\r\nc,d\r\n") == expected);
  CHECK(rows_of("a,b\rc,d\r") == expected);
  CHECK(rows_of("a,b\r\nc,d") == expected);
}

TEST_CASE("an empty text has no row, an empty line is a row of one empty cell") {
  CHECK(rows_of("").empty());
  CHECK(rows_of("\n") == Rows{{""}});
  CHECK(rows_of("a\n\n\nb") == Rows{{"a"}, {""}, {""}, {"b"}});
  CHECK(rows_of("a\r\n\r\n") == Rows{{"a"}, {""}});
}

TEST_CASE("a delimiter at the end of the text is followed by an empty cell") {
  CHECK(rows_of("a,") == Rows{{"a", ""}});
  CHECK(rows_of(",") == Rows{{"", ""}});
  CHECK(rows_of("a,\n,b") == Rows{{"a", ""}, {"", "b"}});
}

TEST_CASE("quoted cells hold delimiters, line ends and doubled quotes") {
  CHECK(rows_of("\"a,b\",\"c\r\nd\",\"e\"\"f\",\"\",\"\"\"\"\n") ==
        Rows{{"a,b", "c\r\nd", "e\"f", "", "\""}});
}

TEST_CASE("a quote inside an unquoted cell and text behind a closing quote are taken literally") {
  CHECK(rows_of("5\" nail,b\"\"c\n") == Rows{{"5\" nail", "b\"\"c"}});
  CHECK(rows_of("\"ab\"cd,\"ab\"c\"d,e\n") == Rows{{"abcd", "abc\"d", "e"}});
  CHECK(rows_of("\"a\"\"b\"\"\",\"ab\" \"cd\"\n") == Rows{{"a\"b\"", "ab \"cd\""}});
}

TEST_CASE("ragged rows keep the cells that they have") {
  CHECK(rows_of("a,b,c\n1\n1,2,3,4\n") == Rows{{"a", "b", "c"}, {"1"}, {"1", "2", "3", "4"}});
}

TEST_CASE("a quote that is never closed is an error with its place") {
  const Error error = error_of("id,name\n7,\"Acme\n8,Beta\n");
  CHECK(error.code() == Code::bad_input);
  CHECK(error.place().line == 2);
  CHECK(error.place().column == 3);
}

TEST_CASE("a cell past 64 MiB and a row past a million cells are errors, whichever way they are read") {
  std::string cell = "a,\"" + std::string((64 << 20) + 1, 'x') + "\"\nb\n";
  CHECK(error_of(cell).code() == Code::limit);
  cell = "a," + std::string(64 << 20, 'x') + "\nb\n";
  CHECK(rows_of(cell).size() == 2);
  CHECK(error_of(std::string(1 << 20, ',') + "\n").code() == Code::limit);
  CHECK(rows_of(std::string((1 << 20) - 1, ',') + "\n")[0].size() == 1 << 20);
}

TEST_CASE(
    "a dialect may have an escape, comments, trimming, another quote or none, a delimiter of several bytes") {
  CsvDialect escape;
  escape.escape = '\\';
  CHECK(rows_of("\"a\\\"b\",\"c\\\\\",\"d\"\"e\",f\\g\n", escape) == Rows{{"a\"b", "c\\", "d\"e", "f\\g"}});

  CHECK(rows_of("\"a\\'b\",\"\\n\"\n", escape) == Rows{{"a\\'b", "\\n"}});

  CsvDialect loose;
  loose.loose = true;
  CHECK(rows_of("\"5\" nail\",\"10\"\",\"\",a\"\"b,\"c\nd\"\n", loose) ==
        Rows{{"5\" nail", "10\"", "", "a\"\"b", "c\nd"}});

  CsvDialect comment;
  comment.comment = '#';
  CHECK(rows_of("#x\na,b\n# \"y\n\n1,#2\n#", comment) == Rows{{"a", "b"}, {""}, {"1", "#2"}});

  CsvDialect trim;
  trim.trim = true;
  CHECK(rows_of(" a , \"b \" ,\tc d\t\n", trim) == Rows{{"a", "b ", "c d"}});

  CsvDialect single;
  single.quote = '\'';
  CHECK(rows_of("'a,b',\"c\n", single) == Rows{{"a,b", "\"c"}});

  CsvDialect none;
  none.quote = 0;
  CHECK(rows_of("\"a,b\"\n", none) == Rows{{"\"a", "b\""}});

  CsvDialect wide;
  wide.delimiter_text = "||";
  CHECK(rows_of("a|b||\"c||d\"||\n", wide) == Rows{{"a|b", "c||d", ""}});
  wide.delimiter_text = ", ";
  CHECK(rows_of("a, \"b, c\", d,e\n", wide) == Rows{{"a", "b, c", "d,e"}});
}

TEST_CASE("a BOM has three bytes and is no part of the first cell") {
  CHECK(bom_size("\xef\xbb\xbfid") == 3);
  CHECK(bom_size("id") == 0);
  CHECK(bom_size("\xef\xbb") == 0);
  CHECK(rows_of("\xef\xbb\xbf\"id\",n\n") == Rows{{"id", "n"}});
}

TEST_CASE("blocks end at the number of rows asked for, and the scanner knows where the next one starts") {
  std::string text;
  for (int row = 0; row < 1000; ++row) text += std::to_string(row) + ",\"x\ny\"\r\n";
  CsvScanner scanner(text, {});
  CsvBlock block;
  std::size_t rows = 0;
  Arena arena;
  while (scanner.next(block, 7)) {
    for (std::size_t row = 0; row < block.rows(); ++row, ++rows) {
      CHECK(block.text(row, 0, arena) == std::to_string(rows));
      CHECK(block.raw(row, 1) == "x\ny");
    }
    CHECK((block.rows() == 7 || scanner.offset() == text.size()));
  }
  CHECK(rows == 1000);
}

TEST_CASE("pieces begin at rows and cover the text") {
  std::string text;
  for (int row = 0; row < 500; ++row) text += "a,\"line\nend\",b\r\n";
  const std::vector<std::uint64_t> pieces = split_rows(text, {}, 4);
  REQUIRE(pieces.size() == 5);
  CHECK(pieces.front() == 0);
  CHECK(pieces.back() == text.size());
  for (std::size_t piece = 0; piece + 1 < pieces.size(); ++piece) {
    CHECK(pieces[piece] % 16 == 0);
    CHECK(pieces[piece + 1] - pieces[piece] > 1900);
  }
  CHECK(split_rows("", {}, 4) == std::vector<std::uint64_t>{0});
  CHECK(split_rows("a", {}, 4) == std::vector<std::uint64_t>{0, 1});
  CHECK(split_rows(std::string(5000, 'x'), {}, 4) == std::vector<std::uint64_t>{0, 5000});
}

TEST_CASE("a cell is written with quotes only when it must have them") {
  CHECK(written("") == "");
  CHECK(written("Acme") == "Acme");
  CHECK(written("Acme, Ltd and others") == "\"Acme, Ltd and others\"");
  CHECK(written("12345678\n") == "\"12345678\n\"");
  CHECK(written("a\rb") == "\"a\rb\"");
  CHECK(written("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(written(" a") == "\" a\"");
  CHECK(written("a\t") == "\"a\t\"");
  CHECK(written("a", {}, true) == "\"a\"");
  CHECK(written("\xef\xbb\xbf"
                "a") ==
        "\"\xef\xbb\xbf"
        "a\"");
}

TEST_CASE("a cell is written as its dialect asks") {
  CsvDialect dialect;
  dialect.delimiter = ';';
  dialect.quote = '\'';
  dialect.comment = '#';
  CHECK(written("a,b", dialect) == "a,b");
  CHECK(written("a;b's", dialect) == "'a;b''s'");
  CHECK(written("#1", dialect) == "'#1'");
  dialect.escape = '\\';
  CHECK(written("a;b's\\", dialect) == "'a;b\\'s\\\\'");
  CHECK(written("a\\b", dialect) == "a\\b");
  dialect.loose = true;
  CHECK(written("a;'b' x", dialect) == "'a;\\'b\\' x'");
  dialect.escape = 0;
  CHECK(written("a;'b' x'", dialect) == "'a;'b' x''");
  CHECK_THROWS_AS(written("'a';b", dialect), Error);
  dialect.loose = false;
  dialect.quote = 0;
  CHECK(written(" a ", dialect) == " a ");
  CHECK_THROWS_AS(written("a;b", dialect), Error);
  CHECK_THROWS_AS(written("#b", dialect), Error);
}
