#include "import/source.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "core/text.h"
#include "import/plan.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;

namespace {

std::shared_ptr<const Source> open(const std::string& text, const std::string& name = "x.csv",
                                   const SourceOptions& options = {}) {
  return Source::open(name, io::Bytes(text), options);
}

std::string error_of(const std::string& text, const std::string& name = "x.csv",
                     const SourceOptions& options = {}) {
  try {
    open(text, name, options);
    return "no error";
  } catch (const Error& error) {
    return error.what();
  }
}

std::string names(const Source& source) {
  std::string out;
  for (const std::string& column : source.columns()) out += (out.empty() ? "" : "|") + column;
  return out;
}

}  // namespace

TEST_CASE("a header that stands again is no row, however it is quoted") {
  auto source = open("Nr,Name,Amount\n1,A,10\n2,B,20\n\"Nr\",Name,Amount\n3,C,30\nNr,Name,Amount\n4,D,40\n");
  CHECK(source->has_special_rows());
  CHECK(source->report().notes ==
        std::vector<std::string>{"the header stands again in line 4 and 1 more: no row"});
  const std::size_t again = source->text().find("\"Nr\"");
  CHECK(source->is_no_row(again));
  CHECK_FALSE(source->is_no_row(again + 1));
}

TEST_CASE("another table behind the first is left out and said") {
  auto source = open("Nr,Name,Amount\n1,A,10\n2,B,20\n\nCity,Visits\nRome,3\nOslo,4\n");
  CHECK(source->report().left_out ==
        "another table begins in line 5 and is not read: cut the file there and import both");
  CHECK(source->rows() == "1,A,10\n2,B,20\n\n");
}

TEST_CASE("a first row of data is no header, unless a person says so") {
  CHECK(names(*open("1,2.5,2026-01-01\n2,3.5,2026-01-02\n")) == "1|2|3");
  SourceOptions options;
  options.header = 1;
  CHECK(names(*open("1,2.5,2026-01-01\n2,3.5,2026-01-02\n", "x.csv", options)) == "1|2.5|2026-01-01");
  options.header = 0;
  auto none = open("a,b\nc,d\n", "x.csv", options);
  CHECK(names(*none) == "1|2");
  CHECK(none->report().header_line == 0);
}

TEST_CASE("several header rows are one, their names joined") {
  auto source = open("Sales,Sales,Cost\nnet,gross,all\n1,2,3\n4,5,6\n7,8,9\n2,3,4\n");
  CHECK(names(*source) == "Sales net|Sales gross|Cost all");
  CHECK(source->rows().substr(0, 6) == "1,2,3\n");
}

TEST_CASE("every format has the line of its rows") {
  CHECK(open("\n\nNr,Name\n1,A\n2,B\n")->line(8 + 2 + 4) == 5);
  auto json = open("{\"a\":1}\n\n{\"a\":2}\n", "x.json");
  CHECK(json->line(0) == 1);
  CHECK(json->line(json->text().find('2')) == 3);
  auto card = open("BEGIN:VCARD\nFN:A\nEND:VCARD\n\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", "x.vcf");
  LineFinder lines(*card);
  CHECK(lines.line(0) == 1);
  CHECK(lines.line(card->rows().find('\n') + 1) == 5);
}

TEST_CASE("a rejects file is read by its own header, whatever a profile says") {
  SourceOptions options;
  options.header = 5;
  options.delimiter = ",";
  options.format = "vcard";
  options.encoding = "GB18030";
  auto source = open("\xEF\xBB\xBFNr;Näme;flatcrm_line;flatcrm_reason\n1;A;7;no key\n", "r.csv", options);
  CHECK(names(*source) == "Nr|Näme|flatcrm_line|flatcrm_reason");
  CHECK(source->is_own_column(2));
  CHECK(source->report().format == "csv");
}

TEST_CASE("a row with a control character is refused, one with a tab is not") {
  std::string text = "Nr,Name\n1,\"a\tb\"\n2,c\x07\n3,d\xE2\x80\xAE\n4,\xE2\x80\xAD+49\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(5 + i) + ",of many people one\n";
  auto source = open(text);
  CHECK(source->refusal(8, 8).empty());
  CHECK(source->refusal(16, 4) == "the control character U+0007");
  CHECK(source->refusal(21, 6) == "the control character U+202E");
  CHECK(source->refusal(28, 9).empty());
}

