#include "format/csv_edit.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm::format;

namespace {

CsvDialect semicolon() {
  CsvDialect dialect;
  dialect.delimiter = ';';
  dialect.quote = '\'';
  return dialect;
}

std::string with(std::string_view text, std::size_t row, std::size_t column, std::string_view value) {
  CsvEditor editor(text, {});
  editor.set(row, column, value);
  return editor.text();
}

std::string with_row(std::string_view text, std::size_t before, std::vector<std::string_view> cells) {
  CsvEditor editor(text, {});
  editor.insert_row(before, std::move(cells));
  return editor.text();
}

std::string without_row(std::string_view text, std::size_t row) {
  CsvEditor editor(text, {});
  editor.remove_row(row);
  return editor.text();
}

}  // namespace

TEST_CASE("the example of the header holds") {
  CsvEditor editor("id;name \r\n7;'a'\r\n", semicolon());
  editor.set(1, 1, "Acme; Ltd");
  CHECK(editor.text() == "id;name \r\n7;'Acme; Ltd'\r\n");
}

TEST_CASE("a changed cell keeps its quotes, or gets some where it needs them") {
  CHECK(with("a,\"b\",c\n", 0, 1, "x") == "a,\"x\",c\n");
  CHECK(with("a,\"b\",c\n", 0, 0, "x,y") == "\"x,y\",\"b\",c\n");
  CHECK(with("a,\"b\",c\n", 0, 2, "x") == "a,\"b\",x\n");
  CHECK(with("a,5\" nail,c\n", 0, 1, "x") == "a,x,c\n");
  CHECK(with("a,\"b\"c,d\n", 0, 1, "x") == "a,\"x\",d\n");
}

TEST_CASE("a cell set to the value that it has keeps its bytes") {
  CHECK(with("a,\"b\"\"\",c\n", 0, 1, "b\"") == "a,\"b\"\"\",c\n");
  CHECK(with("\"a\"b,c\n", 0, 0, "ab") == "\"a\"b,c\n");
}

TEST_CASE("a cell that was empty takes the style of its column") {
  CHECK(with("id,name\n1,\"a\"\n2,\n", 2, 1, "b") == "id,name\n1,\"a\"\n2,\"b\"\n");
  CHECK(with("id,name\n1,a\n2,\n", 2, 1, "b") == "id,name\n1,a\n2,b\n");
}

TEST_CASE("a row too short is filled up") {
  CHECK(with("a,b,c\n1\n", 1, 2, "x") == "a,b,c\n1,,x\n");
  CHECK(with("a,b,c\n\"1\"\n", 1, 2, "x") == "a,b,c\n\"1\",\"\",\"x\"\n");
}

TEST_CASE("a new row takes the line end of the file and the style of its columns") {
  CHECK(with_row("id,name\r\n1,\"a\"\r\n", 2, {"2", "b"}) == "id,name\r\n1,\"a\"\r\n2,\"b\"\r\n");
  CHECK(with_row("id,name\n1,\"a\"\n2,\n", 1, {"0", ""}) == "id,name\n0,\n1,\"a\"\n2,\n");
  CHECK(with_row("\"id\"\n", 1, {"0"}) == "\"id\"\n\"0\"\n");
  CHECK(with_row("", 0, {"a", ""}) == "a,\n");
  CHECK(with_row("a\n", 1, {""}) == "a\n\"\"\n");
}

TEST_CASE("quotes that values can't do without say nothing of how their column is written") {
  CsvEditor editor("id,note\n1,\"a, b\"\n", {});
  editor.insert_row(2, {"2", "c"});
  CHECK(editor.text() == "id,note\n1,\"a, b\"\n2,c\n");
}

TEST_CASE("a file without a last line end gets none at its new end") {
  CHECK(with_row("a,b\n1,2", 2, {"3", "4"}) == "a,b\n1,2\n3,4");
  CHECK(with_row("a,b", 1, {"3", "4"}) == "a,b\n3,4");
  CHECK(without_row("a\nb", 1) == "a");
  CHECK(without_row("a\r\nb", 1) == "a");
  CHECK(without_row("a", 0) == "");
  CHECK(with("a\nb", 1, 0, "c") == "a\nc");
}

TEST_CASE("the BOM stays, whatever happens to the first row") {
  CHECK(with("\xef\xbb\xbfid,n\n", 0, 0, "key") == "\xef\xbb\xbfkey,n\n");
  CHECK(without_row("\xef\xbb\xbfid,n\n", 0) == "\xef\xbb\xbf");
  CHECK(with_row("\xef\xbb\xbfid,n\n", 0, {"1", "2"}) ==
        "\xef\xbb\xbf"
        "1,2\nid,n\n");
}

TEST_CASE("comments and blank lines stay where they are") {
  CsvDialect dialect;
  dialect.comment = '#';
  CsvEditor editor("# top\nid,n\n\n# one\n1,a\n# end\n", dialect);
  REQUIRE(editor.rows() == 3);
  CHECK(editor.add_column("new") == 2);
  editor.set(2, 1, "b");
  editor.insert_row(3, {"2", "#c", "d"});
  editor.insert_row(2, {"0", "z", ""});
  CHECK(editor.text() == "# top\nid,n,new\n\n0,z,\n# one\n1,b,\n2,\"#c\",d\n# end\n");
  CHECK(with_row("id,n\n", 0, {"#", "n"}) == "#,n\nid,n\n");
}

TEST_CASE("a new column goes behind the longest row") {
  CsvEditor editor("a,b\n1\n2,3,4\n\"5\",\"6\"\n", {});
  CHECK(editor.columns() == 3);
  CHECK(editor.add_column("c") == 3);
  CHECK(editor.columns() == 4);
  editor.set(1, 3, "x");
  CHECK(editor.text() == "a,b,,c\n1,,,x\n2,3,4,\n\"5\",\"6\",\"\",\"\"\n");
}

TEST_CASE("the last of several values counts, and rows at one place keep their order") {
  CsvEditor editor("a\nb\n", {});
  editor.set(1, 0, "x");
  editor.set(1, 0, "y");
  editor.insert_row(1, {"1"});
  editor.insert_row(1, {"2"});
  CHECK(editor.text() == "a\n1\n2\ny\n");
  editor.remove_row(1);
  CHECK(editor.text() == "a\n1\n2\n");
}

TEST_CASE("taking a row out never joins two line ends") {
  CsvEditor editor("a\rb\n\nc\n", {});
  REQUIRE(editor.rows() == 4);
  editor.remove_row(1);
  CHECK(read_csv(editor.text()).rows == std::vector<std::vector<std::string>>{{"a"}, {""}, {"c"}});
}

TEST_CASE("a text that can't be read can't be edited") {
  CHECK_THROWS_AS(CsvEditor("a,\"b\n", {}), flatcrm::Error);
}
