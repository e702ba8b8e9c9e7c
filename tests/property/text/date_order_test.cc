// What strftime writes is read back; glibc is the oracle.
#include "text/date_order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <random>

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

std::string written(const std::tm& day, const char* format) {
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &day)};
}

std::tm random_day(std::mt19937& random) {
  std::time_t seconds = static_cast<std::time_t>(random() % 3'000'000'000u);  // 1970 to 2065
  std::tm day{};
  gmtime_r(&seconds, &day);
  return day;
}

struct Case {
  const char* format;
  const char* expected;
};
constexpr Case cases[] = {
    {"%d/%m/%Y", "%Y-%m-%d"},
    {"%m/%d/%Y", "%Y-%m-%d"},
    {"%d.%m.%Y", "%Y-%m-%d"},
    {"%d-%m-%y", "%Y-%m-%d"},
    {"%y-%m-%d", "%Y-%m-%d"},
    {"%m/%d/%y", "%Y-%m-%d"},
    {"%d %b %Y", "%Y-%m-%d"},
    {"%B %e, %Y", "%Y-%m-%d"},
    {"%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ"},
    {"%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"},
    {"%d/%m/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S"},
    {"%m/%d/%y %H:%M:%S", "%Y-%m-%dT%H:%M:%S"},
    {"%Y%m%d", "%Y-%m-%d"},
    {"%c", "none"},  // Sun Nov 22 09:30:00 2026: the year behind the time is not read
};

}  // namespace

TEST_CASE("a column of 200 random days is decided and read as it was written") {
  std::mt19937 random(11);
  core::Arena arena;
  for (const Case& one : cases) {
    for (int round = 0; round < 50; ++round) {
      std::vector<std::tm> days;
      DateColumn pieces[2];
      for (int i = 0; i < 200; ++i) {
        days.push_back(random_day(random));
        pieces[random() % 2].add(written(days.back(), one.format));
      }
      DateColumn whole = pieces[0];
      whole.merge(pieces[1]);
      DateDecision decision = whole.decide();
      CAPTURE(std::string(one.format));
      REQUIRE(decision.state == DateState::decided);
      for (const std::tm& day : days) {
        DateText text = decision.format.parse(written(day, one.format), arena);
        std::string expected = written(day, one.expected);
        REQUIRE(std::string(text ? text.text : "none") == expected);
      }
    }
  }
}

TEST_CASE("the order of values and the way that they are split change nothing but the examples") {
  std::mt19937 random(12);
  const char* formats[] = {"%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d"};
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> values;
    for (std::size_t i = 0, size = random() % 6; i < size; ++i) {
      values.push_back(
          written(random_day(random), formats[random() % static_cast<std::size_t>(round % 4 + 1)]));
    }
    DateColumn whole;
    for (const std::string& value : values) whole.add(value);
    std::shuffle(values.begin(), values.end(), random);
    DateColumn merged;
    for (const std::string& value : values) {
      DateColumn piece;
      piece.add(value);
      merged.merge(piece);
    }
    CHECK(whole.decide().state == merged.decide().state);
    CHECK(whole.decide().format.order == merged.decide().format.order);
    CHECK(whole.decide().unreadable == merged.decide().unreadable);
  }
}
