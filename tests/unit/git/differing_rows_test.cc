#include "git/differing_rows.h"

#include <doctest/doctest.h>

using flatcrm::git::differing_rows;

TEST_CASE("rows that both tables have are left out, wherever they stand") {
  auto rows = differing_rows("id,name\n1,a\n2,b\n3,c\n", "id,name\n3,c\n2,B\n1,a\n");
  REQUIRE(rows);
  CHECK(rows->before == "id,name\n2,b\n");
  CHECK(rows->after == "id,name\n2,B\n");
}

TEST_CASE("a row counts as often as it stands") {
  auto rows = differing_rows("id\n1\n1\n", "id\n1\n2\n1\n1\n");
  REQUIRE(rows);
  CHECK(rows->before == "id\n");
  CHECK(rows->after == "id\n2\n1\n");
}

TEST_CASE("a line end within quotes ends no row, and one at a row's end does not count") {
  auto rows = differing_rows("id,text\r\n1,\"a\nb\"\r\n2,x\r\n", "id,text\n1,\"a\nb\"\n2,y\n");
  REQUIRE(rows);
  CHECK(rows->before == "id,text\n2,x\n");
  CHECK(rows->after == "id,text\n2,y\n");
}

TEST_CASE("a byte order mark is no part of the header") {
  auto rows = differing_rows("\xEF\xBB\xBFid\n1\n", "id\n2\n");
  REQUIRE(rows);
  CHECK(rows->before == "id\n1\n");
}

TEST_CASE("tables with other headers, and what is no table, have to be read as a whole") {
  CHECK(!differing_rows("id,a\n1,2\n", "id,a,b\n1,2,\n"));
  CHECK(!differing_rows("id;a\n1;2\n", "id,a\n1,2\n"));
  CHECK(!differing_rows("id\n\"1\n", "id\n1\n"));
}
