#include "core/date.h"

#include <doctest/doctest.h>

using namespace flatcrm::core;

namespace {

std::string reprint(std::string_view text) {
  auto date = parse_date(text);
  return date ? print(*date) : "nothing";
}

std::string reprint_time(std::string_view text) {
  auto instant = parse_date_time(text);
  return instant ? print(*instant) : "nothing";
}

std::string shifted(std::string_view text, int months) {
  return print(add_months(*parse_date(text), months));
}

}  // namespace

TEST_CASE("a date is read only in its one form") {
  CHECK(reprint("2026-11-22") == "2026-11-22");
  CHECK(reprint("0001-01-01") == "0001-01-01");
  CHECK(reprint("9999-12-31") == "9999-12-31");
  CHECK(reprint("2024-02-29") == "2024-02-29");
  for (const char* wrong : {"", "2026-02-30", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01",
                            "2026-01-00", "0000-01-01", "2026-1-1", "2026/11/22", "20261122", " 2026-11-22",
                            "2026-11-22 ", "2026-11-2x", "-026-11-22", "+026-11-22"}) {
    CAPTURE(wrong);
    CHECK(reprint(wrong) == "nothing");
  }
}

TEST_CASE("the epoch is day 0") {
  CHECK(parse_date("1970-01-01")->days == 0);
  CHECK(parse_date("2000-03-01")->days == 11017);
  CHECK(print(Date{-1}) == "1969-12-31");
  CHECK(print(no_date).empty());
}

TEST_CASE("a date-time keeps the offset of its writer") {
  CHECK(reprint_time("2026-11-22T09:30:00+01:00") == "2026-11-22T09:30:00+01:00");
  CHECK(reprint_time("2026-11-22 09:30-05:30") == "2026-11-22T09:30:00-05:30");
  CHECK(reprint_time("2026-11-22T23:59:59.125Z") == "2026-11-22T23:59:59Z");
  CHECK(reprint_time("1969-12-31T23:59:59Z") == "1969-12-31T23:59:59Z");
  CHECK(reprint_time("2026-11-22T00:00:00-00:00") == "2026-11-22T00:00:00Z");
  CHECK(parse_date_time("1970-01-01T01:00:00+01:00")->seconds == 0);
  CHECK(parse_date_time("2001-09-09T01:46:40Z")->seconds == 1'000'000'000);
}

TEST_CASE("what is no date-time is nothing") {
  for (const char* wrong :
       {"2026-11-22", "2026-11-22T09:30", "2026-11-22T09:30:00", "2026-11-22T24:00:00Z",
        "2026-11-22T09:60:00Z", "2026-11-22T09:30:60Z", "2026-11-22T09:30:00.Z", "2026-11-22T09:30:00.5",
        "2026-11-22T09:30:00+0100", "2026-11-22T09:30:00+24:00", "2026-11-22T09:30:00 Z",
        "2026-11-22x09:30:00Z", "2026-02-30T09:30:00Z", "2026-11-22T9:30:00Z", "2026-11-22T09:30:0Z",
        "2026-11-22T09:30:00Zjunk", "2026-11-22T"}) {
    CAPTURE(wrong);
    CHECK(reprint_time(wrong) == "nothing");
  }
}

TEST_CASE("the day of a date-time is the one that its writer saw") {
  CHECK(print(*parse_day("2026-11-22T00:30:00+09:00")) == "2026-11-22");
  CHECK(print(*parse_day("2026-11-22")) == "2026-11-22");
  CHECK_FALSE(parse_day("2026-11"));
  CHECK_FALSE(parse_day("2026-11-22T99:00Z"));
}

TEST_CASE("months are added without leaving the month or the calendar") {
  CHECK(shifted("2026-11-22", -12) == "2025-11-22");
  CHECK(shifted("2026-03-31", -1) == "2026-02-28");
  CHECK(shifted("2024-01-31", 1) == "2024-02-29");
  CHECK(shifted("2024-02-29", 12) == "2025-02-28");
  CHECK(shifted("2026-12-15", 1) == "2027-01-15");
  CHECK(shifted("0001-02-01", -2) == "0001-01-01");
  CHECK(shifted("9999-12-01", 2'000'000'000) == "9999-12-31");
  CHECK(shifted("2026-01-01", -2'000'000'000) == "0001-01-01");
}

TEST_CASE("weeks, quarters and month numbers follow the calendar") {
  CHECK(weekday(*parse_date("2026-11-22")) == 7);
  CHECK(weekday(*parse_date("1970-01-01")) == 4);
  CHECK(iso_week(*parse_date("2021-01-03")) == Week{2020, 53});
  CHECK(iso_week(*parse_date("2021-01-04")) == Week{2021, 1});
  CHECK(iso_week(*parse_date("2024-12-30")) == Week{2025, 1});
  CHECK(quarter(*parse_date("2026-03-31")) == 1);
  CHECK(quarter(*parse_date("2026-10-01")) == 4);
  CHECK(month_number(*parse_date("2026-12-31")) + 1 == month_number(*parse_date("2027-01-01")));
}
