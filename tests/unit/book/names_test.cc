#include "book/names.h"

#include <doctest/doctest.h>

#include "support/memory_book.h"

using namespace flatcrm;

TEST_CASE("names of a table are learned at once, and those of merged records found one by one") {
  std::string customers = "id,name,merged_into,merged_ids\n";
  for (int i = 0; i < 9; ++i) customers += "c" + std::to_string(i) + ",Name " + std::to_string(i) + ",,\n";
  customers += "old,,c3,\nempty,,,\n";
  test::MemoryBook memory({{"flatcrm.yaml", "format: 1\nname: Test\nlayouts:\n  customers: csv\n"},
                           {"customers/customers.csv", customers}});
  book::Book book = memory.open();
  book::Names names(book), one_by_one(book);
  for (int run = 0; run < 2; ++run)
    for (int i = 0; i < 9; ++i)
      CHECK(names.of("customers", "c" + std::to_string(i)) == "Name " + std::to_string(i));
  CHECK(one_by_one.of("customers", "old") == "Name 3");
  CHECK(names.of("customers", "old") == "Name 3");
  CHECK(names.of("customers", "empty").empty());
  CHECK(names.of("customers", "nobody").empty());
}

TEST_CASE("names of records in files of their own are found by the file's name") {
  test::MemoryBook memory(
      {{"customers/a.yaml", "id: a\nname: Ann\n"}, {"customers/b.yaml", "id: b\nname: Ben\n"}});
  book::Book book = memory.open();
  book::Names names(book);
  CHECK(names.of("customers", "b") == "Ben");
  CHECK(names.of("customers", "a") == "Ann");
  CHECK(names.of("customers", "c").empty());
}
