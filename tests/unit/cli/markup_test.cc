#include "cli/markup.h"

#include <doctest/doctest.h>

using namespace flatcrm::cli;

TEST_CASE("code and emphasis are told from lone marks") {
  CHECK(plain("see `--at` and *rev*") == "see --at and rev");
  CHECK(plain("5 * 3 * 2 and a`b") == "5 * 3 * 2 and a`b");
  CHECK(plain("`segments/*.yaml` and `*`") == "segments/*.yaml and *");
  std::vector<Span> got = spans("a `b`");
  REQUIRE(got.size() == 2);
  CHECK(got[1].text == "b");
  CHECK(got[1].style == Span::Style::code);
}

TEST_CASE("blocks are headings, paragraphs, items, definitions and code") {
  std::vector<Block> got = blocks(
      "## FORMAT\n\nText\ngoes on.\n\n- one\n  more\n- two\n\nid\n: never changes\n\n```console\n$ x  "
      "y\n\n```\n| a |\n| b |\n");
  REQUIRE(got.size() == 8);
  CHECK(got[0].kind == Block::Kind::heading);
  CHECK(got[0].level == 2);
  CHECK(got[1].text == "Text goes on.");
  CHECK(got[2].text == "one more");
  CHECK(got[4].kind == Block::Kind::term);
  CHECK(got[4].text == "id");
  CHECK(got[5].kind == Block::Kind::definition);
  CHECK(got[6].kind == Block::Kind::code);
  CHECK(got[6].text == "$ x  y\n\n");
  CHECK(got[7].text == "| a |\n| b |\n");
}
