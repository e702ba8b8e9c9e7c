#include "segment/cell_pattern.h"

#include <doctest/doctest.h>

namespace flatcrm::segment {
namespace {

std::size_t cells_of(std::string_view text) {
  std::optional<CellPattern> pattern = parse_cell_pattern(text);
  if (!pattern) return 0;
  std::size_t count = 0;
  for (std::size_t r = 1; r <= 5; ++r)
    for (std::size_t f = 1; f <= 5; ++f)
      for (std::size_t m = 1; m <= 5; ++m) count += pattern->has(r, f, m) ? 1 : 0;
  return count;
}

TEST_CASE("a pattern gives the scores of r, f and m as digits, a span or any") {
  CHECK(cells_of("* * *") == 125);
  CHECK(cells_of("45 4-5 *") == 2 * 2 * 5);
  CHECK(cells_of("  1   1-5  3 ") == 5);
  CHECK(parse_cell_pattern("45 1-2 *")->has(4, 2, 5));
  CHECK_FALSE(parse_cell_pattern("45 1-2 *")->has(3, 2, 5));
  CHECK_FALSE(parse_cell_pattern("45 1-2 *")->has(4, 3, 5));
}

TEST_CASE("what is no pattern gives nothing") {
  for (const char* text : {"", "5", "5 5", "5 5 5 5", "6 5 5", "5 x 5", "5 5 0"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_cell_pattern(text).has_value());
  }
}

TEST_CASE("each cell has one name") {
  CellNames names;
  names.begin("best");
  CHECK_FALSE(names.add(*parse_cell_pattern("5 5 *")).has_value());
  CHECK(names.first_without_name() == "111");
  names.begin("good");
  std::optional<CellNames::Clash> clash = names.add(*parse_cell_pattern("5 4-5 2"));
  REQUIRE(clash.has_value());
  CHECK(clash->cell == "552");
  CHECK(clash->name == "best");
}

TEST_CASE("all cells can be named") {
  CellNames names;
  names.begin("one");
  CHECK_FALSE(names.add(*parse_cell_pattern("1 * *")).has_value());
  names.begin("rest");
  CHECK_FALSE(names.add(*parse_cell_pattern("2-5 * *")).has_value());
  CHECK_FALSE(names.first_without_name().has_value());
  CHECK(names.cells().names[names.cells().name_of[Cells::cell(1, 5, 5)]] == "one");
  CHECK(names.cells().names[names.cells().name_of[Cells::cell(5, 5, 5)]] == "rest");
}

}  // namespace
}  // namespace flatcrm::segment
