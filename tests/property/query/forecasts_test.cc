// Forecasts on columns and on whole records are the same, and those of the models themselves.
#include <doctest/doctest.h>

#include "property/query/random_book.h"
#include "query/book_catalog.h"
#include "query/check.h"
#include "query/engine.h"
#include "query/forecast.h"
#include "query/lifetime.h"
#include "query/numbers.h"

using namespace flatcrm;
using namespace flatcrm::query;

TEST_CASE("columns and records give the same forecasts") {
  const core::Date today = *core::parse_date("2026-03-15");
  std::int64_t known = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    test::RandomBook random(seed);
    random.make();
    test::MemoryBook memory(random.files);
    book::Book book = memory.open(1);
    Catalog catalog = catalog_of(book, today);
    Checker checker(catalog, "customers");
    std::vector<NodeId> roots;
    for (const char* text :
         {"expected_orders", "clv", "forecast_orders(first_order, orders, last_order, 90d)"})
      roots.push_back(checker.value(parse(text)));
    Rates rates("EUR");
    for (const PlainRecord& rate : random.world.at("rates"))
      rates.add(*core::parse_date(rate.text("date")), rate.text("currency"),
                *core::parse_decimal(rate.text("rate")));
    RecordEvaluator slow(checker.tree(), book.config(), rates, &random.world);
    for (int threads : {1, 3}) {
      Engine engine(book, checker.tree(), roots, {.today = today, .threads = threads}, {{"customers", {}}});
      const std::vector<PlainRecord>& customers = random.world["customers"];
      for (NodeId root : roots) {
        Vector column = engine.whole("customers", root);
        for (std::size_t row = 0; row < customers.size(); ++row) {
          CAPTURE(seed);
          Value value = slow.evaluate(root, customers[row]);
          CHECK(column.number(row) == value.number);
          known += value.number == core::no_number ? 0 : 1;
        }
      }
    }
  }
  CHECK(known > 100);
}

TEST_CASE("a forecast is the estimate of the model, rounded") {
  const core::Date today = *core::parse_date("2026-01-01");
  std::vector<BuyerSeen> seen;
  std::vector<Buyer> buyers;
  for (std::int32_t i = 0; i < 60; ++i) {
    std::int32_t repeats = i % 4, last = repeats == 0 ? 0 : 30 * repeats + i, age = 200 + i;
    core::Date first{today.days - age};
    seen.push_back({first, repeats + 1, {first.days + last}, repeats * (20.0 + i)});
    buyers.push_back({{repeats, last, age, 1}, repeats == 0 ? 0 : 20.0 + i});
  }
  seen.push_back({});                                          // never ordered
  seen.push_back({{today.days + 1}, 1, {today.days + 1}, 0});  // not yet
  LifetimeModel model = fit_lifetime(buyers, 1);
  std::vector<Estimate> estimates = estimate(model, buyers, 365, 1);
  std::vector<std::int64_t> orders =
      forecasts_of(seen, {.kind = ForecastKind::orders, .days = 365}, today, 2);
  std::vector<std::int64_t> values = forecasts_of(seen, {.kind = ForecastKind::value, .days = 365}, today, 2);
  for (std::size_t i = 0; i < buyers.size(); ++i) {
    CHECK(static_cast<double>(orders[i]) / 1e6 == doctest::Approx(estimates[i].orders).epsilon(1e-5));
    CHECK(static_cast<double>(values[i]) / 100 == doctest::Approx(estimates[i].value).epsilon(1e-3));
  }
  CHECK(orders[60] == core::no_number);
  CHECK(orders[61] == core::no_number);
  // Nobody came back: nothing is known of anybody.
  for (BuyerSeen& one : seen) one.orders = std::min<std::int64_t>(one.orders, 1);
  for (std::int64_t one : forecasts_of(seen, {.days = 365}, today, 1)) CHECK(one == core::no_number);
}
