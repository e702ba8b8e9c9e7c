#include "text/encoding.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "text/charset.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

std::string error_of(auto work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("a line of UTF-8 is found among others") {
  CHECK(find_utf8_line("Name\nJ\xfcrgen\nJ\xc3\xbcrgen\n") == 3);
  CHECK(find_utf8_line("J\xc3\xbcrgen") == 1);
  CHECK(find_utf8_line("Name\nJ\xfcrgen\n") == 0);
  CHECK(find_utf8_line("") == 0);
}

TEST_CASE("ASCII and UTF-8 are UTF-8, read without a copy") {
  CHECK(sniff_encoding("").name == "UTF-8");
  CHECK(sniff_encoding("id,name\n1,Acme\n").confidence == 1);
  CHECK(sniff_encoding("Jürgen").name == "UTF-8");
  std::string storage;
  std::string bytes = "\xEF\xBB\xBFJürgen";
  std::string_view text = as_utf8(bytes, "", "a.csv", storage);
  CHECK(text == "Jürgen");
  CHECK(text.data() == bytes.data() + 3);
  CHECK(sniff_encoding(bytes).bom_bytes == 3);
}

TEST_CASE("a byte that is wrong in UTF-8 is an error with its place and a better guess") {
  CHECK(error_of([] { to_utf8("Name;Ort\nJ\xfcrgen;K\xf6ln\n", "UTF-8", "list.csv"); }) ==
        "list.csv:2:2: the bytes 0xfc are not valid in UTF-8; it looks like ISO-8859-1: name it with "
        "--encoding");
  // One slip in a text that is UTF-8 otherwise does not make it another encoding.
  std::string slip;
  for (int i = 0; i < 30; ++i) slip += "Zoë\n";
  slip += "Zo\xeb\n";
  CHECK(sniff_encoding(slip).name == "UTF-8");
  CHECK(error_of([&] { to_utf8(slip, "", "a.csv"); }).substr(0, 12) == "a.csv:31:3: ");
}

TEST_CASE(
    "Windows-1252 is told from ISO-8859-1 by the bytes between 0x80 and 0x9f, and from ISO-8859-15 by the "
    "euro") {
  CHECK(sniff_encoding("J\xfcrgen M\xfcller").name == "ISO-8859-1");
  CHECK(sniff_encoding("J\xfcrgen \x80 12").name == "windows-1252");
  CHECK(to_utf8("J\xfcrgen \x80 12", "", "a.csv") == "Jürgen € 12");
  CHECK(sniff_encoding("J\xfcrgen;12 \xa4").name == "ISO-8859-15");
  CHECK(to_utf8("J\xfcrgen;12 \xa4", "", "a.csv") == "Jürgen;12 €");
}

TEST_CASE("a byte that the encoding leaves open is an error") {
  CHECK(error_of([] { to_utf8("ab\x81", "windows-1252", "a.csv"); }).substr(0, 44) ==
        "a.csv:1:3: the bytes 0x81 are not valid in w");
  CHECK(error_of([] { to_utf8("ab\x80", "ISO-8859-1", "a.csv"); }).substr(0, 10) == "a.csv:1:3:");
  CHECK(error_of([] { to_utf8("\xd6\xd0\n\xd6 x", "GB18030", "a.csv"); }).substr(0, 10) == "a.csv:2:1:");
  CHECK(error_of([] { to_utf8({"a\0\0\xd8", 4}, "UTF-16LE", "a.csv"); }).substr(0, 10) == "a.csv:1:2:");
  CHECK(error_of([] { to_utf8({"a\0b", 3}, "UTF-16LE", "a.csv"); }).substr(0, 10) == "a.csv:1:2:");
}

TEST_CASE("an unknown encoding is a usage error that names the nearest") {
  CHECK(error_of([] { to_utf8("a", "windows-1259x", "a.csv"); }).find("did you mean 'windows-125") !=
        std::string::npos);
  CHECK(error_of([] { to_utf8("a", "klingon", "a.csv"); }).find("known are UTF-8, UTF-16") !=
        std::string::npos);
  CHECK(to_utf8("J\xfcrgen", "latin1", "a.csv") == "Jürgen");
  CHECK(to_utf8("J\xfcrgen", "CP1252", "a.csv") == "Jürgen");
}

TEST_CASE("UTF-16 is found with and without a mark, in either order") {
  const std::string little{"n\0a\0m\0e\0\n\0J\0\xfc\0r\0g\0\n\0", 20};
  std::string big;
  for (std::size_t i = 0; i < little.size(); i += 2) big += {little[i + 1], little[i]};
  CHECK(sniff_encoding(little).name == "UTF-16LE");
  CHECK(sniff_encoding(big).name == "UTF-16BE");
  CHECK(to_utf8(little, "", "") == "name\nJürg\n");
  CHECK(to_utf8(big, "", "") == "name\nJürg\n");
  CHECK(to_utf8("\xFE\xFF" + big, "", "") == "name\nJürg\n");
  CHECK(to_utf8("\xFF\xFE" + little, "UTF-16", "") == "name\nJürg\n");
  CHECK(to_utf8({"\x3d\xd8\x00\xde", 4}, "UTF-16LE", "") == "😀");
}

TEST_CASE("what is no text is refused with a helpful word") {
  std::string storage;
  CHECK(error_of([&] {
          as_utf8({"\x7f"
                   "ELF\0\0\0\1\2",
                   9},
                  "", "a.out", storage);
        }).find("a.out: this is no text") == 0);
  CHECK(error_of([] { sniff_encoding("PK\x03\x04..."); }).find("workbook (.xlsx") != std::string::npos);
  CHECK(error_of([] { to_utf8({"a\nb\0c", 5}, "UTF-8", "a.csv"); }).substr(0, 14) == "a.csv:2:2: a N");
  std::string noise;
  for (int i = 0; i < 400; ++i) noise += static_cast<char>(1 + i % 31);
  CHECK(error_of([&] { sniff_encoding(noise); }).find("control characters") != std::string::npos);
}

TEST_CASE("the loader's test files hold the same rows in every encoding") {
  std::filesystem::path folder = FLATCRM_SOURCE "/../shared/data/sales/salesforce-tests";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: no ../shared/data");
    return;
  }
  auto unquoted = [&](const char* name) {  // one of them was written without quotes
    std::string text = to_utf8(read(folder / name), "", name);
    std::erase(text, '"');
    return text;
  };
  std::string expected = unquoted("csvtext_BOM_UTF8.csv");
  CHECK(expected.size() > 20);
  for (const char* name : {"csvtext.csv", "csvtext_BOM_UTF16BE.csv", "csvtext_BOM_UTF16LE.csv"}) {
    CAPTURE(name);
    CHECK(unquoted(name) == expected);
  }
}
