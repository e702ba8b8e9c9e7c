#include "git/commit_date.h"

#include <doctest/doctest.h>

using flatcrm::git::parse_commit_date;

TEST_CASE("dates as git's variables have them") {
  CHECK(parse_commit_date("2026-11-22T09:00:00+01:00")->offset_minutes == 60);
  CHECK(parse_commit_date("1700000000 -0330")->seconds == 1'700'000'000);
  CHECK(parse_commit_date("1700000000 -0330")->offset_minutes == -210);
  CHECK(parse_commit_date("@1700000000")->offset_minutes == 0);
}

TEST_CASE("what is no date") {
  CHECK(!parse_commit_date("yesterday"));
  CHECK(!parse_commit_date(""));
  CHECK(!parse_commit_date("1700000000 +01"));
  CHECK(!parse_commit_date("-5"));
}
