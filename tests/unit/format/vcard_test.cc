#include "format/vcard.h"

#include <doctest/doctest.h>

#include "core/error.h"
#include "format/vcard_parts.h"
#include "format/vcard_rows.h"

using namespace flatcrm;
using namespace flatcrm::format;

namespace {

Vcard read(const std::string& lines, const std::string& version = "3.0",
           const std::string& encoding = "UTF-8") {
  const std::string text = "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + lines + "END:VCARD\r\n";
  VcardReader reader(text, encoding);
  Vcard card;
  CHECK(reader.next(card));
  CHECK(card.version == version);
  Vcard other;
  CHECK_FALSE(reader.next(other));
  return card;
}

std::string first(const Vcard& card) {
  REQUIRE(card.lines.size() >= 1);
  return print(card.lines[0]);
}

FlatTable rows(const std::string& text) {
  FlatTable table(vcard_columns());
  read_vcard_rows(text, "UTF-8", 0, table);
  return table;
}

/// The cell of a table's first row.
std::string cell(const FlatTable& table, const std::string& column) {
  const CsvTable read = read_csv(table.rows());
  for (std::size_t i = 0; i < table.columns().size(); ++i)
    if (table.columns()[i] == column) return i < read.rows[0].size() ? read.rows[0][i] : "";
  return "no column";
}

std::string card_of(const std::string& lines) {
  return "BEGIN:VCARD\nVERSION:4.0\n" + lines + "END:VCARD\n";
}

}  // namespace

TEST_CASE("a fold of vCard 3 loses its blank and one of 2.1 keeps it") {
  CHECK(first(read("NOTE:one t\r\n wo\r\n")) == "NOTE:one two");
  CHECK(first(read("NOTE:one\r\n two\r\n", "2.1")) == "NOTE:one two");
}

TEST_CASE("types are one parameter in lower case, however they are written") {
  CHECK(first(read("TEL;WORK;VOICE:1\r\n", "2.1")) == "TEL;TYPE=work,voice:1");
  CHECK(first(read("tel;type=WORK;Type=pref,work:1\r\n")) == "TEL;TYPE=work,pref:1");
  CHECK(first(read("TEL;TYPE=\"work,cell\":1\r\n")) == "TEL;TYPE=work,cell:1");
  CHECK(first(read("item1.TEL;PREF=1:1\r\n", "4.0")) == "item1.TEL;PREF=1:1");
}

TEST_CASE("quoted-printable goes on behind an equals sign at the end of a line") {
  CHECK(first(read("NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:K=C3=B6ln=0D=0A=\r\nam Rhein\r\n", "2.1")) ==
        "NOTE:Köln\\nam Rhein");
  CHECK(first(read("NOTE;QUOTED-PRINTABLE:a=3Db=\r\n", "2.1")) == "NOTE:a=b=");
}

TEST_CASE("a line has the charset that it names, else that of the file") {
  CHECK(first(read("FN;CHARSET=windows-1252:M\xfcller\r\n", "2.1")) == "FN:Müller");
  CHECK(first(read("FN:M\xfcller\r\n", "2.1", "windows-1252")) == "FN:Müller");
  CHECK(first(read("FN;CHARSET=windows-1252:M\xc3\xbcller\r\n", "2.1")) == "FN:Müller");  // it lies
  CHECK(first(read("FN;CHARSET=GB18030;ENCODING=QUOTED-PRINTABLE:=CD=F5\r\n", "2.1")) == "FN:王");
  CHECK(read("FN:M\xfcller\r\n").problem.find("not valid in UTF-8 in line 3 of the card") !=
        std::string::npos);
}

TEST_CASE("base64 goes on in lines that are indented, and in lines that are not") {
  CHECK(first(read("PHOTO;ENCODING=b;TYPE=JPEG:QUJD\r\n REVG\r\n")) == "PHOTO;TYPE=jpeg;ENCODING=b:QUJDREVG");
  CHECK(first(read("PHOTO;BASE64:\r\n  QUJD\r\n  REVG\r\n\r\n", "2.1")) == "PHOTO;ENCODING=b:QUJDREVG");
  Vcard card = read("PHOTO;BASE64:QUJD\r\nREVG\r\nFN:A\r\n", "2.1");
  CHECK(first(card) == "PHOTO;ENCODING=b:QUJDREVG");
  CHECK(print(card.lines[1]) == "FN:A");
}

