#include "text/date_order.h"

#include <doctest/doctest.h>

#include "text/date_reading.h"

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

DateColumn column_of(std::initializer_list<std::string_view> values) {
  DateColumn column;
  for (std::string_view value : values) column.add(value);
  return column;
}

std::string parsed(const DateFormat& format, std::string_view value, std::string_view offset = {}) {
  core::Arena arena;
  DateText text = format.parse(value, arena, offset);
  return text ? std::string(text.text) : "none";
}

std::string parsed(std::string_view value) {
  return parsed(column_of({value}).decide().format, value);
}

}  // namespace

TEST_CASE("one value that can be read in one order only decides the column") {
  DateDecision decision = column_of({"03/04/2026", "", "25/12/2025"}).decide();
  CHECK(decision.state == DateState::decided);
  CHECK(decision.values == 2);
  CHECK(decision.unreadable == 0);
  CHECK(decision.why == "day first, as '25/12/2025' shows");
  CHECK(parsed(decision.format, "03/04/2026") == "2026-04-03");
  CHECK(parsed(column_of({"1/2/2026", "12/31/2025"}).decide().format, "1/2/2026") == "2026-01-02");
}

TEST_CASE("a column in which every value has two readings is ambiguous, until an order is given") {
  DateColumn column = column_of({"03/04/2026", "03/04/2026", "05/06/2026"});
  DateDecision decision = column.decide();
  CHECK(decision.state == DateState::ambiguous);
  CHECK(decision.examples == std::vector<std::string>{"03/04/2026", "05/06/2026"});
  CHECK(parsed(column.decide(DateOrder::mdy).format, "03/04/2026") == "2026-03-04");
  CHECK(parsed(column.decide(DateOrder::dmy).format, "03/04/2026") == "2026-04-03");
}

TEST_CASE("a column in which two orders are proven is contradictory, and shows a value of each") {
  DateColumn column = column_of({"01/02/2026", "12/31/2025", "31/12/2025"});
  DateDecision decision = column.decide();
  CHECK(decision.state == DateState::contradictory);
  CHECK(decision.examples == std::vector<std::string>{"31/12/2025", "12/31/2025"});
  CHECK(column.decide(DateOrder::dmy).unreadable == 1);
  CHECK(parsed(column.decide(DateOrder::dmy).format, "12/31/2025") == "none");
}

TEST_CASE("a year in front, a named month and dots leave nothing to decide") {
  for (const char* value : {"2026-11-22",
                            "2026/11/22",
                            "2026.11.22",
                            "2026. 11. 22.",
                            "20261122",
                            "2026年11月22日",
                            "2026년 11월 22일",
                            "22.11.2026",
                            "22. 11. 2026",
                            "22 Nov 2026",
                            "22-Nov-26",
                            "Nov 22, 2026",
                            "November 22nd, 2026",
                            "22. November 2026",
                            "22 nov. 2026",
                            "22 de noviembre de 2026",
                            "22 novembre 2026",
                            "22 listopada 2026",
                            "22 ноября 2026 г.",
                            "Sun, 22 Nov 2026",
                            "Sunday, November 22, 2026",
                            "2026-Nov-22",
                            "22/nov/2026"}) {
    CAPTURE(std::string(value));
    CHECK(column_of({value}).decide().state == DateState::decided);
    CHECK(parsed(value) == "2026-11-22");
  }
  CHECK(parsed("03.04.2026") == "2026-04-03");
  CHECK(parsed(column_of({"03.04.2026", "12.31.2025"}).decide().format, "03.04.2026") == "2026-03-04");
}

TEST_CASE("a named month is read in its language, and one that means two is not") {
  CHECK(month_of("März") == 3);
  CHECK(month_of("MÄR") == 3);
  CHECK(month_of("déc") == 12);
  CHECK(month_of("août") == 8);
  CHECK(month_of("juin") == 6);
  CHECK(month_of("juil") == 7);
  CHECK(month_of("jui") == 0);
  CHECK(month_of("Jänner") == 1);
  CHECK(month_of("červen") == 6);
  CHECK(month_of("červenec") == 7);
  CHECK(month_of("мая") == 5);
  CHECK(month_of("ma") == 0);
  CHECK(month_of("Smith") == 0);
}

