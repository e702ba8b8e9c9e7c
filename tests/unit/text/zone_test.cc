#include "text/zone.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <random>

#include "core/date.h"
#include "core/error.h"

using namespace flatcrm;

TEST_CASE("a local time gets the offset of its zone on its day") {
  core::Arena arena;
  text::Zone berlin("Europe/Berlin");
  CHECK(berlin.with_offset("2026-07-01T12:00:00", arena) == "2026-07-01T12:00:00+02:00");
  CHECK(berlin.with_offset("2026-01-01T12:00:00", arena) == "2026-01-01T12:00:00+01:00");
  CHECK(text::Zone("America/St_Johns").with_offset("2026-01-01T12:00:00", arena) ==
        "2026-01-01T12:00:00-03:30");
  CHECK(text::Zone("UTC").with_offset("2026-07-01T12:00:00", arena) == "2026-07-01T12:00:00Z");
  CHECK(text::Zone("Europe/London").with_offset("2026-01-01T12:00:00", arena) == "2026-01-01T12:00:00Z");
}

TEST_CASE("a time that the clock skips or shows twice is read with the offset before the change") {
  text::Zone berlin("Europe/Berlin");
  CHECK(berlin.offset_minutes("2026-03-29T02:30:00") == 60);
  CHECK(berlin.offset_minutes("2026-10-25T02:30:00") == 120);
}

TEST_CASE("a zone that nobody knows is an error of the book") {
  CHECK_THROWS_WITH_AS(text::Zone("Europe/Atlantis"), doctest::Contains("no time zone 'Europe/Atlantis'"),
                       Error);
}

TEST_CASE("the C library finds the same offsets") {
  std::string before = std::getenv("TZ") != nullptr ? std::getenv("TZ") : "";
  std::mt19937 random(3);
  for (std::string name : {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"}) {
    setenv("TZ", name.c_str(), 1);
    tzset();
    text::Zone zone(name);
    for (int i = 0; i < 2000; ++i) {
      // From 1971 on, where both know the same history; a local time that exists once.
      std::time_t instant = 31'536'000 + static_cast<std::time_t>(random() % 1'800'000'000U);
      std::tm local{};
      localtime_r(&instant, &local);
      char text[32];
      strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
      std::tm again = local;
      again.tm_isdst = local.tm_isdst > 0 ? 0 : 1;
      std::time_t other = mktime(&again);
      std::tm shown{};
      localtime_r(&other, &shown);
      if (other != instant && shown.tm_hour == local.tm_hour && shown.tm_min == local.tm_min) continue;
      CHECK_MESSAGE(zone.offset_minutes(text) == local.tm_gmtoff / 60, name << " " << text);
    }
  }
  before.empty() ? unsetenv("TZ") : setenv("TZ", before.c_str(), 1);
  tzset();
}
