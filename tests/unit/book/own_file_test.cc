#include "book/own_file.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "support/temporary_folder.h"

using namespace flatcrm;

TEST_CASE("a file in a collection's folder is one of its book, however it is named") {
  test::TemporaryFolder folder;
  folder.put("acme/flatcrm.yaml", "format: 1\n");
  folder.put("acme/customers/ann.yaml", "id: ann\n");
  folder.put("acme/out/.keep", "");
  auto own = [&](const std::string& path) { return book::own_file(folder.at(path)); };
  CHECK(own("acme/customers/ann.yaml") == "customers");
  CHECK(own("acme/customers/new.csv") == "customers");
  CHECK(own("acme/sales/2026/11.csv") == "sales");
  CHECK(own("acme/out/../customers/new.csv") == "customers");
  CHECK(own("acme/flatcrm.yaml") == "flatcrm.yaml");
  CHECK(own("acme/customers.csv") == "");
  CHECK(own("acme/out/customers/new.csv") == "");
  CHECK(own("acme/customers/page.html") == "");
  CHECK(own("customers/new.csv") == "");
  std::filesystem::create_directory_symlink(folder.at("acme/customers"), folder.at("people"));
  CHECK(own("people/new.csv") == "customers");
}
