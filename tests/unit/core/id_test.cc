#include "core/id.h"

#include <doctest/doctest.h>

#include <set>

using namespace flatcrm::core;

TEST_CASE("a slug keeps what a person recognizes") {
  CHECK(slug("Müller & Söhne GmbH") == "mueller-soehne-gmbh");
  CHECK(slug("Łukasz Żółć") == "lukasz-zolc");
  CHECK(slug("Ångström / Øre / Æsir / Straße") == "aangstroem-oere-aesir-strasse");
  CHECK(slug("Nguyễn Văn Ước") == "nguyen-van-uoc");
  CHECK(slug("O'Neil’s  Bar--No. 7") == "oneils-bar-no-7");
  CHECK(slug("  Acme  ") == "acme");
  CHECK(slug("Acme 株式会社 Tokyo") == "acme-tokyo");
  CHECK(slug("株式会社").empty());
  CHECK(slug("!?").empty());
  CHECK(slug("").empty());
}

TEST_CASE("composed and decomposed letters make one slug") {
  CHECK(slug("Mu\u0308ller A\u030A re\u0301sume\u0301") == slug("Müller Å résumé"));
  CHECK(slug("\u0308x") == "x");
}

TEST_CASE("bytes that are no UTF-8 part words and do no harm") {
  CHECK(slug("a\xff"
             "b\xc3") == "a-b");
}

TEST_CASE("a long slug is cut at a word, a long word at 40 bytes") {
  CHECK(slug("the quick brown fox jumps over the lazy dog again") ==
        "the-quick-brown-fox-jumps-over-the-lazy");
  CHECK(slug(std::string(60, 'A')) == std::string(40, 'a'));
  CHECK(slug(std::string(40, 'a') + " b") == std::string(40, 'a'));
  CHECK(slug(std::string(39, 'a') + "ß") == std::string(39, 'a') + "s");
}

TEST_CASE("an id is the slug and six characters that depend on source, key and attempt") {
  std::string id = make_id("Müller & Söhne GmbH", "crm", "17");
  CHECK(id.size() == std::string("mueller-soehne-gmbh-").size() + 6);
  CHECK(id.starts_with("mueller-soehne-gmbh-"));
  CHECK(is_valid_id(id));
  std::set<std::string> ids{id};
  CHECK(ids.insert(make_id("Müller & Söhne GmbH", "crm", "18")).second);
  CHECK(ids.insert(make_id("Müller & Söhne GmbH", "shop", "17")).second);
  CHECK(ids.insert(make_id("Müller & Söhne GmbH", "crm1", "7")).second);
  std::string out = "old";
  make_id("Müller & Söhne GmbH", "x", "crm", "17", 0, out);
  CHECK(out == id);
  make_id("Müller & Söhne GmbH", "x", "crm", "17", 1, out);
  CHECK(ids.insert(out).second);
  make_id("Müller & Söhne GmbH", "x", "crm", "17", 2, out);
  CHECK(ids.insert(out).second);
}

TEST_CASE("a name without a slug takes the fallback") {
  std::string out;
  make_id("株式会社", "customer", "crm", "17", 0, out);
  CHECK(out.starts_with("customer-"));
  CHECK(make_id("?", "crm", "17").starts_with("x-"));
}

TEST_CASE("the characters are the low 30 bits of the documented hash") {
  std::uint64_t hash =
      stable_hash(std::string_view("crm\0"
                                   "17",
                                   6));
  std::string expected;
  for (int digit = 5; digit >= 0; --digit) {
    expected += "0123456789abcdefghjkmnpqrstvwxyz"[(hash >> (5 * digit)) % 32];
  }
  CHECK(make_id("Acme", "crm", "17") == "acme-" + expected);
}

// The value is that of the XXH3 specification.
TEST_CASE("the stable hash is XXH3-64 with seed 0") {
  CHECK(stable_hash("") == 0x2D06800538D394C2U);
}

TEST_CASE("an id is a safe file name") {
  for (const char* good : {"acme-1f9x2k", "a", "7", "x-1"}) CHECK(is_valid_id(good));
  for (const char* bad : {"", "-a", "a-", "a--b", "A", "../etc", "a/b", "a.b", "a b", "ä", "a\n"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_valid_id(bad));
  }
  CHECK(is_valid_id(std::string(80, 'a')));
  CHECK_FALSE(is_valid_id(std::string(81, 'a')));
}
