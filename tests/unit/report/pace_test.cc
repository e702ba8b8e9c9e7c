#include "report/pace.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using namespace flatcrm::report;

namespace {

core::Date day(const char* text) {
  return *core::parse_date(text);
}

std::optional<core::Decimal> number(const char* text) {
  return *text == 0 ? std::nullopt : core::parse_decimal(text);
}

Aim aim(const char* baseline, const char* target, const char* start = "2026-01-01",
        const char* due = "2026-04-11") {
  auto at = [](const char* text) { return *text == 0 ? core::no_date : day(text); };
  return {number(baseline), number(target), at(start), at(due)};
}

/// "outlook|progress|expected progress|expected|forecast|why"
std::string told(const Aim& of, const char* now, const char* on, const char* at_due = "") {
  Pace pace = pace_of(of, number(now), number(at_due), day(on), 2);
  std::string text(name_of(pace.outlook));
  for (const auto* value : {&pace.progress, &pace.expected_progress, &pace.expected, &pace.forecast})
    text += "|" + (*value ? core::print(**value) : "-");
  return text + "|" + pace.why;
}

}  // namespace

TEST_CASE("a goal of a hundred days stands beside a straight line") {
  CHECK(told(aim("0", "200"), "100", "2026-02-20") == "on pace|50.00|50.00|100|200|");
  CHECK(told(aim("0", "200"), "99", "2026-02-20") == "at risk|49.50|50.00|100|198|");
  CHECK(told(aim("0", "200"), "200", "2026-02-20") == "met|100.00|50.00|100|400|");
  CHECK(told(aim("0", "200"), "-10", "2026-02-20") == "at risk|-5.00|50.00|100|-20|");
  CHECK(told(aim("40", "10"), "25", "2026-02-20") == "on pace|50.00|50.00|25|10|");
  CHECK(told(aim("40", "10"), "28", "2026-02-20") == "at risk|40.00|50.00|25|16|");
  CHECK(told(aim("40", "10"), "9.5", "2026-02-20") == "met|101.67|50.00|25|-21|");
  CHECK(told(aim("-20", "30"), "-20", "2026-01-01") == "on pace|0.00|0.00|-20|-|");
  CHECK(told(aim("-20", "30"), "-21", "2026-01-01") == "at risk|-2.00|0.00|-20|-|");
}

TEST_CASE("once the due day has passed, the figure on that day counts") {
  CHECK(told(aim("0", "10"), "10", "2026-04-12", "9") == "missed|90.00|100.00|10|9|");
  CHECK(told(aim("0", "10"), "3", "2026-04-12", "10") == "met|100.00|100.00|10|10|");
  CHECK(told(aim("40", "10"), "9", "2026-05-01", "11") == "missed|96.67|100.00|10|11|");
  CHECK(told(aim("0", "10"), "9", "2026-04-11") == "at risk|90.00|100.00|10|9|");
  CHECK(told(aim("0", "10"), "10", "2026-05-01") ==
        "not measurable yet|-|-|-|-|its figure had no value on its due day");
  CHECK(told(aim("0", "10", "", "2026-04-11"), "3", "2026-05-01", "4") == "missed|40.00|-|-|-|");
}

TEST_CASE("what can't be judged says why") {
  CHECK(told(aim("0", ""), "5", "2026-02-20") == "not measurable yet|-|-|-|-|it has no target");
  CHECK(told(aim("0", "10"), "", "2026-02-20") == "not measurable yet|-|-|-|-|its figure has no value");
  CHECK(told(aim("0", "10", "2026-01-01", ""), "5", "2026-02-20") ==
        "not measurable yet|50.00|-|-|-|it has no due day");
  CHECK(told(aim("0", "10", "2026-01-01", ""), "10", "2026-02-20") == "met|100.00|-|-|-|");
  CHECK(told(aim("0", "10", "", "2026-04-11"), "5", "2026-02-20") ==
        "not measurable yet|50.00|-|-|-|it has no start day, so that its pace is not known");
  CHECK(told(aim("0", "10", "2026-03-01"), "10", "2026-02-20") ==
        "not measurable yet|-|-|-|-|it starts on 2026-03-01");
  CHECK(told(aim("0", "10", "2026-03-01", "2026-02-01"), "10", "2026-04-20") ==
        "not measurable yet|-|-|-|-|it is due on 2026-02-01, before it starts on 2026-03-01");
  CHECK(told(aim("10", "10.0"), "9", "2026-02-20") ==
        "not measurable yet|-|-|-|-|its target is its baseline, so that nothing says which way is better");
  CHECK(told(aim("10", "10"), "10", "2026-02-20") == "met|-|-|-|-|");
  CHECK(told(aim("", "10"), "9", "2026-02-20") ==
        "not measurable yet|-|-|-|-|it has no baseline, so that nothing says which way is better");
  CHECK(told(aim("", "0"), "0", "2026-02-20") == "met|-|-|-|-|");
}

TEST_CASE("a goal of one day, and figures that have no room") {
  CHECK(told(aim("0", "10", "2026-01-01", "2026-01-01"), "4", "2026-01-01") == "at risk|40.00|100.00|10|4|");
  CHECK(told(aim("0", "0.000001"), "999999999999", "2026-02-20") == "met|-|50.00|0|1999999999998|");
  CHECK(told(aim("100000000000000000", "900000000000000000"), "200000000000000000", "2026-02-20")
            .substr(0, 14) == "at risk|12.50|");
}
