#include "core/date.h"

#include <doctest/doctest.h>

#include <chrono>
#include <ctime>

using namespace flatcrm::core;

TEST_CASE("every day of the calendar agrees with the standard library") {
  Date first = to_date({1, 1, 1}), last = to_date({9999, 12, 31});
  bool same = true;
  for (std::int32_t day = first.days; day <= last.days; ++day) {
    std::chrono::year_month_day other{std::chrono::sys_days{std::chrono::days{day}}};
    Civil civil = to_civil(Date{day});
    same = same && civil.year == int{other.year()} &&
           civil.month == static_cast<int>(unsigned{other.month()}) &&
           civil.day == static_cast<int>(unsigned{other.day()}) && to_date(civil) == Date{day};
  }
  CHECK(same);
}

TEST_CASE("dates survive print and parse, and weeks agree with the C library") {
  Date first = to_date({1, 1, 1}), last = to_date({9999, 12, 31});
  bool same = true;
  for (std::int32_t day = first.days; day <= last.days; day += 17) {
    Date date{day};
    std::time_t seconds = std::time_t{day} * 86'400;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%G %V %u", &parts);
    Week week = iso_week(date);
    int year = 0, number = 0, of_week = 0;
    std::sscanf(text, "%d %d %d", &year, &number, &of_week);
    same = same && parse_date(print(date)) == date && week == Week{year, number} && weekday(date) == of_week;
  }
  CHECK(same);
}

TEST_CASE("instants survive print and parse at every offset") {
  for (int offset = -23 * 60 - 59; offset <= 23 * 60 + 59; ++offset) {
    DateTime instant{1'700'000'000LL * (offset % 7) + offset * 131, static_cast<std::int16_t>(offset)};
    CHECK(parse_date_time(print(instant)) == instant);
  }
}

TEST_CASE("any text is read or refused, and what is read prints the same day") {
  const std::string model = "2026-11-22T09:30:00+01:00";
  for (std::size_t size = 0; size <= model.size(); ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = model.substr(0, size);
        text[at] = static_cast<char>(byte);
        if (auto day = parse_day(text)) CHECK(print(*day) == text.substr(0, 10));
      }
    }
  }
}
