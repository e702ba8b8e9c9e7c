#include "report/words.h"

#include <doctest/doctest.h>

using flatcrm::report::counted;

TEST_CASE("a count has the words that go with it") {
  CHECK(counted(1, "delivery", "deliveries") == "1 delivery");
  CHECK(counted(0, "delivery", "deliveries") == "0 deliveries");
  CHECK(counted(1, "[delivery is|deliveries are] late") == "1 delivery is late");
  CHECK(counted(2, "[delivery is|deliveries are] late, and nobody told [its|their] customers") ==
        "2 deliveries are late, and nobody told their customers");
  CHECK(counted(1, "[half") == "1 [half");
  CHECK(counted(3, "") == "3 ");
}

TEST_CASE("a text is one word of a shell") {
  using flatcrm::report::shell_quoted;
  CHECK(shell_quoted("a b") == "'a b'");
  CHECK(shell_quoted("it's") == "'it'\\''s'");
  CHECK(shell_quoted("") == "''");
}
