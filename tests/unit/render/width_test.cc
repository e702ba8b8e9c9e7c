#include "render/width.h"

#include <doctest/doctest.h>

using namespace flatcrm::render;

TEST_CASE("text is padded by what a terminal shows, not by its bytes") {
  CHECK(pad("東京", 6, Side::left) == "東京  ");
  CHECK(pad("東京", 6, Side::right) == "  東京");
  CHECK(pad("é", 3, Side::right) == "  é");
  CHECK(pad("longer", 3, Side::left) == "longer");
}

TEST_CASE("text is shortened only where it must be, and wide characters never by half") {
  CHECK(shorten("Darcel Schlecht", 15) == "Darcel Schlecht");
  CHECK(shorten("Darcel Schlecht", 8) == "Darcel …");
  CHECK(shorten("東京都庁", 8) == "東京都庁");
  CHECK(shorten("東京都庁", 7) == "東京都…");
  CHECK(shorten("東京都庁", 6) == "東京…");
  CHECK(shorten("Darcel", 5, true) == "Dar..");
}

TEST_CASE("a bar is a share of the largest value to an eighth, and shows whatever is above nothing") {
  CHECK(bar({4, 0}, {4, 0}, 8) == "████████");
  CHECK(bar({3, 0}, {4, 0}, 8) == "██████");
  CHECK(bar({1, 0}, {1000, 0}, 8) == "▏");
  CHECK(bar({5, 1}, {8, 0}, 8) == "▌");
  CHECK(bar({0, 0}, {4, 0}, 8).empty());
  CHECK(bar({-1, 0}, {4, 0}, 8).empty());
  CHECK(bar({1, 0}, {0, 0}, 8).empty());
  CHECK(bar({3, 0}, {4, 0}, 8, true) == "######");
}

TEST_CASE("lines are wrapped between words") {
  CHECK(wrap("one two three", 8) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("unbreakable word", 4) == std::vector<std::string>{"unbreakable", "word"});
  CHECK(wrap("東京 都庁 x", 6) == std::vector<std::string>{"東京", "都庁 x"});
  CHECK(wrap("one two", 0) == std::vector<std::string>{"one two"});
  CHECK(wrap("", 5) == std::vector<std::string>{""});
}