TEST_CASE("JSON lines give the same table in pieces as in one") {
  std::string lines;
  for (int i = 0; i < 60000; ++i) {
    lines +=
        "{\"Nr\": " + std::to_string(i) + ", \"Name\": \"Person of the number " + std::to_string(i) + "\"";
    if (i % 1000 == 999) lines += ", \"x" + std::to_string(i % 7) + "\": \"seldom\"";
    lines += "}\n";
  }
  REQUIRE(lines.size() > (std::size_t{2} << 20));
  std::string list = "[";
  for (char c : lines) list += c == '\n' ? ',' : c;
  list.back() = ']';
  SourceOptions options;
  options.threads = 2;
  auto pieces = open(lines, "x.jsonl", options);
  auto one = open(list, "x.json");
  CHECK(names(*pieces) == names(*one));
  CHECK(pieces->text() == one->text());
  CHECK(pieces->line(pieces->text().find("59999,")) == 60000);
}

TEST_CASE("what is no list of rows is refused with what to do") {
  CHECK(error_of("%PDF-1.4") == "x.csv: a PDF, which holds no rows; ask for the list as CSV or .xlsx");
  CHECK(error_of("<html><table>", "x.xls").find("a web page, whatever the file's name says") !=
        std::string::npos);
  CHECK(error_of("\xD0\xCF\x11\xE0\xA1\xB1", "x.xls").find("an Excel workbook of the old kind") !=
        std::string::npos);
  CHECK(error_of("PK\x03\x04 word/document.xml", "x.docx").find("no Excel workbook") != std::string::npos);
  CHECK(error_of("a,b\n1,2\n", "x\ny.csv").find("a file whose name holds a control character") !=
        std::string::npos);
  SourceOptions options;
  options.sheet = "A";
  CHECK(error_of("a,b\n1,2\n", "x.csv", options) == "x.csv has no sheets; leave out --sheet");
}

// The two rows are those that the loader's own tests expect of these files.
TEST_CASE("the loader's files hold the same two rows in each encoding") {
  const std::string folder = FLATCRM_SOURCE "/../shared/data/sales/salesforce-tests";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("no " << folder << ": skipped");
    return;
  }
  std::string expected;
  std::size_t files = 0;
  for (const char* name :
       {"csvtext.csv", "csvtext_BOM_UTF8.csv", "csvtext_BOM_UTF16LE.csv", "csvtext_BOM_UTF16BE.csv"}) {
    const std::string path = folder + "/" + name;
    if (!std::filesystem::exists(path)) continue;
    auto source = Source::open(path, io::read_file(path), {});
    std::string text = names(*source) + "\n";
    for (char c : source->rows())
      if (c != '\r') text += c;
    text = std::string(core::trim(text));
    if (expected.empty()) expected = text;
    CAPTURE(name);
    CHECK(text == expected);
    ++files;
  }
  CHECK(files >= 3);
}

TEST_CASE("every file with contacts opens, with the rows that it has") {
  const std::string folder = FLATCRM_SOURCE "/../shared/data/contacts";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("no " << folder << ": skipped");
    return;
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().string(), ending = entry.path().extension().string();
    if (ending != ".vcf" && ending != ".csv" && ending != ".json" && ending != ".xml" && ending != ".yaml")
      continue;
    CAPTURE(path);
    auto source = Source::open(path, io::read_file(path), {});
    if (entry.path().filename() == "template.yaml") continue;  // a form that nobody filled in
    CHECK(!source->columns().empty());
    CHECK(!source->rows().empty());
    ++files;
    if (ending != ".vcf" || source->report().encoding.starts_with("UTF-16")) continue;
    // Cards as grep counts them: no file has one within another.
    const std::string text(io::read_file(path).view());
    std::size_t cards = 0, rows = 0;
    const std::string lower = core::lower_ascii(text);
    for (std::size_t at = lower.find("begin:vcard"); at != std::string::npos;
         at = lower.find("begin:vcard", at + 1))
      ++cards;
    format::CsvScanner scanner(source->rows(), source->dialect());
    format::CsvBlock block;
    while (scanner.next(block)) rows += block.rows();
    CHECK(rows == cards);
  }
  CHECK(files >= 50);
}