TEST_CASE("a comma is plain in 2.1 but in names and lists") {
  CHECK(first(read("ADR:;;Main St, 5;Town;;;\r\n", "2.1")) == "ADR:;;Main St\\, 5;Town;;;");
  CHECK(first(read("N:Doe;John;Richter,James\r\n", "2.1")) == "N:Doe;John;Richter,James");
  CHECK(unescape_vcard("a\\nb\\, c\\;\\\\n") == "a\nb, c;\\n");
  CHECK(escape_vcard("a\nb, c;\\n") == "a\\nb\\, c\\;\\\\n");
}

TEST_CASE("parameters keep colons in quotes and line ends behind carets") {
  Vcard card = read("ADR;LABEL=\"Main: 5^nTown^'\":;;Main 5;Town;;;\r\n", "4.0");
  REQUIRE(card.lines[0].find("LABEL") != nullptr);
  CHECK(card.lines[0].find("LABEL")->front() == "Main: 5\nTown\"");
  CHECK(first(card) == "ADR;LABEL=\"Main: 5^nTown^'\":;;Main 5;Town;;;");
}

TEST_CASE("a card within a card is a value") {
  Vcard card = read("AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nFN:Fred\r\nEND:VCARD\r\nFN:Joe\r\n", "2.1");
  CHECK(first(card) == "AGENT:BEGIN:VCARD\\nVERSION:2.1\\nFN:Fred\\nEND:VCARD");
  CHECK(print(card.lines[1]) == "FN:Joe");
  CHECK(card.problem.empty());
}

TEST_CASE("a card that is not closed says so, and the next one is read") {
  VcardReader reader("BEGIN:VCARD\nVERSION:4.0\nFN:A\nBEGIN:VCARD\nVERSION:4.0\nFN:B\nEND:VCARD\n", "UTF-8");
  Vcard card;
  CHECK(reader.next(card));
  CHECK(card.problem == "the card is not closed by END:VCARD before the next begins");
  CHECK(reader.next(card));
  CHECK(card.problem.empty());
  CHECK(print(card.lines[0]) == "FN:B");
}

TEST_CASE("every line that is printed is read as the same again") {
  for (const char* text :
       {"FN:A", "item1.TEL;TYPE=work,voice;PREF=1:+49 30", "NOTE:a\\nb\\, c", "X-A;P=\"a;b\",c^n:;;",
        "PHOTO;TYPE=jpeg;ENCODING=b:QUJD", "N:Doe;John;Richter,James;Mr.;Sr."}) {
    VcardLine line;
    CHECK(parse_vcard_line(text, line));
    CHECK(print(line) == text);
  }
  VcardLine line;
  CHECK_FALSE(parse_vcard_line("no property", line));
  CHECK_FALSE(parse_vcard_line("FN:A\nFN:B", line));
}

TEST_CASE("lines are folded at 75 bytes, between characters") {
  std::string out;
  write_folded(out, "NOTE:" + std::string(69, 'x') + "öö" + std::string(80, 'y'));
  CHECK(out == "NOTE:" + std::string(69, 'x') + "\r\n öö" + std::string(70, 'y') + "\r\n " +
                   std::string(10, 'y') + "\r\n");
}

TEST_CASE("a line without an end is refused") {
  std::string text = "BEGIN:VCARD\nVERSION:3.0\nNOTE:x\n";
  for (int i = 0; i < 9; ++i) text += " " + std::string(std::size_t{4} << 20, 'x') + "\n";
  VcardReader reader(text, "UTF-8");
  Vcard card;
  CHECK_THROWS_WITH_AS(reader.next(card), ":3: a line of more than 32 MiB; is it a vCard?", Error);
}

TEST_CASE("addresses, numbers and mails come in the order of preference") {
  FlatTable table =
      rows(card_of("FN:A\nEMAIL:b@x.example\nEMAIL;PREF=1:a@x.example\nTEL;TYPE=home:1\n"
                   "TEL;TYPE=cell,pref:2\nTEL;TYPE=fax:3\nTEL;VALUE=uri:tel:+1-4;ext=7\n"));
  CHECK(cell(table, "EMAIL") == "a@x.example; b@x.example");
  CHECK(cell(table, "TEL") == "2; 1; +1-4 ext. 7");
  CHECK(cell(table, "TEL;CELL") == "2");
  CHECK(cell(table, "TEL;FAX") == "3");
  CHECK(cell(table, "key") == "A/a@x.example");
}

