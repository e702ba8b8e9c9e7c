#include "book/created_rows.h"

#include <doctest/doctest.h>

#include "book/changes.h"

using namespace flatcrm;
using namespace flatcrm::book;

TEST_CASE(
    "created rows are gathered in the plan's order, their values in the schema's, empty ones left out") {
  model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of("customers"));
  const model::PathId name = paths.intern("name"), notes = paths.intern("notes"), zeta = paths.intern("zeta");
  Changes changes;
  CollectionChanges& customers = changes.of("customers");
  auto add = [&](const std::vector<std::pair<model::PathId, std::string_view>>& values) {
    customers.created.begin();
    for (const auto& [path, text] : values) customers.created.add(path, text);
    customers.created.end(0, 0);
  };
  add({{notes, "n"}, {model::Paths::id, "b-2"}, {name, "Bob"}});
  add({{model::Paths::id, "a-1"}, {zeta, ""}, {name, "Acme"}});
  FilePlan plan;
  plan.changes = &customers;
  plan.created = {1, 0};
  CreatedRows rows;
  rows.gather(plan, paths);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].id() == "a-1");
  CHECK(rows[0].values().size() == 2);
  CHECK(rows[1].values()[0].path == model::Paths::id);
  CHECK(rows[1].values()[1].text == "Bob");
  CHECK(rows[1].values()[2].text == "n");
  CHECK(rows.columns() == std::vector<model::PathId>{model::Paths::id, name, notes});
  CHECK(rows.text_bytes() == 3 + 4 + 3 + 3 + 1);

  plan.created.clear();
  rows.gather(plan, paths);
  CHECK(rows.empty());
  CHECK(rows.columns().empty());
}
