#include "text/email.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <pugixml.hpp>

#include "core/text.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

std::string parsed(std::string_view text) {
  core::Arena arena;
  Email email = parse_email(text, arena);
  if (!email.ok) CHECK(email.normalized == text);
  return email.ok ? std::string(email.normalized) : "none";
}

}  // namespace

TEST_CASE("an address is taken out of what surrounds it") {
  CHECK(parsed(" Jane.Doe@EXAMPLE.com ") == "Jane.Doe@example.com");
  CHECK(parsed("mailto:jane@example.com?subject=Hi") == "jane@example.com");
  CHECK(parsed("Jane Doe <jane@example.com>") == "jane@example.com");
  CHECK(parsed("\"Doe, Jane\" <mailto:jane@example.com>") == "jane@example.com");
  CHECK(parsed("'jane@example.com'") == "jane@example.com");
  CHECK(parsed("jane@example.com;") == "jane@example.com");
  CHECK(parsed("\"jane doe\"@example.com") == "\"jane doe\"@example.com");
}

TEST_CASE("international addresses stay as people write them, in normal form C") {
  CHECK(parsed("jürgen@MÜLLER.de") == "jürgen@müller.de");
  CHECK(parsed("info@mu\u0308ller.de") == "info@müller.de");
  CHECK(parsed("用户@例子.公司") == "用户@例子.公司");
  CHECK(parsed("jane@m\xfcller.de") == "none");
  CHECK(email_key("Jürgen.Ö@Müller.de") == "jürgen.ö@müller.de");
}

TEST_CASE("an address that needs no change is not copied") {
  core::Arena arena;
  std::string text = "jane@example.com";
  CHECK(parse_email(text, arena).normalized.data() == text.data());
}

TEST_CASE("what is no address, or several, stays as it came") {
  for (const char* text :
       {"", "jane", "jane@", "@example.com", "jane@localhost", "jane@example", "jane doe@example.com",
        "a@example.com, b@example.com", "a@b@example.com", "jane@[192.0.2.1]", "jane@192.0.2.1", "n/a"}) {
    CAPTURE(std::string(text));
    CHECK(parsed(text) == "none");
  }
}

// The vectors sort addresses into categories. Good is what a mail server takes: valid ones, with or without a DNS record
// (which is not asked for), and quoted local parts. Where we decided otherwise, the table says why.
TEST_CASE("the vectors of isemail are judged as they say, but for the decided differences") {
  std::filesystem::path file = FLATCRM_SOURCE "/../shared/data/emails/tests.xml";
  if (!std::filesystem::exists(file)) {
    MESSAGE("skipped: no ../shared/data");
    return;
  }
  const std::map<int, const char*> differences{
      {5, "a top-level domain alone is a slip in a list of customers"},
  };
  pugi::xml_document document;
  REQUIRE(document.load_file(file.c_str(), pugi::parse_default | pugi::parse_ws_pcdata));
  int seen = 0, different = 0;
  for (pugi::xml_node test : document.child("tests").children("test")) {
    std::string raw = test.child("address").text().get();
    std::string address;
    // Control characters stand as their pictures, U+2400 and following.
    for (std::size_t at = 0; at < raw.size(); ++at) {
      bool picture = raw.compare(at, 2, "\xE2\x90") == 0;
      address += picture ? static_cast<char>(static_cast<unsigned char>(raw[at + 2]) - 0x80) : raw[at];
      if (picture) at += 2;
    }
    std::string category = test.child("category").text().get();
    std::string diagnosis = test.child("diagnosis").text().get();
    bool good = category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN" ||
                diagnosis == "ISEMAIL_RFC5321_QUOTEDSTRING";
    // White space around a cell is never part of the address.
    std::string_view trimmed = core::trim(address);
    if (trimmed.size() != address.size() && trimmed == "test@iana.org") good = true;
    int id = test.attribute("id").as_int();
    core::Arena arena;
    bool ok = parse_email(address, arena).ok;
    bool differs = differences.count(id) > 0;
    CAPTURE(id);
    CAPTURE(address);
    CAPTURE(diagnosis);
    CHECK(ok == (differs ? !good : good));
    ++seen;
    different += differs ? 1 : 0;
  }
  CHECK(seen == 164);
  CHECK(different == static_cast<int>(differences.size()));
}
