#include "format/csv_sniff.h"

#include <doctest/doctest.h>

using namespace flatcrm::format;

namespace {

char delimiter(std::string_view text) {
  return sniff_csv(text).dialect.delimiter;
}

}  // namespace

TEST_CASE("the example of the header holds") {
  const CsvGuess guess = sniff_csv("Report of May\n\nid;name\n1;Acme\n2;\"B;C\"\n");
  CHECK(guess.dialect.delimiter == ';');
  CHECK(guess.header_line == 3);
  CHECK(guess.preamble_bytes == 15);
  CHECK(guess.has_header);
  CHECK(guess.confidence == 1);
}

TEST_CASE("the delimiter is the one whose rows agree, whatever else stands in the cells") {
  CHECK(delimiter("a,b\n1,2\n") == ',');
  CHECK(delimiter("a;b\n1,5;2,5\n3,1;4,7\n") == ';');
  CHECK(delimiter("name\tplace\nMeyer, Jan\tBonn, Rhein\nPark, Soo\tKiel, Ost\n") == '\t');
  CHECK(delimiter("id|at|text\n1|10:30|x, y\n2|11:45|z, w\n") == '|');
  CHECK(delimiter("a\x1f"
                  "b\n1\x1f"
                  "2\n") == '\x1f');
  CHECK(delimiter("root:x:0:0\ndaemon:x:1:1\nbin:x:2:2\n") == ':');
  CHECK(delimiter("id amount day\n1 3.50 2026-01-02\n2 4.50 2026-01-03\n") == ' ');
  CHECK(delimiter("\"a;b;c\",d\n\"e;f;g\",h\n") == ',');
  CHECK(delimiter("Name;E-Mail\nA;a@b.de\n") == ';');
  CHECK(delimiter("Web;Name\nhttps://a.de;A\nhttps://b.de;B\n") == ';');
  CHECK(delimiter("At\tPhone\n9:05:00\t\n10:30:00\t\n") == '\t');
}

TEST_CASE("a text of one column is not cut at its blanks, times or dates") {
  CHECK(sniff_csv("name\nJan Meyer\nSoo Park\n").dialect.delimiter == ',');
  CHECK(sniff_csv("at\n10:30\n11:45\n12:15\n").dialect.delimiter == ',');
  CHECK(sniff_csv("name\nJan Meyer\nSoo Park\n").confidence == doctest::Approx(0.5));
}

TEST_CASE("Excel's first line names the delimiter and is no row") {
  const CsvGuess guess = sniff_csv("\xef\xbb\xbfsep=;\r\na,b;c\r\n1;2\r\n");
  CHECK(guess.dialect.delimiter == ';');
  CHECK(guess.header_line == 2);
  CHECK(guess.preamble_bytes == 10);
  CHECK(guess.line_end == "\r\n");
}

TEST_CASE("apostrophes are quotes where they frame cells, and only there") {
  CHECK(sniff_csv("id,name\n1,'a,b'\n2,'c'\n").dialect.quote == '\'');
  CHECK(sniff_csv("id,name\n1,'tis\n2,Men's\n3,it's\n").dialect.quote == '"');
  CHECK(sniff_csv("id,zip\n1,'01234\n2,'04567\n").dialect.quote == '"');
}

TEST_CASE("other ways to quote are believed only where quotes are out of place otherwise") {
  CHECK(sniff_csv("a,b\n\"say \\\"hi\\\", you\",1\n\"x\",2\n").dialect.escape == '\\');
  CHECK(sniff_csv("a,b\n\"C:\\temp\\\",1\n\"x\",2\n").dialect.escape == 0);
  CHECK(sniff_csv("a,b\n\"5\" nail, long\",1\n\"x\",2\n").dialect.loose);
  CHECK_FALSE(sniff_csv("a,b\n\"5\"\" nail\",1\n5\" nut,2\n").dialect.loose);
  CHECK(sniff_csv("a\tb\n\"open\t1\nx\t2\n").dialect.quote == 0);
}

