#include "query/rates.h"

#include <doctest/doctest.h>

using namespace flatcrm;

namespace {

core::Date day(std::string_view text) {
  return *core::parse_date(text);
}

std::string value(const query::Rates& rates, core::Decimal amount, std::string_view currency,
                  std::string_view at) {
  std::optional<core::Decimal> found = rates.convert(amount, currency, day(at));
  return found.has_value() ? core::print(*found) : "none";
}

}  // namespace

TEST_CASE("the latest rate on or before a day counts") {
  query::Rates rates("EUR");
  rates.add(day("2017-01-10"), "USD", {125, 2});
  rates.add(day("2017-01-01"), "USD", {100, 2});
  rates.add(day("2017-01-01"), "JPY", {0, 0});
  auto ten = [&](std::string_view currency, std::string_view at) {
    return value(rates, {1000, 2}, currency, at);
  };
  CHECK(ten("USD", "2017-01-09") == "10.000000");
  CHECK(ten("USD", "2017-01-10") == "8.000000");
  CHECK(ten("USD", "2020-01-01") == "8.000000");
  CHECK(ten("USD", "2016-12-31") == "none");
  CHECK(ten("EUR", "2016-12-31") == "10.00");
  CHECK(ten("", "2016-12-31") == "10.00");
  CHECK(ten("GBP", "2017-01-10") == "none");
  CHECK(ten("JPY", "2017-01-10") == "none");
}

TEST_CASE("another target is reached by way of the base, rounded once, and leaves its own amounts alone") {
  query::Rates rates("EUR", "USD");
  rates.add(day("2017-01-01"), "USD", {125, 2});
  rates.add(day("2017-01-01"), "CHF", {3, 0});
  CHECK(value(rates, {1001, 2}, "USD", "2000-01-01") == "10.01");
  CHECK(value(rates, {1000, 2}, "", "2017-01-01") == "12.500000");
  CHECK(value(rates, {1000, 2}, "CHF", "2017-01-01") == "4.166667");  // 10 / 3 * 1.25
  CHECK(value(rates, {-1000, 2}, "CHF", "2017-01-01") == "-4.166667");
  CHECK(value(rates, {1000, 2}, "EUR", "2016-12-31") == "none");
  CHECK(rates.knows_target());
  CHECK_FALSE(query::Rates("EUR", "GBP").knows_target());
}

TEST_CASE("an amount that is large in a weak currency still has its digits") {
  query::Rates rates("EUR", "VND");
  rates.add(day("2017-01-01"), "VND", {25'000'123'456, 6});
  CHECK(value(rates, {4'000'000'000, 2}, "EUR", "2017-01-01") == "1000004938240.000000");
  CHECK_THROWS(rates.convert({4'000'000'000'000'000'000, 2}, "EUR", day("2017-01-01")));
}
