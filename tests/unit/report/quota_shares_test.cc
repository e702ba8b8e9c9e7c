#include "report/quota_shares.h"

#include <doctest/doctest.h>

#include <map>

#include "support/tables.h"

using namespace flatcrm;

namespace {

core::Date day(const char* text) {
  return *core::parse_date(text);
}

std::map<std::string, std::string> shares_in(const std::string& rows, const char* first, const char* last,
                                             report::QuotaShares* all = nullptr) {
  model::Table table =
      table_from(report::quotas_request(), "id,period,staff,subsidiary,amount,currency\n" + rows);
  query::Rates rates("EUR");
  rates.add(day("2026-01-01"), "CHF", {2, 0});
  rates.add(day("2026-06-01"), "CHF", {4, 0});
  report::QuotaShares made =
      report::quota_shares(table, rates, {day(first), day(last)}, {day("2026-08-15"), 1});
  std::map<std::string, std::string> texts;
  for (const report::QuotaShare& share : made.shares)
    texts[std::string(table.texts("id").texts[share.row])] = core::print(core::round(share.amount, 2));
  if (all != nullptr) *all = std::move(made);
  return texts;
}

using Texts = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("each month is asked for once, by the quota of the shortest period") {
  std::string rows =
      "y,2026,anna,,1200,\n"
      "q,2026-Q3,anna,,500,\n"
      "m,2026-08,anna,,90,\n"
      "b,2026,bob,,2400,\n";
  CHECK(shares_in(rows, "2026-01-01", "2026-12-31") ==
        Texts{{"y", "900.00"}, {"q", "333.33"}, {"m", "90.00"}, {"b", "2400.00"}});
  CHECK(shares_in(rows, "2026-07-01", "2026-09-30") ==
        Texts{{"q", "333.33"}, {"m", "90.00"}, {"b", "600.00"}});
  CHECK(shares_in(rows, "2026-08-01", "2026-08-31") == Texts{{"m", "90.00"}, {"b", "200.00"}});
  CHECK(shares_in(rows, "2027-01-01", "2027-12-31").empty());
}

TEST_CASE("a part of a month counts by its days") {
  CHECK(shares_in("y,2026,anna,,1200,\n", "2026-04-16", "2026-05-31") == Texts{{"y", "150.00"}});
}

TEST_CASE(
    "quotas of a part of the firm are others than those of its staff, and money is converted at the end of "
    "the period") {
  report::QuotaShares all;
  CHECK(shares_in("s,2026-Q1,,Bern,100,CHF\n"  // 2026-03-31: 2 francs
                  "t,2026-Q3,,Bern,100,CHF\n"  // not over yet: today's rate, 4 francs
                  "u,2026-Q1,,,300,\n"
                  "v,2026-Q1,,,50,\n"
                  "w,someday,,,1,\n"
                  "x,2026-Q1,,,,\n"
                  "z,2026-Q1,anna,,10,JPY\n",
                  "2026-01-01", "2026-12-31",
                  &all) == Texts{{"s", "50.00"}, {"t", "25.00"}, {"u", "300.00"}, {"v", "50.00"}});
  CHECK(all.unusable == std::vector<std::uint32_t>{4, 5, 6});
  CHECK(all.repeated == std::vector<std::uint32_t>{3});
}
