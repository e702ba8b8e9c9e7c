#include "report/measures.h"

#include <doctest/doctest.h>

using namespace flatcrm;

TEST_CASE("a share is rounded once, half to even, and of nothing there is none") {
  CHECK(core::print(std::get<report::Percent>(report::percent(4238, 6711, 4)).value) == "63.1501");
  CHECK(core::print(std::get<report::Percent>(report::percent(1, 8, 0)).value) == "12");
  CHECK(core::print(std::get<report::Percent>(report::percent(3, 8, 0)).value) == "38");
  CHECK(report::is_missing(report::percent(0, 0, 4)));
}

TEST_CASE("means and medians are exact to their digits") {
  CHECK(core::print(*report::mean({10005534, 0}, 4238, 3)) == "2360.909");
  CHECK_FALSE(report::mean({0, 0}, 0, 3).has_value());
  CHECK(core::print(*report::median({3, 1, 2})) == "2");
  CHECK(core::print(*report::median({10, 1, 3, 2})) == "2.5");
  CHECK(core::print(*report::median({-3, -2})) == "-2.5");
  CHECK(core::print(*report::median({4, 2})) == "3");
  CHECK_FALSE(report::median({}).has_value());
}

TEST_CASE("a change is known only between values of one kind and currency") {
  using report::Cell;
  CHECK(std::get<std::int64_t>(report::change(std::int64_t{3}, std::int64_t{5})) == -2);
  Cell usd = report::Money{{150, 2}, "USD"}, more = report::Money{{2, 0}, "USD"},
       eur = report::Money{{1, 0}, "EUR"};
  CHECK(core::print(std::get<report::Money>(report::change(more, usd)).amount) == "0.50");
  CHECK(report::is_missing(report::change(usd, eur)));
  CHECK(report::is_missing(report::change(usd, Cell{})));
  CHECK(report::is_missing(report::change(std::int64_t{3}, report::Percent{{3, 0}})));
}