TEST_CASE("blanks behind every delimiter are no part of the cells") {
  CHECK(sniff_csv("a, b, c\n1, \"x, y\", 2\n").dialect.trim);
  CHECK_FALSE(sniff_csv("a,b,c\n1, x,2\n").dialect.trim);
}

TEST_CASE("lines of prose behind # are comments, rows whose first cell begins with # are none") {
  CHECK(sniff_csv("# hello\na,b,c\n1,2,3\n# one, two\n4,5,6\n").dialect.comment == '#');
  CHECK(sniff_csv("order,n\n#1001,2\n#1002,3\n").dialect.comment == 0);
  CHECK(sniff_csv("order,n\n#1001,2\n#1002\n").dialect.comment == 0);
}

TEST_CASE("the preamble ends where full rows begin") {
  CHECK(sniff_csv("Report,,\n,,\nid,name,n\n1,a,2\n").header_line == 3);
  CHECK(sniff_csv("Report: May, 2026\nby: me, you\n\nid,name,n\n1,a,2\n2,b,3\n").header_line == 4);
  CHECK(sniff_csv("\n\nid,name\n1,a\n").header_line == 3);
  CHECK(sniff_csv("id,name\n1,a\n").header_line == 1);
}

TEST_CASE("a first row like the rows below is no header") {
  CHECK(sniff_csv("1,2\n3,4\n").header_rows == 0);
  CHECK_FALSE(sniff_csv("2026-01-02,a@b.de\n2026-01-03,c@d.de\n").has_header);
  CHECK(sniff_csv("id,n\n1,2\n").has_header);
  CHECK(sniff_csv("a,b\nc,d\n").has_header);
  CHECK(sniff_csv("country,2025,2026\nDE,10,20\nFR,30,40\n").has_header);
}

TEST_CASE("rows of names below the first belong to the header") {
  const std::string text = "weight,height,name\nkg,cm,\n1,2,a\n3,4,b\n5,6,c\n";
  const CsvGuess guess = sniff_csv(text);
  CHECK(guess.header_rows == 2);
  CHECK(header_names(text, guess) == std::vector<std::string>{"weight kg", "height cm", "name"});
  CHECK(sniff_csv("n,m,name\nn/a,-,x\n1,2,a\n3,4,b\n5,6,c\n").header_rows == 1);
}

TEST_CASE("a line that names groups of columns tells those of one name apart") {
  const std::string text = ",Home,,Work,\nname,zip,town,zip,phone\na,1,x,2,3\nb,4,y,5,6\n";
  const CsvGuess guess = sniff_csv(text);
  CHECK(guess.grouped);
  CHECK(header_names(text, guess) ==
        std::vector<std::string>{"name", "Home zip", "Home town", "Work zip", "Work phone"});
  std::vector<std::string> own;
  header_names(text, guess, &own);
  CHECK(own == std::vector<std::string>{"name", "zip", "town", "zip", "phone"});
  CHECK_FALSE(sniff_csv("name,zip,\nab,cd,\nx,1,2\ny,2,3\n").grouped);
}

TEST_CASE("a repeated header, or one that does not fit behind a blank line, begins a second table") {
  const std::string repeated = "id,n\n1,2\n3,4\nid,n\n1,2\n";
  CHECK(sniff_csv(repeated).table_end == 13);
  CHECK(table_of(repeated, sniff_csv(repeated)) == "id,n\n1,2\n3,4\n");
  CHECK(sniff_csv("id,n\n1,2\n3,4\n\nname,age,x\na,1,2\n").table_end == 14);
  const std::string gap = "id,n\n1,2\n\n3,4\n";
  CHECK(sniff_csv(gap).table_end == gap.size());
}

TEST_CASE("an empty text gives the default dialect") {
  const CsvGuess guess = sniff_csv("");
  CHECK(guess.dialect.delimiter == ',');
  CHECK(guess.table_end == 0);
  CHECK(guess.confidence == 0);
  CHECK(header_names("", guess).empty());
}
