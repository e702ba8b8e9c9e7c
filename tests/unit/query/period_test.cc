#include <doctest/doctest.h>

#include "query/period.h"

using namespace flatcrm;
using namespace flatcrm::query;

namespace {

std::string days(std::string_view text, int fiscal_month = 1, const char* today = "2026-11-22") {
  std::optional<Days> found = parse_period(text, {*core::parse_date(today), fiscal_month});
  return found ? core::print(found->first) + " " + core::print(found->last) : "none";
}

}  // namespace

TEST_CASE("periods are whole, and both their ends belong to them") {
  CHECK(days("2026") == "2026-01-01 2026-12-31");
  CHECK(days("2024-02") == "2024-02-01 2024-02-29");
  CHECK(days("2026-Q4") == "2026-10-01 2026-12-31");
  CHECK(days("2026-W01") == "2025-12-29 2026-01-04");
  CHECK(days("2020-W53") == "2020-12-28 2021-01-03");
  CHECK(days("2021-W53") == "none");
  CHECK(days("2026-Q5") == "none");
  CHECK(days("2026-13") == "none");
  CHECK(days("0001") == "none");
}

TEST_CASE("relative periods turn on today") {
  CHECK(days("last month") == "2026-10-01 2026-10-31");
  CHECK(days("this quarter") == "2026-10-01 2026-12-31");
  CHECK(days("last quarter") == "2026-07-01 2026-09-30");
  CHECK(days("next year") == "2027-01-01 2027-12-31");
  CHECK(days("this week") == "2026-11-16 2026-11-22");
  CHECK(days("last day") == "2026-11-21 2026-11-21");
  CHECK(days("last month", 1, "2026-01-31") == "2025-12-01 2025-12-31");
  CHECK(days("last century") == "none");
}

TEST_CASE("a fiscal year is named by the year that it ends in") {
  CHECK(days("FY2026", 4) == "2025-04-01 2026-03-31");
  CHECK(days("FY2026", 1) == "2026-01-01 2026-12-31");
  CHECK(days("FY2026-Q1", 4) == "2025-04-01 2025-06-30");
  CHECK(days("FY2026-Q4", 10) == "2026-07-01 2026-09-30");
  CHECK(days("this fiscal year", 4) == "2026-04-01 2027-03-31");
  CHECK(days("last fiscal quarter", 4) == "2026-07-01 2026-09-30");
  CHECK(days("last fiscal year", 12, "2026-11-22") == "2024-12-01 2025-11-30");
}

TEST_CASE("durations have a unit, and no more than the calendar holds") {
  CHECK(parse_duration("12m")->months == 12);
  CHECK(parse_duration("2y")->months == 24);
  CHECK(parse_duration("2w")->seconds == 14 * 86'400);
  CHECK(parse_duration("90min")->seconds == 5'400);
  CHECK_FALSE(parse_duration("90"));
  CHECK_FALSE(parse_duration("12M"));
  CHECK_FALSE(parse_duration("99999y"));
}
