#include "git/record_text.h"

#include <doctest/doctest.h>

using namespace flatcrm;

namespace {
std::string text_of(std::string_view text, const std::string& path) {
  static const model::Schemas schemas = model::Schemas::built_in();
  return git::record_text(text, path, schemas);
}
}  // namespace

TEST_CASE("a record is a line for each field, by id and in the order of its schema") {
  CHECK(text_of("id,status,name\nb-1,lead,Bob\na-1,active,Acme\n", "3f.csv") ==
        "a-1 name: Acme\na-1 status: active\nb-1 name: Bob\nb-1 status: lead\n");
}

TEST_CASE("a record reads the same from either format, whatever the order of its fields") {
  std::string yaml = text_of("status: lead\nid: b-1\nname: Bob\nemails: [x@y.de, z@y.de]\n", "b.yaml");
  CHECK(yaml == text_of("name,emails,id,status\nBob,x@y.de; z@y.de,b-1,lead\n", "b.csv"));
}

TEST_CASE("a longer text has a line for each of its lines") {
  CHECK(text_of("id: b-1\nnotes: |\n  one\n  two\n", "b.yaml") == "b-1 notes: one\nb-1 notes: two\n");
}

TEST_CASE("what can't be read as records stays as it is") {
  std::string broken = "id,name\n<<<<<<< ours\na-1,Acme\n";
  CHECK(text_of(broken, "a.csv") == broken);
}

TEST_CASE("control characters don't reach a terminal") {
  CHECK(text_of("id,name\na-1,\"\x1b[2J\"\n", "a.csv") == "a-1 name: \\x1b[2J\n");
}
