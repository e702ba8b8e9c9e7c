#include "git/record_diff.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;
using git::ChangeKind;
using git::FileSides;
using git::RecordChange;

namespace {

using Text = std::optional<std::string>;

struct Given {
  std::string path;
  Text before, after;
};

std::vector<RecordChange> diff(const std::string& collection, const std::vector<Given>& files) {
  static const model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of(collection));
  std::vector<FileSides> sides;
  for (const Given& file : files) {
    sides.push_back({file.path, {}, {}});
    if (file.before) sides.back().before = io::Bytes(*file.before);
    if (file.after) sides.back().after = io::Bytes(*file.after);
  }
  return git::diff_records(paths, std::move(sides), 2);
}

std::string print(const std::vector<RecordChange>& changes) {
  std::string out;
  for (const RecordChange& change : changes) {
    out += std::string(git::name_of(change.kind)) + " " + change.id;
    if (!change.merged_into.empty()) out += " into " + change.merged_into;
    for (const git::FieldChange& field : change.fields)
      out += " " + field.field + "(" + field.before + ">" + field.after + ")";
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a changed cell is one field of one record") {
  CHECK(print(diff("customers", {{"customers/a.csv", "id,name,status\na-1,Acme,lead\nb-1,Bob,lead\n",
                                  "id,name,status\na-1,Acme,active\nb-1,Bob,lead\n"}})) ==
        "changed a-1 status(lead>active)\n");
}

TEST_CASE("a new column changes only records that have a value in it") {
  CHECK(print(diff("customers", {{"customers/a.csv", "id,name\na-1,Acme\nb-1,Bob\n",
                                  "id,name,colour\na-1,Acme,red\nb-1,Bob,\n"}})) ==
        "changed a-1 colour(>red)\n");
}

TEST_CASE("a record that moves between files and layouts has not changed") {
  CHECK(diff("customers",
             {{"customers/a.csv", "id,name,emails,addresses.1.city\na-1,Acme,x@y.de;z@y.de,Ulm\n", {}},
              {"customers/a-1.yaml",
               {},
               "id: a-1\nname: Acme\nemails: [x@y.de, z@y.de]\naddresses:\n  - city: Ulm\n"}})
            .empty());
}

TEST_CASE("a record that moves and changes is one changed record") {
  std::vector<RecordChange> changes =
      diff("customers", {{"customers/a.csv", "id,name\na-1,Acme\n", "id,name\n"},
                         {"customers/a-1.yaml", {}, "id: a-1\nname: Acme Ltd\n"}});
  CHECK(print(changes) == "changed a-1 name(Acme>Acme Ltd)\n");
  CHECK(changes[0].path == "customers/a-1.yaml");
}

TEST_CASE("records are added and removed with their fields") {
  CHECK(print(diff("customers", {{"customers/a.yaml", "id: a-1\nname: Acme\n", {}},
                                 {"customers/b.yaml", {}, "id: b-1\nname: Bob\n"},
                                 {"customers/c.yaml", {}, "id: c-1\n"}})) ==
        "removed a-1 name(Acme>)\nadded b-1 name(>Bob)\nadded c-1\n");
}

TEST_CASE("a record that becomes a tombstone is merged, and so is one that leaves none") {
  std::vector<RecordChange> changes =
      diff("customers",
           {{"customers/a.csv", "id,name,merged_ids,merged_into\na-1,Acme,,\na-2,ACME,,\na-3,acme,,\n",
             "id,name,merged_ids,merged_into\na-1,Acme,a-2; a-3,\na-2,,,a-1\n"}});
  CHECK(print(changes) ==
        "changed a-1 merged_ids(>a-2; a-3)\nmerged a-2 into a-1 name(ACME>) merged_into(>a-1)\n"
        "merged a-3 into a-1 name(acme>)\n");
  CHECK(changes[1].customer == "a-1");
  CHECK(changes[1].label == "ACME");
}

TEST_CASE("what belongs to a customer says so") {
  std::vector<RecordChange> changes =
      diff("deals", {{"deals/a.csv", "id,name,customer,stage\nd-1,Renewal,a-1,Open\n",
                      "id,name,customer,stage\nd-1,Renewal,a-1,Won\n"}});
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].customer == "a-1");
  CHECK(changes[0].label == "Renewal");
}

TEST_CASE("a record without an id is known by its key") {
  CHECK(print(diff("rates", {{"rates/rates.csv", "date,currency,rate\n2026-01-01,USD,1.1\n",
                              "date,currency,rate\n2026-01-01,USD,1.2\n"}})) ==
        "changed 2026-01-01-usd rate(1.1>1.2)\n");
}

TEST_CASE("an id that stands twice loses only what one side lacks") {
  CHECK(print(diff("customers", {{"customers/a.csv", "id,name\na-1,Acme\na-1,Twin\n",
                                  "id,name\na-1,Twin\n"}})) == "removed a-1 name(Acme>)\n");
}

TEST_CASE("line ends don't count, within a value neither") {
  CHECK(diff("customers",
             {{"customers/a.csv", "id,notes\na-1,\"one\ntwo\"\n", "id,notes\r\na-1,\"one\r\ntwo\"\r\n"}})
            .empty());
}

TEST_CASE("a conflict marker is refused with its line, though both sides have it") {
  std::string text = "id,name\na-1,Acme\n<<<<<<< ours\nb-1,Bob\n";
  try {
    diff("customers", {{"customers/a.csv", text, text + "c-1,C\n"}});
    FAIL("it was read");
  } catch (const Error& error) {
    CHECK(error.place().file == "customers/a.csv");
    CHECK(error.place().line == 3);
  }
}
