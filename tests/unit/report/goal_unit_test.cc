#include "report/goal_unit.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using namespace flatcrm::report;

namespace {

GoalUnit of(const char* unit, query::Kind kind, bool share = false) {
  return goal_unit(unit, {kind}, share, "EUR");
}

std::string said(const GoalUnit& unit, core::Decimal value) {
  return core::print(unit.shown(unit.in_unit(value))) + " " + unit.label;
}

}  // namespace

TEST_CASE("a share is told in percent where the unit is that, and any other number as it is") {
  CHECK(said(of("%", query::Kind::decimal, true), {183333, 6}) == "18.33 %");
  CHECK(said(of("percent", query::Kind::decimal, true), {5, 1}) == "50 %");
  CHECK(said(of("%", query::Kind::decimal, false), {183333, 4}) == "18.33 %");
  CHECK(said(of("", query::Kind::decimal, true), {183333, 6}) == "0.1833 ");
  CHECK(said(of("tickets", query::Kind::integer), {7, 0}) == "7 tickets");
  CHECK(said(of("EUR", query::Kind::integer), {7, 0}) == "7 EUR");
}

TEST_CASE("durations are days unless the unit says otherwise") {
  CHECK(said(of("", query::Kind::duration), {86'400, 0}) == "1 days");
  CHECK(said(of("days", query::Kind::duration), {129'600, 0}) == "1.5 days");
  CHECK(said(of("Hours", query::Kind::duration), {5'400, 0}) == "1.5 Hours");
  CHECK(said(of("weeks", query::Kind::duration), {604'800, 0}) == "1 weeks");
  CHECK(of("EUR", query::Kind::duration).wrong == "the metric is a duration, and the unit 'EUR' is none");
}

TEST_CASE("amounts are in a currency") {
  CHECK(said(of("", query::Kind::money), {1234567, 3}) == "1234.57 EUR");
  CHECK(said(of("money", query::Kind::money), {5, 0}) == "5.00 EUR");
  CHECK(goal_unit("CHF", {query::Kind::money}, false, "CHF").wrong.empty());
  CHECK(of("days", query::Kind::money).wrong ==
        "the metric is an amount of money, and the unit 'days' is no currency");
  CHECK(currency_of_unit("CHF") == "CHF");
  CHECK(currency_of_unit("%").empty());
}
