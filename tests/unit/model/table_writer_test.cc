#include "model/table_writer.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

struct Fixture {
  Schemas schemas = Schemas::built_in();
  Paths paths{schemas.of("customers")};
  RecordSet set;
  PathId name = paths.intern("name"), notes = paths.intern("notes");
  void add(const std::vector<std::pair<PathId, std::string_view>>& values) {
    set.begin();
    for (const auto& [path, text] : values) set.add(path, text);
    set.end(0, 0);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "rows stand below their header, in whatever order their values come") {
  const std::vector<PathId> columns{Paths::id, name, notes};
  const format::CsvDialect dialect;
  TableWriter writer(columns, paths, dialect);
  add({{Paths::id, "a-1"}, {name, "Acme, Ltd"}, {notes, "x"}});
  add({{notes, "y"}, {Paths::id, "b-2"}});
  add({{Paths::id, "c-3"}, {name, ""}, {notes, ""}});
  add({});
  std::string out;
  writer.header(out);
  for (std::size_t row = 0; row < set.size(); ++row) writer.row(out, set[row]);
  CHECK(out == "id,name,notes\na-1,\"Acme, Ltd\",x\nb-2,,y\nc-3,,\n,,\n");
}

TEST_CASE_FIXTURE(Fixture,
                  "what would be lost is refused: a value without a column, a second one in a column") {
  const std::vector<PathId> columns{Paths::id, name};
  const format::CsvDialect dialect;
  TableWriter writer(columns, paths, dialect);
  std::string out;
  add({{Paths::id, "a-1"}, {notes, "x"}});
  CHECK_THROWS_WITH_AS(writer.row(out, set[0]), doctest::Contains("no column for 'notes'"), Error);
  add({{Paths::id, "a-1"}, {name, "A"}, {name, "B"}});
  CHECK_THROWS_WITH_AS(writer.row(out, set[1]), doctest::Contains("two values of one path"), Error);
  add({{name, "A"}, {Paths::id, "a-1"}, {name, "B"}});
  CHECK_THROWS_WITH_AS(writer.row(out, set[2]), doctest::Contains("two values of one path"), Error);
}