TEST_CASE("what the columns can't give back stands in the rest, and nothing else") {
  FlatTable plain =
      rows(card_of("FN:Ann Lee\nN:Lee;Ann;;;\nEMAIL:a@x.example\nTEL:+4930123456\nORG:Acme\n"
                   "NOTE:two\\nlines\nCATEGORIES:a,b\nADR:;;Main 5;Town;;1;DE\n"));
  CHECK(cell(plain, "vcard").empty());
  CHECK(cell(plain, "NOTE") == "two\nlines");
  FlatTable rich =
      rows(card_of("UID:7\nFN:Ann Lee\nN:Lee;Ann;;Dr.;\nEMAIL:A@x.example\nTEL:030 1\nORG:Acme;Sales\n"
                   "BDAY:--0322\nX-CUSTOMER:7\nTITLE:a\nTITLE:b\n"));
  CHECK(cell(rich, "vcard") ==
        "UID:7\nN:Lee;Ann;;Dr.;\nEMAIL:A@x.example\nTEL:030 "
        "1\nORG:Acme;Sales\nBDAY:--0322\nX-CUSTOMER:7\nTITLE:a\nTITLE:b");
  CHECK(cell(rich, "BDAY.month_day") == "03-22");
  CHECK(cell(rich, "BDAY") == "--03-22");
  CHECK(cell(rich, "X-CUSTOMER") == "7");
  CHECK(cell(rich, "key") == "7");
}

TEST_CASE("dates without a year and dates that are none are told apart") {
  CHECK(vcard_date("19800322") == "1980-03-22");
  CHECK(vcard_date("1980-03-22T10:00:00Z") == "1980-03-22");
  CHECK(vcard_date("1980-02-30").empty());
  CHECK(vcard_date("circa 1980").empty());
  CHECK(vcard_date("--0322").empty());
  FlatTable apple = rows(card_of("FN:A\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22\n"));
  CHECK(cell(apple, "BDAY.month_day") == "03-22");
  CHECK(cell(apple, "BDAY") == "--03-22");
}

TEST_CASE("a label of a group names the address, and a shown company is an organization") {
  FlatTable table = rows(
      card_of("FN:A\nitem1.ADR;TYPE=work:;;Main 5;Town;;;\nitem1.X-ABLabel:_$!<Billing>!$_\n"
              "X-ABShowAs:COMPANY\nIMPP:skype:ann\nX-SOCIALPROFILE;TYPE=twitter:http://twitter.com/ann/\n"));
  CHECK(cell(table, "ADR.1.label") == "billing");
  CHECK(cell(table, "KIND") == "org");
  CHECK(cell(table, "SOCIAL") == "skype:ann; twitter:ann");
}

TEST_CASE("jCard and xCard say what the same vCard says") {
  FlatTable json(vcard_columns());
  read_jcard_rows(
      R"([["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Ann Lee"],
         ["n", {}, "text", ["Lee", "Ann", "", ["Dr.", "Prof."], ""]], ["tel", {"type": ["work", "cell"], "pref": "1"}, "uri", "tel:+1-4"],
         ["categories", {}, "text", "a", "b,c"], ["email", {"group": "g1"}, "text", "a@x.example"]]],
         ["vcard", [["fn", {}, "text", "B"]]]])",
      json);
  CHECK(json.places().size() == 2);
  FlatTable xml(vcard_columns());
  read_xcard_rows(
      "<?xml version=\"1.0\"?><vcards xmlns=\"urn:ietf:params:xml:ns:vcard-4.0\"><vcard><fn><text>Ann "
      "Lee</text></fn>"
      "<n><surname>Lee</surname><given>Ann</given><additional/><prefix>Dr.</prefix><prefix>Prof.</"
      "prefix><suffix/></n>"
      "<tel><parameters><type><text>work</text><text>cell</text></type><pref><integer>1</integer></pref></"
      "parameters>"
      "<uri>tel:+1-4</uri></tel><categories><text>a</text><text>b,c</text></categories>"
      "<group "
      "name=\"g1\"><email><text>a@x.example</text></email></group></vcard><vcard><fn><text>B</text></fn></"
      "vcard></vcards>",
      xml);
  CHECK(json.rows() == xml.rows());
  CHECK(cell(json, "vcard") ==
        "N:Lee;Ann;;Dr.,Prof.;\nTEL;TYPE=work,cell;PREF=1;VALUE=uri:tel:+1-4\ng1.EMAIL:a@x.example");
  CHECK(cell(json, "CATEGORIES") == "a; b,c");
}
