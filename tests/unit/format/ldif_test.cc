#include "format/ldif.h"

#include <doctest/doctest.h>

using namespace flatcrm::format;

namespace {

FlatTable read(const std::string& text) {
  FlatTable table;
  read_ldif_rows(text, 0, table);
  return table;
}

}  // namespace

TEST_CASE("an entry is a row, and an attribute in any case one column") {
  FlatTable table = read(
      "version: 1\n\ndn: cn=Ann\nCN: Ann\nmail: a@x.example\nMail: b@x.example\n# a comment\n\n\ndn: "
      "cn=B\ncn: B\n");
  CHECK(table.columns().size() == 3);
  CHECK(table.rows() == "cn=Ann,Ann,a@x.example; b@x.example\ncn=B,B\n");
  CHECK(table.refusals().empty());
  CHECK(table.places()[1].source == 81);
}

TEST_CASE("a line that begins with a blank goes on, in comments too") {
  CHECK(read("dn: cn=A\n nn,o=X\r\n# no\n te\ncn: A\n").rows() == "\"cn=Ann,o=X\",A\n");
}

TEST_CASE("base64 is decoded where it is text") {
  FlatTable table = read("dn:: Y249w4Q=\njpegPhoto:: /9j/4AAQ\n");
  CHECK(table.columns()[1] == "jpegPhoto;base64");
  CHECK(table.rows() == "cn=Ä,/9j/4AAQ\n");
}

TEST_CASE("what is no addition, and what is no entry, is refused with a reason") {
  CHECK(read("dn: cn=A\nchangetype: add\ncn: A\n").refusals().empty());
  CHECK(read("dn: cn=A\nchangetype: modify\nreplace: cn\ncn: B\n-\n").refusals()[0].reason ==
        "the entry is no addition but a change of type 'modify'");
  CHECK(read("cn: A\n").refusals()[0].reason == "the entry has no dn");
  CHECK(read("dn: cn=A\njpegPhoto:< file:///x\n").refusals()[0].reason ==
        "jpegPhoto stands at an address, which is not read");
  CHECK(read("dn: cn=A\nnothing\n").refusals()[0].reason == "a line without a name: 'nothing'");
  CHECK(read("dn: cn=A\ncn:: ?\n").refusals()[0].reason == "cn is no base64");
}

TEST_CASE("only what begins as LDIF looks like it") {
  CHECK(looks_like_ldif("# x\nversion: 1\ndn: cn=A\n"));
  CHECK(looks_like_ldif("dn:: Y249QQ==\n"));
  CHECK_FALSE(looks_like_ldif("dn\ncn=A\n"));
  CHECK_FALSE(looks_like_ldif("name: x\n"));
}

TEST_CASE("an empty line ends an entry, whatever follows") {
  FlatTable table = read("dn: cn=A\n\n cn: A\n");
  CHECK(table.places().size() == 2);
  CHECK(table.refusals().back().reason == "a line that goes on where none began");
}