TEST_CASE("times and offsets are kept, and a time without one takes the offset that is given") {
  CHECK(parsed("2026-11-22T09:30:00+01:00") == "2026-11-22T09:30:00+01:00");
  CHECK(parsed("2026-11-22 09:30") == "2026-11-22T09:30:00");
  CHECK(parsed("2026-11-22T09:30:05.123Z") == "2026-11-22T09:30:05Z");
  CHECK(parsed("2026-11-22 9:05 PM UTC") == "2026-11-22T21:05:00Z");
  CHECK(parsed("2026-11-22 12:05 a.m.") == "2026-11-22T00:05:00");
  CHECK(parsed("Sun, 22 Nov 2026 09:30:00 -0500") == "2026-11-22T09:30:00-05:00");
  CHECK(parsed("Nov 22, 2026 10:00:00 AM PST") == "2026-11-22T10:00:00-08:00");
  CHECK(parsed("22.11.2026, 09:30") == "2026-11-22T09:30:00");
  CHECK(parsed("22.11.2026 um 09:30") == "2026-11-22T09:30:00");
  CHECK(parsed("25/11/2026 09:30 GMT+2") == "2026-11-25T09:30:00+02:00");
  DateFormat format;
  CHECK(parsed(format, "2026-11-22 09:30", "+01:00") == "2026-11-22T09:30:00+01:00");
  CHECK(parsed(format, "2026-11-22", "+01:00") == "2026-11-22");
  CHECK(parsed(format, "2026-11-22 09:30Z", "+01:00") == "2026-11-22T09:30:00Z");
  core::Arena arena;
  CHECK(format.parse("2026-11-22 09:30", arena).kind == DateKind::local_time);
  CHECK(format.parse("2026-11-22 09:30Z", arena).kind == DateKind::instant);
}

TEST_CASE("two-digit years turn at 69, and between hyphens they may stand in front") {
  CHECK(parsed("25/12/68") == "2068-12-25");
  CHECK(parsed("25/12/69") == "1969-12-25");
  CHECK(parsed("98/12/25") == "1998-12-25");
  CHECK(column_of({"24-12-25"}).decide().state == DateState::ambiguous);
  CHECK(parsed(column_of({"24-12-25", "24-12-31", "99-12-31"}).decide().format, "24-12-25") == "2024-12-25");
  CHECK(parsed(column_of({"24-12-25"}).decide(DateOrder::ymd).format, "24-12-25") == "2024-12-25");
  CHECK(parsed(column_of({"24/12/25"}).decide().format, "24/12/25") == "2025-12-24");
}

TEST_CASE("bare numbers of ten or thirteen digits are times since 1970") {
  DateColumn column = column_of({"1680893993", "1680893993000", "1680825600", "1680893993.5"});
  CHECK(column.decide().unreadable == 0);
  CHECK(parsed(column.decide().format, "1680893993") == "2023-04-07T18:59:53Z");
  CHECK(parsed(column.decide().format, "1680893993000") == "2023-04-07T18:59:53Z");
  CHECK(parsed(column.decide().format, "1680825600") == "2023-04-07");
  CHECK(column_of({"2023040718", "01680893993", "999999999"}).decide().unreadable == 3);
}

TEST_CASE("serial days are dates only in a column of them") {
  DateColumn column = column_of({"46348", "46348.5", "45000.25"});
  CHECK(parsed(column.decide().format, "46348") == "2026-11-22");
  CHECK(parsed(column.decide().format, "46348.5") == "2026-11-22T12:00:00");
  DateDecision mixed = column_of({"2026-11-22", "2026-11-23", "46348"}).decide();
  CHECK(mixed.unreadable == 1);
  CHECK(parsed(mixed.format, "46348") == "none");
}

TEST_CASE("what is no date is counted and stays as it came") {
  DateDecision decision =
      column_of({"2026-11-22", "soon", "31/02/2026", "2026-02-30", "0000-01-01", "12", "n/a"}).decide();
  CHECK(decision.values == 7);
  CHECK(decision.unreadable == 6);
  core::Arena arena;
  DateText text = decision.format.parse(" soon ", arena);
  CHECK(!text);
  CHECK(text.text == " soon ");
  for (const char* value :
       {"2026-11-22x", "2026-11-22T25:00", "22/11", "22//11/2026", "1/2/3", "2026-13-01", "22-11/2026",
        "Nov 2026", "22 Nov", "31 Nov 2026", "2026-11-22 09", "1234567", "2026-11-22T09:30+25:00"}) {
    CAPTURE(std::string(value));
    CHECK(parsed(value) == "none");
  }
}

TEST_CASE("pieces of a column decide as the whole") {
  DateColumn first = column_of({"03/04/2026"});
  first.merge(column_of({"05/06/2026", "25/12/2025"}));
  CHECK(first.decide().state == DateState::decided);
  DateColumn open = column_of({"03/04/2026"});
  open.merge(column_of({"05/06/2026"}));
  CHECK(open.decide().examples == std::vector<std::string>{"03/04/2026", "05/06/2026"});
}
