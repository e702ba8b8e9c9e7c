#include "text/unicode.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using namespace flatcrm::text;

TEST_CASE("text that is in normal form C is not copied") {
  core::Arena arena;
  for (const char* text : {"", "Acme", "Müller", "東京", "Владимир", "한국", "日本語カナ"}) {
    CHECK(nfc(text, arena).data() == text);
  }
  CHECK(nfc("e\u0301", arena) == "é");
  CHECK(nfc("\u1112\u1161\u11ab", arena) == "한");
  CHECK(nfc("\u212b", arena) == "Å");
  CHECK(nfc("e\u0301\xff", arena) == "e\u0301\xff");
}

TEST_CASE("folding takes case and accents away") {
  CHECK(fold("Straße ÉCOLE") == "strasse ecole");
  CHECK(fold("Øystein Łukasz Đorđe") == "oystein lukasz dorde");
  CHECK(fold("İstanbul IŞIK") == "istanbul isik");
  CHECK(fold("e\u0301cole") == "ecole");
  CHECK(fold("ＡＣＭＥ ﬁn") == "acme fin");
  CHECK(fold("ВЛАДИМИР") == "владимир");
  CHECK(fold("ガ") == "ガ");
  CHECK(fold("Ἀθῆναι") == "αθηναι");
}

TEST_CASE("lower case keeps accents") {
  CHECK(lower("ÉCOLE Straße") == "école straße");
  CHECK(lower("ABC") == "abc");
}

TEST_CASE("width is what a terminal needs") {
  CHECK(display_width("Acme") == 4);
  CHECK(display_width("東京") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("ｱ") == 1);
  CHECK(display_width("😀") == 2);
  CHECK(display_width("👨‍👩‍👧‍👦") == 2);
  CHECK(display_width("👍🏽") == 2);
  CHECK(display_width("🇩🇪🇫🇷") == 4);
  CHECK(display_width("❤️") == 2);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("") == 0);
}

TEST_CASE("names of any script have a Latin form") {
  CHECK(to_latin("Владимир") == "Vladimir");
  CHECK(to_latin("Müller") == "Muller");
  CHECK(to_latin("Ἀθῆναι") == "Athenai");
  CHECK_FALSE(to_latin("東京").empty());
  CHECK_FALSE(to_latin("김민준").empty());
}