TEST_CASE("a column without a name keeps its values") {
  CHECK(names(*open("Name,Phone,,\nAnn,1,x,\nBob,3,,\n")) == "Name|Phone|column 3|");
}

TEST_CASE("of two header lines the first may name groups of columns") {
  const std::string rows = "1;Acme;030 123;a@acme.de;Rome\n2;Berg;030 456;b@berg.de;Oslo\n";
  CHECK(names(*open(";;Contact;;Address\nNo;Name;Phone;Mail;City\n" + rows)) ==
        "No|Name|Contact Phone|Contact Mail|Address City");
  CHECK(names(*open("No;Name;Contact;;City\n;;Phone;Mail;\n" + rows)) ==
        "No|Name|Contact Phone|Contact Mail|City");
  CHECK(names(*open("\"EXTF\";700;16;\"Max\";2026\nNo;Name;Phone;Mail;City\n" + rows)) ==
        "No|Name|Phone|Mail|City");
  CHECK(names(*open(";;Billing;;Delivery;\nNo;Name;Zip;City;Zip;City\n1;A;10115;Rome;20095;Oslo\n"
                    "2;B;10117;Bonn;;\n")) == "No|Name|Billing Zip|Billing City|Delivery Zip|Delivery City");
  CHECK(open(";;Contact;;Address\nNo;Name;Phone;Mail;City\n" + rows)->own_name(2) == "Phone");
  // Rows of data are no names, whatever the header leaves out.
  CHECK(names(*open("Name,City,\nAnn,Rome,unknown\nBob,Oslo,5\nEve,Bonn,7\n")) == "Name|City|column 3");
}

TEST_CASE("a file put behind another one brings its byte order mark and header") {
  auto source = open("\xEF\xBB\xBFNr,Name\n1,A\n\xEF\xBB\xBFNr,Name\n2,B\n");
  CHECK(source->is_no_row(source->rows_begin() + 4));
}

TEST_CASE("a total below the records is skipped and said, in any language and mark") {
  struct Case {
    std::string text, note;
  };
  const std::string sum = "line 4 is a total and skipped: ";
  for (const Case& one : std::vector<Case>{
           {"Nr;Name;Sales\n1;A;10.000,00\n2;B;2.345,00\nTotal;;12.345,00\n",
            "'12.345,00' is the sum of column 'Sales'"},
           {"Name,City,Sales\nA,Rome,\"$1,250.00\"\nB,Oslo,375\nTOTAL:,,\"$1,625.00\"\n",
            "'$1,625.00' is the sum of column 'Sales'"},
           {"Name;City;Sales\nA;Rome;1\nB;Oslo;2\n;Gesamtsumme;3\n", "'3' is the sum of column 'Sales'"},
           {"Name;City;Sales\nA;Rome;1\nB;Oslo;2\n;;3\n", "'3' is the sum of column 'Sales'"},
           {"氏名,都市,金額\n王,東京,100\n李,大阪,200\n合計,,300\n", "'300' is the sum of column '金額'"},
           {"No,Name,Sales\nC-1,A,1\nC-2,B,2\n,Grand Total,99\n", "it has no 'No' of its own"}}) {
    CAPTURE(one.text);
    auto source = open(one.text);
    CHECK(source->report().end_rows == 1);
    CHECK(source->report().notes == std::vector<std::string>{sum + one.note});
    CHECK(source->rows().find("\n", source->rows().find('\n') + 1) == source->rows().size() - 1);
  }
}

TEST_CASE("a customer called Total stays, and is said where it may be a total") {
  CHECK(open("Nr;Name;Sales\n1;A;10\n2;B;20\n3;Total;5\n")->report().notes.size() == 1);
  CHECK(open("Nr;Name;Sales\n1;A;10\n2;B;20\n3;Total;5\n")->report().end_rows == 0);
  CHECK(open("Name;City;Sales\nA;Rome;10\nB;Oslo;20\nTotal;Paris;30\n")->report().notes.empty());
  CHECK(open("Name;Sales\nA;10\nB;20\nTotal;31\n")->report().end_rows == 0);
  // The last line of a cell is none of the table.
  CHECK(open("Name;Sales;Note\nA;10;x\nB;20;\"y\nTotal;30\"\n")->report().end_rows == 0);
}

