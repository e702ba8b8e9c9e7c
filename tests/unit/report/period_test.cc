#include "report/period.h"

#include <doctest/doctest.h>

#include "core/error.h"

using namespace flatcrm;

namespace {

report::Period parse_period(std::string_view text) {
  return report::parse_period(text, {*core::parse_date("2017-11-22"), 4});
}

std::string before(const std::string& text) {
  std::optional<report::Period> period = report::period_before(parse_period(text));
  return period.has_value() ? report::print(*period) : "none";
}

core::Date day(std::string_view text) {
  return *core::parse_date(text);
}

}  // namespace

TEST_CASE("a period is a year, a quarter, a month, a week or a day, both ends within") {
  CHECK(report::print(parse_period("2017")) == "2017-01-01 to 2017-12-31");
  CHECK(report::print(parse_period("2017-Q3")) == "2017-07-01 to 2017-09-30");
  CHECK(report::print(parse_period("2016-02")) == "2016-02-01 to 2016-02-29");
  CHECK(report::print(parse_period("2017-11-22")) == "2017-11-22");
  CHECK(report::print(parse_period("2017-q3")) == "2017-07-01 to 2017-09-30");
  CHECK(report::print(parse_period("FY2017")) == "2016-04-01 to 2017-03-31");
  CHECK(report::print(parse_period("last month")) == "2017-10-01 to 2017-10-31");
  CHECK(report::print(parse_period("30d")) == "2017-10-24 to 2017-11-22");
  CHECK(report::print(parse_period("12m")) == "2016-11-23 to 2017-11-22");
  CHECK(report::print(parse_period("2017-01-05..2017-02-10")) == "2017-01-05 to 2017-02-10");
  // ISO 8601: week 53 of 2020 ends in 2021, and week 1 of 2015 begins in 2014.
  CHECK(report::print(parse_period("2020-W53")) == "2020-12-28 to 2021-01-03");
  CHECK(report::print(parse_period("2015-W01")) == "2014-12-29 to 2015-01-04");
}

TEST_CASE("what is no period is refused with an example") {
  for (const char* text : {"", "17", "2017-", "2017-Q5", "2017-Q0", "2017-13", "2017-W54", "2021-W53",
                           "2017-W00", "2017-02-30", "2017Q3", "Q3", "2017-Q33", "0000", "x017"}) {
    CHECK_THROWS_AS(parse_period(text), Error);
  }
}

TEST_CASE("the period before one of whole months is as many months, else as many days") {
  CHECK(before("2017") == "2016-01-01 to 2016-12-31");
  CHECK(before("2017-Q1") == "2016-10-01 to 2016-12-31");
  CHECK(before("2017-03") == "2017-02-01 to 2017-02-28");
  CHECK(before("2021-W01") == "2020-12-28 to 2021-01-03");
  CHECK(before("2017-03-01") == "2017-02-28");
  CHECK(before("0002") == "none");
}

TEST_CASE("from, to and period make one span, open ends being the as-of day and the beginning") {
  query::Calendar today{day("2017-11-22"), 1};
  CHECK_FALSE(report::make_period({}, {}, "", today).has_value());
  CHECK(report::print(*report::make_period(day("2017-01-15"), {}, "", today)) == "2017-01-15 to 2017-11-22");
  CHECK(report::print(*report::make_period({}, day("2017-01-15"), "", today)) == "up to 2017-01-15");
  CHECK_FALSE(report::period_before(*report::make_period({}, day("2017-01-15"), "", today)).has_value());
  CHECK(report::print(*report::make_period({}, {}, "2017-Q1", today)) == "2017-01-01 to 2017-03-31");
  CHECK_THROWS_AS(report::make_period(day("2017-01-15"), {}, "2017-Q1", today), Error);
  CHECK_THROWS_AS(report::make_period(day("2017-02-15"), day("2017-01-15"), "", today), Error);
}
