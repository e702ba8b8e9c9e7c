#include "model/record_set.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

/// One finding a line, without the hints.
using Lines = std::vector<std::string>;

std::string text_of(Problem problem) {
  problem.hint.clear();
  return print(problem) + "\n";
}

std::string joined(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

struct Fixture {
  Schemas schemas = Schemas::built_in();
  Paths paths{schemas.of("customers")};
  RecordSet set;
  Problems problems;
  TableStyle style;

  void read_table(std::string_view text) { style = read_table_records(text, "t.csv", paths, set, problems); }
  void read_yaml(std::string_view text) { read_yaml_records(text, "t.yaml", paths, set, problems); }
  std::string_view value(std::size_t row, std::string_view path) {
    return set[row].value(paths.intern(path));
  }
  std::string found() {
    std::string out;
    for (const Problem& problem : problems) out += text_of(problem);
    problems.clear();
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a record holds paths and texts") {
  PathId name = paths.intern("name");
  set.begin();
  set.add(Paths::id, "acme-1f9x2k");
  set.add(name, "Acme");
  set.end(7, 3);
  REQUIRE(set.size() == 1);
  CHECK(set[0].id() == "acme-1f9x2k");
  CHECK(set[0].value(name) == "Acme");
  CHECK(set[0].value(paths.intern("title")).data() == nullptr);
  CHECK(set[0].begin() == 7);
  CHECK(set[0].index() == 3);
  set.clear();
  CHECK(set.size() == 0);
}

TEST_CASE_FIXTURE(Fixture, "rows become records that know where they stand") {
  std::string_view text =
      "\xEF\xBB\xBFid;name;emails;addresses.1.city\r\na-1;\"Acme; "
      "\"\"Ltd\"\"\";x@y.z;B\r\n\r\nb-2;;;\r\n;;;\r\n";
  read_table(text);
  CHECK(found().empty());
  REQUIRE(set.size() == 2);
  CHECK(style.dialect.delimiter == ';');
  CHECK(style.columns.size() == 4);
  CHECK(value(0, "name") == "Acme; \"Ltd\"");
  CHECK(value(0, "addresses.1.city") == "B");
  CHECK(value(1, "name").data() == nullptr);
  CHECK(set[0].index() == 0);
  CHECK(set[1].index() == 2);
  for (std::size_t row = 0; row < set.size(); ++row)
    CHECK(text.substr(set[row].begin()).starts_with(set[row].id()));
  const Value& city = set[0].values()[3];
  CHECK(text.substr(set[0].begin() + city.at).starts_with("B\r\n"));
}

TEST_CASE_FIXTURE(Fixture, "the delimiter is the one that the header holds most often") {
  read_table("id\tname, whole\tnotes\na-1\tA\tB\n");
  CHECK(style.dialect.delimiter == '\t');
  CHECK(value(0, "notes") == "B");
  read_table("id|\"a,b,c\"|name\na-1||C\n");
  CHECK(style.dialect.delimiter == '|');
  read_table("id\nx-1\n");
  CHECK(style.dialect.delimiter == ',');
  CHECK(set.size() == 3);
  read_table("");
  CHECK(set.size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a cell that holds a list reads in one form, however it was typed") {
  read_table("id,emails,hobbies[],notes\na,x@y.z;p@q.r,chess;go; ,a;b\nb,x@y.z; p@q.r,\"a\\;b; c\",x\n");
  CHECK(value(0, "emails") == "x@y.z; p@q.r");
  CHECK(value(0, "hobbies[]") == "chess; go");
  CHECK(value(0, "notes") == "a;b");
  CHECK(value(1, "hobbies[]") == "a\\;b; c");
  CHECK(value(1, "emails") == "x@y.z; p@q.r");
}

TEST_CASE_FIXTURE(Fixture, "what is wrong with a table is told with its place") {
  read_table("id,name,name,,addresses\na-1,A,B,C\nb-2,A,B,C,D,E\nc-3,A,B,C,D,\n");
  CHECK(found() == joined({"t.csv:1:1: duplicate-column: the column 'name' stands twice",
                           "t.csv:1:1: unnamed-column: a column without a name",
                           "t.csv:1:1: bad-header: 'addresses' is no single value",
                           "t.csv:2:1: ragged-row: a row of 4 cells below 5 columns",
                           "t.csv:3:13: ragged-row: a row of 6 cells below 5 columns",
                           "t.csv:4:1: ragged-row: a row of 6 cells below 5 columns"}));
  CHECK(value(0, "name") == "A");
  CHECK(value(0, "name (2)") == "B");
  CHECK(set.size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a table that can't be read at all is an error with its place") {
  auto failure = [&](std::string_view text) -> std::string {
    try {
      read_table(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(failure("id,name\n<<<<<<< ours\na,b\n") == "t.csv:2:1: conflict marker; resolve the merge first");
  CHECK(failure("id,name\na,M\xFCller\n").starts_with("t.csv:2:4: not valid UTF-8"));
  CHECK(failure("id,name\na,\"open\n").starts_with("t.csv:2:3: "));
}

TEST_CASE_FIXTURE(Fixture, "documents become records, flattened") {
  read_yaml(
      "id: a-1\nname: Acme\nemails:\n  - x@y.z\n  - p@q.r\naddresses:\n  - city: Bonn\n    country: DE\n  - "
      "city: Paris\n"
      "consent:\n  email: granted\nhobbies:\n  - chess\n  - a; b\na.b: dotted\n7: seven\npets:\n  - name: "
      "Rex\n  - Mia\n"
      "empty: []\nnothing:\nblank: \"\"\nphones: \"+4930123456\"\n---\nid: b-2\n");
  CHECK(found().empty());
  REQUIRE(set.size() == 2);
  CHECK(value(0, "emails") == "x@y.z; p@q.r");
  CHECK(value(0, "addresses.2.city") == "Paris");
  CHECK(value(0, "consent.email") == "granted");
  CHECK(value(0, "hobbies[]") == "chess; a\\; b");
  CHECK(value(0, "a\\.b") == "dotted");
  CHECK(value(0, "\\7") == "seven");
  CHECK(value(0, "pets.1.name") == "Rex");
  CHECK(value(0, "pets.2") == "Mia");
  CHECK(value(0, "phones") == "+4930123456");
  CHECK(set[0].values().size() == 13);
  CHECK(set[1].index() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a document that is no map is a problem, an empty one is nothing") {
  read_yaml("- a\n---\n# nothing\n---\nid: x\n---\nplain\n");
  CHECK(set.size() == 1);
  CHECK(set[0].index() == 2);
  CHECK(found() == joined({"t.yaml:1:1: bad-document: a record is a map of fields",
                           "t.yaml:7:1: bad-document: a record is a map of fields"}));
}

TEST_CASE_FIXTURE(Fixture, "records outlive the buffers that they were read with") {
  format::YamlFile buffers;
  std::string first = "id: a-1\nnotes: |\n  one\n  two\nname: \"a\\tb\"\n",
              second = "id: b-2\nnotes: |\n  three\n  four\nname: \"c\\td\"\n";
  read_yaml_records(first, "a.yaml", paths, set, problems, buffers);
  read_yaml_records(second, "b.yaml", paths, set, problems, buffers);
  CHECK(value(0, "notes") == "one\ntwo\n");
  CHECK(value(0, "name") == "a\tb");
  CHECK(value(1, "notes") == "three\nfour\n");
}

TEST_CASE_FIXTURE(Fixture, "a record is written in schema order, its types plain, its text safe") {
  read_table(
      "notes,wallet,birthday,emails,id,do_not_contact,postcode,addresses.2.city,addresses.1.postcode,zeta,"
      "alpha\n"
      "no,10.50,1990-01-02,a@b.c; d@e.f,x-1,true,007,Rome,00100,1,2\n");
  std::string out;
  write_yaml_record(out, set[0], paths);
  CHECK(out ==
        "id: x-1\nemails:\n  - a@b.c\n  - d@e.f\naddresses:\n  - postcode: \"00100\"\n  - city: "
        "Rome\nbirthday: 1990-01-02\n"
        "wallet: 10.50\ndo_not_contact: true\nnotes: \"no\"\nalpha: \"2\"\npostcode: \"007\"\nzeta: \"1\"\n");
}

TEST_CASE_FIXTURE(Fixture, "values that no document can hold together are refused") {
  read_table("id,a.b,a\nx,1,2\n");
  std::string out;
  CHECK_THROWS_AS(write_yaml_record(out, set[0], paths), Error);
  set.clear();
  read_table("id,a.1,a.b\nx,1,2\n");
  CHECK_THROWS_AS(write_yaml_record(out, set[0], paths), Error);
}

TEST_CASE_FIXTURE(Fixture, "a row is written below its columns, and nothing is left out") {
  read_table("id,name,notes\nx,\"A, B\",\n");
  std::string out;
  std::vector<PathId> columns = {paths.intern("notes"), paths.intern("name"), Paths::id};
  write_table_record(out, set[0], columns, paths, {}, "\r\n");
  CHECK(out == ",\"A, B\",x\r\n");
  columns.pop_back();
  CHECK_THROWS_AS(write_table_record(out, set[0], columns, paths, {}), Error);
}

TEST_CASE("a rate is named by its day and currency") {
  Schemas schemas = Schemas::built_in();
  Paths paths(schemas.of("rates"));
  RecordSet set;
  Problems problems;
  read_table_records("id,date,currency,rate\n,2026-11-02,USD,1.08\nown-1,2026-11-02,CHF,0.9\n,,CHF,0.9\n",
                     "r.csv", paths, set, problems);
  CHECK(key_of(set[0], paths) == "2026-11-02-usd");
  CHECK(key_of(set[1], paths) == "own-1");
  CHECK(key_of(set[2], paths).empty());
}