TEST_CASE("totals of groups amid the records are skipped where their sums prove them") {
  const std::string head = "Region;Customer;Qty;Sales\n";
  const std::string north = "North;A;1;1.000,00\nNorth;B;2;500,50\n", south = "South;C;1;70,00\n";
  auto source =
      open(head + north + "North Total;;3;1.500,50\n" + south + "South Total;;1;70,00\nWest;D;1;1\n");
  CHECK(source->report().end_rows == 2);
  REQUIRE(source->report().notes.size() == 1);
  CHECK(
      source->report().notes[0] ==
      "2 totals amid the records are proven and skipped: line 4, 6; of 'North Total' '3' is the sum of column "
      "'Qty' over the 2 rows above it");
  CHECK(source->is_no_row(source->rows_begin() + north.size()));
  CHECK(!source->is_no_row(source->rows_begin()));
  // A total of them all below does not count them twice.
  source = open(head + north + "Summe Nord;;3;1.500,50\n" + south +
                "Summe Süd;;1;70,00\nGesamtergebnis;;4;1.570,50\n");
  CHECK(source->report().end_rows == 3);
  // Groups within groups.
  source = open(
      "Place,Sales\nA,1\nB,2\nSubtotal,3\nC,4\nD,5\nSubtotal,9\nTotal North,12\nE,1\nF,1\nSubtotal,2\nG,7\n");
  CHECK(source->report().end_rows == 4);
}

TEST_CASE("what no sum proves a total stays a record, and is said where it may be one") {
  // One of the figures is none of the sums; no group is proven, so one of a single record isn't either.
  CHECK(open("Customer,Qty,Value\nAcme,1,100\nBerg,1,50\nTotal Fina,2,999\nCox,1,5\n")->report().end_rows ==
        0);
  CHECK(open("Customer,Value\nAcme,100\nTotal Fina,100\nCox,1\n")->report().end_rows == 0);
  auto source = open("Customer,Value\nA,1\nB,2\nA Total,3\nC,4\nD,5\nC Total,10\nE,6\n");
  CHECK(source->report().end_rows == 1);
  CHECK(source->report().notes.size() == 2);
  CHECK(source->report().notes[1].starts_with("line 7 says 'C Total' and is taken as a record"));
  CHECK(open("Customer,Value\nA,1\nB,2\nTotal,4\nC,4\n")->report().notes.size() == 1);
}

TEST_CASE("years under the name of a group name columns") {
  auto source = open("Kunde;;Umsatz;\nNr;Name;2024;2025\n1;A;10,5;20\n2;B;30;40\n");
  CHECK(source->columns() ==
        std::vector<std::string>{"Kunde Nr", "Kunde Name", "Umsatz 2024", "Umsatz 2025"});
  CHECK(source->report().header_line == 1);
}

TEST_CASE("a note right below a total is none of the records") {
  auto source = open("Nr;Name;Sales\n1;A;10\n2;B;20\nSumme;;30\nStand: 30.11.2026\n");
  CHECK(source->report().end_rows == 2);
  CHECK(source->report().notes.back() == "line 5 stands below the table and is skipped: 'Stand: 30.11.2026'");
}

TEST_CASE("what a program writes below its table is skipped behind a blank line only") {
  const std::string table = "Name,City,Phone\nA,Rome,030 1\nB,Oslo,030 2\n";
  auto source = open(table + "\n\nGrand Totals (2 records)\n\"Copyright (c) 2026 x, inc.\"\n");
  CHECK(source->report().end_rows == 2);
  CHECK(
      source->report().notes ==
      std::vector<std::string>{"line 6 stands below the table and is skipped: 'Grand Totals (2 records)'",
                               "line 7 stands below the table and is skipped: 'Copyright (c) 2026 x, inc.'"});
  CHECK(open(table + "Carla\n")->report().end_rows == 0);
  CHECK(open("Name,City,Phone\nA,,\nB,Oslo,030 2\n\nCarla\n")->report().end_rows == 0);
}
