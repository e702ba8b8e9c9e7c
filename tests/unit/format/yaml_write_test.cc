#include <doctest/doctest.h>

#include "format/yaml_edit.h"
#include "format/yaml_style.h"

using namespace flatcrm::format;

namespace {

std::string written(const std::vector<YamlField>& fields) {
  std::string out;
  write_yaml(out, fields);
  return out;
}

std::string scalar(std::string_view text, bool typed = false) {
  std::string out;
  print_scalar(text, typed, YamlSpot::block, out);
  return out;
}

}  // namespace

TEST_CASE("a record is written as a person would") {
  std::vector<std::string> emails = {"a@b.c", "d@e.f"};
  CHECK(
      written({{"id", "acme-1f9x2k"},
               {"name", "Acme: the firm"},
               {"emails", "", &emails},
               {"addresses.1.city", "Köln"},
               {"addresses.1.postcode", "01234"},
               {"addresses.2.city", "Bonn"},
               {"consent.email", "granted"},
               {"acquired", "2020-01-02", nullptr, true},
               {"notes", "one\n\n  two\n"}}) ==
      "id: acme-1f9x2k\nname: \"Acme: the firm\"\nemails:\n  - a@b.c\n  - d@e.f\naddresses:\n  - city: Köln\n"
      "    postcode: \"01234\"\n  - city: Bonn\nconsent:\n  email: granted\nacquired: 2020-01-02\nnotes: |\n "
      " one\n\n    two\n");
}

TEST_CASE("numbers are elements of a list, unless they are at the root or escaped") {
  CHECK(written({{"a.1", "x"}, {"a.2", "y"}, {"b.\\2024", "z"}, {"1", "w"}}) ==
        "a:\n  - x\n  - \"y\"\nb:\n  \"2024\": z\n\"1\": w\n");
  CHECK(written({{"a.1.1", "x"}, {"a.1.2", "z"}}) == "a:\n  - - x\n    - z\n");
}

TEST_CASE("lists hold what scalars hold, or nothing") {
  std::vector<std::string> none, odd = {"", "a\nb", "- c", "no"};
  CHECK(written({{"a", "", &none}, {"b", "", &odd}}) ==
        "a: []\nb:\n  - \"\"\n  - |-\n    a\n    b\n  - \"- c\"\n  - \"no\"\n");
}

TEST_CASE("text that a reader would take for something else is quoted, unless it is meant so") {
  for (const char* text : {"yes",
                           "No",
                           "ON",
                           "y",
                           "null",
                           "~",
                           "TRUE",
                           "007",
                           "7",
                           "-1.5",
                           "+49301",
                           "1e5",
                           "0x1F",
                           "0o7",
                           "1_000",
                           "12:30:45",
                           ".inf",
                           "-.INF",
                           ".NaN",
                           "2026-01-02",
                           "2026-01-02T10:00:00Z",
                           "2026-01-02 10:00:00 +01:00",
                           ".5",
                           "0b1",
                           "="}) {
    CAPTURE(text);
    CHECK(scalar(text) == "\"" + std::string(text) + "\"");
  }
  CHECK(scalar("2026-01-02", true) == "2026-01-02");
  CHECK(scalar("-1.5", true) == "-1.5");
  CHECK(scalar("true", true) == "true");
  for (std::string text : {"Acme", "+49 30 1", "a@b.c", "x: ", "nothing", "yes sir", "3rd", "0x", "-foo",
                           "http://x.y/z#f", "it's"}) {
    CAPTURE(text);
    CHECK((scalar(text) == text) == (text != "x: "));
  }
}

TEST_CASE("text that plain can't hold is quoted") {
  for (const char* text : {" a",  "a ",  "a: b", "a #b", "a:", "- a", "-",  "---", "--- a", "...",
                           "? a", ":a",  "[a",   "{a",   "#a", "&a",  "*a", "!a",  "|a",    ">a",
                           "'a",  "\"a", "%a",   "@a",   "`a", ",a",  "]a", "}a",  "<<",    "a\tb"}) {
    CAPTURE(text);
    CHECK(scalar(text).front() == '"');
    CHECK(scalar(text, true).front() == '"');
  }
  CHECK(scalar(std::string_view("a\"b\\\x1b\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF\x7F\n")) ==
        "\"a\\\"b\\\\\\e\\x85\\u2028\\uFEFF\\x7F\\n\"");
  CHECK(fits_plain("a, b", YamlSpot::block));
  CHECK_FALSE(fits_plain("a, b", YamlSpot::flow));
}
