#include "render/chart.h"

#include <doctest/doctest.h>

#include "render/sparkline.h"

using namespace flatcrm;
using report::Cell;

namespace {

report::Series series(report::Series::Shape shape, std::vector<Cell> values) {
  report::Series made{
      .name = "s", .title = "S", .shape = shape, .category = {"c", "C"}, .lines = {{"l", "L"}}};
  for (std::size_t i = 0; i < values.size(); ++i) made.categories.emplace_back(std::to_string(2020 + i));
  made.lines[0].values = std::move(values);
  return made;
}

std::string chart(const report::Series& of) {
  std::string out;
  render::write_chart(out, of);
  return out;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a line runs from edge to edge, its highest value at the top and 0 at the bottom") {
  std::string out =
      chart(series(report::Series::Shape::line, {std::int64_t{0}, std::int64_t{5}, std::int64_t{10}}));
  CHECK(has(out, "points=\"0,300 500,150 1000,0\""));
  CHECK(has(out, "<span>10</span><span>0</span>"));
  CHECK(has(out, "<span>2020</span><span>2022</span>"));
}

TEST_CASE("a missing value is a gap, and a value alone can be seen") {
  std::string out =
      chart(series(report::Series::Shape::line, {std::int64_t{4}, {}, std::int64_t{4}, std::int64_t{2}, {}}));
  CHECK(has(out, "points=\"0,0 0.01,0\""));
  CHECK(has(out, "points=\"500,0 750,150\""));
}

TEST_CASE("below 0 the scale goes on, and its least value is told") {
  std::string out = chart(series(report::Series::Shape::bars, {std::int64_t{-10}, std::int64_t{30}}));
  CHECK(has(out, "<span>30</span><span>-10</span>"));
  // The bar of -10 hangs from 0, a quarter above the ground; that of 30 stands on it.
  CHECK(has(out, "y=\"225\" width=\"400\" height=\"75\""));
  CHECK(has(out, "y=\"0\" width=\"400\" height=\"225\""));
}

TEST_CASE("a few bars lie with their values beside them; nothing is drawn of nothing") {
  std::string out = chart(
      series(report::Series::Shape::bars, {report::Money{{50, 1}, "EUR"}, report::Money{{20, 0}, "EUR"}}));
  CHECK(has(out, "<rect class=\"c0\" width=\"250\" height=\"10\"/></svg><span class=\"n\">5.0 EUR</span>"));
  CHECK(has(out, "width=\"1000\""));
  CHECK(chart(series(report::Series::Shape::bars, {{}, {}})).empty());
  CHECK(chart(series(report::Series::Shape::line, {})).empty());
  CHECK_FALSE(chart(series(report::Series::Shape::line, {std::int64_t{0}, std::int64_t{0}})).empty());
}

TEST_CASE("a sparkline has a character a value, and the largest of those that share one") {
  std::vector<Cell> values{std::int64_t{0}, std::int64_t{7}, Cell{}, std::int64_t{14}};
  CHECK(render::sparkline(values, 0) == "▁▅ █");
  CHECK(render::sparkline(values, 0, true) == ".= #");
  CHECK(render::sparkline(values, 2) == "▅█");
  CHECK(render::sparkline({Cell{}, Cell{}}, 0).empty());
  CHECK(render::sparkline({std::int64_t{0}, std::int64_t{0}}, 0) == "▁▁");
}
